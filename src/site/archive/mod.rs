//! The old site's lists of posts: of terms, authors, dates, types and the front page. What each was
//! called, where it was, where it is on the new site, and which posts it holds.

mod dates;
mod gather;
mod place;

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::site::period::Period;
use crate::site::record::Destination;
use crate::site::term;
use crate::target::{ArchiveFile, When};

use dates::Dates;

pub(super) use gather::Sources;
pub use place::{base, taxonomy_key};

/// A list of posts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Archive {
    /// What it lists.
    pub kind: ArchiveKind,
    /// What stands above it: text.
    pub title: String,
    /// What is said of it: HTML.
    pub description: String,
    /// Where it was on the old site: below the domain, decoded, without slashes at its ends.
    pub path: String,
    /// Its address on the new site, decoded and from the root: `/category/kitchen/`.
    pub address: String,
    /// Whether the new site has it.
    pub place: ArchivePlace,
    /// The address of its feed on the new site.
    pub feed: Option<String>,
}

impl Archive {
    /// Where it was on the old site, from the root of the domain: `/category/kitchen/`.
    #[must_use]
    pub fn path_from_root(&self) -> String {
        if self.path.is_empty() { "/".to_owned() } else { format!("/{}/", self.path) }
    }
}

/// What an archive lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ArchiveKind {
    /// All posts: the front page of a site that has no page for it.
    Home,
    /// The posts of a term.
    Term {
        /// `category`.
        taxonomy: String,
        /// As stored.
        slug: String,
    },
    /// The posts of an author.
    Author {
        /// The name in `dc:creator`.
        login: String,
    },
    /// The items of a type.
    Type(String),
    /// The posts of a year, month or day.
    Date(Period),
}

/// Whether the new site has an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ArchivePlace {
    /// In a file of its own, if something links to it or it is always written.
    File(Destination, ArchiveFile),
    /// The generator makes it without a file.
    Generated,
    /// It has not.
    Nowhere,
}

impl ArchivePlace {
    /// Whether the new site has the archive. `is_written` if a file of its own was made for it.
    #[must_use]
    pub fn is_there(&self, is_written: bool) -> bool {
        match self {
            Self::File(..) => is_written,
            Self::Generated => true,
            Self::Nowhere => false,
        }
    }
}

/// Names an archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ArchiveId {
    /// By its position.
    Listed(usize),
    /// Those of dates are not kept: there may be one for each day.
    Date(Period),
}

/// All archives of the old site.
#[derive(Debug, Default)]
pub struct Archives {
    front: String,
    listed: Vec<Archive>,
    /// The posts of each, the newest first.
    members: Vec<Vec<u32>>,
    /// How many public items of any type name the term or the author itself.
    own: BTreeMap<usize, u64>,
    terms: BTreeMap<String, BTreeMap<String, usize>>,
    authors: BTreeMap<String, usize>,
    author_ids: BTreeMap<u64, usize>,
    types: BTreeMap<String, usize>,
    type_paths: BTreeMap<String, usize>,
    dates: Dates,
}

impl Archives {
    /// The archive of this name.
    #[must_use]
    pub fn get(&self, id: ArchiveId) -> Option<Cow<'_, Archive>> {
        match id {
            ArchiveId::Listed(index) => self.listed.get(index).map(Cow::Borrowed),
            ArchiveId::Date(period) => self.dates.archive(period).map(Cow::Owned),
        }
    }

    /// The positions of its posts, the newest first.
    #[must_use]
    pub fn members(&self, id: ArchiveId) -> Vec<usize> {
        match id {
            ArchiveId::Listed(index) => {
                let members = self.members.get(index).into_iter().flatten();
                members.map(|at| *at as usize).collect()
            }
            ArchiveId::Date(period) => {
                self.dates.posts(period).iter().rev().map(|(_, at)| *at as usize).collect()
            }
        }
    }

    /// How many public items of any type name the term or the author of an archive; of a term, those of
    /// the terms below it do not count.
    #[must_use]
    pub fn own_items(&self, id: ArchiveId) -> u64 {
        match id {
            ArchiveId::Listed(index) => self.own.get(&index).copied().unwrap_or_default(),
            ArchiveId::Date(_) => 0,
        }
    }

    /// Every archive but those of dates.
    pub fn listed(&self) -> impl Iterator<Item = (ArchiveId, &Archive)> {
        self.listed.iter().enumerate().map(|(at, archive)| (ArchiveId::Listed(at), archive))
    }

    /// Archives whose file is always written: those that have posts, and terms above such.
    pub fn always_written(&self) -> impl Iterator<Item = ArchiveId> {
        let is_wanted = |(at, archive): &(usize, &Archive)| {
            let is_always =
                matches!(&archive.place, ArchivePlace::File(_, file) if file.write == When::Always);
            is_always && !self.members[*at].is_empty()
        };
        self.listed.iter().enumerate().filter(is_wanted).map(|(at, _)| ArchiveId::Listed(at))
    }

    /// What stands before the addresses of all posts and lists, without slashes at its ends: `blog`.
    #[must_use]
    pub fn front(&self) -> &str {
        &self.front
    }

    /// Whether it has no posts that readers can see.
    #[must_use]
    pub fn is_empty(&self, id: ArchiveId) -> bool {
        match id {
            ArchiveId::Listed(index) => self.members.get(index).is_none_or(Vec::is_empty),
            ArchiveId::Date(period) => self.dates.posts(period).is_empty(),
        }
    }

    /// Every archive that has posts; of dates years and months.
    pub fn with_posts(&self) -> impl Iterator<Item = ArchiveId> {
        let listed = (0..self.listed.len()).filter(|at| !self.members[*at].is_empty());
        let periods = self.dates.periods().into_iter().filter(|period| !period.is_day());
        listed.map(ArchiveId::Listed).chain(periods.map(ArchiveId::Date))
    }

    /// The front page of a site that has no page for it.
    #[must_use]
    pub fn home(&self) -> ArchiveId {
        ArchiveId::Listed(0)
    }

    /// The archive of a term, by the slug in any spelling.
    #[must_use]
    pub fn term(&self, taxonomy: &str, slug: &str) -> Option<ArchiveId> {
        let found = self.terms.get(taxonomy)?.get(&term::key(slug))?;
        Some(ArchiveId::Listed(*found))
    }

    /// The names of all taxonomies that have archives.
    pub fn taxonomies(&self) -> impl Iterator<Item = &str> {
        self.terms.keys().map(String::as_str)
    }

    /// The archive of an author, by the name in addresses.
    #[must_use]
    pub fn author(&self, nicename: &str) -> Option<ArchiveId> {
        self.authors.get(&nicename.to_lowercase()).map(|at| ArchiveId::Listed(*at))
    }

    /// The archive of an author, by number.
    #[must_use]
    pub fn author_by_id(&self, id: u64) -> Option<ArchiveId> {
        self.author_ids.get(&id).map(|at| ArchiveId::Listed(*at))
    }

    /// The archive of a type of items.
    #[must_use]
    pub fn of_type(&self, name: &str) -> Option<ArchiveId> {
        self.types.get(name).map(|at| ArchiveId::Listed(*at))
    }

    /// The archive of a type of items, by its path below the domain.
    #[must_use]
    pub fn of_type_at(&self, path: &str) -> Option<ArchiveId> {
        self.type_paths.get(&path.to_lowercase()).map(|at| ArchiveId::Listed(*at))
    }

    /// The archive of a period, if it has posts.
    #[must_use]
    pub fn date(&self, period: Period) -> Option<ArchiveId> {
        (!self.dates.posts(period).is_empty()).then_some(ArchiveId::Date(period))
    }

    /// Every year, month and day that has posts, in order.
    #[must_use]
    pub fn periods(&self) -> Vec<Period> {
        self.dates.periods()
    }
}

//! Entries → [`Site`]: what every stage may ask about the whole site while it works on one item.

mod alias;
mod archive;
mod attachment;
mod author;
mod bundle;
mod comment_index;
mod copies;
mod deep_link;
mod document;
mod file_type;
mod former;
mod hidden_upload;
mod lookup;
mod marks;
mod media;
mod media_host;
mod menu;
mod namesake;
mod nearest;
mod path;
mod period;
mod plan;
mod policy;
mod record;
mod safe_path;
mod scan;
mod selection;
mod serialized;
mod stand_in;
mod survey;
mod table;
mod taken;
mod term;
mod text;
mod upload;
mod url;
mod uses;
mod version;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::OnceLock;

use crate::notice::Notice;
use crate::target::{BaseUrl, Target};
use crate::wxr::{Channel, PostId};

use author::Authors;
use bundle::Bundles;
use comment_index::CommentIndex;
use document::Documents;
use former::Former;
use lookup::{Addresses, Ids};
use media_host::MediaHosts;
use nearest::Words;
use taken::Taken;
use upload::Uploads;
use version::Versions;

pub use archive::{Archive, ArchiveId, ArchiveKind, ArchivePlace, Archives, base, taxonomy_key};
pub use attachment::{Attachment, Attachments};
pub use author::{Author, nicename};
pub use bundle::InBundle;
pub use copies::{Copies, Original};
pub use file_type::mime;
pub use hidden_upload::HiddenUploads;
pub use marks::stem;
pub use menu::{MenuItem, MenuTarget, Menus};
pub use path::OutPath;
pub use period::Period;
pub use policy::{Hidden, Publication};
pub use record::{Action, CommentCounts, Comments, Destination, Kind, Record};
pub use selection::{CommentFate, Dropped, Pingbacks, Selection, Wanted};
pub use stand_in::copies_among;
pub use survey::Survey;
pub use term::{Term, Terms, is_for_readers, term_slug};
pub use text::Text;
pub use upload::{Picture, Upload};
pub use url::{Belonging, Roots, Url, decode, host_key, join, path_key};

/// The index of one run: all exports together.
#[derive(Debug, Default)]
pub struct Site {
    /// What was exported, by the position of the export; of several documents in one the first.
    pub channels: BTreeMap<usize, Channel>,
    /// The addresses under which the exported sites live.
    pub roots: Roots,
    /// Every item, in the order of the exports.
    pub records: Vec<Record>,
    /// Media files, by id and by the post that they were uploaded to.
    pub attachments: Attachments,
    /// Content of the reusable blocks (synced patterns), which other items include by id.
    pub reusable_blocks: HashMap<PostId, String>,
    /// Categories, tags and terms of other taxonomies.
    pub terms: Terms,
    authors: Authors,
    /// Links of items to places in items, as they are written: `https://old.example/about/#crew`.
    pub deep_links: BTreeSet<Box<str>>,
    comments: CommentIndex,
    /// Menus.
    pub menus: Menus,
    /// The old site's lists of posts.
    pub archives: Archives,
    /// The path of the new site's root, where it is not that of the old site.
    base: Option<String>,
    ids: Ids,
    addresses: Addresses,
    former: Former,
    uploads: Uploads,
    media_hosts: MediaHosts,
    /// Media files that nothing may show.
    hidden_files: Vec<Attachment>,
    bundles: Bundles,
    /// Made when the first link asks.
    words: OnceLock<Words>,
}

/// What the user and the target decide about the whole site.
#[derive(Clone, Copy, Debug)]
pub struct Planning<'a> {
    /// The generator's conventions.
    pub target: &'a Target,
    /// Hidden kinds of content that are written all the same.
    pub include: &'a [Hidden],
    /// Other names of the site: hosts, with or without scheme and folder.
    pub aliases: &'a [String],
    /// Other hosts whose media files the new site takes in; `*.` stands for all hosts below one.
    pub media_hosts: &'a [String],
}

impl<'a> Planning<'a> {
    /// Nothing but what the target decides.
    #[must_use]
    pub fn for_target(target: &'a Target) -> Self {
        Self { target, include: &[], aliases: &[], media_hosts: &[] }
    }

    /// The path at which the new site lives, `/blog/`; `None` where the old one did.
    fn base(&self) -> Option<&'a str> {
        self.target.base_url.as_ref().map(BaseUrl::path)
    }
}

/// The addresses of the sites, with their other names.
fn roots(documents: &Documents, aliases: &[String]) -> Roots {
    let mut roots = Roots::from_channels(documents.channels());
    for alias in aliases {
        roots.add_alias(alias);
    }
    roots
}

impl Site {
    /// Decides what becomes of every item and builds the look-ups.
    #[must_use]
    pub fn from_survey(survey: Survey, planning: Planning<'_>) -> (Self, Vec<Notice>) {
        let survey = survey.complete();
        let Survey { documents, authors, mut terms, uses, evidence, former, mut records, .. } =
            survey;
        let versions = Versions::of(&records, &survey.traces, &documents);
        drop(survey.traces);
        let ids = Ids::of(&records, &versions, &documents);
        let is_known =
            |index: usize, id| versions.counts(index) && ids.find(id, &records).is_some();
        let files = survey.attachments.into_iter().filter(|(at, id, _)| is_known(*at, *id));
        let blocks = survey.reusable_blocks.into_iter().filter(|(at, id, _)| is_known(*at, *id));
        let attachments = Attachments::from_files(files.map(|(_, id, file)| (id, file)));
        let reusable_blocks = blocks.map(|(_, id, content)| (id, content)).collect();
        let mut uploads = Uploads::from_attachments(&attachments);

        let mut notices = documents.notices();
        let mut roots = roots(&documents, planning.aliases);
        notices.extend(evidence.settle(&mut roots, uploads.paths()));
        notices.extend(uploads.tell_apart(&attachments, &roots));
        let parts =
            plan::Parts { ids: &ids, roots: &roots, versions: &versions, documents: &documents };
        let (mut paths, planned) = plan::decide(&mut records, &parts, planning);
        notices.extend(planned);
        notices.extend(survey.selection.in_vain(&survey.dropped));
        uses.complete(&mut terms);
        let sources = archive::Sources {
            records: &records,
            roots: &roots,
            terms: &terms,
            authors: &authors,
            target: planning.target,
            base: planning.base(),
        };
        let archives = Archives::of(&sources, uses, &mut paths);
        let comments = CommentIndex::of(survey.comments);
        notices.extend(comments.lost(&records));
        let mut site = Self {
            archives,
            comments,
            deep_links: survey.deep_links,
            menus: survey.menus,
            addresses: Addresses::of(&records, &roots, &versions),
            former: Former::of(former, &records, &roots),
            uploads,
            media_hosts: MediaHosts::of(planning.media_hosts),
            hidden_files: survey.hidden_files,
            channels: documents.into_channels(),
            base: planning.base().map(str::to_owned),
            roots,
            terms,
            attachments,
            reusable_blocks,
            records,
            authors,
            ids,
            ..Self::default()
        };
        notices.extend(site.bundle(planning.target, paths));
        (site, notices)
    }

    /// Moves posts to their media, if the user wants that. `paths` are those of all documents.
    fn bundle(&mut self, target: &Target, mut paths: Taken) -> Vec<Notice> {
        let parts = bundle::Parts {
            ids: &self.ids,
            attachments: &self.attachments,
            uploads: &self.uploads,
            archives: &self.archives,
            target,
        };
        let (bundles, notices) = Bundles::make(&mut self.records, &parts, &mut paths);
        self.bundles = bundles;
        notices
    }

    /// The item with this id.
    #[must_use]
    pub fn by_id(&self, id: PostId) -> Option<&Record> {
        self.ids.find(id, &self.records).map(|index| &self.records[index])
    }

    /// The item whose permalink has this [`path_key`] below the domain, in whatever case.
    #[must_use]
    pub fn by_path(&self, key: &str) -> Option<&Record> {
        let index = self.addresses.find(key, &self.records, &self.roots)?;
        Some(&self.records[index])
    }

    /// The item that once had this address, before its slug or its date was changed.
    #[must_use]
    pub fn by_former_path(&self, key: &str) -> Option<&Record> {
        self.former.find(key).map(|index| &self.records[index])
    }

    /// The addresses that an item once had: decoded paths below the domain.
    #[must_use]
    pub fn former_paths(&self, record: &Record) -> &[Box<str>] {
        let index = record.id.and_then(|id| self.ids.find(id, &self.records));
        index.map_or(&[], |index| self.former.of_record(index))
    }

    /// The public item whose slug is most like this one.
    #[must_use]
    pub fn nearest(&self, slug: &str) -> Option<&Record> {
        if let Some(record) = self.by_slug(slug).next() {
            return Some(record);
        }
        let words = self.words.get_or_init(|| Words::of(&self.records));
        words.nearest(slug, &self.records)
    }

    /// The whole address that a path below the domain had on the old site.
    #[must_use]
    pub fn old_address(&self, path: &str) -> Option<String> {
        let channel = self.channels.values().find(|channel| !channel.address().is_empty())?;
        let url = Url::split(channel.address());
        let slash = if path.is_empty() { "" } else { "/" };
        Some(format!("{}://{}/{path}{slash}", url.scheme.unwrap_or("http"), url.host?))
    }

    /// An address of the new site as seen from its root, for generators that add the path of the root
    /// themselves.
    #[must_use]
    pub fn below_base<'a>(&self, address: &'a str) -> &'a str {
        let base = self.base.as_deref().map_or("", |base| base.trim_end_matches('/'));
        address.strip_prefix(base).filter(|rest| rest.starts_with('/')).unwrap_or(address)
    }

    /// An address of the new site as it was on the old one.
    #[must_use]
    pub fn unbased<'a>(&self, address: &'a str) -> Cow<'a, str> {
        let Some(base) = &self.base else { return Cow::Borrowed(address) };
        match address.strip_prefix(base.as_str()) {
            Some(below) => Cow::Owned(self.roots.home() + below),
            None => Cow::Borrowed(address),
        }
    }

    /// What a path below the old domain is on the new site, if it is moved with the site; both without
    /// slashes at their ends.
    #[must_use]
    pub fn rebased(&self, path: &str) -> Option<String> {
        let Some(base) = &self.base else { return Some(path.to_owned()) };
        let address = format!("/{path}");
        match self.roots.locate(&Url::split(&address)) {
            Belonging::Site { site_path, .. } => {
                Some(format!("{base}{site_path}").trim_matches('/').to_owned())
            }
            Belonging::Domain { .. } | Belonging::Elsewhere => None,
        }
    }

    /// The public items that have this slug, decoded and in whatever case.
    pub fn by_slug(&self, slug: &str) -> impl Iterator<Item = &Record> {
        self.addresses.of_slug(slug, &self.records).map(|index| &self.records[index])
    }

    /// The decoded path of an item's permalink below the domain, without slashes at its ends; none
    /// where the item never had an address.
    #[must_use]
    pub fn domain_path(&self, record: &Record) -> Option<String> {
        let path = lookup::domain_path(record, &self.roots).filter(|path| !path.is_empty());
        path.map(Cow::into_owned)
    }

    /// The number that `?author=2` asks for.
    #[must_use]
    pub fn author_number(&self, login: &str) -> Option<u64> {
        self.authors.get(login).and_then(|author| author.id)
    }

    /// The author with this number, with the login; nobody has the number zero.
    #[must_use]
    pub fn author_of_number(&self, number: u64) -> Option<(&str, &Author)> {
        if number > 0 { self.authors.numbered(number) } else { None }
    }

    /// Whether the item that goes there has the comment with this number.
    #[must_use]
    pub fn has_comment(&self, number: u64, destination: &Destination) -> bool {
        let mut holders = self.comments.holders(number, &self.records);
        // A comment that has its own file stands at the address of its item.
        holders.any(|it| it.destination().is_some_and(|it| it.address == destination.address))
    }

    /// The name that readers saw, for a login; exports before WordPress 3.1 hold the name itself.
    #[must_use]
    pub fn author<'a>(&'a self, creator: &'a str) -> &'a str {
        match self.authors.get(creator) {
            Some(author) if !author.name.is_empty() => &author.name,
            _ => creator,
        }
    }
}

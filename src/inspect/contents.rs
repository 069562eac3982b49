//! Pass 2: what a run would make of the items that get a file → sums.

use std::collections::{BTreeMap, BTreeSet};

use crate::convert::lower::{self, Knowledge, ShortcodeRules, builder_of_shortcode};
use crate::convert::{Converted, Listed};
use crate::link::{Counts, Hosts};
use crate::notice::{Notice, Place};
use crate::site::{ArchiveId, Record, Upload};
use crate::wxr::PostId;

/// What the items are made of.
#[derive(Debug, Default)]
pub struct Contents {
    /// Shortcodes by name.
    pub shortcodes: BTreeMap<String, ShortcodeSums>,
    /// Blocks by name.
    pub blocks: BTreeMap<String, BlockSums>,
    /// Links by kind.
    pub links: Counts,
    /// What a run would say while it plans and converts, sorted by post, then by code.
    pub notices: Vec<Notice>,
    pub(super) hosts: Hosts,
    /// Paths below `wp-content/uploads` that the items ask for.
    pub(super) uploads: BTreeSet<String>,
    /// Items by the page builder whose shortcodes they hold.
    pub(super) builders: BTreeMap<&'static str, BTreeSet<PostId>>,
    /// The lists of posts that they link to.
    pub archives: BTreeSet<ArchiveId>,
    /// Positions of the records that could not be converted.
    pub(super) failed: BTreeSet<usize>,
}

/// How often a shortcode is used, and what became of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShortcodeSums {
    /// In how many items.
    pub posts: u64,
    /// How many uses had which fate.
    pub fates: BTreeMap<lower::Fate, u64>,
    /// Whether the user has a rule for it.
    pub has_rule: bool,
}

impl ShortcodeSums {
    /// In all.
    #[must_use]
    pub fn uses(&self) -> u64 {
        self.fates.values().sum()
    }

    /// Whether every use became what it stands for, or what the user says.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        self.has_rule || self.fates.keys().all(|fate| *fate == lower::Fate::Converted)
    }

    /// What is known of the shortcode, which is called so.
    #[must_use]
    pub fn knowledge(&self, name: &str) -> Knowledge {
        let is_known = self.is_settled() || self.fates.contains_key(&lower::Fate::Converted);
        if is_known { Knowledge::Known } else { lower::knowledge(name) }
    }
}

/// How often a block is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BlockSums {
    /// In all.
    pub uses: u64,
    /// In how many items.
    pub posts: u64,
    /// How many uses left nothing although WordPress would have shown something.
    pub left_nothing: u64,
}

impl Contents {
    /// What one item came to under these rules.
    #[must_use]
    pub fn of(record: &Record, converted: Converted, rules: &ShortcodeRules) -> Self {
        let mut contents = Self {
            links: converted.links.counts,
            hosts: converted.links.hosts,
            uploads: paths(converted.links.media),
            archives: converted.links.archives,
            ..Self::default()
        };
        for (name, fates) in converted.shortcodes {
            if let (Some(builder), Some(id)) = (builder_of_shortcode(&name), record.id) {
                contents.builders.entry(builder).or_default().insert(id);
            }
            let fates = fates.into_iter().map(|(fate, count)| (fate, u64::from(count))).collect();
            let has_rule = rules.own.contains_key(&name);
            contents.shortcodes.insert(name, ShortcodeSums { posts: 1, fates, has_rule });
        }
        for (name, uses) in converted.blocks {
            let sums = BlockSums {
                uses: u64::from(uses.count),
                posts: 1,
                left_nothing: u64::from(uses.left_nothing),
            };
            contents.blocks.insert(name, sums);
        }
        contents.say(record, converted.notices);
        contents
    }

    /// What one list of posts came to.
    #[must_use]
    pub fn of_archive(listed: Listed) -> Self {
        Self {
            links: listed.links.counts,
            hosts: listed.links.hosts,
            uploads: paths(listed.links.media),
            notices: listed.notices,
            ..Self::default()
        }
    }

    /// An item at this position among the records that could not be converted.
    #[must_use]
    pub fn failed(index: usize, record: &Record, notice: Notice) -> Self {
        let mut contents = Self { failed: BTreeSet::from([index]), ..Self::default() };
        contents.say(record, vec![notice]);
        contents
    }

    /// The sum of two.
    #[must_use]
    pub fn plus(mut self, other: Self) -> Self {
        for (name, sums) in other.shortcodes {
            let sum = self.shortcodes.entry(name).or_default();
            sum.posts += sums.posts;
            sum.has_rule |= sums.has_rule;
            for (fate, count) in sums.fates {
                *sum.fates.entry(fate).or_default() += count;
            }
        }
        for (name, sums) in other.blocks {
            let sum = self.blocks.entry(name).or_default();
            sum.uses += sums.uses;
            sum.posts += sums.posts;
            sum.left_nothing += sums.left_nothing;
        }
        for (builder, mut posts) in other.builders {
            self.builders.entry(builder).or_default().append(&mut posts);
        }
        self.links.add(other.links);
        self.hosts.add(other.hosts);
        self.uploads.extend(other.uploads);
        self.archives.extend(other.archives);
        self.failed.extend(other.failed);
        self.notices.extend(other.notices);
        self
    }

    /// Puts the notices into the order of a run's report.
    pub(super) fn sort_notices(&mut self) {
        self.notices.sort_by(|a, b| {
            (a.post, a.code, a.place, &a.message).cmp(&(b.post, b.code, b.place, &b.message))
        });
    }

    fn say(&mut self, record: &Record, notices: Vec<Notice>) {
        let place = Place { export: record.export, line: record.span.line };
        self.notices.extend(notices.into_iter().map(|notice| notice.at(record.id, place)));
    }
}

/// The paths of the site's own uploads.
fn paths(uploads: Vec<Upload>) -> BTreeSet<String> {
    let own = uploads.into_iter().filter(|upload| !upload.is_elsewhere);
    own.map(|upload| upload.path).collect()
}

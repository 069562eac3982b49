//! What needs a person's eye before a run. Items are named by their numbers only: titles of what is not
//! public are not shown.

use std::collections::{BTreeMap, BTreeSet};

use super::{Inspection, Known};
use crate::convert::lower::Knowledge;
use crate::notice::{Code, Notice};
use crate::site::{Action, Hidden};
use crate::wxr::PostId;

/// What kind of thing it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ConcernKind {
    /// An export is cut off or malformed.
    DamagedExport,
    /// Items that a run leaves out unless it is asked for them.
    HiddenItems,
    /// Items with one number.
    DuplicateIds,
    /// Items without a number.
    MissingIds,
    /// Written items without a usable date.
    UndatedItems,
    /// Written items without a title.
    UntitledItems,
    /// Written items without a slug.
    ItemsWithoutSlug,
    /// Shortcodes that pressdown does not know.
    UnknownShortcodes,
    /// Shortcodes that a server fills in.
    FilledInShortcodes,
    /// Blocks that leave nothing.
    EmptyBlocks,
    /// Items that a page builder made.
    PageBuilder,
    /// A host that looks like a domain that the site had before.
    FormerDomain,
    /// Attachments whose record names no file.
    AttachmentsWithoutAddress,
    /// Uploads that content asks for and the export does not list.
    UnlistedUploads,
}

impl ConcernKind {
    /// The stable name, `damaged-export`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::DamagedExport => "damaged-export",
            Self::HiddenItems => "hidden-items",
            Self::DuplicateIds => "duplicate-ids",
            Self::MissingIds => "missing-ids",
            Self::UndatedItems => "undated-items",
            Self::UntitledItems => "untitled-items",
            Self::ItemsWithoutSlug => "items-without-slug",
            Self::UnknownShortcodes => "unknown-shortcodes",
            Self::FilledInShortcodes => "filled-in-shortcodes",
            Self::EmptyBlocks => "empty-blocks",
            Self::PageBuilder => "page-builder",
            Self::FormerDomain => "former-domain",
            Self::AttachmentsWithoutAddress => "attachments-without-address",
            Self::UnlistedUploads => "unlisted-uploads",
        }
    }
}

/// One thing to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concern {
    /// What kind of thing.
    pub kind: ConcernKind,
    /// How many: items, uses, addresses, as the kind says.
    pub count: u64,
    /// What they are called: files, shortcodes, blocks, a builder, a host, the word that `--include`
    /// takes.
    pub names: Vec<String>,
    /// The items, as far as they have numbers.
    pub posts: BTreeSet<PostId>,
}

impl Concern {
    fn new(kind: ConcernKind, count: u64) -> Self {
        Self { kind, count, names: Vec::new(), posts: BTreeSet::new() }
    }

    /// Items that are counted and named.
    fn of_items<'a>(kind: ConcernKind, items: impl Iterator<Item = &'a Known<'a>>) -> Self {
        let mut concern = Self::new(kind, 0);
        for item in items {
            concern.count += 1;
            concern.posts.extend(item.record.id);
        }
        concern
    }
}

/// Everything that needs a person's eye, in the order of [`ConcernKind`].
pub(super) fn concerns(inspection: &Inspection, known: &[Known<'_>]) -> Vec<Concern> {
    let mut concerns = vec![damage(inspection)];
    concerns.extend(hidden(known));
    concerns.extend(repeated_numbers(inspection, known));
    concerns.extend(lacking(known));
    concerns.extend(shortcodes(inspection));
    concerns.push(blocks(inspection));
    concerns.extend(builders(inspection, known));
    concerns.extend(former_domains(inspection));
    let media = &inspection.media;
    let kind = ConcernKind::AttachmentsWithoutAddress;
    concerns.push(Concern::new(kind, media.without_address));
    let mut uploads = Concern::new(ConcernKind::UnlistedUploads, media.unlisted.len() as u64);
    uploads.posts = posts_of(&inspection.contents.notices, Code::UploadNotInExport);
    concerns.push(uploads);
    concerns.retain(|concern| concern.count > 0);
    concerns
}

fn damage(inspection: &Inspection) -> Concern {
    let damaged = inspection.exports.iter().filter(|export| export.is_damaged);
    let names: Vec<String> = damaged.map(|export| export.path.clone()).collect();
    Concern { count: names.len() as u64, names, ..Concern::new(ConcernKind::DamagedExport, 0) }
}

/// One concern for each word that `--include` takes, by the reason for which items are left out.
fn hidden(known: &[Known<'_>]) -> Vec<Concern> {
    let concern = |kind: Hidden| {
        let is_meant = |item: &&Known<'_>| item.record.action == Action::Skip(kind.reason());
        let mut concern =
            Concern::of_items(ConcernKind::HiddenItems, known.iter().filter(is_meant));
        concern.names.push(kind.name().to_owned());
        concern
    };
    Hidden::ALL.into_iter().map(concern).collect()
}

fn repeated_numbers(inspection: &Inspection, known: &[Known<'_>]) -> [Concern; 2] {
    let notices = &inspection.contents.notices;
    let repeated = notices.iter().filter(|notice| notice.code == Code::DuplicatePostId).count();
    let missing = known.iter().filter(|item| item.record.id.is_none()).count();
    let mut duplicates = Concern::new(ConcernKind::DuplicateIds, repeated as u64);
    duplicates.posts = posts_of(notices, Code::DuplicatePostId);
    [duplicates, Concern::new(ConcernKind::MissingIds, missing as u64)]
}

/// Written items that lack what a file is named or sorted by.
fn lacking(known: &[Known<'_>]) -> [Concern; 3] {
    let written = || known.iter().filter(|item| item.is_written());
    let undated = written().filter(|item| item.facts.published.is_none());
    let untitled = written().filter(|item| item.record.title.trim().is_empty());
    let without_slug = written().filter(|item| item.record.slug.is_empty());
    [
        Concern::of_items(ConcernKind::UndatedItems, undated),
        Concern::of_items(ConcernKind::UntitledItems, untitled),
        Concern::of_items(ConcernKind::ItemsWithoutSlug, without_slug),
    ]
}

fn shortcodes(inspection: &Inspection) -> [Concern; 2] {
    let contents = &inspection.contents;
    let concern = |kind, knowledge, code| {
        let mut concern = Concern::new(kind, 0);
        for (name, sums) in &contents.shortcodes {
            if sums.knowledge(name) == knowledge {
                concern.count += sums.uses();
                concern.names.push(name.clone());
            }
        }
        concern.posts = posts_of(&contents.notices, code);
        concern
    };
    let filled_in = ConcernKind::FilledInShortcodes;
    [
        concern(ConcernKind::UnknownShortcodes, Knowledge::Unknown, Code::UnknownShortcode),
        concern(filled_in, Knowledge::FilledIn, Code::DynamicShortcode),
    ]
}

fn blocks(inspection: &Inspection) -> Concern {
    let contents = &inspection.contents;
    let mut concern = Concern::new(ConcernKind::EmptyBlocks, 0);
    for (name, sums) in contents.blocks.iter().filter(|(_, sums)| sums.left_nothing > 0) {
        concern.count += sums.left_nothing;
        concern.names.push(name.clone());
    }
    concern.posts = posts_of(&contents.notices, Code::DynamicBlock);
    concern
}

/// Items by page builder: those that hold its shortcodes and those that keep its data.
fn builders(inspection: &Inspection, known: &[Known<'_>]) -> Vec<Concern> {
    let mut posts: BTreeMap<&str, BTreeSet<PostId>> =
        inspection.contents.builders.iter().map(|(name, posts)| (*name, posts.clone())).collect();
    for item in known.iter().filter(|item| item.is_written()) {
        if let (Some(builder), Some(id)) = (item.facts.builder, item.record.id) {
            posts.entry(builder).or_default().insert(id);
        }
    }
    let concern = |(name, posts): (&str, BTreeSet<PostId>)| Concern {
        names: vec![name.to_owned()],
        count: posts.len() as u64,
        posts,
        kind: ConcernKind::PageBuilder,
    };
    posts.into_iter().map(concern).collect()
}

fn former_domains(inspection: &Inspection) -> Vec<Concern> {
    let hosts = inspection.hosts.iter().filter(|host| host.may_be_former_domain());
    hosts
        .map(|host| Concern {
            names: vec![host.name.clone()],
            ..Concern::new(ConcernKind::FormerDomain, host.uses.alike)
        })
        .collect()
}

/// The items about which something was said.
fn posts_of(notices: &[Notice], code: Code) -> BTreeSet<PostId> {
    notices.iter().filter(|notice| notice.code == code).filter_map(|notice| notice.post).collect()
}

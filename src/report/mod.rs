//! Notices and counts → [`Report`] → summary and JSON; what exports hold → page and JSON.

mod inspection;
mod json;
mod media;
mod summary;

use std::collections::BTreeMap;

use crate::convert::lower::Fate;
use crate::link::{self, Counts};
use crate::notice::{Notice, Severity};
use crate::site::CommentCounts;
use crate::wxr::PostId;

pub use inspection::{inspection_to_json, inspection_to_page};
pub use json::render as to_json;
pub use media::{Media, MediaFile, MediaSource, MediaState};
pub use summary::render as to_summary;

/// Everything that a run has to say.
#[derive(Debug, Default)]
pub struct Report {
    /// What was read, in the order of the arguments.
    pub exports: Vec<Export>,
    /// Where the files are.
    pub output: String,
    /// Every item of the exports, sorted by id.
    pub items: Vec<Item>,
    /// Lists of posts that have a file.
    pub archives: u64,
    /// Data files for templates.
    pub data_files: u64,
    /// Files of comments alone.
    pub comment_files: u64,
    /// Files for other comment systems, below the output folder.
    pub imports: Vec<String>,
    /// Redirects, where they were asked for.
    pub redirects: Redirects,
    /// What became of the files of the output folder.
    pub files: Files,
    /// Links of all written documents.
    pub links: Counts,
    /// Those that lead nowhere on the new site.
    pub unresolved: Vec<Unresolved>,
    /// Everything that happened, sorted by post, then by code.
    pub notices: Vec<Notice>,
    /// Shortcodes by name.
    pub shortcodes: BTreeMap<String, Shortcode>,
    /// Blocks by name.
    pub blocks: BTreeMap<String, Uses>,
    /// The media files that the site needs, and what became of them.
    pub media: Media,
}

/// One export.
#[derive(Clone, Debug)]
pub struct Export {
    /// As it was named.
    pub path: String,
    /// Its size.
    pub bytes: u64,
    /// `1.2`.
    pub wxr_version: String,
    /// `WordPress/6.4.2`.
    pub generator: String,
    /// The site's title.
    pub title: String,
    /// The site's address.
    pub site: String,
    /// Whether it was cut off or malformed.
    pub is_damaged: bool,
}

/// One item of the exports.
#[derive(Clone, Debug)]
pub struct Item {
    /// The number that WordPress gave it.
    pub id: Option<PostId>,
    /// `post`.
    pub post_type: String,
    /// `publish`.
    pub status: String,
    /// Plain text.
    pub title: String,
    /// What became of it.
    pub action: Action,
    /// Comments by what became of them.
    pub comments: CommentCounts,
}

/// What became of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// It has a file.
    Written {
        /// The file, below the output folder.
        path: String,
        /// The address on the new site.
        url: String,
    },
    /// It is part of other items' files.
    Merged(&'static str),
    /// It was left out.
    Skipped(&'static str),
}

/// What became of the files of the output folder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Files {
    /// New ones.
    pub created: u64,
    /// Ones that changed.
    pub updated: u64,
    /// Ones that were there already, byte for byte.
    pub unchanged: u64,
    /// Ones that a person edited.
    pub kept: u64,
    /// Ones whose item is gone.
    pub removed: u64,
}

/// Redirects from old addresses to new ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Redirects {
    /// How many there are of single addresses.
    pub count: u64,
    /// The files that hold them, below the output folder.
    pub files: Vec<String>,
}

/// A link into the old site that leads nowhere on the new one.
#[derive(Clone, Debug)]
pub struct Unresolved {
    /// The item that holds it; `None` in the description of an archive, and in a menu.
    pub post: Option<PostId>,
    /// The file, below the output folder.
    pub path: String,
    /// The link.
    pub link: link::Unresolved,
}

/// How often something is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Uses {
    /// In all.
    pub count: u64,
    /// In how many items.
    pub posts: u64,
}

/// How often a shortcode is used, and what became of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shortcode {
    /// In all, and in how many items.
    pub uses: Uses,
    /// How many uses had which fate.
    pub fates: BTreeMap<Fate, u64>,
}

/// The balance sheet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Items of the exports.
    pub items: u64,
    /// Items with a file.
    pub written: u64,
    /// Items that are part of others' files.
    pub merged: u64,
    /// Items that were left out.
    pub skipped: u64,
    /// Files of items in the output folder.
    pub files: u64,
    /// Comments by what became of them.
    pub comments: CommentCounts,
}

impl Report {
    /// Adds the report up.
    #[must_use]
    pub fn totals(&self) -> Totals {
        let mut totals = Totals::default();
        for item in &self.items {
            totals.items += 1;
            match item.action {
                Action::Written { .. } => totals.written += 1,
                Action::Merged(_) => totals.merged += 1,
                Action::Skipped(_) => totals.skipped += 1,
            }
            totals.comments.add(item.comments);
        }
        let Files { created, updated, unchanged, kept, removed: _ } = self.files;
        let others = self.archives
            + self.data_files
            + self.comment_files
            + self.imports.len() as u64
            + self.redirects.files.len() as u64;
        totals.files = (created + updated + unchanged + kept).saturating_sub(others);
        totals
    }

    /// The worst that happened; `None` if nothing did.
    #[must_use]
    pub fn severity(&self) -> Option<Severity> {
        self.notices.iter().map(|notice| notice.code.severity()).max()
    }
}

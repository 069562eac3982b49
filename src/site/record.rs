//! What the index keeps of an item: facts for look-ups and for the report, never a body.

use crate::site::path::OutPath;
use crate::site::policy::Publication;
use crate::wxr::{Approval, CommentKind, Item, PostId, Span, Status};

/// One item of the exports.
#[derive(Debug)]
pub struct Record {
    /// The number that WordPress gave it.
    pub id: Option<PostId>,
    /// Which export, by its position among the inputs.
    pub export: usize,
    /// Where it stands in that export.
    pub span: Span,
    /// `post`, `page`, `recipe` …
    pub post_type: String,
    /// The status.
    pub status: Status,
    /// Whether readers are asked for a password.
    pub has_password: bool,
    /// Plain text.
    pub title: String,
    /// As stored.
    pub slug: String,
    /// As stored.
    pub link: String,
    /// The page above it, or the post that it was uploaded to.
    pub parent: Option<PostId>,
    /// Whether anything stands in its content.
    pub has_content: bool,
    /// Its comments by what a moderator decided.
    pub comments: CommentCounts,
    /// What becomes of it.
    pub action: Action,
}

/// What becomes of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// It gets a file.
    Write(Destination),
    /// It is part of other items' files.
    Merge(&'static str),
    /// It is left out.
    Skip(&'static str),
}

/// Why an item is left out that an earlier export holds, too.
pub const REPEATED: &str = "already in an earlier file";

/// Where an item goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destination {
    /// Its file.
    pub path: OutPath,
    /// Its address on the new site, decoded and from the root: `/about/crew/`.
    pub address: String,
    /// Whether readers could see it on the old site.
    pub publication: Publication,
}

/// How many comments an item has, by what a moderator decided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CommentCounts {
    /// Approved comments of readers.
    pub approved: u64,
    /// Approved pingbacks and trackbacks.
    pub pingbacks: u64,
    /// Waiting for a moderator, and plugins' records.
    pub held: u64,
    /// Marked as spam.
    pub spam: u64,
    /// In the trash.
    pub trash: u64,
}

impl Record {
    /// The facts of an item. What becomes of it is decided when all items are known.
    pub(super) fn from_item(item: &Item<'_>, export: usize, span: Span) -> Self {
        Self {
            id: item.id,
            export,
            span,
            post_type: item.post_type.clone().into_owned(),
            status: item.status.clone(),
            has_password: item.has_password,
            title: crate::html::plain_text(&item.title),
            slug: item.slug.clone().into_owned(),
            link: item.link.clone().into_owned(),
            parent: item.parent,
            has_content: !item.content.trim().is_empty(),
            comments: CommentCounts::of(item),
            action: Action::Skip("not looked at"),
        }
    }

    /// Where it goes, if it gets a file.
    #[must_use]
    pub fn destination(&self) -> Option<&Destination> {
        match &self.action {
            Action::Write(destination) => Some(destination),
            Action::Merge(_) | Action::Skip(_) => None,
        }
    }
}

impl CommentCounts {
    /// Adds the comments of another item.
    pub fn add(&mut self, other: Self) {
        self.approved += other.approved;
        self.pingbacks += other.pingbacks;
        self.held += other.held;
        self.spam += other.spam;
        self.trash += other.trash;
    }

    /// The same comments as they count when their item has no file: approved ones are held back
    /// with it.
    #[must_use]
    pub fn held_back(self) -> Self {
        let Self { approved, pingbacks, held, spam, trash } = self;
        Self { approved: 0, pingbacks: 0, held: held + approved + pingbacks, spam, trash }
    }

    fn of(item: &Item<'_>) -> Self {
        let mut counts = Self::default();
        for comment in &item.comments {
            *match (comment.approval, comment.kind) {
                (Approval::Approved, CommentKind::Comment) => &mut counts.approved,
                (Approval::Approved, CommentKind::Pingback) => &mut counts.pingbacks,
                (Approval::Approved, CommentKind::Internal) | (Approval::Held, _) => {
                    &mut counts.held
                }
                (Approval::Spam, _) => &mut counts.spam,
                (Approval::Trash, _) => &mut counts.trash,
            } += 1;
        }
        counts
    }
}

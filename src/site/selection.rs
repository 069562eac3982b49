//! Which comments the new site has: what moderators decided, what plugins note, what the user asked for.

use std::collections::BTreeSet;
use std::fmt;

use crate::notice::{Code, Notice};
use crate::wxr::{Approval, Comment, CommentKind};

/// What the user decided about comments.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// What becomes of pingbacks, trackbacks and the like.
    pub pingbacks: Pingbacks,
    /// Whose comments are left out.
    pub dropped: BTreeSet<Dropped>,
    /// Whether comments are written at all.
    pub written: Wanted,
}

/// Whether comments are written at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Wanted {
    /// Those that readers could see.
    #[default]
    Yes,
    /// None.
    No,
}

/// What becomes of what other sites said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pingbacks {
    /// They stand among the comments of readers.
    Keep,
    /// They stand apart, behind these.
    #[default]
    Separate,
    /// They are left out.
    Drop,
}

/// A comment, or the comments of an author, that somebody wants to be gone.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dropped {
    /// The comment with this number.
    Comment(u64),
    /// Those of the user of the site with this number.
    User(u64),
    /// Those of everybody who gave this name.
    Name(String),
}

/// What becomes of a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommentFate {
    /// It is written as a reader's.
    Comment,
    /// It is written as what another site said.
    Pingback,
    /// Left out: waiting for a moderator.
    Held,
    /// Left out: marked as spam.
    Spam,
    /// Left out: in the trash.
    Trash,
    /// Left out: a plugin's record.
    Record,
    /// Left out: of a type that is not known.
    Unknown,
    /// Left out, because the user said so.
    Dropped,
}

impl CommentFate {
    /// Whether it is written.
    #[must_use]
    pub fn is_shown(self) -> bool {
        matches!(self, Self::Comment | Self::Pingback)
    }
}

impl Selection {
    /// Whatever readers could see.
    pub const ALL: Self =
        Self { pingbacks: Pingbacks::Separate, dropped: BTreeSet::new(), written: Wanted::Yes };

    /// What becomes of a comment.
    #[must_use]
    pub fn fate(&self, comment: &Comment<'_>) -> CommentFate {
        match (comment.approval, comment.kind) {
            // Plugins keep their own words where moderators' stand: `log`, `passed`.
            (_, CommentKind::Record) => CommentFate::Record,
            (Approval::Held, _) => CommentFate::Held,
            (Approval::Spam, _) => CommentFate::Spam,
            (Approval::Trash, _) => CommentFate::Trash,
            (Approval::Approved, CommentKind::Unknown) => CommentFate::Unknown,
            (Approval::Approved, _) if self.drops(comment) => CommentFate::Dropped,
            (Approval::Approved, CommentKind::Comment | CommentKind::Review) => {
                CommentFate::Comment
            }
            (
                Approval::Approved,
                CommentKind::Pingback
                | CommentKind::Trackback
                | CommentKind::Mention
                | CommentKind::Reaction,
            ) => CommentFate::Pingback,
        }
    }

    /// What a user must hear of comments that are to be left out and are not there.
    pub(super) fn in_vain(&self, found: &BTreeSet<Dropped>) -> Vec<Notice> {
        let notice = |dropped: &Dropped| {
            Notice::new(Code::NobodyToDrop, format!("no comment is `{dropped}`"))
        };
        self.dropped.difference(found).map(notice).collect()
    }

    fn drops(&self, comment: &Comment<'_>) -> bool {
        if self.written == Wanted::No {
            return true;
        }
        let is_unwanted = comment.kind.is_from_elsewhere() && self.pingbacks == Pingbacks::Drop;
        is_unwanted || self.dropped.iter().any(|dropped| dropped.is(comment))
    }
}

/// As `--drop-comment` takes it.
impl fmt::Display for Dropped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Comment(id) => write!(f, "{id}"),
            Self::User(id) => write!(f, "user:{id}"),
            Self::Name(name) => write!(f, "name:{name}"),
        }
    }
}

impl Dropped {
    /// Whether a comment is meant.
    #[must_use]
    pub fn is(&self, comment: &Comment<'_>) -> bool {
        match self {
            Self::Comment(id) => comment.id == *id,
            Self::User(id) => comment.user_id == *id,
            Self::Name(name) => {
                let typed = crate::html::plain_text(&comment.author);
                typed.trim().to_lowercase() == name.to_lowercase()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn comment(approval: Approval, kind: CommentKind) -> Comment<'static> {
        let author = "Bold &amp; Co.".into();
        Comment { id: 7, author, approval, kind, ..Comment::default() }
    }

    #[test]
    fn moderators_decide_first() {
        let selection = Selection::default();
        let fate = |approval, kind| selection.fate(&comment(approval, kind));
        assert_eq!(fate(Approval::Approved, CommentKind::Review), CommentFate::Comment);
        assert_eq!(fate(Approval::Approved, CommentKind::Trackback), CommentFate::Pingback);
        assert_eq!(fate(Approval::Approved, CommentKind::Record), CommentFate::Record);
        assert_eq!(fate(Approval::Held, CommentKind::Record), CommentFate::Record);
        assert_eq!(fate(Approval::Approved, CommentKind::Unknown), CommentFate::Unknown);
        assert_eq!(fate(Approval::Spam, CommentKind::Pingback), CommentFate::Spam);
    }

    #[test]
    fn whoever_wants_to_be_gone_is_gone() {
        let approved = comment(Approval::Approved, CommentKind::Comment);
        for (dropped, is_meant) in [
            (Dropped::Comment(7), true),
            (Dropped::Comment(8), false),
            (Dropped::User(0), true),
            (Dropped::User(3), false),
            (Dropped::Name("bold & co.".to_owned()), true),
            (Dropped::Name("Bold".to_owned()), false),
        ] {
            let dropped = BTreeSet::from([dropped]);
            let selection = Selection { dropped, ..Selection::default() };
            let fate = if is_meant { CommentFate::Dropped } else { CommentFate::Comment };
            assert_eq!(selection.fate(&approved), fate, "{:?}", selection.dropped);
        }
    }

    #[test]
    fn pingbacks_go_on_request() {
        let selection = Selection { pingbacks: Pingbacks::Drop, ..Selection::default() };
        let fate = |kind| selection.fate(&comment(Approval::Approved, kind));
        assert_eq!(fate(CommentKind::Pingback), CommentFate::Dropped);
        assert_eq!(fate(CommentKind::Comment), CommentFate::Comment);
    }
}

//! Comments by what they are and what a moderator decided.

use std::collections::BTreeMap;

use super::Known;
use crate::site::CommentCounts;
use crate::wxr::{Approval, Comment, CommentKind};

/// The comments of one item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally(BTreeMap<(CommentKind, Approval), u64>);

impl Tally {
    pub(super) fn of(comments: &[Comment<'_>]) -> Self {
        let mut counts = BTreeMap::new();
        for comment in comments {
            *counts.entry((comment.kind, comment.approval)).or_default() += 1;
        }
        Self(counts)
    }
}

/// All comments of the exports.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comments {
    /// How many there are of each kind in each state.
    pub counts: BTreeMap<(CommentKind, Approval), u64>,
    /// As a run counts them, by what becomes of them.
    pub in_run: CommentCounts,
}

impl Comments {
    /// All comments.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.counts.values().sum()
    }

    /// Those of one kind.
    #[must_use]
    pub fn of_kind(&self, kind: CommentKind) -> u64 {
        self.sum(|(of, _)| of == kind)
    }

    /// Those of readers about which a moderator decided one thing.
    #[must_use]
    pub fn of_readers(&self, state: Approval) -> u64 {
        self.sum(|(kind, of)| of == state && is_from_a_reader(kind))
    }

    /// Those of other sites about which a moderator decided one thing.
    #[must_use]
    pub fn of_sites(&self, state: Approval) -> u64 {
        self.sum(|(kind, of)| of == state && kind.is_from_elsewhere())
    }

    /// All those of other sites.
    #[must_use]
    pub fn from_elsewhere(&self) -> u64 {
        self.sum(|(kind, _)| kind.is_from_elsewhere())
    }

    /// Those of readers and other sites about which a moderator decided one thing.
    #[must_use]
    pub fn in_state(&self, state: Approval) -> u64 {
        self.of_readers(state) + self.of_sites(state)
    }

    fn sum(&self, is_meant: impl Fn((CommentKind, Approval)) -> bool) -> u64 {
        let meant = self.counts.iter().filter(|(key, _)| is_meant(**key));
        meant.map(|(_, count)| count).sum()
    }
}

fn is_from_a_reader(kind: CommentKind) -> bool {
    matches!(kind, CommentKind::Comment | CommentKind::Review)
}

/// Adds the comments of all items up.
pub(super) fn count(known: &[Known<'_>]) -> Comments {
    let mut comments = Comments::default();
    for item in known {
        for (key, count) in &item.facts.comments.0 {
            *comments.counts.entry(*key).or_default() += count;
        }
        let of_item = *item.record.comments;
        comments.in_run.add(if item.is_written() { of_item } else { of_item.held_back() });
    }
    comments
}

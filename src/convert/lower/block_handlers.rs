//! What blocks become whose saved HTML is not what readers saw.

use super::blocks::Block;

/// What a block becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    /// The HTML inside it, as saved.
    AsSaved,
    /// This HTML.
    As(String),
    /// Nothing, although WordPress would have shown something.
    Nothing,
}

/// What a block becomes that has blocks inside.
pub(super) fn parent(_block: &Block<'_>) -> Shown {
    Shown::AsSaved
}

/// What a block becomes that has no blocks inside.
pub(super) fn leaf(_block: &Block<'_>) -> Shown {
    Shown::AsSaved
}

//! Code that was typed or marked as such: which of it is lines, and in which language.

pub(super) mod highlighters;
pub(super) mod listings;

//! What a text says and how it is set: languages and encodings, punctuation, smilies and emoji,
//! formulas, addresses.

pub(super) mod addresses;
mod curl;
pub(super) mod emoji;
pub(super) mod formulas;
pub(super) mod languages;
pub(super) mod mojibake;
pub(super) mod punctuation;
mod sign;
pub(super) mod smilies;
pub(super) mod source_language;

//! The characters of a stretch of text, and what may stand beside a quotation mark.
//!
//! White space and angle brackets count in the spellings that WordPress looks for: `&nbsp;`, `&lt;`.

use Sign::Typed;

/// A character, and how far it is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::convert::lower) enum Sign {
    /// As typed.
    Typed(char),
    /// Decided: no rule asks about it as it would about what was typed.
    Made(char),
    /// An opening mark of the kind that is looked at.
    Opening,
    /// An apostrophe.
    Apostrophe,
    /// A closing mark, unless a prime is likelier.
    Candidate,
}

pub(in crate::convert::lower) fn is_digit(sign: Option<&Sign>) -> bool {
    matches!(sign, Some(Typed('0'..='9')))
}

pub(in crate::convert::lower) fn is_number(sign: Sign) -> bool {
    matches!(sign, Typed('0'..='9' | '.' | ','))
}

pub(in crate::convert::lower) fn is_word(sign: Option<&Sign>) -> bool {
    matches!(sign, Some(Typed(c)) if c.is_ascii_alphanumeric() || *c == '_')
}

pub(in crate::convert::lower) fn is_space(sign: Option<&Sign>) -> bool {
    matches!(sign, Some(Typed(' ' | '\t' | '\n' | '\r' | '\u{a0}')))
}

pub(in crate::convert::lower) fn begins_with_space(signs: &[Sign]) -> bool {
    is_space(signs.first()) || begins(signs, "&nbsp;")
}

pub(in crate::convert::lower) fn ends_with_space(signs: &[Sign]) -> bool {
    is_space(signs.last()) || ends(signs, "&nbsp;")
}

/// Whether a word may begin behind these signs.
pub(in crate::convert::lower) fn begins_word(before: &[Sign]) -> bool {
    before.is_empty() || ends_with_space(before)
}

/// Whether an opening mark may stand behind these signs.
pub(in crate::convert::lower) fn opens(before: &[Sign]) -> bool {
    begins_word(before)
        || matches!(before.last(), Some(Typed('(' | '[' | '{' | '-')))
        || ends(before, "&lt;")
}

/// Whether a word may end before these signs.
pub(in crate::convert::lower) fn ends_word(behind: &[Sign]) -> bool {
    let is_end = match behind.first() {
        None => true,
        Some(Typed(c)) => ".,:;!?)}-]".contains(*c),
        Some(_) => false,
    };
    is_end || begins(behind, "&gt;") || begins_with_space(behind)
}

pub(in crate::convert::lower) fn stands_apart(signs: &[Sign], at: usize, length: usize) -> bool {
    let behind = &signs[at + length..];
    begins_word(&signs[..at]) && (behind.is_empty() || begins_with_space(behind))
}

pub(in crate::convert::lower) fn begins(signs: &[Sign], text: &str) -> bool {
    let mut signs = signs.iter();
    text.chars().all(|c| signs.next() == Some(&Typed(c)))
}

pub(in crate::convert::lower) fn ends(signs: &[Sign], text: &str) -> bool {
    let mut signs = signs.iter().rev();
    text.chars().rev().all(|c| signs.next() == Some(&Typed(c)))
}

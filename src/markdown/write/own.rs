//! What one renderer takes for its own and others do not: what is written in its stead.

use std::borrow::Cow;

use super::escape::Traps;
use crate::markdown::dialect::{Dialect, Literal, Math, Pipes, Place};

/// How many bytes of a text are replaced, and by what.
pub(super) type Own<'d> = (usize, Cow<'d, str>);

/// What the renderer, or the template language around it, would take for its own at this place of
/// the text.
pub(super) fn own<'d>(
    text: &str,
    at: usize,
    (traps, dialect): (&Traps, &'d Dialect),
) -> Option<Own<'d>> {
    let rest = &text[at..];
    if let Some(escape) = dialect.escapes.iter().find(|escape| rest.starts_with(&escape.find)) {
        return Some((escape.find.len(), Cow::Borrowed(&escape.text)));
    }
    let is_meant = |literal: &&Literal| {
        rest.starts_with(&literal.find)
            && match literal.place {
                Place::Anywhere => true,
                Place::Word => starts_word(text, at),
                Place::Line | Place::Block => false,
            }
    };
    if let Some(literal) = dialect.literals.iter().find(is_meant) {
        return Some((literal.find.len(), Cow::Borrowed(&literal.text)));
    }
    let (length, escaped) = match rest.as_bytes()[0] {
        b'|' if dialect.pipes == Pipes::Everywhere => (1, "\\|"),
        b'$' if dialect.math == Math::DoubleDollar && rest.starts_with("$$") => (2, "\\$\\$"),
        b'$' if dialect.math == Math::Dollar && traps.dollars > 1 => (1, "\\$"),
        _ => return None,
    };
    Some((length, Cow::Borrowed(escaped)))
}

fn starts_word(text: &str, at: usize) -> bool {
    text[..at].chars().next_back().is_none_or(|c| c.is_whitespace() || c == '(')
}

/// What the renderer would take for its own where a line, or a block, starts with the text.
pub(super) fn own_start<'d>(text: &str, place: Place, dialect: &'d Dialect) -> Option<Own<'d>> {
    let literal = dialect.literals.iter().find(|literal| {
        let counts =
            literal.place == place || literal.place == Place::Line && place == Place::Block;
        counts && text.starts_with(&literal.find)
    })?;
    Some((literal.find.len(), Cow::Borrowed(&literal.text)))
}

/// The first bytes of what [`own`] looks for.
pub(super) fn first_bytes(dialect: &Dialect) -> impl Iterator<Item = u8> {
    let escapes = dialect.escapes.iter().map(|escape| escape.find.as_str());
    let literals = dialect.literals.iter().map(|literal| literal.find.as_str());
    let dollar = if dialect.math == Math::None { "" } else { "$" };
    let pipe = if dialect.pipes == Pipes::Everywhere { "|" } else { "" };
    escapes.chain(literals).chain([dollar, pipe]).filter_map(|text| text.bytes().next())
}

/// The character, kept from being markup.
pub(super) fn escaped(c: char, dialect: &Dialect) -> Cow<'static, str> {
    if dialect.backslash_escapes.contains(c) {
        Cow::Owned(format!("\\{c}"))
    } else {
        Cow::Owned(format!("&#{};", u32::from(c)))
    }
}

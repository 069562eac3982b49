//! Character references: `&amp;`, `&#8217;`, and those without a semicolon that browsers read.

use html5ever::data::{C1_REPLACEMENTS, NAMED_ENTITIES};
use html5ever::tendril::StrTendril;

/// Where a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Between tags.
    Text,
    /// In the value of an attribute, where `?a=1&copy=2` is an address.
    Attribute,
    /// Where nothing is a reference.
    Raw,
}

/// HTML text without tags as the characters that it stands for.
///
/// `a &lt; b&hellip;` → `a < b…`
#[must_use]
pub fn decode(text: &str) -> String {
    resolve(text, Place::Text).into()
}

/// The text with its references resolved.
pub(super) fn resolve(text: &str, place: Place) -> StrTendril {
    let mut out = StrTendril::with_capacity(u32::try_from(text.len()).unwrap_or_default());
    let mut rest = text;
    while let Some(found) = memchr::memchr(b'&', rest.as_bytes()) {
        out.push_slice(&rest[..found]);
        rest = &rest[found + 1..];
        match reference(rest, place) {
            Some((characters, length)) => {
                characters.into_iter().flatten().for_each(|c| out.push_char(c));
                rest = &rest[length..];
            }
            None => out.push_char('&'),
        }
    }
    out.push_slice(rest);
    out
}

/// One or two characters.
type Characters = [Option<char>; 2];

/// What is meant by the text behind a `&`, and how much of it says so.
fn reference(text: &str, place: Place) -> Option<(Characters, usize)> {
    match text.as_bytes() {
        [b'#', b'x' | b'X', ..] => numeric(text, 2, 16),
        [b'#', ..] => numeric(text, 1, 10),
        _ => named(text, place),
    }
}

fn numeric(text: &str, start: usize, base: u32) -> Option<(Characters, usize)> {
    let digits = text[start..].chars().map_while(|c| c.to_digit(base));
    let (mut number, mut length) = (0u32, start);
    for digit in digits {
        number = number.saturating_mul(base).saturating_add(digit);
        length += 1;
    }
    if length == start {
        return None;
    }
    let with_semicolon = length + usize::from(text[length..].starts_with(';'));
    Some(([Some(character(number)), None], with_semicolon))
}

/// <https://html.spec.whatwg.org/#numeric-character-reference-end-state>
fn character(number: u32) -> char {
    let replaced = match number {
        0 => None,
        // Old editors wrote the numbers of Windows-1252.
        0x80..=0x9F => C1_REPLACEMENTS[(number - 0x80) as usize].or(char::from_u32(number)),
        _ => char::from_u32(number),
    };
    replaced.unwrap_or('\u{fffd}')
}

fn named(text: &str, place: Place) -> Option<(Characters, usize)> {
    let bytes = text.as_bytes();
    let mut longest = None;
    for (at, byte) in bytes.iter().enumerate() {
        if !byte.is_ascii_alphanumeric() && *byte != b';' || at == 0 && *byte == b';' {
            break;
        }
        // The table holds the start of each name too, with zeros.
        match NAMED_ENTITIES.get(&text[..=at]) {
            Some((0, _)) => {}
            Some(&found) => longest = Some((found, at + 1)),
            None => break,
        }
    }
    let ((first, second), length) = longest?;
    let next = bytes.get(length).copied().unwrap_or_default();
    let is_address = place == Place::Attribute
        && bytes[length - 1] != b';'
        && (next == b'=' || next.is_ascii_alphanumeric());
    if is_address {
        return None;
    }
    let second = if second == 0 { None } else { char::from_u32(second) };
    Some(([char::from_u32(first), second], length))
}

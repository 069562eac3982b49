//! Destinations and titles of links and images (CommonMark 6.3).

use super::escape::is_entity;

/// Writes `/path`, or `</path>` where brackets keep it whole.
pub(super) fn write_destination(destination: &str, out: &mut String) {
    let needs_brackets = needs_brackets(destination);
    if needs_brackets {
        out.push('<');
    }
    let plain = destination.bytes().take_while(|byte| is_plain(*byte)).count();
    out.push_str(&destination[..plain]);
    for (at, c) in destination[plain..].char_indices().map(|(at, c)| (plain + at, c)) {
        match c {
            ' ' => out.push_str("%20"),
            // With a backtick of the text it would be code.
            c if c.is_ascii_control() || c == '`' => push_percent(c, out),
            '\u{a0}' => out.push_str("%C2%A0"),
            '<' | '>' if needs_brackets => {
                out.push('\\');
                out.push(c);
            }
            '\\' => out.push_str(backslash(&destination[at..])),
            '&' => out.push_str(ampersand(&destination[at..])),
            c => out.push(c),
        }
    }
    if needs_brackets {
        out.push('>');
    }
}

/// Is it a character that never needs a thought?
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_graphic() && !matches!(byte, b'<' | b'>' | b'\\' | b'&' | b'`')
}

fn needs_brackets(destination: &str) -> bool {
    destination.is_empty() || destination.starts_with('<') || !has_balanced_parentheses(destination)
}

/// Will there be a `>`, with which a `<` before it could make a tag?
pub(super) fn has_angle(destination: &str, title: Option<&str>) -> bool {
    destination.contains('>')
        || needs_brackets(destination)
        || title.is_some_and(|title| title.contains('>'))
}

pub(super) fn push_percent(c: char, out: &mut String) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let byte = c as usize;
    out.push('%');
    out.push(char::from(DIGITS[byte / 16 % 16]));
    out.push(char::from(DIGITS[byte % 16]));
}

/// A backslash escapes punctuation, so before punctuation it has to be escaped itself.
fn backslash(rest: &str) -> &'static str {
    let next = rest.as_bytes().get(1);
    if next.is_none_or(|byte| !byte.is_ascii_alphanumeric()) { "\\\\" } else { "\\" }
}

fn ampersand(rest: &str) -> &'static str {
    if is_entity(rest.as_bytes()) { "&amp;" } else { "&" }
}

fn has_balanced_parentheses(text: &str) -> bool {
    let mut open = 0u32;
    for byte in text.bytes() {
        match byte {
            b'(' => open += 1,
            b')' if open == 0 => return false,
            b')' => open -= 1,
            _ => {}
        }
        // Readers allow no more than 32.
        if open > 30 {
            return false;
        }
    }
    open == 0
}

/// Writes `"title"`.
pub(super) fn write_title(title: &str, out: &mut String) {
    let quote = if title.contains('"') && !title.contains('\'') { '\'' } else { '"' };
    out.push(quote);
    for (at, c) in title.char_indices() {
        match c {
            '\n' => out.push_str("&#10;"),
            '\r' => {}
            '"' if quote == '"' => out.push_str("&quot;"),
            '`' => out.push_str("&#96;"),
            // Not every reader counts the backslashes before a quote.
            '\\' if backslash(&title[at..]).len() > 1 => out.push_str("&#92;"),
            '&' => out.push_str(ampersand(&title[at..])),
            c => out.push(c),
        }
    }
    out.push(quote);
}

//! Decoded addresses → how URLs and patterns spell them.

use std::borrow::Cow;
use std::fmt::Write as _;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What is escaped in a path: all but the unreserved characters of RFC 3986, section 2.3, and some
/// that mean nothing to any server. `$ * : ; ' ( )` are allowed in paths, but mean something else
/// in one of the formats.
const IN_PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'/')
    .remove(b',')
    .remove(b'@')
    .remove(b'=')
    .remove(b'+');

/// What is escaped in a URL that is whole already.
const IN_URL: &AsciiSet = &IN_PATH
    .remove(b'%')
    .remove(b':')
    .remove(b'?')
    .remove(b'#')
    .remove(b'&')
    .remove(b';')
    .remove(b'[')
    .remove(b']')
    .remove(b'!');

/// What is escaped in the value of a parameter.
const IN_VALUE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What browsers escape in the path of a request, and what would mean something to a placeholder.
const IN_REQUEST: &AsciiSet = &IN_PATH
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b';');

/// A decoded path as browsers ask for it: `/a(1) ß/` → `/a(1)%20%C3%9F/`.
pub(super) fn requested(path: &str) -> String {
    utf8_percent_encode(path, IN_REQUEST).to_string()
}

/// A decoded path, percent-encoded in capitals: `/straße/` → `/stra%C3%9Fe/`.
pub(super) fn encoded(path: &str) -> String {
    utf8_percent_encode(path, IN_PATH).to_string()
}

/// The value of a parameter, percent-encoded in capitals.
pub(super) fn encoded_value(value: &str) -> String {
    utf8_percent_encode(value, IN_VALUE).to_string()
}

/// The target of a redirect as the header `Location` wants it: ASCII, percent-encoded.
///
/// `/a b/#ü` → `/a%20b/#%C3%BC`; `https://example.org/?x=%20` → itself
pub(super) fn location(to: &str) -> String {
    if !to.starts_with('/') {
        return utf8_percent_encode(to, IN_URL).to_string();
    }
    match to.split_once('#') {
        Some((path, fragment)) => format!("{}#{}", encoded(path), encoded(fragment)),
        None => encoded(to),
    }
}

/// The same escapes in small letters, as WordPress writes them: `%C3%9F` → `%c3%9f`.
pub(super) fn in_small_letters(encoded: &str) -> Cow<'_, str> {
    if !encoded.contains('%') {
        return Cow::Borrowed(encoded);
    }
    let mut small = String::with_capacity(encoded.len());
    let mut parts = encoded.split('%');
    small.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let (digits, rest) = part.split_at(part.len().min(2));
        small.push('%');
        small.push_str(&digits.to_ascii_lowercase());
        small.push_str(rest);
    }
    Cow::Owned(small)
}

/// A pattern of PCRE, RE2 and JavaScript that matches a text and nothing else. What could mean
/// something to a pattern, to quotes or to a configuration is written by its number.
///
/// `a.b "c"` → `a\.b \x22c\x22`
pub(super) fn pattern(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '.' => pattern.push_str("\\."),
            '/' | '-' | '_' | '~' | ' ' => pattern.push(c),
            c if c.is_ascii_alphanumeric() || !c.is_ascii() => pattern.push(c),
            c => push_number(c, &mut pattern),
        }
    }
    pattern
}

fn push_number(c: char, pattern: &mut String) {
    write!(pattern, "\\x{:02X}", u32::from(c)).expect("a string takes all");
}

/// A pattern that matches a text as whoever asks may spell it: percent-encoded with digits of either
/// case, or plain. Alternatives stand in groups that begin with `open`.
///
/// `/straße` → `/stra(?:%[cC]3%9[fF]|ß)e`
pub(super) fn spellings(text: &str, open: &str) -> String {
    let mut all = String::with_capacity(text.len() * 2);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let same = |c: &char| spelled(*c) == spelled(first) && spelled(first) != Spelled::EitherWay;
        let run: usize = rest.chars().take_while(same).map(char::len_utf8).sum();
        let (run, after) = rest.split_at(run.max(first.len_utf8()));
        if spelled(first) == Spelled::Plain {
            all.push_str(&pattern(run));
        } else {
            let escapes = in_either_case(&encoded_value(run));
            all.extend([open, &escapes, "|", &pattern(run), ")"]);
        }
        rest = after;
    }
    all
}

/// How a character stands in a request.
#[derive(PartialEq, Eq)]
enum Spelled {
    Plain,
    /// Escaped by some browsers, in some places.
    EitherWay,
    /// Escaped, with its neighbours.
    Escaped,
}

fn spelled(c: char) -> Spelled {
    match c {
        c if c.is_ascii_alphanumeric() || "/-_.~".contains(c) => Spelled::Plain,
        c if c.is_ascii() => Spelled::EitherWay,
        _ => Spelled::Escaped,
    }
}

/// `%C3` → `%[cC]3`.
fn in_either_case(escapes: &str) -> String {
    let mut pattern = String::with_capacity(escapes.len() * 2);
    for c in escapes.chars() {
        if c.is_ascii_uppercase() {
            pattern.extend(['[', c.to_ascii_lowercase(), c, ']']);
        } else {
            pattern.push(c);
        }
    }
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locations_are_percent_encoded_ascii() {
        assert_eq!(location("/2012/a b%ü.jpg"), "/2012/a%20b%25%C3%BC.jpg");
        assert_eq!(location("/a/#комм?"), "/a/#%D0%BA%D0%BE%D0%BC%D0%BC%3F");
        assert_eq!(location("/a;b$c\"{d}'"), "/a%3Bb%24c%22%7Bd%7D%27");
        let whole = "https://example.org:8080/a%20b/?x=1&y[]=2#z";
        assert_eq!(location(whole), whole);
        assert_eq!(location("https://example.org/ü\"$"), "https://example.org/%C3%BC%22%24");
    }

    #[test]
    fn escapes_in_small_letters() {
        assert_eq!(in_small_letters("/A%C3%9Fe%2F"), "/A%c3%9fe%2f");
        assert_eq!(in_small_letters("/A"), "/A");
    }

    #[test]
    fn patterns_hold_no_character_that_means_something() {
        assert_eq!(pattern("/a.b-c_d \"$"), "/a\\.b-c_d \\x22\\x24");
        assert_eq!(spellings("/straße/a b", "(?:"), "/stra(?:%[cC]3%9[fF]|ß)e/a(?:%20| )b");
        assert_eq!(spellings("é(", "("), "(%[cC]3%[aA]9|é)(%28|\\x28)");
    }
}

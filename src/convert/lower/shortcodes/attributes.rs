//! The attributes of a shortcode: `name="value"`, `name='value'`, `name=value`, `"value"` and `value`.
//!
//! Editors and old plugins stored curly quotes in place of straight ones; both delimit a value.
//! <https://codex.wordpress.org/Shortcode_API#Attributes>

use std::borrow::Cow;

/// How a double quote is written where WordPress or an editor made it curly.
const DOUBLE: &[&str] = &[
    "\"", "&#8220;", "&#8221;", "&#8222;", "&#8243;", "&ldquo;", "&quot;", "&rdquo;", "“", "”",
    "„", "″",
];

/// How a single quote is written where WordPress or an editor made it curly.
const SINGLE: &[&str] =
    &["&#039;", "&#8216;", "&#8217;", "&#8242;", "&lsquo;", "&rsquo;", "'", "‘", "’", "′"];

/// How many straight quotes are looked at before curly ones may end a value.
const STRAIGHT: usize = 8;

/// The attributes of a shortcode, in order; values are HTML as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Attributes {
    named: Vec<(String, String)>,
    /// Values without a name.
    pub(crate) bare: Vec<String>,
}

impl Attributes {
    /// Reads what stands between the name of a shortcode and its `]`.
    pub(crate) fn parse(text: &str) -> Self {
        let text = straighten(text);
        let mut attributes = Self::default();
        let mut rest = without_slash(text.trim());
        while !rest.is_empty() {
            let (name, value, behind) = next_attribute(rest);
            match name {
                Some(name) => attributes.named.push((name.to_ascii_lowercase(), value.to_owned())),
                None => attributes.bare.push(value.to_owned()),
            }
            rest = behind.trim_start();
        }
        attributes
    }

    /// The value of a name; of two the last counts.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.named.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Whether a name is given.
    pub(crate) fn has_names(&self) -> bool {
        !self.named.is_empty()
    }

    /// The first of the names that has a value.
    pub(crate) fn first_of(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| self.get(name).filter(|value| !value.trim().is_empty()))
    }
}

/// Attributes without the `/` that says that there is no end; that of an address stays.
fn without_slash(text: &str) -> &str {
    let shorter = text.strip_suffix('/').unwrap_or(text);
    let is_apart = shorter.is_empty() || shorter.ends_with(['"', '\'']);
    if is_apart || shorter.ends_with(char::is_whitespace) { shorter.trim_end() } else { text }
}

/// One attribute and what follows it.
fn next_attribute(text: &str) -> (Option<&str>, &str, &str) {
    let length = text.find(|c: char| !is_name(c)).unwrap_or(text.len());
    let (name, behind) = text.split_at(length);
    if let Some(value) = behind.trim_start().strip_prefix('=').filter(|_| !name.is_empty()) {
        let (value, behind) = next_value(value.trim_start());
        return (Some(name), value, behind);
    }
    let (value, behind) = next_value(text);
    (None, value, behind)
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-')
}

/// A value, quoted or bare, and what follows it.
fn next_value(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(inner) = text.strip_prefix(quote) {
            return inner.split_once(quote).unwrap_or((inner, ""));
        }
    }
    text.split_at(text.find(char::is_whitespace).unwrap_or(text.len()))
}

/// The same attributes with straight quotes around their values; quotes inside values stay.
///
/// `zoom=&#8221;17&#8243;` → `zoom="17"`
pub(crate) fn straighten(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '“', '”', '„', '″', '‘', '’', '′', '\u{a0}']) {
        return Cow::Borrowed(text);
    }
    let mut straight = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('=') {
        let value = rest[at + 1..].trim_start();
        straight.push_str(&rest[..rest.len() - value.len()]);
        rest = value;
        let Some((quotes, opening)) = opening_quote(value) else { continue };
        let quote = if quotes == DOUBLE { "\"" } else { "'" };
        let inner = &value[opening..];
        let closing = if value.starts_with(quote) { straight_quote(inner, quote) } else { None };
        let Some((length, closing)) = closing.or_else(|| closing_quote(inner, quotes)) else {
            break;
        };
        straight.extend([quote, &value[opening..opening + length], quote]);
        rest = &value[opening + length + closing..];
    }
    straight.push_str(rest);
    Cow::Owned(straight.replace('\u{a0}', " "))
}

/// Which quotes begin a value, and how long the first is.
fn opening_quote(value: &str) -> Option<(&'static [&'static str], usize)> {
    [DOUBLE, SINGLE].into_iter().find_map(|quotes| {
        let quote = quotes.iter().find(|quote| value.starts_with(**quote))?;
        Some((quotes, quote.len()))
    })
}

/// The same where the value begins with a straight quote: a straight one near it goes before those
/// that the value may hold, `t="&quot;A&quot; and b"`.
fn straight_quote(value: &str, quote: &str) -> Option<(usize, usize)> {
    let mut near = value.match_indices(quote).take(STRAIGHT);
    let (at, _) = near.find(|(at, _)| ends_value(&value[at + quote.len()..]))?;
    Some((at, quote.len()))
}

/// Whether what stands behind a quote shows that it ends a value.
fn ends_value(behind: &str) -> bool {
    behind.is_empty() || behind.starts_with(|c: char| c.is_whitespace() || c == '/')
}

/// The length of a quoted value and of the quote behind it, which ends the text or precedes a blank.
fn closing_quote(value: &str, quotes: &[&str]) -> Option<(usize, usize)> {
    let starts =
        value.char_indices().filter(|(_, c)| matches!(c, '"' | '\'' | '&') || !c.is_ascii());
    starts.map(|(at, _)| at).find_map(|at| {
        let quote = quotes.iter().find(|quote| value[at..].starts_with(**quote))?;
        ends_value(&value[at + quote.len()..]).then_some((at, quote.len()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_quoting() {
        let attributes =
            Attributes::parse(r#" id="1 2" class='a "b"' size=full Wide "loose end" "#);
        assert_eq!(attributes.get("id"), Some("1 2"));
        assert_eq!(attributes.get("class"), Some("a \"b\""));
        assert_eq!(attributes.get("size"), Some("full"));
        assert_eq!(attributes.bare, ["Wide", "loose end"]);
    }

    #[test]
    fn a_slash_at_the_end_is_no_value() {
        assert_eq!(Attributes::parse("7 /").bare, ["7"]);
        assert_eq!(Attributes::parse("/"), Attributes::default());
        assert_eq!(Attributes::parse("a=\"b\"/").get("a"), Some("b"));
        assert_eq!(Attributes::parse("https://x.org/").bare, ["https://x.org/"]);
    }

    #[test]
    fn curly_quotes_delimit_and_stay_inside_values() {
        assert_eq!(straighten("a=&#8221;35.8&#8243; b=“x”"), "a=\"35.8\" b=\"x\"");
        assert_eq!(straighten("t=\"it’s “so”\" u=1"), "t=\"it’s “so”\" u=1");
        assert_eq!(straighten("t=&#8217;7&#8242;"), "t='7'");
        let entities = "t=\"&quot;A&quot; and b\" u='1'";
        assert_eq!(straighten(entities), entities);
    }
}

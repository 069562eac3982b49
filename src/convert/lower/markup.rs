//! HTML text → tags, comments and the text between them, as slices of the input; nothing is decoded.
//!
//! WordPress and browsers disagree about a `<` that begins no tag, so there are two readings.

use std::borrow::Cow;

use crate::markdown::{MARKDOWN_SOURCE, TEMPLATE_SOURCE};

/// A stretch of markup; all stretches together are the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// What stands between tags.
    Text(&'a str),
    /// `<name …>` or `</name>`.
    Tag(Tag<'a>),
    /// `<!-- … -->` or `<![CDATA[ … ]]>`.
    Comment(&'a str),
}

impl<'a> Token<'a> {
    /// As written.
    pub(super) fn raw(&self) -> &'a str {
        match self {
            Self::Text(raw) | Self::Comment(raw) | Self::Tag(Tag { raw, .. }) => raw,
        }
    }
}

/// A tag as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    /// With its angle brackets.
    pub(super) raw: &'a str,
    /// As written: `TABLE` stays upper case.
    pub(super) name: &'a str,
    /// Which end of the element it is.
    pub(super) end: End,
}

/// The two ends of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// `<p>`, also `<br />`.
    Open,
    /// `</p>`.
    Close,
}

impl Tag<'_> {
    /// Whether it is this element, in any case.
    pub(super) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }
}

/// How many elements of some names are open, whose text is to be left alone.
#[derive(Clone, Copy, Debug)]
pub(super) struct Within {
    names: &'static [&'static str],
    depth: usize,
}

impl Within {
    /// Outside of all of them.
    pub(super) fn none_of(names: &'static [&'static str]) -> Self {
        Self { names, depth: 0 }
    }

    /// Whether one is open.
    pub(super) fn is_inside(&self) -> bool {
        self.depth > 0
    }

    /// Takes a tag into account.
    pub(super) fn pass(&mut self, tag: &Tag<'_>) {
        if self.names.iter().any(|name| tag.is(name)) {
            self.depth = match tag.end {
                End::Open => self.depth + 1,
                End::Close => self.depth.saturating_sub(1),
            };
        }
    }
}

/// Which `<` begins a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reading {
    /// Every one; the tag ends at the next `>` or with the text.
    WordPress,
    /// One before a letter, `/`, `!` or `?` that has a `>` behind it.
    Browser,
}

/// The stretches of a text, in order.
#[derive(Clone, Debug)]
pub(super) struct Tokens<'a> {
    rest: &'a str,
    reading: Reading,
}

/// The stretches as WordPress cuts them: in `I <3 you` everything from the `<` is a tag.
pub(super) fn as_wordpress(text: &str) -> Tokens<'_> {
    Tokens { rest: text, reading: Reading::WordPress }
}

/// The stretches as a browser cuts them: in `I <3 you` all is text.
pub(super) fn as_browser(text: &str) -> Tokens<'_> {
    Tokens { rest: text, reading: Reading::Browser }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        if self.rest.is_empty() {
            return None;
        }
        let start = self.next_tag();
        if start > 0 {
            return Some(Token::Text(self.take(start)));
        }
        if self.rest.starts_with("<!--") {
            // `<!-->` is a whole comment to browsers, so the search begins inside the opening.
            let end = self.rest[2..].find("-->").map_or(self.rest.len(), |at| at + 5);
            return Some(Token::Comment(self.take(end)));
        }
        if self.rest.starts_with("<![CDATA[") && self.reading == Reading::WordPress {
            let end = self.rest.find("]]>").map_or(self.rest.len(), |at| at + 3);
            return Some(Token::Comment(self.take(end)));
        }
        let end = memchr::memchr(b'>', self.rest.as_bytes()).map_or(self.rest.len(), |at| at + 1);
        Some(Token::Tag(tag(self.take(end))))
    }
}

impl<'a> Tokens<'a> {
    /// Where the next tag or comment begins; the length of the rest if there is none.
    fn next_tag(&self) -> usize {
        let bytes = self.rest.as_bytes();
        memchr::memchr_iter(b'<', bytes)
            .find(|at| match self.reading {
                Reading::WordPress => true,
                Reading::Browser => begins_tag(&bytes[at + 1..]),
            })
            .unwrap_or(bytes.len())
    }

    fn take(&mut self, length: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        taken
    }
}

/// Whether what stands behind a `<` makes it a tag to a browser.
fn begins_tag(behind: &[u8]) -> bool {
    match behind {
        [b'/', letter, ..] => letter.is_ascii_alphabetic(),
        [first, ..] => first.is_ascii_alphabetic() || matches!(first, b'!' | b'?'),
        [] => false,
    }
}

fn tag(raw: &str) -> Tag<'_> {
    let (end, inner) = match raw.strip_prefix("</") {
        Some(inner) => (End::Close, inner),
        None => (End::Open, &raw[1..]),
    };
    let length = inner
        .find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>' | '<'))
        .unwrap_or(inner.len());
    Tag { raw, name: &inner[..length], end }
}

/// The value of an attribute of a tag, as written: entities are not decoded.
///
/// `<img alt="A &amp; B">`, `alt` → `A &amp; B`
pub(super) fn attribute<'a>(raw_tag: &'a str, name: &str) -> Option<&'a str> {
    let inner = raw_tag.trim_start_matches('<').trim_end_matches('>');
    let mut rest = inner.get(inner.find(|c: char| c.is_ascii_whitespace())?..)?;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        let length = rest
            .find(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '/'))
            .unwrap_or(rest.len());
        let (key, behind) = rest.split_at(length);
        let (value, behind) = match behind.trim_ascii_start().strip_prefix('=') {
            Some(value) => attribute_value(value.trim_ascii_start()),
            None => ("", behind),
        };
        if key.eq_ignore_ascii_case(name) {
            return Some(value);
        }
        if behind.is_empty() {
            return None;
        }
        rest = behind;
    }
}

/// The value at the start of a text, and what follows it.
fn attribute_value(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(inner) = text.strip_prefix(quote) {
            return inner.split_once(quote).unwrap_or((inner, ""));
        }
    }
    text.split_at(text.find(|c: char| c.is_ascii_whitespace()).unwrap_or(text.len()))
}

/// The same HTML with entities for each `<` that begins no tag and each `&` that begins no entity.
pub(super) fn escape_text(html: &str) -> Cow<'_, str> {
    if !html.contains(['<', '&']) {
        return Cow::Borrowed(html);
    }
    let mut escaped = String::with_capacity(html.len() + 16);
    for token in as_browser(html) {
        match token {
            Token::Text(text) => {
                for (at, c) in text.char_indices() {
                    match c {
                        '<' => escaped.push_str("&lt;"),
                        '&' if !is_entity(&text[at..]) => escaped.push_str("&amp;"),
                        c => escaped.push(c),
                    }
                }
            }
            Token::Tag(_) | Token::Comment(_) => escaped.push_str(token.raw()),
        }
    }
    Cow::Owned(escaped)
}

/// Whether a text begins with an entity: `&` and a short name or number up to a `;`.
pub(super) fn is_entity(text: &str) -> bool {
    let name = text.bytes().skip(1).take(32);
    let length = name.take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#').count();
    length > 0 && text.as_bytes().get(length + 1) == Some(&b';')
}

/// Whether a text holds another: bodies are long, and most steps find nothing to do.
pub(super) fn holds(text: &str, what: &str) -> bool {
    memchr::memmem::find(text.as_bytes(), what.as_bytes()).is_some()
}

/// Whether an entity stands anywhere in a text.
pub(super) fn has_entity(text: &str) -> bool {
    memchr::memchr_iter(b'&', text.as_bytes()).any(|at| is_entity(&text[at..]))
}

/// Text as HTML: `&`, `<`, `>` and `"` become entities.
pub(super) fn escape(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for part in text.split_inclusive(['&', '<', '>', '"']) {
        let kept = part.trim_end_matches(['&', '<', '>', '"']);
        html.push_str(kept);
        html.push_str(match &part[kept.len()..] {
            "&" => "&amp;",
            "<" => "&lt;",
            ">" => "&gt;",
            "\"" => "&quot;",
            rest => rest,
        });
    }
    html
}

/// HTML text that may hold bare quotes → the same, safe inside `"…"`.
pub(super) fn quote(html: &str) -> String {
    html.replace('"', "&quot;").replace('<', "&lt;")
}

/// Text that goes out as it is, whatever Markdown would make of it; brackets become entities, so that
/// no later step takes it for anything else.
///
/// `[toc]` → `<markdown-source>&#91;toc&#93;</markdown-source>`
pub(super) fn markdown_source(text: &str) -> String {
    source(MARKDOWN_SOURCE, text)
}

/// A generator's own template, which goes out as it is.
///
/// `{{< toc >}}` → `<template-source>{{&lt; toc &gt;}}</template-source>`
pub(super) fn template_source(text: &str) -> String {
    source(TEMPLATE_SOURCE, text)
}

fn source(element: &str, text: &str) -> String {
    let text = escape(text).replace('[', "&#91;").replace(']', "&#93;");
    format!("<{element}>{text}</{element}>")
}

/// `<a href="URL">URL</a>` for an address as written in HTML, where `&` may be `&amp;` or bare.
pub(super) fn link(url: &str) -> String {
    let url = quote(url);
    format!("<a href=\"{url}\">{url}</a>")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raws(tokens: Tokens<'_>) -> Vec<&str> {
        tokens.map(|token| token.raw()).collect()
    }

    #[test]
    fn the_two_readings_of_a_lone_bracket() {
        let text = "I <3 you<br>so";
        assert_eq!(raws(as_wordpress(text)), ["I ", "<3 you<br>", "so"]);
        assert_eq!(raws(as_browser(text)), ["I <3 you", "<br>", "so"]);
    }

    #[test]
    fn comments_end_at_their_own_end() {
        let text = "a<!-- <p> -->b<!--c";
        assert_eq!(raws(as_browser(text)), ["a", "<!-- <p> -->", "b", "<!--c"]);
    }

    #[test]
    fn names_and_attributes() {
        let Some(Token::Tag(tag)) = as_browser("<IMG alt='a \"b\"' src=x.png hidden/>").next()
        else {
            panic!("a tag")
        };
        assert!(tag.is("img"));
        assert_eq!(attribute(tag.raw, "alt"), Some("a \"b\""));
        assert_eq!(attribute(tag.raw, "SRC"), Some("x.png"));
        assert_eq!(attribute(tag.raw, "hidden"), Some(""));
        assert_eq!(attribute(tag.raw, "width"), None);
    }

    #[test]
    fn escaping_covers_every_special_character() {
        assert_eq!(escape("a<b>&\"c\"&&"), "a&lt;b&gt;&amp;&quot;c&quot;&amp;&amp;");
    }
}

//! Quotation marks, dashes and dots: as typed, as WordPress shows them, or in ASCII.
//!
//! Code, tags and the attributes of shortcodes are never touched.

use std::borrow::Cow;

use super::curl::{curl, has_marks};
use crate::convert::lower::markup::{self, End, Token, Within};
use crate::convert::lower::rules::Punctuation;
use crate::convert::lower::shortcodes;
use crate::html;

/// Elements whose text WordPress leaves alone, and those that hold source.
const NOT_CURLED: &[&str] = &[
    "code",
    "kbd",
    "markdown-source",
    "math",
    "pre",
    "script",
    "style",
    "svg",
    "template-source",
    "textarea",
    "tt",
];

/// Elements that end inside a word or quotation: `<b>He</b>'s`. WordPress long took the mark behind them
/// for an opening one: <https://core.trac.wordpress.org/ticket/18549>.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "cite", "code", "del", "em", "i", "ins", "kbd", "mark", "s", "small", "span",
    "strong", "sub", "sup", "u",
];

/// Elements whose text means what it says to the letter.
const NOT_ASCII: &[&str] = &[
    "code",
    "kbd",
    "markdown-source",
    "math",
    "pre",
    "samp",
    "script",
    "style",
    "svg",
    "template-source",
    "textarea",
    "tt",
];

/// What stands for typographic characters. Guillemets are the quotation marks of whole languages, and
/// stay.
const ASCII: &[(char, &str)] = &[
    ('\u{a0}', " "),
    ('\u{2009}', " "),
    ('\u{2010}', "-"),
    ('\u{2011}', "-"),
    ('\u{2012}', "-"),
    ('–', "-"),
    ('—', "--"),
    ('\u{2015}', "--"),
    ('‘', "'"),
    ('’', "'"),
    ('‚', "'"),
    ('‛', "'"),
    ('“', "\""),
    ('”', "\""),
    ('„', "\""),
    ('‟', "\""),
    ('…', "..."),
    ('\u{202f}', " "),
    ('′', "'"),
    ('″', "\""),
];

/// The longest entity that may stand for one of these: `&OpenCurlyDoubleQuote;`.
const LONGEST_ENTITY: usize = 24;

/// Content before its paragraphs are made, with the marks that WordPress shows, if those are wanted.
pub(in crate::convert::lower) fn curled(content: &str, way: Punctuation) -> Cow<'_, str> {
    match way {
        Punctuation::WordPress if has_marks(content) => Cow::Owned(as_wordpress(content)),
        Punctuation::WordPress | Punctuation::Keep | Punctuation::Ascii => Cow::Borrowed(content),
    }
}

/// HTML with nothing but ASCII for its punctuation, if that is wanted.
pub(in crate::convert::lower) fn straightened(html: &str, way: Punctuation) -> Cow<'_, str> {
    match way {
        Punctuation::Ascii if !html.is_ascii() || html.contains('&') => Cow::Owned(as_ascii(html)),
        Punctuation::Ascii | Punctuation::Keep | Punctuation::WordPress => Cow::Borrowed(html),
    }
}

/// Plain text with nothing but ASCII for its punctuation, if that is wanted.
pub(in crate::convert::lower) fn straight_line(text: String, way: Punctuation) -> String {
    if way != Punctuation::Ascii || text.is_ascii() {
        return text;
    }
    let mut ascii = String::with_capacity(text.len());
    for c in text.chars() {
        match ASCII.binary_search_by_key(&c, |(c, _)| *c) {
            Ok(index) => ascii.push_str(ASCII[index].1),
            Err(_) => ascii.push(c),
        }
    }
    ascii
}

/// `<b>"it's"</b> <code>"x"</code>` → `<b>“it’s”</b> <code>"x"</code>`
///
/// Each text between tags and shortcodes is looked at by itself, as WordPress does.
fn as_wordpress(content: &str) -> String {
    let mut html = String::with_capacity(content.len() + content.len() / 16);
    let mut within = Within::none_of(NOT_CURLED);
    let mut goes_on = false;
    let (mut at, mut searched) = (0, 0);
    while let Some(found) = memchr::memchr2(b'<', b'[', &content.as_bytes()[searched..]) {
        let start = searched + found;
        let Some(raw) = markup_at(&content[start..]) else {
            searched = start + 1;
            continue;
        };
        let text = &content[at..start];
        push_text(text, goes_on, within, &mut html);
        html.push_str(raw);
        goes_on = false;
        if let Some(Token::Tag(tag)) = markup::as_wordpress(raw).next() {
            within.pass(&tag);
            goes_on = tag.end == End::Close
                && INLINE.binary_search(&tag.name).is_ok()
                && text.ends_with(|c: char| !c.is_whitespace());
        }
        at = start + raw.len();
        searched = at;
    }
    push_text(&content[at..], goes_on, within, &mut html);
    html
}

/// Adds a text; if it goes on where the element before it ended, the mark that it begins with closes.
fn push_text(text: &str, goes_on: bool, within: Within, html: &mut String) {
    if within.is_inside() {
        html.push_str(text);
        return;
    }
    let closing = match text.as_bytes().first() {
        Some(b'\'') if goes_on => "’",
        Some(b'"') if goes_on => "”",
        _ => "",
    };
    html.push_str(closing);
    let text = if closing.is_empty() { text } else { &text[1..] };
    if has_marks(text) {
        html.push_str(&curl(text));
    } else {
        html.push_str(text);
    }
}

/// The tag, comment or shortcode that a text begins with.
fn markup_at(text: &str) -> Option<&str> {
    if text.starts_with('<') {
        markup::as_wordpress(text).next().map(|token| token.raw())
    } else {
        shortcodes::surely_at(text)
    }
}

/// `<b>it’s &hellip;</b>` → `<b>it's ...</b>`
fn as_ascii(html: &str) -> String {
    let mut ascii = String::with_capacity(html.len());
    let mut within = Within::none_of(NOT_ASCII);
    for token in markup::as_browser(html) {
        match token {
            Token::Text(text) if !within.is_inside() => push_ascii(text, &mut ascii),
            Token::Text(raw) | Token::Comment(raw) => ascii.push_str(raw),
            Token::Tag(tag) => {
                within.pass(&tag);
                ascii.push_str(tag.raw);
            }
        }
    }
    ascii
}

/// Text with ASCII for its punctuation, also where entities stand for it.
fn push_ascii(text: &str, ascii: &mut String) {
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let entity = if first == '&' { entity(rest) } else { None };
        let (c, length) = entity.unwrap_or((first, first.len_utf8()));
        match ASCII.binary_search_by_key(&c, |(c, _)| *c) {
            Ok(index) => ascii.push_str(ASCII[index].1),
            Err(_) => ascii.push_str(&rest[..length]),
        }
        rest = &rest[length..];
    }
}

/// The character that the entity at the start of a text stands for, and the length of the entity.
fn entity(text: &str) -> Option<(char, usize)> {
    let bytes = &text.as_bytes()[..text.len().min(LONGEST_ENTITY)];
    let length = memchr::memchr(b';', bytes)? + 1;
    let decoded = html::decode(&text[..length]);
    let mut characters = decoded.chars();
    let first = characters.next().filter(|_| characters.next().is_none())?;
    Some((first, length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_sorted() {
        assert!(NOT_CURLED.is_sorted());
        assert!(INLINE.is_sorted());
        assert!(NOT_ASCII.is_sorted());
        assert!(ASCII.is_sorted());
    }

    #[test]
    fn every_character_has_its_ascii() {
        for (c, ascii) in ASCII {
            assert_eq!(as_ascii(&format!("a{c}b")), format!("a{ascii}b"));
            let entity = format!("a&#{};b", u32::from(*c));
            assert_eq!(as_ascii(&entity), format!("a{ascii}b"));
        }
    }

    #[test]
    fn a_mark_behind_an_element_closes() {
        for (typed, shown) in [
            ("<b>He</b>'s here", "<b>He</b>’s here"),
            ("the \"<a href=\"b\">word</a>\".", "the “<a href=\"b\">word</a>”."),
            ("<b>More: </b>\"<a>x</a>\"</p>", "<b>More: </b>“<a>x</a>”</p>"),
            ("<b>He</b> 'go'", "<b>He</b> ‘go’"),
            ("<code>x</code>'s <p>a</p>\"b\"", "<code>x</code>’s <p>a</p>“b”"),
        ] {
            assert_eq!(as_wordpress(typed), shown);
        }
    }

    #[test]
    fn code_tags_and_shortcodes_stay() {
        for kept in [
            "<code>\"a\"</code>",
            "<a title=\"it's\">",
            "[sc a=\"b's\"]",
            "<pre>--</pre>",
            "<!-- \"a\" -->",
        ] {
            assert_eq!(as_wordpress(kept), kept);
        }
        assert_eq!(as_wordpress("[sic \"a\"] [x]\"b\"[/x]"), "[sic “a”] [x]”b”[/x]");
        assert_eq!(as_ascii("<code>“a”</code>"), "<code>“a”</code>");
    }
}

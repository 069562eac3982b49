//! What a file is that is no WordPress export, told from its first block.

use std::borrow::Cow;

use memchr::{memchr_iter, memmem};

use super::elements::{Element, Elements};
use super::vocabulary::Vocabulary;

const EXPORT: &str = "in WordPress, Tools → Export gives the file that pressdown reads";
const FEED: &str =
    "a feed holds only the latest posts; in WordPress, Tools → Export gives all of them";
const UNPACK: &str = "unpack it and give the `.xml` files inside";
const UTF8: &str = "save the file as UTF-8";

const NOT_XML: &str = "the file is not XML";

/// Why a file is no export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Foreign {
    /// The line of the evidence.
    pub(super) line: u64,
    /// What the file is instead.
    pub(crate) seen: String,
    /// What the user can do.
    pub(super) hint: &'static str,
}

impl Foreign {
    fn new(line: u64, seen: impl Into<String>, hint: &'static str) -> Self {
        Self { line, seen: seen.into(), hint }
    }

    /// A feed, by its first bytes.
    pub(crate) fn without_wordpress() -> Self {
        Self::new(1, "a plain RSS feed without `wp:` elements", FEED)
    }

    /// A feed, of which all items were counted.
    pub(super) fn feed(items: u64) -> Self {
        let posts = if items == 1 { "post" } else { "posts" };
        Self::new(1, format!("a plain RSS feed without `wp:` elements, with {items} {posts}"), FEED)
    }
}

/// File signatures that end the question. Of what `source` unpacks and transcodes, the reader meets
/// what lies too deep in archives, and nothing of the rest.
const SIGNATURES: &[(&[u8], &str, &str)] = &[
    (b"\0\0\0<", "text in UTF-32", UTF8),
    (b"\0\0\xfe\xff", "text in UTF-32", UTF8),
    (b"\x1f\x8b", "a gzip archive", UNPACK),
    (b"\x1f\x9d", "an archive of compress", UNPACK),
    (b"%PDF", "a PDF document", EXPORT),
    (b"(\xb5/\xfd", "a Zstandard archive", UNPACK),
    (b"7z\xbc\xaf'\x1c", "a 7z archive", UNPACK),
    (b"<\0\0\0", "text in UTF-32", UTF8),
    (b"BZh", "a bzip2 archive", UNPACK),
    (b"PK\x03\x04", "a zip archive", UNPACK),
    (b"PK\x05\x06", "a zip archive", UNPACK),
    (b"Rar!\x1a\x07", "a RAR archive", UNPACK),
    (b"\xfd7zXZ\0", "an xz archive", UNPACK),
    (b"\xff\xfe\0\0", "text in UTF-32", UTF8),
];

/// Where the signature of a tar archive stands, behind the name of its first file.
const TAR: std::ops::Range<usize> = 257..262;

/// How SQL dumps begin.
const SQL: &[&str] =
    &["-- ", "/*!", "CREATE ", "DROP ", "INSERT ", "LOCK ", "SET ", "START ", "USE "];

/// Whether a file that starts with these bytes can be an export.
pub(crate) fn check(start: &[u8]) -> Result<(), Foreign> {
    let trimmed = without_mark(start).trim_ascii_start();
    if trimmed.is_empty() {
        return Err(Foreign::new(1, "the file is empty", EXPORT));
    }
    if let Some((_, seen, hint)) = SIGNATURES.iter().find(|(magic, ..)| start.starts_with(magic)) {
        return Err(Foreign::new(1, *seen, hint));
    }
    if start.get(TAR) == Some(b"ustar") {
        return Err(Foreign::new(1, "a tar archive", UNPACK));
    }
    let line = line_of(start, start.len() - trimmed.len());
    match first_element(start) {
        Some(root) if root.name == "rss" => Ok(()),
        _ if is_headless(trimmed) => Ok(()),
        _ if is_text(trimmed) => Err(Foreign::new(line, text_kind(trimmed), EXPORT)),
        Some(root) => match root.name.as_str() {
            // Parts that someone cut out of an export.
            "channel" | "item" => Ok(()),
            name => Err(Foreign::new(root.line, element_kind(name), EXPORT)),
        },
        None if is_html(trimmed) => Err(Foreign::new(line, "an HTML page", EXPORT)),
        None => Err(Foreign::new(line, "there is no root element", EXPORT)),
    }
}

/// Whether this is an export whose head was lost or damaged: elements of WordPress, and an item at the
/// start of a line.
fn is_headless(trimmed: &[u8]) -> bool {
    let is_line_start = |at: usize| {
        let indent = trimmed[..at].iter().rev().take_while(|byte| b" \t".contains(byte)).count();
        trimmed[..at - indent].ends_with(b"\n")
    };
    memmem::find(trimmed, b"</wp:").is_some()
        && memmem::find_iter(trimmed, b"<item>").any(is_line_start)
        && (!is_text(trimmed) || text_kind(trimmed) == NOT_XML)
}

/// Whether an export's own elements or namespace occur here.
pub(crate) fn has_wordpress(bytes: &[u8]) -> bool {
    [&b"<wp:"[..], b"<wxr:", b"wordpress.org/export/"]
        .iter()
        .any(|sign| memmem::find(bytes, sign).is_some())
}

/// Whether the root element, or at least the list of items, is closed.
pub(super) fn is_closed(tail: &[u8]) -> bool {
    [&b"</rss>"[..], b"</channel>"].iter().any(|end| memmem::rfind(tail, end).is_some())
}

/// Where, in an item that the end of the input cuts off, the page begins with which the server said
/// why: PHP's message, or a whole page of HTML.
pub(super) fn error_page(item: &[u8]) -> Option<usize> {
    let from = item.len().saturating_sub(LONGEST_PAGE);
    let tail = &item[from..];
    let message = FATAL.iter().filter_map(|sign| memmem::find(tail, sign)).min();
    let page = || {
        let is_whole = tail.trim_ascii_end().to_ascii_lowercase().ends_with(b"</html>");
        let start = |sign| memmem::find(tail, sign);
        let starts = [start(b"<!DOCTYPE html"), start(b"<!doctype html"), start(b"<html")];
        starts.into_iter().flatten().min().filter(|_| is_whole)
    };
    message.or_else(page).map(|at| from + at)
}

/// How far from the end a page of a server may begin.
const LONGEST_PAGE: usize = 64 * 1024;

/// How PHP begins to say that it gave up.
/// <https://www.php.net/manual/en/errorfunc.configuration.php#ini.html-errors>
const FATAL: &[&[u8]] =
    &[b"<br />\n<b>Fatal error</b>:", b"\nFatal error: ", b"\nPHP Fatal error: "];

/// Whether a root opens here that must be closed.
pub(super) fn has_root(head: &[u8]) -> bool {
    [&b"<rss"[..], b"<channel"].iter().any(|root| memmem::find(head, root).is_some())
}

/// The bytes without a byte order mark.
pub(super) fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

struct Root {
    name: String,
    line: u64,
}

/// The element `rss`, which stray markup may precede, else the first element.
fn first_element(start: &[u8]) -> Option<Root> {
    let text = match std::str::from_utf8(start) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => String::from_utf8_lossy(start),
    };
    let mut elements = Elements::of(&text, &Vocabulary::default());
    let mut first: Option<Root> = None;
    loop {
        let name = match elements.next() {
            Element::Start(tag) => tag.name.into_owned(),
            Element::End(_)
            | Element::Comment(_)
            | Element::Text(_)
            | Element::Doctype
            | Element::Malformed(_) => continue,
            Element::Finished => return first,
        };
        let line = || line_of(text.as_bytes(), elements.position());
        match name.as_str() {
            "rss" => return Some(Root { line: line(), name }),
            "item" if first.is_some() => return first,
            _ if first.is_none() => first = Some(Root { line: line(), name }),
            _ => {}
        }
    }
}

fn line_of(bytes: &[u8], at: usize) -> u64 {
    1 + memchr_iter(b'\n', &bytes[..at.min(bytes.len())]).count() as u64
}

/// Whether the file does not even begin as markup.
fn is_text(trimmed: &[u8]) -> bool {
    !trimmed.starts_with(b"<")
}

fn text_kind(trimmed: &[u8]) -> &'static str {
    let is_sql = |start: &&str| {
        trimmed.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start.as_bytes()))
    };
    match trimmed {
        [b'{' | b'[', ..] => "JSON",
        _ if SQL.iter().any(is_sql) => "a SQL dump",
        _ if trimmed.contains(&0) => "a binary file",
        _ => NOT_XML,
    }
}

fn element_kind(name: &str) -> String {
    let kind = match name {
        "feed" => "an Atom feed: the root element is",
        _ if name.eq_ignore_ascii_case("html") => "an HTML page: the root element is",
        _ => "the root element is",
    };
    format!("{kind} `<{name}>`")
}

fn is_html(trimmed: &[u8]) -> bool {
    trimmed.get(..9).is_some_and(|head| head.eq_ignore_ascii_case(b"<!doctype"))
}

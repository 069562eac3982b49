//! [`Foreign`]: the elements of other vocabularies that are open while a piece is read.
//!
//! Feeds have more elements than exports: `<image>` with a `<title>` of its own, `<media:group>`. And
//! where PHP prints a warning into an export, there is HTML. Both are skipped; what the first holds is
//! not the site's or the item's, and the second is told.

use std::net::IpAddr;

use super::elements::{Element, Elements, EndTag, Tag, is_blank};
use super::email::private_name;
use super::fault::Faults;
use crate::notice::Code;

/// How many characters are shown of what was skipped.
const MOST_SHOWN: usize = 50;

/// How far up an end tag is looked for.
const REACH: usize = 64;

/// Elements of RSS that an export may have without being read.
const RSS: &[&str] = &[
    "author",
    "category",
    "cloud",
    "comments",
    "copyright",
    "day",
    "description",
    "docs",
    "enclosure",
    "generator",
    "guid",
    "height",
    "hour",
    "image",
    "language",
    "lastBuildDate",
    "link",
    "managingEditor",
    "name",
    "pubDate",
    "rating",
    "site",
    "skipDays",
    "skipHours",
    "source",
    "textInput",
    "title",
    "ttl",
    "url",
    "webMaster",
    "width",
];

/// Elements without a prefix whose content is their own.
const OWN: &[&str] = &["cloud", "image", "site", "source", "textInput"];

/// The elements that are open, by their names as written.
#[derive(Debug, Default)]
pub(super) struct Foreign<'a> {
    open: Vec<&'a str>,
    /// How many of them have a content of their own.
    shields: usize,
}

impl<'a> Foreign<'a> {
    /// Whether an element of this name belongs to a foreign one that is open.
    pub(super) fn holds(&self, name: &str) -> bool {
        self.shields > 0 && !name.contains(':')
    }

    /// Goes into an element that nobody reads.
    pub(super) fn start(
        &mut self,
        tag: &Tag<'a>,
        elements: &mut Elements<'a>,
        faults: &mut Faults,
    ) {
        let name = tag.written;
        if self.shields == 0 && !name.contains(':') && RSS.binary_search(&name).is_err() {
            let at = elements.position() - name.len();
            faults.count(Code::TextOutsideExport, at, 1, || format!("<{}>", shown(name)));
        }
        if !elements.skip(tag) {
            self.open(name);
        }
    }

    /// Goes out of an element.
    pub(super) fn end(&mut self, tag: &EndTag<'a>, elements: &Elements<'a>, faults: &mut Faults) {
        if let Some(message) = self.close(tag.written) {
            faults.tell(Code::MalformedMarkup, elements.position() - 1, message);
        }
    }

    /// What is neither a start tag nor an end tag.
    pub(super) fn other(&self, met: Element<'a>, elements: &Elements<'a>, faults: &mut Faults) {
        let at = elements.position();
        match met {
            Element::Malformed(name) => {
                let message = format!("the markup `<{name}` does not end");
                faults.tell(Code::MalformedMarkup, at, message);
            }
            Element::Doctype => {
                let message = "entities that the document type declares stay as they are";
                faults.tell(Code::DeclaredEntity, at, message);
            }
            Element::Text(text) if self.open.is_empty() => {
                let start = at - text.trim_start_matches(is_blank).len();
                faults.count(Code::TextOutsideExport, start, 1, || shown(text));
            }
            Element::Text(_)
            | Element::Start(_)
            | Element::End(_)
            | Element::Comment(_)
            | Element::Finished => {}
        }
    }

    /// What is open at the end of the piece and ought not to be.
    pub(super) fn finish(&self, elements: &Elements<'a>, faults: &mut Faults) {
        if let Some(name) = self.open.first() {
            let message = format!("`<{}>` is not closed", shown(name));
            faults.tell(Code::MalformedMarkup, elements.position(), message);
        }
    }

    fn open(&mut self, name: &'a str) {
        self.shields += usize::from(is_shield(name));
        self.open.push(name);
    }

    /// What is wrong with an end tag, if anything.
    fn close(&mut self, name: &str) -> Option<String> {
        let near = self.open.len().saturating_sub(REACH);
        let Some(at) = self.open[near..].iter().rposition(|open| *open == name) else {
            return Some(format!("`</{}>` closes nothing", shown(name)));
        };
        let closed = self.open.split_off(near + at);
        self.shields -= closed.iter().filter(|name| is_shield(name)).count();
        closed.get(1).map(|inner| format!("`<{}>` is not closed", shown(inner)))
    }
}

/// The first words of the first line.
/// Where a tag was damaged, what is skipped can be the address of somebody.
fn shown(seen: &str) -> String {
    let line = seen.trim_matches(is_blank).lines().next().unwrap_or_default().trim_end();
    let value = line.trim_start_matches("<![CDATA[").trim_end_matches("]]>").trim();
    if value.parse::<IpAddr>().is_ok() {
        return "…".to_owned();
    }
    let line = private_name(line);
    match line.char_indices().nth(MOST_SHOWN) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line,
    }
}

fn is_shield(name: &str) -> bool {
    name.contains(':') || OWN.binary_search(&name).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_sorted() {
        assert!(RSS.is_sorted() && OWN.is_sorted());
        assert!(OWN.iter().all(|name| RSS.contains(name)));
    }

    #[test]
    fn elements_hold_what_is_theirs() {
        let mut foreign = Foreign::default();
        foreign.open("image");
        assert!(foreign.holds("title") && !foreign.holds("wp:post_id"));
        assert_eq!(foreign.close("image"), None);
        foreign.open("div");
        assert!(!foreign.holds("title") && !foreign.open.is_empty());
    }

    #[test]
    fn end_tags_that_do_not_match_are_told() {
        let mut foreign = Foreign::default();
        assert_eq!(foreign.close("b").as_deref(), Some("`</b>` closes nothing"));
        foreign.open("a:a");
        foreign.open("b");
        foreign.open("c:c");
        assert_eq!(foreign.close("a:a").as_deref(), Some("`<b>` is not closed"));
        assert!(foreign.open.is_empty() && !foreign.holds("title"));
    }
}

//! Elements of a DOM whose text is no text to be read, but source that goes out as it is.
//!
//! They let whoever makes the HTML say what HTML has no words for: a template of the generator, a
//! formula, a body that already is Markdown. No browser shows them in another way than their text.

use std::borrow::Cow;

use crate::html::{Dom, NodeId};
use crate::markdown::tree::{Block, LinkSource, Source};

/// `<markdown-source>*words*</markdown-source>` → `*words*`; a generator's template language in it is
/// escaped.
pub const MARKDOWN_SOURCE: &str = "markdown-source";

/// `<template-source>{{< figure >}}</template-source>` → `{{< figure >}}`
pub const TEMPLATE_SOURCE: &str = "template-source";

/// An attribute of links: what stands in the place of `href` in Markdown, as it is. In HTML there is
/// `href`. No document can have it: the names of HTML's attributes are read in lower case.
///
/// `<a href="/a/" destinationSource="@/a.md">words</a>` → `[words](@/a.md)`
pub const DESTINATION_SOURCE: &str = "destinationSource";

/// An attribute of links, as the one above: the note of a wiki that they lead to, if their words are
/// plain.
///
/// `<a href="a.md" wikiNote="a">words</a>` → `[[a|words]]`
pub const WIKI_NOTE: &str = "wikiNote";

/// Is it an attribute that no HTML shows?
pub(super) fn is_link_source(attribute: &str) -> bool {
    attribute == DESTINATION_SOURCE || attribute == WIKI_NOTE
}

/// What a link has beside its destination.
pub(super) fn of_link(node: NodeId, dom: &Dom) -> Option<LinkSource<'_>> {
    let text = |name| dom.attribute(node, name).map(Cow::Borrowed);
    text(DESTINATION_SOURCE)
        .map(LinkSource::Destination)
        .or_else(|| text(WIKI_NOTE).map(LinkSource::Note))
}

/// Does an element of this name hold source?
pub(super) fn is_source(name: &str) -> bool {
    name == MARKDOWN_SOURCE || name == TEMPLATE_SOURCE
}

/// The source that an element holds.
pub(super) fn of_element(node: NodeId, dom: &Dom) -> Source<'_> {
    let text = inner(node, dom);
    match dom.name(node) {
        Some(TEMPLATE_SOURCE) => Source::Template(text),
        _ => Source::Markdown(text),
    }
}

fn inner(node: NodeId, dom: &Dom) -> Cow<'_, str> {
    let mut children = dom.children(node);
    match (children.next(), children.next()) {
        (None, _) => Cow::Borrowed(""),
        (Some(only), None) => {
            dom.text(only).map_or_else(|| dom.inner_text(node).into(), Cow::Borrowed)
        }
        (Some(_), Some(_)) => dom.inner_text(node).into(),
    }
}

/// Could a source and the block beside it be read as one list?
pub(super) fn may_be_one_list(previous: &Block<'_>, block: &Block<'_>) -> bool {
    match (previous, block) {
        (Block::Source(source), Block::List(_)) => ends_with_list(source.text()),
        (Block::List(_), Block::Source(source)) => begins_with_list(source.text()),
        (Block::Source(first), Block::Source(second)) => {
            ends_with_list(first.text()) && begins_with_list(second.text())
        }
        _ => false,
    }
}

fn begins_with_list(text: &str) -> bool {
    text.lines().find(|line| !line.trim().is_empty()).is_some_and(is_item)
}

/// Is the last paragraph that is not indented an item?
fn ends_with_list(text: &str) -> bool {
    let mut lines = text.lines().rev().skip_while(|line| {
        line.trim().is_empty() || line.starts_with([' ', '\t']) && !is_item(line)
    });
    lines.by_ref().take_while(|line| !line.trim().is_empty()).any(is_item)
}

/// `- a`, `12) b`
fn is_item(line: &str) -> bool {
    let line = line.trim_start();
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_numbered = rest.len() < line.len() && rest.starts_with(['.', ')']);
    let behind = if is_numbered { rest.get(1..) } else { line.strip_prefix(['-', '*', '+']) };
    behind.is_some_and(|behind| behind.is_empty() || behind.starts_with([' ', '\t']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_at_the_edges_of_a_source() {
        for text in ["a\n\n- b", "- b\nlazy", "- b\n\n  more\n", "1. a\n   - b", "12) a"] {
            assert!(ends_with_list(text), "{text}");
        }
        for text in ["- b\n\ntext", "a - b", "**b**", "-", "1.5 a", ""] {
            assert_eq!(ends_with_list(text), text == "-", "{text}");
        }
        assert!(begins_with_list("\n* a\n\ntext") && !begins_with_list("a\n* b"));
    }
}

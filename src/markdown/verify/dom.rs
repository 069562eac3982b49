//! What HTML shows.

use std::collections::HashSet;

use super::{Shown, text};
use crate::html::{Dom, NodeId, Piece, scan};
use crate::markdown::dialect::Dialect;
use crate::markdown::read::{Keep, Reading, divides, is_program, stay_html};
use crate::markdown::source::{TEMPLATE_SOURCE, is_source};
use crate::markdown::tree::{Block, Inline};

impl Shown {
    /// All that a document shows.
    pub fn add_dom(&mut self, dom: &Dom, reading: &Reading, dialect: &Dialect) {
        let notes = if stay_html(dom, reading.html) { HashSet::new() } else { notes(dom) };
        let mut walk = Walk { dom, reading: *reading, dialect, notes, whole: None };
        let mut at = dom.first_child(Dom::ROOT);
        while let Some(node) = at {
            walk.enter(node, self);
            at = dom.first_child(node).or_else(|| walk.leave(node, self));
        }
        self.end_word();
    }

    /// Paragraphs and headings that were made, not read.
    pub fn add_lines(&mut self, blocks: &[Block<'_>]) {
        for block in blocks {
            match block {
                Block::Paragraph(content) => self.add_line(content),
                Block::Heading(heading) => self.add_line(&heading.content),
                _ => {}
            }
        }
    }

    fn add_line(&mut self, content: &[Inline<'_>]) {
        self.add_inlines(content);
        self.end_word();
    }

    fn add_inlines(&mut self, content: &[Inline<'_>]) {
        for inline in content {
            match inline {
                Inline::Text(text) | Inline::Code(text) => self.text(text),
                Inline::Emphasis(content)
                | Inline::Strong(content)
                | Inline::Strikethrough(content)
                | Inline::Element { content, .. } => self.add_inlines(content),
                Inline::Link { destination, content, .. } => {
                    self.open("a", |name| (name == "href").then_some(&**destination));
                    self.add_inlines(content);
                    self.close("a");
                }
                Inline::Image { destination, alternative, .. } => {
                    self.open("img", |name| match name {
                        "src" => Some(destination),
                        "alt" => Some(alternative),
                        _ => None,
                    });
                }
                Inline::Break => self.end_word(),
                Inline::Html(html) => self.add_html(html, false),
                Inline::Source(source) => text::add_piece(source.text(), &Dialect::default(), self),
                Inline::FootnoteReference(_) => {}
            }
        }
    }

    /// HTML as it stands in Markdown, with or without references to notes.
    pub(super) fn add_html(&mut self, html: &str, skips_references: bool) {
        scan(html, |piece| match piece {
            Piece::Open(tag) => {
                let is_reference = tag.attribute("id").is_some_and(|id| id.starts_with("fnref-"));
                self.open(tag.name(), |name| tag.attribute(name));
                if is_reference && skips_references {
                    self.skip(tag.name());
                }
            }
            Piece::Close(name) => self.close(name),
            Piece::Text(text) => self.text(text),
        });
    }
}

/// The ids of notes; references to them are written as such.
fn notes(dom: &Dom) -> HashSet<&str> {
    let is_note = |&node: &NodeId| {
        matches!(dom.attribute(node, "role"), Some("doc-footnote" | "doc-endnote"))
    };
    dom.elements().filter(is_note).filter_map(|node| dom.attribute(node, "id")).collect()
}

struct Walk<'d> {
    dom: &'d Dom,
    reading: Reading,
    dialect: &'d Dialect,
    notes: HashSet<&'d str>,
    /// The element that stays HTML with all that it holds.
    whole: Option<NodeId>,
}

impl Walk<'_> {
    fn enter(&mut self, node: NodeId, shown: &mut Shown) {
        let dom = self.dom;
        if let Some(text) = dom.text(node) {
            shown.text(text);
        } else if self.whole.is_none() && dom.comment(node).is_some_and(divides) {
            shown.end_word();
        }
        let Some(name) = dom.name(node) else { return };
        if is_source(name) {
            // What a source shows is what Markdown makes of it, and in HTML that is nothing.
            let source = dom.inner_text(node);
            match self.whole {
                None => text::add_piece(&source, self.dialect, shown),
                Some(_) if name == TEMPLATE_SOURCE => shown.add_html(&source, false),
                Some(_) => shown.text(&source),
            }
            shown.skip(name);
            return;
        }
        let html = self.reading.html;
        let keeps = self.reading.keep == Keep::Everything || self.whole.is_some();
        let keeps_tag = keeps || html.form(name).is_some();
        let drops = |name: &str, value: &str| matches!(name, "href" | "src") && is_program(value);
        shown.open(name, |name| dom.attribute(node, name).filter(|value| !drops(name, value)));
        if !keeps && self.is_dropped(node, name, keeps_tag) {
            shown.skip(name);
        }
        if !keeps && html.keeps_whole(name) {
            self.whole = Some(node);
        }
    }

    /// Ways to notes and back, and what would send a form.
    fn is_dropped(&self, node: NodeId, name: &str, keeps_tag: bool) -> bool {
        let attribute = |name| self.dom.attribute(node, name);
        match name {
            "a" if self.notes.is_empty() => false,
            "a" => match attribute("role") {
                Some("doc-backlink") => true,
                Some("doc-noteref") => {
                    let target = attribute("href").and_then(|href| href.strip_prefix('#'));
                    target.is_some_and(|target| self.notes.contains(target))
                }
                _ => false,
            },
            "button" if keeps_tag => false,
            "button" => matches!(attribute("type"), Some("submit" | "reset")),
            _ => false,
        }
    }

    /// Leaves the elements that end with a node, and gives what comes after them.
    fn leave(&mut self, node: NodeId, shown: &mut Shown) -> Option<NodeId> {
        let dom = self.dom;
        let mut at = node;
        loop {
            if let Some(name) = dom.name(at) {
                shown.close(name);
            }
            if self.whole == Some(at) {
                self.whole = None;
            }
            if let Some(next) = dom.next_sibling(at) {
                return Some(next);
            }
            at = dom.parent(at).filter(|&parent| parent != Dom::ROOT)?;
        }
    }
}

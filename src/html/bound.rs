//! Stands between the tokenizer and the tree builder and keeps the number of open elements small.
//!
//! The tree builder looks through its stack of open elements, and through its list of unclosed
//! formatting, for almost every tag, so an input that opens 100,000 of them would take quadratic
//! time. Browsers stop nesting at 512 elements; so do we, by dropping the opening tags beyond (their
//! content stays), each with the closing tag that belongs to it.

use std::cell::{Cell, Ref, RefCell};
use std::collections::HashMap;

use html5ever::interface::Tracer;
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult};
use html5ever::tree_builder::TreeBuilder;
use html5ever::{LocalName, local_name};

use super::dom::{Dom, NodeId};
use super::sink::Sink;

/// Formatting tags are dropped from here on. Each that is unclosed is opened again in each paragraph
/// that follows, so this is also how many times larger than its text a tree can grow; one that is
/// both open and unclosed counts twice.
const MOST_FORMATTING: usize = 64;
/// All tags that can nest are dropped from here on.
const MOST_OPEN: usize = 640;
/// How many tags may pass between two counts.
const BETWEEN_COUNTS: usize = 16;

/// Elements that close the one before them, so that they cannot nest by themselves, and those that
/// have no content. A link closes the link before it.
const NEVER_NEST: &[&str] = &[
    "a", "area", "base", "br", "caption", "col", "colgroup", "dd", "dt", "embed", "hr", "img",
    "input", "li", "link", "meta", "optgroup", "option", "p", "param", "rp", "rt", "script",
    "source", "style", "tbody", "td", "textarea", "tfoot", "th", "thead", "title", "tr", "track",
    "wbr",
];
pub(super) struct Bounded {
    pub(super) builder: TreeBuilder<NodeId, Sink>,
    open: Cell<usize>,
    formatting: Cell<usize>,
    until_count: Cell<usize>,
    dropped: RefCell<HashMap<LocalName, usize>>,
}

struct Count<'s> {
    dom: Ref<'s, Dom>,
    open: Cell<usize>,
    formatting: Cell<usize>,
}

impl Tracer for Count<'_> {
    type Handle = NodeId;

    fn trace_handle(&self, node: &NodeId) {
        self.open.set(self.open.get() + 1);
        if self.dom.local_name(*node).is_some_and(is_formatting) {
            self.formatting.set(self.formatting.get() + 1);
        }
    }
}

impl Bounded {
    pub(super) fn new(builder: TreeBuilder<NodeId, Sink>) -> Self {
        Self {
            builder,
            open: Cell::new(0),
            formatting: Cell::new(0),
            until_count: Cell::new(BETWEEN_COUNTS),
            dropped: RefCell::default(),
        }
    }

    fn count(&self) {
        let left = self.until_count.get();
        if left > 0 {
            self.until_count.set(left - 1);
            return;
        }
        let dom = self.builder.sink.dom();
        let count = Count { dom, open: Cell::new(0), formatting: Cell::new(0) };
        self.builder.trace_handles(&count);
        self.open.set(count.open.get());
        self.formatting.set(count.formatting.get());
        self.until_count.set(BETWEEN_COUNTS);
        if self.open.get() < MOST_OPEN / 2 && self.formatting.get() < MOST_FORMATTING / 2 {
            self.dropped.borrow_mut().clear();
        }
    }

    fn drops(&self, tag: &Tag) -> bool {
        self.count();
        match tag.kind {
            TagKind::StartTag => {
                let drops = self.is_too_deep_for(&tag.name) && !tag.self_closing;
                if drops {
                    *self.dropped.borrow_mut().entry(tag.name.clone()).or_default() += 1;
                    self.builder.sink.flattened(1);
                }
                drops
            }
            TagKind::EndTag => match self.dropped.borrow_mut().get_mut(&tag.name) {
                Some(dropped) if *dropped > 0 => {
                    *dropped -= 1;
                    true
                }
                _ => false,
            },
        }
    }

    fn is_too_deep_for(&self, name: &LocalName) -> bool {
        let too_formatted = self.formatting.get() >= MOST_FORMATTING && is_formatting(name);
        too_formatted || self.open.get() >= MOST_OPEN && NEVER_NEST.binary_search(&&**name).is_err()
    }
}

/// Asked of each open element again and again, so by the number that html5ever has for each name.
fn is_formatting(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("b")
            | local_name!("big")
            | local_name!("code")
            | local_name!("em")
            | local_name!("font")
            | local_name!("i")
            | local_name!("nobr")
            | local_name!("s")
            | local_name!("small")
            | local_name!("strike")
            | local_name!("strong")
            | local_name!("tt")
            | local_name!("u")
    )
}

impl TokenSink for Bounded {
    type Handle = NodeId;

    fn process_token(&self, token: Token, line_number: u64) -> TokenSinkResult<NodeId> {
        match token {
            Token::TagToken(ref tag) if self.drops(tag) => TokenSinkResult::Continue,
            token => self.builder.process_token(token, line_number),
        }
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted() {
        assert!(NEVER_NEST.is_sorted());
    }
}

//! [`Dom`] → Markdown tree.

mod anchors;
mod block;
mod builder;
mod code;
mod comment;
mod elements;
mod exact;
mod inline;
mod kept;
mod media;
mod names;
mod notes;
mod runs;
mod space;
mod table;
mod tag;
mod tidy;

use builder::Builder;
pub(super) use comment::divides;
pub use names::ElementSet;
pub(super) use notes::stay_html;
pub use tag::is_program;
use tag::runs;

use super::tree::Block;
use crate::html::{Dom, NodeId};

/// What is read into the tree.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// How much of the HTML is kept.
    pub keep: Keep,
    /// The elements that stay HTML, whatever Markdown could make of them.
    pub html: ElementSet,
    /// Whether images keep their size.
    pub images: Images,
}

impl Reading {
    /// Whether any element keeps all its attributes.
    #[must_use]
    pub fn keeps_attributes(&self) -> bool {
        self.keep == Keep::Everything || !self.html.is_empty()
    }
}

/// How much of the HTML is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Keep {
    /// What Markdown can say, and tidy HTML where dropping an element would lose something.
    #[default]
    Sayable,
    /// Every element, attribute and comment; raw HTML where Markdown cannot say it.
    Everything,
}

/// Whether images keep their size.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Images {
    /// `![words](/image.png)`
    #[default]
    WithoutSize,
    /// `<img>` with width and height where an image has them.
    WithSize,
}

/// What a document says, with what was lost on the way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document<'a> {
    /// What the document says.
    pub blocks: Vec<Block<'a>>,
    /// What it no longer says.
    pub losses: Vec<Loss>,
}

/// Something that was dropped.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Loss {
    /// An element with what it held, by its name.
    Element(String),
    /// The destination of a link that would run a program: `javascript:…`.
    UnsafeLink(String),
    /// Opening tags dropped because too many elements were open; their content is kept.
    Nesting(usize),
}

/// Reads what a document says.
///
/// Each element goes to a handler by its name; elements that have none vanish and leave what they
/// hold. White space collapses as in browsers, and blocks inside of inlines are turned inside out.
#[must_use]
pub fn read<'a>(dom: &'a Dom, reading: &Reading) -> Document<'a> {
    read_linked(dom, reading, &[])
}

/// Reads what a document says, in which other documents point at the places of these ids.
#[must_use]
pub fn read_linked<'a>(dom: &'a Dom, reading: &Reading, linked: &'a [String]) -> Document<'a> {
    let mut builder = Builder::new(dom, *reading, linked);
    let mut at = dom.first_child(Dom::ROOT);
    while let Some(node) = at {
        let inner = match enter(node, &mut builder) {
            Visit::Children => dom.first_child(node),
            Visit::Nothing => None,
        };
        at = inner.or_else(|| leave_to_next(node, &mut builder));
    }
    let mut document = builder.finish();
    if reading.keeps_attributes() {
        document.losses.extend(dom.elements().flat_map(|node| programs(dom, node)));
    }
    document
}

/// The addresses of an element that would run a program, and are left out wherever it stays HTML.
fn programs(dom: &Dom, node: NodeId) -> impl Iterator<Item = Loss> + '_ {
    let addresses = dom.attributes(node).filter(|(name, value)| runs(name, value));
    addresses.map(|(_, value)| Loss::UnsafeLink(value.trim().to_owned()))
}

/// What of an element is still to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Visit {
    /// What it holds; then it is left.
    Children,
    /// Nothing: the element was read whole.
    Nothing,
}

fn enter(node: NodeId, builder: &mut Builder<'_>) -> Visit {
    let dom = builder.dom;
    let visit = if dom.name(node).is_some() {
        enter_element(node, builder)
    } else {
        if let Some(text) = dom.text(node) {
            builder.push_text(text);
        } else if let Some(comment) = dom.comment(node).filter(|_| builder.whole.is_none()) {
            comment::read(comment, builder);
        }
        Visit::Nothing
    };
    if visit == Visit::Children {
        // A childless element has to be left as well; `leave_to_next` sees the stack.
        builder.entered.push(node);
    }
    visit
}

fn enter_element(node: NodeId, builder: &mut Builder<'_>) -> Visit {
    if !builder.reading.html.is_empty()
        && let Some(visit) = kept::enter(node, builder)
    {
        return visit;
    }
    if builder.reading.keep == Keep::Everything {
        if let Some(visit) = exact::enter(node, builder) {
            return visit;
        }
    } else {
        builder.note_anchor(node);
    }
    (elements::handler(node, builder.dom).enter)(node, builder)
}

/// Leaves the elements that end with `node`, and gives what comes after them.
fn leave_to_next(node: NodeId, builder: &mut Builder<'_>) -> Option<NodeId> {
    let dom = builder.dom;
    let mut at = node;
    loop {
        if builder.entered.last() == Some(&at) {
            builder.entered.pop();
            leave(at, builder);
        }
        if let Some(next) = dom.next_sibling(at) {
            return Some(next);
        }
        at = dom.parent(at).filter(|&parent| parent != Dom::ROOT)?;
    }
}

fn leave(node: NodeId, builder: &mut Builder<'_>) {
    if !builder.reading.html.is_empty() && kept::leave(node, builder) {
        return;
    }
    if builder.reading.keep == Keep::Everything && exact::leave(node, builder) {
        return;
    }
    (elements::handler(node, builder.dom).leave)(node, builder);
}

//! The tree: nodes in one vector, joined by indices; all text in one string.
//!
//! Neighbouring text nodes are not always merged into one, as merging text that was moved about
//! would copy it again and again; a reader that cares sees several text nodes in a row.

use html5ever::{LocalName, QualName, local_name, ns};

/// A node of a [`Dom`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub(super) u32);

const NONE: NodeId = NodeId(u32::MAX);

impl NodeId {
    pub(super) fn index(self) -> usize {
        self.0 as usize
    }

    fn get(self) -> Option<Self> {
        (self != NONE).then_some(self)
    }
}

/// Which language an element belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Namespace {
    /// HTML.
    Html,
    /// SVG, MathML.
    Foreign,
}

/// A stretch of the string that holds all text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span {
    pub(super) start: usize,
    pub(super) end: usize,
}

#[derive(Debug)]
pub(super) enum Kind {
    Root,
    Element { name: QualName, attributes: Span },
    Text(Span),
    Comment(Span),
}

#[derive(Debug)]
pub(super) struct Node {
    pub(super) kind: Kind,
    parent: NodeId,
    previous: NodeId,
    next: NodeId,
    first: NodeId,
    last: NodeId,
}

#[derive(Clone, Debug)]
pub(super) struct AttributeSlot {
    pub(super) prefix: Option<&'static str>,
    pub(super) name: LocalName,
    pub(super) value: Span,
}

/// A tree of HTML.
#[derive(Debug)]
pub struct Dom {
    pub(super) nodes: Vec<Node>,
    pub(super) attributes: Vec<AttributeSlot>,
    pub(super) text: String,
    pub(super) flattened: usize,
}

impl Dom {
    /// The node that holds everything.
    pub const ROOT: NodeId = NodeId(0);

    pub(super) fn with_capacity(bytes: usize) -> Self {
        let mut dom = Self {
            nodes: Vec::with_capacity(bytes / 32 + 8),
            attributes: Vec::with_capacity(bytes / 128 + 8),
            text: String::with_capacity(bytes + bytes / 8),
            flattened: 0,
        };
        dom.create(Kind::Root);
        dom
    }

    /// How many opening tags were dropped because too many elements were open.
    #[must_use]
    pub fn flattened(&self) -> usize {
        self.flattened
    }

    /// The children of a node, in order.
    pub fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self.first_child(id), |&child| self.next_sibling(child))
    }

    /// The first child of a node.
    #[must_use]
    pub fn first_child(&self, id: NodeId) -> Option<NodeId> {
        self.nodes[id.index()].first.get()
    }

    /// The last child of a node.
    #[must_use]
    pub fn last_child(&self, id: NodeId) -> Option<NodeId> {
        self.nodes[id.index()].last.get()
    }

    /// The node after this one that has the same parent.
    #[must_use]
    pub fn next_sibling(&self, id: NodeId) -> Option<NodeId> {
        self.nodes[id.index()].next.get()
    }

    /// The node before this one that has the same parent.
    #[must_use]
    pub fn previous_sibling(&self, id: NodeId) -> Option<NodeId> {
        self.nodes[id.index()].previous.get()
    }

    /// The node that holds this one; none for the root and for what was removed.
    #[must_use]
    pub fn parent(&self, id: NodeId) -> Option<NodeId> {
        self.nodes[id.index()].parent.get()
    }

    /// Every element in document order.
    #[must_use]
    pub fn elements(&self) -> Elements<'_> {
        self.elements_in(Self::ROOT)
    }

    /// Every element below a node, in document order.
    #[must_use]
    pub fn elements_in(&self, id: NodeId) -> Elements<'_> {
        Elements { dom: self, top: id, at: Some(id) }
    }

    /// The node that follows in document order below `top`, children first.
    #[must_use]
    pub fn following(&self, id: NodeId, top: NodeId) -> Option<NodeId> {
        self.first_child(id).or_else(|| self.following_tree(id, top))
    }

    /// The node that follows the whole tree below a node, in document order below `top`.
    #[must_use]
    pub fn following_tree(&self, id: NodeId, top: NodeId) -> Option<NodeId> {
        let mut at = id;
        while at != top {
            if let Some(next) = self.next_sibling(at) {
                return Some(next);
            }
            at = self.parent(at)?;
        }
        None
    }

    /// The local name of an element: lower case in HTML, `viewBox`-like in SVG.
    #[must_use]
    pub fn name(&self, id: NodeId) -> Option<&str> {
        self.local_name(id).map(|name| &**name)
    }

    pub(super) fn local_name(&self, id: NodeId) -> Option<&LocalName> {
        match &self.nodes[id.index()].kind {
            Kind::Element { name, .. } => Some(&name.local),
            Kind::Root | Kind::Text(_) | Kind::Comment(_) => None,
        }
    }

    /// The language of an element.
    #[must_use]
    pub fn namespace(&self, id: NodeId) -> Option<Namespace> {
        match &self.nodes[id.index()].kind {
            Kind::Element { name, .. } if name.ns == ns!(html) => Some(Namespace::Html),
            Kind::Element { .. } => Some(Namespace::Foreign),
            Kind::Root | Kind::Text(_) | Kind::Comment(_) => None,
        }
    }

    /// The text of a text node.
    #[must_use]
    pub fn text(&self, id: NodeId) -> Option<&str> {
        match self.nodes[id.index()].kind {
            Kind::Text(span) => Some(self.slice(span)),
            Kind::Root | Kind::Element { .. } | Kind::Comment(_) => None,
        }
    }

    /// The text of a comment, without its `<!--` and `-->`.
    #[must_use]
    pub fn comment(&self, id: NodeId) -> Option<&str> {
        match self.nodes[id.index()].kind {
            Kind::Comment(span) => Some(self.slice(span)),
            Kind::Root | Kind::Element { .. } | Kind::Text(_) => None,
        }
    }

    /// All text below a node, joined.
    #[must_use]
    pub fn inner_text(&self, id: NodeId) -> String {
        let mut text = String::new();
        let mut at = self.following(id, id);
        while let Some(node) = at {
            text.push_str(self.text(node).unwrap_or_default());
            at = self.following(node, id);
        }
        text
    }

    /// The value of an attribute.
    #[must_use]
    pub fn attribute(&self, id: NodeId, name: &str) -> Option<&str> {
        let slot = self.slots(id).iter().find(|slot| &*slot.name == name)?;
        Some(self.slice(slot.value))
    }

    /// The attributes of an element, name and value, in the order of the source.
    #[must_use]
    pub fn attributes(&self, id: NodeId) -> Attributes<'_> {
        Attributes { dom: self, slots: self.slots(id).iter() }
    }

    fn slots(&self, id: NodeId) -> &[AttributeSlot] {
        match &self.nodes[id.index()].kind {
            Kind::Element { attributes, .. } => &self.attributes[attributes.start..attributes.end],
            Kind::Root | Kind::Text(_) | Kind::Comment(_) => &[],
        }
    }

    pub(super) fn slice(&self, span: Span) -> &str {
        &self.text[span.start..span.end]
    }

    pub(super) fn store(&mut self, text: &str) -> Span {
        let start = self.text.len();
        self.keep(text);
        Span { start, end: self.text.len() }
    }

    /// Keeps a text, without the control characters that `&#11;` makes: no browser shows them, and what
    /// reads front matter and XML does not take them.
    fn keep(&mut self, text: &str) {
        if text.bytes().fold(false, |any, byte| any | is_control(byte)) {
            self.text.extend(text.chars().filter(|c| !u8::try_from(*c).is_ok_and(is_control)));
        } else {
            self.text.push_str(text);
        }
    }

    pub(super) fn create(&mut self, kind: Kind) -> NodeId {
        let id = NodeId(u32::try_from(self.nodes.len()).expect("a post has fewer nodes than 2^32"));
        self.nodes.push(Node {
            kind,
            parent: NONE,
            previous: NONE,
            next: NONE,
            first: NONE,
            last: NONE,
        });
        id
    }

    pub(super) fn append(&mut self, parent: NodeId, child: NodeId) {
        self.detach(child);
        let last = self.nodes[parent.index()].last;
        let node = &mut self.nodes[child.index()];
        node.parent = parent;
        node.previous = last;
        match last.get() {
            Some(last) => self.nodes[last.index()].next = child,
            None => self.nodes[parent.index()].first = child,
        }
        self.nodes[parent.index()].last = child;
    }

    pub(super) fn insert_before(&mut self, sibling: NodeId, child: NodeId) {
        self.detach(child);
        let Node { parent, previous, .. } = self.nodes[sibling.index()];
        let node = &mut self.nodes[child.index()];
        (node.parent, node.previous, node.next) = (parent, previous, sibling);
        self.nodes[sibling.index()].previous = child;
        match (previous.get(), parent.get()) {
            (Some(previous), _) => self.nodes[previous.index()].next = child,
            (None, Some(parent)) => self.nodes[parent.index()].first = child,
            (None, None) => {}
        }
    }

    pub(super) fn detach(&mut self, id: NodeId) {
        let Node { parent, previous, next, .. } = self.nodes[id.index()];
        if (parent, previous, next) == (NONE, NONE, NONE) {
            return;
        }
        match (previous.get(), parent.get()) {
            (Some(previous), _) => self.nodes[previous.index()].next = next,
            (None, Some(parent)) => self.nodes[parent.index()].first = next,
            (None, None) => {}
        }
        match (next.get(), parent.get()) {
            (Some(next), _) => self.nodes[next.index()].previous = previous,
            (None, Some(parent)) => self.nodes[parent.index()].last = previous,
            (None, None) => {}
        }
        let node = &mut self.nodes[id.index()];
        (node.parent, node.previous, node.next) = (NONE, NONE, NONE);
    }

    /// Adds text after the last child, growing a text node where that costs no copy.
    pub(super) fn append_text(&mut self, parent: NodeId, text: &str) {
        let last = self.nodes[parent.index()].last;
        if self.grow_text(last, text) {
            return;
        }
        let span = self.store(text);
        let node = self.create(Kind::Text(span));
        self.append(parent, node);
    }

    pub(super) fn insert_text_before(&mut self, sibling: NodeId, text: &str) {
        let previous = self.nodes[sibling.index()].previous;
        if self.grow_text(previous, text) {
            return;
        }
        let span = self.store(text);
        let node = self.create(Kind::Text(span));
        self.insert_before(sibling, node);
    }

    fn grow_text(&mut self, id: NodeId, text: &str) -> bool {
        let Some(id) = id.get() else { return false };
        let Kind::Text(span) = self.nodes[id.index()].kind else { return false };
        if span.end != self.text.len() {
            return false;
        }
        self.keep(text);
        self.nodes[id.index()].kind = Kind::Text(Span { start: span.start, end: self.text.len() });
        true
    }

    pub(super) fn is_html_root(&self, id: NodeId) -> bool {
        self.local_name(id) == Some(&local_name!("html"))
    }
}

/// The elements below a node; made by [`Dom::elements`].
#[derive(Debug)]
pub struct Elements<'d> {
    dom: &'d Dom,
    top: NodeId,
    at: Option<NodeId>,
}

impl Iterator for Elements<'_> {
    type Item = NodeId;

    fn next(&mut self) -> Option<NodeId> {
        loop {
            self.at = self.dom.following(self.at?, self.top);
            let node = self.at?;
            if self.dom.name(node).is_some() {
                return Some(node);
            }
        }
    }
}

/// The attributes of an element; made by [`Dom::attributes`].
#[derive(Debug)]
pub struct Attributes<'d> {
    dom: &'d Dom,
    slots: std::slice::Iter<'d, AttributeSlot>,
}

impl<'d> Attributes<'d> {
    /// The next attribute with the prefix of its namespace, `xlink` of `xlink:href`.
    pub(super) fn next_with_prefix(&mut self) -> Option<(Option<&'static str>, &'d str, &'d str)> {
        let slot = self.slots.next()?;
        Some((slot.prefix, &slot.name, self.dom.slice(slot.value)))
    }
}

impl<'d> Iterator for Attributes<'d> {
    type Item = (&'d str, &'d str);

    fn next(&mut self) -> Option<Self::Item> {
        self.next_with_prefix().map(|(_, name, value)| (name, value))
    }
}

/// Whether a byte of text is a control character, and no white space.
fn is_control(byte: u8) -> bool {
    byte < 0x20 && !byte.is_ascii_whitespace() || byte == 0x7F
}

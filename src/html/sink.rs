//! What html5ever's tree builder calls to make a [`Dom`].

use std::borrow::Cow;
use std::cell::{Ref, RefCell};
use std::collections::HashMap;

use html5ever::interface::{ElemName, ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::{Attribute, LocalName, Namespace, QualName, ns};

use super::dom::{AttributeSlot, Dom, Kind, NodeId, Span};

/// An attribute value longer than this is stored once, however often its element is cloned.
const SHARED_FROM: usize = 64;

pub(super) struct Sink {
    dom: RefCell<Dom>,
    shared: RefCell<HashMap<(usize, usize), (StrTendril, Span)>>,
}

impl Sink {
    pub(super) fn new(dom: Dom) -> Self {
        Self { dom: RefCell::new(dom), shared: RefCell::default() }
    }

    pub(super) fn flattened(&self, tags: usize) {
        self.dom.borrow_mut().flattened += tags;
    }

    pub(super) fn dom(&self) -> Ref<'_, Dom> {
        self.dom.borrow()
    }

    /// Misnested formatting makes the tree builder clone elements, and clones share the buffers of
    /// their attributes; as long as the buffer is held here, its address names its text.
    fn store_value(&self, value: StrTendril) -> Span {
        let mut dom = self.dom.borrow_mut();
        if value.len() < SHARED_FROM {
            return dom.store(&value);
        }
        let key = (value.as_ptr() as usize, value.len());
        let mut shared = self.shared.borrow_mut();
        let (_, span) = shared.entry(key).or_insert_with(|| {
            let span = dom.store(&value);
            (value, span)
        });
        *span
    }

    fn store_attributes(&self, attributes: Vec<Attribute>) -> Span {
        let start = self.dom.borrow().attributes.len();
        for Attribute { name, value } in attributes {
            let value = self.store_value(value);
            let slot = AttributeSlot { prefix: prefix(&name), name: name.local, value };
            self.dom.borrow_mut().attributes.push(slot);
        }
        Span { start, end: self.dom.borrow().attributes.len() }
    }
}

fn prefix(name: &QualName) -> Option<&'static str> {
    match name.ns {
        ns!(xlink) => Some("xlink"),
        ns!(xml) => Some("xml"),
        ns!(xmlns) if &*name.local != "xmlns" => Some("xmlns"),
        _ => None,
    }
}

#[derive(Debug)]
pub(super) struct ElementName<'d>(Ref<'d, QualName>);

impl ElemName for ElementName<'_> {
    fn ns(&self) -> &Namespace {
        &self.0.ns
    }

    fn local_name(&self) -> &LocalName {
        &self.0.local
    }
}

impl TreeSink for Sink {
    type Handle = NodeId;
    type Output = Dom;
    type ElemName<'a> = ElementName<'a>;

    fn finish(self) -> Dom {
        let mut dom = self.dom.into_inner();
        // The fragment's nodes hang below the `<html>` that the tree builder makes for itself.
        let html = dom.first_child(Dom::ROOT).filter(|&node| dom.is_html_root(node));
        if let Some(html) = html {
            while let Some(child) = dom.last_child(html) {
                dom.detach(child);
                match dom.first_child(Dom::ROOT) {
                    Some(first) => dom.insert_before(first, child),
                    None => dom.append(Dom::ROOT, child),
                }
            }
            dom.detach(html);
        }
        dom
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> NodeId {
        Dom::ROOT
    }

    fn elem_name<'a>(&'a self, target: &'a NodeId) -> ElementName<'a> {
        ElementName(Ref::map(self.dom.borrow(), |dom| match &dom.nodes[target.index()].kind {
            Kind::Element { name, .. } => name,
            Kind::Root | Kind::Text(_) | Kind::Comment(_) => {
                unreachable!("the tree builder asks for names of elements only")
            }
        }))
    }

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, _: ElementFlags) -> NodeId {
        let attributes = self.store_attributes(attrs);
        self.dom.borrow_mut().create(Kind::Element { name, attributes })
    }

    fn create_comment(&self, text: StrTendril) -> NodeId {
        let mut dom = self.dom.borrow_mut();
        let span = dom.store(&text);
        dom.create(Kind::Comment(span))
    }

    fn create_pi(&self, target: StrTendril, data: StrTendril) -> NodeId {
        self.create_comment(StrTendril::from(format!("?{target} {data}").as_str()))
    }

    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        let mut dom = self.dom.borrow_mut();
        match child {
            NodeOrText::AppendNode(node) => dom.append(*parent, node),
            NodeOrText::AppendText(text) => dom.append_text(*parent, &text),
        }
    }

    fn append_based_on_parent_node(
        &self,
        element: &NodeId,
        previous: &NodeId,
        child: NodeOrText<NodeId>,
    ) {
        let has_parent = self.dom.borrow().parent(*element).is_some();
        if has_parent {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    // The contents of a template are its children here: nothing runs them.
    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        *target
    }

    fn same_node(&self, x: &NodeId, y: &NodeId) -> bool {
        x == y
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &NodeId, child: NodeOrText<NodeId>) {
        let mut dom = self.dom.borrow_mut();
        match child {
            NodeOrText::AppendNode(node) => dom.insert_before(*sibling, node),
            NodeOrText::AppendText(text) => dom.insert_text_before(*sibling, &text),
        }
    }

    // Only asked for `<html>` and `<body>`, which a fragment does not keep.
    fn add_attrs_if_missing(&self, _: &NodeId, _: Vec<Attribute>) {}

    fn remove_from_parent(&self, target: &NodeId) {
        self.dom.borrow_mut().detach(*target);
    }

    fn reparent_children(&self, node: &NodeId, new_parent: &NodeId) {
        let mut dom = self.dom.borrow_mut();
        while let Some(child) = dom.first_child(*node) {
            dom.append(*new_parent, child);
        }
    }

    fn allow_declarative_shadow_roots(&self, _: &NodeId) -> bool {
        false
    }
}

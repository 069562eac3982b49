//! Changes to a tree that was read: attributes, texts, and nodes that go.

use html5ever::{LocalName, QualName, ns};

use super::dom::{AttributeSlot, Dom, Kind, NodeId, Span};

impl Dom {
    /// Gives an attribute a value, whether the element had the attribute or not.
    pub fn set_attribute(&mut self, id: NodeId, name: &str, value: &str) {
        let value = self.store(value);
        let Kind::Element { attributes, .. } = &mut self.nodes[id.index()].kind else { return };
        let range = attributes.start..attributes.end;
        if let Some(slot) = self.attributes[range.clone()].iter_mut().find(|s| &*s.name == name) {
            slot.value = value;
            return;
        }
        if range.end != self.attributes.len() {
            attributes.start = self.attributes.len();
            self.attributes.extend_from_within(range);
        }
        self.attributes.push(AttributeSlot { prefix: None, name: LocalName::from(name), value });
        attributes.end = self.attributes.len();
    }

    /// Keeps the attributes of an element that the rule takes by name and value.
    pub fn retain_attributes(&mut self, id: NodeId, rule: impl Fn(&str, &str) -> bool) {
        let Kind::Element { attributes, .. } = &mut self.nodes[id.index()].kind else { return };
        let mut end = attributes.start;
        for at in attributes.start..attributes.end {
            let AttributeSlot { name, value, .. } = &self.attributes[at];
            if rule(name, &self.text[value.start..value.end]) {
                self.attributes.swap(end, at);
                end += 1;
            }
        }
        attributes.end = end;
    }

    /// Makes an element one of HTML with another name; what it holds stays.
    pub fn rename(&mut self, id: NodeId, name: &str) {
        if let Kind::Element { name: old, .. } = &mut self.nodes[id.index()].kind {
            *old = QualName::new(None, ns!(html), LocalName::from(name));
        }
    }

    /// Gives a text node another text; other nodes have none and stay as they are.
    pub fn set_text(&mut self, id: NodeId, text: &str) {
        let span = self.store(text);
        if let Kind::Text(old) = &mut self.nodes[id.index()].kind {
            *old = span;
        }
    }

    /// Takes a node with all below it out of the tree.
    pub fn remove(&mut self, id: NodeId) {
        self.detach(id);
    }

    /// Puts a text in the place of a node with all below it, and gives the text.
    pub fn replace_by_text(&mut self, id: NodeId, text: &str) -> NodeId {
        let span = self.store(text);
        let new = self.create(Kind::Text(span));
        self.insert_before(id, new);
        self.detach(id);
        new
    }

    /// Puts a node into a new element of HTML, which takes its place, and gives the element.
    pub fn wrap(&mut self, id: NodeId, name: &str) -> NodeId {
        let name = QualName::new(None, ns!(html), LocalName::from(name));
        let at = self.attributes.len();
        let attributes = Span { start: at, end: at };
        let new = self.create(Kind::Element { name, attributes });
        self.insert_before(id, new);
        self.append(new, id);
        new
    }

    /// Puts what a node holds in its place.
    pub fn replace_by_children(&mut self, id: NodeId) {
        while let Some(child) = self.first_child(id) {
            self.insert_before(id, child);
        }
        self.detach(id);
    }
}

//! Changes to a tree that was read: attributes, and nodes that go.

use html5ever::LocalName;

use super::dom::{AttributeSlot, Dom, Kind, NodeId};

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

    /// Takes a node with all below it out of the tree.
    pub fn remove(&mut self, id: NodeId) {
        self.detach(id);
    }

    /// Puts what a node holds in its place.
    pub fn replace_by_children(&mut self, id: NodeId) {
        while let Some(child) = self.first_child(id) {
            self.insert_before(id, child);
        }
        self.detach(id);
    }
}

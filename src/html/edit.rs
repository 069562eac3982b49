//! Changes to the text of a tree.

use super::dom::{Dom, Kind, NodeId};

impl Dom {
    /// Gives a text node another text; other nodes have none and stay as they are.
    pub fn set_text(&mut self, id: NodeId, text: &str) {
        let span = self.store(text);
        if let Kind::Text(old) = &mut self.nodes[id.index()].kind {
            *old = span;
        }
    }
}

//! Anchors: `<a id="x"></a>` for what links point at and Markdown has no id for.

use std::borrow::Cow;

use super::builder::Builder;
use super::runs::{Run, RunKind};
use crate::html::{NodeId, escape_attribute};
use crate::markdown::tree::Inline;

impl Builder<'_> {
    /// Remembers an element that links inside the document point at.
    pub(super) fn note_anchor(&mut self, node: NodeId) {
        if self.targets.is_empty() {
            return;
        }
        let name = self.dom.name(node).unwrap_or_default();
        if matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6") {
            return;
        }
        let named = if name == "a" { self.dom.attribute(node, "name") } else { None };
        let ids = [self.dom.attribute(node, "id"), named];
        for id in ids.into_iter().flatten() {
            if self.targets.remove(id) {
                self.anchors.push(Cow::Borrowed(id));
            }
        }
    }

    /// Anchors of what shows nothing that they could stand in.
    pub(super) fn flush_anchors(&mut self) {
        if !self.anchors.is_empty() {
            self.push_anchors();
            self.flush();
        }
    }

    /// The anchors that wait for something to stand in.
    pub(super) fn push_anchors(&mut self) {
        for id in std::mem::take(&mut self.anchors) {
            let mut html = String::from("<a id=\"");
            escape_attribute(&id, &mut html);
            html.push_str("\"></a>");
            let kind = RunKind::Unseen(Inline::Html(html.into()));
            self.line.push(Run { mark: 0, kind });
        }
    }
}

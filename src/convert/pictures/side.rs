//! Pictures at the side of a text are set apart from its words.
//!
//! WordPress puts `<img class="alignleft">` straight before the first word of a paragraph; a browser
//! draws it beside the paragraph, Markdown would glue it to the word.

use crate::html::{Dom, NodeId};

/// The classes of pictures that stand in no line.
const SIDES: &[&str] = &["aligncenter", "alignleft", "alignright"];

/// Elements that a blank may be moved into.
const OPEN: &[&str] = &["a", "b", "em", "i", "span", "strong"];

/// `<img class="alignleft">Words` → `<img class="alignleft"> Words`
pub(super) fn set_apart(dom: &mut Dom, images: &[NodeId]) {
    for image in images.iter().copied() {
        if !is_aside(dom, image) {
            continue;
        }
        let picture = with_link(dom, image);
        let behind = words(dom, first_inside(dom, dom.next_sibling(picture)))
            .filter(|(_, text)| !text.starts_with(belongs_before))
            .map(|(node, text)| (node, [" ", text].concat()));
        let before = words(dom, dom.previous_sibling(picture))
            .filter(|(_, text)| !text.ends_with(belongs_behind))
            .map(|(node, text)| (node, [text, " "].concat()));
        for (node, text) in behind.into_iter().chain(before) {
            dom.set_text(node, &text);
        }
    }
}

fn is_aside(dom: &Dom, image: NodeId) -> bool {
    let classes = dom.attribute(image, "class").unwrap_or_default();
    classes.split_ascii_whitespace().any(|class| SIDES.contains(&class))
}

/// The picture, or the link that holds nothing else.
fn with_link(dom: &Dom, image: NodeId) -> NodeId {
    let link = dom.parent(image).filter(|parent| dom.name(*parent) == Some("a"));
    let is_alone = dom.previous_sibling(image).is_none() && dom.next_sibling(image).is_none();
    link.filter(|_| is_alone).unwrap_or(image)
}

/// Does the sign follow a word without a blank?
fn belongs_before(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']' | '’' | '”' | '…')
}

/// Does the sign precede a word without a blank?
fn belongs_behind(c: char) -> bool {
    c.is_whitespace() || matches!(c, '(' | '[' | '‘' | '“' | '„')
}

/// The node, or what stands first in it where blanks at its ends mean nothing.
fn first_inside(dom: &Dom, node: Option<NodeId>) -> Option<NodeId> {
    let mut at = node?;
    while dom.name(at).is_some_and(|name| OPEN.contains(&name)) {
        at = dom.first_child(at)?;
    }
    Some(at)
}

/// A node's text, if it has one.
fn words(dom: &Dom, node: Option<NodeId>) -> Option<(NodeId, &str)> {
    let node = node?;
    Some((node, dom.text(node)?))
}

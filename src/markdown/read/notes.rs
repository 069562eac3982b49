//! Footnotes, by the roles of DPUB-ARIA 1.1, and what links inside the document point at.

use super::builder::{Builder, FrameKind, LineKind};
use super::{ElementSet, Keep, Visit, block, inline};
use crate::html::{Dom, NodeId};
use crate::markdown::tree::{Block, Inline};

/// Looks for notes and for the targets of links before anything is read.
pub(super) fn survey(builder: &mut Builder<'_>) {
    let dom = builder.dom;
    let stays = stay_html(dom, builder.reading.html);
    for node in dom.elements() {
        match dom.attribute(node, "role").filter(|_| !stays) {
            Some("doc-footnote" | "doc-endnote") => {
                if let Some(id) = dom.attribute(node, "id") {
                    let label = (builder.notes.len() + 1).to_string();
                    builder.notes.entry(id).or_insert(label);
                }
            }
            Some("doc-backlink" | "doc-noteref") => {}
            _ => {
                let href = (dom.name(node) == Some("a")).then(|| dom.attribute(node, "href"));
                let target = href.flatten().and_then(|href| href.strip_prefix('#'));
                builder.targets.extend(target.filter(|target| !target.is_empty()));
            }
        }
    }
    for id in builder.notes.keys() {
        builder.targets.remove(id);
    }
}

/// Does a note, or a reference to one, stand in what stays HTML? Then all of them stay what they are: to
/// a note of Markdown no HTML can refer.
pub(in crate::markdown) fn stay_html(dom: &Dom, html: ElementSet) -> bool {
    let stays = |node: NodeId| {
        std::iter::successors(Some(node), |&node| dom.parent(node))
            .any(|node| dom.name(node).is_some_and(|name| html.keeps_whole(name)))
    };
    let has_role = |&node: &NodeId| {
        matches!(dom.attribute(node, "role"), Some("doc-endnote" | "doc-footnote" | "doc-noteref"))
    };
    html.is_all() || !html.is_empty() && dom.elements().filter(has_role).any(stays)
}

/// Is it a reference, what stands around one, or a way back? These belong to the note.
pub(super) fn is_of_note(node: NodeId, builder: &Builder<'_>) -> bool {
    if builder.notes.is_empty() {
        return false;
    }
    let dom = builder.dom;
    match dom.name(node) {
        Some("a") => match dom.attribute(node, "role") {
            Some("doc-backlink") => true,
            Some("doc-noteref") => {
                let target = dom.attribute(node, "href").and_then(|href| href.strip_prefix('#'));
                target.is_some_and(|target| builder.notes.contains_key(target))
            }
            _ => false,
        },
        Some("sup") => {
            dom.children(node).any(|child| dom.attribute(child, "role") == Some("doc-noteref"))
        }
        _ => false,
    }
}

/// `<a role="doc-noteref" href="#fn-1">1</a>` → `[^1]`; gives whether it was one, or a way back.
pub(super) fn read_reference(node: NodeId, builder: &mut Builder<'_>) -> bool {
    let dom = builder.dom;
    if builder.notes.is_empty() {
        return false;
    }
    match dom.attribute(node, "role") {
        Some("doc-backlink") => true,
        Some("doc-noteref") => {
            let target = dom.attribute(node, "href").and_then(|href| href.strip_prefix('#'));
            let Some(label) = target.and_then(|target| builder.notes.get(target)).cloned() else {
                return false;
            };
            builder.push_atom(Inline::FootnoteReference(label.into()));
            true
        }
        _ => false,
    }
}

/// `<sup>2</sup>` stays, but the `<sup>` around a reference is the reference's own.
pub(super) fn enter_superscript(node: NodeId, builder: &mut Builder<'_>) -> Visit {
    let dom = builder.dom;
    let is_reference = dom.children(node).any(|child| {
        dom.attribute(child, "role") == Some("doc-noteref") && !builder.notes.is_empty()
    });
    if is_reference {
        builder.open_no_mark();
        return Visit::Children;
    }
    inline::enter_element(node, builder)
}

/// `<section role="doc-endnotes">` is a wrapper, and so is the list in it.
pub(super) fn enter_section(node: NodeId, builder: &mut Builder<'_>) -> Visit {
    block::enter_wrapper(node, builder)
}

/// Is the list that starts or ends here one of notes?
pub(super) fn holds_notes(node: NodeId, builder: &Builder<'_>) -> bool {
    let dom = builder.dom;
    if builder.notes.is_empty() || builder.reading.keep == Keep::Everything {
        return false;
    }
    let mut items = dom.children(node).filter(|&child| dom.name(child).is_some()).peekable();
    items.peek().is_some()
        && items
            .all(|item| dom.attribute(item, "id").is_some_and(|id| builder.notes.contains_key(id)))
}

/// `<li id="fn-1" role="doc-footnote">words</li>` → `[^1]: words`
pub(super) fn enter_note(node: NodeId, builder: &mut Builder<'_>) -> bool {
    let id = builder.dom.attribute(node, "id");
    let Some(label) = id.and_then(|id| builder.notes.get(id)).cloned() else { return false };
    builder.open(FrameKind::Note { label });
    builder.open_line(LineKind::Paragraph);
    true
}

pub(super) fn leave_note(builder: &mut Builder<'_>) -> bool {
    builder.flush();
    let FrameKind::Note { .. } = builder.frame().kind else { return false };
    let frame = builder.close();
    builder.close_line();
    if let FrameKind::Note { label } = frame.kind {
        builder.push_block(Block::Footnote { label: label.into(), blocks: frame.blocks });
    }
    true
}

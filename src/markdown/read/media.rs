//! Images, players, frames, and what a Markdown site cannot hold.

use std::borrow::Cow;

use super::builder::{Builder, FrameKind, LineKind};
use super::runs::{Run, RunKind};
use super::{Images, Keep, Visit};
use crate::html::NodeId;
use crate::markdown::source;
use crate::markdown::tree::{Block, Inline, Source, Task};

/// `<img src="/i.png" alt="words">` → `![words](/i.png)`
pub(super) fn enter_image(node: NodeId, builder: &mut Builder<'_>) -> Visit {
    let dom = builder.dom;
    let source = dom.attribute(node, "src").map(str::trim).unwrap_or_default();
    let alternative = dom.attribute(node, "alt").unwrap_or_default();
    if source.is_empty() && alternative.is_empty() {
        builder.lose(node);
        return Visit::Nothing;
    }
    let has_size =
        dom.attribute(node, "width").is_some() || dom.attribute(node, "height").is_some();
    if has_size && builder.reading.images == Images::WithSize {
        let html = builder.tidy(node);
        builder.push_atom(Inline::Html(html.into()));
        return Visit::Nothing;
    }
    let title = dom.attribute(node, "title").filter(|title| !title.is_empty());
    builder.push_atom(Inline::Image {
        destination: Cow::Borrowed(source),
        title: title.map(Cow::Borrowed),
        alternative: one_line(alternative),
    });
    Visit::Nothing
}

fn one_line(text: &str) -> Cow<'_, str> {
    if text.contains(['\n', '\r', '\t']) {
        Cow::Owned(text.split_ascii_whitespace().collect::<Vec<_>>().join(" "))
    } else {
        Cow::Borrowed(text)
    }
}

/// `<input type="checkbox" checked>` at the start of an item → `[x]`
pub(super) fn enter_input(node: NodeId, builder: &mut Builder<'_>) -> Visit {
    let dom = builder.dom;
    let kind = dom.attribute(node, "type").unwrap_or_default();
    let is_first = !builder.has_seen && builder.frame().blocks.is_empty();
    let is_done = dom.attribute(node, "checked").is_some();
    match &mut builder.frame().kind {
        FrameKind::Item { task, .. } if is_first && kind.eq_ignore_ascii_case("checkbox") => {
            *task = Some(if is_done { Task::Done } else { Task::Open });
        }
        _ if kind.eq_ignore_ascii_case("hidden") => {}
        _ => builder.lose(node),
    }
    Visit::Nothing
}

/// A button that sends or resets a form does nothing without one; others may hold a title. They
/// stand apart even without a blank between them.
pub(super) fn enter_button(node: NodeId, builder: &mut Builder<'_>) -> Visit {
    if matches!(builder.dom.attribute(node, "type"), Some("submit" | "reset")) {
        return lose(node, builder);
    }
    builder.push_blank();
    Visit::Children
}

pub(super) fn leave_button(_: NodeId, builder: &mut Builder<'_>) {
    builder.push_blank();
}

/// `<video>` and `<audio>` stay as they are, with what means something.
pub(super) fn enter_player(node: NodeId, builder: &mut Builder<'_>) -> Visit {
    push_html(node, builder);
    Visit::Nothing
}

/// `<iframe>`, `<object>` and `<embed>` stay if they show something.
pub(super) fn enter_frame(node: NodeId, builder: &mut Builder<'_>) -> Visit {
    let dom = builder.dom;
    let has_address = |node: NodeId| {
        ["src", "data", "srcdoc"]
            .iter()
            .any(|name| dom.attribute(node, name).is_some_and(|value| !value.trim().is_empty()))
            || dom.name(node) == Some("param") && dom.attribute(node, "name") == Some("movie")
    };
    if has_address(node) || dom.elements_in(node).any(has_address) {
        push_html(node, builder);
        return Visit::Nothing;
    }
    builder.lose(node);
    // What an object holds is shown in its place.
    if dom.name(node) == Some("object") { Visit::Children } else { Visit::Nothing }
}

/// `<markdown-source>[toc]</markdown-source>` → `[toc]`, as it is
pub(super) fn enter_source(node: NodeId, builder: &mut Builder<'_>) -> Visit {
    let source = source::of_element(node, builder.dom);
    let is_alone = match source {
        // What a generator fills in is a block more often than not, and no line of a paragraph.
        Source::Template(_) => {
            (!builder.has_seen || follows_break(builder)) && may_be_block(node, builder)
        }
        Source::Markdown(_) => {
            let is_last = source.text().contains('\n') || !precedes_break(node, builder);
            is_last && stands_alone(node, builder)
        }
    };
    if is_alone {
        builder.flush();
        builder.flush_anchors();
        builder.push_block(Block::Source(source));
    } else {
        builder.push_atom(Inline::Source(source));
    }
    Visit::Nothing
}

/// Is this the start of a line that is not the first?
fn follows_break(builder: &Builder<'_>) -> bool {
    builder.reading.keep == Keep::Sayable
        && matches!(builder.line.last(), Some(Run { kind: RunKind::Break, .. }))
}

/// Does the line go on below?
fn precedes_break(node: NodeId, builder: &Builder<'_>) -> bool {
    let dom = builder.dom;
    let mut at = dom.next_sibling(node);
    while let Some(next) =
        at.filter(|&next| dom.text(next).is_some_and(|t| t.trim_ascii().is_empty()))
    {
        at = dom.next_sibling(next);
    }
    at.is_some_and(|next| dom.name(next) == Some("br"))
}

/// Is there nothing else on the line?
fn stands_alone(node: NodeId, builder: &Builder<'_>) -> bool {
    !builder.has_seen && may_be_block(node, builder)
}

/// Is there nothing else behind it on a line that may be a block?
fn may_be_block(node: NodeId, builder: &Builder<'_>) -> bool {
    builder.mark == 0
        && matches!(builder.line_kind, LineKind::Paragraph)
        && ends_line(node, builder)
}

fn push_html(node: NodeId, builder: &mut Builder<'_>) {
    let html = builder.tidy(node);
    let is_block = matches!(builder.dom.name(node), Some("iframe"));
    if is_block && stands_alone(node, builder) {
        builder.flush();
        builder.flush_anchors();
        builder.push_block(Block::Html(html.into()));
    } else {
        builder.push_atom(Inline::Html(html.replace('\n', " ").into()));
    }
}

/// Does nothing follow on the line?
pub(super) fn ends_line(node: NodeId, builder: &Builder<'_>) -> bool {
    let dom = builder.dom;
    let mut at = dom.next_sibling(node);
    while let Some(next) = at {
        if let Some(text) = dom.text(next) {
            if !text.trim_ascii().is_empty() {
                return false;
            }
        } else if let Some(name) = dom.name(next) {
            return is_edge(name);
        }
        at = dom.next_sibling(next);
    }
    true
}

fn is_edge(name: &str) -> bool {
    const EDGES: &[&str] = &[
        "blockquote",
        "br",
        "details",
        "div",
        "dl",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "iframe",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "ul",
    ];
    EDGES.binary_search(&name).is_ok()
}

/// `<svg>`, `<math>` and `<ruby>` stay as they are.
pub(super) fn enter_foreign(node: NodeId, builder: &mut Builder<'_>) -> Visit {
    let html = builder.tidy(node).replace('\n', " ");
    builder.push_atom(Inline::Html(html.into()));
    Visit::Nothing
}

/// Dropped, and said so.
pub(super) fn lose(node: NodeId, builder: &mut Builder<'_>) -> Visit {
    builder.lose(node);
    Visit::Nothing
}

/// Dropped: it shows nothing.
pub(super) fn skip(_: NodeId, _: &mut Builder<'_>) -> Visit {
    Visit::Nothing
}

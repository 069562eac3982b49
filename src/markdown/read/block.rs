//! Elements that are blocks.

use std::borrow::Cow;

use super::Visit;
use super::builder::{Builder, FrameKind, LineKind};
use super::tidy;
use super::{Keep, notes};
use crate::html::{Dom, NodeId};
use crate::markdown::tree::{
    Block, Definition, Heading, HeadingId, Inline, Item, List, ListKind, Spacing, Use,
};

/// `<div>words</div>` → words, in a paragraph of their own
pub(super) fn enter_wrapper(_: NodeId, builder: &mut Builder<'_>) -> Visit {
    builder.edge();
    Visit::Children
}

pub(super) fn leave_wrapper(_: NodeId, builder: &mut Builder<'_>) {
    builder.edge();
}

/// `<p>words</p>` → words
pub(super) fn enter_paragraph(_: NodeId, builder: &mut Builder<'_>) -> Visit {
    builder.edge();
    builder.is_in_paragraph = true;
    if let FrameKind::Item { has_paragraph, .. } = &mut builder.frame().kind {
        *has_paragraph = true;
    }
    Visit::Children
}

pub(super) fn leave_paragraph(node: NodeId, builder: &mut Builder<'_>) {
    let dom = builder.dom;
    let is_empty =
        || dom.children(node).all(|c| dom.text(c).is_some_and(|text| text.trim_ascii().is_empty()));
    if builder.reading.keep == Keep::Everything && is_empty() {
        // A blank written as an entity is a paragraph of its own, and shows nothing.
        builder.push_atom(Inline::Html(Cow::Borrowed("&#32;")));
    }
    builder.edge();
    builder.is_in_paragraph = false;
}

/// `<h2>words</h2>` → `## words`
pub(super) fn enter_heading(node: NodeId, builder: &mut Builder<'_>) -> Visit {
    builder.edge();
    let name = builder.dom.name(node).unwrap_or_default();
    let level = name.bytes().last().map_or(1, |digit| digit - b'0');
    let id = builder.dom.attribute(node, "id").filter(|id| !id.is_empty()).map(|id| HeadingId {
        name: Cow::Borrowed(id),
        used: if builder.targets.remove(id) { Use::Linked } else { Use::Unknown },
    });
    builder.open_line(LineKind::Heading { level, id });
    Visit::Children
}

pub(super) fn leave_heading(_: NodeId, builder: &mut Builder<'_>) {
    let is_empty = !builder.has_seen;
    if is_empty
        && builder.reading.keep == Keep::Everything
        && let LineKind::Heading { level, .. } = builder.line_kind
    {
        builder.take_line();
        builder.push_block(Block::Heading(Heading { level, id: None, content: Vec::new() }));
    }
    builder.flush();
    if let LineKind::Heading { id: Some(HeadingId { name, used: Use::Linked }), .. } =
        &mut builder.line_kind
    {
        // There was nothing to say, but a link points here.
        let name = std::mem::take(name);
        builder.anchors.push(name);
    }
    builder.close_line();
}

/// `<hr>` → `---`
pub(super) fn enter_divider(_: NodeId, builder: &mut Builder<'_>) -> Visit {
    builder.flush();
    builder.flush_anchors();
    builder.push_block(Block::Divider);
    Visit::Nothing
}

/// `<blockquote>words</blockquote>` → `> words`
pub(super) fn enter_quote(_: NodeId, builder: &mut Builder<'_>) -> Visit {
    builder.open(FrameKind::Quote);
    builder.open_line(LineKind::Paragraph);
    Visit::Children
}

pub(super) fn leave_quote(_: NodeId, builder: &mut Builder<'_>) {
    let frame = builder.close();
    builder.close_line();
    if !frame.blocks.is_empty() || builder.reading.keep == Keep::Everything {
        builder.push_block(Block::Quote(frame.blocks));
    }
}

/// `<ul>` and `<ol start="2">` → a list; with numbers that Markdown cannot count, HTML
pub(super) fn enter_list(node: NodeId, builder: &mut Builder<'_>) -> Visit {
    if notes::holds_notes(node, builder) {
        builder.flush();
        return Visit::Children;
    }
    if counts_oddly(node, builder.dom) {
        builder.flush();
        let html = builder.tidy(node);
        builder.push_block(Block::Html(html.into()));
        return Visit::Nothing;
    }
    let start = builder.dom.attribute(node, "start").and_then(|start| start.trim().parse().ok());
    let kind = match builder.dom.name(node) {
        Some("ol") => ListKind::Ordered { start: start.unwrap_or(1) },
        _ => ListKind::Bullet,
    };
    builder.open(FrameKind::List { kind, is_loose: false, items: Vec::new() });
    builder.open_line(LineKind::Paragraph);
    Visit::Children
}

fn counts_oddly(node: NodeId, dom: &Dom) -> bool {
    if dom.name(node) != Some("ol") {
        return false;
    }
    let start = dom.attribute(node, "start").and_then(|start| start.trim().parse::<i64>().ok());
    let start = start.unwrap_or(1);
    let values = dom.children(node).filter(|&child| dom.name(child) == Some("li")).map(|item| {
        dom.attribute(item, "value").and_then(|value| value.trim().parse::<i64>().ok())
    });
    // `type="a"`: letters, which the text may name.
    let has_letters = dom
        .attribute(node, "type")
        .is_some_and(|kind| matches!(kind.trim(), "a" | "A" | "i" | "I"));
    dom.attribute(node, "reversed").is_some()
        || has_letters
        || start < 0
        || (start..).zip(values).any(|(number, value)| value.is_some_and(|value| value != number))
}

pub(super) fn leave_list(node: NodeId, builder: &mut Builder<'_>) {
    if notes::holds_notes(node, builder) {
        builder.flush();
        return;
    }
    // What stands in a list and in no item is an item.
    builder.flush();
    adopt_strays(builder);
    let frame = builder.close();
    builder.close_line();
    let FrameKind::List { kind, is_loose, items } = frame.kind else {
        unreachable!("a list is left where it was entered");
    };
    if items.is_empty() {
        return;
    }
    let spacing = if is_loose { Spacing::Loose } else { Spacing::Tight };
    builder.push_block(Block::List(List { kind, spacing, items }));
}

/// `<ul><li>a</li><ul>…</ul></ul>`: a list straight in a list belongs to the item before it.
fn adopt_strays(builder: &mut Builder<'_>) {
    let frame = builder.frame();
    if frame.blocks.is_empty() {
        return;
    }
    if let FrameKind::List { items, .. } = &mut frame.kind {
        let blocks = std::mem::take(&mut frame.blocks);
        let is_list = blocks.iter().all(|block| matches!(block, Block::List(_)));
        match items.last_mut() {
            Some(item) if is_list => item.blocks.extend(blocks),
            _ => items.push(Item { task: None, blocks }),
        }
    }
}

/// `<li>words</li>` → `- words`
pub(super) fn enter_item(node: NodeId, builder: &mut Builder<'_>) -> Visit {
    if notes::enter_note(node, builder) {
        return Visit::Children;
    }
    builder.flush();
    adopt_strays(builder);
    let is_bare = !matches!(builder.frame().kind, FrameKind::List { .. });
    if is_bare {
        // An item in no list; browsers show a bullet.
        let kind = ListKind::Bullet;
        builder.open(FrameKind::List { kind, is_loose: false, items: Vec::new() });
    }
    builder.open(FrameKind::Item { task: None, has_paragraph: false, is_bare });
    builder.open_line(LineKind::Paragraph);
    Visit::Children
}

pub(super) fn leave_item(_: NodeId, builder: &mut Builder<'_>) {
    if notes::leave_note(builder) {
        return;
    }
    let frame = builder.close();
    builder.close_line();
    let FrameKind::Item { task, has_paragraph, is_bare } = frame.kind else {
        unreachable!("an item is left where it was entered");
    };
    let item = Item { task, blocks: frame.blocks };
    if let FrameKind::List { items, is_loose, .. } = &mut builder.frame().kind {
        *is_loose |= has_paragraph;
        items.push(item);
    }
    if is_bare {
        close_bare_list(builder);
    }
}

fn close_bare_list(builder: &mut Builder<'_>) {
    let frame = builder.close();
    if let FrameKind::List { kind, items, is_loose } = frame.kind {
        let spacing = if is_loose { Spacing::Loose } else { Spacing::Tight };
        match builder.frame().blocks.last_mut() {
            Some(Block::List(before)) if before.kind == kind => before.items.extend(items),
            _ => builder.push_block(Block::List(List { kind, spacing, items })),
        }
    }
}

/// `<dl><dt>term</dt><dd>words</dd></dl>` → a list of definitions
pub(super) fn enter_definitions(_: NodeId, builder: &mut Builder<'_>) -> Visit {
    builder.open(FrameKind::Definitions(Vec::new()));
    builder.open_line(LineKind::Paragraph);
    Visit::Children
}

pub(super) fn leave_definitions(_: NodeId, builder: &mut Builder<'_>) {
    let frame = builder.close();
    builder.close_line();
    if let FrameKind::Definitions(definitions) = frame.kind
        && !definitions.is_empty()
    {
        builder.push_block(Block::Definitions(definitions));
    }
    for block in frame.blocks {
        builder.push_block(block);
    }
}

pub(super) fn enter_term(_: NodeId, builder: &mut Builder<'_>) -> Visit {
    builder.edge();
    builder.open_line(LineKind::Cell);
    Visit::Children
}

pub(super) fn leave_term(_: NodeId, builder: &mut Builder<'_>) {
    let term = builder.take_line();
    builder.close_line();
    if let FrameKind::Definitions(definitions) = &mut builder.frame().kind {
        match definitions.last_mut() {
            Some(last) if last.descriptions.is_empty() => last.terms.push(term),
            _ => definitions.push(Definition { terms: vec![term], descriptions: Vec::new() }),
        }
    } else if !term.is_empty() {
        builder.push_block(Block::Paragraph(term));
    }
}

pub(super) fn enter_description(_: NodeId, builder: &mut Builder<'_>) -> Visit {
    builder.open(FrameKind::Description);
    builder.open_line(LineKind::Paragraph);
    Visit::Children
}

pub(super) fn leave_description(_: NodeId, builder: &mut Builder<'_>) {
    let frame = builder.close();
    builder.close_line();
    if let FrameKind::Definitions(definitions) = &mut builder.frame().kind {
        if definitions.is_empty() {
            definitions.push(Definition::default());
        }
        let last = definitions.last_mut().expect("one was just added");
        last.descriptions.push(frame.blocks);
    } else {
        builder.frame().blocks.extend(frame.blocks);
    }
}

/// `<figure><img><figcaption>words</figcaption></figure>` → the image, then `*words*`
pub(super) fn enter_figure(_: NodeId, builder: &mut Builder<'_>) -> Visit {
    builder.open(FrameKind::Captioned(Vec::new()));
    builder.open_line(LineKind::Paragraph);
    Visit::Children
}

pub(super) fn leave_figure(_: NodeId, builder: &mut Builder<'_>) {
    let frame = builder.close();
    builder.close_line();
    let mut blocks = frame.blocks;
    if let FrameKind::Captioned(captions) = frame.kind {
        blocks.extend(captions);
    }
    builder.frame().blocks.extend(blocks);
}

/// `<figcaption>words <em>and</em></figcaption>` → `*words _and_*`, below what it belongs to
pub(super) fn enter_caption(_: NodeId, builder: &mut Builder<'_>) -> Visit {
    builder.open(FrameKind::Caption);
    builder.open_line(LineKind::Paragraph);
    builder.open_style();
    Visit::Children
}

pub(super) fn leave_caption(_: NodeId, builder: &mut Builder<'_>) {
    let frame = builder.close();
    builder.close_mark();
    builder.close_line();
    let captioned = builder.frames.iter_mut().rev().find_map(|frame| match &mut frame.kind {
        FrameKind::Captioned(captions) => Some(captions),
        _ => None,
    });
    match captioned {
        Some(captions) => captions.extend(frame.blocks),
        None => builder.frame().blocks.extend(frame.blocks),
    }
}

/// `<details><summary>a</summary>b</details>` → the tags on lines of their own around the content
pub(super) fn enter_details(node: NodeId, builder: &mut Builder<'_>) -> Visit {
    let dom = builder.dom;
    let mut open = String::new();
    tidy::open_tag(dom, node, builder.meaning(), &mut open);
    let summary = dom.children(node).find(|&child| dom.name(child) == Some("summary"));
    if let Some(summary) = summary {
        open.push_str("\n<summary>");
        builder.lose_within(summary);
        open.push_str(&tidy::inner(dom, summary, builder.meaning()).replace('\n', " "));
        open.push_str("</summary>");
        builder.summaries.insert(summary);
    }
    builder.open(FrameKind::Element { open: open.into(), close: "</details>" });
    builder.open_line(LineKind::Paragraph);
    Visit::Children
}

pub(super) fn leave_details(_: NodeId, builder: &mut Builder<'_>) {
    let frame = builder.close();
    builder.close_line();
    if let FrameKind::Element { open, close } = frame.kind {
        builder.push_block(Block::Element { open, blocks: frame.blocks, close: close.into() });
    }
}

/// A summary was written with the details that it belongs to.
pub(super) fn enter_summary(node: NodeId, builder: &mut Builder<'_>) -> Visit {
    if builder.summaries.contains(&node) {
        return Visit::Nothing;
    }
    enter_wrapper(node, builder)
}

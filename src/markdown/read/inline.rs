//! Elements inside of lines.

use std::borrow::Cow;

use super::builder::Builder;
use super::runs::{Mark, RunKind};
use super::tag::{is_program, open_tag};
use super::tidy::Detail;
use super::{Keep, Loss, Visit, notes};
use crate::html::NodeId;
use crate::markdown::source::of_link;

pub(super) fn leave_nothing(_: NodeId, _: &mut Builder<'_>) {}

pub(super) fn leave_mark(_: NodeId, builder: &mut Builder<'_>) {
    if builder.reading.keep == Keep::Everything {
        builder.push(RunKind::Nothing);
    }
    builder.close_mark();
}

/// `<span>words</span>` → words
pub(super) fn enter_transparent(_: NodeId, _: &mut Builder<'_>) -> Visit {
    Visit::Children
}

/// `<a href="/x" title="t">words</a>` → `[words](/x "t")`
pub(super) fn enter_link(node: NodeId, builder: &mut Builder<'_>) -> Visit {
    if notes::read_reference(node, builder) {
        return Visit::Nothing;
    }
    let Some(href) = builder.dom.attribute(node, "href").map(str::trim) else {
        builder.open_no_mark();
        return Visit::Children;
    };
    if is_program(href) {
        if !builder.reading.keeps_attributes() {
            builder.losses.push(Loss::UnsafeLink(href.to_owned()));
        }
        builder.open_no_mark();
        return Visit::Children;
    }
    let title = builder.dom.attribute(node, "title");
    let title = title.filter(|title| !title.is_empty()).map(Cow::Borrowed);
    let source = of_link(node, builder.dom);
    // Two links in a row are two links, even to one place.
    builder.open_mark(Mark::Link { destination: Cow::Borrowed(href), title, source });
    Visit::Children
}

/// `<b>words</b>` → `**words**`
pub(super) fn enter_strong(_: NodeId, builder: &mut Builder<'_>) -> Visit {
    builder.open_mark(Mark::Strong);
    Visit::Children
}

/// `<i>words</i>` → `*words*`
pub(super) fn enter_emphasis(_: NodeId, builder: &mut Builder<'_>) -> Visit {
    builder.open_mark(Mark::Emphasis);
    Visit::Children
}

/// `<cite>words</cite>` → `*words*`
pub(super) fn enter_citation(_: NodeId, builder: &mut Builder<'_>) -> Visit {
    builder.open_style();
    Visit::Children
}

/// `<s>words</s>` → `~~words~~`
pub(super) fn enter_strikethrough(_: NodeId, builder: &mut Builder<'_>) -> Visit {
    builder.open_mark(Mark::Strikethrough);
    Visit::Children
}

/// `<kbd class="x">words</kbd>` → `<kbd>words</kbd>`
pub(super) fn enter_element(node: NodeId, builder: &mut Builder<'_>) -> Visit {
    let detail = match builder.reading.keep {
        Keep::Sayable => builder.meaning(),
        Keep::Everything => Detail::All,
    };
    let name = builder.dom.name(node).unwrap_or_default();
    let mut open = String::new();
    open_tag(builder.dom, node, detail, &mut open);
    let close = format!("</{name}>");
    builder.open_mark(Mark::Element { open: open.into(), close: close.into() });
    Visit::Children
}

/// `a<br>b` → a, two blanks, a newline, b
pub(super) fn enter_break(_: NodeId, builder: &mut Builder<'_>) -> Visit {
    if builder.in_code > 0 {
        builder.in_code -= 1;
        builder.push_break();
        builder.in_code += 1;
    } else {
        builder.push_break();
    }
    Visit::Nothing
}

//! Elements that stay HTML because their names say so, whatever Markdown could make of them.

use super::builder::{Builder, FrameKind, LineKind};
use super::comment::divides;
use super::media::ends_line;
use super::names::Form;
use super::runs::{Mark, RunKind};
use super::space::collapse;
use super::tag::{is_tag_name, open_tag};
use super::tidy::{self, Detail, keeps_space};
use super::{Visit, notes};
use crate::html::{Dom, Namespace, NodeId, is_void};
use crate::markdown::source::{MARKDOWN_SOURCE, TEMPLATE_SOURCE, is_source};
use crate::markdown::tree::{Block, Inline};
use crate::markdown::write::starts_html_block;

/// Reads an element that stays HTML; none if it does not.
///
/// `<div class="x">words</div>` → itself, as a block; `<kbd class="x">*</kbd>` →
/// `<kbd class="x">\*</kbd>`
pub(super) fn enter(node: NodeId, builder: &mut Builder<'_>) -> Option<Visit> {
    let name = builder.dom.name(node).unwrap_or_default();
    if builder.whole.is_some() && name != TEMPLATE_SOURCE {
        return Some(enter_within(node, builder));
    }
    if is_source(name) {
        return None;
    }
    let form = form(node, builder)?;
    let is_block = match form {
        Form::Hidden => {
            push_hidden(node, builder);
            return Some(Visit::Nothing);
        }
        Form::Block => takes_block(builder),
        Form::Frame => stands_alone(node, builder),
        Form::Line => stands_alone(node, builder) && is_around_blocks(node, builder),
        Form::Whole => false,
    };
    if is_block {
        builder.flush();
        builder.flush_anchors();
        builder.push_block(Block::Html(as_block(node, builder.dom).into()));
        return Some(Visit::Nothing);
    }
    if form == Form::Line {
        push_open(node, builder);
        return Some(Visit::Children);
    }
    let visit = enter_within(node, builder);
    if visit == Visit::Children {
        builder.whole = Some(node);
    }
    Some(visit)
}

/// Ends what [`enter`] started; gives whether it was that.
pub(super) fn leave(node: NodeId, builder: &mut Builder<'_>) -> bool {
    let is_within = builder.whole.is_some();
    let form = form(node, builder);
    if !is_within && form != Some(Form::Line) {
        return false;
    }
    if is_within {
        builder.verbatim -= usize::from(keeps_space(builder.dom, node));
    }
    // What holds nothing stays all the same.
    builder.push(RunKind::Nothing);
    builder.close_mark();
    if builder.whole == Some(node) {
        builder.whole = None;
    }
    if builder.whole.is_none() && holds_no_text(node, form, builder.dom) {
        // It may show something, such as a film or a sign of its style: blanks beside it count.
        builder.has_seen = true;
        builder.allow_blank();
    }
    true
}

fn holds_no_text(node: NodeId, form: Option<Form>, dom: &Dom) -> bool {
    match form {
        // What it holds was read like anything else.
        Some(Form::Line) => dom.first_child(node).is_none(),
        _ => dom.inner_text(node).trim_ascii().is_empty(),
    }
}

fn form(node: NodeId, builder: &Builder<'_>) -> Option<Form> {
    let name = builder.dom.name(node).unwrap_or_default();
    let form = builder.reading.html.form(name).filter(|_| is_tag_name(name))?;
    (!notes::is_of_note(node, builder)).then_some(form)
}

/// Can a block stand here, without leaving a link or another element that it stands in?
fn takes_block(builder: &Builder<'_>) -> bool {
    matches!(builder.line_kind, LineKind::Paragraph) && builder.marks.is_style(builder.mark)
}

fn stands_alone(node: NodeId, builder: &Builder<'_>) -> bool {
    takes_block(builder) && builder.mark == 0 && !builder.has_seen && ends_line(node, builder)
}

/// Where all is HTML, what is around blocks is a block: `<a href="/x"><div>words</div></a>`
fn is_around_blocks(node: NodeId, builder: &Builder<'_>) -> bool {
    let (dom, html) = (builder.dom, builder.reading.html);
    if !html.is_all() {
        return false;
    }
    let is_block = |node| dom.name(node).is_some_and(|name| html.form(name) == Some(Form::Block));
    let within =
        || std::iter::successors(dom.following(node, node), |&inner| dom.following(inner, node));
    // Where the summary ends in it, the line ends with it.
    within().any(is_block) && !within().any(|inner| dom.comment(inner).is_some_and(divides))
}

/// An element as an HTML block.
fn as_block(node: NodeId, dom: &Dom) -> String {
    let mut html = tidy::element(dom, node, Detail::All);
    if !starts_html_block(dom.name(node).unwrap_or_default()) {
        // Other tags start an HTML block only if they are alone on their line.
        let mut open = String::new();
        open_tag(dom, node, Detail::All, &mut open);
        let inner = &html[open.len()..];
        if !inner.is_empty() && !inner.starts_with('\n') {
            html.insert(open.len(), '\n');
        }
    }
    html
}

/// Scripts and styles stand behind the paragraph that they stand in: in a line, what they hold would
/// be read as Markdown.
fn push_hidden(node: NodeId, builder: &mut Builder<'_>) {
    builder.behind.push(Block::Html(as_block(node, builder.dom).into()));
    if !builder.has_seen && matches!(builder.line_kind, LineKind::Paragraph) {
        builder.flush();
    }
}

/// Gives what is to follow the line its place. Between items, rows and definitions there is none.
pub(super) fn push_behind(builder: &mut Builder<'_>) {
    if builder.behind.is_empty() {
        return;
    }
    let is_between = matches!(
        builder.frame().kind,
        FrameKind::List { .. } | FrameKind::Definitions(_) | FrameKind::Table(_)
    );
    if !is_between {
        let behind = std::mem::take(&mut builder.behind);
        builder.frame().blocks.extend(behind);
    }
}

/// An element in the line, in an element that stays with all that it holds.
fn enter_within(node: NodeId, builder: &mut Builder<'_>) -> Visit {
    let dom = builder.dom;
    let name = dom.name(node).unwrap_or_default();
    let is_html = dom.namespace(node) == Some(Namespace::Html);
    if is_html && matches!(name, "script" | "style") {
        push_hidden(node, builder);
        return Visit::Nothing;
    }
    if is_html && is_void(name) {
        let mut tag = String::new();
        open_tag(dom, node, Detail::All, &mut tag);
        builder.push_atom(Inline::Html(tag.into()));
        return Visit::Nothing;
    }
    if name == MARKDOWN_SOURCE {
        // In a line of HTML it is text, as it is in an HTML block.
        builder.push(RunKind::Text(collapse(&dom.inner_text(node)).into()));
        return Visit::Nothing;
    }
    if is_tag_name(name) {
        push_open(node, builder);
    } else {
        builder.lose(node);
        builder.open_no_mark();
    }
    if keeps_space(dom, node) {
        builder.verbatim += 1;
        if dom.inner_text(node).starts_with('\n') {
            // A parser takes one newline away at the start of these.
            builder.push_atom(Inline::Html("&#10;".into()));
        }
    }
    Visit::Children
}

fn push_open(node: NodeId, builder: &mut Builder<'_>) {
    let mut open = String::new();
    open_tag(builder.dom, node, Detail::All, &mut open);
    let close = format!("</{}>", builder.dom.name(node).unwrap_or_default());
    builder.open_own_mark(Mark::Element { open: open.into(), close: close.into() });
}

/// The text of a `<pre>` in a line: newlines and the blanks beside them are entities.
pub(super) fn push_verbatim<'a>(text: &'a str, builder: &mut Builder<'a>) {
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            builder.push_atom(Inline::Html("&#10;".into()));
        }
        let words = line.trim_start_matches(' ');
        let indent = line.len() - words.len();
        let words = words.trim_end_matches(' ');
        let blanks = |count| std::iter::repeat_n("&#32;", count).collect::<String>();
        for (blanks, words) in
            [(blanks(indent), words), (blanks(line.len() - indent - words.len()), "")]
        {
            if !blanks.is_empty() {
                builder.push_atom(Inline::Html(blanks.into()));
            }
            if !words.is_empty() {
                builder.push(RunKind::Text(words.into()));
            }
        }
    }
}

/// Does a node below `top` stay HTML, by its own name or by that of what holds it?
pub(super) fn is_kept_below(node: NodeId, top: NodeId, builder: &Builder<'_>) -> bool {
    let html = builder.reading.html;
    if html.is_empty() {
        return false;
    }
    let dom = builder.dom;
    let name = |node| dom.name(node).unwrap_or_default();
    html.form(name(node)).is_some()
        || std::iter::successors(dom.parent(node), |&parent| dom.parent(parent))
            .take_while(|&parent| parent != top)
            .any(|parent| html.keeps_whole(name(parent)))
}

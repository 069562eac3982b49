//! Tables: pipes where pipes can say it, tidy HTML where they cannot.

use super::builder::{Builder, Frame, FrameKind, LineKind, RowFrame, TableFrame};
use super::runs::Mark;
use super::{Keep, Visit};
use crate::html::{Dom, NodeId};
use crate::markdown::tree::{Alignment, Block, Inline, Table};

/// `<table>` → `| a | b |`
pub(super) fn enter_table(node: NodeId, builder: &mut Builder<'_>) -> Visit {
    builder.flush();
    builder.flush_anchors();
    if !fits_pipes(node, builder.dom) {
        let html = builder.tidy(node);
        builder.push_block(Block::Html(html.into()));
        return Visit::Nothing;
    }
    builder.open(FrameKind::Captioned(Vec::new()));
    builder.open(FrameKind::Table(TableFrame::default()));
    builder.open_line(LineKind::Paragraph);
    Visit::Children
}

/// Blocks that a cell cannot hold.
const TOO_MUCH: &[&str] = &[
    "blockquote",
    "dd",
    "details",
    "dir",
    "dl",
    "dt",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "iframe",
    "li",
    "menu",
    "object",
    "ol",
    "pre",
    "table",
    "ul",
    "video",
];

fn fits_pipes(table: NodeId, dom: &Dom) -> bool {
    let mut blocks_in_cell = 0;
    dom.elements_in(table).all(|node| {
        let name = dom.name(node).unwrap_or_default();
        match name {
            "td" | "th" => {
                blocks_in_cell = 0;
                !spans(node, dom, "colspan") && !spans(node, dom, "rowspan")
            }
            "p" | "div" => {
                let is_empty = dom.first_child(node).is_none();
                blocks_in_cell += usize::from(name == "p" && !is_empty);
                blocks_in_cell < 2
            }
            name => TOO_MUCH.binary_search(&name).is_err(),
        }
    })
}

fn spans(cell: NodeId, dom: &Dom, attribute: &str) -> bool {
    let span = dom.attribute(cell, attribute).map(str::trim);
    !matches!(span, None | Some("" | "1"))
}

pub(super) fn leave_table(_: NodeId, builder: &mut Builder<'_>) {
    let frame = builder.close();
    builder.close_line();
    let captioned = builder.close();
    let FrameKind::Table(table) = frame.kind else {
        unreachable!("a table is left where it was entered");
    };
    // What stands between the cells belongs nowhere else.
    builder.frame().blocks.extend(frame.blocks);
    builder.frame().blocks.extend(build(table));
    builder.frame().blocks.extend(captioned.blocks);
    if let FrameKind::Captioned(captions) = captioned.kind {
        builder.frame().blocks.extend(captions);
    }
}

fn build(table: TableFrame<'_>) -> Option<Block<'_>> {
    let mut rows = table.rows;
    rows.retain(|row| !row.cells.is_empty());
    let columns = rows.iter().map(|row| row.cells.len()).max()?;
    if rows.iter().flat_map(|row| &row.cells).all(Vec::is_empty) {
        return None;
    }
    let mut alignments = vec![Alignment::None; columns];
    for row in rows.iter().take(2) {
        for (column, &alignment) in row.alignments.iter().enumerate() {
            if alignments[column] == Alignment::None {
                alignments[column] = alignment;
            }
        }
    }
    let has_header = rows[0].is_header;
    let mut rows = rows.into_iter().map(|row| row.cells);
    let mut header = if has_header { rows.next().unwrap_or_default() } else { Vec::new() };
    header.resize(columns, Vec::new());
    Some(Block::Table(Table { alignments, header, rows: rows.collect() }))
}

fn table_frame<'f, 'a>(frame: &'f mut Frame<'a>) -> Option<&'f mut TableFrame<'a>> {
    match &mut frame.kind {
        FrameKind::Table(table) => Some(table),
        _ => None,
    }
}

pub(super) fn enter_row(node: NodeId, builder: &mut Builder<'_>) -> Visit {
    let dom = builder.dom;
    let parent = dom.parent(node).and_then(|parent| dom.name(parent));
    let mut cells = dom.children(node).filter_map(|cell| dom.name(cell)).peekable();
    let is_header = parent == Some("thead") || cells.peek().is_some() && cells.all(|n| n == "th");
    if let Some(table) = table_frame(builder.frame()) {
        table.rows.push(RowFrame { is_header, ..RowFrame::default() });
    }
    Visit::Children
}

pub(super) fn leave_row(_: NodeId, _: &mut Builder<'_>) {}

/// `<td>words</td>` → `words |`; a header at the side is strong, as browsers show it
pub(super) fn enter_cell(node: NodeId, builder: &mut Builder<'_>) -> Visit {
    if table_frame(builder.frame()).is_none() {
        builder.edge();
        builder.open_line(LineKind::Paragraph);
        builder.open_no_mark();
        return Visit::Children;
    }
    builder.flush();
    builder.open_line(LineKind::Cell);
    let is_header = row(builder).is_none_or(|row| row.is_header);
    let is_side = builder.dom.name(node) == Some("th") && !is_header;
    if is_side && builder.reading.keep == Keep::Sayable {
        builder.open_mark(Mark::Strong);
    } else {
        builder.open_no_mark();
    }
    Visit::Children
}

fn row<'b, 'a>(builder: &'b mut Builder<'a>) -> Option<&'b mut RowFrame<'a>> {
    table_frame(builder.frame())?.rows.last_mut()
}

pub(super) fn leave_cell(node: NodeId, builder: &mut Builder<'_>) {
    builder.close_mark();
    let is_in_table = table_frame(builder.frame()).is_some();
    if !is_in_table {
        builder.flush();
        builder.close_line();
        return;
    }
    let content: Vec<Inline<'_>> = builder.take_line();
    builder.close_line();
    let alignment = alignment(node, builder.dom);
    if let Some(row) = row(builder) {
        row.cells.push(content);
        row.alignments.push(alignment);
    }
}

/// By attribute, style or class.
pub(super) fn alignment(node: NodeId, dom: &Dom) -> Alignment {
    let style = dom.attribute(node, "style").and_then(|style| {
        style.split(';').find_map(|rule| {
            let (name, value) = rule.split_once(':')?;
            name.trim().eq_ignore_ascii_case("text-align").then(|| value.trim())
        })
    });
    let class = dom.attribute(node, "class").and_then(|class| {
        class.split_ascii_whitespace().find_map(|word| word.strip_prefix("has-text-align-"))
    });
    let word = style.or(dom.attribute(node, "align")).or(class).unwrap_or_default();
    match word.to_ascii_lowercase().as_str() {
        "left" => Alignment::Left,
        "center" => Alignment::Center,
        "right" => Alignment::Right,
        _ => Alignment::None,
    }
}

//! Blocks → lines.

use super::container::needs_html;
use super::definition::{write_definition, write_description};
use super::element::{is_html_only, wrap_elements, write_element};
use super::escape::Bytes;
use super::heading::{with_ids, write_heading};
use super::line::{Frame, Pen, write_line};
use super::list::{Items, is_hollow, write_item};
use super::markup::write_markup;
use super::page::{Gap, Page};
use super::table::write_table;
use super::token::Line;
use super::verbatim::{write_fence, write_html, write_source};
use crate::markdown::dialect::{
    Containers, DefinitionLists, Dialect, HtmlSyntax, ListSeparation, Pipes, RawHtml, Support,
    Tables,
};
use crate::markdown::source::may_be_one_list;
use crate::markdown::tree::{Block, Definition, Inline, ListKind, Spacing};

/// Writes Markdown: no blank line at its start, one newline at its end; nothing for no blocks.
///
/// ```
/// use pressdown::markdown::{Block, Dialect, Inline, write};
///
/// let words = Block::Paragraph(vec![Inline::Text("1. Words *as they are*".into())]);
/// let text = write(&[words], &Dialect::default());
/// assert_eq!(text, "1\\. Words \\*as they are\\*\n");
/// ```
#[must_use]
pub fn write(blocks: &[Block<'_>], dialect: &Dialect) -> String {
    let mut page = Page::new(1024);
    let mut pen =
        Pen { dialect, bytes: Bytes::new(dialect), line: Line::default(), headings: Vec::new() };
    let mut steps = vec![Step::blocks(blocks, Spacing::Loose)];
    while let Some(step) = steps.pop() {
        match step {
            Step::Blocks(row) => write_next(row, &mut steps, &mut pen, &mut page),
            Step::Items(items) => write_item(items, &mut steps, dialect, &mut page),
            Step::Definitions(definitions) => {
                write_definition(definitions, &mut steps, &mut pen, &mut page);
            }
            Step::Description(descriptions) => {
                write_description(descriptions, &mut steps, &mut page);
            }
            Step::Leave(prefix) => page.leave(prefix),
            Step::Ask(gap) => page.ask(gap),
            Step::Close(gap, line) => {
                page.ask(gap);
                page.open_line();
                page.write_lines(line);
            }
        }
    }
    with_ids(page.finish(), &pen.headings, dialect)
}

/// What is still to be written; the last first.
pub(super) enum Step<'b, 'a> {
    Blocks(Row<'b, 'a>),
    Items(Items<'b, 'a>),
    Definitions(&'b [Definition<'a>]),
    Description(&'b [Vec<Block<'a>>]),
    Leave(usize),
    Ask(Gap),
    Close(Gap, &'b str),
}

/// Blocks in a row, and what is known of the one before.
pub(super) struct Row<'b, 'a> {
    pub(super) blocks: &'b [Block<'a>],
    pub(super) spacing: Spacing,
    pub(super) previous: Option<&'b Block<'a>>,
    /// Does the list before have the other marker?
    pub(super) other_marker: bool,
    /// Is the first block the first of an item?
    pub(super) in_item: bool,
}

impl<'b, 'a> Step<'b, 'a> {
    pub(super) fn blocks(blocks: &'b [Block<'a>], spacing: Spacing) -> Self {
        Self::Blocks(Row { blocks, spacing, previous: None, other_marker: false, in_item: false })
    }
}

fn write_next<'b, 'a>(
    mut row: Row<'b, 'a>,
    steps: &mut Vec<Step<'b, 'a>>,
    pen: &mut Pen<'b, '_>,
    page: &mut Page,
) {
    let Some((block, rest)) = row.blocks.split_first() else { return };
    row.blocks = rest;
    if is_silent(block, pen.dialect) {
        steps.push(Step::Blocks(row));
        return;
    }
    if let Some(previous) = row.previous {
        page.ask(gap(previous, block, row.spacing, pen.dialect));
        row.other_marker = write_separation(previous, block, row.other_marker, pen.dialect, page);
    }
    let at = Position {
        other_marker: row.other_marker,
        is_first: row.previous.is_none() && row.in_item,
        spacing: row.spacing,
    };
    row.previous = Some(block);
    steps.push(Step::Blocks(row));
    write_block(block, at, steps, pen, page);
}

#[derive(Clone, Copy)]
struct Position {
    other_marker: bool,
    is_first: bool,
    spacing: Spacing,
}

/// Is there nothing to write?
fn is_silent(block: &Block<'_>, dialect: &Dialect) -> bool {
    match block {
        Block::Paragraph(content) => content.is_empty(),
        Block::List(list) => list.items.is_empty(),
        Block::Html(html) => html.is_empty(),
        Block::Source(source) => source.text().is_empty(),
        Block::Definitions(definitions) => definitions.is_empty(),
        Block::Table(table) => table.header.is_empty() && table.rows.is_empty(),
        Block::SummaryDivider => dialect.summary_divider.is_empty(),
        Block::PageBreak => dialect.raw_html == RawHtml::Strip,
        Block::Element { blocks, .. } => dialect.raw_html == RawHtml::Strip && blocks.is_empty(),
        Block::Heading(_)
        | Block::Quote(_)
        | Block::Code(_)
        | Block::Footnote { .. }
        | Block::Divider => false,
    }
}

/// Two lists in a row would be one; gives whether the second has the other marker.
fn write_separation(
    previous: &Block<'_>,
    block: &Block<'_>,
    other_marker: bool,
    dialect: &Dialect,
    page: &mut Page,
) -> bool {
    if let (Block::Quote(_), Block::Quote(_), Containers::Plain) =
        (previous, block, dialect.containers)
    {
        write_comment(dialect, page);
    }
    if may_be_one_list(previous, block) {
        write_comment(dialect, page);
    }
    let (Block::List(first), Block::List(second)) = (previous, block) else { return false };
    let is_same = matches!(
        (first.kind, second.kind),
        (ListKind::Bullet, ListKind::Bullet) | (ListKind::Ordered { .. }, ListKind::Ordered { .. })
    );
    match dialect.list_separation {
        ListSeparation::Marker => is_same && !other_marker,
        ListSeparation::Comment => {
            write_comment(dialect, page);
            false
        }
    }
}

/// `<!-- -->` between two blocks that would be one.
fn write_comment(dialect: &Dialect, page: &mut Page) {
    page.ask(Gap::Blank);
    page.open_line();
    page.out.push_str(match dialect.html_syntax {
        HtmlSyntax::Html => "<!-- -->",
        HtmlSyntax::Jsx => "{/* */}",
    });
    page.ask(Gap::Blank);
}

/// In a tight list blocks follow each other without a blank line where they cannot run together.
fn gap(previous: &Block<'_>, block: &Block<'_>, spacing: Spacing, dialect: &Dialect) -> Gap {
    let is_list = matches!(block, Block::List(_));
    if spacing == Spacing::Loose || dialect.containers == Containers::Plain && !is_list {
        return Gap::Blank;
    }
    let starts_by_itself = match block {
        Block::Heading(_) | Block::Quote(_) | Block::Code(_) | Block::Divider => true,
        // An ordered list can interrupt a paragraph only if it starts with 1, and no list can if
        // its first item is empty.
        Block::List(list) => {
            let is_empty = list.items.first().is_none_or(|item| item.blocks.is_empty());
            !is_empty && matches!(list.kind, ListKind::Bullet | ListKind::Ordered { start: 1 })
        }
        Block::Paragraph(_)
        | Block::Table(_)
        | Block::Definitions(_)
        | Block::Footnote { .. }
        | Block::Element { .. }
        | Block::Html(_)
        | Block::Source(_)
        | Block::SummaryDivider
        | Block::PageBreak => false,
    };
    let ends_by_itself = matches!(previous, Block::Heading(_) | Block::Code(_) | Block::Divider);
    let both_quotes = matches!((previous, block), (Block::Quote(_), Block::Quote(_)));
    let after_html = matches!(previous, Block::Html(_) | Block::Element { .. } | Block::Table(_));
    if (starts_by_itself && !both_quotes && !after_html) || ends_by_itself {
        Gap::Line
    } else {
        Gap::Blank
    }
}

fn write_block<'b, 'a>(
    block: &'b Block<'a>,
    at: Position,
    steps: &mut Vec<Step<'b, 'a>>,
    pen: &mut Pen<'b, '_>,
    page: &mut Page,
) {
    match block {
        Block::Quote(_) | Block::List(_)
            if pen.dialect.raw_html == RawHtml::Keep
                && (page.is_deepest() || !page.is_inside() && needs_html(block, pen.dialect)) =>
        {
            write_html(&write_markup(block, pen.dialect), pen.dialect, page);
        }
        Block::Paragraph(content) => {
            page.open_line();
            let frame = if at.is_first { Frame::ItemParagraph } else { Frame::Paragraph };
            let start = page.out.len();
            write_content(content, frame, pen, page);
            if at.spacing == Spacing::Loose {
                wrap_elements(start, pen.dialect, page);
            }
        }
        Block::Heading(heading) => write_heading(heading, pen, page),
        Block::Quote(blocks) => {
            let (marker, indent) = if page.is_full() { ("", "") } else { ("> ", "> ") };
            let prefix = page.enter(marker, indent);
            steps.push(Step::Leave(prefix));
            steps.push(Step::blocks(blocks, Spacing::Loose));
        }
        Block::List(list) => {
            let hollow = page.is_fresh() && !page.out.is_empty() && is_hollow(list);
            let other_marker = at.other_marker || hollow;
            steps.push(Step::Items(Items { list, at: 0, other_marker }));
        }
        Block::Code(code) => write_fence(code, pen.dialect, page),
        Block::Table(table) => match pen.dialect.tables {
            // Only where the rules of GFM hold is a header alone a table.
            Tables::Pipe if table.rows.is_empty() && pen.dialect.pipes != Pipes::Backslash => {
                write_html(&write_markup(block, pen.dialect), pen.dialect, page);
            }
            Tables::Pipe => write_table(table, pen, page),
            Tables::Html => write_html(&write_markup(block, pen.dialect), pen.dialect, page),
        },
        Block::Definitions(definitions) => match pen.dialect.definition_lists {
            DefinitionLists::Colon => steps.push(Step::Definitions(definitions)),
            DefinitionLists::Html => {
                write_html(&write_markup(block, pen.dialect), pen.dialect, page);
            }
        },
        Block::Footnote { label, blocks } => write_note(label, blocks, steps, pen.dialect, page),
        Block::Element { .. } if is_html_only(pen.dialect, page) => {
            write_html(&write_markup(block, pen.dialect), pen.dialect, page);
        }
        Block::Element { open, blocks, close } => {
            write_element((open, blocks, close), steps, pen.dialect, page);
        }
        Block::Html(html) => write_html(html, pen.dialect, page),
        Block::Source(source) => write_source(source, pen.dialect, page),
        Block::Divider => {
            // Behind `-` and `*` more of them would be one divider; at the start of a file dashes
            // open front matter, and under a paragraph they make a heading.
            let rule = match (page.is_fresh(), at.spacing) {
                (true, _) if !page.out.is_empty() => "___",
                (true, _) | (false, Spacing::Tight) => "***",
                (false, Spacing::Loose) => "---",
            };
            page.open_line();
            page.out.push_str(rule);
        }
        Block::SummaryDivider => {
            page.open_line();
            page.out.push_str(&pen.dialect.summary_divider);
        }
        Block::PageBreak => {
            page.open_line();
            page.out.push_str(match pen.dialect.html_syntax {
                HtmlSyntax::Html => "<!--nextpage-->",
                HtmlSyntax::Jsx => "{/* nextpage */}",
            });
        }
    }
}

pub(super) fn write_content<'b>(
    content: &'b [Inline<'_>],
    frame: Frame,
    pen: &mut Pen<'b, '_>,
    page: &mut Page,
) {
    let (prefix, out) = page.prefix_and_out();
    write_line(content, frame, prefix, pen, out);
}

fn write_note<'b, 'a>(
    label: &'b str,
    blocks: &'b [Block<'a>],
    steps: &mut Vec<Step<'b, 'a>>,
    dialect: &Dialect,
    page: &mut Page,
) {
    let (marker, indent) = match dialect.footnotes {
        Support::Yes => (format!("[^{label}]: "), "    "),
        // Without footnotes a list holds them; its numbers are the labels.
        Support::No => {
            let number: u32 = label.parse().unwrap_or(1);
            let anchor = match dialect.raw_html {
                RawHtml::Keep => format!("<a id=\"fn-{label}\"></a>"),
                RawHtml::Strip => String::new(),
            };
            (format!("{number}. {anchor}"), "    ")
        }
    };
    let prefix = page.enter(&marker, indent);
    steps.push(Step::Leave(prefix));
    steps.push(Step::blocks(blocks, Spacing::Loose));
}

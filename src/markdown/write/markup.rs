//! Tables and definitions as tidy HTML, for dialects that have no Markdown for them.

use std::fmt::Write as _;

use super::token::{Line, Links, Mark, Token, flatten};
use crate::html::{escape_attribute, escape_text};
use crate::markdown::dialect::Dialect;
use crate::markdown::tree::{Alignment, Block, Inline, ListKind, Spacing, Table, Task};

/// What is still to be written; the last first.
enum Step<'b, 'a> {
    Block(&'b Block<'a>, Spacing),
    Blocks(&'b [Block<'a>], Spacing),
    Text(&'static str),
    Owned(String),
}

/// A block as HTML without blank lines and without a newline at its end.
pub(super) fn write_markup(block: &Block<'_>, dialect: &Dialect) -> String {
    let mut out = String::new();
    let mut steps = vec![Step::Block(block, Spacing::Loose)];
    while let Some(step) = steps.pop() {
        match step {
            Step::Text(text) => out.push_str(text),
            Step::Owned(text) => out.push_str(&text),
            Step::Blocks(blocks, spacing) => {
                for (number, block) in blocks.iter().enumerate().rev() {
                    steps.push(Step::Block(block, spacing));
                    if number > 0 {
                        steps.push(Step::Text("\n"));
                    }
                }
            }
            Step::Block(block, spacing) => {
                let first = steps.len();
                write_block(block, spacing, dialect, &mut steps, &mut out);
                steps[first..].reverse();
            }
        }
    }
    out
}

/// Writes what needs no further block, and pushes what does, first things first.
fn write_block<'b, 'a>(
    block: &'b Block<'a>,
    spacing: Spacing,
    dialect: &Dialect,
    steps: &mut Vec<Step<'b, 'a>>,
    out: &mut String,
) {
    match block {
        Block::Paragraph(content) if spacing == Spacing::Tight => write_content(content, out),
        Block::Paragraph(content) => write_element("p", content, out),
        Block::Heading(heading) => {
            let level = heading.level.clamp(1, 6);
            let _ = write!(out, "<h{level}");
            heading.id.iter().for_each(|id| write_attribute("id", &id.name, out));
            out.push('>');
            write_content(&heading.content, out);
            let _ = write!(out, "</h{level}>");
        }
        Block::Quote(blocks) => {
            steps.push(Step::Text("<blockquote>\n"));
            steps.push(Step::Blocks(blocks, Spacing::Loose));
            steps.push(Step::Text("\n</blockquote>"));
        }
        Block::List(list) => {
            let (open, close) = match list.kind {
                ListKind::Bullet => ("<ul>".to_owned(), "\n</ul>"),
                ListKind::Ordered { start: 1 } => ("<ol>".to_owned(), "\n</ol>"),
                ListKind::Ordered { start } => (format!("<ol start=\"{start}\">"), "\n</ol>"),
            };
            steps.push(Step::Owned(open));
            for item in &list.items {
                steps.push(Step::Text("\n<li>"));
                let ticked = match item.task {
                    None => "",
                    Some(Task::Open) => "☐ ",
                    Some(Task::Done) => "☑ ",
                };
                let (ticked, blocks) = match item.blocks.split_first() {
                    Some((Block::Paragraph(content), rest))
                        if item.task.is_some() && list.spacing == Spacing::Loose =>
                    {
                        let mut html = format!("<p>{ticked}");
                        write_content(content, &mut html);
                        html.push_str(if rest.is_empty() { "</p>" } else { "</p>\n" });
                        (html, rest)
                    }
                    _ => (ticked.to_owned(), item.blocks.as_slice()),
                };
                steps.push(Step::Owned(ticked));
                steps.push(Step::Blocks(blocks, list.spacing));
                steps.push(Step::Text("</li>"));
            }
            steps.push(Step::Text(close));
        }
        Block::Code(code) => {
            out.push_str("<pre><code");
            if let Some(language) = &code.language {
                out.push_str(" class=\"language-");
                escape_attribute(language, out);
                out.push('"');
            }
            out.push('>');
            write_pre(&code.text, out);
            out.push_str("</code></pre>");
        }
        Block::Table(table) => write_table(table, out),
        Block::Definitions(definitions) => {
            steps.push(Step::Text("<dl>"));
            for definition in definitions {
                for term in &definition.terms {
                    let mut html = String::from("\n");
                    write_element("dt", term, &mut html);
                    steps.push(Step::Owned(html));
                }
                for description in &definition.descriptions {
                    let spacing =
                        if description.len() > 1 { Spacing::Loose } else { Spacing::Tight };
                    steps.push(Step::Text("\n<dd>"));
                    steps.push(Step::Blocks(description, spacing));
                    steps.push(Step::Text("</dd>"));
                }
            }
            steps.push(Step::Text("\n</dl>"));
        }
        Block::Footnote { label, blocks } => {
            steps.push(Step::Owned(format!("<div id=\"fn-{label}\">\n")));
            steps.push(Step::Blocks(blocks, Spacing::Loose));
            steps.push(Step::Text("\n</div>"));
        }
        Block::Element { open, blocks, close } => {
            steps.push(Step::Owned(format!("{open}\n")));
            steps.push(Step::Blocks(blocks, Spacing::Loose));
            steps.push(Step::Owned(format!("\n{close}")));
        }
        Block::Html(html) => out.push_str(html),
        Block::Source(source) => out.push_str(source.text()),
        Block::Divider => out.push_str("<hr>"),
        Block::SummaryDivider => out.push_str(&dialect.summary_divider),
        Block::PageBreak => out.push_str("<!--nextpage-->"),
    }
}

/// Blank lines would end the HTML block, so their newlines are written as entities.
pub(in crate::markdown) fn write_pre(text: &str, out: &mut String) {
    let mut escaped = String::with_capacity(text.len());
    escape_text(text, &mut escaped);
    let mut lines = escaped.split('\n');
    out.push_str(lines.next().unwrap_or_default());
    for line in lines {
        let is_blank = line.trim().is_empty() || out.ends_with('\n') || out.ends_with("&#10;");
        out.push_str(if is_blank { "&#10;" } else { "\n" });
        out.push_str(line);
    }
}

fn write_element(name: &str, content: &[Inline<'_>], out: &mut String) {
    write_open(name, out);
    write_content(content, out);
    out.push_str("</");
    out.push_str(name);
    out.push('>');
}

fn write_open(name: &str, out: &mut String) {
    out.push('<');
    out.push_str(name);
    out.push('>');
}

fn write_table(table: &Table<'_>, out: &mut String) {
    out.push_str("<table>");
    if table.header.iter().any(|cell| !cell.is_empty()) {
        out.push_str("\n<thead>");
        write_row(&table.header, "th", table, out);
        out.push_str("\n</thead>");
    }
    if !table.rows.is_empty() {
        out.push_str("\n<tbody>");
        for row in &table.rows {
            write_row(row, "td", table, out);
        }
        out.push_str("\n</tbody>");
    }
    out.push_str("\n</table>");
}

fn write_row(cells: &[Vec<Inline<'_>>], name: &str, table: &Table<'_>, out: &mut String) {
    out.push_str("\n<tr>");
    for (column, cell) in cells.iter().enumerate() {
        let align = match table.alignments.get(column).copied().unwrap_or_default() {
            Alignment::None => "",
            Alignment::Left => " align=\"left\"",
            Alignment::Center => " align=\"center\"",
            Alignment::Right => " align=\"right\"",
        };
        out.push('<');
        out.push_str(name);
        out.push_str(align);
        out.push('>');
        write_content(cell, out);
        out.push_str("</");
        out.push_str(name);
        out.push('>');
    }
    out.push_str("</tr>");
}

fn mark_name(mark: Mark) -> &'static str {
    match mark {
        Mark::Emphasis => "em",
        Mark::Strong => "strong",
        Mark::Strikethrough => "del",
    }
}

/// Inlines as HTML.
pub(in crate::markdown) fn write_content(content: &[Inline<'_>], out: &mut String) {
    let mut line = Line::default();
    flatten(content, Links::FULL, &mut line);
    let closes = link_ends(&line.tokens);
    for (at, &token) in line.tokens.iter().enumerate() {
        match token {
            Token::Text(text) => escape_text(text, out),
            Token::Open(number) => write_open(mark_name(line.pairs[number].mark), out),
            Token::Close(number) => {
                out.push_str("</");
                out.push_str(mark_name(line.pairs[number].mark));
                out.push('>');
            }
            Token::LinkOpen => {
                if let Token::LinkClose(destination, title) = line.tokens[closes[at]] {
                    out.push_str("<a");
                    write_attribute("href", destination, out);
                    title.inspect(|title| write_attribute("title", title, out));
                    out.push('>');
                }
            }
            Token::LinkClose(..) | Token::SourceClose(..) => out.push_str("</a>"),
            Token::Wiki(_, words) => escape_text(words, out),
            Token::Autolink(address) => escape_text(address, out),
            Token::Image(destination, title, alternative) => {
                write_image(destination, title, alternative, out);
            }
            Token::Code(text) => {
                out.push_str("<code>");
                escape_text(text, out);
                out.push_str("</code>");
            }
            Token::Raw(html) => out.push_str(html),
            Token::Source(source) => out.push_str(source.text()),
            Token::Note(label) => {
                out.push_str("<sup>[");
                escape_text(label, out);
                out.push_str("]</sup>");
            }
            Token::Break => out.push_str("<br>"),
        }
    }
}

/// `<img src="/i.png" alt="words">`
pub(super) fn write_image(
    destination: &str,
    title: Option<&str>,
    alternative: &str,
    out: &mut String,
) {
    out.push_str("<img");
    write_attribute("src", destination, out);
    write_attribute("alt", alternative, out);
    title.inspect(|title| write_attribute("title", title, out));
    out.push('>');
}

fn write_attribute(name: &str, value: &str, out: &mut String) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    escape_attribute(value, out);
    out.push('"');
}

/// For the start of each link, where it ends.
fn link_ends(tokens: &[Token<'_>]) -> Vec<usize> {
    let mut ends = vec![0; tokens.len()];
    let mut open = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Token::LinkOpen => open.push(at),
            Token::LinkClose(..) => ends[open.pop().expect("links are nested")] = at,
            _ => {}
        }
    }
    ends
}

//! Escapes what a line starts with where that would start a block.

use super::escape::{Traps, angle, end_of_run};
use super::own::{escaped, own_start};
use super::token::Token;
use crate::markdown::dialect::{DefinitionLists, Dialect, Place, Support};

/// Elements whose tags start an HTML block wherever they start a line (CommonMark 0.30, 4.6).
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "base",
    "basefont",
    "blockquote",
    "body",
    "caption",
    "center",
    "col",
    "colgroup",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "frame",
    "frameset",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "iframe",
    "legend",
    "li",
    "link",
    "main",
    "menu",
    "menuitem",
    "nav",
    "noframes",
    "ol",
    "optgroup",
    "option",
    "p",
    "param",
    "pre",
    "script",
    "section",
    "source",
    "style",
    "summary",
    "table",
    "tbody",
    "td",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "track",
    "ul",
];

/// Do tags of this name start an HTML block, whatever follows them on their line?
pub(in crate::markdown) fn starts_html_block(name: &str) -> bool {
    BLOCKS.binary_search(&name).is_ok()
}

/// What is written before raw HTML that would end the Markdown following it in the paragraph: a blank
/// as an entity shows nothing at the start of a line, and keeps it a paragraph.
pub(super) fn before_html(
    html: &str,
    start: Option<Start>,
    following: &[Token<'_>],
) -> &'static str {
    let ends_line = matches!(following.first(), None | Some(Token::Break));
    let ends_markdown = start.is_some_and(|start| makes_html_block(html, start, ends_line))
        && following.iter().any(|token| !matches!(token, Token::Raw(_)));
    if ends_markdown { "&#32;" } else { "" }
}

/// Would raw HTML at the start of a line make an HTML block of the line, and of those below it?
fn makes_html_block(html: &str, start: Start, ends_line: bool) -> bool {
    let Some(tag) = html.strip_prefix('<') else { return false };
    let tag = tag.strip_prefix('/').unwrap_or(tag);
    let end = tag.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(tag.len());
    let is_one_tag = || html.find('>') == Some(html.len() - 1);
    starts_html_block(&tag[..end])
        // A tag alone on its line, but within a paragraph.
        || start != Start::Line && ends_line && is_one_tag()
}

/// Which line of its block a text starts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Start {
    /// The first line of a paragraph.
    Block,
    /// The first line of a paragraph in an item, where `[ ]` is a box.
    Item,
    /// A line after a break.
    Line,
}

/// Writes what a text starts with if that would start a block there, and gives how many bytes of the
/// text it wrote.
pub(super) fn write_start(
    text: &str,
    start: Start,
    ends_line: bool,
    (traps, dialect): (&Traps, &Dialect),
    out: &mut String,
) -> usize {
    let all = text.as_bytes();
    let Some(&first) = all.first() else { return 0 };
    let run = end_of_run(all, 0);
    // Whether the line holds nothing else.
    let is_rule = ends_line && all.iter().all(|b| *b == first || *b == b' ');
    let before_blank = |at: usize| all.get(at).map_or(ends_line, |b| matches!(b, b' ' | b'\t'));
    let escapes = match first {
        b'#' => dialect.heading_blank == Support::No || run <= 6 && before_blank(run),
        b'+' => before_blank(1),
        b'-' => before_blank(1) || is_rule || is_delimiter_row(all, start, ends_line),
        b'*' => before_blank(1) || is_rule,
        b'_' => is_rule && run_total(all, b'_') >= 3,
        b'=' => start == Start::Line && is_rule,
        b'>' => true,
        b'`' | b'~' => run >= 3,
        b'|' => is_delimiter_row(all, start, ends_line),
        b':' => {
            is_delimiter_row(all, start, ends_line)
                || dialect.definition_lists == DefinitionLists::Colon && before_blank(1)
        }
        b'<' if all.get(1).is_some_and(|b| b.is_ascii_alphabetic() || b"/!?".contains(b)) => {
            out.push_str(angle(dialect));
            return 1;
        }
        b'[' => {
            start == Start::Item && is_box(all)
                || start != Start::Line && traps.definition
                || start != Start::Line && matches!(all, [b'[', b']', ..])
        }
        b'0'..=b'9' => return write_number(all, ends_line, out),
        _ => false,
    };
    if escapes {
        out.push_str(&escaped(char::from(first), dialect));
        return 1;
    }
    let place = if start == Start::Line { Place::Line } else { Place::Block };
    own_start(text, place, dialect).map_or(0, |(length, replacement)| {
        out.push_str(&replacement);
        length
    })
}

fn run_total(all: &[u8], wanted: u8) -> usize {
    memchr::memchr_iter(wanted, all).count()
}

fn is_box(all: &[u8]) -> bool {
    matches!(all, [b'[', b' ' | b'x' | b'X', b']', ..])
}

/// After a line with pipes, a line of dashes, colons and pipes would make a table.
fn is_delimiter_row(all: &[u8], start: Start, ends_line: bool) -> bool {
    start == Start::Line && ends_line && all.iter().all(|b| b"|:- ".contains(b))
}

/// `1.` before a blank would start a list.
fn write_number(all: &[u8], ends_line: bool, out: &mut String) -> usize {
    let digits = all.iter().take_while(|b| b.is_ascii_digit()).count();
    let is_marker = digits <= 9
        && matches!(all.get(digits), Some(b'.' | b')'))
        && all.get(digits + 1).map_or(ends_line, |b| matches!(b, b' ' | b'\t'));
    if !is_marker {
        return 0;
    }
    out.extend(all[..digits].iter().map(|&b| char::from(b)));
    out.push('\\');
    out.push(char::from(all[digits]));
    digits + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted() {
        assert!(BLOCKS.is_sorted());
    }

    #[test]
    fn html_that_ends_markdown() {
        for (html, start, ends_line, makes) in [
            ("<iframe src=\"x\"></iframe>", Start::Line, false, true),
            ("</div>", Start::Line, false, true),
            ("<img src=\"x\">", Start::Block, true, true),
            ("<img src=\"x\">", Start::Block, false, false),
            ("<img src=\"x\">", Start::Line, true, false),
            ("<video></video>", Start::Block, true, false),
            ("<divider>", Start::Block, false, false),
            ("&#32;", Start::Block, true, false),
        ] {
            assert_eq!(makes_html_block(html, start, ends_line), makes, "{html}");
        }
    }
}

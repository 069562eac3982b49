//! Escapes what a text starts with where that would start a block.

use super::escape::{Traps, angle, end_of_run};
use super::own::{escaped, own_start};
use crate::markdown::dialect::{DefinitionLists, Dialect, Place, Support};

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

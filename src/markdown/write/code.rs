//! Code inside a line.

use std::fmt::Write as _;

use crate::markdown::dialect::{CodeSpans, Dialect, Escape, RawHtml};

/// `` `words` ``, with as many backticks as the words need (CommonMark 6.1).
pub(super) fn write_code(text: &str, dialect: &Dialect, out: &mut String) {
    if text.is_empty() {
        if dialect.raw_html == RawHtml::Keep {
            out.push_str("<code></code>");
        }
        return;
    }
    let is_classic = dialect.code_spans == CodeSpans::Classic;
    if is_classic && dialect.raw_html == RawHtml::Keep && text.trim() != text {
        write_code_as_html(text, out);
        return;
    }
    let ticks = if is_classic { longest_run(text) + 1 } else { ticks(text) };
    let is_blank = text.bytes().all(|b| b == b' ');
    let pads = text.starts_with('`')
        || text.ends_with('`')
        || !is_blank && text.starts_with(' ') && text.ends_with(' ');
    out.extend(std::iter::repeat_n('`', ticks));
    if pads {
        out.push(' ');
    }
    let start = out.len();
    write_verbatim(text, dialect, out);
    if out[start..].contains(['\n', '\r']) {
        let line = out[start..].replace(['\n', '\r'], " ");
        out.replace_range(start.., &line);
    }
    if pads {
        out.push(' ');
    }
    out.extend(std::iter::repeat_n('`', ticks));
}

/// A code span that touches another would be read as one with it.
pub(super) fn write_code_as_html(text: &str, out: &mut String) {
    out.push_str("<code>");
    for c in text.chars() {
        match c {
            '\n' | '\r' => out.push(' '),
            c if c.is_ascii_punctuation() => {
                let _ = write!(out, "&#{};", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push_str("</code>");
}

fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

/// The smallest number of backticks that no run in the text has.
fn ticks(text: &str) -> usize {
    if !text.contains('`') {
        return 1;
    }
    let mut runs: Vec<usize> = text.split(|c| c != '`').map(str::len).collect();
    runs.sort_unstable();
    runs.dedup();
    let longest = runs.last().copied().unwrap_or(0);
    (1..=longest).find(|length| runs.binary_search(length).is_err()).unwrap_or(longest + 1)
}

/// Writes code, with what the dialect's generator would take for its own replaced.
pub(super) fn write_verbatim(text: &str, dialect: &Dialect, out: &mut String) {
    write_replacing(text, dialect, out, |escape, out| out.push_str(&escape.code));
}

/// Writes a text as it is, but for what the dialect's generator would take for its own.
pub(super) fn write_replacing(
    text: &str,
    dialect: &Dialect,
    out: &mut String,
    replace: impl Fn(&Escape, &mut String),
) {
    if dialect.escapes.is_empty() {
        out.push_str(text);
        return;
    }
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let escape = dialect
            .escapes
            .iter()
            .find(|escape| !escape.find.is_empty() && rest.starts_with(&escape.find));
        if let Some(escape) = escape {
            replace(escape, out);
            rest = &rest[escape.find.len()..];
        } else {
            out.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
}

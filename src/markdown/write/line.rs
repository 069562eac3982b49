//! One line of Markdown: flat inlines → text.

use std::fmt::Write as _;

use super::destination::{has_angle, write_destination, write_title};
use super::emphasis::{Class, after, before, choose, shown};
use super::escape::{Around, Bytes, Place, Start, Trap, Traps, look, write_start, write_text};
use super::token::{Autolinks, Line, Mark, Pair, Token, Written, flatten};
use crate::markdown::dialect::{Dialect, HardBreak, RawHtml, Support};
use crate::markdown::tree::Inline;

/// Where a line stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Frame {
    Paragraph,
    /// The first paragraph of an item.
    ItemParagraph,
    Heading,
    Cell,
}

/// What a line is written with.
pub(super) struct Pen<'b, 'd> {
    pub(super) dialect: &'d Dialect,
    pub(super) bytes: Bytes,
    pub(super) line: Line<'b>,
}

/// Writes the content; after a break, new lines start with the prefix.
pub(super) fn write_line<'b>(
    content: &'b [Inline<'_>],
    frame: Frame,
    prefix: &str,
    pen: &mut Pen<'b, '_>,
    out: &mut String,
) {
    let autolinks = match pen.dialect.autolinks {
        Support::Yes => Autolinks::Short,
        Support::No => Autolinks::Full,
    };
    flatten(content, autolinks, &mut pen.line);
    choose(&mut pen.line, pen.dialect);
    let traps = look_for_traps(frame, pen);
    let first = out.len();
    let mut start = match frame {
        Frame::Paragraph => Some(Start::Block),
        Frame::ItemParagraph => Some(Start::Item),
        Frame::Heading | Frame::Cell => None,
    };
    let mut brackets = 0usize;
    let last = pen.line.tokens.len().saturating_sub(1);
    for (at, &token) in pen.line.tokens.iter().enumerate() {
        if let Token::Text(text) = token {
            let text = if out.len() == first || matches!(start, Some(Start::Line)) {
                text.trim_start_matches(is_blank)
            } else {
                text
            };
            let ends_line = at == last || matches!(pen.line.tokens[at + 1], Token::Break);
            let text = if ends_line { text.trim_end_matches(is_blank) } else { text };
            let done = match start {
                Some(start) => write_start(text, start, ends_line, (&traps, pen.dialect), out),
                None => 0,
            };
            let mut around = around(&pen.line, at, pen.dialect);
            if done > 0 {
                around.before = Class::PUNCTUATION;
            }
            let place = if brackets > 0 { Place::Brackets } else { Place::Line };
            let with = (&traps, &pen.bytes, pen.dialect);
            write_text(&text[done..], place, around, with, out);
            if !text.is_empty() {
                start = None;
            }
            if text.ends_with('!') && opens_bracket(pen.line.tokens.get(at + 1)) {
                out.insert(out.len() - 1, '\\');
            }
            continue;
        }
        start = None;
        match token {
            Token::Text(_) => {}
            Token::Open(number) => write_open(pen.line.pairs[number], pen.dialect, out),
            Token::Close(number) => write_close(pen.line.pairs[number], pen.dialect, out),
            Token::LinkOpen => {
                out.push('[');
                brackets += 1;
            }
            Token::LinkClose(destination, title) => {
                out.push_str("](");
                write_target(destination, title, out);
                brackets -= 1;
            }
            Token::Autolink(address) => {
                out.push('<');
                out.push_str(address);
                out.push('>');
            }
            Token::Image(destination, title, alternative) => {
                out.push_str("![");
                write_alternative(alternative, pen.dialect, &pen.bytes, out);
                out.push_str("](");
                write_target(destination, title, out);
            }
            Token::Code(text) => {
                let touches = at > 0 && matches!(pen.line.tokens[at - 1], Token::Code(_));
                if touches && pen.dialect.raw_html == RawHtml::Keep {
                    write_code_as_html(text, out);
                } else {
                    write_code(text, pen.dialect, out);
                }
            }
            Token::Raw(html) => write_raw(html, pen.dialect, out),
            Token::Note(label) => write_note(label, pen.dialect, out),
            Token::Break => {
                // Two breaks in a row would be an empty line, which ends the paragraph.
                let doubles = matches!(pen.line.tokens.get(at + 1), Some(Token::Break));
                if frame == Frame::Heading || frame == Frame::Cell || doubles {
                    out.push_str("<br>");
                } else if at != last {
                    write_break(prefix, pen.dialect, out);
                    start = Some(Start::Line);
                }
            }
        }
    }
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r')
}

fn around(line: &Line<'_>, at: usize, dialect: &Dialect) -> Around {
    let next = match line.tokens.get(at + 1) {
        Some(Token::Text(text)) => text.chars().next(),
        Some(Token::Open(_) | Token::Close(_)) => Some('*'),
        Some(Token::LinkOpen | Token::Note(_)) => Some('['),
        Some(Token::LinkClose(..)) => Some(']'),
        Some(Token::Autolink(_) | Token::Raw(_)) => Some('<'),
        Some(Token::Image(..)) => Some('!'),
        Some(Token::Code(_)) => Some('`'),
        // A backslash before a newline would be a break, one at the end of all is none.
        Some(Token::Break) => None,
        None => Some(' '),
    };
    Around {
        before: before(line, at, dialect),
        after: after(line, at, dialect),
        no_break: shown('\u{a0}', dialect),
        next,
    }
}

fn opens_bracket(token: Option<&Token<'_>>) -> bool {
    matches!(token, Some(Token::LinkOpen | Token::Note(_)))
}

fn look_for_traps(frame: Frame, pen: &Pen<'_, '_>) -> Traps {
    let mut traps = Traps::default();
    for (at, token) in pen.line.tokens.iter().enumerate() {
        match *token {
            Token::Text(text) => {
                look(text, around(&pen.line, at, pen.dialect), &pen.bytes, &mut traps);
            }
            Token::Code(_) => traps.backticks += 2,
            Token::Raw(_) | Token::Autolink(_) => traps.angle = true,
            Token::Open(number) => match pen.line.pairs[number].written {
                Written::Asterisk => traps.asterisk = Trap::Sprung,
                Written::Underscore => traps.underscore = Trap::Sprung,
                Written::Tilde => traps.tilde = Trap::Sprung,
                Written::Html => traps.angle = true,
            },
            Token::LinkClose(destination, title) | Token::Image(destination, title, _) => {
                traps.angle |= has_angle(destination, title);
            }
            Token::Break => {
                let is_html = matches!(frame, Frame::Heading | Frame::Cell)
                    || pen.dialect.hard_break == HardBreak::Html
                    || matches!(pen.line.tokens.get(at + 1), Some(Token::Break));
                traps.angle |= is_html;
            }
            Token::Close(_) | Token::LinkOpen | Token::Note(_) => {}
        }
    }
    traps
}

fn write_open(pair: Pair, dialect: &Dialect, out: &mut String) {
    out.push_str(match (pair.written, pair.mark, dialect.raw_html) {
        (Written::Asterisk, Mark::Strong, _) => "**",
        (Written::Underscore, Mark::Strong, _) => "__",
        (Written::Asterisk, Mark::Emphasis | Mark::Strikethrough, _) => "*",
        (Written::Underscore, Mark::Emphasis | Mark::Strikethrough, _) => "_",
        (Written::Tilde, _, _) => "~~",
        (Written::Html, _, RawHtml::Strip) => "",
        (Written::Html, Mark::Strong, RawHtml::Keep) => "<strong>",
        (Written::Html, Mark::Emphasis, RawHtml::Keep) => "<em>",
        (Written::Html, Mark::Strikethrough, RawHtml::Keep) => "<del>",
    });
}

fn write_close(pair: Pair, dialect: &Dialect, out: &mut String) {
    match (pair.written, pair.mark, dialect.raw_html) {
        (Written::Html, Mark::Strong, RawHtml::Keep) => out.push_str("</strong>"),
        (Written::Html, Mark::Emphasis, RawHtml::Keep) => out.push_str("</em>"),
        (Written::Html, Mark::Strikethrough, RawHtml::Keep) => out.push_str("</del>"),
        _ => write_open(pair, dialect, out),
    }
}

fn write_target(destination: &str, title: Option<&str>, out: &mut String) {
    match title {
        None if destination.is_empty() => {}
        None => write_destination(destination, out),
        Some(title) => {
            write_destination(destination, out);
            out.push(' ');
            write_title(title, out);
        }
    }
    out.push(')');
}

fn write_alternative(text: &str, dialect: &Dialect, bytes: &Bytes, out: &mut String) {
    let around = Around {
        before: Class::PUNCTUATION,
        after: Class::PUNCTUATION,
        no_break: shown('\u{a0}', dialect),
        next: Some(']'),
    };
    let mut traps = Traps::default();
    look(text, around, bytes, &mut traps);
    // The brackets could also close in what stands around the image.
    traps.angle = true;
    write_text(text, Place::Brackets, around, (&traps, bytes, dialect), out);
}

/// `` `words` ``, with as many backticks as the words need (CommonMark 6.1).
fn write_code(text: &str, dialect: &Dialect, out: &mut String) {
    if text.is_empty() {
        if dialect.raw_html == RawHtml::Keep {
            out.push_str("<code></code>");
        }
        return;
    }
    let ticks = ticks(text);
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
fn write_code_as_html(text: &str, out: &mut String) {
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
            out.push_str(&escape.code);
            rest = &rest[escape.find.len()..];
        } else {
            out.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
}

fn write_raw(html: &str, dialect: &Dialect, out: &mut String) {
    match dialect.raw_html {
        RawHtml::Keep => write_verbatim(html, dialect, out),
        RawHtml::Strip => {}
    }
}

fn write_note(label: &str, dialect: &Dialect, out: &mut String) {
    match (dialect.footnotes, dialect.raw_html) {
        (Support::Yes, _) => {
            out.push_str("[^");
            out.push_str(label);
            out.push(']');
        }
        (Support::No, RawHtml::Keep) => {
            for part in ["<sup><a id=\"fnref-", label, "\" href=\"#fn-", label, "\">", label] {
                out.push_str(part);
            }
            out.push_str("</a></sup>");
        }
        (Support::No, RawHtml::Strip) => {
            for part in ["[", label, "](#fn-", label, ")"] {
                out.push_str(part);
            }
        }
    }
}

fn write_break(prefix: &str, dialect: &Dialect, out: &mut String) {
    out.push_str(match dialect.hard_break {
        HardBreak::Spaces => "  ",
        HardBreak::Backslash => "\\",
        HardBreak::Html => "<br>",
    });
    out.push('\n');
    out.push_str(prefix);
}

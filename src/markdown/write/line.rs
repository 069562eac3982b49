//! One line of Markdown: flat inlines → text.

use super::code::{write_code, write_code_as_html};
use super::destination::has_angle;
use super::emphasis::choose;
use super::escape::{Around, Bytes, Span, Trap, Traps, look, write_text};
use super::flanks::{Class, after, before, shown};
use super::heading::Placed;
use super::link::{write_own_encoded, write_source_target, write_target, write_wiki};
use super::markup::write_image;
use super::start::{Start, write_start};
use super::token::{Line, Links, Mark, Pair, Token, Written, flatten};
use super::verbatim::{write_inline_source, write_raw};
use crate::markdown::dialect::{
    Dialect, EmphasisRules, HardBreak, HtmlSyntax, ImageWords, Pipes, RawHtml, Support,
};
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
    /// The headings that were written.
    pub(super) headings: Vec<Placed<'b>>,
}

/// How far a line is written.
struct Place<'p> {
    frame: Frame,
    prefix: &'p str,
    /// What the next word starts, if it starts anything.
    start: Option<Start>,
    /// How many links are open.
    links: usize,
    /// Where the line begins in the output.
    first: usize,
}

/// Writes the content; after a break, new lines start with the prefix.
pub(super) fn write_line<'b>(
    content: &'b [Inline<'_>],
    frame: Frame,
    prefix: &str,
    pen: &mut Pen<'b, '_>,
    out: &mut String,
) {
    flatten(content, Links::of(pen.dialect), &mut pen.line);
    choose(&mut pen.line, pen.dialect);
    let traps = look_for_traps(frame, pen);
    let start = match frame {
        Frame::Paragraph => Some(Start::Block),
        Frame::ItemParagraph => Some(Start::Item),
        Frame::Heading | Frame::Cell => None,
    };
    let mut place = Place { frame, prefix, start, links: 0, first: out.len() };
    for (at, token) in pen.line.tokens.iter().enumerate() {
        match *token {
            Token::Text(text) => write_words(text, at, &mut place, (&traps, pen), out),
            token => write_token(token, at, &mut place, pen, out),
        }
    }
}

/// Writes a text, without the blanks at the borders of its line.
fn write_words(
    text: &str,
    at: usize,
    place: &mut Place<'_>,
    (traps, pen): (&Traps, &Pen<'_, '_>),
    out: &mut String,
) {
    let following = pen.line.tokens.get(at + 1);
    let starts_line = out.len() == place.first || matches!(place.start, Some(Start::Line));
    let text = if starts_line { text.trim_start_matches(is_blank) } else { text };
    let ends_line = matches!(following, None | Some(Token::Break));
    let text = if ends_line { text.trim_end_matches(is_blank) } else { text };
    let done = match place.start {
        Some(start) => write_start(text, start, ends_line, (traps, pen.dialect), out),
        None => 0,
    };
    let mut around = around(&pen.line, at, pen.dialect);
    if done > 0 {
        around.before = Class::PUNCTUATION;
    }
    let span = if place.links > 0 { Span::Brackets } else { Span::Line };
    let start = out.len();
    write_text(&text[done..], span, around, (traps, &pen.bytes, pen.dialect), out);
    if !text.is_empty() {
        place.start = None;
    }
    if text.starts_with(['(', '[', ':']) && done == 0 && follows_bracket(&pen.line, at) {
        out.insert(start, '\\');
    }
    if text.ends_with('!') && opens_bracket(following) {
        out.insert(out.len() - 1, '\\');
    }
}

/// Writes what is no text.
fn write_token(
    token: Token<'_>,
    at: usize,
    place: &mut Place<'_>,
    pen: &Pen<'_, '_>,
    out: &mut String,
) {
    let dialect = pen.dialect;
    let start = place.start.take();
    match token {
        Token::Text(_) => {}
        Token::Open(number) => write_open(pen.line.pairs[number], dialect, out),
        Token::Close(number) => write_close(pen.line.pairs[number], dialect, out),
        Token::LinkOpen => {
            out.push('[');
            place.links += 1;
        }
        Token::LinkClose(destination, title) => {
            out.push_str("](");
            write_target(destination, title, dialect, out);
            place.links -= 1;
        }
        Token::SourceClose(source, title) => {
            out.push_str("](");
            write_source_target(source, title, out);
            place.links -= 1;
        }
        Token::Wiki(note, words) => write_wiki(note, words, out),
        Token::Autolink(address) => {
            out.push('<');
            let start = out.len();
            out.push_str(address);
            write_own_encoded(start, dialect, out);
            out.push('>');
        }
        Token::Image(destination, title, alternative) => {
            write_picture((destination, title, alternative), pen, out);
        }
        Token::Code(text) => {
            let touches = at > 0 && matches!(pen.line.tokens[at - 1], Token::Code(_));
            let is_split = place.frame == Frame::Cell
                && dialect.pipes != Pipes::Backslash
                && text.contains('|');
            if (touches || is_split) && dialect.raw_html == RawHtml::Keep {
                write_code_as_html(text, out);
            } else {
                write_code(text, dialect, out);
            }
        }
        Token::Raw(html) => write_raw(html, (start, &pen.line.tokens[at + 1..]), dialect, out),
        Token::Source(source) => write_inline_source(source, dialect, out),
        Token::Note(label) => write_note(label, dialect, out),
        Token::Break => write_break_at(at, place, pen, out),
    }
}

/// Writes a break, but none at the end of a line.
fn write_break_at(at: usize, place: &mut Place<'_>, pen: &Pen<'_, '_>, out: &mut String) {
    let following = pen.line.tokens.get(at + 1);
    // Two breaks in a row would be an empty line, which ends the paragraph.
    let doubles = matches!(following, Some(Token::Break));
    if matches!(place.frame, Frame::Heading | Frame::Cell) || doubles {
        out.push_str(line_break(pen.dialect));
    } else if following.is_some() {
        write_break(place.prefix, pen.dialect, out);
        place.start = Some(Start::Line);
    }
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r')
}

fn around(line: &Line<'_>, at: usize, dialect: &Dialect) -> Around {
    let next = match line.tokens.get(at + 1) {
        Some(Token::Text(text)) => text.chars().next(),
        Some(Token::Open(_) | Token::Close(_)) => Some('*'),
        Some(Token::LinkOpen | Token::Note(_) | Token::Wiki(..)) => Some('['),
        Some(Token::LinkClose(..) | Token::SourceClose(..)) => Some(']'),
        Some(Token::Autolink(_) | Token::Raw(_)) => Some('<'),
        Some(Token::Source(source)) => source.text().chars().next(),
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

/// Does the text stand right behind the bracket of a source, so that it could be its address?
fn follows_bracket(line: &Line<'_>, at: usize) -> bool {
    match at.checked_sub(1).map(|before| line.tokens[before]) {
        Some(Token::Source(source)) => source.text().ends_with(']'),
        _ => false,
    }
}

/// Whatever a source holds could be one end of markup.
fn spring(source: &str, traps: &mut Traps) {
    let marks = [('*', &mut traps.asterisk), ('_', &mut traps.underscore), ('~', &mut traps.tilde)];
    for (mark, trap) in marks {
        if source.contains(mark) {
            *trap = Trap::Sprung;
        }
    }
    traps.backticks += u32::from(source.contains('`')) * 2;
    traps.dollars += u32::from(source.contains('$')) * 2;
    traps.link |= source.contains("](");
    traps.angle |= source.contains(['<', '>']);
}

fn opens_bracket(token: Option<&Token<'_>>) -> bool {
    matches!(token, Some(Token::LinkOpen | Token::Note(_) | Token::Wiki(..)))
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
            Token::Source(source) => spring(source.text(), &mut traps),
            Token::Open(number) => match pen.line.pairs[number].written {
                Written::Asterisk => traps.asterisk = Trap::Sprung,
                Written::Underscore => traps.underscore = Trap::Sprung,
                Written::Tilde => traps.tilde = Trap::Sprung,
                Written::Html => traps.angle = true,
            },
            Token::LinkClose(destination, title) | Token::Image(destination, title, _) => {
                traps.angle |= has_angle(destination, title);
                // The first Markdown looks for emphasis before it looks for links.
                let has_asterisk =
                    destination.contains('*') || title.is_some_and(|t| t.contains('*'));
                if has_asterisk && pen.dialect.emphasis_rules == EmphasisRules::Classic {
                    traps.asterisk = Trap::Sprung;
                }
            }
            Token::Break => {
                let is_html = matches!(frame, Frame::Heading | Frame::Cell)
                    || pen.dialect.hard_break == HardBreak::Html
                    || matches!(pen.line.tokens.get(at + 1), Some(Token::Break));
                traps.angle |= is_html;
            }
            Token::SourceClose(source, title) => {
                traps.angle |= source.contains('>') || has_angle("/", title);
            }
            // A bracket before it would open more than its own.
            Token::Wiki(..) => traps.link = true,
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

/// `![words](/image.png "title")`, or HTML for words that the dialect has no Markdown for.
fn write_picture(
    (destination, title, alternative): (&str, Option<&str>, &str),
    pen: &Pen<'_, '_>,
    out: &mut String,
) {
    let dialect = pen.dialect;
    let start = out.len();
    out.push_str("![");
    write_alternative(alternative, dialect, &pen.bytes, out);
    let is_plain = out[start + 2..] == *alternative && !alternative.contains('"');
    if dialect.image_words == ImageWords::Plain && dialect.raw_html == RawHtml::Keep && !is_plain {
        out.truncate(start);
        write_image(destination, title, alternative, out);
        return;
    }
    out.push_str("](");
    write_target(destination, title, dialect, out);
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
    if dialect.emphasis_rules == EmphasisRules::Classic {
        traps.asterisk = Trap::Sprung;
    }
    // The brackets could also close in what stands around the image.
    traps.angle = true;
    write_text(text, Span::Brackets, around, (&traps, bytes, dialect), out);
}

fn line_break(dialect: &Dialect) -> &'static str {
    match dialect.html_syntax {
        HtmlSyntax::Html => "<br>",
        HtmlSyntax::Jsx => "<br />",
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
        HardBreak::Html => line_break(dialect),
    });
    out.push('\n');
    out.push_str(prefix);
}

//! One chunk between blank lines → a paragraph, or the bare block elements that it consists of.

use super::pieces::{Piece, is_break};
use crate::convert::lower::markup::End;

/// A line break directly before a tag whose name begins so is dropped.
const SWALLOW_BREAK: &[&str] =
    &["blockquote", "dd", "div", "dl", "dt", "li", "ol", "p", "pre", "td", "th", "ul"];

/// What stands before the place that is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Before {
    /// The start of a paragraph or a block element, where no line break is wanted.
    Edge,
    /// The first newline behind such a start, which took the place of its line break.
    EdgeLine,
    /// A `<br />`, directly.
    Break,
    /// Text or an inline element.
    Text,
}

/// Writes a chunk as HTML, with a newline behind it; a blank one writes nothing.
pub(in crate::convert::lower) fn write(chunk: &[Piece<'_>], html: &mut String) {
    let pieces = trim(chunk);
    let Some((first, last)) = pieces.first().zip(pieces.last()) else { return };
    if pieces.iter().all(|piece| piece.is_blank() || matches!(piece, Piece::Comment(_))) {
        html.extend(pieces.iter().map(Piece::raw));
        html.push('\n');
        return;
    }
    let opened = open(first, pieces.len() > 1, html);
    let inner = if first.is_blockish() { &pieces[1..] } else { pieces };
    let closing = inner.last().filter(|piece| piece.closes_block());
    let inner = if closing.is_some() { &inner[..inner.len() - 1] } else { inner };
    write_inline(inner, closing, html);
    let closes_paragraph = opened && !is_paragraph(last, End::Close);
    if closes_paragraph || closing.is_none() {
        html.truncate(html.trim_ascii_end().len());
    }
    if closes_paragraph {
        html.push_str("</p>");
    }
    html.push_str(closing.map_or("", Piece::raw));
    html.push('\n');
}

/// The chunk without blank text at its ends.
fn trim<'c, 'a>(chunk: &'c [Piece<'a>]) -> &'c [Piece<'a>] {
    let start = chunk.iter().take_while(|piece| piece.is_blank()).count();
    let end = chunk.iter().rev().take_while(|piece| piece.is_blank()).count();
    chunk.get(start..chunk.len() - end).unwrap_or_default()
}

fn is_paragraph(piece: &Piece<'_>, end: End) -> bool {
    matches!(piece, Piece::Tag(tag) if tag.name == "p" && tag.end == end)
}

/// Writes what begins the chunk, and says whether a paragraph is open behind it.
fn open(first: &Piece<'_>, has_more: bool, html: &mut String) -> bool {
    if !first.is_blockish() {
        html.push_str("<p>");
        return true;
    }
    html.push_str(first.raw());
    let Piece::Tag(tag) = first else { return false };
    // WordPress wraps the text of a quotation, but not the text of a `<div>` or `<li>`.
    if tag.name == "blockquote" && tag.end == End::Open && has_more {
        html.push_str("<p>");
        return true;
    }
    is_paragraph(first, End::Open) && has_more
}

/// Writes pieces with a `<br />` at each newline that stands between text.
fn write_inline(pieces: &[Piece<'_>], closing: Option<&Piece<'_>>, html: &mut String) {
    let mut before = Before::Edge;
    for (index, piece) in pieces.iter().enumerate() {
        let behind = pieces[index + 1..].iter().find(|it| !it.is_blank()).or(closing);
        let swallowed = behind.is_none_or(swallows_break);
        before = match piece {
            Piece::Text(text) => write_text(text, before, swallowed, html),
            Piece::Tag(tag) if is_break(tag) => match before {
                Before::Edge => Before::Edge,
                _ if swallowed => before,
                Before::EdgeLine | Before::Break | Before::Text => {
                    html.push_str("<br />");
                    Before::Break
                }
            },
            Piece::Tag(_) | Piece::Untouched(_) | Piece::Comment(_) => {
                html.push_str(piece.raw());
                if piece.is_blockish() { Before::Edge } else { Before::Text }
            }
        };
    }
}

fn swallows_break(piece: &Piece<'_>) -> bool {
    piece.tag().is_some_and(|tag| SWALLOW_BREAK.iter().any(|name| tag.name.starts_with(name)))
}

/// Writes text, and says what stands before the next piece. `swallowed` says whether a newline at
/// the end of the text is no line break.
fn write_text(text: &str, before: Before, swallowed: bool, html: &mut String) -> Before {
    let mut before = before;
    let end = text.trim_ascii_end().len();
    let mut start = 0;
    for newline in memchr::memchr_iter(b'\n', text.as_bytes()) {
        let line = &text[start..newline];
        html.push_str(line.trim_ascii_end());
        if !line.trim_ascii().is_empty() {
            before = Before::Text;
        }
        let wanted = match before {
            Before::Edge | Before::EdgeLine => false,
            // White space between `<br />` and the newline makes a second break in WordPress.
            Before::Break => !line.is_empty(),
            Before::Text => true,
        };
        if wanted && !(swallowed && newline >= end) {
            html.push_str("<br />");
            before = Before::Break;
        }
        if before == Before::Edge {
            before = Before::EdgeLine;
        }
        if !html.ends_with("<p>") {
            html.push('\n');
        }
        start = newline + 1;
    }
    let last = &text[start..];
    html.push_str(last);
    if last.trim_ascii().is_empty() { before } else { Before::Text }
}

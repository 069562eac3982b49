//! Text with blank lines → HTML paragraphs, as WordPress's `wpautop` makes them.
//!
//! In: classic content, shortcodes still in it. Out: the same with `<p>` and `<br />`. The text is cut
//! into chunks at blank lines and around block elements; [`chunk`] then decides for one chunk.
//! What lies inside `<pre>`, `<script>`, `<style>`, `<svg>` and `<math>` is untouched.
//! <https://developer.wordpress.org/reference/functions/wpautop/>

mod chunk;
pub(super) mod pieces;

use super::markup::{self, End};
use pieces::{Piece, Pieces, is_block, is_break};

/// Adds paragraphs and line breaks to text that has newlines instead.
///
/// `One\n\ntwo\nthree` → `<p>One</p>\n<p>two<br />\nthree</p>\n`
#[must_use]
pub fn autop(text: &str) -> String {
    let facts = Facts::of(text);
    let mut html = String::with_capacity(text.len() + text.len() / 16);
    let mut chunk = Vec::new();
    let mut pieces = Pieces::of(text).peekable();
    let mut before: Option<Piece<'_>> = None;
    while let Some(piece) = pieces.next() {
        let next = pieces.peek();
        let glued = before.is_some_and(|it| facts.eats_after(&it));
        let is_eaten = next.is_some_and(|it| facts.eats_before(it));
        if !glued && !facts.eats_before(&piece) && begins_chunk(&piece) {
            end_chunk(&mut chunk, &mut html);
        }
        match piece {
            Piece::Text(text) => {
                let text = if glued { text.trim_ascii_start() } else { text };
                let text = if is_eaten { text.trim_ascii_end() } else { text };
                cut_at_blank_lines(text, &mut chunk, &mut html);
            }
            Piece::Comment(raw) if is_page_break(raw) => {
                let apart = ends_line(&chunk) || next.is_none_or(begins_line);
                push_page_break(raw, apart, &mut chunk, &mut html);
            }
            Piece::Tag(tag) if is_break(&tag) && drop_break_before(&mut chunk) => {
                end_chunk(&mut chunk, &mut html);
            }
            _ => chunk.push(piece),
        }
        if !is_eaten && !facts.eats_after(&piece) && ends_chunk(&piece) {
            end_chunk(&mut chunk, &mut html);
        }
        before = Some(piece);
    }
    end_chunk(&mut chunk, &mut html);
    html
}

/// Whether a comment cuts a post in two: WordPress cuts before it makes paragraphs.
fn is_page_break(comment: &str) -> bool {
    comment.starts_with("<!--more") || comment == "<!--nextpage-->"
}

/// Adds a page break, as a chunk of its own where it stands apart from text.
fn push_page_break<'a>(raw: &'a str, apart: bool, chunk: &mut Vec<Piece<'a>>, html: &mut String) {
    if apart {
        end_chunk(chunk, html);
    }
    // What follows `more` is the text of a theme's link.
    chunk.push(Piece::Comment(if raw.starts_with("<!--more") { "<!--more-->" } else { raw }));
    if apart {
        end_chunk(chunk, html);
    }
}

/// Whether a chunk is at the start of a line.
fn ends_line(chunk: &[Piece<'_>]) -> bool {
    match chunk.last() {
        None => true,
        Some(Piece::Text(text)) => text.trim_end_matches([' ', '\t']).ends_with('\n'),
        Some(Piece::Tag(_) | Piece::Untouched(_) | Piece::Comment(_)) => false,
    }
}

/// Whether a piece ends the line that it begins on.
fn begins_line(piece: &Piece<'_>) -> bool {
    match piece {
        Piece::Text(text) => text.trim_start_matches([' ', '\t']).starts_with('\n'),
        Piece::Tag(_) | Piece::Untouched(_) | Piece::Comment(_) => begins_chunk(piece),
    }
}

/// Whether a blank line is understood before it.
fn begins_chunk(piece: &Piece<'_>) -> bool {
    match piece {
        Piece::Tag(tag) => tag.end == End::Open && is_block(tag.name),
        Piece::Untouched(tag) => is_block(tag.name),
        Piece::Text(_) | Piece::Comment(_) => false,
    }
}

/// Whether a blank line is understood behind it.
fn ends_chunk(piece: &Piece<'_>) -> bool {
    match piece {
        Piece::Tag(tag) if tag.name == "hr" => {
            tag.raw.trim_end_matches('>').trim_end_matches('/').trim_ascii_end() == "<hr"
        }
        Piece::Tag(tag) => tag.end == End::Close && is_block(tag.name),
        Piece::Untouched(tag) => is_block(tag.name),
        Piece::Text(_) | Piece::Comment(_) => false,
    }
}

/// Takes a `<br>` with the white space behind it from the end of a chunk: two are a blank line.
fn drop_break_before(chunk: &mut Vec<Piece<'_>>) -> bool {
    let length = chunk.len() - chunk.iter().rev().take_while(|piece| piece.is_blank()).count();
    match chunk[..length].last() {
        Some(Piece::Tag(tag)) if is_break(tag) => {
            chunk.truncate(length - 1);
            true
        }
        _ => false,
    }
}

/// Adds text to the chunk, and ends the chunk at each blank line.
fn cut_at_blank_lines<'a>(text: &'a str, chunk: &mut Vec<Piece<'a>>, html: &mut String) {
    let mut rest = text;
    let mut searched = 0;
    while let Some(newline) = memchr::memchr(b'\n', &rest.as_bytes()[searched..]) {
        let newline = searched + newline;
        let behind = rest[newline..].trim_ascii_start();
        let blank = &rest[newline + 1..rest.len() - behind.len()];
        let Some(last) = blank.rfind('\n') else {
            searched = newline + 1;
            continue;
        };
        push_text(&rest[..newline], chunk);
        end_chunk(chunk, html);
        rest = &rest[newline + 1 + last + 1..];
        searched = 0;
    }
    push_text(rest, chunk);
}

fn push_text<'a>(text: &'a str, chunk: &mut Vec<Piece<'a>>) {
    if !text.is_empty() {
        chunk.push(Piece::Text(text));
    }
}

fn end_chunk(chunk: &mut Vec<Piece<'_>>, html: &mut String) {
    chunk::write(chunk, html);
    chunk.clear();
}

/// What the whole text says about the white space beside some tags.
struct Facts {
    objects: bool,
    media: bool,
}

impl Facts {
    fn of(text: &str) -> Self {
        Self {
            objects: markup::holds(text, "</object>"),
            media: markup::holds(text, "<source") || markup::holds(text, "<track"),
        }
    }

    /// Whether white space before it is dropped.
    fn eats_before(&self, piece: &Piece<'_>) -> bool {
        let Piece::Tag(tag) = piece else { return false };
        match (tag.name, tag.end) {
            ("figcaption" | "option", End::Open) => true,
            ("embed" | "param", _) | ("object", End::Close) => self.objects,
            ("source" | "track", _) | ("audio" | "video", End::Close) => self.media,
            _ => false,
        }
    }

    /// Whether white space behind it is dropped.
    fn eats_after(&self, piece: &Piece<'_>) -> bool {
        let Piece::Tag(tag) = piece else { return false };
        match (tag.name, tag.end) {
            ("figcaption" | "option", End::Close) => true,
            ("embed" | "param", _) | ("object", End::Open) => self.objects,
            ("source" | "track", _) | ("audio" | "video", End::Open) => self.media,
            _ => false,
        }
    }
}

//! Footnotes of the block editor: marks in the text, notes in a custom field → numbered notes.
//!
//! `<sup data-fn="ID" class="fn"><a href="#ID">1</a></sup>` →
//! `<sup><a role="doc-noteref" href="#fn-1">1</a></sup>`, and where the block stands
//! `<section role="doc-endnotes"><ol><li id="fn-1" role="doc-footnote">…</li></ol></section>`.

use std::collections::HashMap;
use std::fmt::Write as _;

use serde::Deserialize;

use super::markup::{self, End, Token};
use crate::notice::{Code, Notice};

/// Where the notes belong.
pub(super) const PLACE: &str = "<section role=\"doc-endnotes\"></section>";

/// A note as WordPress keeps it.
#[derive(Clone, Debug, Deserialize)]
struct Note {
    content: String,
    id: String,
}

/// Numbers the marks in order of appearance and writes the notes.
pub(super) fn resolve(html: String, meta: Option<&str>, notices: &mut Vec<Notice>) -> String {
    let has_marks = html.contains("data-fn=");
    if !has_marks && meta.is_none() && !html.contains(PLACE) {
        return html;
    }
    let notes: Vec<Note> =
        meta.and_then(|meta| serde_json::from_str(meta).ok()).unwrap_or_default();
    let by_id: HashMap<&str, &Note> = notes.iter().map(|note| (note.id.as_str(), note)).collect();
    let mut numbers = HashMap::new();
    let mut order = Vec::new();
    let html = if has_marks {
        number(&html, |id| {
            let Some(note) = by_id.get(id) else {
                notices.push(Notice::new(
                    Code::MissingFootnote,
                    format!("footnote `{id}` is not in the export"),
                ));
                return None;
            };
            let number = numbers.entry(note.id.as_str()).or_insert_with(|| {
                order.push(*note);
                order.len()
            });
            Some(*number)
        })
    } else {
        html
    };
    // A note that no mark refers to is still the author's text.
    order.extend(notes.iter().filter(|note| !numbers.contains_key(note.id.as_str())));
    place(&html, &order)
}

/// Puts the notes where their block stands, else at the end.
fn place(html: &str, notes: &[&Note]) -> String {
    let section = match notes {
        [] => String::new(),
        notes => section(notes),
    };
    match html.split_once(PLACE) {
        Some((before, behind)) => format!("{before}{section}{}", behind.replace(PLACE, "")),
        None => format!("{html}{section}"),
    }
}

fn section(notes: &[&Note]) -> String {
    let mut html = String::from("<section role=\"doc-endnotes\"><ol>");
    for (index, note) in notes.iter().enumerate() {
        let number = index + 1;
        let _ = write!(html, "<li id=\"fn-{number}\" role=\"doc-footnote\">{}</li>", note.content);
    }
    html + "</ol></section>"
}

/// Replaces the marks by the numbers of their notes; a mark without a note stays text.
fn number(html: &str, mut number_of: impl FnMut(&str) -> Option<usize>) -> String {
    let mut numbered = String::with_capacity(html.len());
    let mut inside = false;
    for token in markup::as_browser(html) {
        match token {
            Token::Tag(tag) if tag.is("sup") && tag.end == End::Open => {
                let id = markup::attribute(tag.raw, "data-fn");
                let number = id.and_then(&mut number_of);
                inside = number.is_some();
                match number {
                    Some(number) => {
                        let link =
                            format!("<a role=\"doc-noteref\" href=\"#fn-{number}\">{number}</a>");
                        numbered.extend(["<sup>", &link]);
                    }
                    None => numbered.push_str(tag.raw),
                }
            }
            Token::Tag(tag) if inside && tag.is("a") => inside = tag.end == End::Open,
            Token::Text(old) if inside && old.bytes().all(|byte| byte.is_ascii_digit()) => {}
            Token::Tag(markup::Tag { raw, .. }) | Token::Text(raw) | Token::Comment(raw) => {
                numbered.push_str(raw);
            }
        }
    }
    numbered
}

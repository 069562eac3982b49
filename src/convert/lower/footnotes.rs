//! Footnotes → numbered notes: those of the block editor, marks in the text and notes in a custom
//! field, and those that plugins let authors type where the mark belongs.
//!
//! `<sup data-fn="ID" class="fn"><a href="#ID">1</a></sup>` →
//! `<sup><a role="doc-noteref" href="#fn-1">1</a></sup>`, and where the block stands
//! `<section role="doc-endnotes"><ol><li id="fn-1" role="doc-footnote">…</li></ol></section>`.

use std::collections::HashMap;
use std::fmt::Write as _;

use serde::Deserialize;

use super::Context;
use super::fields::repaired;
use super::markup::{self, End, Token, Within};
use super::text::punctuation;
use crate::notice::{Code, Notice};

/// Where the notes belong.
pub(super) const PLACE: &str = "<section role=\"doc-endnotes\"></section>";

/// What stands around a note that was typed into the text, until it has its number.
const NOTE: &str = "<typed-note>";
const NOTE_END: &str = "</typed-note>";

/// Elements that end the line that a note in double brackets may stand in.
const BORDERS: &[&str] = &[
    "blockquote",
    "br",
    "dd",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "ol",
    "p",
    "table",
    "td",
    "th",
    "ul",
];

/// Elements in which double brackets are code or data.
const LITERAL: &[&str] =
    &["code", "markdown-source", "math", "pre", "script", "style", "template-source", "typed-note"];

/// What the ids of notes may begin with.
const PREFIXES: &[&str] = &["fn", "wp-fn", "footnote"];

/// A note as WordPress keeps it.
#[derive(Clone, Debug, Deserialize)]
struct Note {
    content: String,
    id: String,
}

/// The notes in the order in which the text refers to them.
#[derive(Default)]
struct Numbering<'a> {
    /// What the ids of the notes begin with.
    prefix: &'static str,
    /// Notes of the custom field, by their ids.
    saved: HashMap<&'a str, &'a str>,
    numbers: HashMap<&'a str, usize>,
    notes: Vec<&'a str>,
    missing: Vec<&'a str>,
}

impl<'a> Numbering<'a> {
    /// The number of a note of the custom field.
    fn of_mark(&mut self, id: &'a str) -> Option<usize> {
        if let Some(number) = self.numbers.get(id) {
            return Some(*number);
        }
        let Some(note) = self.saved.get(id) else {
            self.missing.push(id);
            return None;
        };
        let number = self.of_text(note);
        self.numbers.insert(id, number);
        Some(number)
    }

    /// The number of a note that stands in the text.
    fn of_text(&mut self, note: &'a str) -> usize {
        self.notes.push(note);
        self.notes.len()
    }
}

/// Numbers the marks in order of appearance and writes the notes.
pub(super) fn resolve(html: String, cx: &Context<'_>, notices: &mut Vec<Notice>) -> String {
    let meta = cx.meta_value("footnotes");
    let has_marks = markup::holds(&html, "data-fn=") || markup::holds(&html, NOTE);
    if !has_marks && meta.is_none() && !markup::holds(&html, PLACE) {
        return html;
    }
    let mut saved: Vec<Note> =
        meta.and_then(|meta| serde_json::from_str(meta).ok()).unwrap_or_default();
    for note in &mut saved {
        let content = repaired(&note.content, cx);
        note.content = punctuation::curled(&content, cx.rules.punctuation).into_owned();
    }
    let by_id = saved.iter().map(|note| (&*note.id, &*note.content)).collect();
    let mut numbering = Numbering { prefix: prefix(&html), saved: by_id, ..Numbering::default() };
    let numbered = number(&html, &mut numbering);
    // A note that no mark refers to is still the author's text.
    let unused = saved.iter().filter(|note| !numbering.numbers.contains_key(&*note.id));
    numbering.notes.extend(unused.map(|note| &*note.content));
    notices.extend(numbering.missing.iter().map(|id| {
        Notice::new(Code::MissingFootnote, format!("footnote `{id}` is not in the export"))
    }));
    place(&numbered, &section(&numbering))
}

/// What the ids of the notes begin with: nothing that the author's own ids and links begin with.
fn prefix(html: &str) -> &'static str {
    let is_free = |prefix: &&&str| {
        ["\"", "'", "#"].iter().all(|before| !html.contains(&format!("{before}{prefix}-")))
    };
    PREFIXES.iter().find(is_free).copied().unwrap_or("wordpress-footnote")
}

/// Puts the notes where their block stands, else at the end.
fn place(html: &str, section: &str) -> String {
    match html.split_once(PLACE) {
        Some((before, behind)) => format!("{before}{section}{}", behind.replace(PLACE, "")),
        None => format!("{html}{section}"),
    }
}

fn section(numbering: &Numbering<'_>) -> String {
    if numbering.notes.is_empty() {
        return String::new();
    }
    let prefix = numbering.prefix;
    let mut html = String::from("<section role=\"doc-endnotes\"><ol>");
    for (index, note) in numbering.notes.iter().enumerate() {
        let number = index + 1;
        let _ = write!(html, "<li id=\"{prefix}-{number}\" role=\"doc-footnote\">{note}</li>");
    }
    html + "</ol></section>"
}

/// Replaces marks and notes in the text by numbers; a mark without a note stays as it is.
fn number<'a>(html: &'a str, numbering: &mut Numbering<'a>) -> String {
    let mut numbered = String::with_capacity(html.len());
    let mut in_mark = false;
    let mut note = None;
    let mut at = 0;
    for token in markup::as_browser(html) {
        let start = at;
        at += token.raw().len();
        match token {
            Token::Tag(tag) if tag.raw == NOTE => {
                // A note has no end if another begins in it; then it is text.
                let open = note.replace(at).map(|begin: usize| &html[begin..start]);
                numbered.push_str(open.unwrap_or_default());
            }
            Token::Tag(tag) if tag.raw == NOTE_END => {
                if let Some(begin) = note.take() {
                    let number = numbering.of_text(html[begin..start].trim_ascii());
                    push_reference(numbering.prefix, number, &mut numbered);
                    numbered.push_str("</sup>");
                }
            }
            _ if note.is_some() => {}
            Token::Tag(tag) if tag.is("sup") && tag.end == End::Open => {
                let id = markup::attribute(tag.raw, "data-fn");
                let number = id.and_then(|id| numbering.of_mark(id));
                in_mark = number.is_some();
                match number {
                    Some(number) => push_reference(numbering.prefix, number, &mut numbered),
                    None => numbered.push_str(tag.raw),
                }
            }
            Token::Tag(tag) if in_mark && tag.is("a") => in_mark = tag.end == End::Open,
            Token::Text(old) if in_mark && old.bytes().all(|byte| byte.is_ascii_digit()) => {}
            Token::Tag(_) | Token::Text(_) | Token::Comment(_) => numbered.push_str(token.raw()),
        }
    }
    numbered.push_str(note.map_or("", |begin| &html[begin..]));
    numbered
}

/// Begins the `<sup>` that refers to a note.
fn push_reference(prefix: &str, number: usize, html: &mut String) {
    let _ = write!(html, "<sup><a role=\"doc-noteref\" href=\"#{prefix}-{number}\">{number}</a>");
}

/// A note where it stands in the text, for [`resolve`] to number; `None` for one in another.
pub(super) fn inline(note: &str) -> Option<String> {
    let is_plain = !note.trim_ascii().is_empty() && !note.contains(NOTE);
    is_plain.then(|| format!("{NOTE}{note}{NOTE_END}"))
}

/// Notes in double round brackets, as the plugin Footnotes has them.
///
/// `word((See the log.))` → `word<typed-note>See the log.</typed-note>`
pub(super) fn in_brackets(html: String) -> String {
    if !markup::holds(&html, "((") || !markup::holds(&html, "))") {
        return html;
    }
    let mut out = String::with_capacity(html.len());
    let mut literal = Within::none_of(LITERAL);
    // Where the brackets that are open begin in the output.
    let mut open = None;
    for token in markup::as_browser(&html) {
        match token {
            Token::Text(text) if !literal.is_inside() => open = bracketed(text, open, &mut out),
            Token::Tag(tag) => {
                literal.pass(&tag);
                if literal.is_inside() || BORDERS.contains(&tag.name) {
                    open = None;
                }
                out.push_str(tag.raw);
            }
            Token::Text(raw) | Token::Comment(raw) => out.push_str(raw),
        }
    }
    out
}

/// Writes text, with the notes that end in it, and gives where the brackets that stay open begin.
fn bracketed(text: &str, open: Option<usize>, out: &mut String) -> Option<usize> {
    let mut open = open;
    let mut rest = text;
    let doubled = |pair: &[u8]| pair == b"((" || pair == b"))";
    while let Some(at) = rest.as_bytes().windows(2).position(doubled) {
        let (before, behind) = rest.split_at(at);
        let (brackets, behind) = behind.split_at(2);
        out.push_str(before);
        rest = behind;
        match open {
            Some(start) if brackets == "))" => {
                let note = out.split_off(start);
                let inner = &note[2..];
                if is_note(inner) {
                    out.extend([NOTE, inner.trim_ascii(), NOTE_END]);
                } else {
                    out.extend([&note, brackets]);
                }
                open = None;
            }
            _ => {
                open = if brackets == "((" { Some(out.len()) } else { open };
                out.push_str(brackets);
            }
        }
    }
    out.push_str(rest);
    open
}

/// Whether what stands in double brackets is prose: more than one word, no code, and brackets in
/// pairs.
fn is_note(text: &str) -> bool {
    let words = text.split_ascii_whitespace();
    let long = words.clone().filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 2);
    let mut depth = 0_i32;
    let in_pairs = text.bytes().all(|byte| {
        depth += i32::from(byte == b'(') - i32::from(byte == b')');
        depth >= 0
    });
    let is_code =
        ["&&", "||", "==", "{", "}", ";;", "&amp;&amp;"].iter().any(|it| text.contains(it));
    words.count() > 1 && long.count() > 1 && in_pairs && depth == 0 && !is_code
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_in_double_brackets_is_a_note() {
        for text in ["See the log.", "Nine hours, <em>at least</em> (so they say)"] {
            assert!(is_note(text), "{text}");
        }
        for text in ["a + b", "one", "a && b) || (c && d", "x", "if (this) { that }"] {
            assert!(!is_note(text), "{text}");
        }
    }
}

//! Raw HTML as JSX: void elements closed, styles as objects, comments as expressions, and texts in
//! which no Markdown is seen. Elements keep their names and their other attributes.

use std::fmt::Write as _;

use crate::html;

/// Attributes that are on without a value, and off with an empty one.
const SWITCHES: &[&str] = &[
    "async", "checked", "controls", "default", "defer", "disabled", "hidden", "loop", "multiple",
    "muted", "open", "required", "reversed", "selected",
];

/// What becomes of newlines between two tags.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Newlines {
    /// They stay: an element that is opened here holds Markdown.
    Kept,
    /// They are blanks: a line that is a tag alone would be a block of its own.
    Joined,
}

/// HTML, whole or a part of it, as JSX.
pub(super) fn to_jsx(html: &str, newlines: Newlines) -> String {
    let mut out = String::with_capacity(html.len() * 2);
    let mut rest = html;
    let mut preformatted = 0usize;
    while !rest.is_empty() {
        if let Some(comment) = rest.strip_prefix("<!--") {
            let (text, after) = comment.split_once("-->").unwrap_or((comment, ""));
            write_comment(text, &mut out);
            rest = after;
        } else if let Some(length) = tag_length(rest) {
            let (tag, after) = rest.split_at(length);
            if tag.starts_with("<pre") {
                preformatted += 1;
            } else if tag.starts_with("</pre") {
                preformatted = preformatted.saturating_sub(1);
            }
            write_tag(tag, &mut out);
            rest = after;
            if let Some(end) = raw_end(tag, rest) {
                write_expression(&rest[..end], &mut out);
                rest = &rest[end..];
            }
        } else {
            let first = rest.chars().next().map_or(0, char::len_utf8);
            let end = rest[first..].find('<').map_or(rest.len(), |at| at + first);
            let is_gap = preformatted == 0
                && end < rest.len()
                && newlines == Newlines::Kept
                && out.ends_with('>');
            write_words(&rest[..end], preformatted > 0, is_gap, &mut out);
            rest = &rest[end..];
        }
    }
    out
}

/// `<!-- words -->` → `{/* words */}`
fn write_comment(text: &str, out: &mut String) {
    let text = text.replace("*/", "* /").replace('\n', " ");
    let _ = write!(out, "{{/* {} */}}", text.trim());
}

/// How long the tag is that the text starts with, if it does.
fn tag_length(text: &str) -> Option<usize> {
    let name = text.strip_prefix('<')?;
    let name = name.strip_prefix('/').unwrap_or(name);
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(at + 1),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), close) if open == close => quote = None,
            _ => {}
        }
    }
    None
}

/// Where the text of `<script>` and `<style>` ends, in which nothing is markup.
fn raw_end(tag: &str, rest: &str) -> Option<usize> {
    let name = ["script", "style"].into_iter().find(|name| {
        tag[1..].strip_prefix(name).is_some_and(|after| after.starts_with([' ', '>']))
    })?;
    rest.find(&format!("</{name}")).filter(|end| *end > 0)
}

fn write_expression(text: &str, out: &mut String) {
    let text = text.replace('\\', "\\\\").replace('`', "\\`").replace("${", "\\${");
    let _ = write!(out, "{{`{}`}}", text.replace("\n\n", "\n"));
}

fn write_tag(tag: &str, out: &mut String) {
    let inner = tag[1..tag.len() - 1].trim_end_matches('/');
    let name = inner.split(char::is_whitespace).next().unwrap_or_default();
    out.push('<');
    out.push_str(name);
    let mut rest = inner[name.len()..].trim_start();
    while !rest.is_empty() {
        rest = write_attribute(rest, out).trim_start();
    }
    let closes = tag.ends_with("/>") || html::is_void(name);
    out.push_str(if closes { " />" } else { ">" });
}

/// Writes the first attribute and gives what follows it.
fn write_attribute<'t>(text: &'t str, out: &mut String) -> &'t str {
    let end = text.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(text.len());
    let (name, after) = text.split_at(end);
    let (value, rest) = match after.strip_prefix('=') {
        None => ("", if end == 0 { "" } else { after }),
        Some(value) => match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
            _ => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
        },
    };
    let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_:".contains(&b));
    // A handler would have to be a function.
    if !is_name || name.starts_with("on") {
        return rest;
    }
    out.push(' ');
    if name == "style" {
        write_style(value, out);
    } else {
        if value.is_empty() && SWITCHES.binary_search(&name).is_ok() {
            out.push_str(name);
            return rest;
        }
        let value = value.replace('"', "&quot;").replace('\n', "&#10;");
        let _ = write!(out, "{name}=\"{value}\"");
    }
    rest
}

/// `color: red; font-size: 1px` → `{{color: 'red', fontSize: '1px'}}`
fn write_style(value: &str, out: &mut String) {
    let mut texts = String::new();
    for text in ["&quot;", "&#39;", "&amp;"]
        .iter()
        .zip(["\"", "'", "&"])
        .fold(value.to_owned(), |value, (entity, character)| value.replace(entity, character))
        .split(';')
    {
        let Some((name, value)) = text.split_once(':') else { continue };
        if !texts.is_empty() {
            texts.push_str(", ");
        }
        write_property(name.trim(), &mut texts);
        let value = value.trim().replace('\\', "\\\\").replace('\'', "\\'").replace('\n', " ");
        let _ = write!(texts, ": '{value}'");
    }
    let _ = write!(out, "style={{{{{texts}}}}}");
}

fn write_property(name: &str, out: &mut String) {
    if name.starts_with("--") {
        let _ = write!(out, "'{name}'");
        return;
    }
    let mut words = name.split('-');
    out.push_str(words.next().unwrap_or_default());
    for word in words {
        let (first, rest) = word.split_at(word.chars().next().map_or(0, char::len_utf8));
        out.push_str(&first.to_ascii_uppercase());
        out.push_str(rest);
    }
}

/// A text in which Markdown and expressions see nothing.
fn write_words(text: &str, is_preformatted: bool, is_gap: bool, out: &mut String) {
    if is_gap && text.chars().all(char::is_whitespace) {
        out.push_str(if text.contains('\n') { "\n" } else { " " });
        return;
    }
    for c in text.chars() {
        match c {
            '\n' if is_preformatted => out.push_str("&#10;"),
            '\n' => out.push(' '),
            '&' | ';' | '#' | '.' | ',' | '(' | ')' | '/' | '?' | '\'' | '"' | '%' => out.push(c),
            c if c.is_ascii_punctuation() => {
                let _ = write!(out, "&#{};", u32::from(c));
            }
            c => out.push(c),
        }
    }
}

//! [`Dom`] → HTML text that can stand in Markdown: no blank lines, and by default only what means
//! something.

use std::collections::HashSet;

use super::names::{ElementSet, Form};
pub(super) use super::tag::open_tag;
use super::tag::write_anchor;
use crate::html::{Dom, Namespace, NodeId, escape_text, is_void};
use crate::markdown::write::write_pre;

/// How much is kept.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Detail<'t> {
    /// No wrappers, no classes, no styles, no scripts, but for the elements that stay as they are; of
    /// the ids those that links point at.
    Meaning(ElementSet, &'t HashSet<&'t str>),
    /// Everything.
    All,
}

/// Elements that vanish and leave what they hold.
const TRANSPARENT: &[&str] =
    &["acronym", "big", "center", "font", "form", "label", "nobr", "picture", "span", "tt"];

/// Elements that vanish with what they hold.
const DROPPED: &[&str] = &[
    "base", "canvas", "datalist", "head", "input", "link", "meta", "noembed", "noframes",
    "noscript", "script", "select", "style", "template", "textarea", "title",
];

/// Elements that start on a line of their own.
const ON_A_LINE: &[&str] = &[
    "blockquote",
    "caption",
    "col",
    "colgroup",
    "dd",
    "div",
    "dl",
    "dt",
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
    "pre",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

/// Elements whose white space between elements shows nothing.
const STRUCTURE: &[&str] = &[
    "colgroup", "details", "dl", "ol", "ruby", "table", "tbody", "tfoot", "thead", "tr", "ul",
    "video",
];

pub(super) fn has(names: &[&str], name: &str) -> bool {
    names.binary_search(&name).is_ok()
}

/// An element with what it holds.
pub(super) fn element(dom: &Dom, node: NodeId, detail: Detail<'_>) -> String {
    let mut out = String::new();
    write_tree(dom, node, Top::Included, detail, &mut out);
    // Written as entities, the newlines of a `<pre>` are still its newlines.
    if ends_early(&out) { out.replace('\n', "&#10;") } else { out }
}

/// Whether CommonMark would take the HTML block of a `<pre>` to end at a line inside of it: the
/// first of these end tags ends it, also that of an inner element.
/// <https://spec.commonmark.org/0.31.2/#html-blocks>
fn ends_early(html: &str) -> bool {
    let ends = ["</pre>", "</script>", "</style>", "</textarea>"];
    let is_end = |at: &usize| ends.iter().any(|end| html[*at..].starts_with(end));
    html.starts_with("<pre")
        && html
            .match_indices("</")
            .map(|(at, _)| at)
            .find(is_end)
            .is_some_and(|at| html[at..].trim_end().len() > "</pre>".len())
}

/// What an element holds.
pub(super) fn inner(dom: &Dom, node: NodeId, detail: Detail<'_>) -> String {
    let mut out = String::new();
    write_tree(dom, node, Top::Left, detail, &mut out);
    out.truncate(out.trim_end().len());
    out.drain(..out.len() - out.trim_start().len());
    out
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Top {
    Included,
    Left,
}

fn write_tree(dom: &Dom, top: NodeId, which: Top, detail: Detail<'_>, out: &mut String) {
    let mut verbatim = 0usize;
    let mut whole = None;
    let mut at = top;
    let leave = |node, whole: &mut Option<NodeId>, out: &mut String| {
        write_end(dom, node, detail_at(dom, node, detail, whole), out);
        if *whole == Some(node) {
            *whole = None;
        }
    };
    loop {
        let is_left = at == top && which == Top::Left;
        let enters = is_left || {
            let detail = detail_at(dom, at, detail, &mut whole);
            write_start(dom, at, detail, verbatim > 0, out)
        };
        let inner = if enters { dom.first_child(at) } else { None };
        if let Some(inner) = inner {
            verbatim += usize::from(keeps_space(dom, at));
            at = inner;
            continue;
        }
        if enters && !is_left {
            leave(at, &mut whole, out);
        }
        loop {
            if at == top {
                return;
            }
            if let Some(next) = dom.next_sibling(at) {
                at = next;
                break;
            }
            let Some(parent) = dom.parent(at) else { return };
            at = parent;
            verbatim -= usize::from(keeps_space(dom, at));
            if at != top || which == Top::Included {
                leave(at, &mut whole, out);
            }
        }
    }
}

/// How much of an element is kept: all, if it or what holds it is to stay as it is.
fn detail_at<'t>(
    dom: &Dom,
    node: NodeId,
    detail: Detail<'t>,
    whole: &mut Option<NodeId>,
) -> Detail<'t> {
    let Detail::Meaning(html, _) = detail else { return detail };
    if whole.is_some() {
        return Detail::All;
    }
    if html.is_empty() {
        return detail;
    }
    match dom.name(node).and_then(|name| html.form(name)) {
        None => detail,
        Some(Form::Line) => Detail::All,
        Some(_) => {
            *whole = Some(node);
            Detail::All
        }
    }
}

pub(super) fn keeps_space(dom: &Dom, node: NodeId) -> bool {
    matches!(dom.name(node), Some("pre" | "textarea" | "listing"))
}

fn is_dropped(dom: &Dom, node: NodeId, name: &str) -> bool {
    // In SVG a title is what names the picture.
    let is_html = dom.namespace(node) == Some(Namespace::Html);
    has(DROPPED, name) && (is_html || name != "title")
}

/// Is the element dropped, though it showed or did something?
pub(super) fn is_lost(dom: &Dom, node: NodeId) -> bool {
    let name = dom.name(node).unwrap_or_default();
    let is_hidden =
        || dom.attribute(node, "type").is_some_and(|t| t.eq_ignore_ascii_case("hidden"));
    is_dropped(dom, node, name)
        && !matches!(name, "base" | "head" | "link" | "meta")
        && (name != "input" || !is_hidden())
}

/// Writes a text, a comment or an opening tag; gives whether what the node holds is to be written.
fn write_start(
    dom: &Dom,
    node: NodeId,
    detail: Detail<'_>,
    verbatim: bool,
    out: &mut String,
) -> bool {
    if let Some(text) = dom.text(node) {
        write_text(dom, node, text, detail, verbatim, out);
        return false;
    }
    if let Some(comment) = dom.comment(node) {
        if detail == Detail::All {
            out.push_str("<!--");
            push_without_blank_lines(comment, out);
            out.push_str("-->");
        }
        return false;
    }
    let Some(name) = dom.name(node) else { return true };
    if detail != Detail::All {
        if is_dropped(dom, node, name) {
            return false;
        }
        if has(TRANSPARENT, name) {
            write_anchor(dom, node, detail, out);
            return true;
        }
        if has(ON_A_LINE, name) && !verbatim && !out.is_empty() && !out.ends_with('\n') {
            out.truncate(out.trim_end_matches(' ').len());
            out.push('\n');
        }
    }
    open_tag(dom, node, detail, out);
    if keeps_space(dom, node) && dom.inner_text(node).starts_with('\n') {
        // A parser takes one newline away at the start of these.
        out.push('\n');
    }
    true
}

fn write_text(
    dom: &Dom,
    node: NodeId,
    text: &str,
    detail: Detail<'_>,
    verbatim: bool,
    out: &mut String,
) {
    let parent = dom.parent(node).and_then(|parent| dom.name(parent)).unwrap_or_default();
    let is_raw = matches!(parent, "script" | "style" | "iframe" | "xmp" | "noembed" | "noframes");
    if is_raw && detail == Detail::All && out.starts_with(&format!("<{parent}")) {
        // CommonMark reads these to their end, blank lines and all.
        out.push_str(text);
    } else if is_raw {
        push_without_blank_lines(text, out);
    } else if verbatim {
        write_pre(text, out);
    } else if text.trim_ascii().is_empty() && detail != Detail::All && has(STRUCTURE, parent) {
    } else {
        let mut collapsed = String::with_capacity(text.len());
        push_collapsed(text, detail, &mut collapsed);
        let is_double = collapsed.starts_with([' ', '\n']) && out.ends_with(['\n', ' ']);
        escape_text(&collapsed[usize::from(is_double)..], out);
    }
}

fn push_collapsed(text: &str, detail: Detail<'_>, out: &mut String) {
    let mut rest = text;
    while !rest.is_empty() {
        let word = rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len());
        out.push_str(&rest[..word]);
        rest = &rest[word..];
        let blank = rest.find(|c: char| !c.is_ascii_whitespace()).unwrap_or(rest.len());
        if blank > 0 {
            let is_line = detail == Detail::All && rest[..blank].contains('\n');
            out.push(if is_line { '\n' } else { ' ' });
        }
        rest = &rest[blank..];
    }
}

fn push_without_blank_lines(text: &str, out: &mut String) {
    let mut lines = text.split('\n');
    out.push_str(lines.next().unwrap_or_default());
    for line in lines.filter(|line| !line.trim().is_empty()) {
        out.push('\n');
        out.push_str(line);
    }
    if text.ends_with('\n') && text.len() > 1 {
        out.push('\n');
    }
}

fn write_end(dom: &Dom, node: NodeId, detail: Detail<'_>, out: &mut String) {
    let Some(name) = dom.name(node) else { return };
    let is_html = dom.namespace(node) == Some(Namespace::Html);
    if is_html && is_void(name) || detail != Detail::All && has(TRANSPARENT, name) {
        return;
    }
    let is_structure = has(STRUCTURE, name) && !matches!(name, "ruby" | "video");
    let holds = dom.first_child(node).is_some() && out.ends_with('>');
    if detail != Detail::All && is_structure && holds {
        out.push('\n');
    }
    out.push_str("</");
    out.push_str(name);
    out.push('>');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        for names in [TRANSPARENT, DROPPED, ON_A_LINE, STRUCTURE] {
            assert!(names.is_sorted());
        }
    }
}

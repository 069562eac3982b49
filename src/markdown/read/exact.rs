//! Reading that keeps everything: elements that Markdown cannot say stay as they are.

use super::builder::{Builder, LineKind};
use super::runs::{Mark, RunKind};
use super::tag::is_tag_name;
use super::tidy::{self, Detail};
use super::{Visit, table};
use crate::html::{Dom, Namespace, NodeId, is_void};
use crate::markdown::source::{is_link_source, is_source};
use crate::markdown::tree::{Block, Inline};
use crate::markdown::write::write_content;

/// What Markdown says without a doubt, with the attributes that it can say.
const SAYABLE: &[(&str, &[&str])] = &[
    ("a", &["href", "title"]),
    ("b", &[]),
    ("blockquote", &[]),
    ("br", &[]),
    ("code", &[]),
    ("del", &[]),
    ("em", &[]),
    ("h1", &[]),
    ("h2", &[]),
    ("h3", &[]),
    ("h4", &[]),
    ("h5", &[]),
    ("h6", &[]),
    ("hr", &[]),
    ("i", &[]),
    ("img", &["alt", "src", "title"]),
    ("li", &[]),
    ("ol", &["start"]),
    ("p", &[]),
    ("pre", &[]),
    ("s", &[]),
    ("strike", &[]),
    ("strong", &[]),
    ("table", &[]),
    ("tbody", &[]),
    ("td", &["align"]),
    ("th", &["align"]),
    ("thead", &[]),
    ("tr", &[]),
    ("ul", &[]),
];

/// Elements that stand in lines; others that Markdown does not know are blocks.
const IN_LINES: &[&str] = &[
    "a", "abbr", "acronym", "audio", "b", "bdi", "bdo", "big", "br", "button", "canvas", "cite",
    "code", "data", "datalist", "del", "dfn", "em", "embed", "font", "i", "img", "input", "ins",
    "kbd", "label", "map", "mark", "math", "meter", "nobr", "noscript", "object", "output",
    "picture", "progress", "q", "ruby", "s", "samp", "select", "slot", "small", "span", "strike",
    "strong", "sub", "sup", "svg", "template", "textarea", "time", "tt", "u", "var", "video",
    "wbr",
];

/// Reads an element that Markdown cannot say; none if it can.
pub(super) fn enter(node: NodeId, builder: &mut Builder<'_>) -> Option<Visit> {
    let dom = builder.dom;
    let name = dom.name(node).unwrap_or_default();
    if is_source(name) {
        return None;
    }
    if is_sayable(node, name, dom) {
        if matches!(name, "table" | "pre" | "ul" | "ol") && !is_sayable_whole(node, name, dom) {
            return Some(push_block(node, builder));
        }
        return None;
    }
    if !is_tag_name(name) {
        // `<https:>` is a tag to a browser, but text to CommonMark.
        builder.lose(node);
        return None;
    }
    let is_foreign = dom.namespace(node) == Some(Namespace::Foreign);
    if !is_in_line(name) && !is_foreign {
        return Some(push_block(node, builder));
    }
    let is_whole =
        is_foreign || is_void(name) || matches!(name, "code" | "ruby" | "select" | "textarea");
    if is_whole {
        let html = tidy::element(dom, node, Detail::All);
        builder.push_atom(Inline::Html(html.into()));
        return Some(Visit::Nothing);
    }
    let mut open = String::new();
    tidy::open_tag(dom, node, Detail::All, &mut open);
    let close = format!("</{name}>");
    builder.open_mark(Mark::Element { open: open.into(), close: close.into() });
    builder.allow_blank();
    Some(Visit::Children)
}

/// Ends what [`enter`] started; gives whether it was that.
pub(super) fn leave(node: NodeId, builder: &mut Builder<'_>) -> bool {
    let name = builder.dom.name(node).unwrap_or_default();
    if is_sayable(node, name, builder.dom) || is_source(name) || !is_tag_name(name) {
        return false;
    }
    builder.push(RunKind::Nothing);
    builder.close_mark();
    true
}

fn is_in_line(name: &str) -> bool {
    // Elements that nobody knows stand in lines too.
    IN_LINES.binary_search(&name).is_ok() || name.contains('-') || !KNOWN_BLOCKS.contains(&name)
}

const KNOWN_BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "base",
    "blockquote",
    "body",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "iframe",
    "legend",
    "li",
    "link",
    "listing",
    "main",
    "menu",
    "meta",
    "nav",
    "noembed",
    "noframes",
    "ol",
    "optgroup",
    "option",
    "p",
    "plaintext",
    "pre",
    "script",
    "search",
    "section",
    "style",
    "summary",
    "table",
    "title",
    "ul",
    "xmp",
];

fn is_sayable(node: NodeId, name: &str, dom: &Dom) -> bool {
    let Ok(at) = SAYABLE.binary_search_by_key(&name, |(name, _)| name) else { return false };
    if dom.namespace(node) != Some(Namespace::Html) {
        return false;
    }
    let in_pre = || dom.parent(node).and_then(|parent| dom.name(parent)) == Some("pre");
    let mut attributes = dom.attributes(node);
    let allowed = attributes.all(|(attribute, value)| {
        SAYABLE[at].1.binary_search(&attribute).is_ok()
            || is_link_source(attribute)
            || name == "code"
                && attribute == "class"
                && value.starts_with("language-")
                && !value.contains(char::is_whitespace)
                && in_pre()
    });
    allowed && (name != "a" || dom.attribute(node, "href").is_some())
}

/// Can all that a block holds be said as well?
fn is_sayable_whole(node: NodeId, name: &str, dom: &Dom) -> bool {
    match name {
        "pre" => {
            let mut children = dom.children(node);
            let code = children.next().filter(|&code| dom.name(code) == Some("code"));
            children.next().is_none()
                && code.is_some_and(|code| {
                    is_sayable(code, "code", dom) && dom.elements_in(code).next().is_none()
                })
        }
        "table" => is_pipe_table(node, dom),
        _ => dom.children(node).all(|child| match dom.name(child) {
            Some(name) => name == "li" && is_sayable(child, name, dom),
            None => dom.text(child).is_none_or(|text| text.trim_ascii().is_empty()),
        }),
    }
}

/// A header of one row, then at most one body; cells aligned by column.
fn is_pipe_table(table: NodeId, dom: &Dom) -> bool {
    let parts: Vec<_> = dom.children(table).filter_map(|part| dom.name(part)).collect();
    let rows = |part: NodeId| dom.children(part).filter(|&row| dom.name(row).is_some());
    let head = dom.children(table).find(|&part| dom.name(part) == Some("thead"));
    let Some(head) = head else { return false };
    let header = rows(head).next();
    let Some(header) = header.filter(|_| rows(head).count() == 1) else { return false };
    let columns = rows(header).count();
    let alignments: Vec<_> = rows(header).map(|cell| table::alignment(cell, dom)).collect();
    matches!(parts.as_slice(), ["thead"] | ["thead", "tbody"])
        && dom.elements_in(table).all(|node| match dom.name(node) {
            Some("tr") => {
                rows(node).count() == columns
                    && rows(node)
                        .zip(&alignments)
                        .all(|(cell, a)| table::alignment(cell, dom) == *a)
            }
            Some(name) => {
                is_sayable(node, name, dom)
                    && !matches!(name, "p" | "table" | "ul" | "ol" | "pre" | "blockquote" | "hr")
            }
            None => true,
        })
}

/// What stands bare between blocks: behind raw HTML it is more of it, and an element that Markdown
/// cannot say is HTML with what it holds. Elsewhere it is a paragraph.
pub(super) fn push_bare<'a>(content: Vec<Inline<'a>>, builder: &mut Builder<'a>) {
    let mut html = String::new();
    let after_raw = !builder.is_in_paragraph && builder.frames.len() == 1;
    let starts_raw = matches!(content.as_slice(), [Inline::Element { content, .. }]
        if content.first().is_none_or(|inline| matches!(inline, Inline::Text(text) if text.starts_with(' '))));
    match builder.frame().blocks.last_mut() {
        Some(Block::Html(before)) if after_raw => {
            write_content(&content, &mut html);
            before.to_mut().push_str(&html);
        }
        _ if after_raw && starts_raw => {
            let Some(Inline::Element { open, content, close }) = content.into_iter().next() else {
                return;
            };
            html.push_str(&open);
            html.push('\n');
            write_content(&content, &mut html);
            html.push_str(&close);
            builder.push_block(Block::Html(html.into()));
        }
        _ => builder.push_block(Block::Paragraph(content)),
    }
}

fn push_block(node: NodeId, builder: &mut Builder<'_>) -> Visit {
    let html = tidy::element(builder.dom, node, Detail::All);
    if matches!(builder.line_kind, LineKind::Paragraph) {
        builder.flush();
        builder.push_block(Block::Html(html.into()));
    } else {
        builder.push_atom(Inline::Html(html.replace('\n', " ").into()));
    }
    Visit::Nothing
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted() {
        assert!(SAYABLE.is_sorted_by_key(|(name, _)| name));
        assert!(SAYABLE.iter().all(|(_, names)| names.is_sorted()));
        assert!(IN_LINES.is_sorted());
        assert!(KNOWN_BLOCKS.is_sorted());
    }
}

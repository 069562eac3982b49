//! Tags of HTML that can stand in Markdown, with the attributes that mean something.

use super::table::alignment;
use super::tidy::{Detail, has};
use crate::html::{Dom, Namespace, NodeId, escape_attribute};
use crate::markdown::source::is_link_source;
use crate::markdown::tree::Alignment;

/// Attributes that mean something, by element; `*` is any.
const ATTRIBUTES: &[(&str, &[&str])] = &[
    ("*", &["dir", "lang"]),
    ("a", &["href", "id", "title"]),
    ("abbr", &["title"]),
    ("audio", &["autoplay", "controls", "loop", "muted", "preload", "src"]),
    ("col", &["span"]),
    ("colgroup", &["span"]),
    ("details", &["open"]),
    ("embed", &["height", "src", "type", "width"]),
    (
        "iframe",
        &[
            "allow",
            "allowfullscreen",
            "height",
            "loading",
            "name",
            "sandbox",
            "src",
            "srcdoc",
            "title",
            "width",
        ],
    ),
    ("img", &["alt", "height", "src", "title", "width"]),
    ("li", &["value"]),
    ("object", &["data", "height", "type", "width"]),
    ("ol", &["reversed", "start", "type"]),
    ("param", &["name", "value"]),
    ("source", &["media", "src", "srcset", "type"]),
    ("td", &["align", "colspan", "rowspan"]),
    ("th", &["align", "colspan", "rowspan", "scope"]),
    ("track", &["default", "kind", "label", "src", "srclang"]),
    (
        "video",
        &[
            "autoplay",
            "controls",
            "height",
            "loop",
            "muted",
            "playsinline",
            "poster",
            "preload",
            "src",
            "width",
        ],
    ),
];

/// Attributes at whose value a browser goes or looks: none of them may run a program.
const ADDRESSES: &[&str] = &[
    "action",
    "data",
    "formaction",
    "from",
    "href",
    "poster",
    "src",
    "to",
    "value",
    "values",
    "xlink:href",
];

/// An opening tag.
pub(super) fn open_tag(dom: &Dom, node: NodeId, detail: Detail<'_>, out: &mut String) {
    let name = dom.name(node).unwrap_or_default();
    out.push('<');
    out.push_str(name);
    for (attribute, value) in dom.attributes(node) {
        let is_meant = || match dom.namespace(node) {
            Some(Namespace::Foreign) => !attribute.starts_with("on"),
            _ => means_something(name, attribute) || is_target(name, attribute, value, detail),
        };
        let is_kept = detail == Detail::All || is_meant();
        // `name` of a link is what its `id` is called today.
        let is_old = detail != Detail::All && name == "a" && attribute == "name";
        let is_said = is_old && dom.attribute(node, "id").is_some();
        if !is_kept
            || is_said
            || runs(attribute, value)
            || is_link_source(attribute)
            || !is_attribute_name(attribute)
        {
            continue;
        }
        let attribute = if is_old { "id" } else { attribute };
        out.push(' ');
        out.push_str(attribute);
        let is_flag = value.is_empty() && attribute != "alt" && attribute != "href";
        if is_flag && detail != Detail::All {
            continue;
        }
        out.push_str("=\"");
        let mut escaped = String::new();
        escape_attribute(value, &mut escaped);
        if escaped.contains('\n') {
            escaped = escaped.replace('\n', "&#10;");
        }
        out.push_str(&escaped);
        out.push('"');
    }
    if detail != Detail::All && matches!(name, "td" | "th") {
        write_alignment(dom, node, out);
    }
    out.push('>');
}

/// `<a id="x"></a>` for an element that vanishes and that links point at.
pub(super) fn write_anchor(dom: &Dom, node: NodeId, detail: Detail<'_>, out: &mut String) {
    let id = dom.attribute(node, "id").unwrap_or_default();
    if is_target("", "id", id, detail) {
        out.push_str("<a id=\"");
        escape_attribute(id, out);
        out.push_str("\"></a>");
    }
}

/// Is it the id of an element that links point at?
fn is_target(name: &str, attribute: &str, value: &str, detail: Detail<'_>) -> bool {
    let is_id = attribute == "id" || attribute == "name" && name == "a";
    matches!(detail, Detail::Meaning(_, targets) if is_id && targets.contains(value))
}

/// Does CommonMark take it for the name of a tag? Browsers take more.
/// <https://spec.commonmark.org/0.31.2/#tag-name>
pub(super) fn is_tag_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// Does CommonMark take it for the name of an attribute? With any other, the tag would be text.
fn is_attribute_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_' || c == ':')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.:-".contains(&byte))
}

/// What a style or a class says of a cell's alignment, as an attribute.
fn write_alignment(dom: &Dom, cell: NodeId, out: &mut String) {
    if dom.attribute(cell, "align").is_some() {
        return;
    }
    out.push_str(match alignment(cell, dom) {
        Alignment::None => "",
        Alignment::Left => " align=\"left\"",
        Alignment::Center => " align=\"center\"",
        Alignment::Right => " align=\"right\"",
    });
}

fn means_something(name: &str, attribute: &str) -> bool {
    let of = |name: &str| {
        let at = ATTRIBUTES.binary_search_by_key(&name, |(name, _)| name).ok()?;
        Some(ATTRIBUTES[at].1)
    };
    has(of("*").unwrap_or_default(), attribute)
        || of(name).is_some_and(|names| has(names, attribute))
}

/// Does an attribute run a program because of its address?
pub(super) fn runs(attribute: &str, value: &str) -> bool {
    has(ADDRESSES, attribute) && is_program(value)
}

/// Is it an address that runs a program? `javascript:`, `vbscript:`, and pages in the address itself.
#[must_use]
pub fn is_program(address: &str) -> bool {
    const LONGEST: usize = "data:application/xhtml+xml".len();
    let Some(colon) = address.find(':') else { return false };
    // Browsers skip control characters and blanks at the start, tabs and newlines everywhere.
    let seen = |text: &str| -> String {
        let shown = text.chars().filter(|c| !c.is_ascii_control()).skip_while(|c| *c == ' ');
        shown.take(LONGEST).flat_map(char::to_lowercase).collect()
    };
    match seen(&address[..colon]).as_str() {
        "javascript" | "vbscript" => true,
        "data" => {
            let kind = seen(&address[colon + 1..]);
            ["text/html", "application/xhtml+xml", "text/xml", "application/xml"]
                .iter()
                .any(|program| kind.starts_with(program))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted() {
        assert!(ATTRIBUTES.is_sorted_by_key(|(name, _)| name));
        assert!(ATTRIBUTES.iter().all(|(_, names)| names.is_sorted()));
        assert!(ADDRESSES.is_sorted());
    }

    #[test]
    fn programs_are_seen_in_every_spelling() {
        for address in [
            "javascript:alert(1)",
            " \u{1}JavaScript:alert(1)",
            "java\tscript\n:alert(1)",
            "VBSCRIPT:x",
            "data:text/html,<script>",
            "DATA: text/HTML;base64,eA==",
        ] {
            assert!(is_program(address), "{address}");
        }
        for address in [
            "",
            "javascript",
            "/javascript:x",
            "https://a.example/",
            "data:image/png;base64,x",
            "tel:1",
        ] {
            assert!(!is_program(address), "{address}");
        }
    }
}

//! [`Dom`] → text, by the rules of the HTML standard (13.3, serialising HTML fragments).

use super::dom::{Dom, Namespace, NodeId};

const VOID: &[&str] = &[
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input",
    "keygen", "link", "meta", "param", "source", "track", "wbr",
];
/// Elements whose text is written as it is, because browsers read it as it is.
const RAW_TEXT: &[&str] = &["iframe", "noembed", "noframes", "plaintext", "script", "style", "xmp"];

/// Writes what a node holds, without the node.
pub fn serialize(dom: &Dom, id: NodeId, out: &mut String) {
    let mut at = dom.first_child(id);
    while let Some(node) = at {
        write_open(dom, node, out);
        at = dom.first_child(node).or_else(|| next_closing(dom, node, id, out));
    }
}

/// Closes what ends with `node`, and gives what comes after it.
fn next_closing(dom: &Dom, node: NodeId, top: NodeId, out: &mut String) -> Option<NodeId> {
    let mut at = node;
    loop {
        write_close(dom, at, out);
        if let Some(next) = dom.next_sibling(at) {
            return Some(next);
        }
        at = dom.parent(at).filter(|&parent| parent != top)?;
    }
}

fn write_open(dom: &Dom, id: NodeId, out: &mut String) {
    if let Some(name) = dom.name(id) {
        out.push('<');
        out.push_str(name);
        write_attributes(dom, id, out);
        out.push('>');
        // A parser takes one newline away at the start of these.
        let eats_newline = matches!(name, "pre" | "textarea" | "listing");
        if eats_newline && first_text(dom, id).starts_with('\n') {
            out.push('\n');
        }
    } else if let Some(text) = dom.text(id) {
        let parent = dom.parent(id).and_then(|parent| dom.name(parent)).unwrap_or_default();
        if RAW_TEXT.binary_search(&parent).is_ok() {
            out.push_str(text);
        } else {
            escape_text(text, out);
        }
    } else if let Some(comment) = dom.comment(id) {
        out.push_str("<!--");
        out.push_str(comment);
        out.push_str("-->");
    }
}

fn first_text(dom: &Dom, id: NodeId) -> &str {
    dom.first_child(id).and_then(|child| dom.text(child)).unwrap_or_default()
}

fn write_attributes(dom: &Dom, id: NodeId, out: &mut String) {
    let mut attributes = dom.attributes(id);
    while let Some((prefix, name, value)) = attributes.next_with_prefix() {
        out.push(' ');
        if let Some(prefix) = prefix {
            out.push_str(prefix);
            out.push(':');
        }
        out.push_str(name);
        out.push_str("=\"");
        escape_attribute(value, out);
        out.push('"');
    }
}

fn write_close(dom: &Dom, id: NodeId, out: &mut String) {
    let Some(name) = dom.name(id) else { return };
    if is_void(name) && dom.namespace(id) == Some(Namespace::Html) {
        return;
    }
    out.push_str("</");
    out.push_str(name);
    out.push('>');
}

/// Has the element neither content nor a closing tag?
#[must_use]
pub fn is_void(name: &str) -> bool {
    VOID.binary_search(&name).is_ok()
}

/// Writes text so that HTML reads it as that text.
pub fn escape_text(text: &str, out: &mut String) {
    escape(text, out, |byte| match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        _ => None,
    });
}

/// Writes an attribute's value so that HTML reads it as that value between double quotes.
pub fn escape_attribute(value: &str, out: &mut String) {
    escape(value, out, |byte| match byte {
        b'&' => Some("&amp;"),
        b'"' => Some("&quot;"),
        _ => None,
    });
}

fn escape(text: &str, out: &mut String, replacement: impl Fn(u8) -> Option<&'static str>) {
    let mut start = 0;
    for (at, byte) in text.bytes().enumerate() {
        if let Some(replacement) = replacement(byte) {
            out.push_str(&text[start..at]);
            out.push_str(replacement);
            start = at + 1;
        }
    }
    out.push_str(&text[start..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted() {
        assert!(VOID.is_sorted());
        assert!(RAW_TEXT.is_sorted());
    }
}

//! Texts → elements of XML. What XML 1.0 forbids is dropped:
//! <https://www.w3.org/TR/xml/#charsets>

/// `<name>text</name>` on a line of its own.
pub(super) fn element(name: &str, text: &str, out: &mut String) {
    out.push('<');
    out.push_str(name);
    out.push('>');
    escape(text, out);
    close(name, out);
}

/// `<name><![CDATA[text]]></name>` on a line of its own.
pub(super) fn cdata(name: &str, text: &str, out: &mut String) {
    out.push('<');
    out.push_str(name);
    out.push_str("><![CDATA[");
    let kept: String = text.chars().filter(|c| is_allowed(*c)).collect();
    out.push_str(&kept.replace("]]>", "]]]]><![CDATA[>"));
    out.push_str("]]>");
    close(name, out);
}

/// `<name dsq:id="id">` and whatever ends the line. `id` is made of digits.
pub(super) fn with_id(name: &str, id: &str, end: &str, out: &mut String) {
    for part in ["<", name, " dsq:id=\"", id, "\"", end, "\n"] {
        out.push_str(part);
    }
}

fn close(name: &str, out: &mut String) {
    out.push_str("</");
    out.push_str(name);
    out.push_str(">\n");
}

fn escape(text: &str, out: &mut String) {
    for c in text.chars().filter(|c| is_allowed(*c)) {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(c),
        }
    }
}

fn is_allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | ' '..='\u{FFFD}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_cannot_leave_their_element() {
        let mut out = String::new();
        element("a", "<b> & \"c\"\u{0}\u{B}\u{FFFF}\u{1F680}", &mut out);
        cdata("d", "x]]>y\u{8}]]]>", &mut out);
        assert_eq!(
            out,
            "<a>&lt;b&gt; &amp; &quot;c&quot;\u{1F680}</a>\n\
             <d><![CDATA[x]]]]><![CDATA[>y]]]]]><![CDATA[>]]></d>\n"
        );
    }
}

//! A user's template for a shortcode → the source that is written before and behind its content.
//!
//! `$name` is the shortcode's name, `$attrs` its attributes as written (quotes straight), `$content`
//! what stands between its ends, `$1` to `$9` the values without a name, `${title}` the value of an
//! attribute. Any other `$` is itself.

use super::attributes::Attributes;
use crate::convert::lower::markup;

/// Where the content goes.
const CONTENT: &str = "$content";

/// A template, and the shortcode that it is for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Template<'a> {
    pub(super) text: &'a str,
    pub(super) name: &'a str,
}

impl Template<'_> {
    /// What is written before the content, and what behind it, as HTML.
    ///
    /// `<x $attrs>$content</x>` for `[box a=1]` → `<x a=1>` and `</x>`
    pub(super) fn around(&self, attributes: &str) -> (String, String) {
        let values = Attributes::parse(attributes);
        let (before, behind) = self.text.split_once(CONTENT).unwrap_or((self.text, ""));
        let written = attributes.trim_end_matches('/').trim_ascii();
        [before, behind]
            .map(|part| match part {
                "" => String::new(),
                part => markup::template_source(&self.fill(part, written, &values)),
            })
            .into()
    }

    /// What is written inside a tag, as text.
    pub(super) fn filled(&self, attributes: &str) -> String {
        let written = attributes.trim_end_matches('/').trim_ascii();
        self.fill(&self.text.replacen(CONTENT, "", 1), written, &Attributes::parse(attributes))
    }

    fn fill(&self, part: &str, written: &str, values: &Attributes) -> String {
        let mut text = String::new();
        let mut rest = part;
        while let Some((before, behind)) = rest.split_once('$') {
            text.push_str(before);
            let (value, length) = self.value(behind, written, values).unwrap_or(("$", 0));
            text.push_str(value);
            rest = &behind[length..];
        }
        text + rest
    }

    /// The value of the placeholder at the start of a text, and the placeholder's length.
    fn value<'v>(
        &'v self,
        text: &str,
        written: &'v str,
        values: &'v Attributes,
    ) -> Option<(&'v str, usize)> {
        if let Some(inner) = text.strip_prefix('{') {
            let name = &inner[..inner.find('}')?];
            let is_name =
                name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte));
            return is_name.then(|| (values.get(name).unwrap_or_default(), name.len() + 2));
        }
        if let Some(digit) = text.chars().next().and_then(|c| c.to_digit(10)).filter(|it| *it > 0) {
            let value = values.bare.get(digit as usize - 1);
            return Some((value.map_or("", |value| value.trim_start_matches('=')), 1));
        }
        [("attrs", written), ("name", self.name)]
            .into_iter()
            .find(|(name, _)| text.starts_with(name))
            .map(|(name, value)| (value, name.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn around(text: &str, attributes: &str) -> (String, String) {
        Template { text, name: "box" }.around(attributes)
    }

    fn source(text: &str) -> String {
        format!("<template-source>{text}</template-source>")
    }

    #[test]
    fn every_placeholder() {
        let attributes = " type=\"info\" 7 /";
        for (template, filled) in [
            ("$name", "box"),
            ("$attrs", "type=&quot;info&quot; 7"),
            ("$1$2", "7"),
            ("${type}${none}", "info"),
            ("$5.00 $ $x ${a b} $0", ".00 $ $x ${a b} $0"),
        ] {
            assert_eq!(around(template, attributes), (source(filled), String::new()));
        }
        let (before, behind) = around("a $content b $content", "");
        assert_eq!((before, behind), (source("a "), source(" b $content")));
    }
}

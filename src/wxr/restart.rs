//! Where a section that lost its `]]>` runs into the next item, or into another export.
//!
//! Such a section seems to end at the first `]]>` of what it runs into, which closes a section of
//! some other field. A value that only shows markup does not look like that: exporters since
//! WordPress 3.4 split every `]]>` of a value between two sections.

use memchr::{memchr, memmem, memrchr};

use super::section::{CLOSE, OPEN, Tail, end_tag, is_end_tag};

const NAMESPACE: &[u8] = b"wordpress.org/export/";
/// How far before the namespace of WordPress an export may begin: its head has a long comment.
const LONGEST_HEAD: usize = 8 * 1024;
/// How far back the start tag of a field, or the end tag before `</item>`, is looked for.
const LONGEST_TAG: usize = 512;

/// A section that holds what opens another.
pub(super) struct Seam<'a> {
    /// The bytes up to the `]]>`, from the start of the section's text.
    pub(super) text: &'a [u8],
    /// Where in it the last `<![CDATA[` stands.
    pub(super) open: usize,
    /// What stands behind the `]]>`.
    pub(super) behind: &'a [u8],
}

/// What a section runs into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Restart {
    /// An item or an export begins here, in the text of the section.
    At(usize),
    /// Nothing; it is a value that shows markup.
    Nowhere,
    /// More bytes are needed to say so.
    Unknown,
}

impl Seam<'_> {
    /// What the section, which is the value of `<field>`, runs into.
    pub(super) fn restart(&self, field: &[u8], tail: Tail) -> Restart {
        let Some(inner) = start_tag(&self.text[..self.open]) else { return Restart::Nowhere };
        let behind = self.behind.trim_ascii_start();
        if tail == Tail::More && behind.len() < OPEN.len().max(inner.len() + CLOSE.len()) {
            return Restart::Unknown;
        }
        let found = is_end_tag(behind, inner).then(|| find(&self.text[..self.open], field));
        found.flatten().map_or(Restart::Nowhere, Restart::At)
    }
}

/// The name of the start tag that ends right here: `… <title>` → `title`
fn start_tag(before: &[u8]) -> Option<&[u8]> {
    let before = before.trim_ascii_end().strip_suffix(b">")?;
    let near = &before[before.len().saturating_sub(LONGEST_TAG)..];
    let tag = &near[memrchr(b'<', near)? + 1..];
    let name = tag.split(|byte| b" \t\r\n/>".contains(byte)).next()?;
    (!name.is_empty()).then_some(name)
}

fn find(text: &[u8], field: &[u8]) -> Option<usize> {
    let mut exports = Exports::default();
    // Whether the end tag of the field stands before.
    let mut is_over = false;
    let mut at = 0;
    loop {
        at += memchr(b'<', &text[at..])?;
        let (before, rest) = (text[..at].trim_ascii_end(), &text[at..]);
        if is_item(rest) && before.ends_with(b">") && (is_over || is_behind_item(before)) {
            return Some(at);
        }
        if exports.begins(text, at, Tail::Last) == Some(true) {
            return Some(at);
        }
        is_over |= is_end_tag(rest, field);
        at += 1;
    }
}

/// A search for the starts of exports within other text.
#[derive(Debug, Default)]
pub(super) struct Exports {
    /// Where the namespace of WordPress stands next.
    namespace: usize,
}

impl Exports {
    /// Whether an export begins here; `None` where that cannot be said yet. Call it for later and later
    /// positions.
    pub(super) fn begins(&mut self, bytes: &[u8], at: usize, tail: Tail) -> Option<bool> {
        if !bytes[at..].starts_with(b"<?xml ") {
            return Some(false);
        }
        if self.namespace <= at {
            let found = memmem::find(&bytes[at..], NAMESPACE);
            self.namespace = found.map_or(usize::MAX, |found| at + found);
        }
        let is_short = bytes.len() - at < LONGEST_HEAD + NAMESPACE.len();
        match self.namespace {
            usize::MAX if tail == Tail::More && is_short => None,
            namespace => Some(namespace - at <= LONGEST_HEAD),
        }
    }
}

/// Whether the bytes end as WordPress ends an item: `</wp:postmeta> </item>`
fn is_behind_item(before: &[u8]) -> bool {
    let Some(fields) = before.strip_suffix(b"</item>") else { return false };
    let fields = fields.trim_ascii_end();
    let near = &fields[fields.len().saturating_sub(LONGEST_TAG)..];
    let tag = memrchr(b'<', near).map(|at| &near[at..]);
    tag.is_some_and(|tag| {
        tag.starts_with(b"</") && tag.ends_with(b">") && memchr(b':', tag).is_some()
    })
}

/// Where the text of a section ends, of which all is lost that stands behind these bytes.
pub(super) fn end(lost: &[u8], field: &[u8]) -> usize {
    let item_end = || lost.trim_ascii_end().strip_suffix(b"</item>").map(<[u8]>::len);
    end_tag(lost, field).or_else(item_end).unwrap_or(lost.len())
}

/// Whether the bytes start with `<item`, as a whole name.
pub(super) fn is_item(bytes: &[u8]) -> bool {
    let rest = bytes.strip_prefix(b"<item");
    rest.and_then(<[u8]>::first).is_some_and(|byte| b" \t\r\n>/".contains(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where the section of `<f>` whose text is this, up to the last `]]>`, runs into something.
    fn restart(text: &str) -> Restart {
        let close = text.rfind(CLOSE).expect("a close");
        let open = text[..close].rfind(OPEN).expect("an open");
        let behind = &text.as_bytes()[close + CLOSE.len()..];
        let seam = Seam { text: &text.as_bytes()[..close], open, behind };
        seam.restart(b"f", Tail::Last)
    }

    #[test]
    fn a_section_runs_into_an_item_or_an_export() {
        for before in ["a]]</f></item>\n", "a</wp:g>\n</item>\n", "a</f>", "a]]</f ></wp:term>\n"] {
            let text = format!("{before}<item>\n<title><![CDATA[b]]></title>");
            assert_eq!(restart(&text), Restart::At(before.len()), "{text}");
        }
        let export = "<?xml version=\"1.0\"?>\n<rss xmlns:wp=\"http://wordpress.org/export/1.2/\">";
        let text = format!("a{export}<wp:author><n><![CDATA[b]]></n>");
        assert_eq!(restart(&text), Restart::At(1));
    }

    #[test]
    fn text_that_shows_markup_is_text() {
        for text in [
            "<item><title><![CDATA[b]]></title>",
            "</item>\n<item><title><![CDATA[b]]></title>",
            "</f></item>\n<item><title><![CDATA[b]]>]]><![CDATA[></title>",
            "</f></item>\n<item><title><![CDATA[b]]></f>",
            "</f></item>\n<item><title>b <![CDATA[b]]></title>",
            "</f> a <item><title><![CDATA[b]]></title>",
            "<?xml version=\"1.0\"?>\n<rss><n><![CDATA[b]]></n>",
        ] {
            assert_eq!(restart(text), Restart::Nowhere, "{text}");
        }
    }
}

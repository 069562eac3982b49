//! Where a CDATA section ends: XML's rule, and the rule that old exports need.
//!
//! Until WordPress 3.3 the exporter wrote values into CDATA as they were, so a value that holds
//! `]]>` seems to end early. Such a value is followed, further on, by the end tag of its field; one
//! that ended where XML says is followed by it at once.

use memchr::{memchr, memchr2};

/// What opens a section.
pub(super) const OPEN: &str = "<![CDATA[";
/// What closes one.
pub(super) const CLOSE: &str = "]]>";

/// Whether more bytes can follow those at hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tail {
    /// The input goes on.
    More,
    /// The input ends here.
    Last,
}

/// How the end of a section was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// At the first `]]>`.
    Plain(usize),
    /// At a later `]]>`, the one that stands before the end tag of the field.
    Recovered(usize),
}

impl Ending {
    /// The position of the `]]>`.
    pub(super) fn at(self) -> usize {
        match self {
            Self::Plain(at) | Self::Recovered(at) => at,
        }
    }
}

/// What was learnt about the sections of a piece.
#[derive(Debug, Default)]
pub(super) struct Sections {
    /// Sections that open before this position end where XML says. A search for a later end came to
    /// nothing up to here, and one search a stretch keeps the whole linear.
    settled: usize,
}

impl Sections {
    /// The end of the section whose text starts at `from` and that opened right behind `<field>`.
    ///
    /// That is the first `]]>` that stands, white space aside, before `</field>` or before another
    /// section (newer exports split a `]]>` between two). If the field, or the item, ends without
    /// one, it is the first `]]>` of all. `None`: not within these bytes.
    pub(super) fn field_end(
        &mut self,
        bytes: &[u8],
        from: usize,
        field: &[u8],
        tail: Tail,
    ) -> Option<Ending> {
        let first = plain_end(bytes, from)?;
        if from < self.settled {
            return Some(Ending::Plain(first));
        }
        let mut at = first;
        loop {
            match follower(&bytes[at + CLOSE.len()..], field, tail)? {
                Follower::Closing if at == first => return Some(Ending::Plain(at)),
                Follower::Closing => return Some(Ending::Recovered(at)),
                Follower::Other => {}
            }
            match next_close(bytes, at + CLOSE.len(), field, tail)? {
                Next::Close(close) => at = close,
                Next::Boundary(boundary) => {
                    self.settled = boundary;
                    return Some(Ending::Plain(first));
                }
            }
        }
    }
}

/// The first `]]>`, which is where XML ends a section.
pub(super) fn plain_end(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    // Brackets are rarer in HTML than `>`.
    while let Some(found) = memchr(b']', bytes.get(at..)?) {
        at += found;
        if bytes[at..].starts_with(CLOSE.as_bytes()) {
            return Some(at);
        }
        at += 1;
    }
    None
}

enum Follower {
    Closing,
    Other,
}

/// What stands behind a `]]>`; `None` where that cannot be said yet.
fn follower(rest: &[u8], field: &[u8], tail: Tail) -> Option<Follower> {
    let rest = rest.trim_ascii_start();
    if tail == Tail::More && rest.len() < OPEN.len().max(field.len() + 3) {
        return None;
    }
    let closing = rest.starts_with(OPEN.as_bytes()) || is_end_tag(rest, field);
    Some(if closing { Follower::Closing } else { Follower::Other })
}

enum Next {
    /// A `]]>`.
    Close(usize),
    /// The end of the field, of the item or of the input.
    Boundary(usize),
}

fn next_close(bytes: &[u8], from: usize, field: &[u8], tail: Tail) -> Option<Next> {
    let mut at = from;
    while let Some(found) = memchr2(b'<', b']', &bytes[at..]) {
        at += found;
        let rest = &bytes[at..];
        if rest.starts_with(CLOSE.as_bytes()) {
            return Some(Next::Close(at));
        }
        if is_end_tag(rest, field) || is_end_tag(rest, b"item") {
            return Some(Next::Boundary(at));
        }
        at += 1;
    }
    (tail == Tail::Last).then_some(Next::Boundary(bytes.len()))
}

/// Whether these bytes start with the end tag of an element, `</name>` or `</name >`.
pub(super) fn is_end_tag(bytes: &[u8], name: &[u8]) -> bool {
    let rest = bytes.strip_prefix(b"</").and_then(|rest| rest.strip_prefix(name));
    rest.is_some_and(|rest| rest.trim_ascii_start().first() == Some(&b'>'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn end(text: &str, tail: Tail) -> Option<Ending> {
        Sections::default().field_end(text.as_bytes(), 0, b"f", tail)
    }

    #[test]
    fn a_section_ends_before_the_end_tag_of_its_field() {
        assert_eq!(end("a]]></f>", Tail::Last), Some(Ending::Plain(1)));
        assert_eq!(end("a]]>\n </f>", Tail::Last), Some(Ending::Plain(1)));
        assert_eq!(end("a]]]]><![CDATA[>b]]></f>", Tail::Last), Some(Ending::Plain(3)));
        assert_eq!(end("a ]]> b]]></f>", Tail::Last), Some(Ending::Recovered(7)));
        assert_eq!(end("]]> ]]> ]]></f>", Tail::Last), Some(Ending::Recovered(8)));
    }

    #[test]
    fn a_field_of_text_behind_a_section_does_not_swallow_the_next() {
        assert_eq!(end("a]]> b</f><f><![CDATA[c]]></f>", Tail::Last), Some(Ending::Plain(1)));
        assert_eq!(end("a]]> b</item><f><![CDATA[c]]></f>", Tail::Last), Some(Ending::Plain(1)));
        assert_eq!(end("a]]> b", Tail::Last), Some(Ending::Plain(1)));
        assert_eq!(end("a", Tail::Last), None);
    }

    #[test]
    fn what_cannot_be_said_yet_waits_for_more() {
        let text = "a ]]> b]]></f>";
        for cut in 0..text.len() {
            assert_eq!(end(&text[..cut], Tail::More), None, "{}", &text[..cut]);
        }
    }
}

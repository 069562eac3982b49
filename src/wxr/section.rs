//! Where a CDATA section ends: XML's rule, and the rule that old exports need.
//!
//! Until WordPress 3.3 the exporter wrote values into CDATA as they were, so a value that holds
//! `]]>` seems to end early. Such a value is followed, further on, by the end tag of its field; one
//! that ended where XML says is followed by it at once. Where a `]]>` was damaged or cut away, the
//! section must not swallow the items behind it; `restart` tells such sections.

use std::ops::Range;

use memchr::{memchr, memchr2, memmem};

use super::restart::{self, Restart, Seam};

/// What opens a section.
pub(super) const OPEN: &str = "<![CDATA[";
/// What closes one.
pub(super) const CLOSE: &str = "]]>";

/// Elements of WordPress that hold fields, without their prefixes.
const CONTAINERS: [&[u8]; 9] = [
    b"author",
    b"category",
    b"comment",
    b"commentmeta",
    b"postmeta",
    b"tag",
    b"term",
    b"termmeta",
    b"wp_author",
];
/// As many bytes as it takes to tell those, with a prefix, from others.
const LONGEST_CONTAINER: usize = 40;

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
    /// There is no `]]>`, or it is another section's: the text ends before what stands here.
    Missing(usize),
}

impl Ending {
    /// Where the text ends.
    pub(super) fn at(self) -> usize {
        match self {
            Self::Plain(at) | Self::Recovered(at) | Self::Missing(at) => at,
        }
    }

    /// Where what follows the section begins.
    pub(super) fn behind(self) -> usize {
        match self {
            Self::Plain(at) | Self::Recovered(at) => at + CLOSE.len(),
            Self::Missing(at) => at,
        }
    }
}

/// What was learnt about the sections of a buffer.
#[derive(Debug, Default)]
pub(super) struct Sections {
    closes: Closes,
    /// Sections that open before this position end where XML says. A search for a later end came to
    /// nothing up to here, and one search a stretch keeps the whole linear.
    settled: usize,
}

impl Sections {
    /// The end of the section whose text starts at `from` and that opened right behind `<field>`.
    ///
    /// That is the first `]]>` that stands, white space aside, before `</field>` or before another
    /// section (newer exports split a `]]>` between two). If the field, or what holds it, ends without
    /// one, it is [`Self::end`]. `None`: not within these bytes.
    pub(super) fn field_end(
        &mut self,
        bytes: &[u8],
        from: usize,
        field: &[u8],
        tail: Tail,
    ) -> Option<Ending> {
        let first = match self.end(bytes, from, field, tail)? {
            Ending::Plain(first) => first,
            missing => return Some(missing),
        };
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

    /// The end of the section whose text starts at `from`, in the value of `<field>`: the first `]]>`.
    /// Where that is the end of another item's section, or where there is none, the text ends at the
    /// end tag of its field. `None`: not within these bytes.
    pub(super) fn end(
        &mut self,
        bytes: &[u8],
        from: usize,
        field: &[u8],
        tail: Tail,
    ) -> Option<Ending> {
        self.closes.find(bytes, from);
        let closes = &mut self.closes;
        let close = closes.none.end;
        if !closes.has_close {
            let end = || end_tag(&bytes[from..], field).map(|at| Ending::Missing(from + at));
            return if tail == Tail::Last { end() } else { None };
        }
        let open = closes.open.filter(|open| *open >= from);
        if let (Some(open), None) = (open, closes.restart.filter(|restart| *restart > from)) {
            let text = &bytes[from..close];
            let seam = Seam { text, open: open - from, behind: &bytes[close + CLOSE.len()..] };
            closes.restart = match seam.restart(field, tail) {
                Restart::At(at) => Some(from + at),
                Restart::Nowhere => None,
                Restart::Unknown => return None,
            };
        }
        Some(match closes.restart {
            Some(restart) if restart >= from => {
                Ending::Missing(from + restart::end(&bytes[from..restart], field))
            }
            _ => Ending::Plain(close),
        })
    }

    /// Forgets what holds only for the piece so far.
    pub(super) fn begin(&mut self) {
        self.settled = 0;
    }

    /// Forgets this many bytes, which were taken from the start of the buffer.
    pub(super) fn forget(&mut self, length: usize) {
        self.closes.forget(length);
    }
}

/// The last `]]>` that was found in a buffer, so that sections without one do not look for it again
/// each.
#[derive(Debug, Default)]
struct Closes {
    /// No `]]>` stands between these positions.
    none: Range<usize>,
    /// Where the last `<![CDATA[` stands between them.
    open: Option<usize>,
    /// Whether a `]]>` stands at the end of them; else the bytes end there.
    has_close: bool,
    /// Where, between them, an item or an export begins that a section ran into.
    restart: Option<usize>,
}

impl Closes {
    fn forget(&mut self, length: usize) {
        let behind = |at: usize| at.checked_sub(length);
        self.none = behind(self.none.start).unwrap_or(0)..behind(self.none.end).unwrap_or(0);
        self.open = self.open.and_then(behind);
        self.restart = self.restart.and_then(behind);
    }

    fn find(&mut self, bytes: &[u8], from: usize) {
        let is_known =
            if self.has_close { from <= self.none.end } else { self.none.end == bytes.len() };
        if is_known && self.none.start <= from && !self.none.is_empty() {
            return;
        }
        *self = Self { none: from..bytes.len(), ..Self::default() };
        let mut at = from;
        while let Some(mark) = next_mark(bytes, at) {
            match mark {
                Mark::Close(close) => {
                    self.none.end = close;
                    self.has_close = true;
                    return;
                }
                Mark::Open(open) => {
                    self.open = Some(open);
                    at = open + OPEN.len();
                }
            }
        }
    }
}

/// A `<![CDATA[` or a `]]>`, and where it stands.
enum Mark {
    Open(usize),
    Close(usize),
}

/// The first of them.
fn next_mark(bytes: &[u8], from: usize) -> Option<Mark> {
    let mut at = from;
    // Brackets are rarer in HTML than `<` and `>`.
    while let Some(found) = memchr2(b'[', b']', &bytes[at..]) {
        at += found;
        if bytes[at..].starts_with(CLOSE.as_bytes()) {
            return Some(Mark::Close(at));
        }
        if bytes[from..=at].ends_with(OPEN.as_bytes()) {
            return Some(Mark::Open(at + 1 - OPEN.len()));
        }
        at += 1;
    }
    None
}

/// The first `]]>`, if no other section opens before it: then it ends where XML says, as nearly all do.
pub(super) fn simple_end(bytes: &[u8], from: usize) -> Option<usize> {
    match next_mark(bytes, from)? {
        Mark::Close(close) => Some(close),
        Mark::Open(_) => None,
    }
}

/// The first end tag of an element.
pub(super) fn end_tag(bytes: &[u8], name: &[u8]) -> Option<usize> {
    let mut ends = memmem::find_iter(bytes, b"</");
    ends.find(|at| is_end_tag(&bytes[*at..], name))
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
    /// The end of the field, of what holds it or of the input.
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
        if is_end_tag(rest, field) || is_container_end(rest) {
            return Some(Next::Boundary(at));
        }
        at += 1;
    }
    (tail == Tail::Last).then_some(Next::Boundary(bytes.len()))
}

/// Whether these bytes start with the end tag of an element that holds fields.
fn is_container_end(bytes: &[u8]) -> bool {
    let Some(rest) = bytes.strip_prefix(b"</") else { return false };
    let name = &rest[..rest.len().min(LONGEST_CONTAINER)];
    let name = name.split(|byte| b" \t\r\n>".contains(byte)).next().unwrap_or_default();
    match memchr(b':', name) {
        Some(colon) => CONTAINERS.contains(&&name[colon + 1..]),
        None => name == b"item",
    }
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

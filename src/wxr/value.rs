//! The value of a field: the text between its tags, with what exports put there that XML forbids.
//!
//! Text outside of CDATA is decoded once, text in CDATA not at all, and white space around CDATA is
//! dropped. HTML that someone forgot to escape is kept as it is. A value whose end tag is missing
//! ends where the next field begins.

use std::borrow::Cow;

use memchr::{memchr, memchr2, memmem};

use super::entity::{self, Oddities};
use super::fault::Faults;
use super::section::{self, Ending, Sections, Tail};
use crate::notice::Code;

/// Where a value ends whose own end tag is missing.
const STOPS: [&str; 13] = [
    "</item",
    "</wp:",
    "</wxr:",
    "<category",
    "<content:",
    "<dc:",
    "<description>",
    "<excerpt:",
    "<guid",
    "<link>",
    "<pubDate>",
    "<wp:",
    "<wxr:",
];

/// What stands between the tags of a field.
pub(super) struct Value<'a> {
    /// The text.
    pub(super) text: Cow<'a, str>,
    /// Where the end tag stands, or what stops a value without one.
    pub(super) end: usize,
    /// Whether there is an end tag.
    pub(super) is_closed: bool,
}

/// Reads the value that starts at `from`, up to the end tag of its field.
pub(super) fn read<'a>(
    text: &'a str,
    from: usize,
    field: &str,
    sections: &mut Sections,
    faults: &mut Faults,
) -> Value<'a> {
    if let Some(value) = simple(text, from, field) {
        return value;
    }
    let mut pieces = Pieces::default();
    // Whether only sections came so far, so that the next is the field's own.
    let mut is_own = true;
    let mut at = from;
    loop {
        let run = next_run(text, at, field);
        let plain = &text[at..run.end];
        is_own = is_own && plain.trim_ascii().is_empty();
        match run.stop {
            Stop::Missing => pieces.push_text(unclosed(plain, run.end, field, faults)),
            _ if run.has_markup => {
                faults.count(Code::UnescapedMarkup, at, 1, || format!("the markup in `{field}`"));
                pieces.push_text(Cow::Borrowed(plain));
            }
            Stop::Section | Stop::EndTag => pieces.push_text(decode(plain, at, field, faults)),
        }
        if run.stop != Stop::Section {
            let is_closed = run.stop == Stop::EndTag;
            return Value { text: pieces.finish(), end: run.end, is_closed };
        }
        let start = run.end + section::OPEN.len();
        let (bytes, name) = (text.as_bytes(), field.as_bytes());
        let ending = if is_own {
            sections.field_end(bytes, start, name, Tail::Last)
        } else {
            sections.end(bytes, start, name, Tail::Last)
        };
        let ending = ending.unwrap_or(Ending::Missing(text.len()));
        tell(ending, text, start, field, faults);
        pieces.push_section(&text[start..ending.at()]);
        at = ending.behind();
    }
}

/// Tells of a section that does not end where XML says.
fn tell(ending: Ending, text: &str, start: usize, field: &str, faults: &mut Faults) {
    match ending {
        Ending::Plain(_) => {}
        Ending::Recovered(end) => {
            let close = memmem::find(&text.as_bytes()[start..end], section::CLOSE.as_bytes());
            let message = format!("`]]>` within the CDATA of `{field}`");
            faults.tell(Code::UnsplitCdata, start + close.unwrap_or(0), message);
        }
        Ending::Missing(_) => {
            let message = format!("the CDATA of `{field}` does not end");
            faults.tell(Code::MalformedMarkup, start, message);
        }
    }
}

/// The value of most fields: one section, or text that needs no decoding, and then the end tag.
pub(super) fn simple<'a>(text: &'a str, from: usize, field: &str) -> Option<Value<'a>> {
    let rest = &text[from..];
    let (value, end) = if rest.starts_with(section::OPEN) {
        let start = from + section::OPEN.len();
        let close = section::simple_end(text.as_bytes(), start)?;
        (&text[start..close], close + section::CLOSE.len())
    } else {
        let length = memchr2(b'<', b'&', rest.as_bytes())?;
        (rest[..length].trim_ascii(), from + length)
    };
    let is_closed = section::is_end_tag(&text.as_bytes()[end..], field.as_bytes());
    is_closed.then_some(Value { text: Cow::Borrowed(value), end, is_closed })
}

fn decode<'a>(plain: &'a str, at: usize, field: &str, faults: &mut Faults) -> Cow<'a, str> {
    if memchr(b'&', plain.as_bytes()).is_none() {
        return Cow::Borrowed(plain);
    }
    let mut odd = Oddities::default();
    let decoded = match field {
        "title" => entity::decode_title(plain, &mut odd),
        _ => entity::decode_xml(plain, &mut odd),
    };
    odd.tell(at, field, faults);
    decoded
}

/// The text of a field whose end tag is missing, or is another's: `Salt</titel>` → `Salt`
fn unclosed<'a>(plain: &'a str, end: usize, field: &str, faults: &mut Faults) -> Cow<'a, str> {
    let trimmed = plain.trim_ascii_end();
    let wrong =
        trimmed.rfind("</").filter(|at| trimmed[*at..].find('>') == Some(trimmed.len() - at - 1));
    let (text, message) = match wrong {
        Some(at) => (&plain[..at], format!("`<{field}>` is closed by `{}`", &trimmed[at..])),
        None => (plain, format!("`<{field}>` is not closed")),
    };
    let at = end - plain.len() + text.trim_ascii_end().len();
    faults.tell(Code::MalformedMarkup, at, message);
    match memchr(b'<', text.as_bytes()) {
        Some(_) => Cow::Borrowed(text),
        None => decode(text, end - plain.len(), field, faults),
    }
}

/// Text outside of sections, up to where it stops.
struct Run {
    end: usize,
    stop: Stop,
    /// Whether it holds HTML that was not escaped, and so no references to decode either.
    has_markup: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stop {
    Section,
    EndTag,
    /// Another field, the end of the item or of the text: the end tag is missing.
    Missing,
}

fn next_run(text: &str, from: usize, field: &str) -> Run {
    let mut at = from;
    let stop = loop {
        let Some(found) = memchr(b'<', &text.as_bytes()[at..]) else {
            at = text.len();
            break Stop::Missing;
        };
        at += found;
        let rest = &text[at..];
        if rest.starts_with(section::OPEN) {
            break Stop::Section;
        } else if section::is_end_tag(rest.as_bytes(), field.as_bytes()) {
            break Stop::EndTag;
        } else if STOPS.iter().any(|stop| rest.starts_with(stop)) {
            break Stop::Missing;
        }
        at += 1;
    };
    Run { end: at, stop, has_markup: memchr(b'<', &text.as_bytes()[from..at]).is_some() }
}

/// The parts of a value: borrowed as long as there is only one.
#[derive(Default)]
struct Pieces<'a> {
    text: Cow<'a, str>,
    /// Whether the last piece is a section, whose white space counts.
    ends_in_section: bool,
}

impl<'a> Pieces<'a> {
    fn push_text(&mut self, text: Cow<'a, str>) {
        // White space around sections is the exporter's.
        if !text.trim_ascii().is_empty() {
            let text = match text {
                _ if self.ends_in_section || !self.text.is_empty() => text,
                Cow::Borrowed(text) => Cow::Borrowed(text.trim_ascii_start()),
                Cow::Owned(text) => Cow::Owned(text.trim_ascii_start().to_owned()),
            };
            self.push(text);
            self.ends_in_section = false;
        }
    }

    fn push_section(&mut self, text: &'a str) {
        self.push(Cow::Borrowed(text));
        self.ends_in_section = true;
    }

    fn push(&mut self, text: Cow<'a, str>) {
        if self.text.is_empty() {
            self.text = text;
        } else if !text.is_empty() {
            self.text.to_mut().push_str(&text);
        }
    }

    /// The whole, without the white space behind its last text.
    fn finish(self) -> Cow<'a, str> {
        match self.text {
            text if self.ends_in_section => text,
            Cow::Borrowed(text) => Cow::Borrowed(text.trim_ascii_end()),
            Cow::Owned(mut text) => {
                text.truncate(text.trim_ascii_end().len());
                Cow::Owned(text)
            }
        }
    }
}

/// What XML asks of line ends: `\r\n` and `\r` → `\n`.
pub(super) fn with_line_feeds(text: Cow<'_, str>) -> Cow<'_, str> {
    match memchr(b'\r', text.as_bytes()) {
        None => text,
        Some(_) => Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")),
    }
}

//! A walk over the elements of a piece of an export: start tags, end tags and the values of fields.
//!
//! quick-xml reads the tags. Values are read here, because exports put things into them that XML
//! does not allow: `]]>` inside CDATA, bare `&`, unescaped HTML. A value that goes wrong ends at the
//! next field and costs nothing else.

use std::borrow::Cow;
use std::io::BufRead as _;

use memchr::memchr;
use quick_xml::errors::Error;
use quick_xml::events::attributes::Attributes;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use super::entity;
use super::fields::find;
use super::section::{self, Ending, Sections, Tail};
use crate::notice::{Code, Notice};

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

/// Sets a field from its value.
type Field<'a, T> = fn(&mut T, Cow<'a, str>);

/// A walk that has come to some place of a text.
pub(super) struct Elements<'a> {
    text: &'a str,
    /// Reads the text from `base` on.
    reader: Reader<&'a [u8]>,
    base: usize,
    /// Where the last malformed tag ended.
    malformed: usize,
    sections: Sections,
}

/// What the walk met.
pub(super) enum Element<'a> {
    /// `<name …>`
    Start(Tag<'a>),
    /// `</name>`
    End(&'a str),
    /// `<!-- … -->`
    Comment(&'a str),
    /// Markup that cannot be read; the walk goes on behind it.
    Malformed(Notice),
    /// Nothing more.
    Finished,
}

/// A start tag.
#[derive(Clone)]
pub(super) struct Tag<'a> {
    /// `wp:post_id`, also where the export says `wxr:post_id`.
    pub(super) name: Cow<'a, str>,
    /// The name as written.
    written: &'a str,
    attributes: &'a str,
    /// `<name/>`
    pub(super) is_empty: bool,
}

impl<'a> Tag<'a> {
    /// The decoded value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<Cow<'a, str>> {
        let mut attributes = Attributes::new(self.attributes, self.written.len());
        let found =
            attributes.with_checks(false).flatten().find(|found| found.key.as_ref() == name);
        match found?.value {
            Cow::Borrowed(value) => Some(entity::decode_xml(value)),
            Cow::Owned(value) => Some(Cow::Owned(entity::decode_xml(&value).into_owned())),
        }
    }
}

impl<'a> Elements<'a> {
    /// The elements of a text, from its start.
    pub(super) fn of(text: &'a str) -> Self {
        // quick-xml drops a byte order mark without counting it.
        let text = text.trim_start_matches('\u{FEFF}');
        let sections = Sections::default();
        Self { text, reader: reader(text), base: 0, malformed: 0, sections }
    }

    /// The next tag or comment.
    pub(super) fn next(&mut self) -> Element<'a> {
        loop {
            match self.reader.read_event() {
                Ok(Event::Start(start)) => return self.start(&start, ">"),
                Ok(Event::Empty(start)) => return self.start(&start, "/>"),
                Ok(Event::End(_)) => return Element::End(self.end_name()),
                Ok(Event::Comment(comment)) => {
                    return Element::Comment(self.comment(comment.len()));
                }
                Ok(Event::Eof) => return Element::Finished,
                Ok(
                    Event::Text(_)
                    | Event::CData(_)
                    | Event::GeneralRef(_)
                    | Event::PI(_)
                    | Event::Decl(_)
                    | Event::DocType(_),
                )
                | Err(Error::IllFormed(_)) => {}
                Err(_) => return self.reread(self.error_position() + 1, self.text.len()),
            }
        }
    }

    /// The offset behind what was met last.
    pub(super) fn position(&self) -> usize {
        let read = usize::try_from(self.reader.buffer_position());
        self.base + read.expect("a position within the text")
    }

    /// Where the markup starts that could not be read.
    fn error_position(&self) -> usize {
        let read = usize::try_from(self.reader.error_position());
        self.base + read.expect("a position within the text")
    }

    fn start(&mut self, start: &BytesStart<'_>, closing: &str) -> Element<'a> {
        let end = self.position() - closing.len();
        let attributes = &self.text[end - start.len()..end];
        if attributes.contains('<') {
            return self.reread(end - start.len(), end);
        }
        let written = &attributes[..start.name().as_ref().len()];
        let name = match written.strip_prefix("wxr:") {
            Some(local) => Cow::Owned(format!("wp:{local}")),
            None => Cow::Borrowed(written),
        };
        Element::Start(Tag { name, written, attributes, is_empty: closing == "/>" })
    }

    /// Goes on at a later `<` of what seemed to be one tag because a `>` or a quote is missing.
    fn reread(&mut self, start: usize, end: usize) -> Element<'a> {
        let seen = self.text.get(start..end).unwrap_or("");
        // The first `<` loses least; the last, in what was gone over before, keeps this linear.
        let inner = if start < self.malformed { seen.rfind('<') } else { seen.find('<') };
        self.malformed = self.malformed.max(end);
        self.base = inner.map_or(end, |inner| start + inner);
        self.reader = reader(&self.text[self.base..]);
        let name = seen.split(|c: char| !c.is_alphanumeric() && !":_-!".contains(c)).next();
        let name: String = name.unwrap_or("").chars().take(40).collect();
        let message = format!("the markup `<{name}` does not end");
        Element::Malformed(Notice::new(Code::MalformedMarkup, message))
    }

    fn end_name(&self) -> &'a str {
        let tag = &self.text[..self.position() - 1];
        let start = tag.rfind("</").expect("an end tag has a start");
        tag[start + 2..].trim_ascii_end()
    }

    fn comment(&self, length: usize) -> &'a str {
        let end = self.position() - section::CLOSE.len();
        &self.text[end - length..end]
    }

    /// The value of the field whose start tag was met last, and the walk goes on behind its end tag.
    ///
    /// `Salt &amp; <![CDATA[<b>Smoke</b>]]>` → `Salt & <b>Smoke</b>`
    pub(super) fn value(&mut self, tag: &Tag<'a>, notices: &mut Vec<Notice>) -> Cow<'a, str> {
        if tag.is_empty {
            return Cow::Borrowed("");
        }
        let from = self.position();
        let value = read(self.text, from, tag, &mut self.sections);
        self.reader.stream().consume(value.end - from);
        match value.ending {
            // The end tag that was found can be read, so nothing is left to say about it.
            ValueEnding::Closed => drop(self.reader.read_event()),
            ValueEnding::Unclosed => notices.push(Notice::new(
                Code::MalformedMarkup,
                format!("`<{}>` is not closed", tag.written),
            )),
        }
        if value.holds_close {
            notices.push(Notice::new(
                Code::UnsplitCdata,
                format!("`]]>` within the CDATA of `{}`", tag.written),
            ));
        }
        let text = value.text.finish();
        // PHP's serialization counts bytes, so its line ends must stay.
        if tag.name == "wp:meta_value" { text } else { with_line_feeds(text) }
    }

    /// Reads the value of a tag into a field of `target`; false where the table has no such field.
    pub(super) fn field<T>(
        &mut self,
        table: &[(&str, Field<'a, T>)],
        tag: &Tag<'a>,
        target: &mut T,
        notices: &mut Vec<Notice>,
    ) -> bool {
        let Some(set) = find(table, &tag.name) else { return false };
        set(target, self.value(tag, notices));
        true
    }

    /// Goes past the value of an element that nobody reads, where its text is in CDATA.
    pub(super) fn skip(&mut self, tag: &Tag<'a>) {
        let rest = self.text[self.position()..].trim_ascii_start();
        if !tag.is_empty && rest.starts_with(section::OPEN) {
            let from = self.position();
            let value = read(self.text, from, tag, &mut self.sections);
            self.reader.stream().consume(value.end - from);
        }
    }
}

/// What XML asks of line ends: `\r\n` and `\r` → `\n`.
fn with_line_feeds(text: Cow<'_, str>) -> Cow<'_, str> {
    match memchr(b'\r', text.as_bytes()) {
        None => text,
        Some(_) => Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")),
    }
}

fn reader(text: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.allow_dangling_amp = true;
    config.allow_unmatched_ends = true;
    config.check_end_names = false;
    reader
}

struct Value<'a> {
    text: Pieces<'a>,
    /// Where the end tag stands, or the next field.
    end: usize,
    ending: ValueEnding,
    /// Whether a section holds a `]]>` that does not end it.
    holds_close: bool,
}

enum ValueEnding {
    Closed,
    Unclosed,
}

/// Reads the value that starts at `from`, up to the end tag of its field.
fn read<'a>(text: &'a str, from: usize, tag: &Tag<'a>, sections: &mut Sections) -> Value<'a> {
    let bytes = text.as_bytes();
    let field = tag.written.as_bytes();
    let decode = if tag.written == "title" { entity::decode_title } else { entity::decode_xml };
    let mut value = Value {
        text: Pieces::default(),
        end: bytes.len(),
        ending: ValueEnding::Unclosed,
        holds_close: false,
    };
    let mut run = Run { start: from, has_markup: false };
    let mut at = from;
    // Where a section would be the first, or directly behind the first.
    let mut behind_tag = Some(from);
    while let Some(found) = memchr(b'<', &bytes[at..]) {
        let open = at + found;
        let rest = &text[open..];
        if rest.starts_with(section::OPEN) {
            let start = open + section::OPEN.len();
            let is_first = behind_tag.is_some_and(|tag| text[tag..open].trim_ascii().is_empty());
            let ending = if is_first {
                sections.field_end(bytes, start, field, Tail::Last)
            } else {
                section::plain_end(bytes, start).map(Ending::Plain)
            };
            value.text.push_text(run.of(text, open, decode));
            let close = ending.map_or(bytes.len(), Ending::at);
            value.text.push_section(&text[start..close]);
            value.holds_close |= matches!(ending, Some(Ending::Recovered(_)));
            at = bytes.len().min(close + section::CLOSE.len());
            run = Run { start: at, has_markup: false };
            behind_tag = is_first.then_some(at);
        } else if section::is_end_tag(rest.as_bytes(), field) {
            value.ending = ValueEnding::Closed;
            value.end = open;
            break;
        } else if STOPS.iter().any(|stop| rest.starts_with(stop)) {
            value.end = open;
            break;
        } else {
            run.has_markup = true;
            at = open + 1;
        }
    }
    value.text.push_text(run.of(text, value.end, decode));
    value
}

/// Text outside of sections, up to the next section or the end.
struct Run {
    start: usize,
    /// Whether it holds HTML that was not escaped, and so no references to decode either.
    has_markup: bool,
}

impl Run {
    fn of<'a>(&self, text: &'a str, end: usize, decode: fn(&str) -> Cow<'_, str>) -> Cow<'a, str> {
        let text = &text[self.start..end];
        if self.has_markup { Cow::Borrowed(text) } else { decode(text) }
    }
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

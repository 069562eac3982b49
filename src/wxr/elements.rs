//! A walk over the elements of a piece of an export: start tags, end tags and the values of fields.
//!
//! quick-xml reads the tags, and `value` what stands between those of a field, because exports put
//! things there that XML does not allow. Markup that cannot be read costs itself; the walk goes on.

use std::borrow::Cow;
use std::io::BufRead as _;

use memchr::memchr;
use quick_xml::errors::Error;
use quick_xml::events::attributes::Attributes;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use super::entity::{self, Oddities};
use super::fault::Faults;
use super::fields::find;
use super::section::{self, Sections};
use super::value;
use super::vocabulary::Vocabulary;

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
    /// Whether the last thing met was a tag, so that quick-xml is not within anything.
    is_behind_tag: bool,
    sections: Sections,
    vocabulary: Vocabulary,
}

/// What the walk met.
pub(super) enum Element<'a> {
    /// `<name …>`
    Start(Tag<'a>),
    /// `</name>`
    End(EndTag<'a>),
    /// `<!-- … -->`
    Comment(&'a str),
    /// Text, or a section, that is no value of a field. Never only white space.
    Text(&'a str),
    /// Entities are declared here.
    Doctype,
    /// Markup that cannot be read, by its first letters; the walk goes on behind it.
    Malformed(String),
    /// Nothing more.
    Finished,
}

/// A start tag.
#[derive(Clone)]
pub(super) struct Tag<'a> {
    /// `wp:post_id`, also where the export says `wxr:post_id`.
    pub(super) name: Cow<'a, str>,
    /// The name as written.
    pub(super) written: &'a str,
    attributes: &'a str,
    /// `<name/>`
    pub(super) is_empty: bool,
}

/// An end tag.
pub(super) struct EndTag<'a> {
    /// `wp:comment`, also where the export says `wxr:comment`.
    pub(super) name: Cow<'a, str>,
    /// The name as written.
    pub(super) written: &'a str,
}

impl<'a> Tag<'a> {
    /// The decoded value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<Cow<'a, str>> {
        let mut attributes = Attributes::new(self.attributes, self.written.len());
        let found =
            attributes.with_checks(false).flatten().find(|found| found.key.as_ref() == name);
        match found?.value {
            Cow::Borrowed(value) => Some(entity::decode_xml(value, &mut Oddities::default())),
            Cow::Owned(value) => {
                let decoded = entity::decode_xml(&value, &mut Oddities::default());
                Some(Cow::Owned(decoded.into_owned()))
            }
        }
    }
}

impl<'a> Elements<'a> {
    /// The elements of a text, from its start, in an export of this vocabulary.
    pub(super) fn of(text: &'a str, vocabulary: &Vocabulary) -> Self {
        let text = without_mark(text);
        Self {
            text,
            reader: reader(text),
            base: 0,
            malformed: 0,
            is_behind_tag: false,
            sections: Sections::default(),
            vocabulary: vocabulary.clone(),
        }
    }

    /// The whole text.
    pub(super) fn text(&self) -> &'a str {
        self.text
    }

    /// The vocabulary, with what the text declared.
    pub(super) fn into_vocabulary(self) -> Vocabulary {
        self.vocabulary
    }

    /// The next tag, comment or text.
    pub(super) fn next(&mut self) -> Element<'a> {
        if self.is_behind_tag
            && let Some(tag) = self.simple_tag()
        {
            return tag;
        }
        self.is_behind_tag = false;
        loop {
            let before = self.position();
            match self.reader.read_event() {
                Ok(Event::Start(start)) => return self.start(&start, ">"),
                Ok(Event::Empty(start)) => return self.start(&start, "/>"),
                Ok(Event::End(_)) => return self.end(),
                // Its own end was lost.
                Ok(Event::Comment(comment)) if comment.contains("<!--") => {
                    return self.reread(before, self.position());
                }
                Ok(Event::PI(_) | Event::Decl(_)) if self.holds_instruction(before) => {
                    return self.reread(before, self.position());
                }
                Ok(Event::Comment(comment)) => {
                    return Element::Comment(self.comment(comment.len()));
                }
                Ok(Event::DocType(doctype)) if doctype.contains("<!ENTITY") => {
                    return Element::Doctype;
                }
                Ok(Event::Eof) => return Element::Finished,
                Ok(Event::Text(_) | Event::CData(_) | Event::GeneralRef(_)) => {
                    let text = &self.text[before..self.position()];
                    if !text.trim_matches(is_blank).is_empty() {
                        return Element::Text(text);
                    }
                }
                Ok(Event::PI(_) | Event::Decl(_) | Event::DocType(_))
                | Err(Error::IllFormed(_)) => {}
                Err(_) => return self.reread(before, self.position()),
            }
        }
    }

    /// The start or end tag that comes next, if it has nothing but a name. Most have, and it takes
    /// less than quick-xml does for tags of every kind.
    fn simple_tag(&mut self) -> Option<Element<'a>> {
        let rest = self.text[self.position()..].trim_ascii_start();
        let tag = rest.strip_prefix('<')?;
        let (is_end, tag) = tag.strip_prefix('/').map_or((false, tag), |tag| (true, tag));
        let length = tag.bytes().position(|byte| !IS_IN_NAME[usize::from(byte)])?;
        if length == 0 || tag.as_bytes()[length] != b'>' {
            return None;
        }
        let written = &tag[..length];
        self.go_to(self.text.len() - tag.len() + length + 1);
        let name = self.vocabulary.name(written);
        Some(if is_end {
            Element::End(EndTag { name, written })
        } else {
            Element::Start(Tag { name, written, attributes: written, is_empty: false })
        })
    }

    /// The offset behind what was met last.
    pub(super) fn position(&self) -> usize {
        let read = usize::try_from(self.reader.buffer_position());
        self.base + read.expect("a position within the text")
    }

    fn go_to(&mut self, position: usize) {
        let skipped = position - self.position();
        self.reader.stream().consume(skipped);
    }

    /// Goes past an end tag and the white space behind it, which quick-xml need not look at.
    fn go_behind_tag(&mut self, tag: usize, name: &str) {
        let rest = &self.text[tag + "</".len() + name.len()..];
        let behind = match rest.strip_prefix('>') {
            Some(behind) => behind,
            None => memchr(b'>', rest.as_bytes()).map_or("", |end| &rest[end + 1..]),
        };
        self.go_to(self.text.len() - behind.trim_ascii_start().len());
    }

    fn start(&mut self, start: &BytesStart<'_>, closing: &str) -> Element<'a> {
        let end = self.position() - closing.len();
        let attributes = &self.text[end - start.len()..end];
        if memchr(b'<', attributes.as_bytes()).is_some() {
            return self.reread(end - start.len() - 1, end);
        }
        self.is_behind_tag = true;
        let written = &attributes[..start.name().as_ref().len()];
        if memchr(b':', &attributes.as_bytes()[written.len()..]).is_some() {
            self.declare(attributes, written.len());
        }
        let name = self.vocabulary.name(written);
        Element::Start(Tag { name, written, attributes, is_empty: closing == "/>" })
    }

    fn declare(&mut self, attributes: &str, name: usize) {
        for attribute in Attributes::new(attributes, name).with_checks(false).flatten() {
            if let Some(prefix) = attribute.key.as_ref().strip_prefix("xmlns:") {
                self.vocabulary.declare(prefix, &attribute.value);
            }
        }
    }

    /// Whether the instruction that begins here holds another, because its own end was lost.
    fn holds_instruction(&self, open: usize) -> bool {
        self.text[open..self.position()].rfind("<?").is_some_and(|at| at > 0)
    }

    /// Goes on at a later `<` of what seemed to be one tag because a `>` or a quote is missing.
    fn reread(&mut self, open: usize, end: usize) -> Element<'a> {
        let length = self.text.len();
        let behind = |at: usize| (at..length).find(|&at| self.text.is_char_boundary(at));
        let start = behind(open + 1).unwrap_or(length);
        let end = behind(end.max(start)).unwrap_or(length);
        let seen = &self.text[start..end];
        // The first `<` loses least; the last, in what was gone over before, keeps this linear.
        let inner = if start < self.malformed { seen.rfind('<') } else { seen.find('<') };
        self.malformed = self.malformed.max(end);
        let rest = without_mark(&self.text[inner.map_or(end, |inner| start + inner)..]);
        self.base = length - rest.len();
        self.reader = reader(rest);
        let name = seen.split(|c: char| !c.is_alphanumeric() && !":_-!?".contains(c)).next();
        Element::Malformed(name.unwrap_or("").chars().take(40).collect())
    }

    fn end(&mut self) -> Element<'a> {
        self.is_behind_tag = true;
        let tag = &self.text[..self.position() - 1];
        let start = tag.rfind("</").expect("an end tag has a start");
        let written = tag[start + 2..].trim_ascii_end();
        Element::End(EndTag { name: self.vocabulary.name(written), written })
    }

    fn comment(&self, length: usize) -> &'a str {
        let end = self.position() - section::CLOSE.len();
        &self.text[end - length..end]
    }

    /// The value of the field whose start tag was met last, and the walk goes on behind its end tag.
    ///
    /// `Salt &amp; <![CDATA[<b>Smoke</b>]]>` → `Salt & <b>Smoke</b>`
    pub(super) fn value(&mut self, tag: &Tag<'a>, faults: &mut Faults) -> Cow<'a, str> {
        if tag.is_empty {
            return Cow::Borrowed("");
        }
        let from = self.position();
        let value = value::read(self.text, from, tag.written, &mut self.sections, faults);
        if value.is_closed {
            self.go_behind_tag(value.end, tag.written);
        } else {
            self.go_to(value.end);
        }
        match tag.name.as_ref() {
            // PHP's serialization counts bytes, so its line ends must stay.
            "wp:meta_value" => value.text,
            _ => value::with_line_feeds(value.text),
        }
    }

    /// Reads the value of a tag into a field of `target`; false where the table has no such field.
    pub(super) fn field<T>(
        &mut self,
        table: &[(&str, Field<'a, T>)],
        tag: &Tag<'a>,
        target: &mut T,
        faults: &mut Faults,
    ) -> bool {
        let Some(set) = find(table, &tag.name) else { return false };
        set(target, self.value(tag, faults));
        true
    }

    /// Goes past an element that nobody reads, or, where that holds elements of its own, into it;
    /// then the answer is false.
    pub(super) fn skip(&mut self, tag: &Tag<'a>) -> bool {
        let from = self.position();
        if tag.is_empty {
            return true;
        }
        if let Some(value) = value::simple(self.text, from, tag.written) {
            self.go_behind_tag(value.end, tag.written);
            return true;
        }
        if self.text[from..].trim_ascii_start().starts_with(section::OPEN) {
            let faults = &mut Faults::default();
            let value = value::read(self.text, from, tag.written, &mut self.sections, faults);
            self.go_to(value.end);
        }
        false
    }
}

/// The bytes of the names that exports use.
const IS_IN_NAME: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        table[byte as usize] = byte.is_ascii_alphanumeric() || byte == b':' || byte == b'_';
        byte += 1;
    }
    table
};

/// White space, and the mark that some tools leave where they joined files.
pub(super) fn is_blank(character: char) -> bool {
    character.is_ascii_whitespace() || character == '\u{FEFF}'
}

/// quick-xml drops a byte order mark without counting it, so none may be left for it.
fn without_mark(text: &str) -> &str {
    text.trim_start_matches('\u{FEFF}')
}

fn reader(text: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.allow_dangling_amp = true;
    config.allow_unmatched_ends = true;
    config.check_end_names = false;
    reader
}

//! Cuts the bytes of an export into items and what stands between them, without reading their fields.
//!
//! A reader in, slices of one growing buffer out, each with its place. `<item>` and `</item>` inside
//! CDATA, comments and processing instructions are content. Any bytes are cut in linear time: a
//! piece that does not end within the buffer is looked at again only when the buffer has doubled.

use std::io::{self, Read};
use std::ops::Range;

use memchr::{memchr, memchr_iter, memchr2, memmem};

use super::Span;
use super::restart::{Exports, is_item};
use super::section::{self, Sections, Tail};

const BLOCK: usize = 256 * 1024;
/// As many bytes as it takes to tell `<item`, `</item`, `<!--` and `<![CDATA[` apart.
const LOOKAHEAD: usize = section::OPEN.len();

/// From which length on a head is cut, so that a long list of terms is never in memory as a whole.
const HEAD: usize = 256 * 1024;
/// Elements of which a head may be a long list, without their prefixes.
const LISTED: [&[u8]; 5] = [b"author", b"category", b"tag", b"term", b"wp_author"];
/// As many bytes as it takes to tell those, with a prefix, from others.
const LONGEST_NAME: usize = 40;
/// What is longer is no comment and no instruction; one byte that went wrong made it look so.
const LONGEST_MARKUP: usize = 1024 * 1024;

/// A part of an export.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Piece<'a> {
    pub(super) kind: Kind,
    /// Never empty.
    pub(super) bytes: &'a [u8],
    pub(super) span: Span,
}

/// What a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The head, the tail, or what stands between two items.
    Between,
    /// From `<item>` to `</item>`.
    Item,
    /// An item whose end tag is missing, up to the next item or to the end of the list.
    Unclosed,
    /// An item that the end of the input cuts off.
    CutOff,
}

/// An input and the part of it that is in memory.
#[derive(Debug)]
pub(super) struct Frames<R> {
    input: R,
    /// How much to read at once.
    block: usize,
    buffer: Vec<u8>,
    /// The bytes of the buffer that were read and not handed out.
    held: Range<usize>,
    /// What was learnt about those.
    sections: Sections,
    tail: Tail,
    /// The offset in the input, and the line, of the first byte held.
    offset: u64,
    line: u64,
}

impl<R: Read> Frames<R> {
    /// Frames of an input that nothing was read from.
    pub(super) fn of(input: R) -> Self {
        Self::in_blocks(input, BLOCK)
    }

    fn in_blocks(input: R, block: usize) -> Self {
        let (buffer, sections) = (Vec::new(), Sections::default());
        Self { input, block, buffer, held: 0..0, sections, tail: Tail::More, offset: 0, line: 1 }
    }

    /// The line on which what was not taken yet begins.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// The first block of the input, without taking it. Call it first.
    pub(super) fn peek(&mut self) -> io::Result<&[u8]> {
        self.fill()?;
        Ok(&self.buffer[self.held.clone()])
    }

    /// The next piece; `None` at the end. Pieces are never empty, and together they are the input.
    pub(super) fn next(&mut self) -> io::Result<Option<Piece<'_>>> {
        let cut = loop {
            match cut(&self.buffer[self.held.clone()], self.tail, &mut self.sections) {
                Some(cut) => break cut,
                None => self.fill()?,
            }
        };
        if self.held.is_empty() {
            return Ok(None);
        }
        let bytes = &self.buffer[self.held.start..self.held.start + cut.length];
        self.held.start += cut.length;
        self.sections.forget(cut.length);
        let span = Span {
            bytes: self.offset..self.offset + cut.length as u64,
            line: self.line,
            is_cut_off: cut.kind == Kind::CutOff,
        };
        self.offset = span.bytes.end;
        self.line += memchr_iter(b'\n', bytes).count() as u64;
        Ok(Some(Piece { kind: cut.kind, bytes, span }))
    }

    /// Reads a block, or as much as is held already, so that a long piece is not looked at often.
    fn fill(&mut self) -> io::Result<()> {
        self.buffer.copy_within(self.held.clone(), 0);
        self.held = 0..self.held.len();
        let wanted = self.held.end + self.block.max(self.held.end);
        if self.buffer.len() < wanted {
            self.buffer.resize(wanted, 0);
        }
        while self.tail == Tail::More && self.held.end < wanted {
            match self.input.read(&mut self.buffer[self.held.end..wanted]) {
                Ok(0) => self.tail = Tail::Last,
                Ok(read) => self.held.end += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

/// The piece that the bytes start with.
struct Cut {
    kind: Kind,
    length: usize,
}

/// `None` where more bytes are needed.
fn cut(bytes: &[u8], tail: Tail, sections: &mut Sections) -> Option<Cut> {
    sections.begin();
    match (is_item(bytes), tail) {
        (true, _) => cut_item(bytes, tail, sections),
        (false, Tail::More) if bytes.len() < LOOKAHEAD => None,
        (false, _) => cut_between(bytes, tail, sections),
    }
}

fn cut_between(bytes: &[u8], tail: Tail, sections: &mut Sections) -> Option<Cut> {
    let mut markup = Markup::default();
    loop {
        match markup.next(bytes, tail, sections) {
            Next::Tag(at) if is_item(&bytes[at..]) => {
                return Some(Cut { kind: Kind::Between, length: at });
            }
            Next::Tag(at) if at < HEAD => {}
            Next::Tag(at) if tail == Tail::More && bytes.len() - at < LONGEST_NAME => return None,
            Next::Tag(at) if is_listed(&bytes[at..]) => {
                return Some(Cut { kind: Kind::Between, length: at });
            }
            Next::Tag(_) => {}
            Next::End if tail == Tail::More => return None,
            Next::End => return Some(Cut { kind: Kind::Between, length: bytes.len() }),
        }
    }
}

fn cut_item(bytes: &[u8], tail: Tail, sections: &mut Sections) -> Option<Cut> {
    let opened = memchr(b'>', bytes).map_or(bytes.len(), |at| at + 1);
    if bytes[..opened].ends_with(b"/>") {
        return Some(Cut { kind: Kind::Item, length: opened });
    }
    let mut markup = Markup { at: opened, ..Markup::default() };
    loop {
        match markup.next(bytes, tail, sections) {
            // Most tags are neither.
            Next::Tag(at) if !bytes.get(at + 1).is_some_and(|byte| b"/?cir".contains(byte)) => {}
            Next::Tag(at) if section::is_end_tag(&bytes[at..], b"item") => {
                let close = memchr(b'>', &bytes[at..]).expect("an end tag has an end");
                return Some(Cut { kind: Kind::Item, length: at + close + 1 });
            }
            Next::Tag(at) if is_item(&bytes[at..]) || is_end(&bytes[at..]) => {
                return Some(Cut { kind: Kind::Unclosed, length: at });
            }
            Next::Tag(_) => {}
            Next::End if tail == Tail::More => return None,
            Next::End => return Some(Cut { kind: Kind::CutOff, length: bytes.len() }),
        }
    }
}

/// Whether the list of items ends here, or another export begins.
fn is_end(bytes: &[u8]) -> bool {
    // Of instructions, only those with which an export begins are met as tags.
    bytes.starts_with(b"<?")
        || [&b"channel"[..], b"rss"].iter().any(|root| {
            section::is_end_tag(bytes, root)
                || bytes.get(1..=root.len()).is_some_and(|name| name == *root)
                    && bytes.get(1 + root.len()).is_some_and(|byte| b" \t\r\n>".contains(byte))
        })
}

/// Whether the bytes start with an element of which a head may be a long list.
fn is_listed(bytes: &[u8]) -> bool {
    let name = &bytes[name(&bytes[..bytes.len().min(LONGEST_NAME)], 1)];
    memchr(b':', name).is_some_and(|colon| LISTED.contains(&&name[colon + 1..]))
}

/// A walk over the tags of a piece.
#[derive(Default)]
struct Markup {
    at: usize,
    /// Where the name of the last start tag begins.
    field: Option<usize>,
    /// Where its value goes on, once a section was met.
    value: Option<usize>,
    exports: Exports,
    /// That no comment, or no instruction, ends in the rest of the input.
    no_comment_end: bool,
    no_instruction_end: bool,
    no_doctype_end: bool,
}

enum Next {
    /// A start or end tag begins here.
    Tag(usize),
    /// The bytes hold no further whole markup.
    End,
}

impl Markup {
    fn next(&mut self, bytes: &[u8], tail: Tail, sections: &mut Sections) -> Next {
        while let Some(found) = memchr(b'<', &bytes[self.at..]) {
            let open = self.at + found;
            let rest = &bytes[open..];
            if tail == Tail::More && rest.len() < LOOKAHEAD {
                break;
            }
            let end = match rest {
                _ if rest.starts_with(section::OPEN.as_bytes()) => {
                    self.skip_section(bytes, open, tail, sections)
                }
                [_, b'?', ..] if open > 0 => match self.exports.begins(bytes, open, tail) {
                    Some(true) => return self.tag(open, None),
                    Some(false) => self.skip(bytes, open, tail),
                    None => None,
                },
                [_, b'!' | b'?', ..] => self.skip(bytes, open, tail),
                [_, b'/', ..] => return self.tag(open, None),
                _ => return self.tag(open, Some(open + 1)),
            };
            match end {
                Some(end) => self.at = end,
                None => break,
            }
        }
        Next::End
    }

    fn tag(&mut self, open: usize, field: Option<usize>) -> Next {
        self.at = open + 1;
        self.field = field;
        self.value = None;
        Next::Tag(open)
    }

    /// The end of the comment, instruction or declaration that opens here.
    fn skip(&mut self, bytes: &[u8], open: usize, tail: Tail) -> Option<usize> {
        let rest = &bytes[open..];
        let (end, most, missing): (End, usize, &mut bool) = if rest.starts_with(b"<!--") {
            (|bytes| markup_end(bytes, "<!--", "-->"), LONGEST_MARKUP, &mut self.no_comment_end)
        } else if rest.starts_with(b"<?") {
            (|bytes| markup_end(bytes, "<?", "?>"), LONGEST_MARKUP, &mut self.no_instruction_end)
        } else if rest.starts_with(b"<!DOCTYPE") {
            (doctype_end, usize::MAX, &mut self.no_doctype_end)
        } else {
            return Some(open + 2);
        };
        let near = &rest[..rest.len().min(most)];
        match (if *missing { None } else { end(near) }, tail) {
            (Some(length), _) => Some(open + length),
            (None, _) if near.len() == most => Some(open + 2),
            (None, Tail::More) => None,
            // What never ends is text, so that it does not swallow the items behind it.
            (None, Tail::Last) => {
                *missing = true;
                Some(open + 2)
            }
        }
    }

    fn skip_section(
        &mut self,
        bytes: &[u8],
        open: usize,
        tail: Tail,
        sections: &mut Sections,
    ) -> Option<usize> {
        let from = open + section::OPEN.len();
        let field = self.field.map_or(0..0, |at| name(bytes, at));
        let is_first = !field.is_empty() && self.is_at_value(bytes, &field, open);
        let name = &bytes[field];
        let ending = if is_first {
            sections.field_end(bytes, from, name, tail)?
        } else {
            sections.end(bytes, from, name, tail)?
        };
        let end = ending.behind();
        // The end tag of a field says nothing new; that of an item does.
        let is_over = is_first && name != b"item" && section::is_end_tag(&bytes[end..], name);
        if is_over || !is_first {
            self.field = None;
        }
        if is_over {
            return Some(end + "</".len() + name.len());
        }
        self.value = Some(end);
        self.value
    }

    /// Whether a section opens right behind its start tag, or behind such a section.
    fn is_at_value(&self, bytes: &[u8], field: &Range<usize>, open: usize) -> bool {
        let tag_end = || memchr(b'>', &bytes[field.end..open]).map(|at| field.end + at + 1);
        let value = self.value.or_else(tag_end);
        value.is_some_and(|value| bytes[value..open].trim_ascii().is_empty())
    }
}

/// The length of the markup that the bytes start with, if they hold its end.
type End = fn(&[u8]) -> Option<usize>;

/// The length of the comment or instruction that the bytes start with. Where another opens before it
/// ends, its own end was lost, and only what opens it is skipped: else it would end in some later
/// item, whose content has comments of its own.
fn markup_end(bytes: &[u8], start: &str, end: &str) -> Option<usize> {
    let next = memmem::find(&bytes[start.len()..], start.as_bytes()).map(|at| start.len() + at);
    let own = &bytes[2..next.unwrap_or(bytes.len())];
    let found = memmem::find(own, end.as_bytes()).map(|at| 2 + at + end.len());
    found.or(next.map(|_| start.len()))
}

/// The length of the document type that the bytes start with, declarations of entities included.
fn doctype_end(bytes: &[u8]) -> Option<usize> {
    let mut at = memchr2(b'[', b'>', bytes)?;
    if bytes[at] == b'>' {
        return Some(at + 1);
    }
    loop {
        at += 1 + memchr(b']', &bytes[at + 1..])?;
        let rest = bytes[at + 1..].trim_ascii_start();
        if *rest.first()? == b'>' {
            return Some(bytes.len() - rest.len() + 1);
        }
    }
}

/// The name that starts here.
fn name(bytes: &[u8], at: usize) -> Range<usize> {
    let rest = &bytes[at..];
    let end = rest.iter().position(|byte| b" \t\r\n/><".contains(byte));
    at..at + end.unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pieces of a text, read in blocks of all small sizes: always the same.
    fn pieces(text: &str) -> Vec<(Kind, String)> {
        let whole = pieces_in_blocks(text, BLOCK);
        for block in 1..40 {
            assert_eq!(pieces_in_blocks(text, block), whole, "in blocks of {block}");
        }
        whole
    }

    fn pieces_in_blocks(text: &str, block: usize) -> Vec<(Kind, String)> {
        let mut frames = Frames::in_blocks(text.as_bytes(), block);
        let mut pieces = Vec::new();
        let mut offset = 0;
        while let Some(piece) = frames.next().expect("a slice can be read") {
            assert!(!piece.bytes.is_empty());
            let end = offset + piece.bytes.len();
            assert_eq!(piece.span.bytes, offset as u64..end as u64);
            assert_eq!(piece.bytes, &text.as_bytes()[offset..end]);
            assert_eq!(piece.span.line, 1 + text[..offset].matches('\n').count() as u64);
            pieces.push((piece.kind, text[offset..end].to_owned()));
            offset = end;
        }
        assert_eq!(offset, text.len());
        pieces
    }

    fn kinds(text: &str) -> Vec<Kind> {
        pieces(text).into_iter().map(|(kind, _)| kind).collect()
    }

    #[test]
    fn items_are_cut_out_of_what_is_between() {
        let expected = [
            (Kind::Between, "<rss>\n".to_owned()),
            (Kind::Item, "<item>\n<title>a</title></item>".to_owned()),
            (Kind::Between, "\n".to_owned()),
            (Kind::Item, "<item x=\"y\">b</item >".to_owned()),
            (Kind::Item, "<item/>".to_owned()),
            (Kind::Between, "</rss>".to_owned()),
        ];
        let text: String = expected.iter().map(|(_, text)| text.as_str()).collect();
        assert_eq!(pieces(&text), expected);
        assert_eq!(pieces(""), []);
    }

    #[test]
    fn markup_in_sections_comments_and_instructions_is_content() {
        for content in [
            "<![CDATA[</item><item>]]>",
            "<f><![CDATA[</item><item>]]></f>",
            "<f><![CDATA[]]]]><![CDATA[></item><item>]]></f>",
            "<f><![CDATA[ ]]> <item>and ]]></f>",
            "<!-- </item><item> -->",
            "<?php </item><item> ?>",
            "<items></items><item2/>",
            "< item> </ item>",
        ] {
            let item = format!("<item>{content}</item>");
            assert_eq!(pieces(&format!("{item}{item}")), vec![(Kind::Item, item); 2], "{content}");
        }
    }

    #[test]
    fn an_item_without_its_end_stops_at_the_next() {
        assert_eq!(kinds("<item>a<item>b</item>"), [Kind::Unclosed, Kind::Item]);
        assert_eq!(kinds("<item><!-- a</item><item>b</item>"), [Kind::Item, Kind::Item]);
    }

    #[test]
    fn what_is_too_long_for_a_comment_is_none() {
        for (most, expected) in [(LONGEST_MARKUP, 2), (LONGEST_MARKUP / 2, 1)] {
            let text = format!("<item><!--{}</item><item>b</item>-->", "a".repeat(most));
            let pieces = pieces_in_blocks(&text, BLOCK);
            let items = pieces.iter().filter(|(kind, _)| *kind != Kind::Between);
            assert_eq!(items.count(), expected, "{most} bytes");
        }
    }

    #[test]
    fn the_end_of_the_input_cuts_an_item_off() {
        let text = "<item><t><![CDATA[a]]></t><!-- b --></item >";
        for end in "<item>".len()..text.len() {
            assert_eq!(kinds(&text[..end]), [Kind::CutOff], "{}", &text[..end]);
        }
        assert_eq!(kinds(text), [Kind::Item]);
        assert_eq!(kinds("<rss><c><![CDATA[<item>"), [Kind::Between]);
    }
}

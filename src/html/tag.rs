//! One tag with its attributes.

use std::borrow::Cow;
use std::collections::HashSet;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Tag, TagKind};
use html5ever::{Attribute, LocalName, QualName, local_name, ns};

use super::reference::Place;
use super::tokenize::Source;

/// A tag with more attributes has them looked up by hash and not one by one.
const FEW: usize = 32;

/// Reads a tag from its name on; none if the text ends within it, which makes it vanish.
///
/// Also gives where the tag ends. Of two attributes of one name the first counts.
pub(super) fn read(
    source: &Source<'_>,
    start: usize,
    kind: TagKind,
    names: &mut Names,
) -> Option<(Tag, usize)> {
    let bytes = source.bytes();
    let mut at = start + length(&bytes[start..], |byte| ENDS_TAG[usize::from(byte)])?;
    let mut tag = Tag {
        kind,
        name: names.get(&source.html[start..at]),
        self_closing: false,
        attrs: Vec::new(),
        had_duplicate_attributes: false,
    };
    let mut many = HashSet::new();
    loop {
        at = skip_blanks(bytes, at)?;
        match bytes[at] {
            b'>' => return Some((tag, at + 1)),
            b'/' => {
                tag.self_closing = *bytes.get(at + 1)? == b'>';
                at += 1;
            }
            _ => {
                let (attribute, end) = read_attribute(source, at, names)?;
                if is_new(&attribute.name.local, &tag.attrs, &mut many) {
                    tag.attrs.push(attribute);
                } else {
                    tag.had_duplicate_attributes = true;
                }
                at = end;
            }
        }
    }
}

fn is_new(name: &LocalName, attributes: &[Attribute], many: &mut HashSet<LocalName>) -> bool {
    if attributes.len() < FEW {
        return attributes.iter().all(|other| other.name.local != *name);
    }
    if many.is_empty() {
        many.extend(attributes.iter().map(|other| other.name.local.clone()));
    }
    many.insert(name.clone())
}

fn read_attribute(
    source: &Source<'_>,
    start: usize,
    names: &mut Names,
) -> Option<(Attribute, usize)> {
    let bytes = source.bytes();
    // Its first character belongs to the name, even a `=`.
    let end = start + 1 + length(&bytes[start + 1..], |byte| ENDS_ATTRIBUTE[usize::from(byte)])?;
    let name = QualName::new(None, ns!(), names.get(&source.html[start..end]));
    let equals = skip_blanks(bytes, end)?;
    if bytes[equals] != b'=' {
        return Some((Attribute { name, value: StrTendril::new() }, equals));
    }
    let at = skip_blanks(bytes, equals + 1)?;
    let (start, end, next) = match bytes[at] {
        b'>' => (at, at, at),
        quote @ (b'"' | b'\'') => {
            let end = at + 1 + memchr::memchr(quote, &bytes[at + 1..])?;
            (at + 1, end, end + 1)
        }
        _ => {
            let end = at + length(&bytes[at..], |byte| is_blank(byte) || byte == b'>')?;
            (at, end, end)
        }
    };
    Some((Attribute { name, value: source.resolved(start, end, Place::Attribute) }, next))
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\t' | 0x0C)
}

/// The bytes that end the name of a tag, and those that end the name of an attribute.
const ENDS_TAG: [bool; 256] = table(b" \n\t\x0C/>");
const ENDS_ATTRIBUTE: [bool; 256] = table(b" \n\t\x0C/>=");

const fn table(bytes: &[u8]) -> [bool; 256] {
    let mut table = [false; 256];
    let mut at = 0;
    while at < bytes.len() {
        table[bytes[at] as usize] = true;
        at += 1;
    }
    table
}

fn skip_blanks(bytes: &[u8], at: usize) -> Option<usize> {
    Some(at + length(&bytes[at..], |byte| !is_blank(byte))?)
}

fn length(bytes: &[u8], is_end: impl Fn(u8) -> bool) -> Option<usize> {
    bytes.iter().position(|byte| is_end(*byte))
}

/// The names that were seen last. To look a name up among all that html5ever knows costs more than
/// to read the rest of a tag, and documents use few names.
pub(super) struct Names([LocalName; 64]);

impl Default for Names {
    fn default() -> Self {
        Self(std::array::from_fn(|_| local_name!("")))
    }
}

impl Names {
    fn get(&mut self, name: &str) -> LocalName {
        let bytes = name.as_bytes();
        let (first, last) = (bytes[0], bytes[bytes.len() - 1]);
        let hash = usize::from(first) * 5 + usize::from(last) * 3 + bytes.len() * 11;
        let slot = &mut self.0[hash % 64];
        if &**slot != name {
            let is_plain = |byte: &u8| !byte.is_ascii_uppercase() && *byte != 0;
            let name = if bytes.iter().all(is_plain) {
                Cow::Borrowed(name)
            } else {
                Cow::Owned(name.to_ascii_lowercase().replace('\0', "\u{fffd}"))
            };
            *slot = LocalName::from(&*name);
        }
        slot.clone()
    }
}

//! Bytes of an export → text that XML allows, borrowed where nothing had to be repaired.
//!
//! Bytes that are not UTF-8 are read as Windows-1252, in which such text was nearly always typed,
//! unless they are what remains of a character that was cut in two.

use std::borrow::Cow;
use std::str;

use memchr::memmem;

use super::entity::is_legal;
use super::fault::Faults;
use crate::notice::Code;

/// The bytes as text. Repairs leave all line feeds where they are.
pub(super) fn repair<'a>(bytes: &'a [u8], faults: &mut Faults) -> Cow<'a, str> {
    let text = if let Ok(text) = str::from_utf8(bytes) {
        Cow::Borrowed(text)
    } else {
        let text = decoded(bytes, faults);
        faults.place(bytes);
        Cow::Owned(text)
    };
    if is_clean(text.as_bytes()) { text } else { Cow::Owned(without_illegal(&text, faults)) }
}

fn decoded(bytes: &[u8], faults: &mut Faults) -> String {
    let has_utf8 = bytes.utf8_chunks().any(|chunk| !chunk.valid().is_ascii());
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 8);
    let mut at = 0;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        at += chunk.valid().len();
        let wrong = chunk.invalid();
        let Some(first) = wrong.first() else { continue };
        faults.count(Code::NotUtf8, at, wrong.len() as u64, || format!("the byte `0x{first:02x}`"));
        at += wrong.len();
        if has_utf8 && is_cut(wrong, &bytes[at..]) {
            text.push(char::REPLACEMENT_CHARACTER);
        } else {
            text.extend(wrong.iter().map(|byte| windows_1252(*byte)));
        }
    }
    text
}

/// Whether these bytes are the beginning of a character: of more than its first byte, or at the end
/// of a field, which databases cut at a number of bytes.
fn is_cut(wrong: &[u8], behind: &[u8]) -> bool {
    let is_end = behind.is_empty() || behind.starts_with(b"]]>") || behind.starts_with(b"<");
    wrong.len() > 1 || (is_end && matches!(wrong[0], 0xC2..=0xF4))
}

fn windows_1252(byte: u8) -> char {
    match byte {
        0x80..=0x9F => WINDOWS_1252[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

/// Where Windows-1252 differs from Latin 1. <https://encoding.spec.whatwg.org/index-windows-1252.txt>
#[rustfmt::skip]
const WINDOWS_1252: [char; 32] = [
    '€', '\u{FFFD}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{FFFD}', 'Ž', '\u{FFFD}',
    '\u{FFFD}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{FFFD}', 'ž', 'Ÿ',
];

/// Whether there is surely no illegal character. The first pass has no branches, so it is quick.
fn is_clean(bytes: &[u8]) -> bool {
    let is_control = |byte: u8| byte < 0x20 && byte != b'\n' && byte != b'\t' && byte != b'\r';
    let has_control = |block: &[u8]| block.iter().fold(false, |any, &byte| any | is_control(byte));
    // U+FFFE and U+FFFF, and a few harmless neighbours.
    !bytes.chunks(4096).any(has_control) && memmem::find(bytes, b"\xEF\xBF").is_none()
}

fn without_illegal(text: &str, faults: &mut Faults) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(|character| !is_legal(character)) {
        kept.push_str(&rest[..at]);
        let illegal = rest[at..].chars().next().expect("it was found");
        let offset = text.len() - rest.len() + at;
        faults.count(Code::IllegalCharacter, offset, 1, || format!("U+{:04X}", u32::from(illegal)));
        rest = &rest[at + illegal.len_utf8()..];
    }
    kept.push_str(rest);
    faults.place(text.as_bytes());
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repaired(bytes: &[u8]) -> (String, Vec<Code>) {
        let mut faults = Faults::default();
        let text = repair(bytes, &mut faults).into_owned();
        (text, faults.into_list().iter().map(|fault| fault.code).collect())
    }

    #[test]
    fn sound_text_is_borrowed() {
        let text = "tab\t, line\r\n, é, 🐟";
        assert!(matches!(repair(text.as_bytes(), &mut Faults::default()), Cow::Borrowed(_)));
    }

    #[test]
    fn illegal_characters_are_dropped() {
        assert_eq!(repaired(b"a\0b\x0b\x1e"), ("ab".into(), vec![Code::IllegalCharacter]));
        assert_eq!(repaired("a\u{FFFE}\u{FFFD}".as_bytes()).0, "a\u{FFFD}");
        assert_eq!(repaired("\u{FFFD}".as_bytes()).1, []);
    }

    #[test]
    fn bytes_that_are_not_utf8_are_windows_1252() {
        assert_eq!(
            repaired(b"caf\xe9 \x93No\x94\x01 \x85"),
            ("café “No” …".into(), vec![Code::NotUtf8, Code::IllegalCharacter])
        );
        assert_eq!(repaired(b"\xfcber caf\xe9]]>").0, "über café]]>");
        // A real one beside them changes nothing.
        assert_eq!(repaired(b"\xc3\xa9 caf\xe9 \x96").0, "é café –");
        assert_eq!(repaired(b"\x81").0, "\u{FFFD}");
    }

    #[test]
    fn what_remains_of_a_character_is_no_windows_1252() {
        assert_eq!(repaired(b"\xc3\xa9 na\xc3]]>").0, "é na\u{FFFD}]]>");
        assert_eq!(repaired(b"\xc3\xa9 \xf0\x9f\x90 x").0, "é \u{FFFD} x");
        assert_eq!(repaired(b"\xc3\xa9 \xe2\x80").0, "é \u{FFFD}");
    }
}

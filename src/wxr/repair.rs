//! Bytes of an export → text that XML allows, borrowed where nothing had to be repaired.

use std::borrow::Cow;
use std::str;

use memchr::memmem;

use super::entity::is_legal;
use crate::notice::{Code, Notice};

/// The bytes as text, with a notice for each kind of repair.
pub(super) fn repair<'a>(bytes: &'a [u8], notices: &mut Vec<Notice>) -> Cow<'a, str> {
    let text = match str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(error) => {
            let first = bytes[error.valid_up_to()];
            notices.push(Notice::new(
                Code::NotUtf8,
                format!("the first such byte is `0x{first:02x}`"),
            ));
            String::from_utf8_lossy(bytes)
        }
    };
    if is_clean(text.as_bytes()) { text } else { Cow::Owned(without_illegal(&text, notices)) }
}

/// Whether there is surely no illegal character. The first pass has no branches, so it is quick.
fn is_clean(bytes: &[u8]) -> bool {
    let is_control = |byte: u8| byte < 0x20 && byte != b'\n' && byte != b'\t' && byte != b'\r';
    let has_control = |block: &[u8]| block.iter().fold(false, |any, &byte| any | is_control(byte));
    // U+FFFE and U+FFFF, and a few harmless neighbours.
    !bytes.chunks(4096).any(has_control) && memmem::find(bytes, b"\xEF\xBF").is_none()
}

fn without_illegal(text: &str, notices: &mut Vec<Notice>) -> String {
    let mut dropped = 0_u64;
    let mut first = None;
    let kept = text.chars().filter(|&character| {
        let legal = is_legal(character);
        if !legal {
            dropped += 1;
            first.get_or_insert(character);
        }
        legal
    });
    let kept = kept.collect();
    if let Some(first) = first {
        let message = format!("{dropped} dropped, the first is U+{:04X}", u32::from(first));
        notices.push(Notice::new(Code::IllegalCharacter, message));
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repaired(bytes: &[u8]) -> (String, Vec<Code>) {
        let mut notices = Vec::new();
        let text = repair(bytes, &mut notices).into_owned();
        (text, notices.iter().map(|notice| notice.code).collect())
    }

    #[test]
    fn sound_text_is_borrowed() {
        let text = "tab\t, line\r\n, é, 🐟";
        assert!(matches!(repair(text.as_bytes(), &mut Vec::new()), Cow::Borrowed(_)));
    }

    #[test]
    fn illegal_characters_are_dropped() {
        assert_eq!(repaired(b"a\0b\x0b\x1e"), ("ab".into(), vec![Code::IllegalCharacter]));
        assert_eq!(repaired("a\u{FFFE}\u{FFFD}".as_bytes()).0, "a\u{FFFD}");
        assert_eq!(repaired("\u{FFFD}".as_bytes()).1, []);
    }

    #[test]
    fn bytes_that_are_not_utf8_are_replaced() {
        assert_eq!(
            repaired(b"caf\xe9\x01"),
            ("caf\u{FFFD}".into(), vec![Code::NotUtf8, Code::IllegalCharacter])
        );
    }
}

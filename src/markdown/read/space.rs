//! White space as browsers show it (CSS Text 3, 4.1.1).

use crate::markdown::tree::Inline;

/// `<p>&nbsp;</p>` is how editors make room.
pub(super) fn is_spacer(content: &[Inline<'_>]) -> bool {
    let is_blank = |text: &str| text.chars().all(|c| c == ' ' || c == '\u{a0}');
    content.iter().all(|inline| match inline {
        Inline::Text(text) => is_blank(text),
        Inline::Break => true,
        _ => false,
    })
}

/// Is there nothing to collapse?
pub(super) fn is_collapsed(bytes: &[u8]) -> bool {
    memchr::memchr3(b'\n', b'\t', b'\r', bytes).is_none()
        && memchr::memchr(0x0C, bytes).is_none()
        && memchr::memmem::find(bytes, b"  ").is_none()
}

/// The text with one blank for each run of white space.
pub(super) fn collapse(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let is_space = |c: char| matches!(c, ' ' | '\n' | '\t' | '\r' | '\u{c}');
    if text.starts_with(is_space) {
        out.push(' ');
    }
    for (number, word) in text.split(is_space).filter(|word| !word.is_empty()).enumerate() {
        if number > 0 {
            out.push(' ');
        }
        out.push_str(word);
    }
    if text.ends_with(is_space) {
        out.push(' ');
    }
    out
}

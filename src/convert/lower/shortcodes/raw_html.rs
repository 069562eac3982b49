//! HTML that page builders hide from WordPress in base 64, percent-encoded or not.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use crate::convert::base64;

/// The HTML of a builder's raw block; `None` where it is no such encoding.
///
/// `PGI+eDwvYj4=` → `<b>x</b>`, `JTNDYiUzRXglM0MlMkZiJTNF` → `<b>x</b>`
pub(super) fn decode(text: &str) -> Option<String> {
    let bytes = lenient_base64(text.trim_ascii())?;
    let text = String::from_utf8(bytes).ok()?;
    if text.contains('%') && !text.contains(['<', ' ']) {
        return percent_decode_str(&text).decode_utf8().ok().map(Cow::into_owned);
    }
    Some(text)
}

/// Bytes of base 64 in either alphabet, with blanks and with any padding.
fn lenient_base64(text: &str) -> Option<Vec<u8>> {
    let symbols = text.trim_end_matches('=').bytes().filter(|byte| !byte.is_ascii_whitespace());
    let bytes = base64::bytes(symbols.map(|byte| match byte {
        b'-' => b'+',
        b'_' => b'/',
        byte => byte,
    }))?;
    (!bytes.is_empty()).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_encodings_and_neither() {
        assert_eq!(decode("PGI+eDwvYj4=").as_deref(), Some("<b>x</b>"));
        assert_eq!(decode("JTNDYiUzRXglM0MlMkZiJTNF").as_deref(), Some("<b>x</b>"));
        assert_eq!(decode("<b>plain</b>"), None);
        assert_eq!(decode(""), None);
    }
}

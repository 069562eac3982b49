//! HTML that page builders hide from WordPress in base 64, percent-encoded or not.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

/// The HTML of a builder's raw block; `None` where it is no such encoding.
///
/// `PGI+eDwvYj4=` → `<b>x</b>`, `JTNDYiUzRXglM0MlMkZiJTNF` → `<b>x</b>`
pub(super) fn decode(text: &str) -> Option<String> {
    let bytes = base64(text.trim_ascii())?;
    let text = String::from_utf8(bytes).ok()?;
    if text.contains('%') && !text.contains(['<', ' ']) {
        return percent_decode_str(&text).decode_utf8().ok().map(Cow::into_owned);
    }
    Some(text)
}

fn base64(text: &str) -> Option<Vec<u8>> {
    let text = text.trim_end_matches('=');
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3 + 2);
    let mut bits = 0_u32;
    let mut count = 0;
    for byte in text.bytes().filter(|byte| !byte.is_ascii_whitespace()) {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.extend(u8::try_from(bits >> count));
            bits &= (1 << count) - 1;
        }
    }
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

//! Tags with more attributes than anyone writes, which the tokenizer would compare each with each.

use std::borrow::Cow;

/// What stands in a tag beyond so many attributes is left out.
const MOST_ATTRIBUTES: usize = 1_000;

/// The text, without the attributes of a tag beyond the thousandth.
pub(super) fn thin_out(html: &str) -> Cow<'_, str> {
    let bytes = html.as_bytes();
    let mut thinned = String::new();
    let mut kept = 0;
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'<', &bytes[at..]) {
        at += found + 1;
        if !bytes.get(at).is_some_and(u8::is_ascii_alphabetic) {
            continue;
        }
        let (crowd, end) = scan_tag(bytes, at);
        if let Some(crowd) = crowd {
            thinned.push_str(&html[kept..crowd]);
            kept = end;
        }
        at = end;
    }
    if kept == 0 {
        return Cow::Borrowed(html);
    }
    thinned.push_str(&html[kept..]);
    Cow::Owned(thinned)
}

/// Where the attributes become too many, and where the tag ends.
fn scan_tag(bytes: &[u8], start: usize) -> (Option<usize>, usize) {
    let mut attributes = 0;
    let mut crowd = None;
    let mut at = start;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'>' => break,
            // The last of the blanks before an attribute counts it.
            _ if is_between(byte) && !bytes.get(at + 1).is_none_or(|b| is_between(*b)) => {
                attributes += 1;
                if attributes == MOST_ATTRIBUTES {
                    crowd = Some(at);
                }
            }
            // A quote opens a value only behind `=`; anywhere else it is part of a name.
            b'=' => at = end_of_value(bytes, at + 1).max(at + 1) - 1,
            _ => {}
        }
        at += 1;
    }
    (crowd, at)
}

fn is_between(byte: u8) -> bool {
    byte.is_ascii_whitespace() || byte == b'/'
}

/// The end of a value that starts here, behind blanks.
fn end_of_value(bytes: &[u8], start: usize) -> usize {
    let blanks = bytes[start..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    let at = start + blanks;
    if let Some(&quote @ (b'"' | b'\'')) = bytes.get(at) {
        let length = memchr::memchr(quote, &bytes[at + 1..]);
        return length.map_or(bytes.len(), |length| at + length + 2);
    }
    let is_end = |byte: &u8| byte.is_ascii_whitespace() || *byte == b'>';
    at + bytes[at..].iter().take_while(|byte| !is_end(byte)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_tags_stay() {
        let html = "<a href='x y z' title=\"a > b\">x < y</a> <img src=a/b/c alt= 'd'>";
        assert_eq!(thin_out(html), html);
        let html = format!("<a {}href=x{}>", " ".repeat(5_000), "/".repeat(5_000));
        assert_eq!(thin_out(&html), html);
    }

    #[test]
    fn crowds_are_thinned_out() {
        let html = format!("<p>a</p><a {}>x</a>", "b=1 ".repeat(5_000));
        let thinned = thin_out(&html);
        assert!(thinned.starts_with("<p>a</p><a b=1") && thinned.ends_with(">x</a>"));
        assert!(thinned.len() < 4 * MOST_ATTRIBUTES + 32);
    }
}

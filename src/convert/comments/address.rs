//! An address in a comment → whether a reader may be sent to it, by its scheme alone.

use crate::html;

/// Schemes at which nothing runs.
const HARMLESS: &[&str] = &["ftp", "http", "https", "mailto", "tel"];

/// How many bytes of an address are looked at: no scheme and no name of a file has more, and the same
/// long address can stand at each of many clones of a link.
const LOOKED_AT: usize = 256;

/// A name of a scheme that is longer is not told.
const LONGEST_NAME: usize = 24;

/// What the scheme of an address means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Scheme {
    /// A known one, or none.
    Harmless,
    /// `javascript:`, or only `:` where it has no name that could be told.
    Other(String),
}

/// The scheme of an address as the most generous program would see it.
///
/// Browsers skip blanks and control characters at the start, tabs and newlines everywhere; other
/// programs decode references once more. <https://url.spec.whatwg.org/#concept-basic-url-parser>
pub(super) fn scheme(address: &str) -> Scheme {
    let mut ends = (0..=address.len().min(LOOKED_AT)).rev();
    let start = ends.find_map(|end| address.get(..end)).unwrap_or_default();
    let is_whole = start.len() == address.len();
    match seen(start, is_whole) {
        Scheme::Harmless if start.contains('&') => seen(&html::decode(start), is_whole),
        scheme => scheme,
    }
}

/// The address of a page or file on the web, for what a comment shows of it.
///
/// `//video.example/7` → `https://video.example/7`
pub(super) fn on_the_web(address: &str) -> Option<String> {
    let address = address.trim();
    let start = address.get(..8).unwrap_or(address).to_ascii_lowercase();
    if start.starts_with("http://") || start.starts_with("https://") {
        Some(address.to_owned())
    } else {
        address.starts_with("//").then(|| format!("https:{address}"))
    }
}

fn seen(address: &str, is_whole: bool) -> Scheme {
    let Some(end) = address.find([':', '/', '?', '#', '\\']) else {
        return if is_whole { Scheme::Harmless } else { Scheme::Other(":".to_owned()) };
    };
    if !address[end..].starts_with(':') {
        return Scheme::Harmless;
    }
    let is_shown = |c: &char| !c.is_control() && !c.is_whitespace();
    let name = address[..end].chars().filter(is_shown).flat_map(char::to_lowercase);
    let name: String = name.take(LONGEST_NAME + 1).collect();
    if HARMLESS.binary_search(&name.as_str()).is_ok() {
        return Scheme::Harmless;
    }
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    let is_told = name.len() <= LONGEST_NAME && name.chars().all(is_name);
    Scheme::Other(if is_told { format!("{name}:") } else { ":".to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemes_are_sorted() {
        assert!(HARMLESS.is_sorted());
    }

    #[test]
    fn addresses_that_lead_somewhere_are_harmless() {
        for address in [
            "",
            "https://a.example/",
            " HTTP://a.example",
            "mailto:tom@a.example",
            "tel:+43",
            "ftp://a.example",
            "//a.example/",
            "/a:b",
            "?a=javascript:b",
            "#a:b",
            "page.html",
            "/page?a=1&amp;b=2:3",
        ] {
            assert_eq!(scheme(address), Scheme::Harmless, "{address}");
        }
        assert_eq!(scheme(&format!("https://a.example/{}", "x".repeat(10_000))), Scheme::Harmless);
    }

    #[test]
    fn others_are_told_in_every_spelling() {
        for address in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            " \u{1}\u{e}javascript:alert(1)",
            "java\nscript:alert(1)",
            "j\ta\tv\ta\ts\tc\tr\ti\tp\tt\t:\talert(1)",
            "\u{a0}\u{2028}java\u{85}script:alert(1)",
            "javascript&#58;alert(1)",
            "javascript&colon;alert(1)",
            "&#106;&#x61vascript:alert(1)",
        ] {
            assert_eq!(scheme(address), Scheme::Other("javascript:".to_owned()), "{address}");
        }
        for (address, told) in [
            ("data:text/html;base64,PHN2Zz4=", "data:"),
            ("vbscript:x", "vbscript:"),
            ("feed:javascript:x", "feed:"),
            ("blob:https://a.example/", "blob:"),
            ("file:///etc/passwd", "file:"),
            (":x", ":"),
            ("☃:x", ":"),
        ] {
            assert_eq!(scheme(address), Scheme::Other(told.to_owned()), "{address}");
        }
        let hidden = format!("java{}script:alert(1)", "\t".repeat(10_000));
        assert_eq!(scheme(&hidden), Scheme::Other(":".to_owned()));
    }

    #[test]
    fn what_is_on_the_web_has_a_whole_address() {
        assert_eq!(on_the_web(" https://a.example/7 ").as_deref(), Some("https://a.example/7"));
        assert_eq!(on_the_web("//a.example/7").as_deref(), Some("https://a.example/7"));
        for address in ["", "about:blank", "/7", "javascript:x", "httpss://x", "ä://ööööö"] {
            assert_eq!(on_the_web(address), None, "{address}");
        }
    }
}

//! An address as HTML holds it → its parts, which the table of providers reads.
//!
//! Web addresses only; one without a scheme (`//host/path`) counts, one with a user or without a
//! host does not.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// What stays as it is in an address that is the value of another address's parameter.
const IN_PARAMETER: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.');

/// Names before a host that do not make it another one.
const SAME_HOST: &[&str] = &["www.", "m.", "mobile."];

/// The parts of an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Address<'a> {
    /// As written, without entities.
    pub(super) text: &'a str,
    /// In lower case, without `www.`, `m.` and a port.
    pub(super) host: String,
    /// What stands between the slashes of the path.
    pub(super) path: Vec<&'a str>,
    query: &'a str,
    fragment: &'a str,
}

impl<'a> Address<'a> {
    /// `//www.x.org/a/b?c=d#e` → host `x.org`, path `a`, `b`
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        let text = text.trim_ascii();
        let rest = without_scheme(text)?;
        let (rest, fragment) = rest.split_once('#').unwrap_or((rest, ""));
        // Flash players had `/v/a&hl=en`, without the mark that begins parameters.
        let parts = rest.split_once('?').or_else(|| rest.split_once('&'));
        let (rest, query) = parts.unwrap_or((rest, ""));
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let host = host.split(':').next().unwrap_or(host).to_ascii_lowercase();
        let host =
            SAME_HOST.iter().find_map(|it| host.strip_prefix(it)).unwrap_or(&host).to_owned();
        let is_host = host.contains('.') && !host.contains('@');
        let path = path.split('/').filter(|part| !part.is_empty()).collect();
        is_host.then_some(Self { text, host, path, query, fragment })
    }

    /// Whether it is at a host: `x.org`, `.x.org` for those below it too, `x.*` for every country's.
    pub(super) fn is_at(&self, host: &str) -> bool {
        if let Some(country) = host.strip_suffix('*') {
            return self.host.starts_with(country);
        }
        match host.strip_prefix('.') {
            Some(parent) => self.host == parent || self.host.ends_with(host),
            None => self.host == host,
        }
    }

    /// The name before the last two of the host: `crew` of `crew.x.org`.
    pub(super) fn subdomain(&self) -> Option<&str> {
        self.host.rsplitn(3, '.').nth(2)
    }

    /// The value of a parameter, as written.
    pub(super) fn parameter(&self, name: &str) -> Option<&'a str> {
        in_pairs(self.query, name)
    }

    /// The value of a parameter that is an address or a name, decoded.
    pub(super) fn decoded(&self, name: &str) -> Option<String> {
        Some(percent_decode_str(self.parameter(name)?).decode_utf8().ok()?.into_owned())
    }

    /// Where to begin, in seconds: `t=42`, `start=42`, `#t=1m2s`.
    pub(super) fn start(&self) -> Option<u32> {
        let written = self.parameter("t").or_else(|| self.parameter("start"));
        seconds(written.or_else(|| in_pairs(self.fragment, "t"))?).filter(|start| *start > 0)
    }

    /// What stands behind the `#`.
    pub(super) fn fragment(&self) -> &'a str {
        self.fragment
    }

    /// The whole address with `https`.
    pub(super) fn secure(&self) -> String {
        let rest = without_scheme(self.text).unwrap_or(self.text);
        format!("https://{rest}")
    }
}

/// What stands behind `http://`, `https://` or `//`.
fn without_scheme(text: &str) -> Option<&str> {
    let (scheme, rest) = text.split_once("//")?;
    let is_web = ["", "http:", "https:"].iter().any(|it| scheme.eq_ignore_ascii_case(it));
    is_web.then_some(rest)
}

fn in_pairs<'a>(pairs: &'a str, name: &str) -> Option<&'a str> {
    let mut pairs = pairs.split('&').filter_map(|pair| pair.split_once('='));
    pairs.find_map(|(key, value)| (key == name).then_some(value))
}

/// `42`, `42s`, `1m30s`, `1h2m3s` → seconds
fn seconds(text: &str) -> Option<u32> {
    let mut total = 0_u32;
    let mut number: Option<u32> = None;
    for c in text.chars() {
        if let Some(digit) = c.to_digit(10) {
            number = Some(number.unwrap_or(0).checked_mul(10)?.checked_add(digit)?);
            continue;
        }
        let unit = match c {
            'h' => 3600,
            'm' => 60,
            's' => 1,
            _ => return None,
        };
        total = total.checked_add(number.take()?.checked_mul(unit)?)?;
    }
    total.checked_add(number.unwrap_or(0))
}

/// Letters, digits, `_` and `-` at the start of a text, if there are some.
pub(super) fn word(text: &str) -> Option<&str> {
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let word = &text[..text.find(|c| !is_word(c)).unwrap_or(text.len())];
    (!word.is_empty()).then_some(word)
}

/// The same text if it consists of digits.
pub(super) fn number(text: &str) -> Option<&str> {
    (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())).then_some(text)
}

/// The same text if it is a name as addresses have them: nothing in it ends a quotation.
pub(super) fn name(text: &str) -> Option<&str> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.~@:%+=".contains(&byte);
    (!text.is_empty() && text.bytes().all(is_plain)).then_some(text)
}

/// Whether the last part of a path is a file of this kind.
pub(super) fn has_ending(file: &str, ending: &str) -> bool {
    file.rsplit_once('.').is_some_and(|(_, it)| it.eq_ignore_ascii_case(ending))
}

/// An address as the value of a parameter.
pub(super) fn encoded(text: &str) -> String {
    utf8_percent_encode(text, IN_PARAMETER).to_string()
}

/// An address from HTML: `&amp;` and `&#038;` → `&`
pub(super) fn without_entities(html: &str) -> Cow<'_, str> {
    if !html.contains('&') {
        return Cow::Borrowed(html);
    }
    Cow::Owned(html.replace("&#038;", "&").replace("&#38;", "&").replace("&amp;", "&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_and_parameters() {
        let address = Address::parse("HTTP://www.X.org:80/a//b/?c=d&e=%2Ff#t=1m2s").expect("one");
        assert_eq!(address.host, "x.org");
        assert_eq!(address.path, ["a", "b"]);
        assert_eq!(address.parameter("c"), Some("d"));
        assert_eq!(address.decoded("e").as_deref(), Some("/f"));
        assert_eq!(address.start(), Some(62));
        assert_eq!(address.secure(), "https://www.X.org:80/a//b/?c=d&e=%2Ff#t=1m2s");
        for none in [
            "",
            "x.org/a",
            "mailto:a@x.org",
            "https://a@x.org/",
            "https://localhost/",
            "ftp://x.org/",
        ] {
            assert_eq!(Address::parse(none), None, "{none}");
        }
    }

    #[test]
    fn hosts_below_and_hosts_of_countries() {
        let at = |url: &str, host: &str| Address::parse(url).is_some_and(|it| it.is_at(host));
        assert!(at("//crew.x.org/", ".x.org") && at("//x.org/", ".x.org"));
        assert!(!at("//notx.org/", ".x.org") && !at("//crew.x.org/", "x.org"));
        assert!(at("//maps.x.co.uk/", "maps.x.*") && !at("//x.co.uk/", "maps.x.*"));
    }

    #[test]
    fn times() {
        assert_eq!(seconds("42"), Some(42));
        assert_eq!(seconds("1h2m3s"), Some(3723));
        assert_eq!(seconds("s"), None);
        assert_eq!(seconds("99999999999"), None);
        assert_eq!(seconds("1x"), None);
    }
}

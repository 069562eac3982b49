//! Addresses: what an export or a server wrote → what can be asked for, the way browsers read it.
//!
//! Only `http` and `https`. Names and passwords in addresses are dropped; letters that an address
//! cannot hold are percent-encoded.

use std::borrow::Cow;
use std::fmt;
use std::net::Ipv6Addr;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::punycode;

/// What a path or query cannot hold as it is; what is encoded already stays so.
const ENCODED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// A file's address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Address {
    pub(super) is_secure: bool,
    /// Lower case; IPv6 in its brackets.
    pub(super) host: String,
    /// Where it is not the usual one.
    pub(super) port: Option<u16>,
    /// Path and query, encoded.
    target: String,
}

impl Address {
    /// An absolute address.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = on_one_line(text);
        let (scheme, rest) = text.split_once(':')?;
        let is_secure = is_secure(scheme)?;
        let rest = rest.trim_start_matches(['/', '\\']);
        let end = rest.find(['/', '\\', '?', '#']).unwrap_or(rest.len());
        let (authority, target) = rest.split_at(end);
        let (host, port) = authority_of(authority, is_secure)?;
        Some(Self { is_secure, host, port, target: target_of(target) })
    }

    /// What a `Location` leads to, seen from here; `None` if it is none of the web.
    pub(super) fn join(&self, location: &str) -> Option<Self> {
        let location = &*on_one_line(location);
        if has_scheme(location) {
            return Self::parse(location);
        }
        let slashed = location.split(['?', '#']).next().unwrap_or_default().replace('\\', "/");
        if slashed.starts_with("//") {
            return Self::parse(&format!("{}:{location}", self.scheme()));
        }
        let path = self.target.split('?').next().unwrap_or_default();
        let target = if slashed.starts_with('/') {
            target_of(location)
        } else if slashed.is_empty() {
            // A query alone stands behind the same path.
            target_of(&format!("{path}{location}"))
        } else {
            let folder = path.rfind('/').map_or("", |at| &path[..at]);
            target_of(&format!("{folder}/{location}"))
        };
        Some(Self { target, ..self.clone() })
    }

    /// The same with https, if it is http.
    pub(super) fn secure_twin(&self) -> Option<Self> {
        // A port that was named speaks plain HTTP.
        (!self.is_secure && self.port.is_none()).then(|| Self { is_secure: true, ..self.clone() })
    }

    /// The host as own hosts are written: without `www.`, with the port where there is one.
    pub(super) fn key(&self) -> String {
        let authority = self.authority();
        authority.strip_prefix("www.").map(str::to_owned).unwrap_or(authority)
    }

    /// Host and port, as the server is told.
    pub(super) fn authority(&self) -> String {
        match self.port {
            Some(port) => format!("{}:{port}", self.host),
            None => self.host.clone(),
        }
    }

    /// Scheme, host and port: who answers.
    pub(super) fn origin(&self) -> String {
        format!("{}://{}", self.scheme(), self.authority())
    }

    fn scheme(&self) -> &'static str {
        if self.is_secure { "https" } else { "http" }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.origin(), self.target)
    }
}

/// Browsers drop line breaks from addresses.
fn on_one_line(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    let is_break = |c: char| matches!(c, '\t' | '\n' | '\r');
    if text.contains(is_break) { text.replace(is_break, "").into() } else { text.into() }
}

fn is_secure(scheme: &str) -> Option<bool> {
    if scheme.eq_ignore_ascii_case("https") {
        Some(true)
    } else if scheme.eq_ignore_ascii_case("http") {
        Some(false)
    } else {
        None
    }
}

fn has_scheme(location: &str) -> bool {
    let Some((scheme, _)) = location.split_once(':') else { return false };
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}

/// `user:pass@Host:80` → the host in lower case, and the port if it is not the usual one.
fn authority_of(authority: &str, is_secure: bool) -> Option<(String, Option<u16>)> {
    let authority = authority.rsplit('@').next()?;
    let after_host = if authority.starts_with('[') {
        authority.find(']')? + 1
    } else {
        authority.find(':').unwrap_or(authority.len())
    };
    let (host, port) = authority.split_at(after_host);
    let host = punycode::to_ascii(host)?;
    let is_host = if let Some(inner) = host.strip_prefix('[') {
        inner.trim_end_matches(']').parse::<Ipv6Addr>().is_ok()
    } else {
        let may = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
        !host.is_empty() && host.chars().all(may)
    };
    let host = host.trim_end_matches('.');
    if !is_host || host.is_empty() {
        return None;
    }
    let usual = if is_secure { 443 } else { 80 };
    let port = match port.strip_prefix(':') {
        None if port.is_empty() => None,
        None => return None,
        Some("") => None,
        Some(digits) => Some(digits.parse::<u16>().ok().filter(|port| *port > 0)?),
    };
    Some((host.to_owned(), port.filter(|port| *port != usual)))
}

/// A path with its query as a server is asked for it: without `.` and `..`, encoded, no fragment.
fn target_of(text: &str) -> String {
    let text = text.split('#').next().unwrap_or_default();
    let (path, query) = match text.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (text, None),
    };
    let mut target = encoded(&without_dots(&path.replace('\\', "/")));
    if let Some(query) = query {
        target.push('?');
        target.push_str(&encoded(query));
    }
    target
}

fn without_dots(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let segments = path.strip_prefix('/').unwrap_or(path).split('/');
    let last = segments.clone().next_back().unwrap_or_default();
    for segment in segments {
        match segment.to_ascii_lowercase().replace("%2e", ".").as_str() {
            "." => {}
            ".." => {
                kept.pop();
            }
            _ => kept.push(segment),
        }
    }
    let ends_in_folder =
        matches!(last.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | "..");
    let end = if ends_in_folder && !kept.is_empty() { "/" } else { "" };
    format!("/{}{end}", kept.join("/"))
}

/// A `%` that begins no code is a percent sign of a file's name.
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        out.extend(utf8_percent_encode(&rest[..at], ENCODED));
        let is_code = rest
            .as_bytes()
            .get(at + 1..at + 3)
            .is_some_and(|code| code.iter().all(u8::is_ascii_hexdigit));
        out.push_str(if is_code { "%" } else { "%25" });
        rest = &rest[at + 1..];
    }
    out.extend(utf8_percent_encode(rest, ENCODED));
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;
    use ureq::http::Uri;

    use super::*;

    fn read(text: &str) -> Option<String> {
        Address::parse(text).map(|address| address.to_string())
    }

    #[test]
    fn addresses_as_browsers_read_them() {
        for (text, address) in [
            ("http://Old.Example", "http://old.example/"),
            ("https://old.example:443/a.jpg", "https://old.example/a.jpg"),
            ("http://old.example:8080/a.jpg#top", "http://old.example:8080/a.jpg"),
            ("http://user:pass@old.example/a b.jpg", "http://old.example/a%20b.jpg"),
            (
                "http://old.example/Größe.jpg?v=1 2",
                "http://old.example/Gr%C3%B6%C3%9Fe.jpg?v=1%202",
            ),
            ("http://old.example/100%.jpg", "http://old.example/100%25.jpg"),
            ("http://old.example/100%25%C3%B6.jpg", "http://old.example/100%25%C3%B6.jpg"),
            ("http://old.example\\@evil.example/a", "http://old.example/@evil.example/a"),
            ("http://old.example/a/../b/./c.jpg", "http://old.example/b/c.jpg"),
            ("http://old.example/%2e%2E/c.jpg", "http://old.example/c.jpg"),
            ("http://old.example./c.jpg", "http://old.example/c.jpg"),
            ("HTTP://[::1]:81/c.jpg", "http://[::1]:81/c.jpg"),
            (" http://old.example/c\n.jpg ", "http://old.example/c.jpg"),
            ("http:old.example/c.jpg", "http://old.example/c.jpg"),
            ("http://Müller.example/c.jpg", "http://xn--mller-kva.example/c.jpg"),
        ] {
            assert_eq!(read(text).as_deref(), Some(address), "{text}");
        }
        for none in [
            "ftp://old.example/a",
            "file:///etc/passwd",
            "/a.jpg",
            "",
            "http://",
            "http://a b/",
            "http://old.example:0/",
            "http://old.example:99999/",
            "http://%31/",
            "http://[::1/",
            "javascript:alert(1)",
        ] {
            assert_eq!(read(none), None, "{none}");
        }
    }

    #[test]
    fn locations_are_seen_from_where_they_stand() {
        let here = Address::parse("https://old.example/wp/uploads/a.jpg?v=1").expect("an address");
        for (location, there) in [
            ("b.jpg", "https://old.example/wp/uploads/b.jpg"),
            ("../b.jpg", "https://old.example/wp/b.jpg"),
            ("../../../../b.jpg", "https://old.example/b.jpg"),
            ("/b.jpg", "https://old.example/b.jpg"),
            ("?v=2", "https://old.example/wp/uploads/a.jpg?v=2"),
            ("//cdn.example/b.jpg", "https://cdn.example/b.jpg"),
            ("\\\\cdn.example\\b.jpg", "https://cdn.example/b.jpg"),
            ("http://cdn.example/b.jpg", "http://cdn.example/b.jpg"),
            ("b:c.jpg/", "none"),
            ("./b:c.jpg", "https://old.example/wp/uploads/b:c.jpg"),
            ("file:///etc/passwd", "none"),
            ("ftp://old.example/b.jpg", "none"),
            ("data:image/png;base64,AA", "none"),
        ] {
            let joined = here.join(location).map_or("none".to_owned(), |there| there.to_string());
            assert_eq!(joined, there, "{location}");
        }
    }

    #[test]
    fn twins_are_secure_and_stand_at_the_usual_port() {
        let twin = |text| Some(Address::parse(text)?.secure_twin()?.to_string());
        assert_eq!(twin("http://old.example/a.jpg").as_deref(), Some("https://old.example/a.jpg"));
        assert_eq!(twin("https://old.example/a.jpg"), None);
        assert_eq!(twin("http://old.example:8080/a.jpg"), None);
    }

    #[test]
    fn keys_are_as_own_hosts_are_written() {
        for (text, key) in [
            ("http://www.Old.example:80/", "old.example"),
            ("https://www.old.example:8443/", "old.example:8443"),
            ("http://127.0.0.1:8080/", "127.0.0.1:8080"),
        ] {
            assert_eq!(Address::parse(text).expect("an address").key(), key);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            failure_persistence: None,
            rng_seed: RngSeed::Fixed(1),
            ..ProptestConfig::default()
        })]

        #[test]
        fn whatever_is_read_can_be_asked_for_and_reads_back(
            text in "(https?:)?[/\\\\]{0,2}(\\PC{0,3}|[a-zü.:@\\[\\]]{1,6})([/?#%.]|\\PC){0,12}",
        ) {
            let here = Address::parse("https://old.example/wp/a.jpg").expect("an address");
            for address in [Address::parse(&text), here.join(&text)].into_iter().flatten() {
                let written = address.to_string();
                prop_assert!(written.parse::<Uri>().is_ok(), "{}", written);
                prop_assert_eq!(Address::parse(&written), Some(address), "{}", written);
            }
        }
    }
}

//! Headers that the user adds, `Cookie: a=b`; their values are secrets.

use std::fmt;

use ureq::http::{HeaderName, HeaderValue};

/// Headers that this room decides about: what frames a message, and what the answer depends on.
const OURS: &[&str] = &[
    "accept-encoding",
    "connection",
    "content-length",
    "host",
    "if-match",
    "if-modified-since",
    "if-none-match",
    "if-range",
    "if-unmodified-since",
    "keep-alive",
    "proxy-authorization",
    "range",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// A header that the user adds to the requests to the site's own hosts.
#[derive(Clone, PartialEq, Eq)]
pub struct Header {
    pub(super) name: HeaderName,
    pub(super) value: HeaderValue,
}

impl Header {
    /// `Cookie: a=b` → the header; or what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let (name, value) =
            text.split_once(':').ok_or("a header is a name, a colon and a value: `Cookie: a=b`")?;
        let name = HeaderName::from_bytes(name.trim().as_bytes())
            .map_err(|_| "the name of a header is letters, digits and hyphens")?;
        if OURS.contains(&name.as_str()) {
            return Err("this header is pressdown's own to set");
        }
        let mut value = HeaderValue::from_str(value.trim())
            .or_else(|_| HeaderValue::from_bytes(value.trim().as_bytes()))
            .map_err(|_| "the value of a header is one line")?;
        value.set_sensitive(true);
        Ok(Self { name, value })
    }
}

/// The value is a secret, and stays out of messages.
impl fmt::Debug for Header {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: …", self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_parsed_and_their_values_hidden() {
        let header = Header::parse(" Cookie :  session=secret; a=b ").expect("a header");
        assert_eq!(header.value, "session=secret; a=b");
        assert_eq!(format!("{header:?}"), "cookie: …");
        assert!(Header::parse("X-Empty:").is_ok());
        for wrong in ["Cookie", "", ": a", "a b: c", "X: a\r\nHost: evil.example", "Größe: 1"] {
            assert!(Header::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn some_headers_are_ours() {
        assert!(OURS.is_sorted());
        for header in ["Host: a", "range: bytes=0-", "If-None-Match: *"] {
            assert!(Header::parse(header).is_err(), "{header}");
        }
    }
}

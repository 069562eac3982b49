//! The e-mail address of a comment's author, which nobody can read: it is compared, and on request a
//! hash of it is told.

use std::borrow::Cow;
use std::fmt;

use md5::Md5;
use sha2::{Digest, Sha256};

/// An address that can be hashed, and not be read.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Email<'a>(Cow<'a, str>);

impl<'a> Email<'a> {
    pub(super) fn new(address: Cow<'a, str>) -> Self {
        Self(address)
    }

    /// The same, independent of the bytes that it was read from.
    pub(super) fn into_owned(self) -> Email<'static> {
        Email(Cow::Owned(self.0.into_owned()))
    }

    /// The MD5 hash that Gravatar takes, in hexadecimal digits; `None` where there is no address.
    /// <https://docs.gravatar.com/rest/hash/>
    #[must_use]
    pub fn md5(&self) -> Option<String> {
        self.normal().map(|address| hex(&Md5::digest(address)))
    }

    /// The SHA-256 hash that Gravatar takes, in hexadecimal digits; `None` where there is no address.
    #[must_use]
    pub fn sha256(&self) -> Option<String> {
        self.normal().map(|address| hex(&Sha256::digest(address)))
    }

    fn normal(&self) -> Option<String> {
        let address = self.0.trim();
        address.contains('@').then(|| address.to_lowercase())
    }
}

impl fmt::Debug for Email<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Email(…)")
    }
}

/// `ann@mail.example` → `ann@…`: many people log in with their address, or give it as their name.
#[must_use]
pub fn private_name(name: &str) -> String {
    if !name.contains(['@', '%']) {
        return name.to_owned();
    }
    name.split(' ').map(private_word).collect::<Vec<_>>().join(" ")
}

fn private_word(word: &str) -> Cow<'_, str> {
    let sign = word.rfind('@').map(|at| (at, "@"));
    let Some((at, sign)) = sign.or_else(|| word.rfind("%40").map(|at| (at, "%40"))) else {
        return word.into();
    };
    let (before, host) = (&word[..at], &word[at + sign.len()..]);
    // `@ann` is nobody's address, `@ann@mail.example` is a name that can be one.
    let is_address = !before.trim_matches('@').is_empty() && host.contains('.');
    if is_address { format!("{before}@…").into() } else { word.into() }
}

/// Bytes as hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digit = |value| char::from_digit(u32::from(value), 16).expect("four bits are a digit");
    bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]).map(digit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The address and the hashes of Gravatar's documentation.
    #[test]
    fn hashes_are_those_of_gravatar() {
        let email = Email::new(" MyEmailAddress@example.com ".into());
        assert_eq!(email.md5().as_deref(), Some("0bc83cb571cd1c50ba6f3e8a78ef1346"));
        let sha256 = "84059b07d4be67b806386c0aad8070a23f18836bbaae342275dc0a83414c32ee";
        assert_eq!(email.sha256().as_deref(), Some(sha256));
        assert_eq!(Email::new("".into()).md5(), None);
    }

    #[test]
    fn addresses_lose_their_host() {
        for (name, private) in [
            ("ann@mail.example", "ann@…"),
            ("Ann ann@mail.example (Hull)", "Ann ann@… (Hull)"),
            ("@ann@mail.example", "@ann@…"),
            ("ann%40mail.example", "ann@…"),
            ("old.salt@pier", "old.salt@pier"),
            ("@ann of St. Ives", "@ann of St. Ives"),
            ("Ann", "Ann"),
        ] {
            assert_eq!(private_name(name), private);
        }
    }

    #[test]
    fn nobody_reads_it() {
        assert_eq!(format!("{:?}", Email::new("ann@mail.example".into())), "Email(…)");
    }
}

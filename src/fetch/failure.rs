//! Why a file could not be fetched, in the words that a person reads.

use std::fmt;
use std::io;
use std::time::Duration;

/// As much is shown of what a server said.
const SHOWN: usize = 200;

/// The longest that a server is waited for because it asks to.
pub(super) const PATIENCE: Duration = Duration::from_secs(120);

/// Why a file could not be fetched.
#[derive(Debug)]
pub enum Failure {
    /// The server does not have it: 404 or 410.
    Gone {
        /// What it answered.
        status: u16,
    },
    /// The server does not give it away: 401, 403, 451 and what else is no success.
    Refused {
        /// What it answered.
        status: u16,
    },
    /// The server could not answer: 408, 425, 429 or 5xx, after all attempts.
    Busy {
        /// What it answered.
        status: u16,
        /// How long it asked to wait, where that was too long.
        after: Option<Duration>,
    },
    /// The server did not answer in time, or fell silent.
    Timeout,
    /// The server drips: less than 1 KB a second.
    TooSlow,
    /// No connection to the server, or no answer that is HTTP.
    Connection(String),
    /// No trusted connection to the server.
    Tls(String),
    /// Something else than the name promises.
    WrongType {
        /// What came.
        seen: String,
    },
    /// A file without a byte, where the name promises more.
    Empty,
    /// More bytes than the user allows.
    TooLarge {
        /// What is allowed.
        most: u64,
    },
    /// The host is in a private network.
    Private {
        /// The host.
        host: String,
    },
    /// More than ten redirects.
    TooManyRedirects,
    /// Redirects that lead in a circle.
    RedirectLoop,
    /// Something that is no address of the web.
    BadAddress {
        /// Its scheme and host, as far as they can be told; the rest may hold what nobody is to read.
        seen: String,
    },
    /// Packed in a way that was not asked for and is not known, or packed badly.
    Encoding(String),
    /// The transfer broke off, after all attempts.
    CutOff,
    /// The bytes could not be written.
    Disk(io::Error),
}

/// What to do after a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Again {
    /// It may pass.
    Later,
    /// It may have been a whim: firewalls refuse what comes in bursts.
    Once,
    /// It will be the same.
    Never,
}

impl Failure {
    /// What is no address of the web, without what may be a secret that a server sends back.
    pub(super) fn bad_address(seen: &str) -> Self {
        let (scheme, rest) = match seen.split_once(':') {
            Some((scheme, rest)) if scheme.chars().all(|c| c.is_ascii_alphanumeric()) => {
                (format!("{scheme}:"), rest)
            }
            Some(_) | None => (String::new(), seen),
        };
        let seen = match rest.strip_prefix("//") {
            Some(rest) => {
                let authority = rest.split(['/', '\\', '?', '#']).next().unwrap_or_default();
                let host = authority.rsplit('@').next().unwrap_or_default();
                let is_host = |c: char| c.is_alphanumeric() || "-._:[]".contains(c);
                format!("{scheme}//{}", if host.chars().all(is_host) { host } else { "…" })
            }
            None if rest.is_empty() => scheme,
            None => format!("{scheme}…"),
        };
        Self::BadAddress { seen }
    }

    pub(super) fn again(&self) -> Again {
        match self {
            Self::Busy { after, .. } if after.is_some_and(|after| after > PATIENCE) => Again::Never,
            Self::Busy { .. }
            | Self::Timeout
            | Self::TooSlow
            | Self::Connection(_)
            | Self::CutOff => Again::Later,
            Self::Refused { status: 403 } => Again::Once,
            Self::Gone { .. }
            | Self::Refused { .. }
            | Self::Tls(_)
            | Self::WrongType { .. }
            | Self::Empty
            | Self::TooLarge { .. }
            | Self::Private { .. }
            | Self::TooManyRedirects
            | Self::RedirectLoop
            | Self::BadAddress { .. }
            | Self::Encoding(_)
            | Self::Disk(_) => Again::Never,
        }
    }

    /// Whether the file may be found at another of its addresses.
    pub(super) fn is_elsewhere(&self) -> bool {
        matches!(self, Self::Gone { .. } | Self::WrongType { .. } | Self::Empty)
    }

    /// Whether http may be what is wrong.
    pub(super) fn may_want_https(&self) -> bool {
        matches!(
            self,
            Self::Connection(_) | Self::Timeout | Self::Gone { .. } | Self::Refused { .. }
        )
    }

    /// Whether nobody answered, so that the next file of that host will hardly fare better.
    pub(super) fn is_silence(&self) -> bool {
        matches!(self, Self::Connection(_) | Self::Timeout | Self::Tls(_))
    }

    /// The same once more, if nobody answered.
    pub(super) fn silence(&self) -> Option<Self> {
        match self {
            Self::Timeout => Some(Self::Timeout),
            Self::Connection(cause) => Some(Self::Connection(cause.clone())),
            Self::Tls(cause) => Some(Self::Tls(cause.clone())),
            Self::Gone { .. }
            | Self::Refused { .. }
            | Self::Busy { .. }
            | Self::TooSlow
            | Self::WrongType { .. }
            | Self::Empty
            | Self::TooLarge { .. }
            | Self::Private { .. }
            | Self::TooManyRedirects
            | Self::RedirectLoop
            | Self::BadAddress { .. }
            | Self::Encoding(_)
            | Self::CutOff
            | Self::Disk(_) => None,
        }
    }

    /// Whether somebody answered who may do better later.
    pub(super) fn is_busyness(&self) -> bool {
        self.again() == Again::Later && !self.is_silence()
    }

    /// What the user can do about it, if that can be said.
    #[must_use]
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Refused { status: 401 | 403 } => Some(
                "the site may want a login or refuse downloads: --media-header 'Cookie: …' sends what a browser sends",
            ),
            Self::Refused { .. } | Self::Gone { .. } | Self::Disk(_) => None,
            Self::Busy { .. } => {
                Some("a second run fetches what is missing; --media-rate asks more slowly")
            }
            Self::Timeout | Self::TooSlow | Self::CutOff => {
                Some("a second run goes on where this one stopped")
            }
            Self::Connection(_) => {
                Some("if the site has moved or is gone, --uploads takes the files from a backup")
            }
            Self::Tls(_) => {
                Some("the certificate of the site may have expired, or the clock be wrong")
            }
            Self::WrongType { .. } | Self::Empty => {
                Some("open the address in a browser to see what the site shows there")
            }
            Self::TooLarge { .. } => Some("--media-max-file allows more"),
            Self::Private { .. } => Some(
                "if the site itself lives in a private network, --allow-private-hosts allows it",
            ),
            Self::TooManyRedirects | Self::RedirectLoop => Some(
                "the site may want a login: --media-header 'Cookie: …' sends what a browser sends",
            ),
            Self::BadAddress { .. } => Some("only http and https addresses can be fetched"),
            Self::Encoding(_) => {
                Some("pressdown asks for files unpacked, and the server does not listen")
            }
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Gone { status } => write!(f, "not on the server: status {status}"),
            Self::Refused { status } => write!(f, "refused by the server: status {status}"),
            Self::Busy { status, after: None } => {
                write!(f, "the server could not answer: status {status}")
            }
            Self::Busy { status, after: Some(after) } => write!(
                f,
                "the server could not answer: status {status}, and it asks to wait {} s",
                after.as_secs()
            ),
            Self::Timeout => f.write_str("the server did not answer in time"),
            Self::TooSlow => f.write_str("the server sends less than 1 KB a second"),
            Self::Connection(cause) => write!(f, "no connection: {}", Shown(cause)),
            Self::Tls(cause) => write!(f, "no trusted connection: {}", Shown(cause)),
            Self::WrongType { seen } => write!(f, "not what the name says: {}", Shown(seen)),
            Self::Empty => f.write_str("the server sent an empty file"),
            Self::TooLarge { most } => write!(f, "larger than {most} bytes"),
            Self::Private { host } => write!(f, "`{}` is in a private network", Shown(host)),
            Self::TooManyRedirects => f.write_str("more than ten redirects"),
            Self::RedirectLoop => f.write_str("the redirects lead in a circle"),
            Self::BadAddress { seen } => write!(f, "not an address of the web: `{}`", Shown(seen)),
            Self::Encoding(name) => {
                write!(f, "packed in a way that cannot be read: `{}`", Shown(name))
            }
            Self::CutOff => f.write_str("the transfer broke off"),
            Self::Disk(cause) => write!(f, "cannot be written: {cause}"),
        }
    }
}

impl std::error::Error for Failure {}

/// What a server said, on one line and not too long: it may be meant for the terminal.
struct Shown<'t>(&'t str);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars().take(SHOWN) {
            match c {
                '\'' | '"' | '\\' => write!(f, "{c}")?,
                _ => write!(f, "{}", c.escape_debug())?,
            }
        }
        if self.0.chars().nth(SHOWN).is_some() { f.write_str("…") } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_without_what_may_be_secret() {
        for (seen, told) in [
            ("file:///etc/passwd", "file://"),
            ("ftp://user:secret@old.example/a?secret", "ftp://old.example"),
            ("http://session=secret/a.jpg", "http://…"),
            ("http://old.example:99999/secret", "http://old.example:99999"),
            ("data:image/png;base64,secret", "data:…"),
            ("//session=secret", "//…"),
            ("session=secret: a", "…"),
            ("secret", "…"),
            ("", ""),
        ] {
            let failure = Failure::bad_address(seen);
            assert_eq!(failure.to_string(), format!("not an address of the web: `{told}`"));
        }
    }

    #[test]
    fn what_a_server_said_stays_on_its_line() {
        for (said, shown) in [
            ("can't \"read\" C:\\", "can't \"read\" C:\\".to_owned()),
            ("\u{1b}[2Jowned\r\n", "\\u{1b}[2Jowned\\r\\n".to_owned()),
            ("\u{202e}gpj.exe", "\\u{202e}gpj.exe".to_owned()),
            ("größe", "größe".to_owned()),
            (&"a".repeat(5000), "a".repeat(SHOWN) + "…"),
        ] {
            assert_eq!(Shown(said).to_string(), shown);
            let failure = Failure::Encoding(said.to_owned());
            assert!(failure.to_string().ends_with(&format!("`{shown}`")), "{failure}");
        }
    }

    #[test]
    fn long_waits_are_told_and_not_waited_for() {
        let long = Failure::Busy { status: 429, after: Some(Duration::from_secs(3600)) };
        assert_eq!(long.again(), Again::Never);
        assert_eq!(
            long.to_string(),
            "the server could not answer: status 429, and it asks to wait 3600 s"
        );
        let short = Failure::Busy { status: 429, after: Some(Duration::from_secs(5)) };
        assert_eq!(short.again(), Again::Later);
    }
}

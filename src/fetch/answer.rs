//! The head of an answer → the few values that matter.

use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::fmt::strtime;
use jiff::tz::TimeZone;
use ureq::http::{HeaderMap, HeaderName, header};

use super::clock;

/// A header's value, if it is text.
pub(super) fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}

/// `Content-Length`; several of them are one where they agree.
pub(super) fn length(headers: &HeaderMap) -> Option<u64> {
    text(headers, header::CONTENT_LENGTH)?.split(',').next()?.trim().parse().ok()
}

/// How a body is packed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Packing {
    None,
    Gzip,
    Other(String),
}

/// `Content-Encoding`.
pub(super) fn packing(headers: &HeaderMap) -> Packing {
    let names = text(headers, header::CONTENT_ENCODING).unwrap_or_default().to_ascii_lowercase();
    let mut names =
        names.split(',').map(str::trim).filter(|name| !matches!(*name, "" | "identity" | "none"));
    match (names.next(), names.next()) {
        (None, _) => Packing::None,
        (Some("gzip" | "x-gzip"), None) => Packing::Gzip,
        (Some(one), None) => Packing::Other(one.to_owned()),
        (Some(one), Some(two)) => Packing::Other(format!("{one}, {two}")),
    }
}

/// What a `Content-Range` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Range {
    /// The first byte and the last one; `bytes */100` has none.
    pub(super) part: Option<(u64, u64)>,
    /// How much there is in all, if that is said.
    pub(super) total: Option<u64>,
}

impl Range {
    /// How much there is in all, where the part goes from this byte to the very end.
    pub(super) fn to_the_end_from(self, start: u64) -> Option<u64> {
        let (first, last) = self.part?;
        self.total
            .filter(|total| first == start && first <= last && last.checked_add(1) == Some(*total))
    }
}

/// `Content-Range: bytes 10-99/100`.
pub(super) fn range(headers: &HeaderMap) -> Option<Range> {
    let text = text(headers, header::CONTENT_RANGE)?;
    let (unit, rest) = text.split_once(char::is_whitespace)?;
    if !unit.eq_ignore_ascii_case("bytes") {
        return None;
    }
    let (part, total) = rest.trim().split_once('/')?;
    let total = match total.trim() {
        "*" => None,
        digits => Some(digits.parse().ok()?),
    };
    let part = match part.trim() {
        "*" => None,
        part => {
            let (first, last) = part.split_once('-')?;
            Some((first.trim().parse().ok()?, last.trim().parse().ok()?))
        }
    };
    Some(Range { part, total })
}

/// `Retry-After`, in seconds or as a date; a date is measured by the server's own clock if it says
/// what that shows.
pub(super) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = text(headers, header::RETRY_AFTER)?;
    if let Ok(seconds) = text.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let then = date(text)?;
    let now = self::text(headers, header::DATE).and_then(date).unwrap_or_else(clock::seconds);
    Some(Duration::from_secs(u64::try_from(then.saturating_sub(now)).unwrap_or_default()))
}

/// The three forms of RFC 9110, section 5.6.7 → seconds since 1970.
fn date(text: &str) -> Option<i64> {
    let forms = ["%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"];
    let read = |form: &&str| strtime::parse(form, text).and_then(|time| time.to_datetime()).ok();
    let date: DateTime = forms.iter().find_map(read)?;
    TimeZone::UTC.to_timestamp(date).map(Timestamp::as_second).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ureq::http::HeaderValue;

    fn headers(pairs: &[(HeaderName, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn retry_after_in_seconds_and_as_a_date() {
        let date = (header::DATE, "Sun, 06 Nov 1994 08:49:37 GMT");
        for (value, seconds) in [
            ("7", Some(7)),
            (" 0 ", Some(0)),
            ("Sun, 06 Nov 1994 08:49:47 GMT", Some(10)),
            ("Sunday, 06-Nov-94 08:50:37 GMT", Some(60)),
            ("Sun Nov  6 08:49:38 1994", Some(1)),
            ("Sat, 05 Nov 1994 08:49:37 GMT", Some(0)),
            ("soon", None),
            ("-1", None),
        ] {
            let headers = headers(&[date.clone(), (header::RETRY_AFTER, value)]);
            assert_eq!(retry_after(&headers), seconds.map(Duration::from_secs), "{value}");
        }
    }

    #[test]
    fn ranges() {
        for (value, range) in [
            ("bytes 10-99/100", Some(Range { part: Some((10, 99)), total: Some(100) })),
            ("bytes 10-99/*", Some(Range { part: Some((10, 99)), total: None })),
            ("bytes */100", Some(Range { part: None, total: Some(100) })),
            ("bytes 10-/100", None),
            ("lines 1-2/3", None),
            ("bytes", None),
            ("bytes a-b/c", None),
        ] {
            assert_eq!(super::range(&headers(&[(header::CONTENT_RANGE, value)])), range, "{value}");
        }
    }

    #[test]
    fn a_part_counts_where_it_reaches_the_end() {
        for (part, total, is_rest) in [
            (Some((10, 99)), Some(100), true),
            (Some((10, 98)), Some(100), false),
            (Some((10, 100)), Some(100), false),
            (Some((9, 99)), Some(100), false),
            (Some((10, 9)), Some(10), false),
            (Some((10, u64::MAX)), Some(0), false),
            (Some((10, 99)), None, false),
            (None, Some(100), false),
        ] {
            let end = Range { part, total }.to_the_end_from(10);
            assert_eq!(end, total.filter(|_| is_rest), "{part:?} {total:?}");
        }
    }

    #[test]
    fn packings() {
        for (value, packing) in [
            ("", Packing::None),
            ("identity", Packing::None),
            ("X-Gzip", Packing::Gzip),
            ("identity, gzip", Packing::Gzip),
            ("br", Packing::Other("br".to_owned())),
            ("gzip, gzip", Packing::Other("gzip, gzip".to_owned())),
        ] {
            assert_eq!(super::packing(&headers(&[(header::CONTENT_ENCODING, value)])), packing);
        }
    }
}

//! The forms of dates in an export → the moment that they name. Which of its dates counts for an
//! item is not decided here.
//!
//! WordPress writes `2013-04-05 06:07:08` into its own fields and RFC 2822 into `pubDate`; other
//! tools write ISO 8601 and JavaScript's forms. No date are zeros, the year -0001, which PHP makes of
//! them, years of five digits, and what lacks its time of day.

use jiff::civil::{DateTime, datetime};
use jiff::{SignedDuration, civil};

/// What PHP makes of a date that it cannot read.
const EPOCH: DateTime = datetime(1970, 1, 1, 0, 0, 0, 0);

/// RFC 2822, section 3.3.
const MONTHS: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const WEEKDAYS: &[&str] =
    &["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// The zones that RFC 2822, section 4.3, gives a meaning, in hours east of GMT. All other names
/// count as `-0000` there. Sorted.
const ZONES: &[(&str, i64)] = &[
    ("cdt", -5),
    ("cst", -6),
    ("edt", -4),
    ("est", -5),
    ("mdt", -6),
    ("mst", -7),
    ("pdt", -7),
    ("pst", -8),
];

/// A date as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// What the clock showed.
    pub local: DateTime,
    /// How far that clock is from GMT, in minutes to the east; `None` where the text does not say.
    pub offset: Option<i64>,
}

impl Written {
    /// The same moment on a clock in Greenwich, where the date itself is from if it does not say.
    #[must_use]
    pub fn in_gmt(&self) -> Option<DateTime> {
        let east = SignedDuration::from_mins(self.offset.unwrap_or(0));
        self.local.checked_sub(east).ok()
    }
}

/// The value of `wp:post_date` and of fields like it: `2013-04-05 06:07:08` → that, in whatever zone
/// the field is in. Other tools put a `T` between, fractions of a second and an offset behind.
#[must_use]
pub fn parse_field(text: &str) -> Option<Written> {
    let (date, rest) = text.trim().split_once([' ', 'T', 't'])?;
    let (time, offset) = match rest.find(['+', '-', 'Z', 'z']) {
        Some(at) => (&rest[..at], Some(numeric_offset(&rest[at..])?)),
        None => (rest, None),
    };
    let mut parts = date.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let is_whole = year.len() == 4 && parts.next().is_none();
    let (hour, minute, second) = clock(time.trim_end())?;
    let year = number(year, 4).filter(|year| is_whole && *year > 0)?;
    let date = civil::Date::new(year, small(month)?, small(day)?).ok()?;
    Some(Written { local: date.at(hour, minute, second?, 0), offset })
}

/// The value of `pubDate`: RFC 2822 with its obsolete forms, `Date.prototype.toString` of ECMA-262,
/// or the forms of [`parse_field`]. Without a zone it is in GMT, as WordPress writes it. A wrong
/// weekday is no hindrance.
#[must_use]
pub fn parse_pub_date(text: &str) -> Option<Written> {
    let gmt = |date: Written| Written { offset: date.offset.or(Some(0)), ..date };
    let date = parse_field(text).map(gmt).or_else(|| parse_words(text))?;
    (date.in_gmt()? != EPOCH).then_some(date)
}

/// `Fri, 05 Apr 2013 06:07:08 +0200`, `Fri Apr 05 2013 06:07:08 GMT+0200 (Central European Time)`
fn parse_words(text: &str) -> Option<Written> {
    let text = text.split('(').next()?.to_ascii_lowercase();
    let words: Vec<&str> =
        text.split([' ', ',', '\t', '\n', '\r']).filter(|word| !word.is_empty()).take(8).collect();
    let words = match &words[..] {
        [first, rest @ ..] if position(WEEKDAYS, first).is_some() => rest,
        words => words,
    };
    let [first, second, year, time, zone @ ..] = words else { return None };
    let (month, day) = match (position(MONTHS, first), position(MONTHS, second)) {
        (Some(month), None) => (month, second),
        (None, Some(month)) => (month, first),
        _ => return None,
    };
    let offset = match zone {
        [] => 0,
        [zone] => zone_offset(zone)?,
        _ => return None,
    };
    let (hour, minute, second) = clock(time)?;
    let date = civil::Date::new(year_of_any_length(year)?, month, small(day)?).ok()?;
    Some(Written { local: date.at(hour, minute, second.unwrap_or(0), 0), offset: Some(offset) })
}

/// The place in a list of names, counted from 1, of a name that may be short: `apr`, `sept`.
fn position(names: &[&str], word: &str) -> Option<i8> {
    let at = names.iter().position(|name| word.len() >= 3 && name.starts_with(word))?;
    i8::try_from(at + 1).ok()
}

/// RFC 2822, section 4.3: two and three digits are of the 20th century, up to 49 of the 21st.
fn year_of_any_length(text: &str) -> Option<i16> {
    let year = number(text, 4)?;
    let year = match text.len() {
        2 if year < 50 => year + 2000,
        2 | 3 => year + 1900,
        _ => year,
    };
    (text.len() > 1 && year > 0).then_some(year)
}

/// `06:07:08.250` → hour, minute and, where it is told, the second. A leap second is the one before it.
fn clock(text: &str) -> Option<(i8, i8, Option<i8>)> {
    let (text, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let is_fraction = !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
    let mut parts = text.split(':');
    let (hour, minute) = (small(parts.next()?)?, small(parts.next()?)?);
    let second = match parts.next() {
        Some(second) => Some(small(second)?),
        None => None,
    };
    let is_time = hour < 24 && minute < 60 && second.is_none_or(|second| second <= 60);
    let is_whole = parts.next().is_none() && is_fraction;
    (is_time && is_whole).then(|| (hour, minute, second.map(|second| second.min(59))))
}

/// `+0200`, `gmt+0200`, `est`, `z`
fn zone_offset(zone: &str) -> Option<i64> {
    let zone = match zone.find(['+', '-']) {
        Some(at) if matches!(&zone[..at], "" | "gmt" | "ut" | "utc") => &zone[at..],
        _ => zone,
    };
    if let Ok(row) = ZONES.binary_search_by_key(&zone, |(name, _)| name) {
        return Some(ZONES[row].1 * 60);
    }
    let is_name = zone.bytes().all(|byte| byte.is_ascii_alphabetic());
    if is_name { Some(0) } else { numeric_offset(zone) }
}

/// `+0200`, `+02:00`, `+02`, `Z` → minutes
fn numeric_offset(text: &str) -> Option<i64> {
    let (sign, digits) = match text.as_bytes().first()? {
        b'+' => (1, &text[1..]),
        b'-' => (-1, &text[1..]),
        _ => return matches!(text, "Z" | "z").then_some(0),
    };
    let (hours, minutes) = match digits.split_once(':') {
        Some(parts) => parts,
        None => digits.split_at_checked(2)?,
    };
    let hours = number(hours, 2).filter(|hours| *hours < 24)?;
    let minutes = if minutes.is_empty() { 0 } else { number(minutes, 2)? };
    (minutes < 60).then(|| sign * (i64::from(hours) * 60 + i64::from(minutes)))
}

/// A number of one or two digits.
fn small(text: &str) -> Option<i8> {
    number(text, 2).and_then(|number| i8::try_from(number).ok())
}

/// A number of at most so many digits, and nothing else.
fn number(text: &str, most: usize) -> Option<i16> {
    let is_number =
        (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The moment in GMT, and the offset in minutes.
    fn written(date: Option<Written>) -> Option<(String, Option<i64>)> {
        let date = date?;
        let gmt = date.in_gmt().expect("within the years of the calendar");
        Some((gmt.strftime("%Y-%m-%d %H:%M:%S").to_string(), date.offset))
    }

    #[test]
    fn fields() {
        let cases: &[(&str, &str, Option<i64>)] = &[
            ("2013-04-05 06:07:08", "2013-04-05 06:07:08", None),
            (" 2013-04-05 06:07:08\n", "2013-04-05 06:07:08", None),
            ("2013-04-05T06:07:08", "2013-04-05 06:07:08", None),
            ("2013-04-05T06:07:08Z", "2013-04-05 06:07:08", Some(0)),
            ("2013-04-05T06:07:08.250Z", "2013-04-05 06:07:08", Some(0)),
            ("2013-04-05T06:07:08+02:00", "2013-04-05 04:07:08", Some(120)),
            ("2013-04-05 06:07:08 -0330", "2013-04-05 09:37:08", Some(-210)),
            ("2016-12-31 23:59:60", "2016-12-31 23:59:59", None),
            ("0001-01-01 00:00:00", "0001-01-01 00:00:00", None),
        ];
        for (text, gmt, offset) in cases {
            assert_eq!(written(parse_field(text)), Some(((*gmt).to_owned(), *offset)), "{text}");
        }
        for none in [
            "",
            "0000-00-00 00:00:00",
            "0000-01-01 00:00:00",
            "-0001-11-30 00:00:00",
            "2013-02-30 00:00:00",
            "2013-04-05",
            "2013-04-05 06:07",
            "2013-04-05 24:00:00",
            "2013-04-05 06:60:00",
            "2013-04-05 06:07:61",
            "2013-04-05 06:07:08:09",
            "2013-04-05 06:07:08.",
            "2013-04-05-06 06:07:08",
            "-2013-04-05 06:07:08",
            "2013-04-05 06:07:08 UTC",
            "2013-04-05 06:07:08+24:00",
            "2013-04-05 06:07:08+é",
            "99999-01-01 00:00:00",
            "+213-04-05 06:07:08",
            "213-04-05 06:07:08",
        ] {
            assert_eq!(parse_field(none), None, "{none}");
        }
    }

    /// RFC 2822, sections 3.3 and 4.3; ECMA-262, sections 21.4.4.41 (`toString`), 21.4.4.43
    /// (`toUTCString`) and 21.4.1.32 (`toISOString`).
    #[test]
    fn publication_dates() {
        let cases: &[(&str, &str, i64)] = &[
            ("Fri, 05 Apr 2013 06:07:08 +0000", "2013-04-05 06:07:08", 0),
            ("Fri, 05 Apr 2013 06:07:08 +0200", "2013-04-05 04:07:08", 120),
            ("Fri, 5 Apr 2013 06:07:08 -0330", "2013-04-05 09:37:08", -210),
            ("Fri, 05 Apr 2013 06:07:08 -0000", "2013-04-05 06:07:08", 0),
            ("Fri, 05 Apr 2013 06:07:08 +00:00", "2013-04-05 06:07:08", 0),
            ("Fri, 05 Apr 2013 06:07:08 GMT", "2013-04-05 06:07:08", 0),
            ("Fri, 05 Apr 2013 06:07:08 UT", "2013-04-05 06:07:08", 0),
            ("Fri, 05 Apr 2013 06:07:08 UTC", "2013-04-05 06:07:08", 0),
            ("Fri, 05 Apr 2013 06:07:08 Z", "2013-04-05 06:07:08", 0),
            ("Fri, 05 Apr 2013 06:07:08 EST", "2013-04-05 11:07:08", -300),
            ("Fri, 05 Apr 2013 06:07:08 EDT", "2013-04-05 10:07:08", -240),
            ("Fri, 05 Apr 2013 06:07:08 CST", "2013-04-05 12:07:08", -360),
            ("Fri, 05 Apr 2013 06:07:08 CDT", "2013-04-05 11:07:08", -300),
            ("Fri, 05 Apr 2013 06:07:08 MST", "2013-04-05 13:07:08", -420),
            ("Fri, 05 Apr 2013 06:07:08 MDT", "2013-04-05 12:07:08", -360),
            ("Fri, 05 Apr 2013 06:07:08 PST", "2013-04-05 14:07:08", -480),
            ("Fri, 05 Apr 2013 06:07:08 PDT", "2013-04-05 13:07:08", -420),
            // Military letters and other names say nothing for certain, and so count as `-0000`.
            ("Fri, 05 Apr 2013 06:07:08 A", "2013-04-05 06:07:08", 0),
            ("Fri, 05 Apr 2013 06:07:08 CEST", "2013-04-05 06:07:08", 0),
            ("Fri, 05 Apr 2013 06:07:08", "2013-04-05 06:07:08", 0),
            ("05 Apr 2013 06:07:08 +0000", "2013-04-05 06:07:08", 0),
            ("Mon, 05 Apr 2013 06:07:08 +0000", "2013-04-05 06:07:08", 0),
            ("Fri,05 Apr 2013 06:07 +0000", "2013-04-05 06:07:00", 0),
            ("fri, 05 apr 2013 06:07:08 gmt", "2013-04-05 06:07:08", 0),
            (" Fri,\n 05 April 2013 06:07:08 +0000 (Greenwich) ", "2013-04-05 06:07:08", 0),
            ("Fri, 05 Apr 13 06:07:08 +0000", "2013-04-05 06:07:08", 0),
            ("Sat, 01 Jan 00 00:00:00 +0000", "2000-01-01 00:00:00", 0),
            ("Wed, 05 Apr 49 06:07:08 +0000", "2049-04-05 06:07:08", 0),
            ("Wed, 05 Apr 50 06:07:08 +0000", "1950-04-05 06:07:08", 0),
            ("Fri, 05 Apr 113 06:07:08 +0000", "2013-04-05 06:07:08", 0),
            ("Sat, 31 Dec 2016 23:59:60 +0000", "2016-12-31 23:59:59", 0),
            (
                "Fri Apr 05 2013 06:07:08 GMT+0200 (Central European Summer Time)",
                "2013-04-05 04:07:08",
                120,
            ),
            ("Thu Jan 01 1970 00:00:01 GMT-0330", "1970-01-01 03:30:01", -210),
            ("2013-04-05T06:07:08+02:00", "2013-04-05 04:07:08", 120),
            ("2013-04-05T06:07:08.000Z", "2013-04-05 06:07:08", 0),
            ("2013-04-05 06:07:08", "2013-04-05 06:07:08", 0),
        ];
        for (text, gmt, offset) in cases {
            let want = Some(((*gmt).to_owned(), Some(*offset)));
            assert_eq!(written(parse_pub_date(text)), want, "{text}");
        }
        for none in [
            "",
            "Wed, 30 Nov -0001 00:00:00 +0000",
            "Mon, 30 Nov -0001 00:00:00 +0000",
            "Sat, 01 Jan 0000 00:00:00 +0000",
            "Fri, 05 Apr 12013 06:07:08 +0000",
            "Fri Apr 05 12013 06:07:08 GMT+0000 (GMT)",
            "Thu, 01 Jan 1970 00:00:00 +0000",
            "Thu Jan 01 1970 01:00:00 GMT+0100 (CET)",
            "Fri, 05 Apr 2013",
            "Fri, 31 Apr 2013 06:07:08 +0000",
            "Fri, 05 Foo 2013 06:07:08 +0000",
            "Fri, 05 Apr 2013 06:07:08 +2460",
            "Fri, 05 Apr 2013 06:07:08 + 0200",
            "Fri, 05 Apr 2013 06:07:08 am +0200",
            "Apr May 2013 06:07:08",
            "Invalid Date",
            "0000-00-00 00:00:00",
        ] {
            assert_eq!(parse_pub_date(none), None, "{none}");
        }
    }

    #[test]
    fn the_table_of_zones_is_sorted() {
        assert!(ZONES.is_sorted());
    }
}

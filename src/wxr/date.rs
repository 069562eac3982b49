//! The two forms of dates in an export. Which of its dates counts for an item is not decided here.

use jiff::civil::DateTime;
use jiff::fmt::rfc2822::DateTimeParser;
use jiff::tz::TimeZone;

const RFC_2822: DateTimeParser = DateTimeParser::new().relaxed_weekday(true);

/// `2013-04-05 06:07:08` → that moment, in whatever zone the field is in.
///
/// `None` for zeros, which WordPress stores where it has no date, and for what is no date.
#[must_use]
pub fn parse_local(text: &str) -> Option<DateTime> {
    let (date, time) = text.trim().split_once([' ', 'T'])?;
    let [year, month, day] = numbers(date, '-')?;
    let [hour, minute, second] = numbers(time, ':')?;
    let small = |number: i16| i8::try_from(number).ok();
    if year == 0 {
        return None;
    }
    DateTime::new(year, small(month)?, small(day)?, small(hour)?, small(minute)?, small(second)?, 0)
        .ok()
}

/// `Fri, 05 Apr 2013 06:07:08 +0200` → that moment in UTC.
///
/// `None` for the year -0001, which PHP makes of zeros, and for what is no date. A wrong weekday is
/// no hindrance.
#[must_use]
pub fn parse_rfc2822(text: &str) -> Option<DateTime> {
    let moment = RFC_2822.parse_timestamp(text.trim()).ok()?;
    Some(TimeZone::UTC.to_datetime(moment)).filter(|date| date.year() > 0)
}

fn numbers(text: &str, separator: char) -> Option<[i16; 3]> {
    let mut parts = text.split(separator).map(|part| {
        let is_number =
            (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        if is_number { part.parse().ok() } else { None }
    });
    let numbers = [parts.next()??, parts.next()??, parts.next()??];
    parts.next().is_none().then_some(numbers)
}

#[cfg(test)]
mod tests {
    use jiff::civil::datetime;

    use super::*;

    #[test]
    fn local_dates() {
        assert_eq!(parse_local("2013-04-05 06:07:08"), Some(datetime(2013, 4, 5, 6, 7, 8, 0)));
        assert_eq!(parse_local(" 2013-04-05 06:07:08\n"), parse_local("2013-04-05 06:07:08"));
        for none in [
            "",
            "0000-00-00 00:00:00",
            "0000-01-01 00:00:00",
            "2013-02-30 00:00:00",
            "2013-04-05",
            "2013-04-05 06:07",
            "2013-04-05 24:00:00",
            "-2013-04-05 06:07:08",
            "2013-04-05 06:07:08 UTC",
            "99999-01-01 00:00:00",
            "+213-04-05 06:07:08",
        ] {
            assert_eq!(parse_local(none), None, "{none}");
        }
    }

    #[test]
    fn rfc_2822_dates() {
        let moment = Some(datetime(2013, 4, 5, 4, 7, 8, 0));
        assert_eq!(parse_rfc2822("Fri, 05 Apr 2013 06:07:08 +0200"), moment);
        assert_eq!(parse_rfc2822("Mon, 05 Apr 2013 04:07:08 GMT"), moment);
        for none in [
            "",
            "Wed, 30 Nov -0001 00:00:00 +0000",
            "Mon, 30 Nov -0001 00:00:00 +0000",
            "Fri, 05 Apr 12013 06:07:08 +0000",
            "2013-04-05 06:07:08",
        ] {
            assert_eq!(parse_rfc2822(none), None, "{none}");
        }
    }
}

//! The commonest rules of daylight saving time, to name a zone whose clock the items agree with.
//!
//! These are the rules since the years in which people began to blog, by day and not by hour; for
//! anything finer one needs the database that they come from. <https://www.iana.org/time-zones>

use jiff::civil::{Date, Weekday, date};

/// How much later clocks are in summer, in minutes.
pub(super) const SHIFT: i64 = 60;

/// The day of a month on which clocks change: a Sunday.
#[derive(Clone, Copy, Debug)]
enum Sunday {
    /// Of the month, counted from 1.
    Nth(i8, i8),
    /// The last of the month.
    Last(i8),
}

/// Since when a rule holds, and the days on which summer begins and ends.
type Rule = (i16, Sunday, Sunday);

/// Rules of a region, the latest first.
type Rules = &'static [Rule];

const NORTH_AMERICA: Rules =
    &[(2007, Sunday::Nth(3, 2), Sunday::Nth(11, 1)), (1987, Sunday::Nth(4, 1), Sunday::Last(10))];

const EUROPE: Rules = &[(1996, Sunday::Last(3), Sunday::Last(10))];

const AUSTRALIA: Rules =
    &[(2008, Sunday::Nth(10, 1), Sunday::Nth(4, 1)), (2001, Sunday::Last(10), Sunday::Last(3))];

const NEW_ZEALAND: Rules =
    &[(2008, Sunday::Last(9), Sunday::Nth(4, 1)), (1990, Sunday::Nth(10, 1), Sunday::Nth(3, 3))];

/// Minutes east of GMT in winter, the rules, and a zone that has them.
const ZONES: &[(i64, Rules, &str)] = &[
    (-9 * 60, NORTH_AMERICA, "America/Anchorage"),
    (-8 * 60, NORTH_AMERICA, "America/Los_Angeles"),
    (-7 * 60, NORTH_AMERICA, "America/Denver"),
    (-6 * 60, NORTH_AMERICA, "America/Chicago"),
    (-5 * 60, NORTH_AMERICA, "America/New_York"),
    (-4 * 60, NORTH_AMERICA, "America/Halifax"),
    (-3 * 60 - 30, NORTH_AMERICA, "America/St_Johns"),
    (0, EUROPE, "Europe/London"),
    (60, EUROPE, "Europe/Berlin"),
    (2 * 60, EUROPE, "Europe/Athens"),
    (9 * 60 + 30, AUSTRALIA, "Australia/Adelaide"),
    (10 * 60, AUSTRALIA, "Australia/Sydney"),
    (12 * 60, NEW_ZEALAND, "Pacific/Auckland"),
];

/// A zone, and how many items agree with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Agreement {
    pub(super) zone: &'static str,
    /// Minutes east of GMT.
    pub(super) winter: i64,
    pub(super) agreeing: u64,
}

/// The zone that most pairs of an offset in minutes and a local day agree with.
pub(super) fn best(pairs: &[(i64, Date)]) -> Option<Agreement> {
    let agreements = ZONES.iter().map(|(winter, rules, zone)| {
        let agree = |(minutes, day): &&(i64, Date)| agrees(minutes - winter, *day, rules);
        let agreeing = pairs.iter().filter(agree).count() as u64;
        Agreement { zone, winter: *winter, agreeing }
    });
    // Of equals the first.
    agreements.rev().max_by_key(|agreement| agreement.agreeing)
}

/// Whether clocks are so far ahead of winter on this day. On the day of a change both are right.
fn agrees(ahead: i64, day: Date, rules: Rules) -> bool {
    let Some((_, begin, end)) = rules.iter().find(|(since, ..)| day.year() >= *since) else {
        return ahead == 0;
    };
    let (Some(begin), Some(end)) = (begin.in_year(day.year()), end.in_year(day.year())) else {
        return false;
    };
    if day == begin || day == end {
        return ahead == 0 || ahead == SHIFT;
    }
    let is_summer = if begin < end { begin < day && day < end } else { day < end || begin < day };
    ahead == if is_summer { SHIFT } else { 0 }
}

impl Sunday {
    fn in_year(self, year: i16) -> Option<Date> {
        match self {
            Self::Nth(month, nth) => {
                date(year, month, 1).nth_weekday_of_month(nth, Weekday::Sunday).ok()
            }
            Self::Last(month) => {
                date(year, month, 1).nth_weekday_of_month(-1, Weekday::Sunday).ok()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Days of change as the tz database has them (`zdump -v`).
    #[test]
    fn clocks_change_when_the_database_says() {
        for (rules, before, after) in [
            (NORTH_AMERICA, date(2006, 4, 2), date(2006, 10, 29)),
            (NORTH_AMERICA, date(2007, 3, 11), date(2007, 11, 4)),
            (NORTH_AMERICA, date(2024, 3, 10), date(2024, 11, 3)),
            (EUROPE, date(2024, 3, 31), date(2024, 10, 27)),
        ] {
            let day = |date: Date, days: i64| {
                date.checked_add(jiff::Span::new().days(days)).expect("a day of the calendar")
            };
            assert!(agrees(0, day(before, -1), rules) && !agrees(60, day(before, -1), rules));
            assert!(agrees(60, day(before, 1), rules) && agrees(60, day(after, -1), rules));
            assert!(agrees(0, day(after, 1), rules) && !agrees(60, day(after, 1), rules));
            assert!(agrees(0, before, rules) && agrees(60, before, rules));
        }
    }

    #[test]
    fn summer_is_in_january_below_the_equator() {
        for rules in [AUSTRALIA, NEW_ZEALAND] {
            assert!(agrees(60, date(2015, 1, 20), rules) && agrees(0, date(2015, 7, 20), rules));
        }
        assert!(agrees(0, date(2015, 4, 6), AUSTRALIA) && agrees(60, date(2015, 4, 4), AUSTRALIA));
    }

    #[test]
    fn the_zone_that_most_agree_with_is_named() {
        let pairs = [(-300, date(2012, 1, 5)), (-240, date(2012, 6, 5)), (0, date(2012, 6, 6))];
        let agreement = Agreement { zone: "America/New_York", winter: -300, agreeing: 2 };
        assert_eq!(best(&pairs), Some(agreement));
    }
}

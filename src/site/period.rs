//! A year, a month or a day: what archives of dates are of.

use std::fmt;

use jiff::civil::Date;

/// A year, a month of it or a day of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    year: i16,
    /// Zero for the whole year.
    month: i8,
    /// Zero for the whole month.
    day: i8,
}

impl Period {
    /// `2013`, `2013/05`, `2013/05/06`: the parts of an address.
    #[must_use]
    pub fn of_parts(parts: &[&str]) -> Option<Self> {
        let number = |text: &str, digits: usize| {
            let is_number = text.len() == digits && text.bytes().all(|b| b.is_ascii_digit());
            text.parse().ok().filter(|_| is_number)
        };
        let small = |text: &str, most: i16| {
            number(text, 2)
                .filter(|it| (1..=most).contains(it))
                .and_then(|it| i8::try_from(it).ok())
        };
        let (year, month, day) = match parts {
            [year] => (year, 0, 0),
            [year, month] => (year, small(month, 12)?, 0),
            [year, month, day] => (year, small(month, 12)?, small(day, 31)?),
            _ => return None,
        };
        Some(Self { year: number(year, 4)?, month, day })
    }

    /// `201305`: the value of `?m=`.
    #[must_use]
    pub fn of_digits(text: &str) -> Option<Self> {
        if !text.is_ascii() {
            return None;
        }
        match text.len() {
            4 => Self::of_parts(&[text]),
            6 => Self::of_parts(&[&text[..4], &text[4..]]),
            8 => Self::of_parts(&[&text[..4], &text[4..6], &text[6..]]),
            _ => None,
        }
    }

    /// The year, the month and the day that a day lies in.
    pub(super) fn all_of(day: Date) -> [Self; 3] {
        let (year, month, day) = (day.year(), day.month(), day.day());
        [Self { year, month: 0, day: 0 }, Self { year, month, day: 0 }, Self { year, month, day }]
    }

    /// Whether a day lies in it.
    #[must_use]
    pub fn holds(self, day: Date) -> bool {
        Self::all_of(day).contains(&self)
    }

    /// Whether all of it comes after a day.
    pub(super) fn is_after(self, day: Date) -> bool {
        let first = (self.year, self.month.max(1), self.day.max(1));
        first > (day.year(), day.month(), day.day())
    }

    /// Whether it is a single day.
    #[must_use]
    pub fn is_day(self) -> bool {
        self.day != 0
    }

    /// The month that it lies in, or the year; none of a year.
    #[must_use]
    pub fn above(self) -> Option<Self> {
        match (self.month, self.day) {
            (0, _) => None,
            (_, 0) => Some(Self { month: 0, ..self }),
            (_, _) => Some(Self { day: 0, ..self }),
        }
    }

    /// `2013/05`
    #[must_use]
    pub fn path(self) -> String {
        self.with('/')
    }

    /// `201305`: the value of `?m=`.
    #[must_use]
    pub fn digits(self) -> String {
        self.path().replace('/', "")
    }

    fn with(self, mark: char) -> String {
        let Self { year, month, day } = self;
        match (month, day) {
            (0, _) => format!("{year:04}"),
            (month, 0) => format!("{year:04}{mark}{month:02}"),
            (month, day) => format!("{year:04}{mark}{month:02}{mark}{day:02}"),
        }
    }
}

impl fmt::Display for Period {
    /// `2013-05`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.with('-'))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn periods_are_read_from_addresses() {
        let path = |parts: &[&str]| Period::of_parts(parts).map(Period::path);
        assert_eq!(path(&["2013"]).as_deref(), Some("2013"));
        assert_eq!(path(&["2013", "05", "06"]).as_deref(), Some("2013/05/06"));
        for parts in [&["213"][..], &["2013", "13"], &["2013", "5"], &["2013", "05", "00"], &[]] {
            assert_eq!(path(parts), None, "{parts:?}");
        }
        assert_eq!(Period::of_digits("201305"), Period::of_parts(&["2013", "05"]));
        assert_eq!(Period::of_digits("2013ш"), None);
    }

    #[test]
    fn days_lie_in_their_periods() {
        let month = Period::of_digits("201305").expect("a month");
        assert!(month.holds(date(2013, 5, 31)) && !month.holds(date(2013, 6, 1)));
        assert!(month.is_after(date(2013, 4, 30)) && !month.is_after(date(2013, 5, 1)));
        assert_eq!(month.to_string(), "2013-05");
    }
}

//! Sizes as people type them: `50GB`, `800MiB`, `1048576` → bytes.

use std::fmt;
use std::str::FromStr;

/// Units, the largest first; the names are compared without case.
const UNITS: &[(&str, u64)] = &[
    ("TiB", 1 << 40),
    ("TB", 1_000_000_000_000),
    ("GiB", 1 << 30),
    ("GB", 1_000_000_000),
    ("MiB", 1 << 20),
    ("MB", 1_000_000),
    ("KiB", 1 << 10),
    ("kB", 1_000),
    ("B", 1),
    ("", 1),
];

/// A number of bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Size(pub u64);

impl FromStr for Size {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (number, unit) = text.split_at(digits);
        let unit = unit.trim_start();
        let known = UNITS.iter().find(|(name, _)| name.eq_ignore_ascii_case(unit));
        let (Ok(number), Some((_, bytes))) = (number.parse::<u64>(), known) else {
            return Err("a size is a whole number and a unit, such as 800MB or 2GiB");
        };
        number.checked_mul(*bytes).map(Self).ok_or("the size is too large")
    }
}

/// In the largest unit of which it is a whole number.
impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whole = |(_, bytes): &&(&str, u64)| self.0 >= *bytes && self.0.is_multiple_of(*bytes);
        let (name, bytes) = UNITS.iter().find(whole).unwrap_or(&("B", 1));
        write!(f, "{}{name}", self.0 / bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_decimal_or_binary_in_any_case() {
        for (text, bytes) in [
            ("0", 0),
            ("1048576", 1 << 20),
            ("12b", 12),
            ("1kB", 1_000),
            ("1KiB", 1_024),
            ("800mb", 800_000_000),
            ("3 MiB", 3 << 20),
            ("50GB", 50_000_000_000),
            ("2gib", 2 << 30),
            (" 1TB ", 1_000_000_000_000),
            ("1TIB", 1 << 40),
        ] {
            assert_eq!(text.parse(), Ok(Size(bytes)), "{text}");
        }
        for text in ["", "GB", "-1", "1.5GB", "1PB", "1 G B", "99999999999999999999", "99999999TiB"]
        {
            assert!(text.parse::<Size>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_size_is_shown_as_it_was_typed() {
        for text in ["0B", "7B", "1kB", "1KiB", "800MB", "3MiB", "50GB", "2TB", "1500B"] {
            assert_eq!(text.parse::<Size>().map(|size| size.to_string()), Ok(text.to_owned()));
        }
    }
}

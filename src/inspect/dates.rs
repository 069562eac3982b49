//! When the items were published that a run would write.

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime};

use super::Known;

/// First and last day, and how many items each year has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dates {
    /// The earliest day, in local time.
    pub first: Option<Date>,
    /// The latest.
    pub last: Option<Date>,
    /// Items by year.
    pub years: BTreeMap<i16, u64>,
    /// Items without a usable date.
    pub undated: u64,
}

/// Counts the items that would be written.
pub(super) fn span(known: &[Known<'_>]) -> Dates {
    let mut dates = Dates::default();
    for item in known.iter().filter(|item| item.is_written()) {
        let Some(day) = item.facts.published.map(DateTime::date) else {
            dates.undated += 1;
            continue;
        };
        dates.first = Some(dates.first.map_or(day, |first| first.min(day)));
        dates.last = Some(dates.last.map_or(day, |last| last.max(day)));
        *dates.years.entry(day.year()).or_default() += 1;
    }
    dates
}

//! Items by type, status and fate; items by year.

use std::fmt::Write as _;

use super::columns::{WIDTH, fit, shorten, width};
use super::ink::Ink;
use super::page::{NUMBER, Page, figure, parts};
use crate::inspect::{Dates, Fate, Inspection, ItemGroup};

/// How many lines of items are shown.
const MAX_GROUPS: usize = 20;

/// How wide a type and a status are.
const TYPE: usize = 20;
const STATUS: usize = 10;

/// How many years the chart may span with those that have no items.
const MAX_YEARS: i16 = 60;

/// How wide the longest bar is.
const BAR: usize = 22;

/// How wide one of the two halves of the chart is.
const HALF: usize = WIDTH / 2;

pub(super) fn write(inspection: &Inspection, page: &mut Page) {
    let totals = inspection.totals;
    let remark = parts(&[
        (totals.written, "written by a run"),
        (totals.merged, "part of other files"),
        (totals.skipped, "left out"),
    ]);
    page.heading(&format!("Items, {}", totals.items), &remark);
    groups(&inspection.items, page);
    years(&inspection.dates, page);
}

/// One line a group; a type is named on its first.
fn groups(groups: &[ItemGroup], page: &mut Page) {
    let shown = &groups[..groups.len().min(MAX_GROUPS)];
    let widest = shown.iter().map(|group| width(name(group))).max().unwrap_or_default().min(TYPE);
    let mut last = None;
    for group in shown {
        let is_first = last.replace(&group.post_type) != Some(&group.post_type);
        let post_type = fit(if is_first { name(group) } else { "" }, widest);
        let (ink, fate) = match group.fate {
            Fate::Written => (Ink::Green, "written".to_owned()),
            Fate::Merged(reason) => (Ink::Dim, format!("part of other files: {reason}")),
            Fate::Skipped(reason) => (Ink::Yellow, format!("left out: {reason}")),
        };
        let fate = shorten(&fate, WIDTH - NUMBER - 2 - widest - 2 - STATUS - 2);
        let status = fit(&group.status, STATUS);
        page.painted_row(&[group.items], &format!("{post_type}  {status}  {}", ink.paint(&fate)));
    }
    page.rest(groups.len(), shown.len(), 1);
}

fn name(group: &ItemGroup) -> &str {
    if group.post_type.is_empty() { "(no type)" } else { &group.post_type }
}

/// Bars in two halves, the years going down.
fn years(dates: &Dates, page: &mut Page) {
    if dates.years.len() < 2 {
        return;
    }
    page.heading("Written items by year", "");
    let most = dates.years.values().copied().max().unwrap_or_default().max(BAR as u64);
    let bars: Vec<(String, usize)> =
        in_years(dates).into_iter().map(|(year, items)| bar(year, items, most)).collect();
    let left = bars.len().div_ceil(2);
    for row in 0..left {
        let (bar, width) = &bars[row];
        let mut line = bar.clone();
        if let Some((other, _)) = bars.get(row + left) {
            let blanks = HALF.saturating_sub(*width);
            let _ = write!(line, "{}{other}", " ".repeat(blanks));
        }
        page.line(&line);
    }
}

/// Items by year, with the years between them that have none, unless those are too many.
fn in_years(dates: &Dates) -> Vec<(i16, u64)> {
    let years = &dates.years;
    match (years.first_key_value(), years.last_key_value()) {
        (Some((first, _)), Some((last, _))) if last - first < MAX_YEARS => {
            (*first..=*last).map(|year| (year, years.get(&year).copied().unwrap_or(0))).collect()
        }
        _ => years.iter().map(|(year, items)| (*year, *items)).collect(),
    }
}

/// A bar and how wide it is: `   2012  ███████▌ 12`. A year with an item is never without a bar.
fn bar(year: i16, items: u64, most: u64) -> (String, usize) {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let eighths = (items * (BAR as u64) * 8).div_ceil(most);
    let (whole, part) = (usize::try_from(eighths / 8).unwrap_or(BAR), eighths % 8);
    let part = EIGHTHS[usize::try_from(part).unwrap_or_default()];
    let bar = format!("{}{part}", "█".repeat(whole));
    let (year, items) = (format!("{year:>NUMBER$}"), figure(items));
    let gap = if bar.is_empty() { "" } else { " " };
    let width = NUMBER + 2 + whole + usize::from(!part.is_empty()) + gap.len() + items.len();
    (format!("{year}  {}{gap}{items}", Ink::Cyan.paint(&bar)), width)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_bar_leaves_room_for_its_number() {
        assert!(bar(2012, 999_999, 999_999).1 < HALF);
        assert_eq!(bar(2012, 1, 100_000).1, NUMBER + 2 + 1 + 1 + 1);
    }
}

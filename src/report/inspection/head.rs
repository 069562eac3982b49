//! The head of the page: which site, which files, since when, where and by which clock.

use super::columns::{WIDTH, shorten};
use super::ink::Ink;
use super::page::{Page, counted};
use crate::inspect::{Export, Inspection, Offset, Permalinks, TimeZone, Verdict};

/// How many files are named.
const MAX_FILES: usize = 5;

/// How many permalink structures and offsets are named.
const MAX_NAMED: usize = 4;

pub(super) fn write(inspection: &Inspection, page: &mut Page) {
    for site in sites(&inspection.exports) {
        let title = if site.channel.title.is_empty() { &site.path } else { &site.channel.title };
        page.line(&Ink::Bold.paint(&shorten(title, WIDTH)));
        if !site.channel.address().is_empty() {
            page.line(&shorten(site.channel.address(), WIDTH));
        }
    }
    page.line("");
    files(&inspection.exports, page);
    origin(&inspection.exports, page);
    let dates = &inspection.dates;
    if let (Some(first), Some(last)) = (dates.first, dates.last) {
        let days = if first == last { first.to_string() } else { format!("{first} to {last}") };
        page.fact("published", &days);
    }
    permalinks(&inspection.permalinks, page);
    time_zone(&inspection.time_zone, page);
}

/// The exports that differ in their site.
fn sites(exports: &[Export]) -> Vec<&Export> {
    let mut sites: Vec<&Export> = Vec::new();
    for export in exports {
        let is_met = sites.iter().any(|site| {
            site.channel.address() == export.channel.address()
                && site.channel.title == export.channel.title
        });
        if !is_met && sites.len() < MAX_FILES {
            sites.push(export);
        }
    }
    sites
}

fn files(exports: &[Export], page: &mut Page) {
    let mut name = "export";
    for export in exports.iter().take(MAX_FILES) {
        let state = if export.is_damaged { "damaged" } else { "whole" };
        let size = format!(", {}, {state}", size(export.bytes));
        let path = shorten(&export.path, 64 - size.len());
        page.fact(name, &(path + &size));
        name = "";
    }
    if exports.len() > MAX_FILES {
        page.fact("", &format!("… and {} more", exports.len() - MAX_FILES));
    }
}

/// `782135` → `782 kB`
fn size(bytes: u64) -> String {
    match bytes {
        0..=999 => format!("{bytes} B"),
        1_000..=999_999 => format!("{} kB", bytes / 1_000),
        1_000_000..=999_999_999 => {
            format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10)
        }
        _ => format!("{}.{} GB", bytes / 1_000_000_000, bytes / 100_000_000 % 10),
    }
}

/// What the first export says of itself.
fn origin(exports: &[Export], page: &mut Page) {
    let Some(Export { channel, .. }) = exports.first() else { return };
    let mut made = Vec::new();
    if !channel.generator.is_empty() {
        made.push(format!("by {}", channel.generator));
    }
    if !channel.created.is_empty() {
        made.push(format!("on {}", channel.created));
    } else if !channel.pub_date.is_empty() {
        made.push(format!("on {}", channel.pub_date));
    }
    if !channel.wxr_version.is_empty() {
        made.push(format!("as WXR {}", channel.wxr_version));
    }
    if !made.is_empty() {
        page.fact("made", &made.join(" "));
    }
    if !channel.language.is_empty() {
        page.fact("language", &channel.language);
    }
    let is_network = |network: &str| {
        let bare = |url: &str| url.trim_end_matches('/').to_owned();
        !network.is_empty() && bare(network) != bare(&channel.base_blog_url)
    };
    if is_network(&channel.base_site_url) {
        page.fact("network", &channel.base_site_url);
    }
}

fn permalinks(permalinks: &Permalinks, page: &mut Page) {
    let mut name = "permalinks";
    for (structure, posts) in permalinks.structures.iter().take(MAX_NAMED) {
        let share = if *posts == permalinks.posts {
            match posts {
                1 => "the only post".to_owned(),
                2 => "both posts".to_owned(),
                posts => format!("all {posts} posts"),
            }
        } else {
            format!("{posts} of {}", counted(permalinks.posts, "post"))
        };
        page.fact(name, &format!("{structure} ({share})"));
        name = "";
    }
    let hidden = permalinks.structures.iter().skip(MAX_NAMED);
    let rest = hidden.map(|(_, posts)| posts).sum::<u64>() + permalinks.others;
    if rest > 0 {
        page.fact(name, &format!("other addresses ({})", counted(rest, "post")));
    }
}

fn time_zone(zone: &TimeZone, page: &mut Page) {
    let items: u64 = zone.offsets.iter().map(|offset| offset.items).sum();
    let text = match &zone.verdict {
        Verdict::Unknown => return,
        Verdict::Fixed(minutes) if has_both_seasons(zone) => format!("{} all year", utc(*minutes)),
        Verdict::Fixed(minutes) => format!("{} in {}", utc(*minutes), counted(items, "item")),
        Verdict::Seasonal { winter, summer, zone, agreeing } => {
            let (winter, summer) = (utc(*winter), utc(*summer));
            let exceptions = match items - agreeing {
                0 => String::new(),
                _ => format!(" ({agreeing} of {items} items)"),
            };
            format!("{winter} in winter, {summer} in summer, as in {zone}{exceptions}")
        }
        Verdict::Mixed => {
            let mut list: Vec<String> = zone.offsets.iter().take(MAX_NAMED).map(period).collect();
            if zone.offsets.len() > MAX_NAMED {
                list.push(format!("… and {} more", zone.offsets.len() - MAX_NAMED));
            }
            list.join("; ")
        }
    };
    page.fact("time zone", &text);
    if zone.implausible > 0 {
        let items = counted(zone.implausible, "item");
        page.fact("", &format!("local time and GMT of {items} do not belong together"));
    }
}

/// `UTC+01:00 (12 items, 2012-05-19 to 2013-01-02)`
fn period(offset: &Offset) -> String {
    let Offset { first, last, .. } = offset;
    format!("{} ({}, {first} to {last})", utc(offset.minutes), counted(offset.items, "item"))
}

/// Whether there are items of the months in which all zones with a summer time have it, and of those in
/// which none has; north or south.
fn has_both_seasons(zone: &TimeZone) -> bool {
    let any = |months: [usize; 3]| {
        zone.offsets.iter().any(|offset| months.iter().any(|month| offset.months[*month] > 0))
    };
    any([11, 0, 1]) && any([5, 6, 7])
}

/// `-210` → `UTC−03:30`
fn utc(minutes: i64) -> String {
    let (sign, minutes) = if minutes < 0 { ('−', -minutes) } else { ('+', minutes) };
    if minutes == 0 {
        "UTC".to_owned()
    } else {
        format!("UTC{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_offsets() {
        assert_eq!([999, 782_135, 1_249_999].map(size), ["999 B", "782 kB", "1.2 MB"]);
        assert_eq!([0, 330, -210].map(utc), ["UTC", "UTC+05:30", "UTC−03:30"]);
    }
}

//! The report as a page of text for people.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::convert::lower::Fate;
use crate::notice::{Code, Notice, Severity};
use crate::report::{Action, Files, Item, Report, Shortcode, media};

/// How many lines of notices are shown before the rest is only counted.
const MAX_GROUPS: usize = 12;

/// How many lines of shortcodes are shown before the rest is only counted.
const MAX_SHORTCODES: usize = 12;

/// How wide a message may be.
const MAX_MESSAGE: usize = 72;

/// The summary, with a newline at its end.
#[must_use]
pub fn render(report: &Report) -> String {
    let mut text = String::new();
    heading(report, &mut text);
    balance(report, &mut text);
    comments(report, &mut text);
    links(report, &mut text);
    notices(report, &mut text);
    shortcodes(report, &mut text);
    text
}

/// A `String` takes every text, so writing to one cannot fail.
macro_rules! line {
    ($text:expr, $($arguments:tt)*) => {
        writeln!($text, $($arguments)*).expect("a String takes every text")
    };
}

fn heading(report: &Report, text: &mut String) {
    // The parts of a split export all say the same of their site.
    let mut sites: Vec<(String, u64)> = Vec::new();
    for export in &report.exports {
        let title = if export.title.is_empty() { &export.path } else { &export.title };
        let address =
            if export.site.is_empty() { String::new() } else { format!(", {}", export.site) };
        let damage = if export.is_damaged { " (damaged)" } else { "" };
        let line = format!("{title}{address}{damage}");
        match sites.last_mut() {
            Some((last, files)) if *last == line => *files += 1,
            _ => sites.push((line, 1)),
        }
    }
    for (site, files) in sites {
        let files = if files > 1 { format!(", {files} files") } else { String::new() };
        line!(text, "{site}{files}");
    }
    line!(text, "");
}

/// Items in, items accounted for.
fn balance(report: &Report, text: &mut String) {
    let totals = report.totals();
    let exports = plural(report.exports.len() as u64, "export");
    line!(text, "{:>7} {} in the {exports}", totals.items, plural(totals.items, "item"));
    let reason = |(name, number): &(String, u64)| format!("{name} {number}");
    let written = list(&count(&report.items, written), nouns);
    let merged = list(&count(&report.items, merged), nouns);
    let skipped = list(&count(&report.items, skipped), reason);
    let groups = [
        (totals.written, format!("written to {}", report.output), written),
        (totals.merged, "part of other files".to_owned(), merged),
        (totals.skipped, "left out".to_owned(), skipped),
    ];
    for (number, name, parts) in groups {
        if number > 0 {
            line!(text, "{number:>7} {name}: {parts}");
        }
    }
    files(&report.files, text);
    if report.archives > 0 {
        let lists = plural(report.archives, "list");
        line!(text, "{:>7} {lists} of posts written", report.archives);
    }
    if report.data_files > 0 {
        let files = plural(report.data_files, "data file");
        line!(text, "{:>7} {files} for templates written", report.data_files);
    }
    let redirects = &report.redirects;
    if !redirects.files.is_empty() {
        let files = redirects.files.join(", ");
        let noun = plural(redirects.count, "redirect");
        line!(text, "{:>7} {noun} written to {files}", redirects.count);
    }
}

fn list(counts: &[(String, u64)], show: impl Fn(&(String, u64)) -> String) -> String {
    counts.iter().map(show).collect::<Vec<_>>().join(", ")
}

fn files(files: &Files, text: &mut String) {
    let Files { created, updated, unchanged, kept, removed } = *files;
    if updated + unchanged + kept + removed == 0 {
        return;
    }
    let counts = [
        (created, "new"),
        (updated, "changed"),
        (unchanged, "unchanged"),
        (kept, "edited by you and kept"),
        (removed, "removed"),
    ];
    let parts: Vec<String> = counts
        .iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, name)| format!("{number} {name}"))
        .collect();
    line!(text, "        files: {}", parts.join(", "));
}

/// Items by a name that only some of them have; the most frequent first.
fn count(items: &[Item], name: impl Fn(&Item) -> Option<&str>) -> Vec<(String, u64)> {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for name in items.iter().filter_map(&name) {
        *counts.entry(name).or_default() += 1;
    }
    let mut counts: Vec<(String, u64)> =
        counts.into_iter().map(|(name, number)| (name.to_owned(), number)).collect();
    counts.sort_by_key(|(_, number)| Reverse(*number));
    counts
}

/// `12 pages`, `1 page`: names of types are English nouns as a rule.
fn nouns((name, number): &(String, u64)) -> String {
    if name.ends_with(|c: char| c.is_ascii_alphabetic() && c != 's') {
        format!("{number} {}", plural(*number, name))
    } else {
        format!("{number} {name}")
    }
}

fn written(item: &Item) -> Option<&str> {
    match item.action {
        Action::Written { .. } => Some(&item.post_type),
        Action::Merged(_) | Action::Skipped(_) => None,
    }
}

fn merged(item: &Item) -> Option<&str> {
    match item.action {
        Action::Merged(reason) => Some(reason),
        Action::Written { .. } | Action::Skipped(_) => None,
    }
}

fn skipped(item: &Item) -> Option<&str> {
    match item.action {
        Action::Skipped(reason) => Some(reason),
        Action::Written { .. } | Action::Merged(_) => None,
    }
}

fn comments(report: &Report, text: &mut String) {
    let comments = report.totals().comments;
    let written = comments.written();
    let left_out = [
        (comments.held, "held"),
        (comments.spam, "spam"),
        (comments.trash, "trash"),
        (comments.records, "of plugins"),
        (comments.unknown, "of unknown types"),
        (comments.unpublished, "of items that are not written"),
        (comments.dropped, "on request"),
    ];
    let parts: Vec<String> = left_out
        .iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, name)| format!("{number} {name}"))
        .collect();
    if written == 0 && parts.is_empty() {
        return;
    }
    let left_out =
        if parts.is_empty() { String::new() } else { format!("; left out: {}", parts.join(", ")) };
    let pingbacks = match comments.pingbacks {
        0 => String::new(),
        number => format!(", {number} {} among them", plural(number, "pingback")),
    };
    line!(text, "{written:>7} {} written{pingbacks}{left_out}", plural(written, "comment"));
    match &report.imports[..] {
        [] => {}
        several if several.len() <= 4 => {
            line!(text, "        for other comment systems: {}", several.join(", "));
        }
        several => {
            let (first, others) = (&several[0], several.len() - 1);
            line!(text, "        for other comment systems: {first} and {others} more");
        }
    }
    if report.comment_files > 0 {
        let files = plural(report.comment_files, "file");
        line!(text, "{:>7} {files} of comments written", report.comment_files);
    }
}

fn links(report: &Report, text: &mut String) {
    let links = report.links;
    if links.internal > 0 {
        let broken = match links.broken {
            0 => String::new(),
            broken => format!("; {broken} could not be"),
        };
        line!(
            text,
            "{:>7} {} within the site rewritten{broken}",
            links.rewritten,
            plural(links.rewritten, "link")
        );
    }
    media::table(&report.media, text);
    let embedded = report.media.embedded;
    if embedded > 0 {
        let pictures = plural(embedded, "picture");
        line!(text, "{embedded:>7} {pictures} that stood in texts written as files");
    }
}

/// Warnings and damage, grouped by code; information is left to the JSON report.
fn notices(report: &Report, text: &mut String) {
    let mut groups: BTreeMap<Code, Vec<&Notice>> = BTreeMap::new();
    for notice in &report.notices {
        if notice.code.severity() > Severity::Info {
            groups.entry(notice.code).or_default().push(notice);
        }
    }
    if groups.is_empty() {
        return;
    }
    line!(text, "\nWorth a look (all of it with --report FILE, explained in docs/notices.md):");
    for (code, notices) in groups.iter().take(MAX_GROUPS) {
        line!(text, "{:>7} {} {}", notices.len(), code.id(), code.name());
        let first = notices[0];
        let post = first.post.map_or(String::new(), |post| format!("post {}: ", post.0));
        line!(text, "        {post}{}", cut(&first.message));
    }
    if groups.len() > MAX_GROUPS {
        line!(text, "        … and {} more kinds", groups.len() - MAX_GROUPS);
    }
}

/// Each shortcode: how often, in how many posts, what became of it. Those that a person may have to look
/// at come first, then the most frequent ones.
fn shortcodes(report: &Report, text: &mut String) {
    if report.shortcodes.is_empty() {
        return;
    }
    let mut rows: Vec<(&String, &Shortcode)> = report.shortcodes.iter().collect();
    rows.sort_by_key(|(_, Shortcode { uses, fates })| {
        (fates.keys().all(|fate| *fate == Fate::Converted), Reverse(uses.count))
    });
    let shown = &rows[..rows.len().min(MAX_SHORTCODES)];
    let width = shown.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
    line!(text, "\nShortcodes (what you may do with them is in docs/shortcodes.md):");
    line!(text, "   uses   posts");
    for (name, Shortcode { uses, fates }) in shown {
        let fates: Vec<&str> = fates.keys().map(|fate| fate.name()).collect();
        let fates = fates.join(", ");
        line!(text, "{:>7} {:>7} {name:<width$}  {fates}", uses.count, uses.posts);
    }
    if rows.len() > shown.len() {
        line!(text, "                … and {} more", rows.len() - shown.len());
    }
}

fn cut(message: &str) -> String {
    match message.char_indices().nth(MAX_MESSAGE) {
        Some((end, _)) => format!("{}…", &message[..end]),
        None => message.to_owned(),
    }
}

/// `item`, `items`
pub(super) fn plural(number: u64, noun: &str) -> String {
    if number == 1 { noun.to_owned() } else { format!("{noun}s") }
}

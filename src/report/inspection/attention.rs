//! What needs a person's eye, what a run would say, and what the reader repaired.

use std::collections::{BTreeMap, BTreeSet};

use super::ink::Ink;
use super::page::Page;
use crate::inspect::{Concern, ConcernKind, Inspection};
use crate::notice::{Code, Notice, Severity};
use crate::wxr::PostId;

/// How many names and numbers a concern shows.
const MAX_NAMES: usize = 6;

/// How many repairs of one kind are shown.
const MAX_REPAIRS: usize = 3;

/// Warnings that a concern speaks of already, in more words.
const SAID: &[Code] = &[
    Code::MissingPostId,
    Code::DuplicatePostId,
    Code::UnusableDate,
    Code::DynamicBlock,
    Code::UnknownShortcode,
    Code::UploadNotInExport,
    Code::DynamicShortcode,
];

pub(super) fn write(inspection: &Inspection, page: &mut Page) {
    repairs(inspection, page);
    concerns(&inspection.concerns, page);
    warnings(&inspection.contents.notices, page);
    page.line("");
    page.line(&Ink::Dim.paint("Nothing was written. With --json, all of this comes whole."));
}

fn concerns(concerns: &[Concern], page: &mut Page) {
    if concerns.is_empty() {
        return;
    }
    page.heading("Worth a look before a run", "");
    for concern in concerns {
        let (text, hint) = explain(concern);
        let ink = match concern.kind {
            ConcernKind::DamagedExport => Ink::Red,
            _ => Ink::Yellow,
        };
        page.remark(concern.count, ink, &text, hint);
    }
}

/// What a concern says behind its number, and what one can do.
fn explain(concern: &Concern) -> (String, &'static str) {
    let Concern { count, names, posts, .. } = concern;
    let items = if *count == 1 { "item" } else { "items" };
    let names = some(names.iter().cloned());
    let posts = some_posts(posts);
    let at = if posts.is_empty() { String::new() } else { format!(" ({posts})") };
    let text = match concern.kind {
        ConcernKind::DamagedExport => format!("cut off or malformed: {names}"),
        ConcernKind::HiddenItems => format!("left out without --include {names}{at}"),
        ConcernKind::DuplicateIds => format!("{items} with the number of another one{at}"),
        ConcernKind::MissingIds => format!("{items} without a number"),
        ConcernKind::UndatedItems => format!("written {items} without a usable date{at}"),
        ConcernKind::UntitledItems => format!("written {items} without a title{at}"),
        ConcernKind::ItemsWithoutSlug => format!("written {items} without a slug{at}"),
        ConcernKind::UnknownShortcodes => format!("uses of unknown shortcodes: {names}"),
        ConcernKind::FilledInShortcodes => {
            format!("uses of shortcodes that a server fills in: {names}")
        }
        ConcernKind::EmptyBlocks => format!("uses of blocks that leave nothing: {names}"),
        ConcernKind::PageBuilder => format!("{items} made with {names}{at}"),
        ConcernKind::FormerDomain => {
            format!("addresses on {names} that this site has, too: a former domain?")
        }
        ConcernKind::AttachmentsWithoutAddress => "attachments without an address".to_owned(),
        ConcernKind::UnlistedUploads => format!("uploads that the export does not list{at}"),
    };
    (text, hint(concern.kind))
}

fn hint(kind: ConcernKind) -> &'static str {
    match kind {
        ConcernKind::DamagedExport => {
            "export again, in parts if need be; everything readable is converted"
        }
        ConcernKind::UnknownShortcodes => {
            "--shortcodes and pressdown.toml say what becomes of them"
        }
        ConcernKind::FormerDomain => "links to it are left as they are",
        ConcernKind::UnlistedUploads => "copy the whole uploads folder of the old site",
        ConcernKind::HiddenItems
        | ConcernKind::DuplicateIds
        | ConcernKind::MissingIds
        | ConcernKind::UndatedItems
        | ConcernKind::UntitledItems
        | ConcernKind::ItemsWithoutSlug
        | ConcernKind::FilledInShortcodes
        | ConcernKind::EmptyBlocks
        | ConcernKind::PageBuilder
        | ConcernKind::AttachmentsWithoutAddress => "",
    }
}

fn some_posts(posts: &BTreeSet<PostId>) -> String {
    let noun = if posts.len() == 1 { "item " } else { "items " };
    if posts.is_empty() {
        return String::new();
    }
    format!("{noun}{}", some(posts.iter().map(|post| post.0.to_string())))
}

/// The first few, and how many more there are.
fn some(names: impl ExactSizeIterator<Item = String>) -> String {
    let all = names.len();
    let list = names.take(MAX_NAMES).collect::<Vec<_>>().join(", ");
    if all > MAX_NAMES { format!("{list} and {} more", all - MAX_NAMES) } else { list }
}

/// Warnings of a run by code, as far as nothing above speaks of them.
fn warnings(notices: &[Notice], page: &mut Page) {
    let mut groups: BTreeMap<Code, u64> = BTreeMap::new();
    for notice in notices {
        if notice.code.severity() > Severity::Info && !SAID.contains(&notice.code) {
            *groups.entry(notice.code).or_default() += 1;
        }
    }
    if groups.is_empty() {
        return;
    }
    page.heading("What a run would warn of besides", "explained in docs/notices.md");
    for (code, notices) in groups {
        page.row(&[notices], &format!("{} {}", code.id(), code.name()));
    }
}

/// What the reader met, by code, with the first few of each.
fn repairs(inspection: &Inspection, page: &mut Page) {
    let mut groups: BTreeMap<Code, Vec<&Notice>> = BTreeMap::new();
    for notice in &inspection.repairs {
        groups.entry(notice.code).or_default().push(notice);
    }
    if groups.is_empty() {
        return;
    }
    page.heading("Repaired or lost in reading", "explained in docs/notices.md");
    for (code, notices) in groups {
        let ink = match code.severity() {
            Severity::Damage => Ink::Red,
            Severity::Warning | Severity::Info => Ink::Yellow,
        };
        let name = format!("{} {}", code.id(), code.name());
        page.remark(notices.len() as u64, ink, &name, "");
        for notice in notices.iter().take(MAX_REPAIRS) {
            page.note(&format!("{}{}", place(notice, inspection), notice.message));
        }
        if notices.len() > MAX_REPAIRS {
            page.note(&format!("… and {} more", notices.len() - MAX_REPAIRS));
        }
    }
}

/// `part-2.xml, line 12, item 31: `
fn place(notice: &Notice, inspection: &Inspection) -> String {
    let mut parts = Vec::new();
    if let Some(place) = notice.place {
        let export = inspection.exports.get(place.export);
        if let Some(export) = export.filter(|_| inspection.exports.len() > 1) {
            parts.push(export.path.clone());
        }
        parts.push(format!("line {}", place.line));
    }
    parts.extend(notice.post.map(|post| format!("item {}", post.0)));
    if parts.is_empty() { String::new() } else { format!("{}: ", parts.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lists_are_cut() {
        assert_eq!(some(["a", "b"].map(str::to_owned).into_iter()), "a, b");
        let many: Vec<String> = (0..9).map(|number| number.to_string()).collect();
        assert_eq!(some(many.into_iter()), "0, 1, 2, 3, 4, 5 and 3 more");
    }
}

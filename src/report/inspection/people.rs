//! Authors, terms, comments and media.

use std::cmp::Reverse;
use std::fmt::Write as _;

use super::columns::{WIDTH, width};
use super::page::{NUMBER, Page, counted, parts};
use crate::inspect::{Author, Comments, Inspection, Media, MediaKind, Taxonomy};
use crate::wxr::{Approval, CommentKind};

/// How many lines of authors and of taxonomies are shown.
const MAX_ROWS: usize = 8;

pub(super) fn write(inspection: &Inspection, page: &mut Page) {
    authors(&inspection.authors, page);
    taxonomies(&inspection.taxonomies, page);
    comments(&inspection.comments, page);
    media(&inspection.media, page);
}

fn authors(authors: &[Author], page: &mut Page) {
    if authors.is_empty() {
        return;
    }
    page.heading(&format!("Authors, {}", authors.len()), "");
    // Before WXR 1.1 no export lists its authors.
    let has_list = authors.iter().any(|author| author.is_listed);
    page.columns(&["items", "written"]);
    for author in authors.iter().take(MAX_ROWS) {
        let name = match (author.name.as_str(), author.login.as_str()) {
            ("", "") => "(nobody)".to_owned(),
            ("", login) if has_list && !author.is_listed => {
                format!("{login} (not listed in the export)")
            }
            ("", login) => login.to_owned(),
            (name, login) if name == login => name.to_owned(),
            (name, login) => format!("{name} ({login})"),
        };
        page.row(&[author.items, author.written], &name);
    }
    page.rest(authors.len(), MAX_ROWS, 2);
}

fn taxonomies(taxonomies: &[Taxonomy], page: &mut Page) {
    if taxonomies.is_empty() {
        return;
    }
    let terms: usize = taxonomies.iter().map(|taxonomy| taxonomy.terms.len()).sum();
    page.heading(&format!("Terms, {terms}"), "");
    page.columns(&["uses", "terms"]);
    for taxonomy in taxonomies.iter().take(MAX_ROWS) {
        let numbers = [taxonomy.uses, taxonomy.terms.len() as u64];
        page.row(&numbers, &format!("{}: {}", taxonomy.name, biggest(taxonomy)));
    }
    page.rest(taxonomies.len(), MAX_ROWS, 2);
}

/// As many of the most used terms as fit the line: `Pricing 2, Clients & Contracts 1`
fn biggest(taxonomy: &Taxonomy) -> String {
    let around = 2 * NUMBER + 2 + width(&taxonomy.name) + 2 + width(", …");
    let room = WIDTH.saturating_sub(around);
    let mut line = String::new();
    for term in taxonomy.terms.iter().filter(|term| term.uses > 0) {
        let name = if term.name.is_empty() { &term.slug } else { &term.name };
        let part = format!("{name} {}", term.uses);
        if line.is_empty() {
            line = part;
        } else if width(&line) + 2 + width(&part) <= room {
            let _ = write!(line, ", {part}");
        } else {
            line.push_str(", …");
            break;
        }
    }
    if line.is_empty() { "unused".to_owned() } else { line }
}

fn comments(comments: &Comments, page: &mut Page) {
    if comments.total() == 0 {
        return;
    }
    let run = comments.in_run;
    let written = run.written();
    let left = parts(&[
        (run.unpublished, "of items that are not written"),
        (run.held, "held"),
        (run.spam, "spam"),
        (run.trash, "trash"),
    ]);
    let remark = if left.is_empty() { String::new() } else { format!(", {left}") };
    let remark = format!("{written} written by a run{remark}");
    page.heading(&format!("Comments, {}", comments.total()), &remark);
    let mut text = parts(&[
        (comments.in_state(Approval::Approved), "approved"),
        (comments.in_state(Approval::Held), "waiting for a moderator"),
        (comments.in_state(Approval::Spam), "spam"),
        (comments.in_state(Approval::Trash), "in the trash"),
        (comments.of_kind(CommentKind::Record), "records of plugins that readers never saw"),
        (comments.of_kind(CommentKind::Unknown), "of types that are not known"),
    ]);
    let pingbacks = comments.from_elsewhere();
    if pingbacks > 0 {
        let _ = write!(text, "; {} among them", counted(pingbacks, "pingback"));
    }
    page.paragraph(&text);
}

fn media(media: &Media, page: &mut Page) {
    if media.attachments == 0 && media.asked_for == 0 {
        return;
    }
    let unlisted = match media.unlisted.len() {
        0 => String::new(),
        number => format!(", {number} of them not in the export"),
    };
    let remark = format!("texts ask for {}{unlisted}", counted(media.asked_for, "file"));
    page.heading(&format!("Media, {}", counted(media.attachments, "attachment")), &remark);
    let mut kinds: Vec<_> = media.kinds.iter().collect();
    kinds.sort_by_key(|(kind, files)| (Reverse(**files), **kind));
    let kinds: Vec<String> =
        kinds.into_iter().map(|(kind, files)| counted(*files, noun(*kind))).collect();
    page.paragraph(&kinds.join(", "));
}

fn noun(kind: MediaKind) -> &'static str {
    match kind {
        MediaKind::Audio => "audio file",
        MediaKind::Pdf => "PDF",
        MediaKind::Other => "other file",
        MediaKind::Image | MediaKind::Video | MediaKind::Document | MediaKind::Archive => {
            kind.name()
        }
    }
}

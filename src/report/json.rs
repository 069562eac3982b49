//! The report as JSON, schema `pressdown/report/1`: the same run gives the same bytes.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::notice::Notice;
use crate::report::media::{self, MediaOut};
use crate::report::{Action, Export, Item, Report, Shortcode, Unresolved, Uses};
use crate::wxr::PostId;

#[derive(Serialize)]
struct Root<'a> {
    schema: &'static str,
    exports: Vec<ExportOut<'a>>,
    totals: TotalsOut,
    items: Vec<ItemOut<'a>>,
    links: Vec<LinkOut<'a>>,
    media: Vec<MediaOut<'a>>,
    notices: Vec<NoticeOut<'a>>,
    shortcodes: BTreeMap<&'a str, ShortcodeOut>,
    blocks: BTreeMap<&'a str, UsesOut>,
}

#[derive(Serialize)]
struct ExportOut<'a> {
    path: &'a str,
    bytes: u64,
    wxr_version: &'a str,
    generator: &'a str,
    site: &'a str,
    damaged: bool,
}

#[derive(Serialize)]
struct TotalsOut {
    items: u64,
    written: u64,
    merged: u64,
    skipped: u64,
    files: u64,
    archives: u64,
    data_files: u64,
    comment_files: u64,
    imports: u64,
    redirects: u64,
    comments: CommentsOut,
    links: LinksOut,
    embedded_pictures: u64,
    notices: usize,
}

/// A link that leads nowhere on the new site.
#[derive(Serialize)]
struct LinkOut<'a> {
    post: Option<u64>,
    path: &'a str,
    line: Option<u64>,
    url: &'a str,
    reason: &'static str,
    nearest: Option<&'a str>,
}

#[derive(Serialize)]
struct CommentsOut {
    written: u64,
    pingbacks: u64,
    held: u64,
    spam: u64,
    trash: u64,
    records: u64,
    unknown: u64,
    unpublished: u64,
    dropped: u64,
}

#[derive(Serialize)]
struct LinksOut {
    internal: u64,
    rewritten: u64,
    broken: u64,
    external: u64,
}

#[derive(Serialize)]
struct ItemOut<'a> {
    id: Option<u64>,
    #[serde(rename = "type")]
    post_type: &'a str,
    status: &'a str,
    title: &'a str,
    action: &'static str,
    reason: Option<&'static str>,
    path: Option<&'a str>,
    url: Option<&'a str>,
    comments: u64,
    notices: BTreeSet<&'static str>,
}

#[derive(Serialize)]
pub(super) struct NoticeOut<'a> {
    code: &'static str,
    name: &'static str,
    severity: &'static str,
    post: Option<u64>,
    path: Option<&'a str>,
    line: Option<u64>,
    message: &'a str,
}

#[derive(Serialize)]
struct UsesOut {
    count: u64,
    posts: u64,
}

#[derive(Serialize)]
struct ShortcodeOut {
    count: u64,
    posts: u64,
    became: BTreeMap<&'static str, u64>,
}

/// The report as indented JSON with a newline at its end.
#[must_use]
pub fn render(report: &Report) -> String {
    let paths: Vec<&str> = report.exports.iter().map(|export| export.path.as_str()).collect();
    let root = Root {
        schema: "pressdown/report/1",
        exports: report.exports.iter().map(export).collect(),
        totals: totals(report),
        items: items(report),
        links: report.unresolved.iter().map(link).collect(),
        media: report.media.files.iter().map(media::out).collect(),
        notices: report.notices.iter().map(|it| notice(it, &paths)).collect(),
        shortcodes: shortcodes(&report.shortcodes),
        blocks: uses(&report.blocks),
    };
    let mut text =
        serde_json::to_string_pretty(&root).expect("texts and numbers have a form in JSON");
    text.push('\n');
    text
}

fn export(export: &Export) -> ExportOut<'_> {
    ExportOut {
        path: &export.path,
        bytes: export.bytes,
        wxr_version: &export.wxr_version,
        generator: &export.generator,
        site: &export.site,
        damaged: export.is_damaged,
    }
}

fn totals(report: &Report) -> TotalsOut {
    let totals = report.totals();
    TotalsOut {
        items: totals.items,
        written: totals.written,
        merged: totals.merged,
        skipped: totals.skipped,
        files: totals.files,
        archives: report.archives,
        data_files: report.data_files,
        comment_files: report.comment_files,
        imports: report.imports.len() as u64,
        redirects: report.redirects.count,
        comments: CommentsOut {
            written: totals.comments.approved,
            held: totals.comments.held,
            spam: totals.comments.spam,
            trash: totals.comments.trash,
            records: totals.comments.records,
            unknown: totals.comments.unknown,
            unpublished: totals.comments.unpublished,
            dropped: totals.comments.dropped,
            pingbacks: totals.comments.pingbacks,
        },
        links: LinksOut {
            internal: report.links.internal,
            rewritten: report.links.rewritten,
            broken: report.links.broken,
            external: report.links.external,
        },
        embedded_pictures: report.media.embedded,
        notices: report.notices.len(),
    }
}

fn link(unresolved: &Unresolved) -> LinkOut<'_> {
    LinkOut {
        post: unresolved.post.map(|post| post.0),
        path: &unresolved.path,
        line: unresolved.link.line,
        url: &unresolved.link.url,
        reason: unresolved.link.code.name(),
        nearest: unresolved.link.nearest.as_deref(),
    }
}

fn items(report: &Report) -> Vec<ItemOut<'_>> {
    let mut codes: BTreeMap<PostId, BTreeSet<&'static str>> = BTreeMap::new();
    for notice in &report.notices {
        if let Some(post) = notice.post {
            codes.entry(post).or_default().insert(notice.code.id());
        }
    }
    report.items.iter().map(|item| self::item(item, &codes)).collect()
}

fn item<'a>(item: &'a Item, codes: &BTreeMap<PostId, BTreeSet<&'static str>>) -> ItemOut<'a> {
    let (action, reason, path, url) = match &item.action {
        Action::Written { path, url } => ("written", None, Some(path.as_str()), Some(url.as_str())),
        Action::Merged(reason) => ("merged", Some(*reason), None, None),
        Action::Skipped(reason) => ("skipped", Some(*reason), None, None),
    };
    ItemOut {
        id: item.id.map(|id| id.0),
        post_type: &item.post_type,
        status: &item.status,
        title: &item.title,
        action,
        reason,
        path,
        url,
        comments: item.comments.written(),
        notices: item.id.and_then(|id| codes.get(&id)).cloned().unwrap_or_default(),
    }
}

/// A notice; `paths` are those of the exports.
pub(super) fn notice<'a>(notice: &'a Notice, paths: &[&'a str]) -> NoticeOut<'a> {
    let path = notice.place.and_then(|place| paths.get(place.export).copied());
    NoticeOut {
        code: notice.code.id(),
        name: notice.code.name(),
        severity: notice.code.severity().name(),
        post: notice.post.map(|post| post.0),
        path,
        line: notice.place.map(|place| place.line),
        message: &notice.message,
    }
}

fn shortcodes(shortcodes: &BTreeMap<String, Shortcode>) -> BTreeMap<&str, ShortcodeOut> {
    let out = |shortcode: &Shortcode| ShortcodeOut {
        count: shortcode.uses.count,
        posts: shortcode.uses.posts,
        became: shortcode.fates.iter().map(|(fate, count)| (fate.name(), *count)).collect(),
    };
    shortcodes.iter().map(|(name, shortcode)| (name.as_str(), out(shortcode))).collect()
}

fn uses(uses: &BTreeMap<String, Uses>) -> BTreeMap<&str, UsesOut> {
    let out = |uses: &Uses| UsesOut { count: uses.count, posts: uses.posts };
    uses.iter().map(|(name, uses)| (name.as_str(), out(uses))).collect()
}

//! The inspection as JSON, schema `pressdown/inspect/1`: the same exports give the same bytes.
//! `docs/inspect.md` explains each field.

mod people;
mod places;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::convert::lower::Knowledge;
use crate::inspect::{self, Concern, Export, Fate, Inspection, ShortcodeSums};
use crate::report::json::{NoticeOut, notice};
use crate::wxr::date::parse_pub_date;

use people::{AuthorOut, CommentsOut, MediaOut, TaxonomyOut};
use places::{HostOut, LinksOut, PermalinksOut, TimeZoneOut};

#[derive(Serialize)]
struct Root<'a> {
    schema: &'static str,
    exports: Vec<ExportOut<'a>>,
    totals: TotalsOut,
    items: Vec<ItemsOut<'a>>,
    dates: DatesOut,
    authors: Vec<AuthorOut<'a>>,
    taxonomies: Vec<TaxonomyOut<'a>>,
    comments: CommentsOut,
    media: MediaOut<'a>,
    shortcodes: BTreeMap<&'a str, ShortcodeOut>,
    blocks: BTreeMap<&'a str, BlockOut>,
    links: LinksOut,
    hosts: Vec<HostOut<'a>>,
    permalinks: PermalinksOut<'a>,
    time_zone: TimeZoneOut,
    concerns: Vec<ConcernOut<'a>>,
    repairs: Vec<NoticeOut<'a>>,
    notices: Vec<NoticeOut<'a>>,
}

#[derive(Serialize)]
struct ExportOut<'a> {
    path: &'a str,
    bytes: u64,
    damaged: bool,
    title: &'a str,
    description: &'a str,
    site: &'a str,
    network: &'a str,
    language: &'a str,
    generator: &'a str,
    wxr_version: &'a str,
    created: Option<&'a str>,
    pub_date: Option<String>,
}

#[derive(Serialize)]
struct TotalsOut {
    items: u64,
    written: u64,
    merged: u64,
    skipped: u64,
}

#[derive(Serialize)]
struct ItemsOut<'a> {
    #[serde(rename = "type")]
    post_type: &'a str,
    status: &'a str,
    action: &'static str,
    reason: Option<&'static str>,
    items: u64,
}

#[derive(Serialize)]
struct DatesOut {
    first: Option<String>,
    last: Option<String>,
    undated: u64,
    years: BTreeMap<i16, u64>,
}

#[derive(Serialize)]
struct ShortcodeOut {
    count: u64,
    posts: u64,
    known: &'static str,
    became: BTreeMap<&'static str, u64>,
}

#[derive(Serialize)]
struct BlockOut {
    count: u64,
    posts: u64,
    left_nothing: u64,
}

#[derive(Serialize)]
struct ConcernOut<'a> {
    kind: &'static str,
    count: u64,
    names: &'a [String],
    posts: BTreeSet<u64>,
}

/// The inspection as indented JSON with a newline at its end.
#[must_use]
pub fn render(inspection: &Inspection) -> String {
    let paths: Vec<&str> = inspection.exports.iter().map(|export| export.path.as_str()).collect();
    let inspect::Totals { items, written, merged, skipped } = inspection.totals;
    let root = Root {
        schema: "pressdown/inspect/1",
        exports: inspection.exports.iter().map(export).collect(),
        totals: TotalsOut { items, written, merged, skipped },
        items: inspection.items.iter().map(self::items).collect(),
        dates: dates(&inspection.dates),
        authors: inspection.authors.iter().map(people::author).collect(),
        taxonomies: inspection.taxonomies.iter().map(people::taxonomy).collect(),
        comments: people::comments(&inspection.comments),
        media: people::media(&inspection.media),
        shortcodes: shortcodes(&inspection.contents.shortcodes),
        blocks: blocks(inspection),
        links: places::links(inspection.contents.links),
        hosts: inspection.hosts.iter().map(places::host).collect(),
        permalinks: places::permalinks(&inspection.permalinks),
        time_zone: places::time_zone(&inspection.time_zone),
        concerns: inspection.concerns.iter().map(concern).collect(),
        repairs: inspection.repairs.iter().map(|it| notice(it, &paths)).collect(),
        notices: inspection.contents.notices.iter().map(|it| notice(it, &paths)).collect(),
    };
    let mut text =
        serde_json::to_string_pretty(&root).expect("texts and numbers have a form in JSON");
    text.push('\n');
    text
}

fn export(export: &Export) -> ExportOut<'_> {
    let channel = &export.channel;
    ExportOut {
        path: &export.path,
        bytes: export.bytes,
        damaged: export.is_damaged,
        title: &channel.title,
        description: &channel.description,
        site: channel.address(),
        network: &channel.base_site_url,
        language: &channel.language,
        generator: &channel.generator,
        wxr_version: &channel.wxr_version,
        created: Some(channel.created.as_str()).filter(|created| !created.is_empty()),
        pub_date: parse_pub_date(&channel.pub_date)
            .and_then(|written| written.in_gmt())
            .map(|date| format!("{date}Z")),
    }
}

fn items(group: &inspect::ItemGroup) -> ItemsOut<'_> {
    let (action, reason) = match group.fate {
        Fate::Written => ("written", None),
        Fate::Merged(reason) => ("merged", Some(reason)),
        Fate::Skipped(reason) => ("skipped", Some(reason)),
    };
    ItemsOut {
        post_type: &group.post_type,
        status: &group.status,
        action,
        reason,
        items: group.items,
    }
}

fn dates(dates: &inspect::Dates) -> DatesOut {
    DatesOut {
        first: dates.first.map(|day| day.to_string()),
        last: dates.last.map(|day| day.to_string()),
        undated: dates.undated,
        years: dates.years.clone(),
    }
}

fn shortcodes(shortcodes: &BTreeMap<String, ShortcodeSums>) -> BTreeMap<&str, ShortcodeOut> {
    let out = |name: &str, sums: &ShortcodeSums| ShortcodeOut {
        count: sums.uses(),
        posts: sums.posts,
        known: match sums.knowledge(name) {
            Knowledge::Known => "yes",
            Knowledge::FilledIn => "filled in by a server",
            Knowledge::Unknown => "no",
        },
        became: sums.fates.iter().map(|(fate, count)| (fate.name(), *count)).collect(),
    };
    shortcodes.iter().map(|(name, sums)| (name.as_str(), out(name, sums))).collect()
}

fn blocks(inspection: &Inspection) -> BTreeMap<&str, BlockOut> {
    let blocks = inspection.contents.blocks.iter();
    blocks
        .map(|(name, sums)| {
            let inspect::BlockSums { uses, posts, left_nothing } = *sums;
            (name.as_str(), BlockOut { count: uses, posts, left_nothing })
        })
        .collect()
}

fn concern(concern: &Concern) -> ConcernOut<'_> {
    ConcernOut {
        kind: concern.kind.name(),
        count: concern.count,
        names: &concern.names,
        posts: concern.posts.iter().map(|post| post.0).collect(),
    }
}

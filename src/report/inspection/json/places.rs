//! Where links lead, how addresses are made, and what the clock said, as JSON.

use serde::Serialize;

use crate::inspect::{Host, Offset, Permalinks, TimeZone, Verdict};
use crate::link::{Counts, HostUses};

#[derive(Serialize)]
pub(super) struct LinksOut {
    internal: u64,
    rewritten: u64,
    broken: u64,
    external: u64,
}

#[derive(Serialize)]
pub(super) struct HostOut<'a> {
    host: &'a str,
    own: bool,
    links: u64,
    images: u64,
    embeds: u64,
    alike: u64,
    former_domain: bool,
}

#[derive(Serialize)]
pub(super) struct PermalinksOut<'a> {
    posts: u64,
    structures: Vec<StructureOut<'a>>,
    others: u64,
}

#[derive(Serialize)]
struct StructureOut<'a> {
    structure: &'a str,
    posts: u64,
}

#[derive(Serialize)]
pub(super) struct TimeZoneOut {
    kind: &'static str,
    zone: Option<&'static str>,
    agreeing: Option<u64>,
    offsets: Vec<OffsetOut>,
    implausible: u64,
    unknown: u64,
}

#[derive(Serialize)]
struct OffsetOut {
    offset: String,
    items: u64,
    first: String,
    last: String,
    months: [u64; 12],
}

pub(super) fn links(links: Counts) -> LinksOut {
    let Counts { internal, rewritten, broken, external } = links;
    LinksOut { internal, rewritten, broken, external }
}

pub(super) fn host(host: &Host) -> HostOut<'_> {
    let HostUses { links, images, embeds, alike } = host.uses;
    HostOut {
        host: &host.name,
        own: host.is_own,
        links,
        images,
        embeds,
        alike,
        former_domain: host.may_be_former_domain(),
    }
}

pub(super) fn permalinks(permalinks: &Permalinks) -> PermalinksOut<'_> {
    let structures = permalinks.structures.iter();
    PermalinksOut {
        posts: permalinks.posts,
        structures: structures
            .map(|(structure, posts)| StructureOut { structure, posts: *posts })
            .collect(),
        others: permalinks.others,
    }
}

pub(super) fn time_zone(zone: &TimeZone) -> TimeZoneOut {
    let (name, agreeing) = match zone.verdict {
        Verdict::Seasonal { zone, agreeing, .. } => (Some(zone), Some(agreeing)),
        Verdict::Unknown | Verdict::Fixed(_) | Verdict::Mixed => (None, None),
    };
    TimeZoneOut {
        kind: zone.verdict.name(),
        zone: name,
        agreeing,
        offsets: zone.offsets.iter().map(offset).collect(),
        implausible: zone.implausible,
        unknown: zone.unknown,
    }
}

fn offset(offset: &Offset) -> OffsetOut {
    OffsetOut {
        offset: offset.written(),
        items: offset.items,
        first: offset.first.to_string(),
        last: offset.last.to_string(),
        months: offset.months,
    }
}

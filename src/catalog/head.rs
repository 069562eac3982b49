//! The site itself: what its head says, its front page, and what many posts together tell.

use serde::Serialize;

use super::Scene;
use crate::inspect::{Inferred, Offset, TimeZone, Verdict};
use crate::link;
use crate::site::Site;

#[derive(Serialize)]
pub(super) struct Head<'a> {
    title: &'a str,
    tagline: &'a str,
    language: &'a str,
    /// Of the old site.
    address: &'a str,
    generator: &'a str,
    permalinks: Option<&'a str>,
    /// The page that is the front page; none if posts are.
    front_page: Option<FrontPage<'a>>,
    time_zone: Zone,
}

#[derive(Serialize)]
struct FrontPage<'a> {
    title: &'a str,
    address: String,
    file: &'a str,
}

#[derive(Serialize)]
struct Zone {
    kind: &'static str,
    name: Option<&'static str>,
    offsets: Vec<String>,
}

/// The head of the first site.
pub(super) fn of<'a>(inferred: &'a Inferred, scene: &Scene<'a>) -> Head<'a> {
    let site: &'a Site = scene.site;
    let channels = || site.channels.values();
    let named = channels().find(|channel| !channel.address().is_empty());
    let channel = named.or_else(|| channels().next());
    Head {
        title: channel.map_or("", |it| &it.title),
        tagline: channel.map_or("", |it| &it.description),
        language: channel.map_or("", |it| &it.language),
        address: channel.map_or("", |it| it.address()),
        generator: channel.map_or("", |it| &it.generator),
        permalinks: inferred.permalinks.structures.first().map(|(structure, _)| &**structure),
        front_page: front_page(site),
        time_zone: zone(&inferred.time_zone),
    }
}

fn front_page(site: &Site) -> Option<FrontPage<'_>> {
    let home = site.archives.get(site.archives.home())?.into_owned().address;
    let trimmed = |address: &str| address.trim_matches('/').to_owned();
    let record = site.records.iter().find(|record| {
        let destination = record.destination().filter(|_| record.is_public());
        destination.is_some_and(|it| trimmed(&it.address) == trimmed(&home))
    })?;
    let destination = record.destination()?;
    Some(FrontPage {
        title: &record.title,
        address: link::encode(&home),
        file: destination.path.as_str(),
    })
}

fn zone(zone: &TimeZone) -> Zone {
    let name = match zone.verdict {
        Verdict::Seasonal { zone, .. } => Some(zone),
        Verdict::Unknown | Verdict::Fixed(_) | Verdict::Mixed => None,
    };
    let offsets = zone.offsets.iter().map(Offset::written).collect();
    Zone { kind: zone.verdict.name(), name, offsets }
}

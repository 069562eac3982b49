//! Menus: each entry below the one above it, with the address on the new site. Entries that lead to what
//! readers could not see are left out; those below them move up.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Serialize;

use super::forest::{Tree, forest};
use super::{DataFile, Scene, origin, path, text};
use crate::convert::lower::{self, Context};
use crate::convert::{Document, Writing};
use crate::link::{self, Resolved, Rewritten, Unresolved};
use crate::markdown::is_program;
use crate::notice::{Code, Notice};
use crate::site::{ArchiveId, MenuItem, MenuTarget, Site, Upload, Url, path_key};
use crate::wxr::{PostId, Status};

/// The taxonomy whose terms are menus.
const MENU: &str = "nav_menu";

const FILE: &str = "menus";

#[derive(Serialize)]
struct Menu {
    name: String,
    entries: Vec<Entry>,
}

#[derive(Serialize)]
struct Entry {
    title: String,
    address: Option<String>,
    /// Whether it leads to what the new site does not have.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    missing: bool,
    children: Vec<Entry>,
}

/// Archives that the menus lead to.
pub(super) fn archives(site: &Site, writing: Writing<'_>) -> BTreeSet<ArchiveId> {
    let from = origin(FILE, "/", writing.target);
    let entries = site.menus.all().flat_map(|(_, entries)| entries);
    let mut archives = BTreeSet::new();
    for url in entries.filter_map(|entry| url(&entry.leads_to, site)) {
        if let Resolved::Archive(id, _) = link::resolve(&url, &from.address, site).resolved {
            archives.insert(id);
        }
    }
    archives
}

/// Makes the file.
pub(super) fn file(scene: &Scene<'_>) -> DataFile {
    let Scene { site, writing, .. } = *scene;
    let mut links = Rewritten::default();
    let mut menus: BTreeMap<String, Menu> = BTreeMap::new();
    let named = site.terms.all().filter(|(taxonomy, _)| *taxonomy == MENU);
    for (_, term) in named {
        let name = if term.name.is_empty() { &term.slug } else { &term.name };
        menus.insert(path_key(&term.slug), Menu { name: name.clone(), entries: Vec::new() });
    }
    for (slug, entries) in site.menus.all() {
        let key = path_key(slug);
        let nested = nested(&key, &entries, scene, &mut links);
        let menu = || Menu { name: key.clone(), entries: Vec::new() };
        menus.entry(key.clone()).or_insert_with(menu).entries.extend(nested);
    }
    let notices = std::mem::take(&mut links.notices);
    let text = text::write(&menus, &writing.target.data);
    DataFile { document: Document { path: path(FILE, writing.target), text }, links, notices }
}

fn nested(
    menu: &str,
    entries: &[&MenuItem],
    scene: &Scene<'_>,
    links: &mut Rewritten,
) -> Vec<Entry> {
    let positions: HashMap<u64, usize> =
        entries.iter().enumerate().map(|(at, entry)| (entry.id, at)).collect();
    let above: Vec<Option<usize>> =
        entries.iter().map(|entry| positions.get(&entry.parent).copied()).collect();
    let mut made: Vec<Option<Entry>> =
        entries.iter().map(|entry| made(menu, entry, scene, links)).collect();
    hang(&forest(&above), &mut made)
}

/// Puts what is below an entry that was left out in its place.
fn hang(trees: &[Tree], entries: &mut [Option<Entry>]) -> Vec<Entry> {
    let mut hung = Vec::new();
    for Tree { at, below } in trees {
        let children = hang(below, entries);
        match entries[*at].take() {
            Some(entry) => hung.push(Entry { children, ..entry }),
            None => hung.extend(children),
        }
    }
    hung
}

/// The entry as it is shown, without those below it; `None` if it is left out.
fn made(menu: &str, entry: &MenuItem, scene: &Scene<'_>, links: &mut Rewritten) -> Option<Entry> {
    let url = url(&entry.leads_to, scene.site);
    let lead = url.as_ref().map_or(Lead::NOWHERE, |url| lead(url, entry, scene));
    let address = match &lead {
        Lead::Away(url) => {
            links.counts.external += u64::from(Url::split(url).host.is_some());
            Some(url.clone())
        }
        Lead::Hidden(item) => {
            let item = item.map_or("an item".to_owned(), |PostId(id)| format!("item {id}"));
            let message = format!(
                "an entry of the menu `{menu}` leads to {item}, which was not written, so it is left out"
            );
            links.notices.push(Notice::new(Code::LinkToUnpublished, message));
            return None;
        }
        Lead::There { address, .. } => {
            links.counts.internal += 1;
            links.counts.rewritten += 1;
            Some(address.clone())
        }
        Lead::Missing { code, .. } => {
            let what = url.as_deref().map_or("nothing".to_owned(), |url| format!("`{url}`"));
            let message = format!(
                "an entry of the menu `{menu}` leads to {what}, which the new site does not have"
            );
            links.notices.push(Notice::new(*code, message));
            // An entry of which the export does not tell where it leads is no link.
            if let Some(url) = url {
                links.counts.internal += 1;
                links.counts.broken += 1;
                links.unresolved.push(Unresolved { url, code: *code, nearest: None, line: None });
            }
            None
        }
    };
    links.media.extend(lead.upload());
    shown(entry, lead, address, scene)
}

/// An entry without a title is called like what it leads to; one that leads nowhere, too, is left out.
fn shown(
    entry: &MenuItem,
    lead: Lead,
    address: Option<String>,
    scene: &Scene<'_>,
) -> Option<Entry> {
    let Scene { site, writing: Writing { target, rules, .. }, .. } = *scene;
    let context = Context { site, post: None, meta: &[], rules, target };
    let titles = [lower::line(&entry.title, &context), lead.title()];
    let title = titles.into_iter().chain(address.clone()).find(|it| !it.trim().is_empty())?;
    let missing = address.is_none();
    Some(Entry { title: title.trim().to_owned(), address, missing, children: Vec::new() })
}

/// Where an entry leads.
enum Lead {
    /// Out of the site, or nowhere on purpose: `#`.
    Away(String),
    /// To what the new site has: what it is called, its address, and the upload that it is.
    There { title: String, address: String, upload: Option<Upload> },
    /// To what the new site does not have.
    Missing { title: String, code: Code },
    /// To what readers could not see.
    Hidden(Option<PostId>),
}

impl Lead {
    const NOWHERE: Self = Self::Missing { title: String::new(), code: Code::BrokenLink };

    fn title(self) -> String {
        match self {
            Self::There { title, .. } | Self::Missing { title, .. } => title,
            Self::Away(_) | Self::Hidden(_) => String::new(),
        }
    }

    fn upload(&self) -> Option<Upload> {
        match self {
            Self::There { upload, .. } => upload.clone(),
            Self::Away(_) | Self::Missing { .. } | Self::Hidden(_) => None,
        }
    }
}

fn lead(url: &str, entry: &MenuItem, scene: &Scene<'_>) -> Lead {
    let Scene { site, writing: Writing { target, .. }, .. } = *scene;
    let from = origin(FILE, "/", target);
    let resolved = link::resolve(url, &from.address, site).resolved;
    let missing = |title: &str, code| Lead::Missing { title: title.to_owned(), code };
    let there = |title: &str, address, code| match address {
        Some(address) => Lead::There { title: title.to_owned(), address, upload: None },
        None => missing(title, code),
    };
    let located = || link::locate(&resolved, url, &from, site, target);
    match &resolved {
        Resolved::External if is_program(url) => missing("", Code::ElementDropped),
        Resolved::External | Resolved::Anchor => Lead::Away(url.to_owned()),
        Resolved::Page(record, _) if record.is_public() => {
            there(&record.title, located(), Code::BrokenLink)
        }
        // Readers could see it, but it has no content of its own.
        Resolved::Unpublished(record)
            if record.status == Status::Publish && !record.has_password =>
        {
            missing(&record.title, Code::LinkToUnpublished)
        }
        Resolved::Page(record, _) | Resolved::Unpublished(record) => Lead::Hidden(record.id),
        Resolved::Media(upload) => {
            let item = match entry.leads_to {
                MenuTarget::Post(id) => site.by_id(id),
                MenuTarget::Term(..)
                | MenuTarget::Type(_)
                | MenuTarget::Custom(_)
                | MenuTarget::Unknown => None,
            };
            let title = item.map(|record| record.title.clone()).unwrap_or_default();
            let address = located().unwrap_or_else(|| url.to_owned());
            Lead::There { title: title.to_string(), address, upload: Some(upload.clone()) }
        }
        Resolved::Archive(id, archive) => {
            there(&archive.title, scene.address(*id, archive), Code::ArchiveLink)
        }
        Resolved::Feed(address) => there("", Some(link::encode(address)), Code::ArchiveLink),
        Resolved::UnknownArchive => missing("", Code::ArchiveLink),
        Resolved::Machinery => missing("", Code::MachineryLink),
        Resolved::Broken => missing("", Code::BrokenLink),
    }
}

/// An address at which WordPress would have shown what an entry leads to.
fn url(leads_to: &MenuTarget, site: &Site) -> Option<String> {
    match leads_to {
        MenuTarget::Post(PostId(id)) => Some(format!("?p={id}")),
        MenuTarget::Term(_, number) => {
            let (taxonomy, term) = site.terms.by_id(*number)?;
            Some(format!("?taxonomy={taxonomy}&term={}", term.slug))
        }
        MenuTarget::Type(name) => Some(format!("?post_type={name}")),
        MenuTarget::Custom(url) => Some(url.clone()),
        MenuTarget::Unknown => None,
    }
}

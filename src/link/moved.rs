//! Site → every address that the old site answered and the new one answers elsewhere.

use std::collections::BTreeSet;

use crate::link::destination::upload_address;
use crate::link::redirect::{Dropped, OldAddress, Redirect, Redirects, feeds};
use crate::site::{Archive, ArchiveId, ArchiveKind, Belonging};
use crate::site::{Record, Site, Upload, Url, nicename, path_key};
use crate::target::Target;
use crate::wxr::PostId;

/// The redirects of a site. `written` are the archives that have a file, `needed` the uploads that public
/// documents show.
///
/// Addresses that stay the same need none. What was not public is not named.
#[must_use]
pub fn moved<'a>(
    site: &Site,
    target: &Target,
    written: &BTreeSet<ArchiveId>,
    needed: impl IntoIterator<Item = &'a Upload>,
) -> (Redirects, Dropped) {
    let mut moved = Moved {
        front: site.roots.home(),
        home: site
            .archives
            .get(site.archives.home())
            .map_or("/".to_owned(), |it| it.address.clone()),
        list: Vec::new(),
    };
    let mut live: Vec<String> = vec![moved.home.clone()];
    for record in &site.records {
        if record.is_public() {
            moved.add_item(record, site);
            live.extend(record.destination().map(|to| to.address.to_string()));
        }
    }
    for record in site.records.iter().filter(|record| record.post_type == "attachment") {
        moved.add_attachment(record, site, target);
    }
    for upload in needed {
        moved.add_file(upload, site, target);
    }
    let exists = |id: ArchiveId| {
        let archive = site.archives.get(id)?;
        archive.place.is_there(written.contains(&id)).then(|| archive.address.clone())
    };
    let listed = site.archives.listed().map(|(id, _)| id);
    for id in listed.chain(site.archives.periods().into_iter().map(ArchiveId::Date)) {
        let address = exists(id);
        live.extend(address.clone());
        let above = std::iter::successors(Some(id), |id| above(*id)).skip(1);
        let nearest = address.clone().or_else(|| above.into_iter().find_map(exists));
        // Who wrote nothing that is public is named nowhere.
        let is_author = |kind: &ArchiveKind| matches!(kind, ArchiveKind::Author { .. });
        let archive = site.archives.get(id);
        let archive = archive.filter(|it| !is_author(&it.kind) || !site.archives.is_empty(id));
        if let Some(archive) = archive {
            let to = nearest.unwrap_or_else(|| moved.home.clone());
            moved.add_archive(&archive, &to, address.is_some(), site);
        }
    }
    moved.add_front();
    Redirects::new(moved.list, live.iter().map(String::as_str))
}

/// The archive of the month or the year above.
fn above(id: ArchiveId) -> Option<ArchiveId> {
    match id {
        ArchiveId::Date(period) => period.above().map(ArchiveId::Date),
        ArchiveId::Listed(_) => None,
    }
}

/// What is collected.
struct Moved {
    /// The front page of the old site.
    front: String,
    /// The front page of the new site.
    home: String,
    list: Vec<Redirect>,
}

impl Moved {
    fn path(&mut self, from: &str, to: &str) {
        let from = OldAddress::Path(format!("/{}/", from.trim_matches('/')));
        self.list.push(Redirect { from, to: to.to_owned() });
    }

    fn query(&mut self, name: &str, value: impl Into<String>, to: &str) {
        let (path, name, value) = (self.front.clone(), name.to_owned(), value.into());
        self.list
            .push(Redirect { from: OldAddress::Query { path, name, value }, to: to.to_owned() });
    }

    /// Its number, the address that it had, those that it had before, and those of its further pages.
    fn add_item(&mut self, record: &Record, site: &Site) {
        let Some(to) = record.destination() else { return };
        if let Some(PostId(id)) = record.id.filter(|id| is_itself(*id, record, site)) {
            self.query("p", id.to_string(), &to.address);
            if record.post_type == "page" {
                self.query("page_id", id.to_string(), &to.address);
            }
        }
        if let Some(old) = site.domain_path(record) {
            if format!("/{old}") != to.address.trim_end_matches('/') {
                self.path(&old, &to.address);
            }
            for page in 2..=record.pages {
                self.path(&format!("{old}/{page}"), &to.address);
            }
        }
        for former in site.former_paths(record) {
            self.path(former, &to.address);
        }
    }

    /// A page that showed a file leads to the file, unless it was a part of what is not public.
    fn add_attachment(&mut self, record: &Record, site: &Site, target: &Target) {
        let parent = record.parent().and_then(|parent| site.by_id(parent));
        if parent.is_some_and(|parent| !parent.is_public()) || record.is_repeated() {
            return;
        }
        let Some(id) = record.id.filter(|id| is_itself(*id, record, site)) else { return };
        let file = site.attachments.get(id);
        let Some(upload) = file.and_then(|file| site.upload(&Url::split(&file.url))) else {
            return;
        };
        let to = upload_address(&upload, site, target);
        self.add_file(&upload, site, target);
        self.query("attachment_id", id.0.to_string(), &to);
        self.query("p", id.0.to_string(), &to);
        if let Some(old) = site.domain_path(record) {
            self.path(&old, &to);
        }
    }

    /// A file that the old site had at another address: one that lies with its post, or moved to another
    /// folder with the whole site. One with a number had the address of another file, which may stay.
    fn add_file(&mut self, upload: &Upload, site: &Site, target: &Target) {
        let address = site.address_of(upload);
        let path = match site.roots.locate(&Url::split(&address)) {
            Belonging::Site { domain_path, .. } | Belonging::Domain { domain_path } => domain_path,
            Belonging::Elsewhere => return,
        };
        let to = upload_address(upload, site, target);
        if upload.number.is_none() && format!("/{path}") != to {
            self.list.push(Redirect { from: OldAddress::Path(format!("/{path}")), to });
        }
    }

    /// The address of a list and the queries for it, to the list itself or what comes nearest.
    fn add_archive(&mut self, archive: &Archive, to: &str, exists: bool, site: &Site) {
        if !archive.path.is_empty() {
            self.path(&archive.path, to);
        }
        if let Some(feed) = archive.feed.as_ref().filter(|_| exists) {
            self.list.extend(feeds(&archive.path_from_root(), feed));
        }
        match &archive.kind {
            ArchiveKind::Home => {
                let feed = archive.feed.as_ref().filter(|_| exists).unwrap_or(&self.home).clone();
                for kind in ["rss2", "atom", "rss", "rdf"] {
                    self.query("feed", kind, &feed);
                }
                self.path(&format!("{}comments/feed", self.front), &feed);
            }
            ArchiveKind::Term { taxonomy, slug } => {
                let slug = path_key(slug);
                match taxonomy.as_str() {
                    "category" => self.query("category_name", &slug, to),
                    "post_tag" => self.query("tag", &slug, to),
                    taxonomy => self.query(taxonomy, &slug, to),
                }
                let number = site.terms.number(taxonomy, &slug).filter(|_| taxonomy == "category");
                if let Some(number) = number {
                    self.query("cat", number.to_string(), to);
                }
            }
            ArchiveKind::Author { login } => {
                self.query("author_name", nicename(login), to);
                if let Some(id) = site.author_number(login) {
                    self.query("author", id.to_string(), to);
                }
            }
            ArchiveKind::Type(name) => self.query("post_type", name.as_str(), to),
            ArchiveKind::Date(period) => self.query("m", period.digits(), to),
        }
    }

    /// A front page that lies elsewhere now.
    fn add_front(&mut self) {
        let (front, home) = (self.front.clone(), self.home.clone());
        if front != home {
            self.path(&front, &home);
        }
    }
}

/// Whether an id means this item alone.
fn is_itself(id: PostId, record: &Record, site: &Site) -> bool {
    site.by_id(id).is_some_and(|known| std::ptr::eq(known, record))
}

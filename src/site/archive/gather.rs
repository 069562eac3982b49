//! Records, terms and authors → the archives that the old site had.

use std::collections::{BTreeMap, HashSet};

use jiff::civil::Date;

use super::dates::{Dates, date_path};
use super::place::{archive, capitalized, term_path};
use super::{Archive, ArchiveKind, Archives};
use crate::site::author::{Authors, nicename};
use crate::site::period::Period;
use crate::site::record::Record;
use crate::site::taken::Taken;
use crate::site::term::{self, Terms, is_for_readers};
use crate::site::url::{Belonging, Roots, Url};
use crate::site::uses::Uses;
use crate::target::{ArchivePage, Target};

/// What archives are made from.
pub(in crate::site) struct Sources<'a> {
    pub(in crate::site) records: &'a [Record],
    pub(in crate::site) roots: &'a Roots,
    pub(in crate::site) terms: &'a Terms,
    pub(in crate::site) authors: &'a Authors,
    pub(in crate::site) target: &'a Target,
    /// The path of the new site's root, where it is not that of the old site.
    pub(in crate::site) base: Option<&'a str>,
}

impl Sources<'_> {
    /// The address of the new site's front page.
    pub(super) fn home(&self) -> String {
        self.base.map_or_else(|| self.roots.home(), str::to_owned)
    }
}

impl Archives {
    /// `files` are the paths of all other files.
    pub(in crate::site) fn of(sources: &Sources<'_>, mut uses: Uses, files: &mut Taken) -> Self {
        let mut archives = Self::default();
        let front = front(sources);
        front.trim_end_matches('/').clone_into(&mut archives.front);
        archives.add_home(sources, files);
        archives.add_terms(&front, sources, files);
        archives.add_members(&mut uses, sources);
        archives.add_authors(&front, uses, sources, files);
        archives.add_types(sources, files);
        archives.add_dates(&front, sources, files);
        for members in &mut archives.members {
            members.sort_by_key(|index| {
                let record = &sources.records[*index as usize];
                std::cmp::Reverse((record.day, record.id))
            });
            members.dedup();
            members.shrink_to_fit();
        }
        archives
    }

    fn push(&mut self, archive: Archive, members: Vec<u32>) -> usize {
        self.listed.push(archive);
        self.members.push(members);
        self.listed.len() - 1
    }

    fn add_home(&mut self, sources: &Sources<'_>, files: &mut Taken) {
        let posts = public(sources).filter(|(_, record)| record.post_type == "post");
        let members = posts.map(|(index, _)| index).collect();
        let page = sources.target.archives.home.as_ref();
        let archive = archive(ArchiveKind::Home, page, "", sources, files);
        self.push(archive, members);
    }

    fn add_terms(&mut self, front: &str, sources: &Sources<'_>, files: &mut Taken) {
        let pages = &sources.target.archives;
        for (taxonomy, term) in sources.terms.all() {
            // Formats have addresses, but no field of the front matter that a generator could list by.
            let page = match taxonomy {
                "post_format" => pages.author.as_ref(),
                taxonomy if is_for_readers(taxonomy) => pages.term.as_ref(),
                _ => continue,
            };
            let kind = ArchiveKind::Term { taxonomy: taxonomy.to_owned(), slug: term.slug.clone() };
            let path = term_path(taxonomy, &term.slug, front, sources.terms);
            let mut archive = archive(kind, page, &path, sources, files);
            let name = if term.name.is_empty() { &term.slug } else { &term.name };
            name.clone_into(&mut archive.title);
            archive.description.clone_from(&term.description);
            let at = self.push(archive, Vec::new());
            self.terms.entry(taxonomy.to_owned()).or_default().insert(term::key(&term.slug), at);
        }
    }

    fn add_members(&mut self, uses: &mut Uses, sources: &Sources<'_>) {
        for (taxonomy, known) in &self.terms {
            for (slug, mut records) in uses.take_taxonomy(taxonomy).into_members() {
                records.retain(|at| is_public(*at, sources));
                // An item may name a term twice.
                records.dedup();
                if let Some(at) = known.get(&term::key(&slug)) {
                    *self.own.entry(*at).or_default() += records.len() as u64;
                }
                // A post of a category is listed with all categories above it, too.
                for above in sources.terms.ancestors(taxonomy, &slug) {
                    if let Some(at) = known.get(&term::key(&above.slug)) {
                        self.members[*at].extend(&records);
                    }
                }
                match known.get(&term::key(&slug)).map(|at| &mut self.members[*at]) {
                    Some(members) if members.is_empty() => *members = records,
                    Some(members) => members.extend(records),
                    None => {}
                }
            }
        }
    }

    fn add_authors(
        &mut self,
        front: &str,
        mut uses: Uses,
        sources: &Sources<'_>,
        files: &mut Taken,
    ) {
        let mut members: BTreeMap<String, (u64, Vec<u32>)> = BTreeMap::new();
        for (login, mut records) in uses.take_creators().into_members() {
            records.retain(|at| is_public(*at, sources));
            let items = records.len() as u64;
            records.retain(|at| sources.records[*at as usize].post_type == "post");
            members.insert(login, (items, records));
        }
        for (login, _) in sources.authors.all() {
            if !members.contains_key(login) {
                members.insert(login.to_owned(), (0, Vec::new()));
            }
        }
        for (login, (items, posts)) in members {
            let login = login.as_str();
            let name = nicename(login);
            if name.is_empty() || self.authors.contains_key(&name) {
                continue;
            }
            let author = sources.authors.get(login);
            let path = format!("{front}author/{name}");
            let kind = ArchiveKind::Author { login: login.to_owned() };
            let page = sources.target.archives.author.as_ref();
            let mut archive = archive(kind, page, &path, sources, files);
            let seen = author.map(|author| &author.name).filter(|name| !name.is_empty());
            seen.map_or(login, String::as_str).clone_into(&mut archive.title);
            let at = self.push(archive, posts);
            self.own.insert(at, items);
            self.authors.insert(name, at);
            if let Some(id) = author.and_then(|author| author.id) {
                self.author_ids.entry(id).or_insert(at);
            }
        }
    }

    /// Of types whose items all stand below one address, which is where WordPress lists them.
    fn add_types(&mut self, sources: &Sources<'_>, files: &mut Taken) {
        let mut types: BTreeMap<&str, (Option<String>, Vec<u32>)> = BTreeMap::new();
        for (index, record) in public(sources) {
            if matches!(&*record.post_type, "post" | "page") {
                continue;
            }
            let site_path = site_path(record, sources.roots).unwrap_or_default();
            let above = site_path.rsplit_once('/').map(|(above, _)| above.to_owned());
            let (path, members) =
                types.entry(&record.post_type).or_insert_with(|| (above.clone(), Vec::new()));
            if *path != above {
                *path = None;
            }
            members.push(index);
        }
        for (name, (path, members)) in types {
            let Some(path) = path else { continue };
            let kind = ArchiveKind::Type(name.to_owned());
            let page = sources.target.archives.post_type.as_ref();
            let mut archive = archive(kind, page, &path, sources, files);
            archive.title = capitalized(path.rsplit('/').next().unwrap_or_default());
            let old_path = archive.path.to_lowercase();
            let at = self.push(archive, members);
            self.types.insert(name.to_owned(), at);
            self.type_paths.entry(old_path).or_insert(at);
        }
    }

    fn add_dates(&mut self, front: &str, sources: &Sources<'_>, files: &Taken) {
        let posts = public(sources).filter(|(_, record)| record.post_type == "post");
        let mut posts: Vec<(Date, u32)> =
            posts.filter_map(|(index, record)| Some((record.day?, index))).collect();
        posts.sort_by_key(|(day, at)| (*day, sources.records[*at as usize].id));
        self.dates = Dates {
            posts,
            page: sources.target.archives.date.clone(),
            taken: HashSet::new(),
            old_root: sources.roots.home().trim_start_matches('/').to_owned() + front,
            new_root: sources.home() + front,
        };
        if let Some(ArchivePage::File(file)) = &self.dates.page {
            let is_taken = |period: &Period| files.contains(&date_path(file, *period));
            self.dates.taken = self.dates.periods().into_iter().filter(is_taken).collect();
        }
    }
}

/// What stands before everything but pages in the addresses of a site, with a slash behind it:
/// `index.php/`, `blog/`. All posts must have it, and none of them for a reason of its own.
fn front(sources: &Sources<'_>) -> String {
    let mut common: Option<String> = None;
    let mut posts = 0;
    for (_, record) in public(sources).filter(|(_, record)| record.post_type == "post") {
        let Some(path) = site_path(record, sources.roots) else { continue };
        let first = path.split_once('/').map(|(first, _)| first).unwrap_or_default();
        posts += 1;
        match &common {
            None => common = Some(first.to_owned()),
            Some(known) if known == first => {}
            Some(_) => return String::new(),
        }
    }
    let is_front = |first: &String| {
        let is_number = first.bytes().all(|byte| byte.is_ascii_digit());
        let is_term = sources.terms.get("category", first).is_some();
        posts > 1 && !is_number && !is_term
    };
    common.filter(is_front).map_or(String::new(), |first| format!("{first}/"))
}

/// The decoded path of a permalink below the site's root.
fn site_path(record: &Record, roots: &Roots) -> Option<String> {
    let url = Url::split(&record.link);
    match roots.locate(&url) {
        Belonging::Site { site_path, .. } if url.query.is_none() => Some(site_path.into_owned()),
        Belonging::Site { .. } | Belonging::Domain { .. } | Belonging::Elsewhere => None,
    }
}

/// The items that readers can see, by position.
fn public<'a>(sources: &Sources<'a>) -> impl Iterator<Item = (u32, &'a Record)> {
    let records: &'a [Record] = sources.records;
    (0_u32..).zip(records).filter(|(_, record)| record.is_public())
}

fn is_public(index: u32, sources: &Sources<'_>) -> bool {
    sources.records[index as usize].is_public()
}

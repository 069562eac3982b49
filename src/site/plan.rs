//! Decides for every item whether it gets a file, and gives each file a path and an address that no
//! other has. The order of the items in the exports has no say in it.

use std::collections::{HashMap, HashSet};

use crate::notice::{Code, Notice, Place};
use crate::site::Planning;
use crate::site::document::Documents;
use crate::site::lookup::Ids;
use crate::site::path::{OutPath, Tail, slug_of_title};
use crate::site::policy::{self, Hidden, Publication, Verdict};
use crate::site::record::{Action, Comments, Destination, EARLIER, Kind, LATER, Record};
use crate::site::table::long_hash;
use crate::site::taken::Taken;
use crate::site::text::{Gathered, Text};
use crate::site::url::{Belonging, Roots, Url, decode, path_key};
use crate::site::version::{Versions, by_id};
use crate::target::Target;

/// How many pages may stand above one another; only a loop has more.
const MAX_DEPTH: usize = 64;

/// What the planning of one item needs to know of the others.
pub(super) struct Parts<'a> {
    pub(super) ids: &'a Ids,
    pub(super) roots: &'a Roots,
    pub(super) versions: &'a Versions,
    pub(super) documents: &'a Documents,
}

/// Fills in the action of every record. Gives the paths of all files.
pub(super) fn decide(
    records: &mut [Record],
    parts: &Parts<'_>,
    planning: Planning<'_>,
) -> (Taken, Vec<Notice>) {
    let mut notices = Vec::new();
    let mut wanted = Vec::new();
    let repeated = repeated(records, parts);
    for (index, record) in records.iter_mut().enumerate() {
        if !parts.versions.counts(index) {
            let is_earlier = parts.versions.counting(index) < index;
            record.action = Action::Skip(if is_earlier { EARLIER } else { LATER });
            record.comments = Comments::default();
            continue;
        }
        if !record.is_empty() {
            notices.extend(doubt(record, repeated.contains(&index)));
        }
        match judge(record, planning.include) {
            Verdict::Write(publication) => {
                notices.extend(cut_off(record));
                if let Ok(index) = u32::try_from(index) {
                    wanted.push(Wanted { index, publication });
                }
            }
            Verdict::Merge(reason) => record.action = Action::Merge(reason),
            Verdict::Skip(reason) => record.action = Action::Skip(reason),
            Verdict::Withhold(reason) => {
                let message = format!("{} was not written: {reason}", record.post_type);
                notices.push(notice(record, Code::Withheld, message));
                record.action = Action::Skip(reason);
            }
        }
    }
    let files = settle(wanted, records, parts, planning, &mut notices);
    (files, notices)
}

/// What becomes of one item.
fn judge(record: &Record, include: &[Hidden]) -> Verdict {
    if record.is_empty() {
        return Verdict::Skip("empty item");
    }
    let Kind { post_type, status, has_password, .. } = &**record;
    let verdict = if record.span.is_cut_off {
        policy::judge_cut_off(post_type, status, *has_password, include)
    } else {
        policy::judge(post_type, status, *has_password, include)
    };
    let is_core = matches!(post_type.as_str(), "post" | "page");
    match verdict {
        Verdict::Write(_) if !is_core && !record.has_content => Verdict::Skip("no content"),
        verdict => verdict,
    }
}

/// The items whose number an earlier item of the same site has.
fn repeated(records: &[Record], parts: &Parts<'_>) -> HashSet<usize> {
    let mut ids = by_id(records);
    ids.retain(|(_, index)| parts.versions.counts(*index as usize));
    let mut repeated = HashSet::new();
    for alike in ids.chunk_by(|a, b| a.0 == b.0).filter(|alike| alike.len() > 1) {
        let mut sites = HashSet::new();
        let alike = alike.iter().map(|(_, index)| *index as usize);
        let is_known =
            |index: &usize| !sites.insert(parts.documents.site_of(records[*index].document));
        repeated.extend(alike.filter(is_known));
    }
    repeated
}

/// What is odd about the id of an item.
fn doubt(record: &Record, is_repeated: bool) -> Option<Notice> {
    match record.id {
        Some(id) if is_repeated => {
            let message = format!("post id {} is used more than once", id.0);
            Some(notice(record, Code::DuplicatePostId, message))
        }
        None if !record.span.is_cut_off => {
            Some(notice(record, Code::MissingPostId, "the item has no post id"))
        }
        Some(_) | None => None,
    }
}

fn cut_off(record: &Record) -> Option<Notice> {
    let message =
        format!("the export ends inside this {}, so it was written as a draft", record.post_type);
    record.span.is_cut_off.then(|| notice(record, Code::CutOffItem, message))
}

fn notice(record: &Record, code: Code, message: impl Into<String>) -> Notice {
    let place = Place { export: record.export, line: record.span.line };
    Notice::new(code, message).at(record.id, place)
}

/// An item that gets a file.
#[derive(Clone, Copy)]
struct Wanted {
    index: u32,
    publication: Publication,
}

/// The names and the address that an item would like to have.
struct Claim {
    publication: Publication,
    names: Vec<String>,
    address: String,
}

/// `base` is the path of the new site's root, where it is not that of the old site.
fn claim(wanted: Wanted, records: &[Record], parts: &Parts<'_>, base: Option<&str>) -> Claim {
    let Wanted { index, publication } = wanted;
    let index = index as usize;
    let record = &records[index];
    let (names, address) = permalink(record, parts.roots, base).unwrap_or_else(|| {
        let names = made_names(index, records, parts);
        let root = base.unwrap_or("/");
        let address = format!("{root}{}/", names.join("/"));
        (names, address)
    });
    Claim { publication, names, address }
}

/// The decoded parts of the permalink below the site's root, and the whole address. `?p=31` is none.
fn permalink(record: &Record, roots: &Roots, base: Option<&str>) -> Option<(Vec<String>, String)> {
    let url = Url::split(&record.link);
    if url.query.is_some() {
        return None;
    }
    let Belonging::Site { domain_path, site_path } = roots.locate(&url) else { return None };
    let mut names: Vec<String> = parts(url.path, &site_path);
    if let Some(last) = names.last_mut() {
        for ending in [".html", ".htm", ".php"] {
            if last.len() > ending.len() && last.ends_with(ending) {
                last.truncate(last.len() - ending.len());
                break;
            }
        }
    }
    let slash = if url.path.ends_with('/') && !domain_path.is_empty() { "/" } else { "" };
    let address = match base {
        None => format!("/{domain_path}{slash}"),
        Some(base) if site_path.is_empty() => base.to_owned(),
        Some(base) => format!("{base}{site_path}{slash}"),
    };
    Some((names, address))
}

/// The last parts of a path, as many as `site_path` has: split first, then decoded, because an
/// escaped `/` belongs to its name.
fn parts(path: &str, site_path: &str) -> Vec<String> {
    if site_path.is_empty() {
        return Vec::new();
    }
    let all: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let kept = site_path.split('/').filter(|part| !part.is_empty()).count().min(all.len());
    all[all.len() - kept..].iter().map(|part| decode(part).into_owned()).collect()
}

/// Names for an item without a permalink: those of the pages above it, then its own.
fn made_names(index: usize, records: &[Record], parts: &Parts<'_>) -> Vec<String> {
    let mut names = vec![own_name(&records[index])];
    let mut record = &records[index];
    for _ in 0..MAX_DEPTH {
        let parent =
            record.parent().and_then(|id| parts.ids.find(id, records)).map(|index| &records[index]);
        match parent {
            Some(parent) if parent.post_type == record.post_type => {
                if let Some((above, _)) = permalink(parent, parts.roots, None) {
                    names.splice(0..0, above);
                    break;
                }
                names.insert(0, own_name(parent));
                record = parent;
            }
            _ => break,
        }
    }
    names
}

/// The slug, else the title, else the number.
fn own_name(record: &Record) -> String {
    let slug = path_key(&record.slug);
    if !slug.is_empty() {
        return slug;
    }
    let title = slug_of_title(&record.title);
    if !title.is_empty() {
        return title;
    }
    format!("post-{}", number(record))
}

/// The id; for an item that has none, its place in the export, which is as stable as the export.
fn number(record: &Record) -> u64 {
    record.id.map_or(record.span.line, |id| id.0)
}

/// Gives the claims in an order that does not depend on the exports': what is public first, then by
/// id. Who comes too late gets its id added.
fn settle(
    mut all: Vec<Wanted>,
    records: &mut [Record],
    parts: &Parts<'_>,
    planning: Planning<'_>,
    notices: &mut Vec<Notice>,
) -> Taken {
    let Planning { target, .. } = planning;
    all.sort_unstable_by(|a, b| rank(*a, records).cmp(&rank(*b, records)));
    let mut files = Taken::default();
    let mut placed = Placed::default();
    let mut late = Vec::new();
    for wanted in all {
        let claim = claim(wanted, records, parts, planning.base());
        let record = &records[wanted.index as usize];
        let tail = number(record).to_string();
        let filled = fill(&claim, record, target, Tail::WhenShortened(&tail));
        let reserved = target.paths.reserved.iter().any(|name| name == filled.path.stem())
            && !claim.names.is_empty();
        if reserved || !files.insert(&filled.path) {
            late.push(wanted);
            continue;
        }
        if filled.shortened {
            let message = format!("the file name was cut to `{}`", filled.path);
            notices.push(notice(record, Code::NameShortened, message));
        }
        placed.add(wanted, &filled.path, &claim.address, records);
    }
    placed.share(records);
    if !late.is_empty() {
        settle_late(late, records, parts, planning, &mut files, notices);
    }
    files
}

/// The order in which claims are given.
fn rank(wanted: Wanted, records: &[Record]) -> (bool, u64, &str, u32) {
    let record = &records[wanted.index as usize];
    (wanted.publication == Publication::Hidden, number(record), &record.link, wanted.index)
}

/// Gives their claims to items whose path another item has.
fn settle_late(
    late: Vec<Wanted>,
    records: &mut [Record],
    parts: &Parts<'_>,
    planning: Planning<'_>,
    files: &mut Taken,
    notices: &mut Vec<Notice>,
) {
    let known = records.iter().filter_map(Record::destination);
    let mut addresses: HashSet<u64> = known.map(|known| long_hash(&known.address)).collect();
    let mut counts = HashMap::new();
    for wanted in late {
        let claim = claim(wanted, records, parts, planning.base());
        let record = &mut records[wanted.index as usize];
        let (path, tail) = free_path(&claim, record, planning.target, files, &mut counts);
        let mut address = claim.address;
        if !addresses.insert(long_hash(&address)) {
            address = format!("{}-{tail}/", address.trim_end_matches('/'));
            addresses.insert(long_hash(&address));
        }
        let message = format!("another file has the same name, so this one is `{path}`");
        notices.push(notice(record, Code::NameClash, message));
        record.action = write_to(path, address.into(), claim.publication);
    }
}

fn write_to(path: OutPath, address: Text, publication: Publication) -> Action {
    Action::Write(Destination { path, address, publication })
}

/// Items whose destinations are known, but whose texts are not shared yet.
#[derive(Default)]
struct Placed {
    texts: Gathered,
    /// With the address, where the permalink holds it.
    items: Vec<(Wanted, Option<Text>)>,
}

impl Placed {
    fn add(&mut self, wanted: Wanted, path: &OutPath, address: &str, records: &mut [Record]) {
        let held = records[wanted.index as usize].link.find(address);
        self.texts.add(path.as_str());
        if held.is_none() {
            self.texts.add(address);
        }
        self.items.push((wanted, held));
        if self.texts.is_enough() {
            self.share(records);
        }
    }

    fn share(&mut self, records: &mut [Record]) {
        let mut texts = self.texts.take();
        let mut next = || texts.next().unwrap_or_default();
        for (Wanted { index, publication }, address) in self.items.drain(..) {
            let path = OutPath::shared(next());
            let address = address.unwrap_or_else(&mut next);
            records[index as usize].action = write_to(path, address, publication);
        }
    }
}

/// The first path with the id, then the id and a number, that no other file has. `counts` knows the
/// numbers that were tried, so that many items of one id and name are named in linear time.
fn free_path(
    claim: &Claim,
    record: &Record,
    target: &Target,
    files: &mut Taken,
    counts: &mut HashMap<String, u64>,
) -> (OutPath, String) {
    let number = number(record);
    let tail = number.to_string();
    let path = fill(claim, record, target, Tail::Always(&tail)).path;
    if files.insert(&path) {
        return (path, tail);
    }
    let count = counts.entry(path.case_key().into_owned()).or_insert(1);
    loop {
        *count += 1;
        let tail = format!("{number}-{count}");
        let path = fill(claim, record, target, Tail::Always(&tail)).path;
        if files.insert(&path) {
            return (path, tail);
        }
    }
}

/// The target's template for this kind of item, filled in. The front page has no name of its own
/// unless another file took its place.
fn fill(claim: &Claim, record: &Record, target: &Target, tail: Tail<'_>) -> super::path::Filled {
    let paths = &target.paths;
    let names: Vec<&str> = claim.names.iter().map(String::as_str).collect();
    let template = match (claim.publication, record.post_type.as_str()) {
        (Publication::Hidden, _) => &paths.draft,
        (Publication::Public, "post") => &paths.post,
        (Publication::Public, "page") => &paths.page,
        (Publication::Public, _) => &paths.other,
    };
    match (names.is_empty(), tail) {
        (false, _) => OutPath::fill(template, &record.post_type, &names, tail),
        (true, Tail::WhenShortened(_)) => OutPath::fill(&paths.home, &record.post_type, &[], tail),
        (true, Tail::Always(_)) => OutPath::fill(template, &record.post_type, &["home"], tail),
    }
}

//! Several versions of one item, in several documents → the one that counts.
//!
//! People export a site more than once, or in parts that overlap. Two items are versions of one if
//! they have one id, stand in different documents, and have one guid, which WordPress never changes,
//! or one address on one site. The last changed one counts, and the earlier document's if nobody
//! says; a whole one counts before one that is cut off. The order of the exports has no other say.

use std::cmp::Reverse;
use std::collections::HashMap;

use crate::site::document::Documents;
use crate::site::record::{Record, Trace};
use crate::site::url::{Url, host_key, path_key};
use crate::wxr::PostId;

/// Of items that do not count themselves, the position of the version that does.
#[derive(Debug)]
pub(super) struct Versions(HashMap<usize, usize>);

/// What there is to compare.
struct Items<'a> {
    records: &'a [Record],
    traces: &'a [Trace],
    documents: &'a Documents,
}

/// What tells that two items with one id are one.
#[derive(PartialEq, Eq, Hash)]
enum Mark {
    Guid(u64),
    /// The site, and the address without what may differ between two visits.
    Address(usize, String),
}

impl Versions {
    pub(super) fn of(records: &[Record], traces: &[Trace], documents: &Documents) -> Self {
        let mut versions = Self(HashMap::new());
        let items = Items { records, traces, documents };
        for alike in by_id(records).chunk_by(|a, b| a.0 == b.0) {
            if alike.len() > 1 {
                let alike: Vec<usize> = alike.iter().map(|(_, index)| *index as usize).collect();
                versions.settle(&alike, &items);
            }
        }
        versions.find_whole(&items);
        versions
    }

    /// The position of the version that counts for this item.
    pub(super) fn counting(&self, index: usize) -> usize {
        self.0.get(&index).copied().unwrap_or(index)
    }

    /// Whether this item is the version that counts.
    pub(super) fn counts(&self, index: usize) -> bool {
        !self.0.contains_key(&index)
    }

    fn set(&mut self, index: usize, counting: usize) {
        if index != counting {
            self.0.insert(index, counting);
        }
    }

    /// The items that do not count, each with the version that does.
    pub(super) fn older(&self) -> &HashMap<usize, usize> {
        &self.0
    }

    /// Sorts the items of one id into groups of versions.
    fn settle(&mut self, alike: &[usize], items: &Items<'_>) {
        let Items { records, traces, .. } = items;
        let mut groups: Vec<Vec<usize>> = Vec::new();
        let mut known: HashMap<Mark, usize> = HashMap::new();
        for &index in alike {
            let record = &records[index];
            let marks = marks(index, items);
            let found = marks.iter().find_map(|mark| known.get(mark)).copied().filter(|group| {
                // Items come in the order of the documents, so the last one tells.
                let last = groups[*group].last().map(|last| records[*last].document);
                last != Some(record.document)
            });
            let group = found.unwrap_or(groups.len());
            match groups.get_mut(group) {
                Some(group) => group.push(index),
                None => groups.push(vec![index]),
            }
            for mark in marks {
                known.entry(mark).or_insert(group);
            }
        }
        for group in groups {
            let counting = group.iter().copied().max_by_key(|index| {
                let record = &records[*index];
                (!record.span.is_cut_off, traces[*index].modified, Reverse(*index))
            });
            for index in group {
                self.set(index, counting.unwrap_or(index));
            }
        }
    }

    /// An item that is cut off before its id, and that another document holds whole.
    fn find_whole(&mut self, items: &Items<'_>) {
        let records = items.records;
        let is_cut = |record: &Record| record.span.is_cut_off && record.id.is_none();
        if !records.iter().any(is_cut) {
            return;
        }
        let mut whole: HashMap<Mark, usize> = HashMap::new();
        for (index, record) in records.iter().enumerate() {
            if self.counts(index) && !is_cut(record) {
                for mark in marks(index, items) {
                    whole.entry(mark).or_insert(index);
                }
            }
        }
        for (index, record) in records.iter().enumerate().filter(|(_, record)| is_cut(record)) {
            let marks = marks(index, items);
            let found = marks.iter().find_map(|mark| whole.get(mark)).copied();
            let is_same = |found: &usize| {
                let found = &records[*found];
                found.document != record.document && found.title == record.title
            };
            self.set(index, found.filter(is_same).unwrap_or(index));
        }
    }
}

/// The numbers of all items that have one, with their positions, sorted.
pub(super) fn by_id(records: &[Record]) -> Vec<(PostId, u32)> {
    let ids = (0_u32..).zip(records).filter_map(|(index, record)| Some((record.id?, index)));
    let mut ids: Vec<(PostId, u32)> = ids.collect();
    ids.sort_unstable();
    ids
}

/// The marks of an item. The address of the front page tells nothing: other tools write it as the
/// guid or the link of everything.
fn marks(index: usize, items: &Items<'_>) -> Vec<Mark> {
    let record = &items.records[index];
    let guid = items.traces[index].guid.map(Mark::Guid);
    let url = Url::split(&record.link);
    let (path, query) = (path_key(url.path), url.query.unwrap_or_default());
    let address = url.host.filter(|_| !path.is_empty() || !query.is_empty()).map(|host| {
        let address = format!("{}/{}?{query}", host_key(host), path.to_lowercase());
        Mark::Address(items.documents.site_of(record.document), address)
    });
    guid.into_iter().chain(address).collect()
}

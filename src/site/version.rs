//! Several versions of one item, in several documents → the one that counts.
//!
//! People export a site more than once, or in parts that overlap. Two items are versions of one if
//! they have one id, stand in different documents, and have one guid, which WordPress never changes,
//! or one address on one site. The last changed one counts, and the earlier document's if nobody
//! says; a whole one counts before one that is cut off. The order of the exports has no other say.

use std::cmp::Reverse;
use std::collections::HashMap;

use crate::site::document::Documents;
use crate::site::record::Record;
use crate::site::url::{Url, host_key, path_key};

/// Of every item, the position of the version that counts: for most, its own.
#[derive(Debug)]
pub(super) struct Versions(Vec<usize>);

/// What tells that two items with one id are one.
#[derive(PartialEq, Eq, Hash)]
enum Mark {
    Guid(u64),
    /// The site, and the address without what may differ between two visits.
    Address(usize, String),
}

impl Versions {
    pub(super) fn of(records: &[Record], documents: &Documents) -> Self {
        let mut versions = Self((0..records.len()).collect());
        let mut order: Vec<usize> =
            (0..records.len()).filter(|index| records[*index].id.is_some()).collect();
        order.sort_by_key(|index| (records[*index].id, *index));
        for alike in order.chunk_by(|a, b| records[*a].id == records[*b].id) {
            if alike.len() > 1 {
                versions.settle(alike, records, documents);
            }
        }
        versions.find_whole(records, documents);
        versions
    }

    /// The position of the version that counts for this item.
    pub(super) fn counting(&self, index: usize) -> usize {
        self.0[index]
    }

    /// Whether this item is the version that counts.
    pub(super) fn counts(&self, index: usize) -> bool {
        self.0[index] == index
    }

    /// Sorts the items of one id into groups of versions.
    fn settle(&mut self, alike: &[usize], records: &[Record], documents: &Documents) {
        let mut groups: Vec<Vec<usize>> = Vec::new();
        let mut known: HashMap<Mark, usize> = HashMap::new();
        for &index in alike {
            let record = &records[index];
            let marks = marks(record, documents);
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
                (!record.span.is_cut_off, record.modified, Reverse(*index))
            });
            for index in group {
                self.0[index] = counting.unwrap_or(index);
            }
        }
    }

    /// An item that is cut off before its id, and that another document holds whole.
    fn find_whole(&mut self, records: &[Record], documents: &Documents) {
        let is_cut = |record: &Record| record.span.is_cut_off && record.id.is_none();
        if !records.iter().any(is_cut) {
            return;
        }
        let mut whole: HashMap<Mark, usize> = HashMap::new();
        for (index, record) in records.iter().enumerate() {
            if self.counts(index) && !is_cut(record) {
                for mark in marks(record, documents) {
                    whole.entry(mark).or_insert(index);
                }
            }
        }
        for (index, record) in records.iter().enumerate().filter(|(_, record)| is_cut(record)) {
            let marks = marks(record, documents);
            let found = marks.iter().find_map(|mark| whole.get(mark)).copied();
            let is_same = |found: &usize| {
                let found = &records[*found];
                found.document != record.document && found.title == record.title
            };
            self.0[index] = found.filter(is_same).unwrap_or(index);
        }
    }
}

/// The marks of an item. The address of the front page tells nothing: other tools write it as the
/// guid or the link of everything.
fn marks(record: &Record, documents: &Documents) -> Vec<Mark> {
    let guid = record.guid.map(Mark::Guid);
    let url = Url::split(&record.link);
    let (path, query) = (path_key(url.path), url.query.unwrap_or_default());
    let address = url.host.filter(|_| !path.is_empty() || !query.is_empty()).map(|host| {
        let address = format!("{}/{}?{query}", host_key(host), path.to_lowercase());
        Mark::Address(documents.site_of(record.document), address)
    });
    guid.into_iter().chain(address).collect()
}

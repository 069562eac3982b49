//! A slug that no item has → the item whose slug is most like it.

use std::collections::HashMap;

use crate::site::record::Record;
use crate::site::table::hash;
use crate::site::url::path_key;

/// A word that more slugs have says too little, and would take too long.
const MOST_ALIKE: usize = 256;

/// The words of all slugs of public items, each with the items that have it.
#[derive(Debug, Default)]
pub(super) struct Words(HashMap<u32, Vec<u32>>);

impl Words {
    pub(super) fn of(records: &[Record]) -> Self {
        let mut words: HashMap<u32, Vec<u32>> = HashMap::new();
        for (index, record) in (0_u32..).zip(records).filter(|(_, record)| record.is_public()) {
            let slug = path_key(&record.slug);
            for word in split(&slug) {
                let alike = words.entry(hash(word)).or_default();
                if alike.len() <= MOST_ALIKE && alike.last() != Some(&index) {
                    alike.push(index);
                }
            }
        }
        Self(words)
    }

    /// The item that shares most of the words, if they are more than half of all.
    pub(super) fn nearest<'a>(&self, slug: &str, records: &'a [Record]) -> Option<&'a Record> {
        let slug = slug.to_lowercase();
        let wanted: Vec<&str> = split(&slug).collect();
        let mut shared: HashMap<u32, usize> = HashMap::new();
        for word in &wanted {
            let alike = self.0.get(&hash(word)).filter(|alike| alike.len() <= MOST_ALIKE);
            for index in alike.into_iter().flatten() {
                *shared.entry(*index).or_default() += 1;
            }
        }
        // Who shares most; of several the one with the fewest words, then the first.
        let most = *shared.values().max()?;
        let alike = shared.into_iter().filter(|(_, shared)| *shared == most);
        let words = |index: u32| split(&path_key(&records[index as usize].slug)).count();
        let (all, index) = alike.map(|(index, _)| (words(index) + wanted.len(), index)).min()?;
        (most * 4 > all).then(|| &records[index as usize])
    }
}

/// The words of a slug that are long enough to say something.
fn split(slug: &str) -> impl Iterator<Item = &str> {
    slug.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 1)
}

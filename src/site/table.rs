//! [`Table`]: text → the items that have it, in eight bytes an item.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

/// A look-up table that keeps no keys: it names the items that may have one, and the caller, who has
/// the items, looks. Of a million items it takes eight megabytes, where a table of texts takes a
/// hundred.
#[derive(Debug, Default)]
pub(super) struct Table(Vec<(u32, u32)>);

impl Table {
    /// The table of these hashes ([`hash`]) and positions; of equals the earlier goes first.
    pub(super) fn of(entries: impl Iterator<Item = (u32, usize)>) -> Self {
        let mut entries: Vec<(u32, u32)> =
            entries.filter_map(|(hash, at)| Some((hash, u32::try_from(at).ok()?))).collect();
        entries.sort_by_key(|(hash, _)| *hash);
        entries.shrink_to_fit();
        Self(entries)
    }

    /// The positions that may have the key of this hash.
    pub(super) fn candidates(&self, hash: u32) -> impl Iterator<Item = usize> {
        let start = self.0.partition_point(|(known, _)| *known < hash);
        let alike = self.0[start..].iter().take_while(move |(known, _)| *known == hash);
        alike.map(|(_, at)| *at as usize)
    }
}

/// The hash of a key; the same in every run.
pub(super) fn hash(key: &str) -> u32 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    (hasher.finish() >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_position_is_found_and_the_earlier_goes_first() {
        let keys: Vec<String> = (0..1000).map(|number| format!("post-{number}")).collect();
        let twice = keys.iter().chain(&keys).enumerate();
        let table = Table::of(twice.map(|(at, key)| (hash(key), at)));
        for (at, key) in keys.iter().enumerate() {
            let found: Vec<usize> = table.candidates(hash(key)).collect();
            let own: Vec<usize> = found.into_iter().filter(|found| found % 1000 == at).collect();
            assert_eq!(own, [at, at + 1000]);
        }
        assert_eq!(Table::default().candidates(7).count(), 0);
    }
}

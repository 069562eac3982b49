//! [`Table`]: text → the items that have it, in less than nine bytes an item.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

/// Items in a bucket, as a power of two: eight entries are one line of a processor's cache.
const BUCKET_BITS: u32 = 3;

/// A look-up table that keeps no keys: it names the items that may have one, and the caller, who has
/// the items, looks. Of a million items it takes eight and a half megabytes, where a table of texts
/// takes a hundred.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// Hashes and positions, by hash.
    entries: Vec<(u32, u32)>,
    /// Where the entries begin whose hashes begin with a number, by that number. A search for the
    /// hash among all entries would wait for memory at each of its steps.
    starts: Vec<u32>,
    /// How many bits of a hash are that number.
    bits: u32,
}

impl Table {
    /// The table of these hashes ([`hash`]) and positions; of equals the earlier goes first.
    pub(super) fn of(entries: impl Iterator<Item = (u32, usize)>) -> Self {
        let mut entries: Vec<(u32, u32)> =
            entries.filter_map(|(hash, at)| Some((hash, u32::try_from(at).ok()?))).collect();
        entries.sort_by_key(|(hash, _)| *hash);
        entries.shrink_to_fit();
        let bits = entries.len().checked_ilog2().unwrap_or(0).saturating_sub(BUCKET_BITS);
        let mut starts = Vec::with_capacity((1 << bits) + 1);
        for (at, (hash, _)) in (0_u32..).zip(&entries) {
            let fill = prefix(*hash, bits) + 1;
            starts.resize(starts.len().max(fill), at);
        }
        starts.resize((1 << bits) + 1, u32::try_from(entries.len()).unwrap_or(u32::MAX));
        Self { entries, starts, bits }
    }

    /// The positions that may have the key of this hash.
    pub(super) fn candidates(&self, hash: u32) -> impl Iterator<Item = usize> {
        let start = self.starts.get(prefix(hash, self.bits)).map_or(0, |start| *start as usize);
        let bucket = self.entries[start..].iter().skip_while(move |(known, _)| *known < hash);
        bucket.take_while(move |(known, _)| *known == hash).map(|(_, at)| *at as usize)
    }
}

/// The first bits of a hash.
fn prefix(hash: u32, bits: u32) -> usize {
    hash.checked_shr(u32::BITS - bits).unwrap_or(0) as usize
}

/// The hash of a key; the same in every run.
pub(super) fn hash(key: &str) -> u32 {
    (long_hash(key) >> 32) as u32
}

/// A hash that no two of a site's keys share, but for a chance that nobody will see.
pub(super) fn long_hash(key: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
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

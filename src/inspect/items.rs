//! Items by type, status and what a run would do with them.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::site::{Action, Record};

/// What a run would do with an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// It gets a file.
    Written,
    /// It becomes part of other items' files.
    Merged(&'static str),
    /// It is left out.
    Skipped(&'static str),
}

/// Items of one type, status and fate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemGroup {
    /// `post`.
    pub post_type: String,
    /// `publish`; empty where an item has none.
    pub status: String,
    /// What a run would do with them.
    pub fate: Fate,
    /// How many there are.
    pub items: u64,
}

/// The balance sheet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Items of the exports.
    pub items: u64,
    /// Items that get a file.
    pub written: u64,
    /// Items that become part of others' files.
    pub merged: u64,
    /// Items that are left out.
    pub skipped: u64,
}

/// The groups: types with the most items first, and in a type the largest group. `failed` are the
/// positions of the records that cannot be converted.
pub(super) fn groups(records: &[Record], failed: &BTreeSet<usize>) -> Vec<ItemGroup> {
    let mut counts: BTreeMap<(&str, &str, Fate), u64> = BTreeMap::new();
    let mut types: BTreeMap<&str, u64> = BTreeMap::new();
    for (index, record) in records.iter().enumerate() {
        let fate = match record.action {
            Action::Write(_) if failed.contains(&index) => Fate::Skipped("could not be converted"),
            Action::Write(_) => Fate::Written,
            Action::Merge(reason) => Fate::Merged(reason),
            Action::Skip(reason) => Fate::Skipped(reason),
        };
        *counts.entry((&record.post_type, record.status.name(), fate)).or_default() += 1;
        *types.entry(&record.post_type).or_default() += 1;
    }
    let mut rows: Vec<_> = counts.into_iter().collect();
    rows.sort_by_key(|((post_type, status, fate), items)| {
        (Reverse(types[post_type]), *post_type, Reverse(*items), *status, *fate)
    });
    rows.into_iter()
        .map(|((post_type, status, fate), items)| ItemGroup {
            post_type: post_type.to_owned(),
            status: status.to_owned(),
            fate,
            items,
        })
        .collect()
}

/// Adds the groups up.
pub(super) fn totals(groups: &[ItemGroup]) -> Totals {
    let mut totals = Totals::default();
    for group in groups {
        totals.items += group.items;
        *match group.fate {
            Fate::Written => &mut totals.written,
            Fate::Merged(_) => &mut totals.merged,
            Fate::Skipped(_) => &mut totals.skipped,
        } += group.items;
    }
    totals
}

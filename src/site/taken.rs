//! Paths that have a file already.

use std::collections::HashSet;

use crate::site::path::OutPath;
use crate::site::table::long_hash;

/// The paths of all files so far; on a file system that ignores case, two that differ in it are one.
///
/// Of a path nothing is kept but its hash. Two paths of one hash are as good as impossible, and the
/// second would get the number of its item, as if the first were its own.
#[derive(Debug, Default)]
pub(super) struct Taken(HashSet<u64>);

impl Taken {
    /// Takes a path; whether it was free.
    pub(super) fn insert(&mut self, path: &OutPath) -> bool {
        self.0.insert(hash(path))
    }

    /// Whether a path has a file.
    pub(super) fn contains(&self, path: &OutPath) -> bool {
        self.0.contains(&hash(path))
    }
}

fn hash(path: &OutPath) -> u64 {
    long_hash(&path.case_key())
}

//! After the items: the archives that are always written, and those that something links to.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::convert::{Embedded, Listed, Writing, archive};
use crate::error::Error;
use crate::link::Rewritten;
use crate::notice::Notice;
use crate::output::Outcome;
use crate::run::items::{Pass, kept};
use crate::site::{ArchiveId, OutPath, Site};

/// What became of one archive.
#[derive(Debug)]
pub(super) struct MadeArchive {
    pub(super) id: ArchiveId,
    pub(super) path: OutPath,
    pub(super) outcome: Outcome,
    pub(super) notices: Vec<Notice>,
    /// The links of its description.
    pub(super) links: Rewritten,
    /// Files of the pictures that stood in it; other documents may have made the same.
    pub(super) pictures: Vec<(OutPath, Outcome)>,
}

impl MadeArchive {
    /// Every file that was made, and what became of it.
    pub(super) fn files(&self) -> impl Iterator<Item = (&OutPath, Outcome)> {
        let pictures = self.pictures.iter().map(|(path, outcome)| (path, *outcome));
        std::iter::once((&self.path, self.outcome)).chain(pictures)
    }
}

/// Makes the files of the archives.
pub(super) fn make(
    linked: BTreeSet<ArchiveId>,
    pass: &Pass<'_>,
) -> Result<Vec<MadeArchive>, Error> {
    let one = |Listed { id, document, links, mut notices, files }| {
        let outcome = pass.folder.write(&document.path, document.text.as_bytes())?;
        let mut pictures = Vec::new();
        for Embedded { path, bytes } in files {
            let outcome = pass.folder.write(&path, &bytes)?;
            pictures.push((path, outcome));
        }
        notices.extend(kept((&document.path, outcome)));
        Ok(MadeArchive { id, path: document.path, outcome, notices, links, pictures })
    };
    convert(linked, pass.site, pass.writing).into_par_iter().map(one).collect()
}

/// Converts the archives, in waves: what one of them says may link to others.
pub(super) fn convert(
    linked: BTreeSet<ArchiveId>,
    site: &Site,
    writing: Writing<'_>,
) -> Vec<Listed> {
    let mut wave = linked;
    wave.extend(site.archives.always_written());
    let mut seen = BTreeSet::new();
    let mut all = Vec::new();
    while !wave.is_empty() {
        let ids: Vec<ArchiveId> = wave.into_iter().collect();
        let new: Vec<Listed> =
            ids.par_iter().filter_map(|id| archive(*id, site, writing)).collect();
        seen.extend(ids);
        let linked = new.iter().flat_map(|listed| &listed.links.archives);
        wave = linked.filter(|id| !seen.contains(*id)).copied().collect();
        all.extend(new);
    }
    all
}

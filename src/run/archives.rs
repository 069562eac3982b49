//! After the items: the archives that are always written, and those that something links to.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::convert::{Listed, Writing, archive};
use crate::error::Error;
use crate::run::account::MadeFile;
use crate::run::items::Pass;
use crate::site::{ArchiveId, Site};

/// What became of one archive.
#[derive(Debug)]
pub(super) struct MadeArchive {
    pub(super) id: ArchiveId,
    pub(super) file: MadeFile,
}

/// Makes the files of the archives.
pub(super) fn make(
    linked: BTreeSet<ArchiveId>,
    pass: &Pass<'_>,
) -> Result<Vec<MadeArchive>, Error> {
    let one = |Listed { id, document, links, notices, files }| {
        let mut file = MadeFile::write(&document, notices, links, pass)?;
        file.add_pictures(&files, pass)?;
        Ok(MadeArchive { id, file })
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

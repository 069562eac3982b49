//! With `--data`: the site's authors, terms and menus as data files, after the archives that they lead to.

use std::collections::BTreeSet;

use crate::catalog::{self, DataFile, Gathered};
use crate::error::Error;
use crate::inspect::Inferred;
use crate::link::Rewritten;
use crate::notice::Notice;
use crate::output::Outcome;
use crate::run::archives::MadeArchive;
use crate::run::items::{Pass, kept};
use crate::site::{ArchiveId, OutPath};

/// What became of one data file.
#[derive(Debug)]
pub(super) struct MadeData {
    pub(super) path: OutPath,
    pub(super) outcome: Outcome,
    pub(super) notices: Vec<Notice>,
    pub(super) links: Rewritten,
    /// Files of the pictures that stood in it; other documents may have made the same.
    pub(super) pictures: Vec<(OutPath, Outcome)>,
}

impl MadeData {
    /// Every file that was made, and what became of it.
    pub(super) fn files(&self) -> impl Iterator<Item = (&OutPath, Outcome)> {
        let pictures = self.pictures.iter().map(|(path, outcome)| (path, *outcome));
        std::iter::once((&self.path, self.outcome)).chain(pictures)
    }
}

/// Makes the data files.
pub(super) fn make(
    mut gathered: Gathered,
    inferred: &Inferred,
    archives: &[MadeArchive],
    pass: &Pass<'_>,
) -> Result<Vec<MadeData>, Error> {
    let written: BTreeSet<ArchiveId> = archives.iter().map(|made| made.id).collect();
    let mut pictures = Vec::new();
    for picture in std::mem::take(&mut gathered.pictures) {
        let outcome = pass.folder.write(&picture.path, &picture.bytes)?;
        pictures.push((picture.path, outcome));
    }
    let files = catalog::documents(gathered, inferred, &written, pass.site, pass.writing);
    let one = |DataFile { document, links, mut notices }| {
        let outcome = pass.folder.write(&document.path, document.text.as_bytes())?;
        notices.extend(kept((&document.path, outcome)));
        let pictures = std::mem::take(&mut pictures);
        Ok(MadeData { path: document.path, outcome, notices, links, pictures })
    };
    files.into_iter().map(one).collect()
}

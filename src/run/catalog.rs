//! With `--data`: the site's authors, terms and menus as data files, after the archives that they lead to.

use std::collections::BTreeSet;

use crate::catalog::{self, DataFile, Gathered};
use crate::error::Error;
use crate::inspect::Inferred;
use crate::run::account::MadeFile;
use crate::run::archives::MadeArchive;
use crate::run::items::Pass;
use crate::site::ArchiveId;

/// Makes the data files.
pub(super) fn make(
    mut gathered: Gathered,
    inferred: &Inferred,
    archives: &[MadeArchive],
    pass: &Pass<'_>,
) -> Result<Vec<MadeFile>, Error> {
    let written: BTreeSet<ArchiveId> = archives.iter().map(|made| made.id).collect();
    let pictures = std::mem::take(&mut gathered.pictures);
    let files = catalog::documents(gathered, inferred, &written, pass.site, pass.writing);
    let one =
        |DataFile { document, links, notices }| MadeFile::write(&document, notices, links, pass);
    let mut made: Vec<MadeFile> = files.into_iter().map(one).collect::<Result<_, _>>()?;
    // They are those of all descriptions.
    if let Some(first) = made.first_mut() {
        first.add_pictures(&pictures, pass)?;
    }
    Ok(made)
}

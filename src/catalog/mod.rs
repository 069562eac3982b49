//! Site → data files: its head, authors, terms and menus, for the templates of the new site.
//!
//! Two steps, because an address is only told where something stands: [`gather`] says which archives
//! the files lead to, and when those are written, [`documents`] makes the files. Nothing of what readers
//! could not see gets in. Knows no files and no terminal.

mod authors;
mod comments;
mod forest;
mod head;
mod menus;
mod terms;
mod text;

use std::collections::BTreeSet;

use crate::convert::{Document, Embedded, Writing};
use crate::inspect::Inferred;
use crate::link::{self, Rewritten};
use crate::notice::Notice;
use crate::site::{Archive, ArchiveId, Destination, OutPath, Publication, Site};
use crate::target::Target;

use terms::Descriptions;

pub use comments::{CommentText, comments_of_all, comments_of_post, entry};

/// One data file.
#[derive(Debug)]
pub struct DataFile {
    /// The file.
    pub document: Document,
    /// Where it leads.
    pub links: Rewritten,
    /// What happened on the way.
    pub notices: Vec<Notice>,
}

/// What is known before archives are written.
#[derive(Debug, Default)]
pub struct Gathered {
    descriptions: Descriptions,
    /// Archives that menus and descriptions lead to.
    pub archives: BTreeSet<ArchiveId>,
    /// Pictures that stood in descriptions.
    pub pictures: Vec<Embedded>,
}

/// Converts the descriptions and looks where menus lead.
#[must_use]
pub fn gather(site: &Site, writing: Writing<'_>) -> Gathered {
    let target = writing.target.rooted();
    let writing = Writing { target: &target, ..writing };
    let (descriptions, pictures) = terms::describe(site, writing);
    let mut archives = menus::archives(site, writing);
    for described in descriptions.values() {
        archives.extend(&described.links.archives);
    }
    Gathered { descriptions, archives, pictures }
}

/// Makes the files. `written` are the archives that have files.
#[must_use]
pub fn documents(
    gathered: Gathered,
    inferred: &Inferred,
    written: &BTreeSet<ArchiveId>,
    site: &Site,
    writing: Writing<'_>,
) -> Vec<DataFile> {
    let target = writing.target.rooted();
    let writing = Writing { target: &target, ..writing };
    let scene = Scene { site, writing, written };
    let terms::Files { categories, tags, taxonomies } = terms::files(gathered.descriptions, &scene);
    let plain = |name, text| DataFile {
        document: Document { path: path(name, &target), text },
        links: Rewritten::default(),
        notices: Vec::new(),
    };
    vec![
        plain("authors", text::write(&authors::list(&scene), &target.data)),
        categories,
        menus::file(&scene),
        plain("site", text::write(&head::of(inferred, &scene), &target.data)),
        tags,
        taxonomies,
    ]
}

/// What the makers of all files look at.
#[derive(Clone, Copy)]
struct Scene<'a> {
    site: &'a Site,
    /// With a target that links from the root.
    writing: Writing<'a>,
    written: &'a BTreeSet<ArchiveId>,
}

impl Scene<'_> {
    /// The address of an archive as a link has it; `None` if the new site has no such archive.
    fn address(&self, id: ArchiveId, archive: &Archive) -> Option<String> {
        archive.place.is_there(self.written.contains(&id)).then(|| link::encode(&archive.address))
    }
}

fn path(name: &str, target: &Target) -> OutPath {
    OutPath::parse(&target.data.place(name)).expect("the folder was checked with the target file")
}

/// A data file as what links are looked at from that stand at an address of the site.
fn origin(name: &str, address: &str, target: &Target) -> Destination {
    let (path, address) = (path(name, target), address.to_owned());
    Destination { path, address: address.into(), publication: Publication::Public }
}

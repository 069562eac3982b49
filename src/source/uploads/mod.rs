//! [`Uploads`]: what a user has on disk of `wp-content/uploads` → the file that a path below it stands
//! for.
//!
//! ```text
//! folder ──────────────────────────▶ look it up, list on a miss ┐
//! .tar, .zip ─────────▶ index once ┐                             ├▶ Stored
//! .tar.gz ──spool──▶ ──────────────┴▶ read where it lies        ┘
//! ```
//!
//! What a file is, is told from its content. Names are found in every spelling that backups give them:
//! accents composed or not, escaped, and in another case where only one file can be meant.

mod archive;
mod folder;
mod layout;
mod names;
mod tar;
mod told;
mod zip;

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use crate::error::Error;
use crate::notice::{Code, Notice};
use crate::source::content::{self, Content};
use crate::source::input::unreadable;
use crate::source::spool::{Spool, Spooled};
use crate::source::stream::Peeked;
use crate::source::uploads::archive::{Archive, Entry, Kind};
use crate::source::uploads::folder::{Folder, Found, is_upload, split};
use crate::source::uploads::names::{Likeness, composed};
use crate::source::uploads::told::shown;
use crate::source::{Input, Size, gzip};

/// How many bytes it takes to tell what an archive is.
const FIRST: u64 = 512;

/// What a user has of the uploads: folders and archives, the first of which goes first. Usable from many
/// threads.
#[derive(Debug)]
pub struct Uploads {
    places: Vec<Place>,
}

#[derive(Debug)]
enum Place {
    Folder(Folder),
    Archive(Archive),
}

/// A file, or an entry of an archive, that is one of the uploads.
#[derive(Debug)]
pub struct Stored<'u>(Lies<'u>);

#[derive(Debug)]
enum Lies<'u> {
    OnDisk(Found),
    Inside(&'u Archive, &'u Entry),
}

impl Uploads {
    /// Opens folders and archives. What is packed with gzip is unpacked into a temporary file, of no
    /// more than `most` bytes; whatever of an archive cannot be used is told.
    pub fn open(paths: &[PathBuf], most: Size) -> Result<(Self, Vec<Notice>), Error> {
        let mut spool = Spool::of(most);
        let mut places = Vec::with_capacity(paths.len());
        let mut notices = Vec::new();
        for path in paths {
            let metadata = fs::metadata(path).map_err(|cause| unreadable(path, cause))?;
            if metadata.is_dir() {
                let folder = Folder::open(path).map_err(|cause| unreadable(path, cause))?;
                places.push(Place::Folder(folder));
            } else if metadata.is_file() {
                let archive = open_archive(path, metadata.len(), &mut spool, &mut notices)?;
                places.push(Place::Archive(archive));
            } else {
                return Err(Error::NotUploads { path: path.clone() });
            }
        }
        Ok((Self { places }, notices))
    }

    /// The file that a path below the uploads folder stands for, `2012/05/pier.jpg`.
    #[must_use]
    pub fn find(&self, path: &str) -> Option<Stored<'_>> {
        if !path.split('/').all(is_plain) {
            return None;
        }
        // A name in its own case is the better one wherever it lies.
        [Likeness::Same, Likeness::AnyCase]
            .into_iter()
            .find_map(|likeness| {
                self.places.iter().find_map(|place| match place {
                    Place::Folder(folder) => folder.find(path, likeness).map(Lies::OnDisk),
                    Place::Archive(archive) => {
                        archive.find(path, likeness).map(|entry| Lies::Inside(archive, entry))
                    }
                })
            })
            .map(Stored)
    }

    /// The names of the files in the folder that a path lies in, sorted.
    #[must_use]
    pub fn siblings(&self, path: &str) -> Vec<String> {
        let (folder, _) = split(path);
        let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let mut names = BTreeSet::new();
        for place in &self.places {
            match place {
                Place::Folder(place) if folder.is_empty() || folder.split('/').all(is_plain) => {
                    names.extend(place.names_in(folder));
                }
                Place::Folder(_) => {}
                Place::Archive(place) => names.extend(place.names_in(&prefix).map(str::to_owned)),
            }
        }
        names.into_iter().collect()
    }

    /// Every path below the uploads folder, each once and sorted. Left out are hidden files, and what
    /// WordPress puts into folders so that nobody can list them.
    pub fn all(&self) -> Result<Vec<String>, Error> {
        let mut seen = BTreeSet::new();
        let mut all = Vec::new();
        for place in &self.places {
            let paths = match place {
                Place::Folder(folder) => folder.all()?,
                Place::Archive(archive) => uploads_of(archive),
            };
            all.extend(paths.into_iter().filter(|path| seen.insert(composed(path).into_owned())));
        }
        all.sort_unstable();
        Ok(all)
    }

    /// What was met in folders, since they were opened, that could not be used.
    #[must_use]
    pub fn notices(&self) -> Vec<Notice> {
        let notices = |place: &Place| match place {
            Place::Folder(folder) => folder.notices(),
            Place::Archive(_) => Vec::new(),
        };
        self.places.iter().flat_map(notices).collect()
    }
}

impl Stored<'_> {
    /// How long it is.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        match &self.0 {
            Lies::OnDisk(found) => found.metadata.len(),
            Lies::Inside(_, entry) => entry.bytes,
        }
    }

    /// When it was changed last. What zip archives say is taken for the time of Greenwich.
    #[must_use]
    pub fn modified(&self) -> Option<SystemTime> {
        match &self.0 {
            Lies::OnDisk(found) => found.metadata.modified().ok(),
            Lies::Inside(_, entry) => entry.modified,
        }
    }

    /// Where it lies, if it is a file of its own.
    #[must_use]
    pub fn file(&self) -> Option<&Path> {
        match &self.0 {
            Lies::OnDisk(found) => Some(&found.path),
            Lies::Inside(..) => None,
        }
    }

    /// The bytes from start to end. An entry that is damaged ends with an error.
    pub fn open(&self) -> io::Result<Box<dyn Read + '_>> {
        match &self.0 {
            Lies::OnDisk(found) => Ok(Box::new(File::open(&found.path)?)),
            Lies::Inside(archive, entry) => archive.read(entry),
        }
    }

    /// Where it lies, for people: a path, or the name of an entry behind that of its archive.
    #[must_use]
    pub fn place(&self) -> String {
        match &self.0 {
            Lies::OnDisk(found) => shown(&found.path.display().to_string()),
            Lies::Inside(archive, entry) => archive.place_of(entry),
        }
    }
}

fn open_archive(
    path: &Path,
    bytes: u64,
    spool: &mut Spool,
    notices: &mut Vec<Notice>,
) -> Result<Archive, Error> {
    let failed = |cause| unreadable(path, cause);
    let file = Arc::new(File::open(path).map_err(failed)?);
    let input = Input::of(path.to_owned(), file, 0..bytes);
    let first = input.read(0..bytes.min(FIRST))?;
    let (input, kind) = match content::of(&first) {
        Content::Zip => (input, Kind::Zip),
        Content::Gzip => (unpack(&input, spool, notices)?, Kind::Tar),
        Content::Text if tar::is_tar(&first) => (input, Kind::Tar),
        Content::Text => return Err(Error::NotUploads { path: path.to_owned() }),
    };
    let (archive, told) = Archive::of(input, kind);
    notices.extend(told);
    Ok(archive)
}

/// Takes a packed tar archive into the spool.
fn unpack(packed: &Input, spool: &mut Spool, notices: &mut Vec<Notice>) -> Result<Input, Error> {
    let mut stream = Peeked::of(gzip::members(BufReader::new(packed.stream())));
    if !tar::is_tar(&stream.first) {
        return Err(Error::NotUploads { path: packed.path.clone() });
    }
    let Spooled { input, fault } = spool.append(&mut stream, &packed.path)?;
    notices.extend(fault.map(|fault| {
        let place = shown(&packed.path.display().to_string());
        let message = format!("`{place}` is cut off or damaged, what is there is used: {fault}");
        Notice::new(Code::UploadsUnread, message)
    }));
    Ok(input)
}

fn uploads_of(archive: &Archive) -> Vec<String> {
    let is_one = |path: &&String| {
        let (_, name) = split(path);
        is_upload(name) && !archive.is_blank_page(path)
    };
    archive.paths().iter().filter(is_one).cloned().collect()
}

/// Whether a name in a path stays where it is.
fn is_plain(name: &str) -> bool {
    !matches!(name, "" | "." | "..") && !name.contains(['\\', '\0']) && !has_drive(name)
}

/// Whether Windows would take a name for one on another drive.
fn has_drive(name: &str) -> bool {
    cfg!(windows) && name.contains(':')
}

//! [`Folder`]: uploads as they lie in a folder. Nothing is walked up front: a file is looked for where it
//! should be, and a folder is listed, once, only when it is not there.
//!
//! A folder may be a stranger's backup, so links out of it are not followed, and pipes and devices are
//! never opened.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};

use crate::error::Error;
use crate::notice::Notice;
use crate::source::input::unreadable;
use crate::source::uploads::archive::is_hidden;
use crate::source::uploads::layout;
use crate::source::uploads::names::{Likeness, Names};
use crate::source::uploads::told::{PassedOver, shown};

/// What WordPress and plugins put into folders so that nobody sees their list is hardly longer.
pub(super) const MAX_BLANK_PAGE: u64 = 256;

/// Where WordPress has the uploads in a site.
const IN_CONTENT: &str = "wp-content/uploads";

const LEADS_OUT: &str = "links out of the folder";
const NO_FILE: &str = "what is neither file nor folder";
const UNREADABLE: &str = "what cannot be read";

/// A folder of uploads.
#[derive(Debug)]
pub(super) struct Folder {
    root: PathBuf,
    /// Where the folder that the user gave really is. Nothing outside of it is read.
    bound: PathBuf,
    listings: Mutex<BTreeMap<String, Arc<Listing>>>,
    passed_over: Mutex<(BTreeSet<String>, PassedOver)>,
}

/// What is in a folder.
#[derive(Debug, Default)]
struct Listing {
    files: Names,
    folders: Names,
}

/// A file of the uploads.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) path: PathBuf,
    pub(super) metadata: fs::Metadata,
}

impl Folder {
    /// Finds the uploads in what the user gave: them, or a folder around them.
    pub(super) fn open(given: &Path) -> io::Result<Self> {
        let bound = fs::canonicalize(given)?;
        let is_inside = |folder: &PathBuf| {
            folder.is_dir() && fs::canonicalize(folder).is_ok_and(|real| real.starts_with(&bound))
        };
        let folders: Vec<PathBuf> =
            fs::read_dir(given)?.flatten().map(|entry| entry.path()).filter(is_inside).collect();
        let name =
            |folder: &PathBuf| folder.file_name().and_then(|it| it.to_str().map(str::to_owned));
        let has_years = folders.iter().filter_map(name).any(|name| layout::is_year(&name));
        let inside = |folder: &Path| Some(folder.join(IN_CONTENT)).filter(is_inside);
        // A backup may hold the site in one more folder, but of several nobody knows which is meant.
        let mut below = folders.iter().filter_map(|folder| inside(folder));
        let root = match inside(given) {
            Some(root) => root,
            None if has_years => given.to_owned(),
            None => {
                match (Some(given.join("uploads")).filter(is_inside), below.next(), below.next()) {
                    (Some(root), _, _) | (None, Some(root), None) => root,
                    (None, _, _) => given.to_owned(),
                }
            }
        };
        Ok(Self { root, bound, listings: Mutex::default(), passed_over: Mutex::default() })
    }

    /// The file that is meant by a path, whose names are none of `.` and `..`.
    pub(super) fn find(&self, path: &str, likeness: Likeness) -> Option<Found> {
        if likeness == Likeness::Same
            && let Some(found) = self.look(path)
        {
            return Some(found);
        }
        let (folder, name) = split(path);
        let folder = self.resolve(folder, likeness)?;
        let listing = self.listing(&folder);
        let at = listing.files.find(name, likeness)?;
        self.look(&join(&folder, &listing.files.all()[at]))
    }

    /// The names of the files in a folder.
    pub(super) fn names_in(&self, folder: &str) -> Vec<String> {
        let resolved = self
            .resolve(folder, Likeness::Same)
            .or_else(|| self.resolve(folder, Likeness::AnyCase));
        let Some(folder) = resolved else { return Vec::new() };
        self.listing(&folder).files.all().to_vec()
    }

    /// Every file, sorted. Of a folder that several links lead to, the files are told once.
    pub(super) fn all(&self) -> Result<Vec<String>, Error> {
        fs::read_dir(&self.root).map_err(|cause| unreadable(&self.root, cause))?;
        let mut folders = vec![String::new()];
        let mut seen = BTreeSet::new();
        let mut files = Vec::new();
        while let Some(folder) = folders.pop() {
            let is_new = fs::canonicalize(self.root.join(&folder)).is_ok_and(|it| seen.insert(it));
            if !is_new {
                continue;
            }
            let listing = self.listing(&folder);
            folders.extend(visible(&listing.folders).map(|name| join(&folder, name)));
            let paths = visible(&listing.files).map(|name| join(&folder, name));
            files.extend(paths.filter(|path| !self.is_blank_page(path)));
        }
        files.sort_unstable();
        Ok(files)
    }

    /// What was met that could not be used.
    pub(super) fn notices(&self) -> Vec<Notice> {
        self.passed_over().1.notices(&shown(&self.root.display().to_string()))
    }

    /// The file at exactly this path.
    fn look(&self, path: &str) -> Option<Found> {
        let full = self.root.join(path);
        let real = fs::canonicalize(&full).ok()?;
        if !real.starts_with(&self.bound) {
            self.pass_over(LEADS_OUT, path);
            return None;
        }
        let metadata = fs::metadata(&real).ok()?;
        if metadata.is_file() {
            return Some(Found { path: full, metadata });
        }
        if !metadata.is_dir() {
            self.pass_over(NO_FILE, path);
        }
        None
    }

    /// A folder, spelled as on disk.
    fn resolve(&self, folder: &str, likeness: Likeness) -> Option<String> {
        let mut here = String::new();
        for name in folder.split('/').filter(|name| !name.is_empty()) {
            let listing = self.listing(&here);
            let same = listing.folders.find(name, Likeness::Same);
            let at = same.or_else(|| listing.folders.find(name, likeness))?;
            here = join(&here, &listing.folders.all()[at]);
        }
        Some(here)
    }

    fn listing(&self, folder: &str) -> Arc<Listing> {
        let listings =
            || self.listings.lock().expect("no thread panics while it holds the listings");
        if let Some(listing) = listings().get(folder) {
            return Arc::clone(listing);
        }
        let listing = Arc::new(self.list(folder));
        listings().insert(folder.to_owned(), Arc::clone(&listing));
        listing
    }

    fn list(&self, folder: &str) -> Listing {
        let Ok(entries) = fs::read_dir(self.root.join(folder)) else {
            self.pass_over(UNREADABLE, folder);
            return Listing::default();
        };
        let (mut files, mut folders) = (Vec::new(), Vec::new());
        for entry in entries.flatten() {
            let name = entry.file_name();
            let (Some(name), Ok(kind)) = (name.to_str(), entry.file_type()) else {
                self.pass_over(UNREADABLE, &join(folder, &name.to_string_lossy()));
                continue;
            };
            let path = join(folder, name);
            match kind {
                _ if kind.is_file() => files.push(name.to_owned()),
                _ if kind.is_dir() => folders.push(name.to_owned()),
                _ if !kind.is_symlink() => self.pass_over(NO_FILE, &path),
                _ if self.is_folder(&path) => folders.push(name.to_owned()),
                _ if self.look(&path).is_some() => files.push(name.to_owned()),
                _ => {}
            }
        }
        Listing { files: Names::of(files), folders: Names::of(folders) }
    }

    /// Whether a link leads to a folder inside.
    fn is_folder(&self, path: &str) -> bool {
        let real = fs::canonicalize(self.root.join(path));
        real.is_ok_and(|real| real.starts_with(&self.bound) && real.is_dir())
    }

    fn is_blank_page(&self, path: &str) -> bool {
        is_index(path) && self.look(path).is_some_and(|it| it.metadata.len() < MAX_BLANK_PAGE)
    }

    fn pass_over(&self, reason: &'static str, path: &str) {
        let (seen, passed_over) = &mut *self.passed_over();
        if seen.insert(path.to_owned()) {
            passed_over.add(reason, path);
        }
    }

    fn passed_over(&self) -> MutexGuard<'_, (BTreeSet<String>, PassedOver)> {
        self.passed_over.lock().expect("no thread panics while it holds the list")
    }
}

/// The names that are those of uploads, and not of what servers and plugins keep there.
fn visible(names: &Names) -> impl Iterator<Item = &String> {
    names.all().iter().filter(|name| is_upload(name))
}

/// Whether a file of this name can be an upload.
pub(super) fn is_upload(name: &str) -> bool {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    !is_hidden(name) && !ending.eq_ignore_ascii_case("php")
}

/// Whether a path is that of the page which servers show instead of a list.
pub(super) fn is_index(path: &str) -> bool {
    split(path).1.eq_ignore_ascii_case("index.html")
}

/// A path as its folder and its name.
pub(super) fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

//! [`Ground`]: the output folder as a place for files, out of which no link leads.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use tempfile::TempPath;

use crate::output::folder::{TEMPORARY, is_absent, temporary};

/// The folder for what is not whole yet.
const SCRATCH: &str = ".pressdown-partial";

/// The output folder of a run.
#[derive(Debug)]
pub(super) struct Ground {
    root: PathBuf,
    /// Where it really is.
    real: PathBuf,
    /// Folders that are there and inside.
    known: Mutex<BTreeSet<String>>,
}

/// What to do about folders that are not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Missing {
    Make,
    Leave,
}

impl Ground {
    pub(super) fn of(root: &Path) -> Self {
        let real = fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
        Self { root: root.to_owned(), real, known: Mutex::default() }
    }

    /// Where a file lies or would lie. A path below a link that leads out is an error.
    pub(super) fn place(&self, path: &str) -> io::Result<PathBuf> {
        self.check(path, Missing::Leave)
    }

    /// Where a file is to lie, with the folders above it.
    pub(super) fn prepared(&self, path: &str) -> io::Result<PathBuf> {
        self.check(path, Missing::Make)
    }

    /// The folder for what is not whole yet, made if it is not there.
    pub(super) fn scratch(&self) -> io::Result<PathBuf> {
        let scratch = self.scratch_place()?;
        make(&scratch)?;
        Ok(scratch)
    }

    /// Where the folder for what is not whole yet is or would be. Through a link that somebody put there
    /// nothing is written or removed, wherever it leads.
    pub(super) fn scratch_place(&self) -> io::Result<PathBuf> {
        let scratch = self.root.join(SCRATCH);
        match fs::symlink_metadata(&scratch) {
            Ok(there) if there.is_dir() => Ok(scratch),
            Ok(_) => {
                let what = format!("{} is no folder", scratch.display());
                Err(io::Error::new(io::ErrorKind::NotADirectory, what))
            }
            Err(cause) if is_absent(&cause) => Ok(scratch),
            Err(cause) => Err(cause),
        }
    }

    fn check(&self, path: &str, missing: Missing) -> io::Result<PathBuf> {
        let (folder, _) = path.rsplit_once('/').unwrap_or(("", path));
        let known = || self.known.lock().expect("no thread panics while it holds the folders");
        if !folder.is_empty() && !known().contains(folder) && self.descend(folder, missing)? {
            known().insert(folder.to_owned());
        }
        Ok(self.root.join(path))
    }

    /// Goes down to a folder; `false` if it is not there.
    fn descend(&self, folder: &str, missing: Missing) -> io::Result<bool> {
        let mut here = self.root.clone();
        for name in folder.split('/') {
            here.push(name);
            match fs::symlink_metadata(&here) {
                Ok(there) if there.is_dir() => {}
                Ok(there) if there.is_symlink() => self.follow(&here)?,
                Ok(_) if missing == Missing::Leave => return Ok(false),
                Ok(_) => return Err(io::ErrorKind::NotADirectory.into()),
                Err(cause) if !is_absent(&cause) => return Err(cause),
                Err(_) if missing == Missing::Leave => return Ok(false),
                Err(_) => make(&here)?,
            }
        }
        Ok(true)
    }

    fn follow(&self, link: &Path) -> io::Result<()> {
        if fs::canonicalize(link)?.starts_with(&self.real) {
            return Ok(());
        }
        let what = format!("{} is a link out of the output folder", link.display());
        Err(io::Error::new(io::ErrorKind::PermissionDenied, what))
    }
}

/// Makes a folder, unless another thread does.
fn make(folder: &Path) -> io::Result<()> {
    match fs::create_dir(folder) {
        Err(cause) if cause.kind() != io::ErrorKind::AlreadyExists => Err(cause),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Moves a whole file into its place, over what is there.
pub(super) fn move_into(whole: TempPath, place: &Path) -> io::Result<()> {
    let Err(failed) = whole.persist(place) else { return Ok(()) };
    if failed.error.kind() != io::ErrorKind::CrossesDevices {
        return Err(failed.error);
    }
    // Another disk is mounted there, so the file is written beside its place.
    let folder = place.parent().unwrap_or(Path::new("."));
    if let Ok(target) = fs::read_link(&failed.path) {
        let link = tempfile::Builder::new()
            .prefix(TEMPORARY)
            .make_in(folder, |path| symlink(&target, path))?;
        return Ok(link.into_temp_path().persist(place)?);
    }
    let mut from = fs::File::open(&failed.path)?;
    let mut beside = temporary(folder)?;
    io::copy(&mut from, &mut beside)?;
    beside.as_file().set_modified(from.metadata()?.modified()?)?;
    beside.persist(place)?;
    Ok(())
}

/// Makes a symbolic link.
#[cfg(unix)]
pub(super) fn symlink(from: &Path, to: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(from, to)
}

/// Makes a symbolic link, where the user may.
#[cfg(windows)]
pub(super) fn symlink(from: &Path, to: &Path) -> io::Result<()> {
    std::os::windows::fs::symlink_file(from, to)
}

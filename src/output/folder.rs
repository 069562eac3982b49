//! [`Folder`]: the output folder of one run. Files appear whole or not at all.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use crate::error::Error;
use crate::output::manifest::{self, Manifest};
use crate::output::{Hash, lock};
use crate::site::OutPath;

/// What to do with files that pressdown did not write, or that were edited since.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existing {
    /// Leave them alone.
    Keep,
    /// Write over them.
    Overwrite,
}

/// Whether anything reaches the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Files are written.
    Write,
    /// Only what would happen is told.
    DryRun,
}

/// What became of one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// It is new.
    Created,
    /// It was there and is different now.
    Updated,
    /// It was there already, byte for byte.
    Unchanged,
    /// A person edited it, so it was left alone.
    Kept,
}

/// An output folder, with what an earlier run wrote into it. Usable from many threads.
#[derive(Debug)]
pub struct Folder {
    root: PathBuf,
    existing: Existing,
    mode: Mode,
    before: Manifest,
    now: Mutex<Manifest>,
    /// Holds other runs off as long as it is open.
    _lock: Option<File>,
}

/// What the end of a run did to files that it did not write again.
#[derive(Debug, Default)]
pub struct Finished {
    /// Files of items that are gone, removed.
    pub removed: Vec<OutPath>,
    /// Files of items that are gone, which a person had edited.
    pub kept: Vec<OutPath>,
}

impl Folder {
    /// Opens a folder for a run. One that holds files of others is refused unless they may be
    /// written over, and one that another run is writing into is refused in any case.
    pub fn open(root: &Path, existing: Existing, mode: Mode) -> Result<Self, Error> {
        let lock = match mode {
            Mode::Write => {
                if !root.exists() {
                    create_folder(root)?;
                }
                lock::take(root)?
            }
            Mode::DryRun => None,
        };
        let listed = listed(root)?;
        if listed.is_none() && existing == Existing::Keep && holds_anything(root)? {
            return Err(Error::ForeignFolder { path: root.to_owned() });
        }
        if mode == Mode::Write && listed.is_none() {
            // A run that is killed half-way must know the folder for its own when it starts again.
            let empty = manifest::render(&Manifest::new());
            replace_file(&root.join(manifest::NAME), empty.as_bytes())?;
        }
        let before = listed.unwrap_or_default();
        let (root, now) = (root.to_owned(), Mutex::default());
        Ok(Self { root, existing, mode, before, now, _lock: lock })
    }

    /// Where the folder is.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Writes one file, unless it is there already or a person edited it.
    pub fn write(&self, path: &OutPath, bytes: &[u8]) -> Result<Outcome, Error> {
        let new = Hash::of(bytes);
        let there = self.read(path)?;
        let before = self.before.get(path).copied();
        let outcome = match there {
            None => Outcome::Created,
            Some(there) if there == new => Outcome::Unchanged,
            Some(there) if before == Some(there) => Outcome::Updated,
            Some(_) if self.existing == Existing::Overwrite => Outcome::Updated,
            Some(_) => Outcome::Kept,
        };
        match outcome {
            Outcome::Created | Outcome::Updated => {
                if self.mode == Mode::Write {
                    replace_file(&self.root.join(path.as_str()), bytes)?;
                }
                self.record(path, new);
            }
            Outcome::Unchanged => self.record(path, new),
            // The hash of what was written last stays, so that the edit is still seen as one.
            Outcome::Kept => self.record(path, before.unwrap_or(new)),
        }
        Ok(outcome)
    }

    /// The text of a file as it lies in the folder; none where there is no such file.
    pub fn text(&self, path: &OutPath) -> Result<Option<String>, Error> {
        let path = self.root.join(path.as_str());
        match fs::read(&path) {
            Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
            Err(cause) if is_absent(&cause) => Ok(None),
            Err(cause) => Err(Error::Read { path, cause }),
        }
    }

    /// Whether a file lies in the folder. A path that would lead out of it does not.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        OutPath::parse(path).is_some_and(|path| self.root.join(path.as_str()).is_file())
    }

    /// Whether this run wrote a file there, or found it as it would have written it.
    pub fn wrote(&self, path: &OutPath) -> bool {
        self.now.lock().expect("no thread panics while it holds the list").contains_key(path)
    }

    /// Keeps a file of an earlier run that this run could not make again.
    pub fn keep(&self, path: &OutPath) {
        if let Some(hash) = self.before.get(path) {
            self.record(path, *hash);
        }
    }

    /// Lists what was written so far beside what was there before, so that a run which is killed later
    /// knows its files when it starts again.
    pub fn checkpoint(&self) -> Result<(), Error> {
        let mut all = self.before.clone();
        all.extend(self.now.lock().expect("no thread panics while it holds the list").clone());
        self.write_manifest(&all)
    }

    /// Removes the files of an earlier run that this one did not write, and lists what is there now.
    pub fn finish(self) -> Result<Finished, Error> {
        let now = self.now.lock().expect("no thread panics while it holds the list").clone();
        let mut finished = Finished::default();
        for (path, hash) in self.before.iter().filter(|(path, _)| !now.contains_key(path)) {
            match self.read(path)? {
                None => {}
                Some(there) if there == *hash => {
                    self.remove(path)?;
                    finished.removed.push(path.clone());
                }
                Some(_) => finished.kept.push(path.clone()),
            }
        }
        self.write_manifest(&now)?;
        Ok(finished)
    }

    /// Lists what is there now and leaves every file of an earlier run in place: an export that was
    /// cut off says nothing about the items behind the cut.
    pub fn finish_damaged(self) -> Result<Finished, Error> {
        for path in self.before.keys() {
            let is_new = !self
                .now
                .lock()
                .expect("no thread panics while it holds the list")
                .contains_key(path);
            if is_new {
                self.keep(path);
            }
        }
        self.finish()
    }

    fn write_manifest(&self, now: &Manifest) -> Result<(), Error> {
        if self.mode == Mode::DryRun || *now == self.before {
            return Ok(());
        }
        replace_file(&self.root.join(manifest::NAME), manifest::render(now).as_bytes())
    }

    fn record(&self, path: &OutPath, hash: Hash) {
        self.now
            .lock()
            .expect("no thread panics while it holds the list")
            .insert(path.clone(), hash);
    }

    /// The hash of a file as it is on disk.
    fn read(&self, path: &OutPath) -> Result<Option<Hash>, Error> {
        let path = self.root.join(path.as_str());
        match fs::read(&path) {
            Ok(bytes) => Ok(Some(Hash::of(&bytes))),
            Err(cause) if is_absent(&cause) => Ok(None),
            Err(cause) => Err(Error::Read { path, cause }),
        }
    }

    /// What to do with files that were edited.
    pub(super) fn existing(&self) -> Existing {
        self.existing
    }

    /// Whether anything is written.
    pub(super) fn mode(&self) -> Mode {
        self.mode
    }

    /// Removes a file and the folders above it that it leaves empty.
    pub(super) fn remove(&self, path: &OutPath) -> Result<(), Error> {
        if self.mode == Mode::DryRun {
            return Ok(());
        }
        let full = self.root.join(path.as_str());
        fs::remove_file(&full).map_err(|cause| Error::Write { path: full.clone(), cause })?;
        let folders = full.ancestors().skip(1).take_while(|folder| *folder != self.root);
        for folder in folders {
            // A folder that holds anything else cannot be removed, and neither can those above it.
            if fs::remove_dir(folder).is_err() {
                break;
            }
        }
        Ok(())
    }
}

/// A path is absent also where a file stands in the place of one of its folders.
pub(super) fn is_absent(cause: &io::Error) -> bool {
    matches!(cause.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// What an earlier run listed; none if there was none.
fn listed(root: &Path) -> Result<Option<Manifest>, Error> {
    let path = root.join(manifest::NAME);
    match fs::read(&path) {
        Ok(bytes) => Ok(manifest::parse(&String::from_utf8_lossy(&bytes))),
        Err(cause) if is_absent(&cause) => Ok(None),
        Err(cause) => Err(Error::Read { path, cause }),
    }
}

fn holds_anything(root: &Path) -> Result<bool, Error> {
    match fs::read_dir(root) {
        Ok(entries) => Ok(entries.flatten().any(|entry| entry.file_name() != lock::NAME)),
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(cause) => Err(Error::Write { path: root.to_owned(), cause }),
    }
}

fn create_folder(path: &Path) -> Result<(), Error> {
    fs::create_dir_all(path).map_err(|cause| Error::Write { path: path.to_owned(), cause })
}

/// Writes a file beside its place and moves it there, so that no reader and no crash ever meets
/// half of it. Folders above it are made; a link in its place is replaced.
pub(super) fn replace_file(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    create_folder(folder)?;
    let written = temporary(folder).and_then(|mut file| {
        file.write_all(bytes)?;
        file.persist(path)?;
        Ok(())
    });
    written.map_err(|cause| Error::Write { path: path.to_owned(), cause })
}

/// How the names of files begin that are not in their places yet; six letters or digits follow.
pub(super) const TEMPORARY: &str = ".pressdown-";

/// Whether a name may be of such a file.
pub(super) fn is_temporary(name: &str) -> bool {
    let random = name.strip_prefix(TEMPORARY).unwrap_or_default();
    random.len() == 6 && random.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// A temporary file that, once in its place, can be read by whoever the umask lets.
pub(super) fn temporary(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.prefix(TEMPORARY).tempfile_in(folder)
}

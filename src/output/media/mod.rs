//! [`MediaStore`]: where media go in the output folder. Files appear whole or not at all, whatever becomes
//! of the run, and none is made twice.
//!
//! ```text
//! a file on disk ──copy, link──┐
//! an entry of an archive ──────┼──▶ .pressdown-partial/ ──journal──▶ its place
//! a download ──────────────────┘
//! ```
//!
//! What is in place stands in a journal of its own, `.pressdown-media.jsonl`, and not in the manifest of
//! the documents. Nothing is held whole in memory, and nothing is written through a link that leads out
//! of the folder. The system may lose what was written last when the power fails; a process that is
//! killed loses nothing but what it was about to write.

mod ground;
mod partial;
mod place;
mod record;
mod share;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::sync::{Mutex, MutexGuard};

pub use partial::Partial;
pub use record::{Placing, Record};
pub use share::Shared;

use crate::error::Error;
use crate::output::folder::{is_absent, is_temporary, replace_file};
use crate::output::media::ground::Ground;
use crate::output::media::record::Journal;
use crate::output::{Finished, Folder, Mode, Outcome};
use crate::site::OutPath;

/// The media of an output folder. Usable from many threads, as long as no two of them work on one path.
#[derive(Debug)]
pub struct MediaStore<'f> {
    folder: &'f Folder,
    ground: Ground,
    journal: Journal,
    /// What earlier runs recorded, the newest last.
    before: BTreeMap<OutPath, Vec<Record>>,
    now: Mutex<Now>,
}

/// What this run did.
#[derive(Debug, Default)]
struct Now {
    records: BTreeMap<OutPath, Record>,
    /// Files that are wanted and stay as they are.
    kept: BTreeSet<OutPath>,
    /// Files of which this run wanted to download more.
    partials: BTreeSet<OutPath>,
    /// What lies among the files that are not whole yet, by its key.
    left: BTreeSet<String>,
}

/// What lies at a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Known {
    /// Nothing.
    Absent,
    /// What an earlier run, or this one, put there.
    Same(Box<Record>),
    /// Something that was edited since, or is not pressdown's.
    Edited,
}

/// What became of one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed {
    /// What happened in its place.
    pub outcome: Outcome,
    /// How long it is.
    pub bytes: u64,
}

/// What to do with files of earlier runs that this one did not want.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stale {
    /// Remove those that nobody edited.
    Remove,
    /// Leave them, as this run cannot know whether they are wanted.
    Leave,
}

/// What lies at a path, and what is needed to judge it.
enum State {
    Absent,
    Ours(Record),
    Theirs(fs::Metadata),
}

impl MediaStore<'_> {
    /// Reads what earlier runs recorded in a folder.
    pub fn open(folder: &Folder) -> Result<MediaStore<'_>, Error> {
        let path = folder.root().join(record::NAME);
        let parsed = match fs::symlink_metadata(&path) {
            Ok(there) if there.is_file() => match fs::read(&path) {
                Ok(journal) => record::parse(&journal),
                Err(cause) => return Err(Error::Read { path, cause }),
            },
            // Nothing is read through a link, or out of a pipe, that somebody put there.
            Ok(_) | Err(_) => record::Parsed::default(),
        };
        let (before, ground) = (parsed.records, Ground::of(folder.root()));
        let journal = Journal::at(path, parsed.has_head);
        let store = MediaStore { folder, ground, journal, before, now: Mutex::default() };
        store.now().left = store.keys_left();
        Ok(store)
    }

    /// What lies at a path now. What cannot be read, or lies behind a link out of the folder, is edited.
    #[must_use]
    pub fn known(&self, path: &OutPath) -> Known {
        match self.state(path) {
            Ok(State::Absent) => Known::Absent,
            Ok(State::Ours(record)) => Known::Same(Box::new(record)),
            Ok(State::Theirs(_)) | Err(_) => Known::Edited,
        }
    }

    /// Keeps a file of an earlier run, and what there is of a broken download, that this run could not
    /// renew.
    pub fn keep(&self, path: &OutPath) {
        self.now().kept.insert(path.clone());
    }

    /// How many bytes are free on the disk; none if the system does not say.
    #[must_use]
    pub fn room(&self) -> Option<u64> {
        let root = std::path::absolute(self.folder.root()).ok()?;
        fs4::available_space(root.ancestors().find(|folder| folder.exists())?).ok()
    }

    /// Removes what earlier runs put there and this one did not want, and records what is there now.
    pub fn finish(self, stale: Stale) -> Result<Finished, Error> {
        let mut finished = Finished::default();
        let mut records = self.now().records.clone();
        let kept = self.now().kept.clone();
        for (path, versions) in &self.before {
            if records.contains_key(path) {
                continue;
            }
            let stays = stale == Stale::Leave || kept.contains(path);
            match (self.state(path), versions.last()) {
                (Ok(State::Absent), _) | (_, None) => {}
                (Ok(State::Ours(record)), Some(_)) if stays => {
                    records.insert(path.clone(), record);
                }
                // So that the edit is still seen as one.
                (Ok(State::Theirs(_)) | Err(_), Some(newest)) if stays => {
                    records.insert(path.clone(), newest.clone());
                }
                (Ok(State::Ours(_)), Some(_)) => {
                    self.folder.remove(path)?;
                    finished.removed.push(path.clone());
                }
                (Ok(State::Theirs(_)) | Err(_), Some(_)) => finished.kept.push(path.clone()),
            }
        }
        if self.folder.mode() == Mode::Write {
            self.tidy_scratch(stale);
            self.close(&records)?;
        }
        Ok(finished)
    }

    /// Writes the journal anew, sorted, with one line a file.
    fn close(self, records: &BTreeMap<OutPath, Record>) -> Result<(), Error> {
        let path = self.folder.root().join(record::NAME);
        // Some systems do not replace a file that is open.
        drop(self.journal);
        let is_file = fs::symlink_metadata(&path).is_ok_and(|there| there.is_file());
        let there = if is_file { fs::read(&path).ok() } else { None };
        if records.is_empty() {
            return match fs::remove_file(&path) {
                Err(cause) if !is_absent(&cause) => Err(Error::Write { path, cause }),
                Ok(()) | Err(_) => Ok(()),
            };
        }
        let journal = record::render(records);
        if there.as_deref() == Some(journal.as_bytes()) {
            return Ok(());
        }
        replace_file(&path, journal.as_bytes())
    }

    /// Removes the parts of files that are no longer wanted, and what a run that was killed left. What
    /// pressdown never makes stays.
    fn tidy_scratch(&self, stale: Stale) {
        let now = self.now();
        let wanted: BTreeSet<String> =
            now.partials.iter().chain(&now.kept).map(partial::key).collect();
        let Ok(scratch) = self.ground.scratch_place() else { return };
        let Ok(entries) = fs::read_dir(&scratch) else { return };
        for entry in entries.flatten() {
            let is_stale =
                entry.file_name().to_str().is_some_and(|name| match partial::key_of(name) {
                    Some(key) => stale == Stale::Remove && !wanted.contains(key),
                    None => is_temporary(name),
                });
            if is_stale {
                // What cannot be removed now is in nobody's way and can be removed by the next run.
                let _ = fs::remove_file(entry.path());
            }
        }
        let _ = fs::remove_dir(&scratch);
    }

    /// The keys of the parts that earlier runs left.
    fn keys_left(&self) -> BTreeSet<String> {
        let entries =
            self.ground.scratch_place().and_then(fs::read_dir).into_iter().flatten().flatten();
        let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
        names.filter_map(|name| Some(name.strip_suffix(".json")?.to_owned())).collect()
    }

    fn state(&self, path: &OutPath) -> io::Result<State> {
        let full = self.ground.place(path.as_str())?;
        let there = match fs::symlink_metadata(&full) {
            Ok(there) => there,
            Err(cause) if is_absent(&cause) => return Ok(State::Absent),
            Err(cause) => return Err(cause),
        };
        let ours = self.versions(path).find_map(|record| record.confirmed(&full, &there));
        Ok(ours.map_or(State::Theirs(there), State::Ours))
    }

    /// What is recorded of a path, the newest first.
    fn versions(&self, path: &OutPath) -> impl Iterator<Item = Record> {
        let now = self.now().records.get(path).cloned();
        now.into_iter().chain(self.before.get(path).into_iter().flatten().rev().cloned())
    }

    fn now(&self) -> MutexGuard<'_, Now> {
        self.now.lock().expect("no thread panics while it holds the list")
    }
}

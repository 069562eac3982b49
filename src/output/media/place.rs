//! Files on disk and entries of archives → their places.

use std::fs::{self, File};
use std::io::{self, Read, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use tempfile::{NamedTempFile, TempPath};

use crate::output::folder::{TEMPORARY, temporary};
use crate::output::hash::Hashing;
use crate::output::media::ground::{move_into, symlink};
use crate::output::media::record::Stamp;
use crate::output::media::{MediaStore, Placed, Placing, Record, State};
use crate::output::{Existing, Hash, Mode, Outcome};
use crate::site::OutPath;

/// A whole file, or a link, that is ready to be moved into its place.
pub(super) struct Ready {
    pub(super) record: Record,
    pub(super) whole: TempPath,
}

impl MediaStore<'_> {
    /// Puts a file that lies on disk into its place. If it is there already and neither was changed,
    /// nothing is read or written.
    pub fn place(&self, path: &OutPath, from: &Path, placing: Placing) -> io::Result<Placed> {
        let source = fs::metadata(from)?;
        if !source.is_file() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no file"));
        }
        let (bytes, modified) = (source.len(), source.modified().ok());
        let place = self.ground.place(path.as_str())?;
        if is_one_place(from, &place) {
            // Whatever were put there would be made of itself.
            self.keep(path);
            return Ok(Placed { outcome: Outcome::Unchanged, bytes });
        }
        let mut state = self.state(path)?;
        if let Some(placed) = self.unless_changed(&state, path, bytes, modified, placing)? {
            return Ok(placed);
        }
        if let State::Theirs(there) = &state
            && is_same_file(there, &source)
            && self.versions(path).any(|record| record.placing == Placing::HardLink)
        {
            // A hard link that changed with its source was edited by nobody.
            let record = linked(bytes, modified, Placing::HardLink);
            let record = Record { written: record.source, ..record };
            if placing == Placing::HardLink {
                self.remember(path, record)?;
                return Ok(Placed { outcome: Outcome::Unchanged, bytes });
            }
            state = State::Ours(record);
        }
        let is_dry = self.folder.mode() == Mode::DryRun;
        if is_dry || matches!(state, State::Theirs(_)) {
            let outcome =
                self.outcome(&state, path, bytes, placing, &mut || Hash::of_file(from))?;
            let is_theirs = outcome == Outcome::Unchanged && self.is_a_stranger(&state, path);
            if is_dry || is_theirs || outcome == Outcome::Kept {
                self.keep(path);
                return Ok(Placed { outcome, bytes });
            }
        }
        let ready = match placing {
            Placing::Copy => None,
            Placing::HardLink => self.hard_link(from, bytes, modified).ok(),
            Placing::Symlink => self.symlink(from, bytes, modified).ok(),
        };
        if let Some(ready) = ready {
            return self.settle(path, ready, &state);
        }
        let fill = |whole: &mut File| copy_file(&mut File::open(from)?, whole);
        self.settle(path, self.copy(fill, modified, placing)?, &state)
    }

    /// Puts what a stream holds, an entry of an archive, into its place.
    pub fn receive(
        &self,
        path: &OutPath,
        from: &mut dyn Read,
        modified: Option<SystemTime>,
    ) -> io::Result<Placed> {
        let state = self.state(path)?;
        if self.folder.mode() == Mode::Write {
            let fill = |whole: &mut File| copy_stream(from, whole);
            return self.settle(path, self.copy(fill, modified, Placing::Copy)?, &state);
        }
        let mut hashing = Hashing::default();
        if !matches!(state, State::Absent) {
            hashing.add_all(from)?;
        }
        let (bytes, hash) = (hashing.bytes(), hashing.finish());
        let outcome = self.outcome(&state, path, bytes, Placing::Copy, &mut || Ok(hash))?;
        self.keep(path);
        Ok(Placed { outcome, bytes })
    }

    /// What there is to say of a file whose source, of this length and time, is what it was when it was
    /// put there; none if it has to be put there again. It saves unpacking an entry of an archive.
    pub fn unchanged(
        &self,
        path: &OutPath,
        bytes: u64,
        modified: Option<SystemTime>,
    ) -> io::Result<Option<Placed>> {
        self.unless_changed(&self.state(path)?, path, bytes, modified, Placing::Copy)
    }

    /// Takes note that what was put into a place is another file, of this name, than the one that belongs
    /// there.
    pub fn note_stand_in(&self, path: &OutPath, name: &str) -> io::Result<()> {
        let record = self.now().records.get(path).cloned();
        match record.filter(|record| record.stand_in.as_deref() != Some(name)) {
            Some(record) => {
                self.remember(path, Record { stand_in: Some(name.to_owned()), ..record })
            }
            None => Ok(()),
        }
    }

    fn unless_changed(
        &self,
        state: &State,
        path: &OutPath,
        bytes: u64,
        modified: Option<SystemTime>,
        placing: Placing,
    ) -> io::Result<Option<Placed>> {
        let State::Ours(record) = state else { return Ok(None) };
        let modified = Stamp::of(modified);
        let is_same = record.bytes == bytes
            && modified.is_some()
            && record.source == modified
            && record.placing == placing;
        if is_same {
            self.remember(path, record.clone())?;
        }
        Ok(is_same.then_some(Placed { outcome: Outcome::Unchanged, bytes }))
    }

    /// Moves a whole file into its place, if that is what is to be done.
    pub(super) fn settle(&self, path: &OutPath, ready: Ready, state: &State) -> io::Result<Placed> {
        let Ready { mut record, whole } = ready;
        let bytes = record.bytes;
        let hash = record.hash;
        let mut hash = || hash.map_or_else(|| Hash::of_file(&whole), Ok);
        let outcome = self.outcome(state, path, bytes, record.placing, &mut hash)?;
        match outcome {
            Outcome::Created | Outcome::Updated => {
                let place = self.ground.prepared(path.as_str())?;
                // First the line and then the file: a file that no line tells of would be a stranger's.
                self.journal.append(path, &record)?;
                move_into(whole, &place)?;
                self.now().records.insert(path.clone(), record);
            }
            // Nothing is made pressdown's own by being what it would have written.
            Outcome::Unchanged if self.is_a_stranger(state, path) => {}
            Outcome::Unchanged => {
                let there = fs::symlink_metadata(self.ground.place(path.as_str())?)?;
                record.written = Stamp::of(there.modified().ok());
                record.target = None;
                self.remember(path, record)?;
            }
            Outcome::Kept => self.keep(path),
        }
        Ok(Placed { outcome, bytes })
    }

    /// What putting a file into its place does there.
    pub(super) fn outcome(
        &self,
        state: &State,
        path: &OutPath,
        bytes: u64,
        placing: Placing,
        hash: &mut dyn FnMut() -> io::Result<Hash>,
    ) -> io::Result<Outcome> {
        Ok(match state {
            State::Absent => Outcome::Created,
            State::Ours(old) => {
                let may_stay = old.bytes == bytes && old.placing == placing && old.hash.is_some();
                let stays = may_stay && old.hash == Some(hash()?);
                if stays { Outcome::Unchanged } else { Outcome::Updated }
            }
            State::Theirs(there) => {
                let may_be_it = there.is_file() && there.len() == bytes;
                let full = self.ground.place(path.as_str())?;
                if may_be_it && Hash::of_file(&full).ok() == Some(hash()?) {
                    Outcome::Unchanged
                } else if self.folder.existing() == Existing::Overwrite {
                    Outcome::Updated
                } else {
                    Outcome::Kept
                }
            }
        })
    }

    /// Whether what lies at a path is something that no run has put there.
    fn is_a_stranger(&self, state: &State, path: &OutPath) -> bool {
        matches!(state, State::Theirs(_)) && self.versions(path).next().is_none()
    }

    /// Takes note of a file in its place.
    fn remember(&self, path: &OutPath, record: Record) -> io::Result<()> {
        let is_known = self.before.get(path).and_then(|versions| versions.last()) == Some(&record);
        if self.folder.mode() == Mode::Write && !is_known {
            self.journal.append(path, &record)?;
        }
        self.now().records.insert(path.clone(), record);
        Ok(())
    }

    fn copy(
        &self,
        fill: impl FnOnce(&mut File) -> io::Result<Hashing>,
        modified: Option<SystemTime>,
        placing: Placing,
    ) -> io::Result<Ready> {
        let mut whole = temporary(&self.ground.scratch()?)?;
        let hashing = fill(whole.as_file_mut())?;
        let record = Record::of(hashing.bytes(), Some(hashing.finish()));
        ready(whole, Record { placing, source: Stamp::of(modified), ..record }, modified)
    }

    fn hard_link(
        &self,
        from: &Path,
        bytes: u64,
        modified: Option<SystemTime>,
    ) -> io::Result<Ready> {
        // A link to a link would be one more symbolic link.
        let from = fs::canonicalize(from)?;
        let whole = self.link(|path| fs::hard_link(&from, path))?;
        let record = linked(bytes, modified, Placing::HardLink);
        Ok(Ready { record: Record { written: record.source, ..record }, whole })
    }

    fn symlink(&self, from: &Path, bytes: u64, modified: Option<SystemTime>) -> io::Result<Ready> {
        let from = std::path::absolute(from)?;
        let whole = self.link(|path| symlink(&from, path))?;
        let record = linked(bytes, modified, Placing::Symlink);
        Ok(Ready { record: Record { target: Some(from), ..record }, whole })
    }

    /// A link under a name that is free.
    pub(super) fn link(&self, make: impl FnMut(&Path) -> io::Result<()>) -> io::Result<TempPath> {
        let scratch: PathBuf = self.ground.scratch()?;
        let link: NamedTempFile<()> =
            tempfile::Builder::new().prefix(TEMPORARY).make_in(scratch, make)?;
        Ok(link.into_temp_path())
    }
}

/// A file that was written to its end, with the time that it is to have.
pub(super) fn ready(
    whole: NamedTempFile,
    record: Record,
    modified: Option<SystemTime>,
) -> io::Result<Ready> {
    let written = stamp(whole.as_file(), modified)?;
    Ok(Ready { record: Record { written, ..record }, whole: whole.into_temp_path() })
}

/// Gives a file the time that it is to have, and reads which it got: some disks round it.
pub(super) fn stamp(file: &File, modified: Option<SystemTime>) -> io::Result<Option<Stamp>> {
    if let Some(modified) = modified {
        // A time that the system cannot write is no reason to go without the file.
        let _ = file.set_modified(modified);
    }
    Ok(Stamp::of(file.metadata()?.modified().ok()))
}

fn linked(bytes: u64, modified: Option<SystemTime>, placing: Placing) -> Record {
    Record { placing, source: Stamp::of(modified), ..Record::of(bytes, None) }
}

/// Whether a source is what lies in its place, by whatever name: another hard link of it is not.
fn is_one_place(from: &Path, place: &Path) -> bool {
    let Ok(there) = fs::symlink_metadata(place) else { return false };
    let leads_there = || {
        let real = fs::canonicalize(place);
        real.is_ok_and(|place| fs::canonicalize(from).is_ok_and(|from| from == place))
    };
    !there.is_symlink() && leads_there() || is_one_name(from, place).unwrap_or(false)
}

/// Whether two names, which may be of links, stand for one entry of a folder.
fn is_one_name(from: &Path, place: &Path) -> io::Result<bool> {
    if from.file_name() != place.file_name() {
        return Ok(false);
    }
    let [from, place] = [from, place].map(|path| {
        let path = std::path::absolute(path)?;
        fs::canonicalize(path.parent().unwrap_or(&path))
    });
    Ok(from? == place?)
}

/// Whether two names are of one file.
#[cfg(unix)]
pub(super) fn is_same_file(one: &fs::Metadata, other: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    (one.dev(), one.ino()) == (other.dev(), other.ino())
}

/// Whether two names are of one file, which this system does not say.
#[cfg(windows)]
pub(super) fn is_same_file(_: &fs::Metadata, _: &fs::Metadata) -> bool {
    false
}

/// Between two files, the system copies by itself and, where the disk can, lets them share their bytes.
fn copy_file(from: &mut File, whole: &mut File) -> io::Result<Hashing> {
    io::copy(from, whole)?;
    whole.rewind()?;
    let mut hashing = Hashing::default();
    hashing.add_all(whole)?;
    Ok(hashing)
}

fn copy_stream(from: &mut dyn Read, whole: &mut File) -> io::Result<Hashing> {
    let mut hashing = Hashing::default();
    hashing.add_all(&mut Copied { from, whole })?;
    Ok(hashing)
}

/// A stream that is written as it is read.
struct Copied<'s> {
    from: &'s mut dyn Read,
    whole: &'s mut File,
}

impl Read for Copied<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(buffer)?;
        self.whole.write_all(&buffer[..read])?;
        Ok(read)
    }
}

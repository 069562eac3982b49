//! [`Partial`]: a download on its way. What there is of it outlives a broken connection, and the run.
//!
//! The bytes lie in `.pressdown-partial/`, and beside them the facts that a server needs to send the
//! rest. A small file gets there only when it breaks off: most arrive in one piece.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::mem;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use serde::{Deserialize, Serialize};
use tempfile::TempPath;

use crate::output::folder::{is_absent, temporary};
use crate::output::hash::Hashing;
use crate::output::media::place::{Ready, ready, stamp};
use crate::output::media::{MediaStore, Placed, Placing, Record};
use crate::output::{Hash, Mode};
use crate::site::OutPath;

/// How many bytes are held in memory before they go to the disk.
const BUFFER: usize = 64 * 1024;

/// A download, of which the first part may be there. Dropping it leaves that part to the next attempt.
pub struct Partial<'s> {
    store: &'s MediaStore<'s>,
    path: OutPath,
    /// None before the first [`Partial::begin`].
    facts: Option<Facts>,
    /// How many bytes are on disk.
    flushed: u64,
    /// What goes behind them.
    buffer: Vec<u8>,
    /// Opened when the first byte needs it.
    file: Option<File>,
    /// Over all bytes; none if those on disk were not read yet.
    hashing: Option<Hashing>,
    is_over: bool,
}

/// What the first part is a part of.
#[derive(Deserialize, Serialize)]
struct Facts {
    path: String,
    url: String,
    etag: Option<String>,
    modified: Option<String>,
    /// Of the whole.
    length: Option<u64>,
}

/// The name of what belongs to a path, without its ending.
pub(super) fn key(path: &OutPath) -> String {
    Hash::of(path.as_str().as_bytes()).to_string()
}

/// The key in the name of a part, or of what tells what it is a part of.
pub(super) fn key_of(name: &str) -> Option<&str> {
    let key = name.strip_suffix(".part").or_else(|| name.strip_suffix(".json"))?;
    let is_key = key.len() == 32 && key.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_key.then_some(key)
}

impl MediaStore<'_> {
    /// Opens what a broken download of a file left, or nothing.
    pub fn partial(&self, path: &OutPath) -> io::Result<Partial<'_>> {
        self.now().partials.insert(path.clone());
        let mut partial = Partial {
            store: self,
            path: path.clone(),
            facts: None,
            flushed: 0,
            buffer: Vec::new(),
            file: None,
            hashing: Some(Hashing::default()),
            is_over: false,
        };
        let is_left = self.now().left.contains(&key(path));
        if is_left
            && let Ok(text) = fs::read(partial.place("json")?)
            && let Ok(facts) = serde_json::from_slice::<Facts>(&text)
            && facts.path == path.as_str()
            && let Ok(part) = fs::symlink_metadata(partial.place("part")?)
            && part.is_file()
            && part.len() > 0
        {
            partial.facts = Some(facts);
            partial.flushed = part.len();
            partial.hashing = None;
        }
        Ok(partial)
    }
}

impl Partial<'_> {
    /// How many bytes are there.
    #[must_use]
    pub fn held(&self) -> u64 {
        self.flushed + self.buffer.len() as u64
    }

    /// Where they are from.
    #[must_use]
    pub fn url(&self) -> Option<&str> {
        self.facts.as_ref().map(|facts| facts.url.as_str())
    }

    /// The `ETag` of the answer that they are a part of.
    #[must_use]
    pub fn etag(&self) -> Option<&str> {
        self.facts.as_ref()?.etag.as_deref()
    }

    /// The `Last-Modified` of the answer that they are a part of.
    #[must_use]
    pub fn modified(&self) -> Option<&str> {
        self.facts.as_ref()?.modified.as_deref()
    }

    /// How long the whole is, if that was said.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        self.facts.as_ref()?.length
    }

    /// Starts from nothing, with an answer to the whole of a request.
    pub fn begin(
        &mut self,
        url: &str,
        etag: Option<&str>,
        modified: Option<&str>,
        length: Option<u64>,
    ) -> io::Result<()> {
        // First the bytes go and then what they are part of, so that no bytes are ever taken for others.
        self.remove()?;
        self.facts = Some(Facts {
            path: self.path.to_string(),
            url: url.to_owned(),
            etag: etag.map(str::to_owned),
            modified: modified.map(str::to_owned),
            length,
        });
        self.buffer.clear();
        self.hashing = Some(Hashing::default());
        Ok(())
    }

    /// Adds bytes behind those that are there.
    pub fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.facts.is_none() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "nothing was begun"));
        }
        self.hashing()?.add(bytes);
        if self.store.folder.mode() == Mode::DryRun {
            self.flushed += bytes.len() as u64;
            return Ok(());
        }
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() < BUFFER { Ok(()) } else { self.flush() }
    }

    /// Moves the whole file into its place. It gets the time of `modified`, if that is one.
    ///
    /// What there is stays for the next attempt where this fails, unless it is not what came: then it is
    /// thrown away.
    pub fn commit(
        mut self,
        url: &str,
        etag: Option<&str>,
        modified: Option<&str>,
    ) -> io::Result<Placed> {
        let hashing = self.hashing()?;
        let record = Record {
            url: Some(url.to_owned()),
            etag: etag.map(str::to_owned),
            modified: modified.map(str::to_owned),
            ..Record::of(hashing.bytes(), Some(hashing.finish()))
        };
        let placed = if self.store.folder.mode() == Mode::DryRun {
            self.foresee(&record)?
        } else {
            if !self.is_as_counted(record.bytes)? {
                self.discard();
                return Err(io::Error::other("something else wrote into what came of it"));
            }
            let ready = self.ready(record, modified.and_then(time))?;
            self.store.settle(&self.path, ready, &self.store.state(&self.path)?)?
        };
        self.discard();
        Ok(placed)
    }

    /// Removes what there is.
    pub fn discard(mut self) {
        self.is_over = true;
        self.buffer.clear();
        // What cannot be removed now is removed when the run ends.
        let _ = self.remove();
        self.store.now().partials.remove(&self.path);
    }

    fn foresee(&self, record: &Record) -> io::Result<Placed> {
        let Record { bytes, hash, .. } = *record;
        let hash = hash.expect("a download is hashed");
        let state = self.store.state(&self.path)?;
        let mut hash = || Ok(hash);
        let outcome = self.store.outcome(&state, &self.path, bytes, Placing::Copy, &mut hash)?;
        self.store.keep(&self.path);
        Ok(Placed { outcome, bytes })
    }

    /// Whether what lies on disk is as long as what was counted and hashed.
    fn is_as_counted(&mut self, bytes: u64) -> io::Result<bool> {
        if self.flushed == 0 {
            return Ok(self.buffer.len() as u64 == bytes);
        }
        self.flush()?;
        let is_it = match fs::symlink_metadata(self.place("part")?) {
            Ok(part) => part.is_file() && part.len() == self.flushed,
            Err(cause) if is_absent(&cause) => false,
            Err(cause) => return Err(cause),
        };
        Ok(is_it && self.flushed == bytes)
    }

    fn ready(&mut self, record: Record, modified: Option<SystemTime>) -> io::Result<Ready> {
        if self.flushed == 0 {
            let mut whole = temporary(&self.store.ground.scratch()?)?;
            whole.write_all(&self.buffer)?;
            return ready(whole, record, modified);
        }
        let part = self.place("part")?;
        let written = stamp(self.part()?, modified)?;
        // Some systems do not move a file that is open.
        self.file = None;
        let mut whole = TempPath::try_from_path(part)?;
        whole.disable_cleanup(true);
        Ok(Ready { record: Record { written, ..record }, whole })
    }

    /// The hash of all bytes, of which those on disk are read when they must be.
    fn hashing(&mut self) -> io::Result<&mut Hashing> {
        if self.hashing.is_none() {
            let mut hashing = Hashing::default();
            hashing.add_all(&mut File::open(self.place("part")?)?)?;
            self.hashing = Some(hashing);
        }
        Ok(self.hashing.as_mut().expect("it was just made"))
    }

    /// Writes down what is in memory.
    fn flush(&mut self) -> io::Result<()> {
        let buffer = mem::take(&mut self.buffer);
        let before = self.flushed;
        let mut written = Ok(());
        if !buffer.is_empty() {
            written = self.part().and_then(|part| {
                let written = part.write_all(&buffer);
                if written.is_err() {
                    // Half of what came is no part of what was counted.
                    let _ = part.set_len(before);
                }
                written
            });
        }
        match written {
            Ok(()) => self.flushed += buffer.len() as u64,
            Err(_) => self.buffer = buffer,
        }
        written
    }

    /// The file of the part, which the facts come before.
    fn part(&mut self) -> io::Result<&mut File> {
        if self.file.is_none() {
            let scratch = self.store.ground.scratch()?;
            if self.flushed == 0 {
                // What may lie there is no part of this.
                remove_if_there(&self.place("part")?)?;
                let facts = serde_json::to_vec(&self.facts).map_err(io::Error::other)?;
                let mut file = temporary(&scratch)?;
                file.write_all(&facts)?;
                file.persist(self.place("json")?)?;
            }
            self.file = Some(append(self.place("part")?)?);
            self.store.now().left.insert(key(&self.path));
        }
        Ok(self.file.as_mut().expect("it was just opened"))
    }

    fn remove(&mut self) -> io::Result<()> {
        let was_left = self.file.take().is_some() || self.flushed > 0;
        self.flushed = 0;
        if !was_left || self.store.folder.mode() == Mode::DryRun {
            return Ok(());
        }
        for ending in ["part", "json"] {
            remove_if_there(&self.place(ending)?)?;
        }
        Ok(())
    }

    fn place(&self, ending: &str) -> io::Result<PathBuf> {
        Ok(self.store.ground.scratch_place()?.join(format!("{}.{ending}", key(&self.path))))
    }
}

impl Drop for Partial<'_> {
    fn drop(&mut self) {
        if !self.is_over && self.store.folder.mode() == Mode::Write {
            // The bytes will be asked for again if they cannot be kept.
            let _ = self.flush();
        }
    }
}

fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(cause) if cause.kind() != io::ErrorKind::NotFound => Err(cause),
        Ok(()) | Err(_) => Ok(()),
    }
}

#[expect(clippy::disallowed_methods, reason = "a download goes on where it broke off")]
fn append(path: PathBuf) -> io::Result<File> {
    OpenOptions::new().append(true).create(true).open(path)
}

/// The time of a `Last-Modified`.
fn time(modified: &str) -> Option<SystemTime> {
    let time = jiff::fmt::rfc2822::parse(modified).ok()?;
    time.timestamp().try_into().ok()
}

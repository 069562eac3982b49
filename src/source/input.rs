//! [`Input`]: one export as bytes that any number of threads read, each at its own position.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::error::Error;

/// One export.
#[derive(Debug)]
pub struct Input {
    /// As the user gave it; what lay in an archive has its name behind that of the archive.
    pub path: PathBuf,
    /// How long it is.
    pub bytes: u64,
    /// Whether it lay in an archive that breaks off or is corrupt.
    pub is_damaged: bool,
    place: Place,
}

/// Where the bytes of an input are.
#[derive(Debug)]
enum Place {
    /// In an open file, from this offset on.
    Open(Arc<File>, u64),
    /// In the file of its path, which every stream opens for itself.
    Named,
}

impl Input {
    /// The part of a file that holds an export.
    pub(super) fn of(path: PathBuf, file: Arc<File>, part: Range<u64>) -> Self {
        let Range { start, end } = part;
        Self { path, bytes: end - start, is_damaged: false, place: Place::Open(file, start) }
    }

    /// A whole file that is not kept open.
    pub(super) fn named(path: PathBuf, bytes: u64) -> Self {
        Self { path, bytes, is_damaged: false, place: Place::Named }
    }

    /// The bytes from start to end. Several streams of one input do not disturb each other.
    #[must_use]
    pub fn stream(&self) -> impl Read + Seek + '_ {
        Stream { input: self, offset: 0, opened: None }
    }

    /// The bytes of a range, which must lie within the input.
    pub fn read(&self, range: Range<u64>) -> Result<Vec<u8>, Error> {
        let stream = Stream { input: self, offset: range.start, opened: None };
        let mut stream = stream.take(range.end - range.start);
        let length = range.end.min(self.bytes).saturating_sub(range.start);
        let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
        let read = stream.read_to_end(&mut bytes).map_err(|cause| unreadable(&self.path, cause))?;
        if read as u64 == range.end - range.start {
            return Ok(bytes);
        }
        let cause = io::Error::new(io::ErrorKind::UnexpectedEof, "the file became shorter");
        Err(unreadable(&self.path, cause))
    }
}

struct Stream<'a> {
    input: &'a Input,
    offset: u64,
    /// The file of an input that is not kept open.
    opened: Option<File>,
}

impl Read for Stream<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.input.bytes.saturating_sub(self.offset);
        if left == 0 {
            return Ok(0);
        }
        let wanted = usize::try_from(left).unwrap_or(usize::MAX).min(buffer.len());
        let buffer = &mut buffer[..wanted];
        let read = match (&self.input.place, &mut self.opened) {
            (Place::Open(file, start), _) => read_at(file, buffer, start + self.offset)?,
            (Place::Named, Some(file)) => read_at(file, buffer, self.offset)?,
            (Place::Named, opened @ None) => {
                let file = opened.insert(File::open(&self.input.path)?);
                read_at(file, buffer, self.offset)?
            }
        };
        self.offset += read as u64;
        Ok(read)
    }
}

impl Seek for Stream<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let offset = match to {
            SeekFrom::Start(offset) => Some(offset),
            SeekFrom::End(by) => self.input.bytes.checked_add_signed(by),
            SeekFrom::Current(by) => self.offset.checked_add_signed(by),
        };
        let outside = || io::Error::new(io::ErrorKind::InvalidInput, "a place before the start");
        self.offset = offset.ok_or_else(outside)?;
        Ok(self.offset)
    }
}

#[cfg(unix)]
fn read_at(file: &File, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, offset)
}

#[cfg(windows)]
fn read_at(file: &File, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, offset)
}

/// The error that ends a run whose input fails.
pub(super) fn unreadable(path: &Path, cause: io::Error) -> Error {
    Error::Read { path: path.to_owned(), cause }
}

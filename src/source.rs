//! Inputs: paths → seekable bytes, in a stable order.
//!
//! Reads files and nothing else yet: a folder is refused. Every input keeps one open handle, which
//! any number of threads read at their own positions.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::error::Error;

/// One export.
#[derive(Debug)]
pub struct Input {
    /// As the user gave it.
    pub path: PathBuf,
    /// How long it is.
    pub bytes: u64,
    file: File,
}

/// Opens files in the given order, each once however often and in whatever form it is named.
pub fn open(paths: &[PathBuf]) -> Result<Vec<Input>, Error> {
    let mut seen = BTreeSet::new();
    let mut inputs = Vec::new();
    for path in paths {
        let canonical = fs::canonicalize(path).map_err(|cause| unreadable(path, cause))?;
        if seen.insert(canonical) {
            inputs.push(open_file(path).map_err(|cause| unreadable(path, cause))?);
        }
    }
    Ok(inputs)
}

impl Input {
    /// The bytes from start to end. Several streams of one input do not disturb each other.
    #[must_use]
    pub fn stream(&self) -> impl Read + '_ {
        Stream { input: self, offset: 0 }
    }

    /// The bytes of a range, which must lie within the input.
    pub fn read(&self, range: Range<u64>) -> Result<Vec<u8>, Error> {
        let mut stream = Stream { input: self, offset: range.start }.take(range.end - range.start);
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
}

impl Read for Stream<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = read_at(&self.input.file, buffer, self.offset)?;
        self.offset += read as u64;
        Ok(read)
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

fn open_file(path: &Path) -> io::Result<Input> {
    let file = File::open(path)?;
    let metadata = file.metadata()?;
    if metadata.is_dir() {
        return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder"));
    }
    Ok(Input { path: path.to_owned(), bytes: metadata.len(), file })
}

fn unreadable(path: &Path, cause: io::Error) -> Error {
    Error::Read { path: path.to_owned(), cause }
}

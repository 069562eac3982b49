//! [`Spool`]: the temporary file for all bytes that cannot be read where they lie.
//!
//! Streams in, parts of one file out, one behind the other. The file has no name, so the system
//! takes it away with the process, even with one that was killed; and it is one file, so that an
//! archive of thousands of exports does not take thousands of handles.

use std::fs::File;
use std::io::{self, Read};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use crate::error::Error;
use crate::source::stream::{End, fill};
use crate::source::{Input, Size};

const BUFFER: usize = 64 * 1024;

/// The temporary file of a run.
#[derive(Debug)]
pub(super) struct Spool {
    most: Size,
    used: u64,
    /// Made when the first byte needs it.
    file: Option<Arc<File>>,
}

/// What a stream left in the spool.
pub(super) struct Spooled {
    pub(super) input: Input,
    /// What ended the stream before its end.
    pub(super) fault: Option<io::Error>,
}

impl Spool {
    /// An empty spool that takes so many bytes.
    pub(super) fn of(most: Size) -> Self {
        Self { most, used: 0, file: None }
    }

    /// Takes a stream as far as it can be read. More than the spool may take ends the run.
    pub(super) fn append(&mut self, stream: &mut impl Read, path: &Path) -> Result<Spooled, Error> {
        let file = self.file().map_err(|cause| Error::Spool { cause })?;
        let start = self.used;
        let mut buffer = vec![0; BUFFER];
        let fault = loop {
            let (filled, end) = fill(stream, &mut buffer);
            let used = self.used + filled as u64;
            if used > self.most.0 {
                let most = self.most.to_string();
                return Err(Error::Unpacked { path: path.to_owned(), most });
            }
            write_at(&file, &buffer[..filled], self.used)
                .map_err(|cause| Error::Spool { cause })?;
            self.used = used;
            match end {
                End::Open => {}
                End::Whole => break None,
                End::Broken(fault) => break Some(fault),
            }
        };
        let part = Range { start, end: self.used };
        Ok(Spooled { input: Input::of(path.to_owned(), file, part), fault })
    }

    fn file(&mut self) -> io::Result<Arc<File>> {
        if let Some(file) = &self.file {
            return Ok(Arc::clone(file));
        }
        let file = Arc::new(tempfile::tempfile()?);
        self.file = Some(Arc::clone(&file));
        Ok(file)
    }
}

#[cfg(unix)]
fn write_at(file: &File, bytes: &[u8], offset: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::write_all_at(file, bytes, offset)
}

#[cfg(windows)]
fn write_at(file: &File, mut bytes: &[u8], mut offset: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        let written = std::os::windows::fs::FileExt::seek_write(file, bytes, offset)?;
        bytes = &bytes[written..];
        offset += written as u64;
    }
    Ok(())
}

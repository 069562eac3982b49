//! [`Archive`]: a tar or zip archive of uploads, indexed once and read where it lies.

use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::time::SystemTime;

use flate2::Crc;
use flate2::bufread::DeflateDecoder;

use crate::notice::{Code, Notice};
use crate::source::uploads::folder::{MAX_BLANK_PAGE, is_index};
use crate::source::uploads::names::{Likeness, Names};
use crate::source::uploads::told::{PassedOver, shown};
use crate::source::uploads::{layout, tar, zip};
use crate::source::{Input, local_headers};

/// What an archive is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Tar,
    Zip,
}

/// An archive of uploads.
#[derive(Debug)]
pub(super) struct Archive {
    input: Input,
    /// Paths below the uploads folder.
    paths: Names,
    /// In the order of the paths.
    entries: Vec<Entry>,
}

/// A file in an archive.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// As it is written in the archive.
    pub(super) name: String,
    pub(super) bytes: u64,
    pub(super) modified: Option<SystemTime>,
    pub(super) form: Form,
}

/// How the bytes of an entry lie in the archive.
#[derive(Clone, Copy, Debug)]
pub(super) enum Form {
    /// As they are, from here on.
    Plain { start: u64 },
    /// Behind a local header of a zip archive.
    Zipped { header: u64, packed: u64, method: Method, crc: Option<u32> },
}

/// How a zip archive packs an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Method {
    Stored,
    Deflated,
}

/// What indexing an archive gives.
#[derive(Debug, Default)]
pub(super) struct Indexed {
    /// In the order of the archive.
    pub(super) entries: Vec<Entry>,
    pub(super) passed_over: PassedOver,
    /// What ended the archive before its end.
    pub(super) fault: Option<String>,
}

impl Archive {
    /// Indexes an archive, as far as it can be read.
    pub(super) fn of(input: Input, kind: Kind) -> (Self, Vec<Notice>) {
        let Indexed { entries, mut passed_over, fault } = match kind {
            Kind::Tar => tar::index(&input),
            Kind::Zip => zip::index(&input),
        };
        let mut names = Vec::with_capacity(entries.len());
        let mut usable = Vec::with_capacity(entries.len());
        for entry in entries {
            match layout::clean(&entry.name) {
                Ok(name) if name.split('/').any(is_hidden) => {}
                Ok(name) => {
                    names.push(name);
                    usable.push(entry);
                }
                Err(reason) => passed_over.add(reason, &entry.name),
            }
        }
        let place = shown(&input.path.display().to_string());
        let mut notices = passed_over.notices(&place);
        notices.extend(fault.map(|fault| {
            let message =
                format!("`{place}` is cut off or damaged, what is there is used: {fault}");
            Notice::new(Code::UploadsUnread, message)
        }));
        let paths = layout::below_uploads(&names);
        let entries = paths.values().map(|at| usable[*at].clone()).collect();
        let paths = Names::of(paths.into_keys().collect());
        (Self { input, paths, entries }, notices)
    }

    /// The entry that is meant by a path.
    pub(super) fn find(&self, path: &str, likeness: Likeness) -> Option<&Entry> {
        self.paths.find(path, likeness).map(|at| &self.entries[at])
    }

    /// All paths below the uploads folder, sorted.
    pub(super) fn paths(&self) -> &[String] {
        self.paths.all()
    }

    /// The names of the files in a folder, which ends with a slash or is the topmost.
    pub(super) fn names_in<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a str> {
        let paths = self.paths.all();
        let start = paths.partition_point(|path| path.as_str() < folder);
        let names = paths[start..].iter().map_while(move |path| path.strip_prefix(folder));
        names.filter(|name| !name.contains('/'))
    }

    /// Whether a path is that of a page which only keeps a folder from being listed.
    pub(super) fn is_blank_page(&self, path: &str) -> bool {
        let entry = || self.find(path, Likeness::Same);
        is_index(path) && entry().is_some_and(|entry| entry.bytes < MAX_BLANK_PAGE)
    }

    /// The name of an entry behind that of the archive.
    pub(super) fn place_of(&self, entry: &Entry) -> String {
        shown(&format!("{}/{}", self.input.path.display(), entry.name))
    }

    /// The bytes of an entry. One that is not what its archive says ends with an error.
    pub(super) fn read<'a>(&'a self, entry: &Entry) -> io::Result<Box<dyn Read + 'a>> {
        let (header, packed, method, crc) = match entry.form {
            Form::Plain { start } => {
                let part = self.part(start, entry.bytes)?;
                return Ok(Box::new(Checked::of(part, entry.bytes, None)));
            }
            Form::Zipped { header, packed, method, crc } => (header, packed, method, crc),
        };
        let header = local_headers::header(&self.input, header)?
            .ok_or_else(|| broken("the archive has no such file where it says"))?;
        let part = self.part(header.start, packed)?;
        Ok(match method {
            Method::Stored => Box::new(Checked::of(part, entry.bytes, crc)),
            Method::Deflated => {
                let unpacked = DeflateDecoder::new(BufReader::new(part));
                Box::new(Checked::of(unpacked, entry.bytes, crc))
            }
        })
    }

    fn part(&self, start: u64, bytes: u64) -> io::Result<impl Read + '_> {
        let mut stream = self.input.stream();
        stream.seek(SeekFrom::Start(start))?;
        Ok(stream.take(bytes))
    }
}

/// What macOS and others put beside the files of people.
pub(super) fn is_hidden(name: &str) -> bool {
    name == "__MACOSX" || name.starts_with('.')
}

fn broken(what: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

/// A stream that fails where it is not as long as it should be, or has another checksum.
struct Checked<R> {
    stream: R,
    left: u64,
    sum: Crc,
    /// What the sum must be, if that is known.
    expected: Option<u32>,
}

impl<R> Checked<R> {
    fn of(stream: R, bytes: u64, expected: Option<u32>) -> Self {
        Self { stream, left: bytes, sum: Crc::new(), expected }
    }
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.stream.read(buffer)?;
        if read == 0 && !buffer.is_empty() {
            return match self.expected {
                _ if self.left > 0 => Err(broken("the file in the archive is cut off")),
                Some(sum) if sum != self.sum.sum() => {
                    Err(broken("the file in the archive is damaged: its checksum is another"))
                }
                Some(_) | None => Ok(0),
            };
        }
        if self.expected.is_some() {
            self.sum.update(&buffer[..read]);
        }
        self.left = self
            .left
            .checked_sub(read as u64)
            .ok_or_else(|| broken("the file in the archive is longer than it says"))?;
        Ok(read)
    }
}

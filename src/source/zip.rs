//! Zip archives → the files in them that are or hold exports.

use std::io::{self, BufReader, Read, Seek};

use ::zip::ZipArchive;
use ::zip::result::ZipError;

use crate::error::Error;
use crate::source::find::is_passed_over;
use crate::source::open::{Opening, Origin, damaged, receive};
use crate::source::{Input, local_headers};

/// How a zip archive begins: with a file, or, if it is empty, with its end.
pub(super) const MAGICS: &[&[u8]] = &[b"PK\x03\x04", b"PK\x05\x06"];

const UNPACK: &str = "unpack it and give the `.xml` files inside";

/// What may be an export, and where it is from.
pub(super) type Unpacked = (Origin, Input);

/// Unpacks what may be an export, in the order of the names.
pub(super) fn unpack(
    archive: &Input,
    origin: &Origin,
    opening: &mut Opening,
) -> Result<Vec<Unpacked>, Error> {
    match ZipArchive::new(BufReader::new(archive.stream())) {
        Ok(directory) => by_directory(directory, origin, opening),
        // The directory is what a zip archive ends with.
        Err(_) => local_headers::unpack(archive, origin, opening),
    }
}

fn by_directory<R: Read + Seek>(
    mut archive: ZipArchive<R>,
    origin: &Origin,
    opening: &mut Opening,
) -> Result<Vec<Unpacked>, Error> {
    let mut entries: Vec<(String, usize)> = (0..archive.len())
        .filter_map(|index| Some((name(&archive, index)?, index)))
        .filter(|(name, _)| !is_hidden(name))
        .collect();
    entries.sort_unstable();
    let mut unpacked = Vec::new();
    for (name, index) in entries {
        let inside = origin.inside(&name);
        if archive.by_index_data(index).is_ok_and(|entry| entry.encrypted()) {
            return Err(encrypted(inside));
        }
        match archive.by_index(index) {
            Ok(entry) => {
                let input = receive(entry, &inside, opening)?;
                unpacked.extend(input.map(|input| (inside, input)));
            }
            Err(error) => fail(error, inside, opening)?,
        }
    }
    Ok(unpacked)
}

/// The name of an entry; `None` for a folder.
fn name<R: Read + Seek>(archive: &ZipArchive<R>, index: usize) -> Option<String> {
    let entry = archive.by_index_data(index).ok()?;
    let name = match entry.name() {
        Ok(name) => name.into_owned(),
        Err(_) => String::from_utf8_lossy(entry.name_raw()).into_owned(),
    };
    (!entry.is_dir()).then_some(name)
}

/// Whether a file, or a folder above it, is one that nobody sees.
pub(super) fn is_hidden(name: &str) -> bool {
    name.split(['/', '\\']).any(is_passed_over)
}

fn fail(error: ZipError, inside: Origin, opening: &mut Opening) -> Result<(), Error> {
    match error {
        ZipError::Io(cause) => damaged(cause, 0, &inside, opening),
        ZipError::CompressionMethodNotSupported(method) => Err(unknown_method(method, inside)),
        ZipError::UnsupportedArchive(cause) => {
            Err(Error::Packed { path: inside.path, cause: cause.to_lowercase(), hint: UNPACK })
        }
        other => {
            let cause = io::Error::new(io::ErrorKind::InvalidData, other);
            damaged(cause, 0, &inside, opening)
        }
    }
}

/// Not even whether it is an export can be told.
pub(super) fn encrypted(inside: Origin) -> Error {
    Error::Packed { path: inside.path, cause: "it is encrypted".to_owned(), hint: UNPACK }
}

/// Methods have numbers (APPNOTE, section 4.4.5).
pub(super) fn unknown_method(method: u16, inside: Origin) -> Error {
    let cause = format!("pressdown does not know the compression method {method}");
    Error::Packed { path: inside.path, cause, hint: UNPACK }
}

//! Zip archives → where the files in them lie, by their directory, or, where it is cut off, by the
//! headers in front of the files.

use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::time::{Duration, SystemTime};

use ::zip::read::ZipFileEntry;
use ::zip::{CompressionMethod, ZipArchive};
use flate2::bufread::DeflateDecoder;
use jiff::civil::{DateTime, datetime};

use crate::source::uploads::archive::{Entry, Form, Indexed, Method};
use crate::source::{Input, local_headers};

const ENCRYPTED: &str = "encrypted files";
const UNKNOWN_METHOD: &str = "files that are packed in a way that pressdown does not know";

/// Finds the files of an archive, as far as it goes.
pub(super) fn index(input: &Input) -> Indexed {
    if let Ok(archive) = ZipArchive::new(BufReader::new(input.stream())) {
        return by_directory(&archive);
    }
    let mut indexed = Indexed::default();
    let fault = by_local_headers(input, &mut indexed).err().map(|cause| cause.to_string());
    indexed.fault = fault.or(Some("its directory is missing".to_owned()));
    indexed
}

fn by_directory<R: Read + Seek>(archive: &ZipArchive<R>) -> Indexed {
    let mut indexed = Indexed::default();
    for at in 0..archive.len() {
        let Ok(found) = archive.by_index_data(at) else { continue };
        let name = match found.name() {
            Ok(name) => name.into_owned(),
            Err(_) => String::from_utf8_lossy(found.name_raw()).into_owned(),
        };
        if found.is_dir() {
            continue;
        }
        match form(&found) {
            Ok(form) => {
                let modified = modified(&found);
                indexed.entries.push(Entry { name, bytes: found.size(), modified, form });
            }
            Err(reason) => indexed.passed_over.add(reason, &name),
        }
    }
    indexed
}

fn form(found: &ZipFileEntry<'_>) -> Result<Form, &'static str> {
    let method = match found.compression() {
        _ if found.encrypted() => return Err(ENCRYPTED),
        _ if found.is_symlink() => return Err("symbolic links"),
        CompressionMethod::Stored => Method::Stored,
        CompressionMethod::Deflated => Method::Deflated,
        _ => return Err(UNKNOWN_METHOD),
    };
    let (header, packed) = (found.header_start(), found.compressed_size());
    Ok(Form::Zipped { header, packed, method, crc: Some(found.crc32()) })
}

/// Zip archives say the time of day without a zone; so that it is the same everywhere, it is taken for
/// that of Greenwich.
fn modified(found: &ZipFileEntry<'_>) -> Option<SystemTime> {
    // The year in which these times begin is that of archivers which do not tell any.
    let time = found.last_modified().filter(|time| time.year() > 1980)?;
    let part = |number: u8| i8::try_from(number).ok();
    let (year, month, day) =
        (i16::try_from(time.year()).ok()?, part(time.month())?, part(time.day())?);
    let (hour, minute, second) = (part(time.hour())?, part(time.minute())?, part(time.second())?);
    let time = DateTime::new(year, month, day, hour, minute, second, 0).ok()?;
    let seconds = time.duration_since(datetime(1970, 1, 1, 0, 0, 0, 0)).as_secs();
    SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(u64::try_from(seconds).ok()?))
}

fn by_local_headers(input: &Input, indexed: &mut Indexed) -> io::Result<()> {
    let mut next = Some(0);
    while let Some(at) = next {
        let Some(header) = local_headers::header(input, at)? else { break };
        let known = header.packed.and_then(|packed| header.start.checked_add(packed));
        if known.is_some_and(|end| end > input.bytes) {
            break;
        }
        let measured = match header.packed {
            Some(packed) => Some((packed, header.bytes)),
            None if header.method == local_headers::DEFLATED => measure(input, header.start).ok(),
            None => None,
        };
        let Some((packed, bytes)) = measured else { break };
        next = match known {
            Some(end) => Some(end),
            None => local_headers::behind(input, header.start + packed)?,
        };
        if header.name.ends_with('/') {
            continue;
        }
        let method = match header.method {
            _ if header.is_encrypted => Err(ENCRYPTED),
            local_headers::STORED => Ok(Method::Stored),
            local_headers::DEFLATED => Ok(Method::Deflated),
            _ => Err(UNKNOWN_METHOD),
        };
        match method {
            Ok(method) => {
                let crc = header.packed.map(|_| header.crc);
                let form = Form::Zipped { header: at, packed, method, crc };
                indexed.entries.push(Entry { name: header.name, bytes, modified: None, form });
            }
            Err(reason) => indexed.passed_over.add(reason, &header.name),
        }
    }
    Ok(())
}

/// How long a deflated file is, packed and unpacked, of which only its end tells.
fn measure(input: &Input, start: u64) -> io::Result<(u64, u64)> {
    let mut stream = input.stream();
    stream.seek(SeekFrom::Start(start))?;
    let mut deflated = DeflateDecoder::new(BufReader::new(stream));
    io::copy(&mut deflated, &mut io::sink())?;
    Ok((deflated.total_in(), deflated.total_out()))
}

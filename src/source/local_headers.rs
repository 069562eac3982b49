//! A zip archive without its directory, as a download leaves it that was cut off: read by the header
//! that stands in front of each file (APPNOTE, section 4.3.7).

use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};

use flate2::bufread::DeflateDecoder;

use crate::error::Error;
use crate::notice::{Code, Notice};
use crate::source::Input;
use crate::source::input::unreadable;
use crate::source::open::{Opening, Origin, receive};
use crate::source::zip::{Unpacked, encrypted, is_hidden, unknown_method};

const MAGIC: &[u8] = b"PK\x03\x04";
const DIRECTORY_MAGIC: &[u8] = b"PK\x01\x02";
const LENGTH: usize = 30;

pub(super) const STORED: u16 = 0;
pub(super) const DEFLATED: u16 = 8;

/// How long the record behind a file may be whose size was not known when its header was written:
/// with and without a signature, with sizes of four and of eight bytes.
const DESCRIPTORS: [usize; 5] = [16, 12, 24, 20, 0];

/// What stands in front of a file.
pub(super) struct Header {
    pub(super) name: String,
    pub(super) is_encrypted: bool,
    pub(super) method: u16,
    /// Where the file begins.
    pub(super) start: u64,
    /// How many bytes it takes; `None` where only its end tells.
    pub(super) packed: Option<u64>,
    /// How many bytes it unpacks to, where `packed` is known.
    pub(super) bytes: u64,
    /// Its checksum, where `packed` is known.
    pub(super) crc: u32,
}

/// Unpacks what may be an export, as far as the archive goes, in the order of the names.
pub(super) fn unpack(
    archive: &Input,
    origin: &Origin,
    opening: &mut Opening,
) -> Result<Vec<Unpacked>, Error> {
    let mut unpacked = Vec::new();
    let mut next = Some(0);
    while let Some(at) = next {
        let header = header(archive, at).map_err(|cause| unreadable(&archive.path, cause))?;
        let Some(header) = header else { break };
        next = take(&header, archive, origin, &mut unpacked, opening)?;
    }
    unpacked.sort_by(|(_, one), (_, other)| one.path.cmp(&other.path));
    let path = origin.path.display();
    let message = format!("`{path}` is cut off before its directory; what is there was read");
    opening.opened.notices.push(Notice::new(Code::ArchiveDamaged, message));
    Ok(unpacked)
}

/// Takes the file behind a header and says where the next header is to be looked for.
fn take(
    header: &Header,
    archive: &Input,
    origin: &Origin,
    unpacked: &mut Vec<Unpacked>,
    opening: &mut Opening,
) -> Result<Option<u64>, Error> {
    let inside = origin.inside(&header.name);
    let is_passed_over = header.name.ends_with('/') || is_hidden(&header.name);
    let failed = |cause| unreadable(&archive.path, cause);
    let packed = stream(archive, header.start).map_err(failed)?;
    let mut packed = packed.take(header.packed.unwrap_or(u64::MAX));
    let known = header.packed.map(|length| header.start.saturating_add(length));
    match header.method {
        _ if is_passed_over && known.is_some() => return Ok(known),
        _ if header.is_encrypted => return Err(encrypted(inside)),
        STORED if known.is_some() => {
            let input = receive(&mut packed, &inside, opening)?;
            unpacked.extend(input.map(|input| (inside, input)));
            return Ok(known);
        }
        STORED => return Ok(None),
        DEFLATED => {}
        method => return Err(unknown_method(method, inside)),
    }
    let mut deflated = DeflateDecoder::new(packed);
    if !is_passed_over {
        let input = receive(&mut deflated, &inside, opening)?;
        unpacked.extend(input.map(|input| (inside, input)));
    }
    match known {
        Some(next) => Ok(Some(next)),
        None if io::copy(&mut deflated, &mut io::sink()).is_err() => Ok(None),
        None => behind(archive, header.start + deflated.total_in()).map_err(failed),
    }
}

/// Where the header behind a file is that ends here and whose size stands behind it.
pub(super) fn behind(archive: &Input, end: u64) -> io::Result<Option<u64>> {
    let mut rest = Vec::new();
    stream(archive, end)?.take(64).read_to_end(&mut rest)?;
    let is_header = |skip: &&usize| {
        rest.get(**skip..)
            .is_some_and(|rest| rest.starts_with(MAGIC) || rest.starts_with(DIRECTORY_MAGIC))
    };
    Ok(DESCRIPTORS.iter().find(is_header).map(|skip| end + *skip as u64))
}

/// The header at an offset; `None` if there is none, or not all of it.
pub(super) fn header(archive: &Input, at: u64) -> io::Result<Option<Header>> {
    let mut stream = stream(archive, at)?;
    let mut fixed = Vec::new();
    stream.by_ref().take(LENGTH as u64).read_to_end(&mut fixed)?;
    if fixed.len() < LENGTH || !fixed.starts_with(MAGIC) {
        return Ok(None);
    }
    let u16_at = |at: usize| u16::from_le_bytes([fixed[at], fixed[at + 1]]);
    let u32_at = |at: usize| u64::from(u16_at(at)) | u64::from(u16_at(at + 2)) << 16;
    let (flags, packed, bytes) = (u16_at(6), u32_at(18), u32_at(22));
    let (name_length, extra_length) = (u64::from(u16_at(26)), u64::from(u16_at(28)));
    let mut name = Vec::new();
    stream.by_ref().take(name_length).read_to_end(&mut name)?;
    let mut extra = Vec::new();
    stream.by_ref().take(extra_length).read_to_end(&mut extra)?;
    let (bytes, packed) = match (bytes, packed) {
        (_, 0) if flags & 1 << 3 != 0 => (0, None),
        (_, 0xffff_ffff) => {
            zip64(&extra).map_or((0, None), |(bytes, packed)| (bytes, Some(packed)))
        }
        (bytes, packed) => (bytes, Some(packed)),
    };
    Ok(Some(Header {
        name: String::from_utf8_lossy(&name).into_owned(),
        is_encrypted: flags & 1 != 0,
        method: u16_at(8),
        start: at + LENGTH as u64 + name_length + extra_length,
        packed,
        bytes,
        crc: u32::from_le_bytes([fixed[14], fixed[15], fixed[16], fixed[17]]),
    }))
}

/// The size that a file unpacks to and the packed one, in the extra field for large files
/// (APPNOTE, section 4.5.3).
fn zip64(mut extra: &[u8]) -> Option<(u64, u64)> {
    while let Some((head, rest)) = extra.split_first_chunk::<4>() {
        let length = usize::from(u16::from_le_bytes([head[2], head[3]]));
        let (field, rest) = rest.split_at_checked(length)?;
        if head[..2] == [1, 0] {
            let bytes = u64::from_le_bytes(field.get(..8)?.try_into().ok()?);
            let packed = u64::from_le_bytes(field.get(8..16)?.try_into().ok()?);
            return Some((bytes, packed)).filter(|_| packed > 0);
        }
        extra = rest;
    }
    None
}

fn stream(archive: &Input, at: u64) -> io::Result<impl BufRead + '_> {
    let mut stream = archive.stream();
    stream.seek(SeekFrom::Start(at))?;
    Ok(BufReader::new(stream))
}

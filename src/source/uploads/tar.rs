//! Tar archives → where the files in them lie: ustar, pax and GNU, and those of before.

use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

use ::tar::{Archive, EntryType, Header};

use crate::source::Input;
use crate::source::uploads::archive::{Entry, Form, Indexed};

/// How long a header is.
const BLOCK: usize = 512;

/// Where the checksum stands in a header.
const SUM: std::ops::Range<usize> = 148..156;

/// Whether a file that starts so is a tar archive: by its magic, or, as old ones have none, by the
/// checksum of the first header.
pub(super) fn is_tar(first: &[u8]) -> bool {
    let Some(block) = first.get(..BLOCK) else { return false };
    block[257..].starts_with(b"ustar") || has_right_sum(block)
}

/// The checksum is that of a header whose own checksum is spaces. Some old systems added the bytes as
/// signed ones.
fn has_right_sum(block: &[u8]) -> bool {
    let Ok(written) = Header::from_byte_slice(block).cksum() else { return false };
    let spaces = 32 * SUM.len() as u64;
    let others = || block[..SUM.start].iter().chain(&block[SUM.end..]);
    let unsigned = others().map(|byte| u64::from(*byte)).sum::<u64>() + spaces;
    let signed = others().map(|byte| i64::from(byte.cast_signed())).sum::<i64>();
    let is_blank = others().all(|byte| *byte == 0);
    let written = u64::from(written);
    !is_blank
        && (written == unsigned
            || signed.checked_add_unsigned(spaces) == i64::try_from(written).ok())
}

/// Finds the files of an archive, as far as it goes.
pub(super) fn index(input: &Input) -> Indexed {
    let mut indexed = Indexed::default();
    let mut archive = Archive::new(input.stream());
    // Several archives behind each other are one.
    archive.set_ignore_zeros(true);
    let mut links = Vec::new();
    match archive.entries_with_seek() {
        Ok(entries) => {
            for entry in entries {
                match entry {
                    Ok(mut entry) => take(&mut entry, input, &mut links, &mut indexed),
                    Err(cause) => indexed.fault = Some(cause.to_string()),
                }
            }
        }
        Err(cause) => indexed.fault = Some(cause.to_string()),
    }
    resolve(links, &mut indexed);
    indexed
}

/// A second name of a file in the archive.
struct Link {
    name: String,
    target: String,
}

fn take(
    entry: &mut ::tar::Entry<'_, impl std::io::Read>,
    input: &Input,
    links: &mut Vec<Link>,
    indexed: &mut Indexed,
) {
    let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
    let reason = match entry.header().entry_type() {
        EntryType::Directory | EntryType::XGlobalHeader => return,
        // Before folders had a type, their names ended so.
        EntryType::Regular if name.ends_with('/') => return,
        EntryType::Regular | EntryType::Continuous if is_sparse(entry) => "sparse files",
        EntryType::Regular | EntryType::Continuous => {
            let (start, bytes) = (entry.raw_file_position(), entry.size());
            if start.checked_add(bytes).is_none_or(|end| end > input.bytes) {
                indexed.fault = Some(format!("it ends within `{name}`"));
                return;
            }
            let modified = entry.header().mtime().ok().filter(|seconds| *seconds > 0);
            let modified = modified.and_then(|seconds| {
                SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds))
            });
            indexed.entries.push(Entry { name, bytes, modified, form: Form::Plain { start } });
            return;
        }
        EntryType::Link => {
            let target = entry.link_name_bytes().unwrap_or_default();
            let target = String::from_utf8_lossy(&target).into_owned();
            return links.push(Link { name, target });
        }
        EntryType::GNUSparse => "sparse files",
        EntryType::Symlink => "symbolic links",
        _ => "what is neither file nor folder",
    };
    indexed.passed_over.add(reason, &name);
}

/// Whether the bytes of a regular entry are pieces of a file with holes, as pax writes them.
fn is_sparse(entry: &mut ::tar::Entry<'_, impl std::io::Read>) -> bool {
    let Ok(Some(mut extensions)) = entry.pax_extensions() else { return false };
    extensions.any(|extension| {
        extension.is_ok_and(|extension| extension.key_bytes().starts_with(b"GNU.sparse."))
    })
}

/// A hard link is the file that it names, if that is in the archive; no other file is ever read.
fn resolve(links: Vec<Link>, indexed: &mut Indexed) {
    let known: BTreeMap<&str, usize> = if links.is_empty() {
        BTreeMap::new()
    } else {
        indexed.entries.iter().enumerate().map(|(at, entry)| (entry.name.as_str(), at)).collect()
    };
    let mut linked = Vec::new();
    for Link { name, target } in links {
        match known.get(target.as_str()) {
            Some(at) => linked.push(Entry { name, ..indexed.entries[*at].clone() }),
            None => indexed.passed_over.add("links to what the archive does not hold", &name),
        }
    }
    indexed.entries.extend(linked);
}

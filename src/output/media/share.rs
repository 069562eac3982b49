//! Files of equal content → one file with several names.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use crate::output::media::ground::move_into;
use crate::output::media::place::is_same_file;
use crate::output::media::record::Stamp;
use crate::output::media::{Known, MediaStore, Placing, Record};
use crate::output::{Hash, Mode};
use crate::site::OutPath;

const BUFFER: usize = 64 * 1024;

/// What sharing saved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shared {
    /// Files that are other names of one that was there, including those of earlier runs.
    pub files: u64,
    /// How many bytes they would take.
    pub bytes: u64,
}

impl MediaStore<'_> {
    /// Makes files of equal content, of those that this run placed, hard links of the first of them. A
    /// file that cannot be linked stays as it is.
    pub fn share(&self) -> Shared {
        let mut alike: BTreeMap<(Hash, u64), Vec<OutPath>> = BTreeMap::new();
        for (path, record) in &self.now().records {
            if let (Some(hash), Placing::Copy, true) =
                (record.hash, record.placing, record.bytes > 0)
            {
                alike.entry((hash, record.bytes)).or_default().push(path.clone());
            }
        }
        let mut shared = Shared::default();
        for ((_, bytes), paths) in alike {
            let Some((first, others)) = paths.split_first() else { continue };
            for other in others {
                if self.share_one(first, other).unwrap_or(false) {
                    shared.files += 1;
                    shared.bytes += bytes;
                }
            }
        }
        shared
    }

    /// Whether the other path is one more name of the file at the first.
    fn share_one(&self, first: &OutPath, other: &OutPath) -> io::Result<bool> {
        let (Known::Same(_), Known::Same(record)) = (self.known(first), self.known(other)) else {
            return Ok(false);
        };
        let [one, two] = [first, other].map(|path| self.ground.place(path.as_str()));
        let (one, two) = (one?, two?);
        let there = fs::symlink_metadata(&one)?;
        if is_same_file(&there, &fs::symlink_metadata(&two)?) {
            return Ok(true);
        }
        if !is_equal(&one, &two)? {
            return Ok(false);
        }
        if self.folder.mode() == Mode::DryRun {
            return Ok(true);
        }
        let link = self.link(|path| fs::hard_link(&one, path))?;
        let record = Record { written: Stamp::of(there.modified().ok()), ..*record };
        self.journal.append(other, &record)?;
        move_into(link, &two)?;
        self.now().records.insert(other.clone(), record);
        Ok(true)
    }
}

/// Whether two files are equal byte for byte.
fn is_equal(one: &Path, other: &Path) -> io::Result<bool> {
    let (mut one, mut other) = (File::open(one)?, File::open(other)?);
    let [mut here, mut there] = [(); 2].map(|()| vec![0; BUFFER]);
    loop {
        let read = one.read(&mut here)?;
        if read == 0 {
            return Ok(other.read(&mut there)? == 0);
        }
        match other.read_exact(&mut there[..read]) {
            Ok(()) if here[..read] == there[..read] => {}
            Ok(()) => return Ok(false),
            Err(cause) if cause.kind() == io::ErrorKind::UnexpectedEof => return Ok(false),
            Err(cause) => return Err(cause),
        }
    }
}

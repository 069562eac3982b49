//! Media files that lie on the user's disk: in a folder of uploads, or in an archive of it.

use std::collections::HashMap;
use std::io;
use std::sync::{Arc, Mutex};

use crate::media::File;
use crate::notice::Code;
use crate::output::{Known, Placed};
use crate::report::{MediaSource, MediaState};
use crate::run::media::{Got, Work};
use crate::site::{copies_among, stem};
use crate::source::{Stored, Uploads};

/// The file itself; `None` if the uploads do not have it.
pub(super) fn own(file: &File, work: &Work<'_>) -> Option<Got> {
    let stored = work.uploads.find(&file.upload.path)?;
    Some(place(&stored, file, work))
}

/// What there is of a file that neither the uploads nor the old site have: that of an earlier run, a file
/// beside it that shows the same, or nothing.
pub(super) fn otherwise(file: &File, failed: Option<Got>, work: &Work<'_>) -> Got {
    let earlier = match work.store.known(&file.place) {
        Known::Absent => None,
        Known::Edited => {
            work.store.keep(&file.place);
            return Got::of(MediaState::Kept);
        }
        Known::Same(record) => {
            work.store.keep(&file.place);
            let got = Got { bytes: Some(record.bytes), ..Got::of(MediaState::Unchanged) };
            match record.stand_in {
                // Nothing is put over the file itself, even if nobody has it any more.
                None => return got,
                Some(name) => Some(got.standing_in(&name, file)),
            }
        }
    };
    stand_in(file, work).or(earlier).or(failed).unwrap_or_else(|| missing(file))
}

/// Names of files by their stems, of each folder that was asked for: many files can be missing in one.
#[derive(Default)]
pub(super) struct Siblings(Mutex<HashMap<String, Arc<ByStem>>>);

type ByStem = HashMap<String, Vec<String>>;

impl Siblings {
    fn of(&self, folder: &str, path: &str, uploads: &Uploads) -> Arc<ByStem> {
        let mut folders = self.0.lock().expect("no thread panics while it holds the names");
        if let Some(names) = folders.get(folder) {
            return Arc::clone(names);
        }
        let mut names = ByStem::new();
        for name in uploads.siblings(path) {
            names.entry(stem(&name).to_owned()).or_default().push(name);
        }
        Arc::clone(folders.entry(folder.to_owned()).or_insert(Arc::new(names)))
    }
}

/// The best file beside it that shows the same; `None` if there is none.
fn stand_in(file: &File, work: &Work<'_>) -> Option<Got> {
    let path = &file.upload.path;
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let siblings = work.siblings.of(folder, path, work.uploads);
    let alike = siblings.get(stem(name)).map_or(&[][..], Vec::as_slice);
    let listed = work.pass.site.stand_ins(&file.upload);
    let names = listed.iter().map(String::as_str);
    let (name, stored) = names
        .chain(copies_among(name, alike))
        .find_map(|name| Some((name, work.uploads.find(&file.path_beside(name))?)))?;
    let got = place(&stored, file, work);
    if got.fault.is_some() {
        return Some(got);
    }
    Some(match work.store.note_stand_in(&file.place, name) {
        Ok(()) => got.standing_in(name, file),
        Err(cause) => unplaced(file, &cause),
    })
}

fn missing(file: &File) -> Got {
    let message = format!("`{}` is not among the uploads", file.upload.path);
    Got::failed(MediaState::Missing, Code::MediaMissing, message)
}

/// A file that could not be put into its place.
pub(super) fn unplaced(file: &File, cause: &io::Error) -> Got {
    let message = format!("`{}` could not be put into its place: {cause}", file.place);
    Got::failed(MediaState::Failed, Code::MediaNotPlaced, message)
}

/// Puts the entry of an archive into its place, unless it is there already.
fn unpack(stored: &Stored<'_>, file: &File, work: &Work<'_>) -> io::Result<Placed> {
    let modified = stored.modified();
    if let Some(placed) = work.store.unchanged(&file.place, stored.bytes(), modified)? {
        return Ok(placed);
    }
    work.store.receive(&file.place, &mut stored.open()?, modified)
}

fn place(stored: &Stored<'_>, file: &File, work: &Work<'_>) -> Got {
    let placed = match stored.file() {
        Some(path) => work.store.place(&file.place, path, work.options.media.placing),
        None => unpack(stored, file, work),
    };
    match placed {
        Ok(placed) => Got::placed(placed, MediaSource::Uploads),
        Err(cause) => unplaced(file, &cause),
    }
}

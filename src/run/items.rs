//! Pass 2: each item is read again by its byte range, converted and written, many side by side.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use rayon::prelude::*;

use crate::convert::{Converted, Embedded, Writing, convert};
use crate::error::Error;
use crate::notice::{Code, Notice, Place};
use crate::options::Comments;
use crate::output::{Folder, Outcome, Progress};
use crate::run::account::Made;
use crate::run::comments;
use crate::site::{Destination, OutPath, Record, Site};
use crate::source::Input;
use crate::wxr::{Vocabulary, read_item};

/// What the second pass works with; the same for every item.
pub(super) struct Pass<'a> {
    pub(super) site: &'a Site,
    pub(super) inputs: &'a [Input],
    /// What each input calls its elements.
    pub(super) vocabularies: &'a [Vocabulary],
    pub(super) writing: Writing<'a>,
    /// What becomes of comments.
    pub(super) comments: &'a Comments,
    pub(super) folder: &'a Folder,
    pub(super) progress: &'a Progress,
}

/// Makes the files of all items that get one, in the order of the records.
pub(super) fn make(pass: &Pass<'_>) -> Result<Vec<Made>, Error> {
    let records = pass.site.records.iter().enumerate();
    let works: Vec<(usize, &Record, &Destination)> = records
        .filter_map(|(index, record)| Some((index, record, record.destination()?)))
        .collect();
    works
        .into_par_iter()
        .map(|(index, record, destination)| {
            let made = Made::of(index, destination);
            one(made, record, destination, pass)
        })
        .collect()
}

fn one(
    mut made: Made,
    record: &Record,
    destination: &Destination,
    pass: &Pass<'_>,
) -> Result<Made, Error> {
    let bytes = pass.inputs[record.export].read(record.span.bytes.clone())?;
    let vocabulary = &pass.vocabularies[record.export];
    match attempt(&bytes, vocabulary, record, pass.site, pass.writing) {
        Ok(Some(mut converted)) => {
            let text = converted.document.text.as_bytes();
            made.outcome = Some(pass.folder.write(&destination.path, text)?);
            for Embedded { path, bytes } in &converted.files {
                made.pictures.push((path.clone(), pass.folder.write(path, bytes)?));
            }
            comments::write(&mut made, &mut converted, pass)?;
            take(&mut made, converted);
        }
        Ok(None) => {}
        Err(_) => {
            pass.folder.keep(&destination.path);
            made.notices.push(failure(record));
        }
    }
    let kept: Vec<Notice> = made.files().filter_map(kept).collect();
    made.notices.extend(kept);
    let place = Place { export: record.export, line: record.span.line };
    made.notices = made.notices.into_iter().map(|notice| notice.at(record.id, place)).collect();
    pass.progress.advance(bytes.len() as u64);
    Ok(made)
}

/// Converts the item that these bytes hold; a panic costs that item only.
pub(super) fn attempt(
    bytes: &[u8],
    vocabulary: &Vocabulary,
    record: &Record,
    site: &Site,
    writing: Writing<'_>,
) -> thread::Result<Option<Converted>> {
    // What the reader had to repair was said when the item was read for the index.
    catch_unwind(AssertUnwindSafe(|| {
        convert(&read_item(bytes, vocabulary).0, record, site, writing)
    }))
}

fn take(made: &mut Made, converted: Converted) {
    made.notices = converted.notices;
    made.links = converted.links;
    made.shortcodes = converted.shortcodes;
    made.blocks = converted.blocks;
}

pub(super) fn kept((path, outcome): (&OutPath, Outcome)) -> Option<Notice> {
    let message = format!("`{path}` was edited and is not overwritten");
    (outcome == Outcome::Kept).then(|| Notice::new(Code::EditedFileKept, message))
}

/// What a user must hear about an item that could not be converted.
pub(super) fn failure(record: &Record) -> Notice {
    let message =
        format!("`{}` could not be converted; please report it with this item", record.title);
    Notice::new(Code::ConversionFailed, message)
}

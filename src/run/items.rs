//! Pass 2: each item is read again by its byte range, converted and written, many side by side.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::prelude::*;

use crate::convert::{Converted, Embedded, Writing, convert};
use crate::error::Error;
use crate::notice::{Code, Notice, Place};
use crate::output::{Folder, Outcome, Progress};
use crate::run::account::Made;
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
    // What the reader had to repair was said when the item was read for the index.
    let converted = catch_unwind(AssertUnwindSafe(|| {
        convert(&read_item(&bytes, vocabulary).0, record, pass.site, pass.writing)
    }));
    match converted {
        Ok(Some(converted)) => {
            let text = converted.document.text.as_bytes();
            made.outcome = Some(pass.folder.write(&destination.path, text)?);
            for Embedded { path, bytes } in &converted.files {
                made.pictures.push((path.clone(), pass.folder.write(path, bytes)?));
            }
            take(&mut made, converted);
        }
        Ok(None) => {}
        Err(_) => {
            pass.folder.keep(&destination.path);
            made.notices.push(Notice::new(Code::ConversionFailed, failure(record)));
        }
    }
    let kept: Vec<Notice> = made.files().filter_map(kept).collect();
    made.notices.extend(kept);
    let place = Place { export: record.export, line: record.span.line };
    made.notices = made.notices.into_iter().map(|notice| notice.at(record.id, place)).collect();
    pass.progress.advance(bytes.len() as u64);
    Ok(made)
}

fn take(made: &mut Made, converted: Converted) {
    made.notices = converted.notices;
    made.links = converted.links;
    made.media = converted.media;
    made.shortcodes = converted.shortcodes;
    made.blocks = converted.blocks;
}

fn kept((path, outcome): (&OutPath, Outcome)) -> Option<Notice> {
    let message = format!("`{path}` was edited and is not overwritten");
    (outcome == Outcome::Kept).then(|| Notice::new(Code::EditedFileKept, message))
}

fn failure(record: &Record) -> String {
    format!("`{}` could not be converted; please report it with this item", record.title)
}

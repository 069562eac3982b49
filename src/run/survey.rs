//! Pass 1: every export once, from its first byte to its last, for the index.

use std::io::{self, Read};

use crate::error::Error;
use crate::notice::Notice;
use crate::output::Progress;
use crate::site::{Selection, Survey};
use crate::source::Input;
use crate::wxr::{self, Entry, Vocabulary};

/// What the first pass gathers.
pub(super) struct Surveyed {
    pub(super) survey: Survey,
    /// How many items the reader met.
    pub(super) items: u64,
    pub(super) notices: Vec<Notice>,
    /// Of each input, whether it is cut off or malformed.
    pub(super) damaged: Vec<bool>,
    /// What each input calls its elements.
    pub(super) vocabularies: Vec<Vocabulary>,
}

/// Reads all inputs.
pub(super) fn survey(
    inputs: &[Input],
    selection: &Selection,
    progress: &Progress,
) -> Result<Surveyed, Error> {
    survey_with(inputs, selection, progress, |_| {})
}

/// Reads all inputs; `watch` sees each entry before the index takes it in.
pub(super) fn survey_with(
    inputs: &[Input],
    selection: &Selection,
    progress: &Progress,
    mut watch: impl FnMut(&Entry<'_>),
) -> Result<Surveyed, Error> {
    let mut surveyed = Surveyed {
        survey: Survey::selecting(selection),
        items: 0,
        notices: Vec::new(),
        damaged: Vec::new(),
        vocabularies: Vec::new(),
    };
    for (export, input) in inputs.iter().enumerate() {
        let stream = Watched { stream: input.stream(), progress };
        let survey = &mut surveyed.survey;
        let mut sink = |entry: Entry<'_>| {
            watch(&entry);
            survey.add(entry, export);
        };
        let reading =
            wxr::read(stream, export, &mut sink).map_err(|error| error.of(input.path.clone()))?;
        surveyed.items += reading.items;
        surveyed.damaged.push(reading.is_damaged() || input.is_damaged);
        surveyed.vocabularies.push(reading.vocabulary);
        surveyed.notices.extend(reading.notices);
    }
    Ok(surveyed)
}

/// A stream that moves the progress bar.
struct Watched<'a, R> {
    stream: R,
    progress: &'a Progress,
}

impl<R: Read> Read for Watched<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.stream.read(buffer)?;
        self.progress.advance(read as u64);
        Ok(read)
    }
}

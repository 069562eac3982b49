//! `pressdown inspect`: exports → what they hold, on stdout. Writes no file.

use std::io::{self, Write as _};

use rayon::prelude::*;

use crate::convert::{Check, CommentRules, Writing};
use crate::error::Error;
use crate::inspect::{Census, Contents, Export, Inspection};
use crate::link::Places;
use crate::markdown::Reading;
use crate::notice::Severity;
use crate::options::{Form, Inputs, Inspect, Warnings};
use crate::output::Progress;
use crate::report;
use crate::run::archives;
use crate::run::items::{attempt, failure};
use crate::run::survey::{Surveyed, survey_with};
use crate::run::{Done, print, progress, written};
use crate::site::{Planning, Record, Selection, Site};
use crate::source::{self, Input, Opened};
use crate::wxr::Vocabulary;

pub(super) fn run(options: &Inspect) -> Result<Done, Error> {
    let Inputs { exports: arguments, max_unpacked, alias_hosts, media_hosts } = &options.inputs;
    let Opened { inputs, notices: mut repairs } = source::open(arguments, *max_unpacked)?;
    let progress = progress(&inputs, options.talk);
    progress.stage("reading");
    let mut census = Census::default();
    let surveyed = survey_with(&inputs, &Selection::ALL, &progress, |entry| census.add(entry))?;
    let Surveyed { survey, items: _, notices, damaged, vocabularies } = surveyed;
    repairs.extend(notices);
    let planning =
        Planning { aliases: alias_hosts, media_hosts, ..Planning::for_target(&options.target) };
    let (site, planning) = Site::from_survey(survey, planning);
    progress.stage("counting");
    let places = Places::of(&site);
    let contents = contents(options, &inputs, &vocabularies, &site, &places, &progress)?;
    progress.finish();
    let exports = exports(&inputs, &damaged, &site);
    let inspection = Inspection::new(exports, &census, &site, contents, repairs, planning);
    match options.form {
        Form::Json => print(&report::inspection_to_json(&inspection))?,
        Form::Page => print_page(&report::inspection_to_page(&inspection))?,
    }
    let worst = inspection.is_damaged().then_some(Severity::Damage);
    Ok(Done::from_severity(worst, Warnings::Allow))
}

/// What a run would make of every item that gets a file, added up item by item.
fn contents(
    options: &Inspect,
    inputs: &[Input],
    vocabularies: &[Vocabulary],
    site: &Site,
    places: &Places,
    progress: &Progress,
) -> Result<Contents, Error> {
    let writing = Writing {
        target: &options.target,
        reading: Reading::default(),
        // Nothing is written that could differ from what it was written from.
        check: Check::Trust,
        rules: &options.rules,
        places,
        comments: &CommentRules::default(),
    };
    let one = |(index, record): (usize, &Record)| -> Result<Contents, Error> {
        let bytes = inputs[record.export].read(record.span.bytes.clone())?;
        let contents = match attempt(&bytes, &vocabularies[record.export], record, site, writing) {
            Ok(Some(converted)) => Contents::of(record, converted, &options.rules.shortcodes),
            Ok(None) => Contents::default(),
            Err(_) => Contents::failed(index, record, failure(record)),
        };
        progress.advance(bytes.len() as u64);
        Ok(contents)
    };
    let written: Vec<(usize, &Record)> =
        site.records.iter().enumerate().filter(|(_, it)| it.destination().is_some()).collect();
    let contents: Result<Contents, Error> =
        written.into_par_iter().map(one).try_reduce(Contents::default, |a, b| Ok(a.plus(b)));
    let mut contents = contents?;
    for listed in archives::convert(contents.archives.clone(), site, writing) {
        contents = contents.plus(Contents::of_archive(listed));
    }
    Ok(contents)
}

fn exports(inputs: &[Input], damaged: &[bool], site: &Site) -> Vec<Export> {
    let of = |(index, input): (usize, &Input)| Export {
        path: input.path.display().to_string(),
        bytes: input.bytes,
        is_damaged: damaged.get(index).copied().unwrap_or_default(),
        channel: site.channels.get(&index).cloned().unwrap_or_default(),
    };
    inputs.iter().enumerate().map(of).collect()
}

/// Writes a page with colours to stdout, without them where nobody could see them. The stream knows:
/// whether stdout is a terminal, `NO_COLOR`, `CLICOLOR_FORCE`, and consoles of old Windows.
fn print_page(page: &str) -> Result<(), Error> {
    written(anstream::AutoStream::auto(io::stdout().lock()).write_all(page.as_bytes()))
}

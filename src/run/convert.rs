//! `pressdown convert`: exports → a folder of Markdown files and a report.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use rayon::ThreadPoolBuilder;

use crate::catalog;
use crate::convert::Writing;
use crate::error::Error;
use crate::inspect::{Census, Inferred};
use crate::link::Places;
use crate::notice::Notice;
use crate::options::{Convert, Data, Inputs, LinkCheck, Talk};
use crate::output::{Folder, Mode, Outcome, Stale, write_file};
use crate::report::{self, MediaState, Report};
use crate::run::account::{self, Made, MadeFile, Written};
use crate::run::archives::MadeArchive;
use crate::run::items::{self, Pass};
use crate::run::media::{self, MadeMedia};
use crate::run::redirects::MadeRedirects;
use crate::run::survey::{Surveyed, survey, survey_with};
use crate::run::{Done, print, progress, talk};
use crate::run::{archives, catalog as data, check, comments, redirects};
use crate::site::{ArchiveId, Planning, Site};
use crate::source::{self, Opened};

pub(super) fn run(options: &Convert) -> Result<Done, Error> {
    let Inputs { exports, max_unpacked, alias_hosts, media_hosts } = &options.inputs;
    let Opened { inputs, notices: opening } = source::open(exports, *max_unpacked)?;
    let progress = progress(&inputs, options.talk);
    progress.stage("reading");
    let mut census = (options.data == Data::Write).then(Census::default);
    let selection = &options.comments.rules.selection;
    let surveyed = match &mut census {
        Some(census) => survey_with(&inputs, selection, &progress, |entry| census.add(entry))?,
        None => survey(&inputs, selection, &progress)?,
    };
    let Surveyed { survey, items: read, mut notices, damaged, vocabularies } = surveyed;
    let Convert { target, include, .. } = options;
    let planning = Planning { target, include, aliases: alias_hosts, media_hosts };
    let (site, planning) = Site::from_survey(survey, planning);
    notices.extend(opening);
    notices.extend(planning);
    let inferred = census.map(|census| Inferred::of(&census, &site));

    let folder = Folder::open(&options.output, options.existing, options.mode)?;
    progress.stage("writing");
    let places = Places::of(&site);
    let rules = comments::rules(&options.comments, target, &site);
    let pass = Pass {
        site: &site,
        inputs: &inputs,
        vocabularies: &vocabularies,
        writing: Writing { places: &places, comments: &rules, ..options.body.writing(target) },
        comments: &options.comments,
        folder: &folder,
        progress: &progress,
    };
    // A damaged export does not tell which files are no longer needed.
    let is_damaged = notices.iter().any(Notice::is_damage);
    let stale = if is_damaged { Stale::Leave } else { Stale::Remove };
    let output = pool(options)?.install(|| write(options, inferred.as_ref(), stale, &pass))?;
    notices.extend(output.notices.iter().cloned());
    // An export may be damaged, or an archive that may have held more of them.
    let is_damaged = notices.iter().any(Notice::is_damage);
    let finished = if is_damaged { folder.finish_damaged()? } else { folder.finish()? };
    progress.finish();

    let Output { made, archives, data, imports, redirects, media, .. } = &output;
    let done = Written { made, archives, data, imports, redirects, media, finished: &finished };
    let report = account::report(options, &inputs, &damaged, &site, notices, &done);
    tell(options, &report, &done)?;
    account::check(&report, read, &output.made)?;
    Ok(Done::from_severity(report.severity(), options.warnings))
}

/// Everything that is written.
struct Output {
    made: Vec<Made>,
    archives: Vec<MadeArchive>,
    data: Vec<MadeFile>,
    /// For other comment systems.
    imports: Vec<MadeFile>,
    redirects: MadeRedirects,
    media: MadeMedia,
    /// What is to be said of all of it.
    notices: Vec<Notice>,
}

/// The items, then what they need, then what tells where all of it is. `inferred` if that is asked for.
fn write(
    options: &Convert,
    inferred: Option<&Inferred>,
    stale: Stale,
    pass: &Pass<'_>,
) -> Result<Output, Error> {
    let mut made = items::make(pass)?;
    let gathered = inferred.map(|inferred| (inferred, catalog::gather(pass.site, pass.writing)));
    let linked = made.iter().flat_map(|made| &made.links.archives);
    let leads = gathered.iter().flat_map(|(_, gathered)| &gathered.archives);
    let mut wanted: BTreeSet<ArchiveId> = linked.chain(leads).copied().collect();
    if !options.redirects.is_empty() {
        // Whoever comes to the old address of a list shall find a list.
        wanted.extend(pass.site.archives.with_posts());
    }
    let archives = archives::make(wanted, pass)?;
    let mut data = match gathered {
        Some((inferred, gathered)) => data::make(gathered, inferred, &archives, pass)?,
        None => Vec::new(),
    };
    let comments = comments::finish(&mut made, pass)?;
    data.extend(comments.data);
    let lists = archives.iter().map(|archive| archive.id).collect();
    let redirects = redirects::make(&options.redirects, &lists, &made, pass)?;
    let imports = comments.imports;
    let needed = account::needed(
        &made,
        archives.iter().map(|it| &it.file).chain(&data).chain(&imports),
        pass.site,
    );
    let media = media::make(needed, stale, options, pass)?;
    let mut notices = match (options.links, options.mode) {
        (LinkCheck::All, Mode::Write) => check::check(&made, &archives, pass)?,
        (LinkCheck::All, Mode::DryRun) | (LinkCheck::None, _) => Vec::new(),
    };
    notices.extend(comments.notices);
    Ok(Output { made, archives, data, imports, redirects, media, notices })
}

fn pool(options: &Convert) -> Result<rayon::ThreadPool, Error> {
    let threads = options.jobs.map_or(0, std::num::NonZeroUsize::get);
    ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .map_err(|cause| Error::Threads { cause: cause.to_string() })
}

/// The summary, the list of a dry run, the report.
fn tell(options: &Convert, report: &Report, done: &Written<'_>) -> Result<(), Error> {
    if options.mode == Mode::DryRun {
        print(&changes(done))?;
    }
    if let Some(path) = &options.report {
        write_file(path, report::to_json(report).as_bytes())?;
    }
    if options.talk == Talk::Normal {
        talk(&report::to_summary(report));
    }
    Ok(())
}

/// What a run would change, one file a line, sorted by path.
fn changes(done: &Written<'_>) -> String {
    let Written { finished, .. } = done;
    let mut lines: Vec<(&str, &str)> = done
        .files()
        .filter_map(|(path, outcome)| Some((path.as_str(), verb(outcome)?)))
        .chain(finished.removed.iter().map(|path| (path.as_str(), "remove")))
        .chain(finished.kept.iter().map(|path| (path.as_str(), "keep")))
        .chain(media_changes(done.media))
        .collect();
    lines.sort_unstable();
    // Items with the same picture share its file.
    lines.dedup();
    let mut text = String::new();
    for (path, verb) in lines {
        writeln!(text, "{verb} {path}").expect("a String takes every text");
    }
    text
}

/// What would become of media files.
fn media_changes(media: &MadeMedia) -> impl Iterator<Item = (&str, &'static str)> {
    let verb = |state| match state {
        MediaState::Created => Some("create"),
        MediaState::Updated => Some("update"),
        MediaState::Kept => Some("keep"),
        MediaState::Expected
        | MediaState::Unchanged
        | MediaState::Gone
        | MediaState::Missing
        | MediaState::Failed => None,
    };
    let files = media.files.iter().filter_map(move |it| Some((it.path.as_str(), verb(it.state)?)));
    let removed = media.finished.removed.iter().map(|path| (path.as_str(), "remove"));
    files.chain(removed).chain(media.finished.kept.iter().map(|path| (path.as_str(), "keep")))
}

fn verb(outcome: Outcome) -> Option<&'static str> {
    match outcome {
        Outcome::Created => Some("create"),
        Outcome::Updated => Some("update"),
        Outcome::Unchanged => None,
        Outcome::Kept => Some("keep"),
    }
}

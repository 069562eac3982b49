//! After the documents: the media files that they need, from disk and from the web, into their places.

mod local;
mod queues;
mod remote;
mod sink;

use std::path::Path;

use rayon::prelude::*;

use crate::error::Error;
use crate::media::{self, File, Needed, Plan, Scope, Unplaced, Wish};
use crate::notice::{Code, Notice};
use crate::options::{Convert, Duplicates};
use crate::output::{Finished, MediaStore, Mode, Outcome, Placed, Shared, Stale, write_file};
use crate::report::{MediaFile, MediaSource, MediaState};
use crate::run::items::Pass;
use crate::run::media::local::Siblings;
use crate::run::print;
use crate::source::Uploads;
use crate::wxr::PostId;

/// What became of the media files.
#[derive(Debug, Default)]
pub(super) struct MadeMedia {
    pub(super) files: Vec<MediaFile>,
    pub(super) notices: Vec<Notice>,
    /// What files of the same content would take besides.
    pub(super) shared: Shared,
    /// What became of files of earlier runs.
    pub(super) finished: Finished,
}

/// How one file came into its place, or why not.
#[derive(Debug)]
pub(super) struct Got {
    state: MediaState,
    source: Option<MediaSource>,
    bytes: Option<u64>,
    stand_in: Option<String>,
    /// What a user must hear of it; the items that show the file are added.
    fault: Option<(Code, String)>,
}

/// What bringing the files works with.
pub(super) struct Work<'a> {
    files: &'a [File],
    uploads: &'a Uploads,
    siblings: Siblings,
    store: &'a MediaStore<'a>,
    options: &'a Convert,
    pass: &'a Pass<'a>,
}

/// Brings the files that the documents need, as far as that is asked for.
pub(super) fn make(
    needed: Needed,
    stale: Stale,
    options: &Convert,
    pass: &Pass<'_>,
) -> Result<MadeMedia, Error> {
    let media = &options.media;
    let (uploads, mut notices) = Uploads::open(&media.uploads, options.inputs.max_unpacked)?;
    let others = if media.scope == Scope::All { uploads.all()? } else { Vec::new() };
    let wish = Wish { scope: media.scope, others: &others, base: media.base.as_deref() };
    let Plan { files, mut unplaced, notices: planned } =
        media::plan(needed, &wish, pass.site, pass.writing.target);
    // What a document of this run has is no place for anything else.
    let (clashes, files): (Vec<File>, Vec<File>) =
        files.into_iter().partition(|file| pass.folder.wrote(&file.place));
    unplaced
        .extend(clashes.into_iter().map(|file| Unplaced::of(file, "is the place of a document")));
    notices.extend(planned);
    let mut made = MadeMedia::default();
    for lost in &unplaced {
        let message = format!("`{}` {}", lost.path, lost.why);
        let fault = Got::failed(MediaState::Failed, Code::MediaNotPlaced, message);
        notices.extend(notice(&lost.posts, &fault));
        made.files.push(entry(&lost.url, &lost.path, &lost.posts, Some(fault)));
    }
    if let Some(path) = &media.list {
        write_list(path, &files, options.mode, pass)?;
    }
    if media.uploads.is_empty() && media.download.is_none() {
        made.files.extend(files.iter().map(|file| of(file, None)));
        return Ok(MadeMedia { notices, ..made });
    }
    // A run that is stopped while it downloads has all documents.
    pass.folder.checkpoint()?;
    pass.progress.files(files.len() as u64);
    let store = MediaStore::open(pass.folder)?;
    let work = Work {
        files: &files,
        uploads: &uploads,
        siblings: Siblings::default(),
        store: &store,
        options,
        pass,
    };
    let got = bring(&work);
    notices.extend(uploads.notices());
    let shared = match media.duplicates {
        Duplicates::Share => store.share(),
        Duplicates::Keep => Shared::default(),
    };
    let finished = store.finish(stale)?;
    for (file, got) in files.iter().zip(got) {
        notices.extend(got.as_ref().and_then(|got| notice(&file.posts, got)));
        made.files.push(of(file, got));
    }
    Ok(MadeMedia { notices, shared, finished, ..made })
}

/// The list of files for other tools; `-` stands for standard output.
fn write_list(path: &Path, files: &[File], mode: Mode, pass: &Pass<'_>) -> Result<(), Error> {
    let is_json = path.extension().is_some_and(|it| it.eq_ignore_ascii_case("json"));
    let list = if is_json { media::to_json(files, pass.site) } else { media::to_lines(files) };
    match (path.to_str(), mode) {
        (Some("-"), _) => print(&list),
        (_, Mode::Write) => write_file(path, list.as_bytes()),
        (_, Mode::DryRun) => Ok(()),
    }
}

/// The files from disk, then from the web what is not there; stand-ins from disk where neither has it.
fn bring(work: &Work<'_>) -> Vec<Option<Got>> {
    let from_disk = work.files.par_iter().map(|file| {
        let got = local::own(file, work);
        if let Some(got) = &got {
            work.pass.progress.advance_media(got.bytes.unwrap_or_default());
            work.pass.progress.advance_file();
        }
        got
    });
    let mut got: Vec<Option<Got>> = from_disk.collect();
    let open: Vec<usize> = (0..got.len()).filter(|index| got[*index].is_none()).collect();
    match (&work.options.media.download, work.options.mode) {
        (Some(download), Mode::Write) => {
            for (index, fetched) in remote::fetch(&open, download, work) {
                got[index] = Some(fetched);
            }
        }
        (Some(_), Mode::DryRun) => {
            for index in &open {
                got[*index] = Some(remote::foresee(&work.files[*index], work));
            }
        }
        (None, _) => {}
    }
    for index in open {
        let is_missing = got[index].as_ref().is_none_or(|got| match got.state {
            MediaState::Missing | MediaState::Failed => true,
            MediaState::Expected
            | MediaState::Created
            | MediaState::Updated
            | MediaState::Unchanged
            | MediaState::Kept
            | MediaState::Gone => false,
        });
        if is_missing {
            let failed = got[index].take();
            got[index] = Some(local::otherwise(&work.files[index], failed, work));
        }
    }
    got
}

impl Got {
    /// A file that lies in its place.
    fn placed(placed: Placed, source: MediaSource) -> Self {
        let state = match placed.outcome {
            Outcome::Created => MediaState::Created,
            Outcome::Updated => MediaState::Updated,
            Outcome::Unchanged => MediaState::Unchanged,
            Outcome::Kept => MediaState::Kept,
        };
        Self { source: Some(source), bytes: Some(placed.bytes), ..Self::of(state) }
    }

    fn of(state: MediaState) -> Self {
        Self { state, source: None, bytes: None, stand_in: None, fault: None }
    }

    /// A file that did not come.
    fn failed(state: MediaState, code: Code, message: String) -> Self {
        Self { fault: Some((code, message)), ..Self::of(state) }
    }

    /// The same, as another file stands in for the one that is missing.
    fn standing_in(self, name: &str, file: &File) -> Self {
        let message = format!("`{}` is missing; `{name}` stands in for it", file.upload.path);
        Self { stand_in: Some(name.to_owned()), fault: Some((Code::MediaStandIn, message)), ..self }
    }
}

fn of(file: &File, got: Option<Got>) -> MediaFile {
    entry(&file.url, file.place.as_str(), &file.posts, got)
}

fn entry(url: &str, path: &str, posts: &[PostId], got: Option<Got>) -> MediaFile {
    let got = got.unwrap_or_else(|| Got::of(MediaState::Expected));
    MediaFile {
        url: url.to_owned(),
        path: path.to_owned(),
        bytes: got.bytes,
        source: got.source,
        state: got.state,
        stand_in: got.stand_in,
        posts: posts.iter().map(|post| post.0).collect(),
    }
}

/// What a user must hear of a file, with the items that show it.
fn notice(posts: &[PostId], got: &Got) -> Option<Notice> {
    let (code, message) = got.fault.as_ref()?;
    let numbers: Vec<String> = posts.iter().map(|post| post.0.to_string()).collect();
    let shown = match numbers.len() {
        0 => String::new(),
        1 => format!("; shown by item {}", numbers[0]),
        _ => format!("; shown by items {}", numbers.join(", ")),
    };
    let mut notice = Notice::new(*code, format!("{message}{shown}"));
    notice.post = posts.first().copied();
    Some(notice)
}

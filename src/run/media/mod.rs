//! After the documents: the media files that they need, from disk and from the web, into their places.

mod local;
mod remote;
mod sink;

use rayon::prelude::*;

use crate::error::Error;
use crate::media::{self, File, Needed, Plan, Scope, Wish};
use crate::notice::{Code, Notice};
use crate::options::{Convert, Duplicates};
use crate::output::{Finished, MediaStore, Mode, Outcome, Placed, Shared, Stale, write_file};
use crate::report::{MediaFile, MediaSource, MediaState};
use crate::run::items::Pass;
use crate::source::Uploads;

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
    let Plan { files, notices: planned } =
        media::plan(needed, &wish, pass.site, pass.writing.target);
    notices.extend(planned);
    if let Some(path) = media.list.as_ref().filter(|_| options.mode == Mode::Write) {
        let is_json = path.extension().is_some_and(|it| it.eq_ignore_ascii_case("json"));
        let list =
            if is_json { media::to_json(&files, pass.site) } else { media::to_lines(&files) };
        write_file(path, list.as_bytes())?;
    }
    if media.uploads.is_empty() && media.download.is_none() {
        let files = files.iter().map(|file| entry(file, None)).collect();
        return Ok(MadeMedia { files, notices, ..MadeMedia::default() });
    }
    // A run that is stopped while it downloads has all documents.
    pass.folder.checkpoint()?;
    pass.progress.files(files.len() as u64);
    let store = MediaStore::open(pass.folder)?;
    let work = Work { files: &files, uploads: &uploads, store: &store, options, pass };
    let got = bring(&work);
    notices.extend(uploads.notices());
    let shared = match media.duplicates {
        Duplicates::Share => store.share(),
        Duplicates::Keep => Shared::default(),
    };
    let finished = store.finish(stale)?;
    let mut made = MadeMedia { files: Vec::new(), notices, shared, finished };
    for (file, got) in files.iter().zip(got) {
        made.notices.extend(got.as_ref().and_then(|got| notice(file, got)));
        made.files.push(entry(file, got));
    }
    Ok(made)
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
    if let Some(download) = &work.options.media.download {
        for (index, fetched) in remote::fetch(&open, download, work) {
            got[index] = Some(fetched);
        }
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
        if is_missing && let Some(stand_in) = local::stand_in(&work.files[index], work) {
            got[index] = Some(stand_in);
        } else if got[index].is_none() {
            got[index] = Some(local::missing(&work.files[index], work));
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

fn entry(file: &File, got: Option<Got>) -> MediaFile {
    let got = got.unwrap_or_else(|| Got::of(MediaState::Expected));
    MediaFile {
        url: file.url.clone(),
        path: file.place.to_string(),
        bytes: got.bytes,
        source: got.source,
        state: got.state,
        stand_in: got.stand_in,
        posts: file.posts.iter().map(|post| post.0).collect(),
    }
}

/// What a user must hear of a file, with the items that show it.
fn notice(file: &File, got: &Got) -> Option<Notice> {
    let (code, message) = got.fault.as_ref()?;
    let posts: Vec<String> = file.posts.iter().map(|post| post.0.to_string()).collect();
    let shown = match posts.len() {
        0 => String::new(),
        1 => format!("; shown by item {}", posts[0]),
        _ => format!("; shown by items {}", posts.join(", ")),
    };
    let mut notice = Notice::new(*code, format!("{message}{shown}"));
    notice.post = file.posts.first().copied();
    Some(notice)
}

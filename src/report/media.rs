//! What became of media files: the table of the summary, and `media` of the JSON report.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use crate::report::summary::plural;

/// What the documents need from the uploads folder.
#[derive(Clone, Debug, Default)]
pub struct Media {
    /// Each file, sorted by its place.
    pub files: Vec<MediaFile>,
    /// The folder that takes all of them; empty if some go elsewhere.
    pub folder: String,
    /// How many of them are other names of files with the same content, and how many bytes they would take.
    pub shared: (u64, u64),
    /// How many pictures stood in texts and are files there now.
    pub embedded: u64,
}

/// One media file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MediaFile {
    /// Its address on the old site; empty where nothing tells.
    pub url: String,
    /// Where it goes below the output folder.
    pub path: String,
    /// Its size, where it is known.
    pub bytes: Option<u64>,
    /// Where it came from.
    pub source: Option<MediaSource>,
    /// What became of it.
    pub state: MediaState,
    /// The name of the file that stands in for it, if one does.
    pub stand_in: Option<String>,
    /// The items that show it.
    pub posts: Vec<u64>,
}

/// Where a media file came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MediaSource {
    /// From `--uploads`.
    Uploads,
    /// From the old site.
    Web,
}

/// What became of a media file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MediaState {
    /// Nobody was asked to bring it.
    Expected,
    /// It is new.
    Created,
    /// It was there and is different now.
    Updated,
    /// It was there already.
    Unchanged,
    /// It was there, is no file of an earlier run, and was left alone.
    Kept,
    /// It was there, and the old site no longer has it.
    Gone,
    /// Nobody has it.
    Missing,
    /// It could not be fetched or put into its place.
    Failed,
}

#[derive(Serialize)]
pub(super) struct MediaOut<'a> {
    url: &'a str,
    path: &'a str,
    bytes: Option<u64>,
    source: Option<&'static str>,
    state: &'static str,
    stand_in: Option<&'a str>,
    posts: &'a [u64],
}

/// The entry of one file in the JSON report.
pub(super) fn out(file: &MediaFile) -> MediaOut<'_> {
    MediaOut {
        url: &file.url,
        path: &file.path,
        bytes: file.bytes,
        source: file.source.map(|source| match source {
            MediaSource::Uploads => "uploads",
            MediaSource::Web => "web",
        }),
        state: match file.state {
            MediaState::Expected => "expected",
            MediaState::Created => "created",
            MediaState::Updated => "updated",
            MediaState::Unchanged => "unchanged",
            MediaState::Kept => "kept",
            MediaState::Gone => "gone",
            MediaState::Missing => "missing",
            MediaState::Failed => "failed",
        },
        stand_in: file.stand_in.as_deref(),
        posts: &file.posts,
    }
}

/// The lines of the summary: what nobody was asked to bring, or a table of what became of the files.
pub(super) fn table(media: &Media, text: &mut String) {
    let mut rows: BTreeMap<Row, (u64, u64)> = BTreeMap::new();
    for file in &media.files {
        let row = Row::of(file);
        let sums = rows.entry(row).or_default();
        sums.0 += 1;
        sums.1 += file.bytes.unwrap_or_default();
    }
    if let Some((number, _)) = rows.remove(&Row::Expected) {
        let files = plural(number, "uploaded file");
        let bring = "let --uploads or --media download bring them";
        let whither = match media.folder.as_str() {
            "" => format!(", many of them beside their posts:\n        {bring}"),
            folder => format!(" in {folder}: copy wp-content/uploads there,\n        or {bring}"),
        };
        writeln!(text, "{number:>7} {files} expected{whither}").expect("a String takes every text");
    }
    for (row, (number, bytes)) in rows {
        let bytes = if bytes > 0 { format!(", {}", human(bytes)) } else { String::new() };
        let files = plural(number, "media file");
        writeln!(text, "{number:>7} {files} {}{bytes}", row.words())
            .expect("a String takes every text");
    }
    let (number, bytes) = media.shared;
    if number > 0 {
        let files = plural(number, "media file");
        writeln!(text, "{number:>7} {files} of the same content as others, {} saved", human(bytes))
            .expect("a String takes every text");
    }
}

/// What the table tells apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Row {
    FromUploads,
    FromWeb,
    There,
    Kept,
    Gone,
    StandIn,
    Expected,
    Missing,
    Failed,
}

impl Row {
    fn of(file: &MediaFile) -> Self {
        match (file.state, file.source) {
            (MediaState::Expected, _) => Self::Expected,
            (MediaState::Created | MediaState::Updated, _) if file.stand_in.is_some() => {
                Self::StandIn
            }
            (MediaState::Created | MediaState::Updated, Some(MediaSource::Web)) => Self::FromWeb,
            (MediaState::Created | MediaState::Updated, Some(MediaSource::Uploads) | None) => {
                Self::FromUploads
            }
            (MediaState::Unchanged, _) => Self::There,
            (MediaState::Kept, _) => Self::Kept,
            (MediaState::Gone, _) => Self::Gone,
            (MediaState::Missing, _) => Self::Missing,
            (MediaState::Failed, _) => Self::Failed,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::FromUploads => "from the uploads",
            Self::FromWeb => "from the old site",
            Self::There => "there already",
            Self::Kept => "edited, or not from pressdown, and left alone",
            Self::Gone => "kept that the old site has no more",
            Self::StandIn => "missing, and another copy stands in",
            Self::Expected => "expected",
            Self::Missing => "missing",
            Self::Failed => "failed",
        }
    }
}

/// `12.3 MB`
fn human(bytes: u64) -> String {
    let units = [("GB", 1_000_000_000_u64), ("MB", 1_000_000), ("kB", 1_000)];
    match units.iter().find(|(_, size)| bytes >= *size) {
        Some((name, size)) => format!("{}.{} {name}", bytes / size, bytes % size * 10 / size),
        None => format!("{bytes} bytes"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(state: MediaState, source: Option<MediaSource>, bytes: u64) -> MediaFile {
        let (url, path, posts) = (String::new(), String::new(), Vec::new());
        MediaFile { url, path, bytes: Some(bytes), source, state, stand_in: None, posts }
    }

    #[test]
    fn the_table_adds_up() {
        let mut stand_in = file(MediaState::Created, Some(MediaSource::Web), 7);
        stand_in.stand_in = Some("a-300x200.jpg".to_owned());
        let files = vec![
            file(MediaState::Created, Some(MediaSource::Uploads), 1_500_000),
            file(MediaState::Updated, Some(MediaSource::Uploads), 1_000_000),
            file(MediaState::Created, Some(MediaSource::Web), 999),
            file(MediaState::Missing, None, 0),
            stand_in,
        ];
        let mut text = String::new();
        table(&Media { files, ..Media::default() }, &mut text);
        let lines = [
            "      2 media files from the uploads, 2.5 MB",
            "      1 media file from the old site, 999 bytes",
            "      1 media file missing, and another copy stands in, 7 bytes",
            "      1 media file missing",
        ];
        assert_eq!(text.lines().collect::<Vec<_>>(), lines);
    }
}

//! [`Record`]: what is known of one file of the media, and the journal in which all of them stand.
//!
//! A line is added before a file is moved into its place, so of a run that was killed in between, both
//! the file that was there and the one that was to come are known. A line that was torn is none.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use crate::output::Hash;
use crate::site::OutPath;

/// The name of the journal in the output folder.
pub(super) const NAME: &str = ".pressdown-media.jsonl";

/// How a line begins that names a schema, and not a file.
const HEAD: &str = "{\"schema\":";

const SCHEMA: &str = "{\"schema\":\"pressdown/media/1\"}";

/// How files come from the disk into the output folder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Placing {
    /// As files of their own.
    #[default]
    Copy,
    /// As other names of the same files, where the system can; else as copies.
    HardLink,
    /// As links to where they lie, where the system can; else as copies.
    Symlink,
}

/// What is known of a file in its place.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Record {
    /// How long it is.
    pub bytes: u64,
    /// The hash of what is in it; none of a link, of which nothing was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hash: Option<Hash>,
    /// Where it was downloaded from, behind all redirects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The `ETag` of that answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// The `Last-Modified` of that answer, as the server wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modified: Option<String>,
    /// The name of the file that it really is, where that stands in for the one of its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stand_in: Option<String>,
    /// How it came here.
    #[serde(default, skip_serializing_if = "is_copy")]
    pub placing: Placing,
    /// When it was changed last, as the disk has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) written: Option<Stamp>,
    /// When the file that it was made of was changed last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) source: Option<Stamp>,
    /// What a symbolic link says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) target: Option<PathBuf>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_copy(placing: &Placing) -> bool {
    *placing == Placing::Copy
}

impl Record {
    /// A file of which nothing but its content is known.
    pub(super) fn of(bytes: u64, hash: Option<Hash>) -> Self {
        Self {
            bytes,
            hash,
            url: None,
            etag: None,
            modified: None,
            stand_in: None,
            placing: Placing::Copy,
            written: None,
            source: None,
            target: None,
        }
    }

    /// The record as it is now, if the file on disk is the one that it tells of.
    pub(super) fn confirmed(&self, path: &Path, there: &fs::Metadata) -> Option<Self> {
        if let Some(target) = &self.target {
            let is_it = there.is_symlink() && fs::read_link(path).is_ok_and(|it| it == *target);
            return is_it.then(|| self.clone());
        }
        if !there.is_file() || there.len() != self.bytes {
            return None;
        }
        let written = Stamp::of(there.modified().ok());
        let is_it = written.is_some() && written == self.written
            || self.hash.is_some() && Hash::of_file(path).ok() == self.hash;
        is_it.then(|| Self { written, ..self.clone() })
    }
}

/// A time in nanoseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(transparent)]
pub(super) struct Stamp(i64);

impl Stamp {
    /// Times that no file can have are none.
    pub(super) fn of(time: Option<SystemTime>) -> Option<Self> {
        let nanoseconds = match time?.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(after) => i64::try_from(after.as_nanos()).ok()?,
            Err(before) => i64::try_from(before.duration().as_nanos()).ok()?.checked_neg()?,
        };
        Some(Self(nanoseconds))
    }
}

#[derive(Deserialize)]
struct Read {
    path: String,
    #[serde(flatten)]
    record: Record,
}

#[derive(Serialize)]
struct Written<'r> {
    path: &'r str,
    #[serde(flatten)]
    record: &'r Record,
}

/// What a journal says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Parsed {
    /// Of each file, the newest last.
    pub(super) records: BTreeMap<OutPath, Vec<Record>>,
    /// Whether a line that is added is read as one of this schema.
    pub(super) has_head: bool,
}

/// Reads a journal. Lines of another schema are left out.
pub(super) fn parse(journal: &[u8]) -> Parsed {
    let mut parsed = Parsed::default();
    for line in journal.split(|byte| *byte == b'\n') {
        if line.starts_with(HEAD.as_bytes()) {
            parsed.has_head = line == SCHEMA.as_bytes();
        } else if parsed.has_head
            && let Ok(Read { path, record }) = serde_json::from_slice(line)
            && let Some(path) = OutPath::parse(&path)
        {
            let versions = parsed.records.entry(path).or_default();
            versions.retain(|version| *version != record);
            versions.push(record);
        }
    }
    parsed
}

/// A journal with one line a file, sorted by path.
pub(super) fn render(records: &BTreeMap<OutPath, Record>) -> String {
    let mut text = format!("{SCHEMA}\n");
    for (path, record) in records {
        text.push_str(&line(path, record));
    }
    text
}

fn line(path: &OutPath, record: &Record) -> String {
    let written = Written { path: path.as_str(), record };
    let mut line = serde_json::to_string(&written).expect("a record has no keys but texts");
    line.push('\n');
    line
}

/// The journal of a run, which grows by a line a file.
#[derive(Debug)]
pub(super) struct Journal {
    path: PathBuf,
    has_head: bool,
    /// Opened when the first line needs it.
    file: Mutex<Option<File>>,
}

impl Journal {
    pub(super) fn at(path: PathBuf, has_head: bool) -> Self {
        Self { path, has_head, file: Mutex::default() }
    }

    /// Adds a line, in one piece.
    pub(super) fn append(&self, path: &OutPath, record: &Record) -> io::Result<()> {
        let mut line = line(path, record);
        let mut file = self.file.lock().expect("no thread panics while it holds the journal");
        if let Some(file) = &mut *file {
            return file.write_all(line.as_bytes());
        }
        let mut opened = open(&self.path)?;
        let head = if self.has_head { String::new() } else { format!("{SCHEMA}\n") };
        line.insert_str(0, &format!("{}{head}", separator(&mut opened)?));
        file.insert(opened).write_all(line.as_bytes())
    }
}

#[expect(clippy::disallowed_methods, reason = "a journal is added to and not written anew")]
fn open(path: &Path) -> io::Result<File> {
    if fs::symlink_metadata(path).is_ok_and(|there| !there.is_file()) {
        let what = format!("{} is no file", path.display());
        return Err(io::Error::new(io::ErrorKind::InvalidInput, what));
    }
    OpenOptions::new().read(true).append(true).create(true).open(path)
}

/// What has to stand before a new line, as the last one may be torn.
fn separator(journal: &mut File) -> io::Result<&'static str> {
    if journal.metadata()?.len() == 0 {
        return Ok("");
    }
    let mut last = [0];
    journal.seek(SeekFrom::End(-1))?;
    journal.read_exact(&mut last)?;
    Ok(if last == *b"\n" { "" } else { "\n" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> OutPath {
        OutPath::parse(text).expect("a safe path")
    }

    fn record(text: &str) -> Record {
        Record::of(text.len() as u64, Some(Hash::of(text.as_bytes())))
    }

    #[test]
    fn a_journal_comes_back_as_it_was_written() {
        let linked = Record {
            placing: Placing::Symlink,
            target: Some("/a/b.jpg".into()),
            url: Some("https://old.example/b.jpg".to_owned()),
            etag: Some("\"x\"".to_owned()),
            modified: Some("Wed, 21 Oct 2015 07:28:00 GMT".to_owned()),
            written: Stamp::of(Some(SystemTime::UNIX_EPOCH)),
            ..Record::of(7, None)
        };
        let records = BTreeMap::from([(path("a \"b\".jpg"), linked), (path("é.jpg"), record("x"))]);
        let text = render(&records);
        assert_eq!(text.lines().count(), 3);
        let read = parse(text.as_bytes()).records;
        assert_eq!(read, records.into_iter().map(|(path, record)| (path, vec![record])).collect());
    }

    #[test]
    fn torn_lines_and_paths_that_lead_out_are_left_out() {
        let whole = line(&path("a.jpg"), &record("a"));
        let out = whole.replace("a.jpg", "../a.jpg");
        let torn = &whole[..whole.len() / 2];
        let next = line(&path("b.jpg"), &record("b"));
        let text = format!("{SCHEMA}\n{whole}{out}{torn}\n{next}{torn}");
        let paths: Vec<String> =
            parse(text.as_bytes()).records.into_keys().map(|it| it.to_string()).collect();
        assert_eq!(paths, ["a.jpg", "b.jpg"]);
        let later = format!("{{\"schema\":\"pressdown/media/9\"}}\n{whole}");
        assert_eq!(parse(later.as_bytes()), Parsed::default());
        let parsed = parse(format!("{later}{SCHEMA}\n{next}").as_bytes());
        assert_eq!((parsed.records.len(), parsed.has_head), (1, true));
    }

    #[test]
    fn both_versions_of_a_file_are_known() {
        let [old, new] = ["old", "newer"].map(record);
        let line = |record| line(&path("a.jpg"), record);
        let text = format!("{SCHEMA}\n{}{}{}", line(&old), line(&new), line(&old));
        assert_eq!(parse(text.as_bytes()).records[&path("a.jpg")], [new, old]);
    }
}

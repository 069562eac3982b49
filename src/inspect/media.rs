//! The media library by kinds of files, and the uploads that content asks for.

use std::collections::{BTreeMap, BTreeSet};

use super::Known;
use crate::site::{Site, Url};
use crate::wxr::Item;

/// What is kept of an attachment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Medium {
    /// What follows the last dot of its file's name, in lower case; empty where there is none.
    ending: String,
    has_address: bool,
}

impl Medium {
    pub(super) fn of(item: &Item<'_>) -> Self {
        let has_address = !item.attachment_url.is_empty();
        let address = if has_address { &item.attachment_url } else { &item.guid };
        let file = item.meta_value("_wp_attached_file").filter(|_| ending(address).is_none());
        let ending = ending(address).or_else(|| ending(file?)).unwrap_or_default();
        Self { ending, has_address }
    }
}

/// `https://x.org/uploads/Pier.JPG?w=300` → `jpg`
fn ending(address: &str) -> Option<String> {
    let (_, name) = Url::split(address).path.rsplit_once('/')?;
    let (_, ending) = name.rsplit_once('.')?;
    let is_one =
        (1..=5).contains(&ending.len()) && ending.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_one.then(|| ending.to_ascii_lowercase())
}

/// What kind of file an attachment is, by its ending.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MediaKind {
    /// A picture.
    Image,
    /// A sound.
    Audio,
    /// A film.
    Video,
    /// A PDF file.
    Pdf,
    /// A text, a table or slides of an office program.
    Document,
    /// Several files in one.
    Archive,
    /// Something else, or a name without an ending.
    Other,
}

impl MediaKind {
    /// The word that reports use.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Image => "image",
            Self::Audio => "audio",
            Self::Video => "video",
            Self::Pdf => "pdf",
            Self::Document => "document",
            Self::Archive => "archive",
            Self::Other => "other",
        }
    }

    fn of(ending: &str) -> Self {
        let row = ENDINGS.binary_search_by_key(&ending, |(name, _)| name);
        row.map_or(Self::Other, |row| ENDINGS[row].1)
    }
}

/// Endings that WordPress takes, sorted.
/// <https://developer.wordpress.org/reference/functions/wp_get_ext_types/>
const ENDINGS: &[(&str, MediaKind)] = &[
    ("3gp", MediaKind::Video),
    ("7z", MediaKind::Archive),
    ("aac", MediaKind::Audio),
    ("aif", MediaKind::Audio),
    ("aiff", MediaKind::Audio),
    ("avi", MediaKind::Video),
    ("avif", MediaKind::Image),
    ("bmp", MediaKind::Image),
    ("csv", MediaKind::Document),
    ("doc", MediaKind::Document),
    ("docx", MediaKind::Document),
    ("epub", MediaKind::Document),
    ("flac", MediaKind::Audio),
    ("flv", MediaKind::Video),
    ("gif", MediaKind::Image),
    ("gz", MediaKind::Archive),
    ("heic", MediaKind::Image),
    ("ico", MediaKind::Image),
    ("jpe", MediaKind::Image),
    ("jpeg", MediaKind::Image),
    ("jpg", MediaKind::Image),
    ("key", MediaKind::Document),
    ("m4a", MediaKind::Audio),
    ("m4v", MediaKind::Video),
    ("mid", MediaKind::Audio),
    ("midi", MediaKind::Audio),
    ("mkv", MediaKind::Video),
    ("mov", MediaKind::Video),
    ("mp3", MediaKind::Audio),
    ("mp4", MediaKind::Video),
    ("mpeg", MediaKind::Video),
    ("mpg", MediaKind::Video),
    ("odp", MediaKind::Document),
    ("ods", MediaKind::Document),
    ("odt", MediaKind::Document),
    ("oga", MediaKind::Audio),
    ("ogg", MediaKind::Audio),
    ("ogv", MediaKind::Video),
    ("pages", MediaKind::Document),
    ("pdf", MediaKind::Pdf),
    ("png", MediaKind::Image),
    ("pps", MediaKind::Document),
    ("ppsx", MediaKind::Document),
    ("ppt", MediaKind::Document),
    ("pptx", MediaKind::Document),
    ("psd", MediaKind::Image),
    ("rar", MediaKind::Archive),
    ("rtf", MediaKind::Document),
    ("svg", MediaKind::Image),
    ("tar", MediaKind::Archive),
    ("tif", MediaKind::Image),
    ("tiff", MediaKind::Image),
    ("txt", MediaKind::Document),
    ("vtt", MediaKind::Document),
    ("wav", MediaKind::Audio),
    ("webm", MediaKind::Video),
    ("webp", MediaKind::Image),
    ("wma", MediaKind::Audio),
    ("wmv", MediaKind::Video),
    ("xls", MediaKind::Document),
    ("xlsx", MediaKind::Document),
    ("zip", MediaKind::Archive),
];

/// The media library, and what content asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Media {
    /// Attachments.
    pub attachments: u64,
    /// Attachments by kind.
    pub kinds: BTreeMap<MediaKind, u64>,
    /// Attachments by the ending of their file; empty where it has none.
    pub endings: BTreeMap<String, u64>,
    /// Attachments whose record names no file.
    pub without_address: u64,
    /// How many different uploads the items ask for that a run would write.
    pub asked_for: u64,
    /// Of those, the ones for which the export has no attachment: paths below `wp-content/uploads`.
    pub unlisted: Vec<String>,
}

/// Counts the attachments, and looks for `uploads` among them.
pub(super) fn count(known: &[Known<'_>], uploads: &BTreeSet<String>, site: &Site) -> Media {
    let mut media = Media { asked_for: uploads.len() as u64, ..Media::default() };
    for medium in known.iter().filter_map(|item| item.facts.medium.as_ref()) {
        media.attachments += 1;
        media.without_address += u64::from(!medium.has_address);
        *media.kinds.entry(MediaKind::of(&medium.ending)).or_default() += 1;
        *media.endings.entry(medium.ending.clone()).or_default() += 1;
    }
    media.unlisted = uploads.iter().filter(|upload| !is_listed(upload, site)).cloned().collect();
    media
}

fn is_listed(upload: &str, site: &Site) -> bool {
    let path = format!("/wp-content/uploads/{upload}");
    let url = Url { scheme: None, host: None, path: &path, query: None, fragment: None };
    site.upload(&url).is_some_and(|upload| upload.attachment.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted() {
        assert!(ENDINGS.is_sorted_by(|one, other| one.0 < other.0));
    }

    #[test]
    fn endings_are_those_of_names() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(ending("https://x.org/uploads/Pier.JPG?w=300"), some("jpg"));
        assert_eq!(ending("https://x.org/?p=12"), None);
        assert_eq!(ending("https://x.org/a.b/c"), None);
        assert_eq!(MediaKind::of("jpg"), MediaKind::Image);
        assert_eq!(MediaKind::of("stl"), MediaKind::Other);
    }
}

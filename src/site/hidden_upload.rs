//! [`HiddenUploads`]: which files among the uploads belong to what readers could not see, by the media
//! library and by their names.
//!
//! Beside an upload lie files that no export lists: sizes of former themes, edits, other formats, backups of
//! optimisers. Of a hidden upload they are as hidden.

use std::collections::HashSet;

use unicode_normalization::UnicodeNormalization as _;

use crate::site::Site;
use crate::site::marks::stem;
use crate::site::record::Action;
use crate::site::upload::{path, split};
use crate::site::url::{decode, fold};
use crate::wxr::PostId;

/// The names of hidden uploads, compared without case, accents composed.
#[derive(Debug, Default)]
pub struct HiddenUploads {
    /// Folders and stems.
    hidden: HashSet<String>,
    /// The same of what is public.
    public: HashSet<String>,
    /// Whole paths of what is public.
    paths: HashSet<String>,
}

impl HiddenUploads {
    /// Looks through the library.
    #[must_use]
    pub fn of(site: &Site) -> Self {
        let mut uploads = Self::default();
        for (id, file) in site.attachments.files() {
            let Some(path) = path(file) else { continue };
            let folder = split(&path).0;
            let beside = file.copies.names().map(|name| format!("{folder}{name}"));
            let all = [path.clone()].into_iter().chain(beside);
            if is_hidden(id, site) {
                uploads.hidden.extend(all.map(|path| key(stem_of(&path))));
            } else {
                for path in all {
                    uploads.public.insert(key(stem_of(&path)));
                    uploads.paths.insert(key(&path));
                }
            }
        }
        let unlisted = site.hidden_files.iter().filter_map(path);
        uploads.hidden.extend(unlisted.map(|path| key(stem_of(&path))));
        uploads
    }

    /// Whether a file is hidden, or lies beside a hidden one and is called like it:
    /// `2019/05/secret.jpg` covers `secret-300x200.jpg`, `secret.jpg.webp` and `secret@2x.jpg`, unless the
    /// library has something public that is nearer to the name.
    #[must_use]
    pub fn covers(&self, path: &str) -> bool {
        if self.hidden.is_empty() {
            return false;
        }
        let path = key(path);
        if self.paths.contains(&path) {
            return false;
        }
        let start = split(&path).0.len();
        let is_end = |(at, c): &(usize, char)| *at > start && !c.is_alphanumeric();
        let ends: Vec<usize> = path.char_indices().filter(is_end).map(|(at, _)| at).collect();
        let mut prefixes = [path.len()].into_iter().chain(ends.into_iter().rev());
        prefixes
            .find_map(|end| {
                let prefix = &path[..end];
                self.hidden
                    .contains(prefix)
                    .then_some(true)
                    .or_else(|| self.public.contains(prefix).then_some(false))
            })
            .unwrap_or(false)
    }
}

/// Whether an attachment is not public, or was uploaded to an item that is not.
pub(super) fn is_hidden(id: PostId, site: &Site) -> bool {
    let is_skipped = |id| {
        site.by_id(id).is_some_and(|record| match record.action {
            Action::Skip(_) => true,
            Action::Write(_) => !record.is_public(),
            Action::Merge(_) => false,
        })
    };
    let parent = site.attachments.get(id).and_then(|file| file.parent);
    is_skipped(id) || parent.is_some_and(is_skipped)
}

/// `2019/05/secret-300x200.jpg` → `2019/05/secret`
fn stem_of(path: &str) -> &str {
    let (folder, name) = split(path);
    &path[..folder.len() + stem(name).len()]
}

/// The same for all spellings of a path that backups have.
fn key(path: &str) -> String {
    fold(&decode(path).nfc().collect::<String>()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn uploads() -> HiddenUploads {
        let all = |paths: &[&str]| paths.iter().map(|path| key(path)).collect::<HashSet<_>>();
        HiddenUploads {
            hidden: all(&["2019/05/secret", "2019/05/caf\u{e9}"]),
            public: all(&["2019/05/secret-garden", "2019/05/pier"]),
            paths: all(&["2019/05/secret.pdf", "2019/05/pier.jpg"]),
        }
    }

    #[test]
    fn what_is_called_like_a_hidden_file_is_hidden() {
        for name in [
            "secret.jpg",
            "secret-300x200.jpg",
            "secret-scaled.jpg",
            "SECRET.JPG",
            "secret.jpg.webp",
            "secret@2x.jpg",
            "secret-e1600000000000.jpg",
            "cafe\u{301}.jpg",
            "caf%C3%A9-1.jpg",
        ] {
            assert!(uploads().covers(&format!("2019/05/{name}")), "{name}");
        }
    }

    #[test]
    fn what_is_public_or_only_begins_alike_is_not() {
        for path in [
            "2019/05/secret.pdf",
            "2019/05/secret-garden-640x480.jpg",
            "2019/05/secrets.jpg",
            "2019/06/secret.jpg",
            "2019/05/pier-9x9.jpg",
            "2019/05/stray.pdf",
        ] {
            assert!(!uploads().covers(path), "{path}");
        }
    }
}

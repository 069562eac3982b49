//! Uploaded files: URL → the path below `wp-content/uploads`, and whether the export lists the file.

use std::collections::{HashMap, HashSet};

use crate::site::attachment::Attachments;
use crate::site::url::{Belonging, Roots, Url, decode, host_key, path_key};

/// Where WordPress keeps what users upload.
const UPLOADS: &str = "wp-content/uploads/";

/// A file below `wp-content/uploads`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    /// `2012/05/pier.jpg`, decoded.
    pub path: String,
    /// Whether the export has an attachment for it, in this or in another size.
    pub is_listed: bool,
}

/// The look-ups behind [`crate::site::Site::upload`].
#[derive(Debug, Default)]
pub(super) struct Uploads {
    /// Paths below the uploads folder.
    listed: HashSet<String>,
    /// Host and path of every attachment's file → its path below the uploads folder. Sites on
    /// WordPress.com keep their files on a host of their own.
    by_address: HashMap<String, String>,
}

impl Uploads {
    pub(super) fn from_attachments(attachments: &Attachments) -> Self {
        let mut uploads = Self::default();
        for file in attachments.files() {
            let url = Url::split(&file.url);
            let path = below_uploads(url.path).unwrap_or_else(|| path_key(url.path));
            if path.is_empty() || !is_inside(&path) {
                continue;
            }
            uploads.by_address.insert(address(&url), path.clone());
            uploads.listed.insert(path);
        }
        uploads
    }

    pub(super) fn find(&self, url: &Url<'_>, roots: &Roots) -> Option<Upload> {
        if let Some(path) = self.by_address.get(&address(url)) {
            return Some(Upload { path: path.clone(), is_listed: true });
        }
        if matches!(roots.locate(url), Belonging::Elsewhere) {
            return None;
        }
        let path = below_uploads(url.path).filter(|path| is_inside(path))?;
        let is_listed = self.listed.contains(&path)
            || original(&path).is_some_and(|p| self.listed.contains(&p));
        Some(Upload { path, is_listed })
    }
}

fn address(url: &Url<'_>) -> String {
    format!("{}/{}", url.host.map(host_key).unwrap_or_default(), path_key(url.path))
}

/// What follows `wp-content/uploads/`, decoded.
fn below_uploads(path: &str) -> Option<String> {
    let (_, below) = path.split_once(UPLOADS)?;
    let below = decode(below).trim_matches('/').to_owned();
    (!below.is_empty()).then_some(below)
}

/// Whether a path stays in its folder.
fn is_inside(path: &str) -> bool {
    !path.contains('\\') && path.split('/').all(|name| !matches!(name, "" | "." | ".."))
}

/// The file that a resized copy was made from: `pier-300x200.jpg` → `pier.jpg`.
fn original(path: &str) -> Option<String> {
    let (stem, ending) = path.rsplit_once('.')?;
    let (name, size) = stem.rsplit_once('-')?;
    let (width, height) = size.split_once('x')?;
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    (is_number(width) && is_number(height)).then(|| format!("{name}.{ending}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::Attachment;
    use crate::wxr::{Channel, PostId};

    fn find(url: &str) -> Option<Upload> {
        let attachment = |url: &str| Attachment { url: url.into(), ..Attachment::default() };
        let files = Attachments::from_files([
            (PostId(1), attachment("https://old.com/wp-content/uploads/2012/05/pier.jpg")),
            (PostId(2), attachment("https://old.files.wordpress.com/2013/01/a%20b.jpg")),
        ]);
        let channel = Channel { link: "https://old.com".into(), ..Channel::default() };
        let roots = Roots::from_channels([&channel]);
        Uploads::from_attachments(&files).find(&Url::split(url), &roots)
    }

    #[test]
    fn finds_originals_and_other_sizes() {
        let listed = |path: &str| Some(Upload { path: path.into(), is_listed: true });
        assert_eq!(
            find("http://www.old.com/wp-content/uploads/2012/05/pier.jpg?w=3"),
            listed("2012/05/pier.jpg")
        );
        assert_eq!(
            find("/wp-content/uploads/2012/05/pier-300x200.jpg"),
            listed("2012/05/pier-300x200.jpg")
        );
        assert_eq!(
            find("https://old.files.wordpress.com/2013/01/a%20b.jpg?w=300"),
            listed("2013/01/a b.jpg")
        );
    }

    #[test]
    fn tells_what_is_not_listed_and_refuses_what_is_not_an_upload() {
        let upload = find("https://old.com/wp-content/uploads/x.pdf").expect("an upload");
        assert!(!upload.is_listed);
        assert_eq!(find("https://other.com/wp-content/uploads/x.pdf"), None);
        assert_eq!(find("https://old.com/wp-content/uploads/../../etc/passwd"), None);
        assert_eq!(find("https://old.com/wp-content/uploads/%2e%2e/x"), None);
        assert_eq!(find("https://old.com/about/"), None);
    }
}

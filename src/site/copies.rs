//! [`Copies`]: the other files that WordPress made of an upload, by the library's own list.

use crate::site::serialized::{Keys, texts};

/// How many files are kept of one upload; plugins of shops make some thirty.
const MOST: usize = 100;

/// Endings of files that WordPress makes smaller copies of.
const PICTURES: &[&str] = &["avif", "bmp", "gif", "heic", "jpe", "jpeg", "jpg", "png", "webp"];

/// Names of files that lie beside an upload: smaller copies, what it was before it was edited.
///
/// One text, since the index holds one for every upload: a line for each file, its name and, behind
/// a slash, the name of the file that shows the same picture in full, if that is not the upload.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Copies(Box<str>);

/// The file that shows a picture in full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Original<'a> {
    /// The one that the library calls the upload.
    Upload,
    /// Another one in its folder.
    Named(&'a str),
}

impl Copies {
    /// Reads the custom fields `_wp_attachment_metadata` and `_wp_attachment_backup_sizes` of the
    /// upload of this name.
    #[must_use]
    pub fn parse(upload: &str, metadata: &str, backups: &str) -> Self {
        let mut files = Files::default();
        files.add_sizes(upload, metadata);
        files.add_backups(upload, backups);
        Self(files.lines.into())
    }

    /// The file that shows the same picture as this one in full; `None` if the library does not
    /// list it.
    #[must_use]
    pub fn original(&self, name: &str) -> Option<Original<'_>> {
        let (_, full) = self.lines().find(|(copy, _)| *copy == name)?;
        Some(if full.is_empty() { Original::Upload } else { Original::Named(full) })
    }

    /// The names of all files.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.lines().map(|(name, _)| name)
    }

    fn lines(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.lines().filter_map(|line| line.split_once('/'))
    }
}

#[derive(Default)]
struct Files {
    lines: String,
    count: usize,
}

impl Files {
    fn add(&mut self, name: &str, full: &str) {
        let is_name = |name: &str| !name.contains(['/', '\\', '\n', '\r']);
        if !name.is_empty() && is_name(name) && is_name(full) && self.count < MOST {
            self.count += 1;
            for part in [name, "/", full, "\n"] {
                self.lines.push_str(part);
            }
        }
    }

    /// The sizes, and the file that a large upload was scaled down from. The sizes of a document
    /// show its first page, and the largest of them is called `full`.
    fn add_sizes(&mut self, upload: &str, metadata: &str) {
        let entries = || texts(metadata).take(32 * MOST);
        let full_page = entries().find_map(|(keys, name)| match keys {
            ["sizes", "full", "file"] => Some(name),
            _ => None,
        });
        for (keys, name) in entries() {
            match keys {
                ["original_image", "", ""] => self.add(name, name),
                ["sizes", _, "file"] if is_picture(upload) => self.add(name, ""),
                ["sizes", _, "file"] => self.add(name, full_page.unwrap_or(name)),
                _ => {}
            }
        }
    }

    /// What the files were before the picture was edited: `full-orig`, `medium-orig`, and
    /// `full-1234567890123` where it was edited more than once.
    fn add_backups(&mut self, upload: &str, backups: &str) {
        let entries = || texts(backups).take(8 * MOST).filter_map(backup);
        let fulls: Vec<_> = entries().filter(|(size, ..)| *size == "full").take(MOST).collect();
        for (size, edit, name) in entries() {
            let full = fulls.iter().find(|(_, of, _)| *of == edit).map(|(.., full)| *full);
            match full {
                _ if size == "full" => self.add(name, name),
                Some(full) if full != upload => self.add(name, full),
                Some(_) | None => self.add(name, ""),
            }
        }
    }
}

/// The size, the edit and the name of a file: `medium-orig` → `medium`, `orig`.
fn backup<'a>((keys, name): (Keys<'a>, &'a str)) -> Option<(&'a str, &'a str, &'a str)> {
    match keys {
        [key, "file", ""] => key.rsplit_once('-').map(|(size, edit)| (size, edit, name)),
        _ => None,
    }
}

fn is_picture(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, ending)| {
        PICTURES.binary_search(&ending.to_ascii_lowercase().as_str()).is_ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZES: &str = concat!(
        r#"a:3:{s:4:"file";s:22:"2019/08/bay-scaled.jpg";s:5:"sizes";a:2:{"#,
        r#"s:6:"medium";a:2:{s:4:"file";s:15:"bay-300x120.jpg";s:5:"width";i:300;}"#,
        r#"s:5:"large";a:1:{s:4:"file";s:16:"bay-1024x410.jpg";}}"#,
        r#"s:14:"original_image";s:7:"bay.jpg";}"#
    );

    #[test]
    fn the_table_is_sorted() {
        assert!(PICTURES.is_sorted());
    }

    #[test]
    fn sizes_are_copies_of_the_upload() {
        let copies = Copies::parse("bay-scaled.jpg", SIZES, "");
        assert_eq!(copies.original("bay-300x120.jpg"), Some(Original::Upload));
        assert_eq!(copies.original("bay.jpg"), Some(Original::Named("bay.jpg")));
        assert_eq!(copies.original("bay-200x80.jpg"), None);
        let names: Vec<&str> = copies.names().collect();
        assert_eq!(names, ["bay-300x120.jpg", "bay-1024x410.jpg", "bay.jpg"]);
        let moved = SIZES.replace("s:22", "s:31").replace("s:15", "s:17");
        assert_eq!(Copies::parse("bay-scaled.jpg", &moved, ""), copies);
    }

    #[test]
    fn sizes_from_before_an_edit_are_copies_of_what_was_edited() {
        let backups = concat!(
            r#"a:3:{s:9:"full-orig";a:1:{s:4:"file";s:5:"a.jpg";}"#,
            r#"s:11:"medium-orig";a:1:{s:4:"file";s:13:"a-300x200.jpg";}"#,
            r#"s:20:"thumbnail-1234567890";a:1:{s:4:"file";s:13:"a-150x150.jpg";}}"#
        );
        let copies = Copies::parse("a-e1234567890123.jpg", "", backups);
        assert_eq!(copies.original("a.jpg"), Some(Original::Named("a.jpg")));
        assert_eq!(copies.original("a-300x200.jpg"), Some(Original::Named("a.jpg")));
        assert_eq!(copies.original("a-150x150.jpg"), Some(Original::Upload));
        let copies = Copies::parse("a.jpg", "", backups);
        assert_eq!(copies.original("a-300x200.jpg"), Some(Original::Upload));
    }

    #[test]
    fn sizes_of_a_document_are_pictures_of_its_first_page() {
        let sizes = concat!(
            r#"a:1:{s:5:"sizes";a:2:{s:4:"full";a:1:{s:4:"file";s:12:"plan-pdf.jpg";}"#,
            r#"s:6:"medium";a:1:{s:4:"file";s:20:"plan-pdf-212x300.jpg";}}}"#
        );
        let copies = Copies::parse("plan.pdf", sizes, "");
        assert_eq!(copies.original("plan-pdf-212x300.jpg"), Some(Original::Named("plan-pdf.jpg")));
    }

    #[test]
    fn names_that_lead_out_of_the_folder_are_left_out() {
        let sizes = r#"a:1:{s:5:"sizes";a:1:{s:1:"m";a:1:{s:4:"file";s:7:"../a/b.";}}}"#;
        assert_eq!(Copies::parse("a.jpg", sizes, ""), Copies::default());
    }
}

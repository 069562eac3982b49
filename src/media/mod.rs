//! Which media files a site needs: what the written documents really refer to.

use std::collections::BTreeSet;

use crate::target::Media;

/// Paths below `wp-content/uploads`, each once and in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needed(BTreeSet<String>);

impl Needed {
    /// Adds what one document needs.
    pub fn add(&mut self, uploads: &[String]) {
        for upload in uploads {
            if !self.0.contains(upload) {
                self.0.insert(upload.clone());
            }
        }
    }

    /// How many files there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// Each file as it lies below `wp-content/uploads`, and where the target wants it below the
    /// output folder.
    pub fn places<'a>(&'a self, target: &'a Media) -> impl Iterator<Item = (&'a str, String)> {
        self.0.iter().map(|upload| (upload.as_str(), target.place(upload)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::target::MediaLinkForm;

    #[test]
    fn each_file_is_needed_once() {
        let mut needed = Needed::default();
        needed.add(&["2012/05/b.jpg".to_owned(), "2012/05/a.jpg".to_owned()]);
        needed.add(&["2012/05/b.jpg".to_owned()]);
        let target = Media { folder: "static/up".to_owned(), links: MediaLinkForm::File };
        let places: Vec<(&str, String)> = needed.places(&target).collect();
        assert_eq!(needed.count(), 2);
        assert_eq!(places[0], ("2012/05/a.jpg", "static/up/2012/05/a.jpg".to_owned()));
    }
}

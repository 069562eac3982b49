//! [`Needed`]: the uploads that documents refer to, each once, with the items that show it.

use std::collections::{BTreeMap, BTreeSet};

use crate::site::{OutPath, Upload};
use crate::wxr::PostId;

/// Uploads by their [`Upload::place`], with the items that refer to them.
#[derive(Clone, Debug, Default)]
pub struct Needed(BTreeMap<String, Use>);

/// One upload that is needed.
#[derive(Clone, Debug)]
pub(super) struct Use {
    pub(super) upload: Upload,
    pub(super) posts: BTreeSet<PostId>,
}

/// One file of the new site.
#[derive(Clone, Debug)]
pub struct File {
    /// The upload that it is.
    pub upload: Upload,
    /// Where it goes below the output folder.
    pub place: OutPath,
    /// Where the old site has it, escaped for a request; empty where nothing tells.
    pub url: String,
    /// The items that show it.
    pub posts: Vec<PostId>,
}

impl Needed {
    /// Adds what one document needs; `post` is its item, if it has one.
    pub fn add(&mut self, uploads: &[Upload], post: Option<PostId>) {
        for upload in uploads {
            let place = upload.place();
            if !self.0.contains_key(&*place) {
                let of = Use { upload: upload.clone(), posts: BTreeSet::new() };
                self.0.insert(place.clone().into_owned(), of);
            }
            let of = self.0.get_mut(&*place).expect("it was put there");
            of.posts.extend(post);
        }
    }

    /// How many files there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// Whether the upload with this [`Upload::place`] is needed.
    #[must_use]
    pub fn has(&self, place: &str) -> bool {
        self.0.contains_key(place)
    }

    pub(super) fn into_uses(self) -> impl Iterator<Item = Use> {
        self.0.into_values()
    }
}

impl File {
    /// The address of a file that stands in for it.
    #[must_use]
    pub fn url_beside(&self, name: &str) -> String {
        let folder = self.url.rfind('/').map_or("", |slash| &self.url[..=slash]);
        format!("{folder}{}", super::plan::escape(&name.replace('%', "%25")))
    }

    /// The path of a file that stands in for it, below the uploads.
    #[must_use]
    pub fn path_beside(&self, name: &str) -> String {
        self.upload.beside(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_file_is_needed_once_and_knows_who_shows_it() {
        let upload = |path: &str| Upload { path: path.into(), ..Upload::default() };
        let mut needed = Needed::default();
        needed.add(&[upload("2012/05/b.jpg"), upload("2012/05/a.jpg")], Some(PostId(7)));
        needed.add(&[upload("2012/05/b.jpg")], Some(PostId(3)));
        needed.add(&[upload("2012/05/b.jpg")], None);
        assert_eq!(needed.count(), 2);
        let uses: Vec<Use> = needed.into_uses().collect();
        assert_eq!(uses[0].upload.path, "2012/05/a.jpg");
        assert_eq!(Vec::from_iter(&uses[1].posts), [&PostId(3), &PostId(7)]);
    }
}

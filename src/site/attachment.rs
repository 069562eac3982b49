//! Media files of the library, as other items refer to them.

use std::collections::HashMap;

use crate::wxr::PostId;

/// A media file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attachment {
    /// The address of the original file.
    pub url: String,
    /// The address of the attachment's own page.
    pub page: String,
    /// HTML text; empty where there is none.
    pub title: String,
    /// What stands for the picture when it cannot be seen; plain text, empty where there is none.
    pub alt: String,
    /// HTML; empty where there is none.
    pub caption: String,
    /// The post that it was uploaded to.
    pub parent: Option<PostId>,
    /// The order in a gallery.
    pub menu_order: i64,
}

/// The media library, by id and by post.
#[derive(Debug, Default)]
pub struct Attachments {
    by_id: HashMap<PostId, Attachment>,
    by_post: HashMap<PostId, Vec<PostId>>,
}

impl Attachments {
    /// The library of these files; of two with one id the first counts.
    #[must_use]
    pub fn from_files(files: impl IntoIterator<Item = (PostId, Attachment)>) -> Self {
        let mut library = Self::default();
        for (id, file) in files {
            if library.by_id.contains_key(&id) {
                continue;
            }
            if let Some(post) = file.parent {
                library.by_post.entry(post).or_default().push(id);
            }
            library.by_id.insert(id, file);
        }
        for ids in library.by_post.values_mut() {
            ids.sort_by_key(|id| (library.by_id[id].menu_order, *id));
        }
        library
    }

    /// The file of this id.
    #[must_use]
    pub fn get(&self, id: PostId) -> Option<&Attachment> {
        self.by_id.get(&id)
    }

    /// Every file, in no order.
    pub(super) fn files(&self) -> impl Iterator<Item = &Attachment> {
        self.by_id.values()
    }

    /// The files that were uploaded to a post, as a gallery without ids shows them: by menu order, then id.
    pub fn of_post(&self, post: PostId) -> impl Iterator<Item = (PostId, &Attachment)> {
        self.by_post.get(&post).into_iter().flatten().map(|id| (*id, &self.by_id[id]))
    }
}

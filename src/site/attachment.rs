//! Media files of the library, as other items refer to them.

use std::collections::HashMap;

use crate::site::copies::Copies;
use crate::site::serialized::values;
use crate::wxr::{Item, PostId};

/// How much of what the library knows of a file is looked through for its size; WordPress begins with it.
const MOST_VALUES: usize = 1_000;

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
    /// Where the library keeps it, below the uploads folder: `2012/05/pier.jpg`. Empty if unknown.
    pub file: String,
    /// Its smaller copies, and what it was before it was edited.
    pub copies: Copies,
    /// The width and height of a picture or film, in pixels.
    pub size: Option<(u32, u32)>,
}

impl Attachment {
    /// The facts of a media file. WordPress's own importer takes the guid where the address is
    /// missing.
    pub(super) fn from_item(item: &Item<'_>, title: &str) -> Self {
        let url = if item.attachment_url.is_empty() { &item.guid } else { &item.attachment_url };
        let field = |key| item.meta_value(key).unwrap_or_default();
        let file = field("_wp_attached_file");
        let name = file.rsplit_once('/').map_or(file, |(_, name)| name);
        let metadata = field("_wp_attachment_metadata");
        Self {
            url: url.clone().into_owned(),
            page: item.link.clone().into_owned(),
            title: title.to_owned(),
            alt: field("_wp_attachment_image_alt").to_owned(),
            caption: item.excerpt.clone().into_owned(),
            parent: item.parent,
            menu_order: item.menu_order,
            file: file.to_owned(),
            copies: Copies::parse(name, metadata, field("_wp_attachment_backup_sizes")),
            size: size(metadata),
        }
    }
}

/// `a:2:{s:5:"width";i:640;s:6:"height";i:480;}` → 640 × 480
fn size(metadata: &str) -> Option<(u32, u32)> {
    let side = |name| {
        let mut own = values(metadata).take(MOST_VALUES);
        let (_, number) = own.find(|(keys, _)| *keys == [name, "", ""])?;
        number.trim().parse().ok().filter(|pixels| *pixels > 0)
    };
    Some((side("width")?, side("height")?))
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

    /// Every file, by id.
    #[must_use]
    pub fn files(&self) -> Vec<(PostId, &Attachment)> {
        let mut files: Vec<_> = self.by_id.iter().map(|(id, file)| (*id, file)).collect();
        files.sort_unstable_by_key(|(id, _)| *id);
        files
    }

    /// The files that were uploaded to a post, as a gallery without ids shows them: by menu order, then id.
    pub fn of_post(&self, post: PostId) -> impl Iterator<Item = (PostId, &Attachment)> {
        self.by_post.get(&post).into_iter().flatten().map(|id| (*id, &self.by_id[id]))
    }
}

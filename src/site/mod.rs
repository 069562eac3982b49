//! Entries → [`Site`]: what every stage may ask about the whole site while it works on one item.

mod attachment;
mod copies;
mod path;
mod plan;
mod policy;
mod record;
mod serialized;
mod survey;
mod upload;
mod url;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::notice::Notice;
use crate::target::Target;
use crate::wxr::{Channel, PostId};

use upload::Uploads;

pub use attachment::{Attachment, Attachments};
pub use copies::{Copies, Original};
pub use path::OutPath;
pub use policy::{Hidden, Publication};
pub use record::{Action, CommentCounts, Destination, REPEATED, Record};
pub use survey::Survey;
pub use upload::{Picture, Upload};
pub use url::{Belonging, Roots, Url, decode, host_key, join, path_key};

/// The index of one run: all exports together.
#[derive(Debug, Default)]
pub struct Site {
    /// What was exported, by the position of the export.
    pub channels: BTreeMap<usize, Channel>,
    /// The addresses under which the exported sites live.
    pub roots: Roots,
    /// Every item, in the order of the exports.
    pub records: Vec<Record>,
    /// Media files, by id and by the post that they were uploaded to.
    pub attachments: Attachments,
    /// Content of the reusable blocks (synced patterns), which other items include by id.
    pub reusable_blocks: HashMap<PostId, String>,
    authors: BTreeMap<String, String>,
    taxonomies: BTreeSet<String>,
    by_id: HashMap<PostId, usize>,
    by_path: HashMap<String, usize>,
    uploads: Uploads,
}

impl Site {
    /// Decides what becomes of every item and builds the look-ups. `include` names the hidden kinds
    /// of content that are written all the same.
    #[must_use]
    pub fn from_survey(survey: Survey, target: &Target, include: &[Hidden]) -> (Self, Vec<Notice>) {
        let Survey { channels, authors, taxonomies, mut records, attachments, reusable_blocks } =
            survey;
        let roots = Roots::from_channels(channels.values());
        let by_id = ids(&records);
        let notices = plan::decide(&mut records, &by_id, &roots, target, include);
        let by_path = paths(&records, &roots);
        let attachments = Attachments::from_files(attachments);
        let site = Self {
            uploads: Uploads::from_attachments(&attachments),
            channels,
            roots,
            taxonomies,
            attachments,
            reusable_blocks: reusable_blocks.into_iter().collect(),
            records,
            authors,
            by_id,
            by_path,
        };
        (site, notices)
    }

    /// The item with this id.
    #[must_use]
    pub fn by_id(&self, id: PostId) -> Option<&Record> {
        self.by_id.get(&id).map(|index| &self.records[*index])
    }

    /// The item whose permalink has this [`path_key`] below the domain. WordPress answers an
    /// address in any case, so an exact match only goes first.
    #[must_use]
    pub fn by_path(&self, key: &str) -> Option<&Record> {
        let index = self.by_path.get(key).or_else(|| self.by_path.get(&key.to_lowercase()))?;
        Some(&self.records[*index])
    }

    /// Whether a term of this taxonomy was exported.
    #[must_use]
    pub fn has_taxonomy(&self, name: &str) -> bool {
        self.taxonomies.contains(name)
    }

    /// The uploaded file that a URL names.
    #[must_use]
    pub fn upload(&self, url: &Url<'_>) -> Option<Upload> {
        self.uploads.find(url, self)
    }

    /// The picture of the media library that a URL names, in whatever size. `named` is the
    /// attachment that the post itself says it is; it counts where the library lists no sizes.
    #[must_use]
    pub fn picture(&self, url: &Url<'_>, named: Option<PostId>) -> Option<Picture<'_>> {
        self.uploads.picture(url, named, self)
    }

    /// Whether the site has at the path of a URL what another host has there: an upload of the
    /// library, or a page whose address is more than one word.
    #[must_use]
    pub fn has_alike(&self, url: &Url<'_>) -> bool {
        let path = url.path.trim_matches('/');
        let may_be_page = path.contains(['/', '-', '%']) && url.query.is_none();
        self.uploads.has_alike(url, self) || may_be_page && self.by_path(&path_key(path)).is_some()
    }

    /// The name that readers saw, for a login; exports before WordPress 3.1 hold the name itself.
    #[must_use]
    pub fn author<'a>(&'a self, creator: &'a str) -> &'a str {
        match self.authors.get(creator) {
            Some(name) if !name.is_empty() => name,
            _ => creator,
        }
    }
}

/// The first item of each id.
fn ids(records: &[Record]) -> HashMap<PostId, usize> {
    let mut ids = HashMap::with_capacity(records.len());
    for (index, record) in records.iter().enumerate() {
        if let Some(id) = record.id {
            ids.entry(id).or_insert(index);
        }
    }
    ids
}

/// The items by permalink, under the path as it is and in lower case. An item that is written goes
/// before one that is not: menu entries and design parts have addresses that nobody ever saw.
fn paths(records: &[Record], roots: &Roots) -> HashMap<String, usize> {
    let mut paths: HashMap<String, usize> = HashMap::with_capacity(records.len());
    let (written, rest): (Vec<usize>, Vec<usize>) =
        (0..records.len()).partition(|index| records[*index].destination().is_some());
    for index in written.into_iter().chain(rest) {
        let url = Url::split(&records[index].link);
        if url.query.is_some() {
            continue;
        }
        if let Belonging::Site { domain_path, .. } = roots.locate(&url) {
            paths.entry(domain_path.to_lowercase()).or_insert(index);
            paths.entry(domain_path).or_insert(index);
        }
    }
    paths
}

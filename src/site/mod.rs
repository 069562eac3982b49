//! Entries → [`Site`]: what every stage may ask about the whole site while it works on one item.

mod attachment;
mod copies;
mod document;
mod path;
mod plan;
mod policy;
mod record;
mod serialized;
mod survey;
mod term;
mod upload;
mod url;
mod version;

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::notice::Notice;
use crate::target::Target;
use crate::wxr::{Channel, PostId};

use document::Documents;
use upload::Uploads;
use version::Versions;

pub use attachment::{Attachment, Attachments};
pub use copies::{Copies, Original};
pub use path::OutPath;
pub use policy::{Hidden, Publication};
pub use record::{Action, CommentCounts, Destination, Record};
pub use survey::Survey;
pub use term::{Term, Terms};
pub use upload::{Picture, Upload};
pub use url::{Belonging, Roots, Url, decode, host_key, join, path_key};

/// The index of one run: all exports together.
#[derive(Debug, Default)]
pub struct Site {
    /// What was exported, by the position of the export; of several documents in one the first.
    pub channels: BTreeMap<usize, Channel>,
    /// The addresses under which the exported sites live.
    pub roots: Roots,
    /// Every item, in the order of the exports.
    pub records: Vec<Record>,
    /// Media files, by id and by the post that they were uploaded to.
    pub attachments: Attachments,
    /// Content of the reusable blocks (synced patterns), which other items include by id.
    pub reusable_blocks: HashMap<PostId, String>,
    /// Categories, tags and terms of other taxonomies.
    pub terms: Terms,
    authors: BTreeMap<String, String>,
    by_id: HashMap<PostId, usize>,
    by_path: HashMap<String, usize>,
    uploads: Uploads,
}

impl Site {
    /// Decides what becomes of every item and builds the look-ups. `include` names the hidden kinds
    /// of content that are written all the same.
    #[must_use]
    pub fn from_survey(survey: Survey, target: &Target, include: &[Hidden]) -> (Self, Vec<Notice>) {
        let Survey { documents, authors, terms, mut records, attachments, reusable_blocks } =
            survey;
        let roots = Roots::from_channels(documents.channels());
        let versions = Versions::of(&records, &documents);
        let by_id = ids(&records, &versions, &documents);
        let parts = plan::Parts {
            by_id: &by_id,
            roots: &roots,
            versions: &versions,
            documents: &documents,
        };
        let mut notices = documents.notices();
        notices.extend(plan::decide(&mut records, &parts, target, include));
        let by_path = paths(&records, &roots, &versions);
        let is_known = |index: usize, id| versions.counts(index) && by_id.contains_key(&id);
        let files = attachments.into_iter().filter(|(index, id, _)| is_known(*index, *id));
        let blocks = reusable_blocks.into_iter().filter(|(index, id, _)| is_known(*index, *id));
        let attachments = Attachments::from_files(files.map(|(_, id, file)| (id, file)));
        let reusable_blocks = blocks.map(|(_, id, content)| (id, content)).collect();
        let site = Self {
            uploads: Uploads::from_attachments(&attachments),
            channels: documents.into_channels(),
            roots,
            terms,
            attachments,
            reusable_blocks,
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

/// The first item of each id, in the version that counts. An id that several sites use for several
/// items says nothing: a gallery must not show the pictures of another site.
fn ids(records: &[Record], versions: &Versions, documents: &Documents) -> HashMap<PostId, usize> {
    let mut ids: HashMap<PostId, usize> = HashMap::with_capacity(records.len());
    let mut ambiguous = HashSet::new();
    for (index, record) in records.iter().enumerate().filter(|(index, _)| versions.counts(*index)) {
        let Some(id) = record.id else { continue };
        let first = *ids.entry(id).or_insert(index);
        let site = |record: &Record| documents.site_of(record.document);
        if site(&records[first]) != site(record) {
            ambiguous.insert(id);
        }
    }
    ids.retain(|id, _| !ambiguous.contains(id));
    ids
}

/// The items by permalink, under the path as it is and in lower case. An item that is written goes
/// before one that is not: menu entries and design parts have addresses that nobody ever saw. The
/// address of an older version leads to the one that counts.
fn paths(records: &[Record], roots: &Roots, versions: &Versions) -> HashMap<String, usize> {
    let mut paths: HashMap<String, usize> = HashMap::with_capacity(records.len());
    let (written, rest): (Vec<usize>, Vec<usize>) =
        (0..records.len()).partition(|index| records[*index].destination().is_some());
    for index in written.into_iter().chain(rest) {
        let url = Url::split(&records[index].link);
        if url.query.is_some() {
            continue;
        }
        if let Belonging::Site { domain_path, .. } = roots.locate(&url) {
            let counting = versions.counting(index);
            paths.entry(domain_path.to_lowercase()).or_insert(counting);
            paths.entry(domain_path).or_insert(counting);
        }
    }
    paths
}

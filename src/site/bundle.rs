//! [`Bundles`]: posts that take along what was uploaded to them, each file in one place.
//!
//! A file belongs to the post that it was uploaded to, since that is known before anything is written and
//! is the same in every run. Files of pages, of drafts, of nothing, and those that the export does not
//! list go into the shared folder.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use crate::notice::{Code, Notice};
use crate::site::archive::Archives;
use crate::site::attachment::Attachments;
use crate::site::lookup::Ids;
use crate::site::namesake::{Names, numbered};
use crate::site::path::OutPath;
use crate::site::policy::Publication;
use crate::site::record::{Action, Destination, Record};
use crate::site::safe_path::safe_path;
use crate::site::table::long_hash;
use crate::site::taken::Taken;
use crate::site::upload::{Uploads, path, split};
use crate::site::url::fold;
use crate::site::{ArchiveId, ArchivePlace, Site, Upload};
use crate::target::{Bundle, Target};
use crate::wxr::PostId;

/// Which posts are bundles, and what lies in them.
#[derive(Debug, Default)]
pub(super) struct Bundles {
    /// The files of posts that stand inside of their folders.
    inside: Taken,
    held: HashMap<PostId, Held>,
    /// The file that has a name in the folder of a post, by a hash of both.
    owners: HashMap<u64, PostId>,
}

/// An attachment in a bundle.
#[derive(Clone, Copy, Debug)]
struct Held {
    post: PostId,
    /// What tells it apart from another file of its name.
    number: Option<u32>,
}

/// Where a file lies in a bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InBundle<'a> {
    /// The post that it was uploaded to.
    pub owner: &'a Destination,
    /// The folder of that post, below the output folder.
    pub folder: &'a str,
    /// The name of the file in it.
    pub name: String,
}

impl InBundle<'_> {
    /// Where the new site has the file, decoded and from the root.
    ///
    /// `/2012/05/pier/` → `/2012/05/pier/a.jpg`, and `/2012/05/pier.html` → the same
    #[must_use]
    pub fn address(&self) -> String {
        published(&self.owner.address) + &self.name
    }
}

/// The address below which the files of a post are published: without the ending that it may have.
fn published(address: &str) -> String {
    let (folder, last) = split(address);
    let name = last.rsplit_once('.').map_or(last, |(name, _)| name);
    let slash = if name.is_empty() { "" } else { "/" };
    format!("{folder}{name}{slash}")
}

/// What the planning of bundles needs to know.
pub(super) struct Parts<'a> {
    pub(super) ids: &'a Ids,
    pub(super) attachments: &'a Attachments,
    pub(super) uploads: &'a Uploads,
    pub(super) archives: &'a Archives,
    pub(super) target: &'a Target,
}

impl Bundles {
    /// Makes bundles of all posts that can be one, if the user wants them. `files` are the paths of all
    /// documents.
    pub(super) fn make(
        records: &mut [Record],
        parts: &Parts<'_>,
        files: &mut Taken,
    ) -> (Self, Vec<Notice>) {
        let (mut bundles, mut notices) = (Self::default(), Vec::new());
        let Some(bundle) = parts.target.media.bundles() else { return (bundles, notices) };
        let folders = folders(records, parts.archives);
        let mut posts: Vec<usize> =
            (0..records.len()).filter(|index| is_post(*index, records, parts)).collect();
        posts.sort_by_key(|index| records[*index].id);
        // `/pier/` and `/pier.html` have the files of two posts at one address.
        let mut addresses = HashSet::new();
        for index in posts {
            let Some(to) = records[index].destination() else { continue };
            if addresses.insert(long_hash(&published(&to.address)))
                && bundles.moves(&mut records[index], bundle, &folders, files)
            {
                notices.extend(bundles.fill(&records[index], bundle, parts));
            }
        }
        (bundles, notices)
    }

    /// Moves a post into its folder, where the target wants it there; whether it is a bundle then.
    fn moves(
        &mut self,
        record: &mut Record,
        bundle: &Bundle,
        folders: &HashSet<u64>,
        files: &mut Taken,
    ) -> bool {
        let Action::Write(destination) = &mut record.action else { return false };
        let folder = destination.path.without_ending();
        if OutPath::parse(folder).is_none_or(|folder| files.contains(&folder)) {
            return false;
        }
        let Some(name) = &bundle.file else { return true };
        // Generators take documents below a bundle for parts of it, and show them nowhere.
        let path = OutPath::parse(&format!("{folder}/{name}"))
            .filter(|path| !folders.contains(&key(folder)) && files.insert(path));
        let Some(path) = path else { return false };
        self.inside.insert(&path);
        destination.path = path;
        true
    }

    /// Gives names to what was uploaded to a post, and says which are new.
    fn fill(&mut self, record: &Record, bundle: &Bundle, parts: &Parts<'_>) -> Vec<Notice> {
        let mut notices = Vec::new();
        let Some(post) = record.id else { return notices };
        let mut names = Names::default();
        names.take(bundle.file.as_deref().unwrap_or_default());
        let mut files: Vec<_> = parts.attachments.of_post(post).collect();
        files.sort_unstable_by_key(|(id, _)| *id);
        for (id, file) in files {
            // Of several attachments that are one file the first counts.
            let Some(path) = path(file).filter(|_| parts.uploads.id_of(file) == Some(id)) else {
                continue;
            };
            let name = split(&path).1;
            if bundle.takes(name) {
                let number = names.place(name, file);
                notices.extend(number.map(|number| renamed(id, &path, &numbered(name, number))));
                self.held.insert(id, Held { post, number });
                for own in [name].into_iter().chain(file.copies.names()) {
                    self.owners.entry(in_folder(post, &told_apart(own, number))).or_insert(id);
                }
            }
        }
        notices
    }

    /// Whether the file of a document stands inside of its folder.
    fn has_inside(&self, path: &OutPath) -> bool {
        self.inside.contains(path)
    }
}

fn renamed(id: PostId, path: &str, name: &str) -> Notice {
    let message =
        format!("`{path}` has the name of another file of its post, so it becomes `{name}`");
    let mut notice = Notice::new(Code::MediaRenamed, message);
    notice.post = Some(id);
    notice
}

/// Whether an item is a post that readers can see, and is meant by its number.
fn is_post(index: usize, records: &[Record], parts: &Parts<'_>) -> bool {
    let record = &records[index];
    let is_public = record.destination().is_some_and(|it| it.publication == Publication::Public);
    let is_itself = || record.id.and_then(|id| parts.ids.find(id, records)) == Some(index);
    record.post_type == "post" && is_public && is_itself()
}

/// All folders that documents lie in or below.
fn folders(records: &[Record], archives: &Archives) -> HashSet<u64> {
    let mut folders = HashSet::new();
    let mut add = |path: &OutPath| {
        let path = path.as_str();
        folders.extend(path.match_indices('/').map(|(slash, _)| key(&path[..slash])));
    };
    records.iter().filter_map(Record::destination).for_each(|to| add(&to.path));
    let listed = archives.listed().map(|(id, _)| id);
    for id in listed.chain(archives.periods().into_iter().map(ArchiveId::Date)) {
        if let Some(archive) = archives.get(id)
            && let ArchivePlace::File(to, _) = &archive.place
        {
            add(&to.path);
        }
    }
    folders
}

fn key(folder: &str) -> u64 {
    long_hash(&fold(folder))
}

/// Where an upload lies in a bundle, if it does.
pub(super) fn bundled<'a>(upload: &Upload, site: &'a Site) -> Option<InBundle<'a>> {
    let id = upload.attachment?;
    let held = site.bundles.held.get(&id)?;
    let owner = site.by_id(held.post)?.destination()?;
    let path = safe_path(&upload.path);
    let name = told_apart(split(&path).1, held.number);
    let owner_of_name = site.bundles.owners.get(&in_folder(held.post, &name));
    let is_free = is_listed(id, upload, site) || owner_of_name.is_none_or(|owner| *owner == id);
    is_free.then(|| InBundle { owner, folder: folder(owner, site), name: name.into_owned() })
}

/// Whether the library knows the file, so that its name was looked at when the bundle was made.
fn is_listed(id: PostId, upload: &Upload, site: &Site) -> bool {
    let Some(file) = site.attachments.get(id) else { return false };
    let is_itself = path(file).is_some_and(|path| path == upload.path);
    is_itself || file.copies.original(split(&upload.path).1).is_some()
}

/// A name with the number of its file, if it has one.
fn told_apart(name: &str, number: Option<u32>) -> Cow<'_, str> {
    match number {
        None => Cow::Borrowed(name),
        Some(number) => Cow::Owned(numbered(name, number)),
    }
}

/// A name in the folder of a post, as it is compared where case does not count.
fn in_folder(post: PostId, name: &str) -> u64 {
    long_hash(&format!("{}/{}", post.0, fold(name)))
}

/// The path that stands for a document: that of its file without the ending, or of its own folder.
///
/// `about/crew.md` → `about/crew`; of a bundle `posts/pier/index.md` → `posts/pier`
pub(super) fn folder<'a>(to: &'a Destination, site: &Site) -> &'a str {
    let path = to.path.as_str();
    match path.rsplit_once('/') {
        Some((folder, _)) if site.bundles.has_inside(&to.path) => folder,
        Some(_) | None => to.path.without_ending(),
    }
}

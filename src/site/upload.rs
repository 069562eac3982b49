//! Uploaded files: URL → the path below `wp-content/uploads`, and what the media library knows of
//! the file.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use memchr::memmem;

use crate::notice::Notice;
use crate::site::Site;
use crate::site::attachment::{Attachment, Attachments};
use crate::site::copies::Original;
use crate::site::marks::{is_number, stem, without_size};
use crate::site::namesake::{Namesakes, numbered};
use crate::site::safe_path::safe_path;
use crate::site::url::{Belonging, Roots, Url, bare_host, decode, host_key, path_key};
use crate::wxr::{Channel, PostId};

/// Where WordPress keeps what users upload.
pub(super) const UPLOADS: &str = "wp-content/uploads/";

/// The hosts on which WordPress.com keeps the files of its blogs.
const BLOG_FILES: &str = ".files.wordpress.com";

/// Where networks had the uploads of each site.
const FILES: &str = "files/";

/// Hosts of WordPress.com that hand out pictures of other sites, resized. Sorted.
const CACHES: &[&str] = &["i0.wp.com", "i1.wp.com", "i2.wp.com", "i3.wp.com"];

/// How many uploads that differ in their size or edit alone are looked through for a copy. Real
/// libraries have one or two, and an export made to be slow must not be.
const MOST_ALIKE: usize = 16;

/// A file below `wp-content/uploads`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Upload {
    /// `2012/05/pier.jpg`, decoded: where the old site has it. Of another host with its name before it.
    pub path: String,
    /// The attachment that it is, in this or in another size; `None` if the export has none.
    pub attachment: Option<PostId>,
    /// Its address on the old site, where no attachment tells.
    pub address: Option<Box<str>>,
    /// What tells it apart from another file of this name, on the new site.
    pub number: Option<u32>,
    /// Whether it lies on a host that is not the site's, and that the user named.
    pub is_elsewhere: bool,
}

impl Upload {
    /// Its name on the old site: `pier.jpg`
    #[must_use]
    pub fn name(&self) -> &str {
        split(&self.path).1
    }

    /// The path of another file in its folder, on the old site.
    #[must_use]
    pub fn beside(&self, name: &str) -> String {
        format!("{}{name}", split(&self.path).0)
    }

    /// Its path on the new site, below the folder of media: `2012/05/pier-2.jpg`
    #[must_use]
    pub fn place(&self) -> Cow<'_, str> {
        let path = safe_path(&self.path);
        match self.number {
            None => path,
            Some(number) => Cow::Owned(numbered(&path, number)),
        }
    }
}

/// A picture of the media library.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture<'a> {
    /// What the library says of it.
    pub attachment: &'a Attachment,
    /// The address of the file that shows it in full, if the URL named a smaller copy.
    pub full: Option<Cow<'a, str>>,
}

/// The look-ups behind [`Site::upload`] and [`Site::picture`].
#[derive(Debug, Default)]
pub(super) struct Uploads {
    /// Paths below the uploads folder.
    paths: HashMap<String, PostId>,
    /// The same without `sites/2/`, for sites of networks that have such.
    files: HashMap<String, PostId>,
    /// Host and path. Sites on WordPress.com keep their files on a host of their own.
    addresses: HashMap<String, PostId>,
    /// Paths and addresses without what tells the copies of one picture apart.
    stems: HashMap<String, Vec<PostId>>,
    /// The hosts of files that lie elsewhere than in a folder of uploads, as keys.
    hosts: BTreeSet<String>,
    namesakes: Namesakes,
}

/// What a URL names.
enum Found<'a> {
    /// The file of an attachment.
    Listed(PostId, &'a Attachment),
    /// A file beside it, by the library's own list.
    Copy(PostId, &'a Attachment, String),
    /// A path below the uploads folder at which the library has nothing.
    Unlisted(String),
}

impl Uploads {
    pub(super) fn from_attachments(attachments: &Attachments) -> Self {
        let mut uploads = Self::default();
        for (id, file) in attachments.files() {
            let Some(path) = path(file) else { continue };
            let url = Url::split(&file.url);
            if !is_in_uploads(url.path) {
                uploads.hosts.insert(url.host.map(host_key).unwrap_or_default());
            }
            let address = address(&url);
            uploads.add_stems(&address, id, file);
            uploads.add_stems(&path, id, file);
            if let Some(below) = below_blog(&path) {
                uploads.add_stems(below, id, file);
                uploads.files.entry(below.to_owned()).or_insert(id);
            }
            uploads.addresses.entry(address).or_insert(id);
            uploads.paths.entry(path).or_insert(id);
        }
        uploads
    }

    /// Gives numbers to different files of one name, and says which.
    pub(super) fn tell_apart(&mut self, attachments: &Attachments, roots: &Roots) -> Vec<Notice> {
        let (namesakes, notices) = Namesakes::of(attachments, roots);
        self.namesakes = namesakes;
        notices
    }

    /// The attachment that is meant by the address of another, or of this one.
    pub(super) fn id_of(&self, file: &Attachment) -> Option<PostId> {
        self.addresses.get(&address(&Url::split(&file.url))).copied()
    }

    /// The paths of the library below the uploads folder.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.paths.keys().map(String::as_str)
    }

    fn add_stems(&mut self, path: &str, id: PostId, file: &Attachment) {
        let (folder, name) = split(path);
        for name in [name].into_iter().chain(file.copies.names()) {
            let ids = self.stems.entry(format!("{folder}{}", stem(name))).or_default();
            if ids.last() != Some(&id) && ids.len() < MOST_ALIKE {
                ids.push(id);
            }
        }
    }

    pub(super) fn find(&self, url: &Url<'_>, site: &Site) -> Option<Upload> {
        let of = |id, path| {
            let number = self.namesakes.number(id);
            Upload { path, attachment: Some(id), number, ..Upload::default() }
        };
        Some(match self.locate(url, site)? {
            Found::Listed(id, file) => of(id, path(file)?),
            Found::Copy(id, file, name) => of(id, format!("{}{name}", split(&path(file)?).0)),
            Found::Unlisted(path) => {
                if let Some(original) = self.resized(&uncached(*url), &path) {
                    return Some(of(original, path));
                }
                let address = Some(whole_address(&uncached(*url), site).into());
                Upload { path, address, ..Upload::default() }
            }
        })
    }

    /// The attachment of which a file is a copy that the library does not list. The address tells sites
    /// apart that have files at one path.
    fn resized(&self, url: &Url<'_>, path: &str) -> Option<PostId> {
        let original = without_size(path)?;
        let by_address = without_size(&address(url)).and_then(|it| self.addresses.get(&it));
        by_address.or_else(|| self.paths.get(&original)).copied()
    }

    /// Whether the library has, at the path of a URL, a file or a copy of one.
    pub(super) fn has_alike(&self, url: &Url<'_>, site: &Site) -> bool {
        let Some(path) = below_uploads(url.path) else { return false };
        self.listed(&self.paths, &path, site).is_some()
            || without_size(&path).is_some_and(|path| self.paths.contains_key(&path))
    }

    pub(super) fn picture<'a>(
        &self,
        url: &Url<'_>,
        named: Option<PostId>,
        site: &'a Site,
    ) -> Option<Picture<'a>> {
        let found = match self.locate(url, site) {
            Some(Found::Listed(_, attachment)) => return Some(Picture { attachment, full: None }),
            Some(Found::Copy(_, attachment, name)) => {
                return Some(Picture { attachment, full: full(attachment, &name) });
            }
            Some(Found::Unlisted(path)) => Some(path),
            None => None,
        };
        // Numbers of attachments change when a site moves, so the name must agree.
        let attachment = site.attachments.get(named?)?;
        let path = path(attachment)?;
        let (folder, name) = split(&path);
        let typed = split(found.as_deref().unwrap_or(url.path)).1;
        let is_copy = found.as_deref().is_some_and(|path| split(path).0 == folder)
            && without_size(typed).is_some();
        let full = is_copy.then_some(Cow::Borrowed(attachment.url.as_str()));
        (stem(&decode(typed)) == stem(name)).then_some(Picture { attachment, full })
    }

    fn locate<'a>(&self, url: &Url<'_>, site: &'a Site) -> Option<Found<'a>> {
        // Before anything is copied: `data:` URIs can be very long.
        if !url.is_web() || !self.may_have(url) {
            return None;
        }
        let url = uncached(*url);
        let address = address(&url);
        if let Some(found) = self.listed(&self.addresses, &address, site) {
            return Some(found);
        }
        let Some(path) = below_root(&url, &site.roots) else { return self.old_file(&url, site) };
        Some(self.listed(&self.paths, &path, site).unwrap_or(Found::Unlisted(path)))
    }

    /// `/files/2019/06/cliff.jpg`: where networks had the uploads of their sites before WordPress 3.5, and
    /// still answer (<https://developer.wordpress.org/reference/functions/ms_upload_constants/>).
    fn old_file<'a>(&self, url: &Url<'_>, site: &'a Site) -> Option<Found<'a>> {
        let Belonging::Site { site_path, .. } = site.roots.locate(url) else { return None };
        let path = site_path.strip_prefix(FILES)?;
        self.listed(&self.files, path, site).or_else(|| self.listed(&self.paths, path, site))
    }

    /// Whether a URL can be that of a file, as most links are not: a test that copies nothing.
    fn may_have(&self, url: &Url<'_>) -> bool {
        let host = url.host.map(bare_host).unwrap_or_default();
        let ends_in = |end: &str| {
            let start = host.len().checked_sub(end.len());
            start.and_then(|at| host.get(at..)).is_some_and(|it| it.eq_ignore_ascii_case(end))
        };
        let is_cache = || CACHES.iter().any(|cache| host.eq_ignore_ascii_case(cache));
        is_in_uploads(url.path)
            || (!self.hosts.is_empty() && self.hosts.contains(&host_key(host)))
            || (!self.files.is_empty() && url.path.contains(FILES))
            || ends_in(BLOG_FILES)
            || is_cache()
    }

    /// The attachment at this path or address, or else the copy of one.
    fn listed<'a>(
        &self,
        files: &HashMap<String, PostId>,
        path: &str,
        site: &'a Site,
    ) -> Option<Found<'a>> {
        if let Some(id) = files.get(path) {
            return site.attachments.get(*id).map(|file| Found::Listed(*id, file));
        }
        let (folder, name) = split(path);
        let ids = self.stems.get(&format!("{folder}{}", stem(name)))?;
        let mut alike = ids.iter().filter_map(|id| Some((*id, site.attachments.get(*id)?)));
        let (id, file) = alike.find(|(_, file)| file.copies.original(name).is_some())?;
        Some(Found::Copy(id, file, name.to_owned()))
    }
}

/// The address of the file that shows a copy in full; `None` if the copy does so itself.
fn full<'a>(attachment: &'a Attachment, copy: &str) -> Option<Cow<'a, str>> {
    match attachment.copies.original(copy)? {
        Original::Upload => Some(Cow::Borrowed(attachment.url.as_str())),
        Original::Named(full) if full == copy => None,
        Original::Named(full) => Some(Cow::Owned(format!("{}{full}", split(&attachment.url).0))),
    }
}

/// The address that a URL of the site stands for, without what asks for a size of it.
pub(super) fn whole_address(url: &Url<'_>, site: &Site) -> String {
    let path = url.path;
    match (url.scheme, url.host) {
        (_, None) => format!("{}{path}", origin(site)),
        (None, Some(host)) => format!("https://{host}{path}"),
        (Some(scheme), Some(host)) => format!("{scheme}://{host}{path}"),
    }
}

/// `https://old.example`, without the folder that the site lies in.
fn origin(site: &Site) -> &str {
    let address = site.channels.values().next().map_or("", Channel::address);
    let path = Url::split(address).path.len();
    &address[..address.len() - path]
}

/// The path of an attachment's file below the uploads folder. Where files are kept on another host,
/// the library's own word for it counts.
pub(super) fn path(file: &Attachment) -> Option<String> {
    let url = Url::split(&file.url);
    // Exports of WordPress.com and of old versions hold the path on the server.
    let is_below = is_inside(&file.file) && !file.file.contains(':');
    below_uploads(url.path)
        .or_else(|| is_below.then(|| file.file.clone()))
        .or_else(|| Some(path_key(url.path)))
        .filter(|path| is_inside(path))
}

/// The path of a URL of the site below its uploads folder.
fn below_root(url: &Url<'_>, roots: &Roots) -> Option<String> {
    let path = match url.host.and_then(blog_of) {
        Some(blog) => {
            let blog = Url { host: Some(&blog), ..*url };
            (roots.locate(&blog) != Belonging::Elsewhere).then(|| path_key(url.path))
        }
        None if roots.locate(url) == Belonging::Elsewhere => None,
        None => below_uploads(url.path),
    };
    path.filter(|path| is_inside(path))
}

/// `harbor.files.wordpress.com` → `harbor.wordpress.com`
fn blog_of(host: &str) -> Option<String> {
    let host = host_key(host);
    host.strip_suffix(BLOG_FILES).map(|blog| format!("{blog}.wordpress.com"))
}

/// The URL of the picture itself, where it came through a cache of WordPress.com:
/// `//i0.wp.com/old.com/wp-content/uploads/a.jpg` → `//old.com/wp-content/uploads/a.jpg`.
/// <https://developer.wordpress.com/docs/photon/>
pub(super) fn uncached(url: Url<'_>) -> Url<'_> {
    let is_cache = url.host.is_some_and(|host| CACHES.contains(&host_key(host).as_str()));
    let inner = url.path.trim_start_matches('/');
    match inner.find('/') {
        Some(end) if is_cache => Url { host: Some(&inner[..end]), path: &inner[end..], ..url },
        _ => url,
    }
}

/// Whether a path leads through a folder of uploads, or to one.
fn is_in_uploads(path: &str) -> bool {
    let folder = UPLOADS.trim_end_matches('/');
    memmem::find(path.as_bytes(), folder.as_bytes()).is_some()
        || (path.contains('%') && decode(path).contains(folder))
}

pub(super) fn address(url: &Url<'_>) -> String {
    format!("{}/{}", url.host.map(host_key).unwrap_or_default(), path_key(url.path))
}

/// The folder with its slash, and the name.
pub(super) fn split(path: &str) -> (&str, &str) {
    path.split_at(path.rfind('/').map_or(0, |slash| slash + 1))
}

/// `sites/2/2019/06/cliff.jpg` → `2019/06/cliff.jpg`
fn below_blog(path: &str) -> Option<&str> {
    let (number, below) = path.strip_prefix("sites/")?.split_once('/')?;
    is_number(number).then_some(below)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::Copies;
    use crate::wxr::Channel;

    fn site() -> Site {
        let mut site = Site::default();
        let attachment = |url: &str| Attachment { url: url.into(), ..Attachment::default() };
        let sizes = |names: &[&str]| {
            let entry = |name: &&str| {
                format!("s:1:\"x\";a:1:{{s:4:\"file\";s:{}:\"{name}\";}}", name.len())
            };
            let sizes: String = names.iter().map(entry).collect();
            Copies::parse(
                "a.jpg",
                &format!("a:1:{{s:5:\"sizes\";a:{}:{{{sizes}}}}}", names.len()),
                "",
            )
        };
        site.attachments = Attachments::from_files([
            (PostId(1), attachment("https://old.com/wp-content/uploads/2012/05/pier.jpg")),
            (PostId(2), attachment("https://old.files.wordpress.com/2013/01/a%20b.jpg")),
            (
                PostId(3),
                Attachment {
                    copies: sizes(&["bay-300x120.jpg", "bay-1024x410.jpg"]),
                    ..attachment("http://old.com/wp-content/uploads/2019/08/bay-scaled.jpg")
                },
            ),
            (PostId(4), attachment("https://old.com/wp-content/uploads/2019/08/bay-100x200.jpg")),
            (
                PostId(5),
                Attachment {
                    file: "2020/01/net.jpg".into(),
                    copies: sizes(&["net-150x150.jpg"]),
                    ..attachment("https://bucket.example/x/net.jpg")
                },
            ),
        ]);
        let channel = Channel { link: "https://old.com/".into(), ..Channel::default() };
        let blog = Channel { link: "https://old.wordpress.com".into(), ..Channel::default() };
        site.roots = Roots::from_channels([&channel, &blog]);
        site.uploads = Uploads::from_attachments(&site.attachments);
        site.channels.insert(0, channel);
        site
    }

    /// The path, and the attachment that it belongs to.
    fn find(url: &str) -> Option<(String, Option<PostId>)> {
        site().upload(&Url::split(url)).map(|upload| (upload.path, upload.attachment))
    }

    /// The address of a file that the export has no attachment for.
    fn address(url: &str) -> Option<String> {
        site().upload(&Url::split(url))?.address.map(String::from)
    }

    /// The address of the full picture; empty if the URL named it already.
    fn full(url: &str, named: Option<u64>) -> Option<String> {
        let site = site();
        let picture = site.picture(&Url::split(url), named.map(PostId))?;
        Some(picture.full.unwrap_or_default().into_owned())
    }

    #[test]
    fn finds_originals_and_other_sizes() {
        let listed = |path: &str, id| Some((path.to_owned(), Some(PostId(id))));
        assert_eq!(
            find("http://www.old.com/wp-content/uploads/2012/05/pier.jpg?w=3"),
            listed("2012/05/pier.jpg", 1)
        );
        assert_eq!(
            find("/wp-content/uploads/2012/05/pier-300x200.jpg"),
            listed("2012/05/pier-300x200.jpg", 1)
        );
        assert_eq!(
            find("https://old.files.wordpress.com/2013/01/a%20b.jpg?w=300"),
            listed("2013/01/a b.jpg", 2)
        );
    }

    #[test]
    fn tells_what_is_not_listed_and_refuses_what_is_not_an_upload() {
        let unlisted = |path: &str| Some((path.to_owned(), None));
        assert_eq!(find("https://old.com/wp-content/uploads/x.pdf"), unlisted("x.pdf"));
        assert_eq!(find("https://other.com/wp-content/uploads/x.pdf"), None);
        assert_eq!(find("https://old.com/wp-content/uploads/../../etc/passwd"), None);
        assert_eq!(find("https://old.com/wp-content/uploads/%2e%2e/x"), None);
        assert_eq!(find("https://old.com/about/"), None);
    }

    #[test]
    fn what_is_not_listed_has_an_address_all_the_same() {
        for (url, expected) in [
            (
                "http://old.com/wp-content/uploads/x.pdf?y=1#z",
                "http://old.com/wp-content/uploads/x.pdf",
            ),
            ("//old.com/wp-content/uploads/x.pdf", "https://old.com/wp-content/uploads/x.pdf"),
            ("/wp-content/uploads/x.pdf", "https://old.com/wp-content/uploads/x.pdf"),
            (
                "https://i2.wp.com/old.com/wp-content/uploads/x.jpg?w=3",
                "https://old.com/wp-content/uploads/x.jpg",
            ),
        ] {
            assert_eq!(address(url).as_deref(), Some(expected), "{url}");
        }
        assert_eq!(address("/wp-content/uploads/2012/05/pier-300x200.jpg"), None);
    }

    #[test]
    fn finds_what_came_through_a_cache_or_lies_on_another_host() {
        let listed = |path: &str, id| Some((path.to_owned(), Some(PostId(id))));
        assert_eq!(
            find(
                "https://i0.wp.com/old.com/wp-content/uploads/2012/05/pier.jpg?resize=4%2C3&ssl=1"
            ),
            listed("2012/05/pier.jpg", 1)
        );
        assert_eq!(find("https://i0.wp.com/other.com/wp-content/uploads/pier.jpg"), None);
        assert_eq!(
            find("https://bucket.example/x/net-150x150.jpg"),
            listed("2020/01/net-150x150.jpg", 5)
        );
        assert_eq!(
            find("http://old.files.wordpress.com/2014/02/c.jpg?w=300"),
            Some(("2014/02/c.jpg".to_owned(), None))
        );
        assert_eq!(find("http://else.files.wordpress.com/2014/02/c.jpg"), None);
    }

    #[test]
    fn copies_lead_to_the_picture_by_the_list_only() {
        let bay = "http://old.com/wp-content/uploads/2019/08/bay-scaled.jpg";
        let upload = |name: &str| format!("https://www.old.com/wp-content/uploads/{name}");
        assert_eq!(full(&upload("2019/08/bay-300x120.jpg"), None).as_deref(), Some(bay));
        assert_eq!(full(&upload("2019/08/bay-scaled.jpg"), None).as_deref(), Some(""));
        assert_eq!(full(&upload("2019/08/bay-100x200.jpg"), None).as_deref(), Some(""));
        assert_eq!(full(&upload("2019/08/bay-640x256.jpg"), None), None);
        assert_eq!(full(&upload("2019/08/bay-640x256.jpg"), Some(3)).as_deref(), Some(bay));
        assert_eq!(full(&upload("2019/08/other-640x256.jpg"), Some(3)), None);
        assert_eq!(full(&upload("2012/05/pier-300x200.jpg"), None), None);
        assert_eq!(
            full(&upload("2012/05/pier-300x200.jpg"), Some(1)).as_deref(),
            Some("https://old.com/wp-content/uploads/2012/05/pier.jpg")
        );
        assert_eq!(
            full("/wp-content/uploads/2020/01/net-150x150.jpg", None).as_deref(),
            Some("https://bucket.example/x/net.jpg")
        );
    }
    #[test]
    fn the_table_is_sorted() {
        assert!(CACHES.is_sorted());
    }
}

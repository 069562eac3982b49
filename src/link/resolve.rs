//! URL + site → what it points at. Knows nothing of how links are written.

use std::borrow::Cow;

use crate::link::listing::{self, Asked};
use crate::site::{Action, Archive, ArchiveId, ArchivePlace, Belonging, Destination};
use crate::site::{Record, Site, Upload, Url, join, path_key};
use crate::wxr::PostId;

/// What a URL points at.
#[derive(Clone, Debug)]
pub enum Resolved<'a> {
    /// An item that has a file.
    Page(&'a Record, &'a Destination),
    /// An item that was not written.
    Unpublished(&'a Record),
    /// An uploaded file.
    Media(Upload),
    /// A list of posts, which the new site may not have.
    Archive(ArchiveId, Box<Cow<'a, Archive>>),
    /// The feed of a list, at its address on the new site.
    Feed(String),
    /// A list of posts that the export does not hold, by the form of its address.
    UnknownArchive,
    /// A part of WordPress itself: its log-in, its interfaces, files of themes and plugins.
    Machinery,
    /// A place in the same document.
    Anchor,
    /// Another site, or something that is no web address at all.
    External,
    /// An address of the old site at which the export has nothing.
    Broken,
}

/// What a URL points at, and how sure that is.
#[derive(Clone, Debug)]
pub struct Resolution<'a> {
    /// What it points at.
    pub resolved: Resolved<'a>,
    /// How sure that is.
    pub certainty: Certainty,
}

/// How sure it is what a URL points at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// WordPress would show the same.
    Sure,
    /// Nothing has the address, but one item or list alone has the name in it.
    Guess,
    /// The new site has no such thing, and this is what comes nearest: of a search the front page.
    Nearest(&'static str),
}

impl<'a> From<Resolved<'a>> for Resolution<'a> {
    fn from(resolved: Resolved<'a>) -> Self {
        Self { resolved, certainty: Certainty::Sure }
    }
}

/// What the URL of a link points at that stands at the address `base` of the new site. Where that is
/// another than of the old one, relative links were still written for the old one.
#[must_use]
pub fn resolve<'a>(text: &str, base: &str, site: &'a Site) -> Resolution<'a> {
    let text = text.trim();
    if text.starts_with('#') || text.is_empty() {
        return Resolved::Anchor.into();
    }
    let url = Url::split(text);
    let is_relative = url.scheme.is_none() && url.host.is_none() && !url.path.starts_with('/');
    if is_relative && !url.path.is_empty() {
        let path = join(&site.unbased(base), url.path);
        return absolute(&Url { path: &path, ..url }, site);
    }
    absolute(&url, site)
}

fn absolute<'a>(url: &Url<'_>, site: &'a Site) -> Resolution<'a> {
    if let Some(upload) = site.upload(url) {
        return Resolved::Media(upload).into();
    }
    let plain_query = url.host.is_none() && url.path.is_empty() && url.query.is_some();
    let (domain_path, site_path) = match site.roots.locate(url) {
        Belonging::Site { domain_path, site_path } => (domain_path, site_path),
        Belonging::Elsewhere if plain_query => (Cow::default(), Cow::default()),
        Belonging::Domain { .. } | Belonging::Elsewhere => return Resolved::External.into(),
    };
    let is_front = site_path.is_empty() || site_path == "index.php";
    if let Some(found) = Some(url).filter(|_| is_front).and_then(|url| by_query(url, site)) {
        return found;
    }
    if let Some(record) = site.by_path(&domain_path) {
        return of_record(record, site).into();
    }
    let root = &domain_path[..domain_path.len() - site_path.len()];
    let site_path = site_path.strip_prefix("index.php/").unwrap_or(&site_path);
    let (path, part) = whole(if is_front { "" } else { site_path });
    // Numbers behind dates are days, and a year alone is no page of the front page.
    let listed = Some(site_path).filter(|_| part == Part::Text);
    let listed = listed.and_then(|it| by_path(root, it, Part::Whole, site));
    if let Some(resolved) = listed.or_else(|| by_path(root, path, part, site)) {
        return resolved;
    }
    match site_path.split('/').next().unwrap_or_default() {
        first if MACHINERY.binary_search(&first).is_ok() => return Resolved::Machinery.into(),
        "search" => return searched(site).unwrap_or_else(|| Resolved::UnknownArchive.into()),
        "author" | "category" | "comments" | "tag" => return Resolved::UnknownArchive.into(),
        _ => {}
    }
    let item = guess(site_path, site).map(|record| of_record(record, site));
    let list = || {
        let id = listing::guess(path, site)?;
        Some(Resolved::Archive(id, Box::new(site.archives.get(id)?)))
    };
    match item.or_else(list) {
        Some(resolved) => Resolution { resolved, certainty: Certainty::Guess },
        None => Resolved::Broken.into(),
    }
}

/// What is asked for of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// All of it.
    Whole,
    /// One of the pages of its text.
    Text,
    /// One of its pages of comments or of posts.
    Page,
    /// Its feed.
    Feed,
    /// It in another form, for other programs.
    Form,
}

/// An address without what WordPress answers behind every address, all of it without slashes at its
/// ends: `2012/05/pier/comment-page-2` → `2012/05/pier`
pub(super) fn whole(path: &str) -> (&str, Part) {
    let (above, last) = path.rsplit_once('/').unwrap_or(("", path));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    match last {
        "feed" => (above, Part::Feed),
        "atom" | "rdf" | "rss" | "rss2" => {
            let above = above.strip_suffix("feed").map_or(above, |it| it.trim_end_matches('/'));
            (above, Part::Feed)
        }
        "amp" | "embed" | "trackback" => (above, Part::Form),
        number if is_number(number) => match above.rsplit_once('/').unwrap_or(("", above)) {
            (above, "page") => (above, Part::Page),
            _ => (above, Part::Text),
        },
        last if last.strip_prefix("comment-page-").is_some_and(is_number) => (above, Part::Page),
        _ => (path, Part::Whole),
    }
}

/// What stands at a path below the site's root, `root`.
fn by_path<'a>(root: &str, path: &str, part: Part, site: &'a Site) -> Option<Resolution<'a>> {
    let domain_path = match root {
        "" => Cow::Borrowed(path),
        root => Cow::Owned(format!("{root}{path}")),
    };
    let key = domain_path.trim_matches('/');
    let record = site.by_path(key).or_else(|| site.by_former_path(key));
    if let Some(record) = record.filter(|_| part == Part::Whole || !path.is_empty()) {
        return Some(of_part(of_record(record, site), part));
    }
    let id = match part {
        Part::Form | Part::Text => return None,
        // The feed of all comments.
        Part::Feed if path == "comments" => site.archives.home(),
        Part::Whole | Part::Page | Part::Feed => listing::at(path, key, site)?,
    };
    if let (true, Some(front)) = (path.is_empty(), site.by_path(key)) {
        let feed = site.archives.get(id).and_then(|archive| archive.into_owned().feed);
        return Some(match (part, feed) {
            (Part::Feed, Some(feed)) => Resolved::Feed(feed).into(),
            _ => of_part(of_record(front, site), part),
        });
    }
    of_listing(id, part, site)
}

fn of_listing(id: ArchiveId, part: Part, site: &Site) -> Option<Resolution<'_>> {
    let archive = site.archives.get(id)?;
    if let (Part::Feed, Some(feed)) = (part, &archive.feed)
        && archive.place != ArchivePlace::Nowhere
    {
        return Some(Resolved::Feed(feed.clone()).into());
    }
    Some(of_part(Resolved::Archive(id, Box::new(archive)), part))
}

/// The new site has no feeds of comments, and pages for other programs are its generator's matter.
fn of_part(resolved: Resolved<'_>, part: Part) -> Resolution<'_> {
    let certainty = match part {
        Part::Whole | Part::Text | Part::Page => Certainty::Sure,
        Part::Feed => Certainty::Nearest("feed"),
        Part::Form => Certainty::Nearest("page for other programs"),
    };
    Resolution { resolved, certainty }
}

/// `?p=31`, `?cat=2`, `?m=201305`, `?s=rope` and their like at the front page. Any other query
/// belongs to the address before it.
fn by_query<'a>(url: &Url<'_>, site: &'a Site) -> Option<Resolution<'a>> {
    let id = ["p", "page_id", "attachment_id"].iter().find_map(|name| url.parameter(name));
    if let Some(id) = id {
        let record = id.trim().parse().ok().and_then(|id| site.by_id(PostId(id)));
        return Some(record.map_or(Resolved::Broken, |record| of_record(record, site)).into());
    }
    let part = if url.parameter("feed").is_some() { Part::Feed } else { Part::Whole };
    match listing::asked_for(url, site) {
        Asked::For(id) => return of_listing(id, part, site),
        Asked::ForNothing => return Some(Resolved::Broken.into()),
        Asked::Nothing => {}
    }
    if let Some(record) = named(url, site) {
        return Some(of_record(record, site).into());
    }
    if url.parameter("s").is_some() {
        return searched(site);
    }
    let is_home = part == Part::Feed || url.parameter("paged").is_some();
    is_home.then(|| home(site, part)).flatten()
}

fn home(site: &Site, part: Part) -> Option<Resolution<'_>> {
    by_path(site.roots.first(), "", part, site)
}

/// No search is left of a site without WordPress.
fn searched(site: &Site) -> Option<Resolution<'_>> {
    let found = home(site, Part::Whole)?;
    Some(Resolution { certainty: Certainty::Nearest("search"), ..found })
}

/// The item that `?name=pier`, `?pagename=about` or, by its type, `?recipe=chowder` names.
fn named<'a>(url: &Url<'_>, site: &'a Site) -> Option<&'a Record> {
    url.parameters().find_map(|(key, value)| {
        let slug = path_key(value);
        let slug = slug.rsplit('/').next()?;
        let types: &[&str] = match key {
            "name" => &["post"],
            "pagename" => &["page"],
            key => &[key],
        };
        site.by_slug(slug).find(|record| types.contains(&&*record.post_type))
    })
}

/// An attachment has no page on the new site, so its file stands for it.
fn of_record<'a>(record: &'a Record, site: &'a Site) -> Resolved<'a> {
    match &record.action {
        Action::Write(destination) => Resolved::Page(record, destination),
        Action::Merge(_) => {
            let file = record.id.and_then(|id| site.attachments.get(id));
            match file.and_then(|file| site.upload(&Url::split(&file.url))) {
                Some(upload) => Resolved::Media(upload),
                None => Resolved::Unpublished(record),
            }
        }
        Action::Skip(_) => Resolved::Unpublished(record),
    }
}

/// Sorted.
const MACHINERY: &[&str] = &[
    "robots.txt",
    "wp-activate.php",
    "wp-admin",
    "wp-comments-post.php",
    "wp-content",
    "wp-cron.php",
    "wp-includes",
    "wp-json",
    "wp-links-opml.php",
    "wp-login.php",
    "wp-mail.php",
    "wp-signup.php",
    "wp-sitemap.xml",
    "wp-trackback.php",
    "xmlrpc.php",
];

/// The only public item that has the last name of the address, as WordPress itself guesses where it
/// finds nothing (<https://developer.wordpress.org/reference/functions/redirect_guess_404_permalink/>);
/// also the item of `archives/31`. A date in the address must be the item's.
fn guess<'a>(site_path: &str, site: &'a Site) -> Option<&'a Record> {
    let parts: Vec<&str> = site_path.split('/').collect();
    if let ["archives", number] = parts[..] {
        let record = number.parse().ok().and_then(|id| site.by_id(PostId(id)))?;
        return Some(record).filter(|record| record.post_type == "post" && record.is_public());
    }
    let mut found = site.by_slug(last_name(site_path));
    let record = found.next()?;
    let is_alone = found.next().is_none();
    (is_alone && listing::agrees(&parts, record)).then_some(record)
}

/// `2012/05/pier.html` → `pier`
pub(super) fn last_name(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    match name.rsplit_once('.') {
        Some((stem, "html" | "htm" | "php" | "aspx")) => stem,
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted() {
        assert!(MACHINERY.is_sorted());
    }

    #[test]
    fn endings_of_addresses() {
        for (path, expected) in [
            ("a/feed", ("a", Part::Feed)),
            ("a/feed/atom", ("a", Part::Feed)),
            ("feed", ("", Part::Feed)),
            ("feed/rss2", ("", Part::Feed)),
            ("a/page/2", ("a", Part::Page)),
            ("page/2", ("", Part::Page)),
            ("a/2", ("a", Part::Text)),
            ("2013", ("", Part::Text)),
            ("a/comment-page-3", ("a", Part::Page)),
            ("a/comment-page-x", ("a/comment-page-x", Part::Whole)),
            ("a/amp", ("a", Part::Form)),
            ("a/trackback", ("a", Part::Form)),
            ("a/b", ("a/b", Part::Whole)),
            ("", ("", Part::Whole)),
        ] {
            assert_eq!(whole(path), expected, "{path}");
        }
    }
}

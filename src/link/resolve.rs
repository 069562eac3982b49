//! URL + site → what it points at. Knows nothing of the new site's addresses.

use crate::site::{Action, Belonging, Destination, Record, Site, Upload, Url, join};
use crate::wxr::PostId;

/// What a URL points at.
#[derive(Debug)]
pub enum Resolved<'a> {
    /// An item that has a file.
    Page(&'a Destination),
    /// An item that was not written.
    Unpublished(&'a Record),
    /// An uploaded file.
    Media(Upload),
    /// The front page of a site that has no page for it.
    Home,
    /// An archive, feed or search of the old site.
    Archive,
    /// A place in the same document.
    Anchor,
    /// Another site, or something that is no web address at all.
    External,
    /// An address of the old site at which the export has nothing.
    Broken,
}

/// What the URL of a link points at that stands at the address `base` of the site.
#[must_use]
pub fn resolve<'a>(text: &str, base: &str, site: &'a Site) -> Resolved<'a> {
    let text = text.trim();
    if text.starts_with('#') || text.is_empty() {
        return Resolved::Anchor;
    }
    let url = Url::split(text);
    let is_relative = url.scheme.is_none() && url.host.is_none() && !url.path.starts_with('/');
    if is_relative && !url.path.is_empty() {
        let path = join(base, url.path);
        return absolute(&Url { path: &path, ..url }, site);
    }
    absolute(&url, site)
}

fn absolute<'a>(url: &Url<'_>, site: &'a Site) -> Resolved<'a> {
    if let Some(upload) = site.upload(url) {
        return Resolved::Media(upload);
    }
    let plain_query = url.host.is_none() && url.path.is_empty() && url.query.is_some();
    let (domain_path, site_path) = match site.roots.locate(url) {
        Belonging::Site { domain_path, site_path } => (domain_path, site_path),
        Belonging::Elsewhere if plain_query => (String::new(), String::new()),
        Belonging::Domain { .. } | Belonging::Elsewhere => return Resolved::External,
    };
    if let Some(found) = by_query(url, &site_path, site) {
        return found;
    }
    if let Some(record) = by_path(&domain_path, site) {
        return of_record(record, site);
    }
    if site_path.is_empty() {
        return Resolved::Home;
    }
    if is_archive(&site_path, site) { Resolved::Archive } else { Resolved::Broken }
}

/// `?p=31`, `?page_id=31`, `?attachment_id=31`, and the queries that list posts. Any other query
/// belongs to the address before it.
fn by_query<'a>(url: &Url<'_>, site_path: &str, site: &'a Site) -> Option<Resolved<'a>> {
    let id = ["p", "page_id", "attachment_id"].iter().find_map(|name| url.parameter(name));
    if let Some(id) = id.filter(|_| site_path.is_empty() || site_path == "index.php") {
        let record = id.trim().parse().ok().and_then(|id| site.by_id(PostId(id)));
        return Some(record.map_or(Resolved::Broken, |record| of_record(record, site)));
    }
    let lists = ["author", "cat", "feed", "m", "paged", "s", "tag", "year"];
    let is_list = lists.iter().any(|name| url.parameter(name).is_some());
    (is_list && site_path.is_empty()).then_some(Resolved::Archive)
}

/// The item at an address, also at the address of one of its pages of text or comments.
fn by_path<'a>(domain_path: &str, site: &'a Site) -> Option<&'a Record> {
    site.by_path(domain_path).or_else(|| {
        let (above, last) = domain_path.rsplit_once('/')?;
        let number = last.strip_prefix("comment-page-").unwrap_or(last);
        let is_number = number.bytes().all(|b| b.is_ascii_digit());
        if is_number { site.by_path(above) } else { None }
    })
}

/// An attachment has no page on the new site, so its file stands for it.
fn of_record<'a>(record: &'a Record, site: &'a Site) -> Resolved<'a> {
    match &record.action {
        Action::Write(destination) => Resolved::Page(destination),
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

/// First parts of the addresses that WordPress makes up itself.
const ARCHIVES: &[&str] = &["author", "category", "comments", "feed", "page", "search", "tag"];

/// Whether WordPress would answer with a list or a feed: an archive's prefix, a date, a term of a
/// taxonomy under the taxonomy's name, or the feed of anything.
fn is_archive(site_path: &str, site: &Site) -> bool {
    let parts: Vec<&str> = site_path.split('/').collect();
    let (first, last) = (parts[0], parts[parts.len() - 1]);
    ARCHIVES.contains(&first)
        || matches!(last, "feed" | "rss2" | "atom" | "trackback" | "amp" | "embed")
        || is_date(&parts)
        || (parts.len() > 1 && site.terms.has_taxonomy(first))
}

/// `2013`, `2013/05`, `2013/05/06`.
fn is_date(parts: &[&str]) -> bool {
    let is_number =
        |text: &&str, digits| text.len() == digits && text.bytes().all(|b| b.is_ascii_digit());
    match parts {
        [year] => is_number(year, 4),
        [year, month] => is_number(year, 4) && is_number(month, 2),
        [year, month, day] => is_number(year, 4) && is_number(month, 2) && is_number(day, 2),
        _ => false,
    }
}

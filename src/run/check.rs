//! After everything is written: whether what the links of the output lead to is there.
//!
//! The files are read again as they lie in the folder, so that what a person edited, a picture that
//! was never copied and a document that could not be converted all count.

use std::borrow::Cow;
use std::collections::HashSet;

use rayon::prelude::*;

use crate::error::Error;
use crate::link::{Rewritten, destinations, is_inside};
use crate::notice::{Code, Notice};
use crate::run::account::Made;
use crate::run::archives::MadeArchive;
use crate::run::items::Pass;
use crate::site::{ArchivePlace, Destination, Record, Site, Url, decode, join, path_key};
use crate::target::{MediaLinkForm, Target};

/// A document of the output.
struct Document<'a> {
    destination: Cow<'a, Destination>,
    post: Option<crate::wxr::PostId>,
    /// Links that are known to lead nowhere, and were told.
    told: HashSet<&'a str>,
}

/// What the output has: addresses without the slash at their end.
struct Known<'a> {
    addresses: HashSet<String>,
    target: &'a Target,
}

/// One notice for each link that leads to nothing.
pub(super) fn check(
    made: &[Made],
    archives: &[MadeArchive],
    pass: &Pass<'_>,
) -> Result<Vec<Notice>, Error> {
    let addresses = addresses(made, archives, pass.site);
    let known = Known { addresses, target: pass.writing.target };
    let documents = documents(made, archives, pass.site);
    let dead: Result<Vec<Vec<Notice>>, Error> =
        documents.par_iter().map(|document| one(document, &known, pass)).collect();
    Ok(dead?.into_iter().flatten().collect())
}

/// The addresses of everything that was made, and of what the generator makes without a file.
fn addresses(made: &[Made], archives: &[MadeArchive], site: &Site) -> HashSet<String> {
    let items = made.iter().filter(|made| made.outcome.is_some());
    let items = items.filter_map(|made| site.records[made.index].destination());
    let mut addresses: HashSet<String> = items.map(|to| bare(&to.address).to_owned()).collect();
    let made = archives.iter().map(|archive| archive.id);
    let generated = site.archives.listed().filter(|(_, it)| it.place == ArchivePlace::Generated);
    for id in made.chain(generated.map(|(id, _)| id)) {
        if let Some(archive) = site.archives.get(id) {
            addresses.insert(bare(&archive.address).to_owned());
            addresses.extend(archive.into_owned().feed);
        }
    }
    addresses
}

/// The documents that were made.
fn documents<'a>(
    made: &'a [Made],
    archives: &'a [MadeArchive],
    site: &'a Site,
) -> Vec<Document<'a>> {
    let told = |links: &'a Rewritten| links.unresolved.iter().map(|it| it.url.as_str()).collect();
    let items = made.iter().filter_map(|made| {
        let record = &site.records[made.index];
        let destination = Cow::Borrowed(record.destination()?);
        Some(Document { destination, post: record.id, told: told(&made.links) })
    });
    let lists = archives.iter().filter_map(|archive| {
        let ArchivePlace::File(destination, _) = site.archives.get(archive.id)?.into_owned().place
        else {
            return None;
        };
        let destination = Cow::Owned(destination);
        Some(Document { destination, post: None, told: told(&archive.file.links) })
    });
    items.chain(lists).collect()
}

fn one(document: &Document<'_>, known: &Known<'_>, pass: &Pass<'_>) -> Result<Vec<Notice>, Error> {
    let path = &document.destination.path;
    let Some(text) = pass.folder.text(path)? else { return Ok(Vec::new()) };
    let mut dead = Vec::new();
    for (line, link) in destinations(&text) {
        let is_told = document.told.contains(link.as_str());
        if is_told || !is_inside(&link, known.target) || leads(&link, document, known, pass) {
            continue;
        }
        let message = format!("`{path}`, line {line}: `{link}` leads to nothing that is there");
        let mut notice = Notice::new(Code::DeadLink, message);
        notice.post = document.post;
        dead.push(notice);
    }
    Ok(dead)
}

/// Whether a link leads to a file of the output, or to an address that the new site has.
fn leads(link: &str, document: &Document<'_>, known: &Known<'_>, pass: &Pass<'_>) -> bool {
    let url = Url::split(link);
    let path = decode(url.path);
    let is_rooted = url.host.is_some() || path.starts_with('/');
    if path.is_empty() {
        return true;
    }
    if !is_rooted {
        let file = join(&format!("/{}", document.destination.path), &path);
        if pass.folder.has(file.trim_start_matches('/')) {
            return true;
        }
    }
    let address =
        if is_rooted { path.into_owned() } else { join(&document.destination.address, &path) };
    known.addresses.contains(bare(&address))
        || has_upload(&address, known, pass)
        || has_bundled(&address, pass)
}

/// Whether an address is that of a file beside a post.
fn has_bundled(address: &str, pass: &Pass<'_>) -> bool {
    let Some((folder, name)) = address.rsplit_once('/') else { return false };
    let post = [folder.to_owned(), format!("{folder}.html")].into_iter().find_map(|address| {
        pass.site.by_path(&path_key(&pass.site.unbased(&address))).and_then(Record::destination)
    });
    post.is_some_and(|post| pass.folder.has(&format!("{}/{name}", pass.site.folder(post))))
}

/// Whether an address is that of an uploaded file that lies where the target wants it.
fn has_upload(address: &str, known: &Known<'_>, pass: &Pass<'_>) -> bool {
    let media = &known.target.media;
    let below = match &media.links {
        MediaLinkForm::File => return false,
        MediaLinkForm::Under(below)
        | MediaLinkForm::Relative(below)
        | MediaLinkForm::Absolute(below) => below,
    };
    let address = pass.site.below_base(address);
    address.strip_prefix(below.as_str()).is_some_and(|upload| pass.folder.has(&media.place(upload)))
}

fn bare(address: &str) -> &str {
    address.trim_end_matches('/')
}

//! Where a link leads → how it is written: the target's form of links to documents and uploads.

use std::borrow::Cow;

use percent_encoding::{CONTROLS, percent_encode_byte, utf8_percent_encode};

use crate::link::resolve::Resolved;
use crate::link::suffix::{self, Suffix};
use crate::markdown::{DESTINATION_SOURCE, WIKI_NOTE};
use crate::site::{
    ArchivePlace, Destination, Publication, Record, Site, Upload, Url, host_key, join, path_key,
};
use crate::target::{BaseUrl, BundleLinks, LinkForm, MediaLinkForm, Reference, Target};

/// What means something else in the path of a URL, or in the destination of a Markdown link.
const UNSAFE: &[char] = &[
    ' ', '"', '#', '%', '(', ')', '<', '>', '?', '[', '\\', ']', '^', '`', '{', '|', '}', '\u{7f}',
];

/// What could end a reference of a generator before its end, or the brackets of a wiki's.
const ENDING: &[char] = &['"', '\'', '<', '>', '[', '\\', ']', '^', '`', '{', '|', '}'];

/// The new text of a URL; `None` leaves it as it is.
#[must_use]
pub fn locate(
    resolved: &Resolved<'_>,
    text: &str,
    from: &Destination,
    site: &Site,
    target: &Target,
) -> Option<String> {
    match resolved {
        Resolved::Page(_, to) => {
            let suffix = suffix_of(text, resolved, from, site);
            if is_within(to, &suffix, from) {
                return Some(suffix.fragment);
            }
            Some(destination(to, from, target) + &suffix.text())
        }
        // A file reads no query.
        Resolved::Media(upload) => {
            let suffix = suffix_of(text, resolved, from, site);
            Some(media(upload, from, site, target) + &suffix.fragment)
        }
        Resolved::Archive(_, archive) => {
            let address = match &archive.place {
                ArchivePlace::File(to, _) => destination(to, from, target),
                ArchivePlace::Generated => by_address(&archive.address, from, target),
                ArchivePlace::Nowhere => return None,
            };
            Some(address + &suffix_of(text, resolved, from, site).text())
        }
        Resolved::Feed(address) => Some(by_address(address, from, target)),
        // The place of a comment that is not there: the document itself is.
        Resolved::Anchor => {
            without_comment(text, resolved, from, site).map(|to| destination(to, from, target))
        }
        Resolved::UnknownArchive
        | Resolved::Unpublished(_)
        | Resolved::Machinery
        | Resolved::External
        | Resolved::Broken => None,
    }
}

/// The document itself, where a link names the place of a comment that is not there.
fn without_comment<'a>(
    text: &str,
    resolved: &Resolved<'_>,
    from: &'a Destination,
    site: &'a Site,
) -> Option<&'a Destination> {
    lacks_comment(text, resolved, from, site)?;
    Some(own_record(from, site).and_then(Record::destination).unwrap_or(from))
}

fn suffix_of(text: &str, resolved: &Resolved<'_>, from: &Destination, site: &Site) -> Suffix {
    Suffix::of(text, |number| has_comment(number, resolved, from, site))
}

/// The comment that a link names and that is not written below the item that it leads to.
pub(super) fn lacks_comment(
    text: &str,
    resolved: &Resolved<'_>,
    from: &Destination,
    site: &Site,
) -> Option<u64> {
    let number = Url::split(text).fragment.and_then(suffix::comment)?;
    (!has_comment(number, resolved, from, site)).then_some(number)
}

/// Whether what a link leads to has the comment. What belongs to no item has none.
fn has_comment(number: u64, resolved: &Resolved<'_>, from: &Destination, site: &Site) -> bool {
    match resolved {
        Resolved::Page(_, to) => site.has_comment(number, to),
        Resolved::Anchor => site.has_comment(number, from),
        Resolved::Unpublished(_)
        | Resolved::Media(_)
        | Resolved::Archive(..)
        | Resolved::Feed(_)
        | Resolved::UnknownArchive
        | Resolved::Machinery
        | Resolved::External
        | Resolved::Broken => false,
    }
}

/// The item whose document, or comment, a link stands in.
fn own_record<'a>(from: &Destination, site: &'a Site) -> Option<&'a Record> {
    site.by_path(&path_key(&site.unbased(&from.address)))
}

/// Whether it is a place in the document that the link stands in.
fn is_within(to: &Destination, suffix: &Suffix, from: &Destination) -> bool {
    to.path == from.path && !suffix.fragment.is_empty()
}

/// A link from one document to another, in the target's form. Where that has words of its own it is
/// what stands for them in HTML.
#[must_use]
pub fn destination(to: &Destination, from: &Destination, target: &Target) -> String {
    match target.links {
        LinkForm::File | LinkForm::Wiki => encode(&from.path.relative_to(to.path.as_str())),
        LinkForm::Root | LinkForm::Reference(_) | LinkForm::Relative | LinkForm::Absolute => {
            by_address(&to.address, from, target)
        }
    }
}

/// A link by its address, also to what the generator makes without a file.
fn by_address(address: &str, from: &Destination, target: &Target) -> String {
    match target.links {
        LinkForm::Relative => way(&from.address, address),
        LinkForm::Absolute => absolute(&clean(address), target),
        LinkForm::File | LinkForm::Wiki | LinkForm::Root | LinkForm::Reference(_) => {
            encode(&clean(address))
        }
    }
}

/// A link from a document to an uploaded file, in the target's form.
#[must_use]
pub fn media(upload: &Upload, from: &Destination, site: &Site, target: &Target) -> String {
    let Some(held) = site.bundled(upload) else {
        return shared_media(&upload.place(), from, target);
    };
    let is_own = held.owner.path == from.path;
    let form = target.media.bundle.as_ref().map_or(BundleLinks::Address, |bundle| bundle.links);
    match form {
        BundleLinks::File => {
            encode(&from.path.relative_to(&format!("{}/{}", held.folder, held.name)))
        }
        // At an address without a slash the page does not stand in the folder of its files.
        BundleLinks::Beside if is_own && from.address.ends_with('/') => encode(&held.name),
        BundleLinks::Beside | BundleLinks::Address => by_address(&held.address(), from, target),
    }
}

/// Where an uploaded file goes below the output folder.
#[must_use]
pub fn media_place(upload: &Upload, site: &Site, target: &Target) -> String {
    match site.bundled(upload) {
        Some(held) => format!("{}/{}", held.folder, held.name),
        None => target.media.place(&upload.place()),
    }
}

/// A link from a document to a file in the folder for those that belong to no document.
#[must_use]
pub fn shared_media(upload: &str, from: &Destination, target: &Target) -> String {
    match &target.media.links {
        MediaLinkForm::File => encode(&from.path.relative_to(&target.media.place(upload))),
        MediaLinkForm::Under(address) => match below_root(address) {
            Some(below) => format!("{}{below}{}", encode(base_path(target)), encode(upload)),
            None => format!("{address}{}", encode(upload)),
        },
        MediaLinkForm::Relative(address) => {
            way(&from.address, &format!("{}{upload}", based(address, target)))
        }
        MediaLinkForm::Absolute(address) => {
            absolute(&format!("{}{upload}", based(address, target)), target)
        }
    }
}

/// The file that a link leads to, if it is a document.
fn document<'a>(resolved: &'a Resolved<'_>) -> Option<&'a Destination> {
    match resolved {
        Resolved::Page(_, to) => Some(to),
        Resolved::Archive(_, archive) => match &archive.place {
            ArchivePlace::File(to, _) => Some(to),
            ArchivePlace::Generated | ArchivePlace::Nowhere => None,
        },
        Resolved::Unpublished(_)
        | Resolved::Media(_)
        | Resolved::Feed(_)
        | Resolved::UnknownArchive
        | Resolved::Machinery
        | Resolved::Anchor
        | Resolved::External
        | Resolved::Broken => None,
    }
}

/// The address of an uploaded file on the new site, decoded and from the root.
pub(super) fn upload_address(upload: &Upload, site: &Site, target: &Target) -> String {
    if let Some(held) = site.bundled(upload) {
        return clean(&held.address()).into_owned();
    }
    let upload = upload.place();
    match &target.media.links {
        MediaLinkForm::File => {
            based(&format!("/{}", target.media.place(&upload)), target).into_owned()
        }
        MediaLinkForm::Under(address)
        | MediaLinkForm::Relative(address)
        | MediaLinkForm::Absolute(address) => format!("{}{upload}", based(address, target)),
    }
}

/// Whether a link of a written file leads into the new site, by its form.
#[must_use]
pub fn is_inside(link: &str, target: &Target) -> bool {
    let url = Url::split(link);
    let is_own = |base: &BaseUrl| {
        let origin = Url::split(base.origin());
        url.host.map(host_key) == origin.host.map(host_key)
    };
    match (url.scheme, url.host) {
        (None, None) => !link.is_empty() && !link.contains(['{', '}']),
        (_, Some(_)) => url.is_web() && target.base_url.as_ref().is_some_and(is_own),
        (Some(_), None) => false,
    }
}

/// A link to a page in the words of the target's generator or wiki, and the attribute for them; none
/// where an ordinary destination has to do.
pub(super) fn own_words(
    resolved: &Resolved<'_>,
    text: &str,
    from: &Destination,
    site: &Site,
    target: &Target,
) -> Option<(&'static str, String)> {
    let to = if matches!(resolved, Resolved::Anchor) {
        without_comment(text, resolved, from, site)?
    } else {
        document(resolved)?
    };
    let suffix = suffix_of(text, resolved, from, site);
    let is_safe = |c: char| !ENDING.contains(&c) && !c.is_control();
    if is_within(to, &suffix, from) || !suffix.fragment.chars().all(is_safe) {
        return None;
    }
    match &target.links {
        LinkForm::Root | LinkForm::Relative | LinkForm::File | LinkForm::Absolute => None,
        // A generator that leaves drafts out stops at a reference to one.
        LinkForm::Reference(_) if to.publication == Publication::Hidden => None,
        LinkForm::Reference(reference) => {
            Some((DESTINATION_SOURCE, referred(reference, to.path.as_str(), &suffix)?))
        }
        LinkForm::Wiki => {
            let note = to.path.as_str().strip_suffix(".md")?;
            let is_safe = note.chars().all(|c| is_safe(c) && c != '#');
            is_safe.then(|| (WIKI_NOTE, format!("{note}{}", suffix.fragment)))
        }
    }
}

/// A reference to a file. No generator takes a query in one.
fn referred(reference: &Reference, file: &str, suffix: &Suffix) -> Option<String> {
    let name = reference.name(file)?;
    let ends_destination = |c: char| c.is_whitespace() || "()".contains(c);
    if !suffix.query.is_empty() || suffix.fragment.contains(ends_destination) {
        return None;
    }
    let name = match reference.is_template() {
        false => encode(name),
        true if name.contains(ENDING) => return None,
        true => name.to_owned(),
    };
    Some(reference.fill(&name, &suffix.fragment))
}

/// An address of the new site as the web knows it.
fn absolute(address: &str, target: &Target) -> String {
    let origin = target.base_url.as_ref().map_or("", |base| base.origin());
    match below_root(address) {
        Some(_) => format!("{origin}{}", encode(address)),
        None => encode(address),
    }
}

/// An address below the root of the site, below the folder that the new site lives in.
fn based<'a>(address: &'a str, target: &Target) -> Cow<'a, str> {
    match below_root(address) {
        Some(below) => Cow::Owned(format!("{}{below}", base_path(target))),
        None => Cow::Borrowed(address),
    }
}

/// `/wp-content/` → `wp-content/`; none for what is on a host of its own.
fn below_root(address: &str) -> Option<&str> {
    address.strip_prefix('/').filter(|below| !below.starts_with('/'))
}

fn base_path(target: &Target) -> &str {
    target.base_url.as_ref().map_or("/", |base| base.path())
}

/// The way from one address to another, as a browser goes it (RFC 3986, section 5.2).
///
/// `/2019/05/here/` and `/about/crew/` → `../../../about/crew/`
fn way(from: &str, to: &str) -> String {
    let (from, to) = (clean(from), clean(to));
    let (here, there): (Vec<&str>, Vec<&str>) =
        (from.split('/').collect(), to.split('/').collect());
    let shared = here[..here.len() - 1]
        .iter()
        .zip(&there[..there.len() - 1])
        .take_while(|(a, b)| a == b)
        .count();
    let rest = encode(&there[shared..].join("/"));
    let up = "../".repeat(here.len() - 1 - shared);
    // An empty text would be this address with its query, and `a:b` would have a scheme.
    let is_odd = up.is_empty() && (rest.is_empty() || rest.contains(':'));
    if is_odd { format!("./{rest}") } else { up + &rest }
}

/// An address without `..` and without empty names: those of a permalink that was made up lead out
/// of the site.
fn clean(address: &str) -> Cow<'_, str> {
    if address.contains("/.") || address.contains("//") {
        Cow::Owned(join("/", address))
    } else {
        Cow::Borrowed(address)
    }
}

/// Escapes what would not be read as part of a path. Letters of all scripts stay readable.
#[must_use]
pub fn encode(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    for c in path.chars() {
        match u8::try_from(c) {
            Ok(byte) if byte < b' ' || UNSAFE.contains(&c) => {
                encoded.push_str(percent_encode_byte(byte));
            }
            _ => encoded.push(c),
        }
    }
    encoded
}

/// The same in ASCII, as browsers have the path of a page: `/日本/` → `/%E6%97%A5%E6%9C%AC/`
#[must_use]
pub fn encode_whole(path: &str) -> String {
    utf8_percent_encode(&encode(path), CONTROLS).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_between_addresses() {
        for (from, to, expected) in [
            ("/2019/05/here/", "/about/crew/", "../../../about/crew/"),
            ("/2019/05/here/", "/2019/05/there/", "../there/"),
            ("/2019/05/here", "/2019/05/there", "there"),
            ("/2019/05/here/", "/2019/05/here/", "./"),
            ("/about", "/about/crew/", "about/crew/"),
            ("/a/", "/", "../"),
            ("/", "/a b/", "a%20b/"),
            ("/", "/a:b/", "./a:b/"),
            ("/a/", "/../../etc/", "../etc/"),
            ("/../../a/", "/b//c/", "../b/c/"),
        ] {
            assert_eq!(way(from, to), expected, "{from} {to}");
        }
    }
}

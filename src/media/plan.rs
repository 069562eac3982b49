//! What is needed → the files of the new site, with their places and their addresses on the old one.

use std::collections::BTreeMap;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use crate::link;
use crate::media::needed::Use;
use crate::media::{File, Needed};
use crate::notice::{Code, Notice};
use crate::site::{HiddenUploads, OutPath, Site, Upload, Url};
use crate::target::Target;
use crate::wxr::PostId;

/// What RFC 3986 lets stand nowhere in an address. `%` is looked at by itself.
const UNSAFE: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// Which files a site needs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// What its documents refer to.
    #[default]
    Referenced,
    /// All of the media library as well.
    Attached,
    /// All copies of it, and everything else that lies among the uploads.
    All,
}

/// What is asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wish<'a> {
    /// Which files.
    pub scope: Scope,
    /// Further paths that lie among the uploads, for [`Scope::All`].
    pub others: &'a [String],
    /// Where the folder of uploads is now, with `/` at its end, if it has moved.
    pub base: Option<&'a str>,
}

/// The files of the new site, sorted by their places.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// Each file once.
    pub files: Vec<File>,
    /// Files whose path no file can have.
    pub unplaced: Vec<Unplaced>,
    /// What was left out.
    pub notices: Vec<Notice>,
}

/// A file whose path no file can have.
#[derive(Clone, Debug)]
pub struct Unplaced {
    /// The path that it would have below the output folder.
    pub path: String,
    /// Where the old site has it.
    pub url: String,
    /// The items that show it.
    pub posts: Vec<PostId>,
    /// Why, as the end of a sentence about its path.
    pub why: &'static str,
}

/// Plans the files of a site.
#[must_use]
pub fn plan(mut needed: Needed, wish: &Wish<'_>, site: &Site, target: &Target) -> Plan {
    let mut withheld = add_library(&mut needed, wish.scope, site);
    if wish.scope == Scope::All {
        withheld += add_others(&mut needed, wish.others, site);
    }
    let mut plan = Plan::default();
    let mut places: BTreeMap<OutPath, File> = BTreeMap::new();
    for of in needed.into_uses() {
        match placed(of, wish.base, site, target) {
            Ok(file) if places.contains_key(&file.place) => {
                plan.unplaced.push(Unplaced::of(file, "is the place of another file"));
            }
            Ok(file) => drop(places.insert(file.place.clone(), file)),
            Err(unplaced) => plan.unplaced.push(unplaced),
        }
    }
    let lost: Vec<OutPath> =
        places.keys().filter(|place| lies_in_a_file(place, &places)).cloned().collect();
    for file in lost.iter().filter_map(|place| places.remove(place)) {
        plan.unplaced.push(Unplaced::of(file, "lies in a folder that is a file"));
    }
    plan.files = places.into_values().collect();
    if withheld > 0 {
        let message = format!("{withheld} files of items that are not published were left out");
        plan.notices.push(Notice::new(Code::MediaWithheld, message));
    }
    plan
}

/// Whether a folder above a place is the place of a file.
fn lies_in_a_file(place: &OutPath, places: &BTreeMap<OutPath, File>) -> bool {
    let path = place.as_str();
    let folders = path.match_indices('/').map(|(slash, _)| &path[..slash]);
    folders.filter_map(OutPath::parse).any(|folder| places.contains_key(&folder))
}

impl Unplaced {
    /// A file that cannot have its place.
    #[must_use]
    pub fn of(file: File, why: &'static str) -> Self {
        let File { place, url, posts, .. } = file;
        Self { path: place.to_string(), url, posts, why }
    }
}

/// Adds the media library. Tells how many of its files are hidden.
fn add_library(needed: &mut Needed, scope: Scope, site: &Site) -> u64 {
    let mut withheld = 0;
    match scope {
        Scope::Referenced => {}
        Scope::Attached | Scope::All => {
            for (id, file) in site.attachments.files() {
                let Some(upload) = site.upload(&Url::split(&file.url)) else { continue };
                let is_needed = needed.has(&upload.place());
                if !is_needed && site.is_hidden(id) {
                    withheld += 1;
                    continue;
                }
                let copies = file.copies.names().map(|name| beside(&upload, name));
                match scope {
                    Scope::All => needed.add(&copies.collect::<Vec<_>>(), None),
                    Scope::Attached | Scope::Referenced => {}
                }
                needed.add(&[upload], None);
            }
        }
    }
    withheld
}

/// Adds what lies among the uploads and nothing asks for. Tells how many of these files are hidden.
fn add_others(needed: &mut Needed, others: &[String], site: &Site) -> u64 {
    let uploads = HiddenUploads::of(site);
    let mut hidden = 0;
    for path in others.iter().filter(|path| !needed.has(path)).cloned().collect::<Vec<_>>() {
        if uploads.covers(&path) {
            hidden += 1;
            continue;
        }
        let address = format!("/wp-content/uploads/{}", path.replace('%', "%25"));
        let known = site.upload(&Url {
            scheme: None,
            host: None,
            path: &address,
            query: None,
            fragment: None,
        });
        let attachment = known.and_then(|known| known.attachment);
        needed.add(&[Upload { path, attachment, ..Upload::default() }], None);
    }
    hidden
}

/// A copy of an upload.
fn beside(upload: &Upload, name: &str) -> Upload {
    Upload { path: upload.beside(name), ..upload.clone() }
}

fn placed(of: Use, base: Option<&str>, site: &Site, target: &Target) -> Result<File, Unplaced> {
    let Use { upload, posts } = of;
    let posts: Vec<PostId> = posts.into_iter().collect();
    let url = match base.filter(|_| !upload.is_elsewhere) {
        Some(base) => escape(&format!("{base}{}", upload.path.replace('%', "%25"))),
        None => escape(&site.address_of(&upload)),
    };
    let path = link::media_place(&upload, site, target);
    let Some(place) = OutPath::parse(&path) else {
        let why = "is no path that every system can write";
        return Err(Unplaced { path, url, posts, why });
    };
    Ok(File { upload, place, url, posts })
}

/// An address as a request needs it: what was escaped stays so.
///
/// `https://old.example/a b/ä%20.jpg` → `https://old.example/a%20b/%C3%A4%20.jpg`
pub(super) fn escape(address: &str) -> String {
    let mut escaped = String::with_capacity(address.len());
    let mut parts = address.split('%');
    escaped.extend(parts.next().map(|first| utf8_percent_encode(first, UNSAFE).to_string()));
    for part in parts {
        let is_escape = part.len() >= 2 && part.as_bytes()[..2].iter().all(u8::is_ascii_hexdigit);
        escaped.push_str(if is_escape { "%" } else { "%25" });
        escaped.extend(utf8_percent_encode(part, UNSAFE));
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_escaped_once() {
        for (address, expected) in [
            ("https://a.b/x y.jpg", "https://a.b/x%20y.jpg"),
            ("https://a.b/x%20y.jpg", "https://a.b/x%20y.jpg"),
            ("https://a.b/100%.jpg", "https://a.b/100%25.jpg"),
            ("https://a.b/%C3%A4ö.jpg", "https://a.b/%C3%A4%C3%B6.jpg"),
            ("https://a.b/(1)[2].jpg", "https://a.b/(1)[2].jpg"),
            ("", ""),
        ] {
            assert_eq!(escape(address), expected);
        }
    }
}

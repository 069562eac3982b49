//! What each link came to: its new text, the count of its kind, and what a user must hear of it.

use std::collections::{BTreeSet, HashSet};

use crate::html;
use crate::link::destination::{lacks_comment, locate};
use crate::link::hosts::{Hosts, Reference};
use crate::link::resolve::{Certainty, Resolution, Resolved, last_name, resolve};
use crate::link::source;
use crate::notice::{Code, Notice};
use crate::site::{ArchiveId, ArchivePlace, Destination, Site, Upload, Url, decode, path_key};
use crate::target::Target;

/// How an attribute with candidates begins in HTML that was written.
const SRCSET: &str = "srcset=\"";

/// How many links of each kind there are. `internal` is the sum of `rewritten` and `broken`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Into the exported sites.
    pub internal: u64,
    /// Of those, the ones that lead somewhere on the new site.
    pub rewritten: u64,
    /// Of those, the ones that were left as they are.
    pub broken: u64,
    /// To other sites.
    pub external: u64,
}

impl Counts {
    /// Adds the links of another document.
    pub fn add(&mut self, other: Self) {
        self.internal += other.internal;
        self.rewritten += other.rewritten;
        self.broken += other.broken;
        self.external += other.external;
    }
}

/// What the links of one DOM came to.
#[derive(Debug, Default)]
pub struct Rewritten {
    /// How many there are of each kind.
    pub counts: Counts,
    /// Where they lead.
    pub hosts: Hosts,
    /// The uploaded files that the document needs, in document order.
    pub media: Vec<Upload>,
    /// Uploaded files that it needs if a `srcset` with this address stays in it.
    candidates: Vec<(String, Upload)>,
    /// Archives that it links to.
    pub archives: BTreeSet<ArchiveId>,
    /// Links that lead nowhere on the new site, in document order.
    pub unresolved: Vec<Unresolved>,
    /// What could not be rewritten.
    pub notices: Vec<Notice>,
}

/// A link into the old site that leads nowhere on the new one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unresolved {
    /// As it stands in the document.
    pub url: String,
    /// Why.
    pub code: Code,
    /// The address of the item that may be meant.
    pub nearest: Option<String>,
    /// The line of the file on which it stands, counted from 1; `None` where it stands there no more.
    pub line: Option<u64>,
}

/// Finds the lines of a file on which links stand that lead nowhere.
pub fn find_lines(text: &str, unresolved: &mut [Unresolved]) {
    if unresolved.is_empty() {
        return;
    }
    let mut lines = source::lines(text);
    for link in unresolved {
        let lines = lines.get_mut(&*decode(link.url.trim()));
        // Of several links to one address each has a line of its own.
        link.line = lines.and_then(|lines| match lines.len() {
            0 | 1 => lines.front().copied(),
            _ => lines.pop_front(),
        });
    }
}

/// The new text of one URL, if it changes, what it points at, and the account of it.
pub(super) fn settle<'a>(
    text: &str,
    reference: Reference,
    from: &Destination,
    site: &'a Site,
    target: &Target,
    account: &mut Rewritten,
) -> (Option<String>, Resolved<'a>) {
    let Resolution { resolved, certainty } = resolve(text, &from.address, site);
    let new = locate(&resolved, text, from, site, target);
    account.notices.extend(no_such_comment(text, &resolved, from, site));
    match &resolved {
        Resolved::Anchor if new.is_none() => return (None, resolved),
        Resolved::External => {
            let url = Url::split(text);
            if url.host.is_some() && url.is_web() {
                account.counts.external += 1;
                account.hosts.count_other(&url, reference, site);
            }
            return (None, resolved);
        }
        Resolved::Media(upload) if upload.attachment.is_none() && !upload.is_elsewhere => {
            let message = format!("`{}` has no entry in the export", upload.path);
            account.notices.push(Notice::new(Code::UploadNotInExport, message));
        }
        Resolved::Media(_)
        | Resolved::Anchor
        | Resolved::Page(..)
        | Resolved::Archive(..)
        | Resolved::Feed(_)
        | Resolved::UnknownArchive
        | Resolved::Unpublished(_)
        | Resolved::Machinery
        | Resolved::Broken => {}
    }
    account.need(&resolved);
    account.counts.internal += 1;
    if matches!(&resolved, Resolved::Media(upload) if upload.is_elsewhere) {
        account.hosts.count_other(&Url::split(text), reference, site);
    } else {
        account.hosts.count_own(reference);
    }
    if let Some(new) = &new {
        account.counts.rewritten += 1;
        account.notices.extend(doubt(text, certainty, new));
    } else {
        account.counts.broken += 1;
        account.give_up(text, &resolved, site);
    }
    (new, resolved)
}

/// The new text of the address of a link that is no part of a text, such as that of a comment's author,
/// and the account of it.
pub fn rewrite_address(
    text: &str,
    from: &Destination,
    site: &Site,
    target: &Target,
    account: &mut Rewritten,
) -> Option<String> {
    settle(text, Reference::Link, from, site, target, account).0
}

/// What a user should hear of a link to a comment that is not there.
fn no_such_comment(
    text: &str,
    resolved: &Resolved<'_>,
    from: &Destination,
    site: &Site,
) -> Option<Notice> {
    if !matches!(resolved, Resolved::Page(..) | Resolved::Anchor) {
        return None;
    }
    let number = lacks_comment(text, resolved, from, site)?;
    let message = format!("comment {number} is not there; the link to it leads to its post");
    Some(Notice::new(Code::CommentNotThere, message))
}

/// What a user should hear of a link that was led where it did not point.
fn doubt(text: &str, certainty: Certainty, new: &str) -> Option<Notice> {
    match certainty {
        Certainty::Sure => None,
        Certainty::Guess => {
            let message =
                format!("`{text}` is no address of the export; it was led to `{new}` by its name");
            Some(Notice::new(Code::GuessedLink, message))
        }
        Certainty::Nearest(what) => {
            let message = format!("`{text}` is a {what} of the old site; it was led to `{new}`");
            Some(Notice::new(Code::NearestLink, message))
        }
    }
}

impl Rewritten {
    /// Adds the links of another part of the document, without what is to be said of them.
    pub fn add(&mut self, other: Self) {
        self.counts.add(other.counts);
        self.hosts.add(other.hosts);
        self.media.extend(other.media);
        self.candidates.extend(other.candidates);
        self.archives.extend(other.archives);
        self.unresolved.extend(other.unresolved);
    }

    /// Remembers a file that a candidate of a `srcset` names, with its new address.
    pub(super) fn may_need(&mut self, resolved: &Resolved<'_>, new: Option<&str>) {
        if let (Resolved::Media(upload), Some(new)) = (resolved, new) {
            self.candidates.push((new.to_owned(), upload.clone()));
        }
    }

    /// Needs the files of those candidates that stayed in the text that was written.
    pub fn settle_candidates(&mut self, text: &str) {
        if self.candidates.is_empty() {
            return;
        }
        let mut stayed = HashSet::new();
        for (at, name) in text.match_indices(SRCSET) {
            let value = &text[at + name.len()..];
            let value = html::decode(&value[..value.find('"').unwrap_or(value.len())]);
            stayed.extend(html::candidates(&value).map(|(address, _)| address.to_owned()));
        }
        let candidates = std::mem::take(&mut self.candidates);
        let needed = candidates.into_iter().filter(|(address, _)| stayed.contains(address));
        self.media.extend(needed.map(|(_, upload)| upload));
    }

    /// Remembers the file that a link leads to, if it is one that is made because of it.
    pub(super) fn need(&mut self, resolved: &Resolved<'_>) {
        match resolved {
            Resolved::Media(upload) => self.media.push(upload.clone()),
            Resolved::Archive(id, archive) if matches!(archive.place, ArchivePlace::File(..)) => {
                self.archives.insert(*id);
            }
            Resolved::Archive(..)
            | Resolved::Page(..)
            | Resolved::Feed(_)
            | Resolved::UnknownArchive
            | Resolved::Unpublished(_)
            | Resolved::Machinery
            | Resolved::Anchor
            | Resolved::External
            | Resolved::Broken => {}
        }
    }

    /// Takes in a link that leads nowhere.
    fn give_up(&mut self, text: &str, resolved: &Resolved<'_>, site: &Site) {
        let (code, message) = match resolved {
            Resolved::Unpublished(record) => {
                // By its number: the title of what is not public stays with its owner.
                let item = record.id.map_or("an item".to_owned(), |id| format!("item {}", id.0));
                (Code::LinkToUnpublished, format!("`{text}` is {item}, which was not written"))
            }
            Resolved::Archive(..) | Resolved::Feed(_) | Resolved::UnknownArchive => (
                Code::ArchiveLink,
                format!("`{text}` is an archive of the old site, left as it is"),
            ),
            Resolved::Machinery => {
                (Code::MachineryLink, format!("`{text}` is a part of WordPress, left as it is"))
            }
            Resolved::Page(..)
            | Resolved::Media(_)
            | Resolved::Anchor
            | Resolved::External
            | Resolved::Broken => (Code::BrokenLink, format!("`{text}` is not in the export")),
        };
        let nearest = Some(text).filter(|_| code == Code::BrokenLink).and_then(|text| {
            let path = path_key(Url::split(text).path);
            let nearest = site.nearest(last_name(&path))?;
            nearest.destination().map(|destination| destination.address.to_string())
        });
        let message = match &nearest {
            Some(nearest) => format!("{message}; `{nearest}` has a like name"),
            None => message,
        };
        self.notices.push(Notice::new(code, message));
        self.unresolved.push(Unresolved { url: text.to_owned(), code, nearest, line: None });
    }
}

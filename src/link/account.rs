//! What each link came to: its new text, the count of its kind, and what a user must hear of it.

use crate::link::destination::locate;
use crate::link::hosts::{Hosts, Reference};
use crate::link::resolve::{Resolved, resolve};
use crate::notice::{Code, Notice};
use crate::site::{Destination, Site, Url};
use crate::target::{LinkForm, Target};

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
    pub links: Counts,
    /// Where they lead.
    pub hosts: Hosts,
    /// Paths below `wp-content/uploads` that the document needs, in document order.
    pub media: Vec<String>,
    /// What could not be rewritten.
    pub notices: Vec<Notice>,
}

/// The new text of one URL, if it changes, and the account of it.
pub(super) fn settle(
    text: &str,
    reference: Reference,
    from: &Destination,
    site: &Site,
    target: &Target,
    account: &mut Rewritten,
) -> Option<String> {
    let resolved = resolve(text, &from.address, site);
    let fault = fault(&resolved, text, target);
    let new = locate(&resolved, text, from, target);
    match resolved {
        Resolved::Anchor => return None,
        Resolved::External => {
            let url = Url::split(text);
            if url.host.is_some() && url.is_web() {
                account.links.external += 1;
                account.hosts.count_other(&url, reference, site);
            }
            return None;
        }
        Resolved::Media(upload) => {
            account.media.push(upload.path);
            account.links.rewritten += 1;
        }
        Resolved::Page(_) => account.links.rewritten += 1,
        Resolved::Home if new.is_some() => account.links.rewritten += 1,
        Resolved::Home | Resolved::Unpublished(_) | Resolved::Archive | Resolved::Broken => {
            account.links.broken += 1;
        }
    }
    account.links.internal += 1;
    account.hosts.count_own(reference);
    account.notices.extend(fault);
    new
}

/// What a user must hear about a link.
fn fault(resolved: &Resolved<'_>, text: &str, target: &Target) -> Option<Notice> {
    match resolved {
        Resolved::Broken => {
            Some(Notice::new(Code::BrokenLink, format!("`{text}` is not in the export")))
        }
        Resolved::Unpublished(record) => {
            // By its number: the title of what is not public stays with its owner.
            let item = record.id.map_or("an item".to_owned(), |id| format!("item {}", id.0));
            let message = format!("`{text}` is {item}, which was not written");
            Some(Notice::new(Code::LinkToUnpublished, message))
        }
        Resolved::Archive => {
            let message = format!("`{text}` is an archive of the old site, left as it is");
            Some(Notice::new(Code::ArchiveLink, message))
        }
        Resolved::Home if target.links == LinkForm::File => {
            let message = format!("`{text}` is the old front page, for which there is no file");
            Some(Notice::new(Code::ArchiveLink, message))
        }
        Resolved::Media(upload) if !upload.is_listed => {
            let message = format!("`{}` has no entry in the export", upload.path);
            Some(Notice::new(Code::UploadNotInExport, message))
        }
        Resolved::Home
        | Resolved::Media(_)
        | Resolved::Page(_)
        | Resolved::Anchor
        | Resolved::External => None,
    }
}

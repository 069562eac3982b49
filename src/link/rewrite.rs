//! Rewrites every link of a DOM to the new site, and tells what could not be.

use percent_encoding::percent_encode_byte;

use crate::html::{self, Dom, NodeId};
use crate::link::hosts::{Hosts, Reference};
use crate::link::resolve::{Resolved, resolve};
use crate::link::source;
use crate::markdown::MARKDOWN_SOURCE;
use crate::notice::{Code, Notice};
use crate::site::{Destination, Site, Url};
use crate::target::{LinkForm, MediaLinkForm, Target};

/// What means something else in the path of a URL, or in the destination of a Markdown link.
const UNSAFE: &[char] = &[
    ' ', '"', '#', '%', '(', ')', '<', '>', '?', '[', '\\', ']', '^', '`', '{', '|', '}', '\u{7f}',
];

/// Attributes that hold one URL. Sorted.
const ATTRIBUTES: &[&str] = &["data", "href", "longdesc", "poster", "src"];

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

/// Rewrites every link of the DOM, which is part of the document at `from`.
pub fn rewrite(dom: &mut Dom, from: &Destination, site: &Site, target: &Target) -> Rewritten {
    let mut rewritten = Rewritten::default();
    let elements: Vec<NodeId> = dom.elements().collect();
    for element in elements {
        if matches!(dom.name(element), Some("script" | "style" | "link" | "meta")) {
            continue;
        }
        if dom.name(element) == Some(MARKDOWN_SOURCE) {
            rewrite_source(element, dom, |text| {
                one(text, Reference::Link, from, site, target, &mut rewritten)
            });
        }
        for name in ATTRIBUTES {
            let Some(value) = dom.attribute(element, name) else { continue };
            let reference = Reference::of(dom.name(element), name);
            let new = one(value, reference, from, site, target, &mut rewritten);
            if let Some(new) = new {
                dom.set_attribute(element, name, &new);
            }
        }
        if let Some(value) = dom.attribute(element, "srcset") {
            let new = candidates(value, from, site, target);
            dom.set_attribute(element, "srcset", &new);
        }
    }
    rewritten
}

/// Rewrites the links of an element that holds Markdown.
fn rewrite_source(element: NodeId, dom: &mut Dom, mut new: impl FnMut(&str) -> Option<String>) {
    let texts: Vec<NodeId> = dom.children(element).collect();
    for node in texts {
        let Some(text) = dom.text(node).filter(|text| text.contains(['(', '<', ':'])) else {
            continue;
        };
        let text = source::rewrite(text, &mut new);
        dom.set_text(node, &text);
    }
}

/// The new text of one URL, if it changes, and the account of it.
fn one(
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
            if is_web(&url) {
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

fn is_web(url: &Url<'_>) -> bool {
    url.host.is_some() && matches!(url.scheme, None | Some("http" | "https" | "HTTP" | "HTTPS"))
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

/// The new text of a URL; `None` leaves it as it is.
fn locate(
    resolved: &Resolved<'_>,
    text: &str,
    from: &Destination,
    target: &Target,
) -> Option<String> {
    let fragment = fragment(text);
    match resolved {
        Resolved::Page(to) if to.path == from.path && !fragment.is_empty() => Some(fragment),
        Resolved::Page(to) => Some(destination(to, from, target) + &fragment),
        Resolved::Media(upload) => Some(media(&upload.path, from, target) + &fragment),
        Resolved::Home => match target.links {
            LinkForm::Root => Some(format!("/{fragment}")),
            LinkForm::File => None,
        },
        Resolved::Unpublished(_)
        | Resolved::Archive
        | Resolved::Anchor
        | Resolved::External
        | Resolved::Broken => None,
    }
}

/// The fragment with its `#`. `#more-31` marks where the excerpt ends, and no generator keeps it.
fn fragment(text: &str) -> String {
    match Url::split(text).fragment {
        Some(fragment) if !fragment.is_empty() && !fragment.starts_with("more-") => {
            format!("#{fragment}")
        }
        _ => String::new(),
    }
}

/// A link from one document to another, in the target's form.
#[must_use]
pub fn destination(to: &Destination, from: &Destination, target: &Target) -> String {
    match target.links {
        LinkForm::File => encode(&from.path.relative_to(to.path.as_str())),
        LinkForm::Root => encode(&to.address),
    }
}

/// A link from a document to an uploaded file, in the target's form.
#[must_use]
pub fn media(upload: &str, from: &Destination, target: &Target) -> String {
    match &target.media.links {
        MediaLinkForm::File => encode(&from.path.relative_to(&target.media.place(upload))),
        MediaLinkForm::Under(address) => format!("{address}{}", encode(upload)),
    }
}

/// Escapes what would not be read as part of a path. Letters of all scripts stay readable.
fn encode(path: &str) -> String {
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

/// Rewrites the candidates of a `srcset`; they show the same picture as `src`, so they are not
/// accounted for again.
fn candidates(value: &str, from: &Destination, site: &Site, target: &Target) -> String {
    let mut new = String::with_capacity(value.len());
    for (address, descriptor) in html::candidates(value) {
        let located = locate(&resolve(address, &from.address, site), address, from, target);
        if !new.is_empty() {
            new.push_str(", ");
        }
        new.push_str(located.as_deref().unwrap_or(address));
        if !descriptor.is_empty() {
            new.push(' ');
            new.push_str(descriptor);
        }
    }
    new
}

//! Where a link leads → how it is written: the target's form of links to documents and uploads.

use percent_encoding::percent_encode_byte;

use crate::link::resolve::Resolved;
use crate::site::{ArchivePlace, Destination, Url};
use crate::target::{LinkForm, MediaLinkForm, Target};

/// What means something else in the path of a URL, or in the destination of a Markdown link.
const UNSAFE: &[char] = &[
    ' ', '"', '#', '%', '(', ')', '<', '>', '?', '[', '\\', ']', '^', '`', '{', '|', '}', '\u{7f}',
];

/// The new text of a URL; `None` leaves it as it is.
#[must_use]
pub fn locate(
    resolved: &Resolved<'_>,
    text: &str,
    from: &Destination,
    target: &Target,
) -> Option<String> {
    let fragment = fragment(text);
    match resolved {
        Resolved::Page(_, to) if to.path == from.path && !fragment.is_empty() => Some(fragment),
        Resolved::Page(_, to) => Some(destination(to, from, target) + &fragment),
        Resolved::Media(upload) => Some(media(&upload.path, from, target) + &fragment),
        Resolved::Archive(_, archive) => match &archive.place {
            ArchivePlace::File(to, _) => Some(destination(to, from, target) + &fragment),
            ArchivePlace::Generated => Some(encode(&archive.address) + &fragment),
            ArchivePlace::Nowhere => None,
        },
        Resolved::Feed(address) => Some(encode(address)),
        Resolved::UnknownArchive
        | Resolved::Unpublished(_)
        | Resolved::Machinery
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

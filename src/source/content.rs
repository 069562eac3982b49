//! What a file is, told from its first bytes.

use crate::source::{encoding, gzip, zip};
use crate::wxr::{self, Foreign};

/// How many bytes it takes to tell; as many as the reader of exports looks at.
pub(super) const FIRST: usize = 256 * 1024;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// Packed with gzip.
    Gzip,
    /// A zip archive.
    Zip,
    /// Something that is no archive, or one that is not unpacked.
    Text,
}

/// How an input was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Chosen {
    /// The user named it, so it must be an export.
    Named,
    /// It was found in a folder or an archive, which hold other files, too.
    Found,
}

/// What a file that starts so is.
pub(super) fn of(first: &[u8]) -> Content {
    match first {
        _ if first.starts_with(gzip::MAGIC) => Content::Gzip,
        _ if zip::MAGICS.iter().any(|magic| first.starts_with(magic)) => Content::Zip,
        _ => Content::Text,
    }
}

/// Whether a text that starts so can be an export.
pub(super) fn check(first: &[u8], chosen: Chosen) -> Result<(), Foreign> {
    let first = encoding::readable(first);
    wxr::check_start(&first)?;
    match chosen {
        // The reader says more of a feed than its first bytes can.
        Chosen::Named => Ok(()),
        Chosen::Found if wxr::has_wordpress(&first) => Ok(()),
        Chosen::Found => Err(Foreign::without_wordpress()),
    }
}

//! Entries and converted items → [`Inspection`]: what exports hold, counted and not written.
//!
//! Two passes, as in a run: [`Census`] takes the entries as the reader hands them out, [`Contents`] what
//! a run would make of each item that gets a file. So every number is that of a run, and nothing of a
//! body is kept. Knows no files and no terminal; [`crate::report`] shows what comes out.

mod attention;
mod authors;
mod census;
mod comments;
mod contents;
mod dates;
mod daylight;
mod hosts;
mod items;
mod media;
mod numbers;
mod permalinks;
mod structure;
mod taxonomies;
mod time_zone;

use crate::link::Counts;
use crate::notice::Notice;
use crate::site::{Record, Site};
use crate::wxr::Channel;

use census::Facts;

pub use attention::{Concern, ConcernKind};
pub use authors::Author;
pub use census::Census;
pub use comments::Comments;
pub use contents::{BlockSums, Contents, ShortcodeSums};
pub use dates::Dates;
pub use hosts::Host;
pub use items::{Fate, ItemGroup, Totals};
pub use media::{Media, MediaKind};
pub use permalinks::Permalinks;
pub use taxonomies::{Taxonomy, Term};
pub use time_zone::{Offset, TimeZone, Verdict};

/// Everything that is known of exports that are read as one site.
#[derive(Debug)]
pub struct Inspection {
    /// What was read, in the order of the arguments.
    pub exports: Vec<Export>,
    /// Items, and what a run would do with them.
    pub totals: Totals,
    /// Items of one type, status and fate.
    pub items: Vec<ItemGroup>,
    /// When the items that would be written were published.
    pub dates: Dates,
    /// Who wrote the items.
    pub authors: Vec<Author>,
    /// Terms by their taxonomy.
    pub taxonomies: Vec<Taxonomy>,
    /// Comments by what they are and what a moderator decided.
    pub comments: Comments,
    /// The media library, and which uploads the items ask for.
    pub media: Media,
    /// What the items that would be written are made of, and what a run would say of them.
    pub contents: Contents,
    /// Where their links, pictures and embeds lead, the most frequent host first.
    pub hosts: Vec<Host>,
    /// How the addresses of posts are made.
    pub permalinks: Permalinks,
    /// How far the site's clock was from GMT.
    pub time_zone: TimeZone,
    /// What needs a person's eye.
    pub concerns: Vec<Concern>,
    /// What was done to inputs so that they can be read, and what the reader repaired or could not
    /// read, in file order.
    pub repairs: Vec<Notice>,
}

/// One export.
#[derive(Clone, Debug, Default)]
pub struct Export {
    /// As it was named.
    pub path: String,
    /// Its size.
    pub bytes: u64,
    /// Whether it was cut off or malformed.
    pub is_damaged: bool,
    /// What its head says.
    pub channel: Channel,
}

impl Inspection {
    /// Adds up what both passes gathered. `planning` are the notices of [`Site::from_survey`].
    #[must_use]
    pub fn new(
        exports: Vec<Export>,
        census: &Census,
        site: &Site,
        mut contents: Contents,
        repairs: Vec<Notice>,
        planning: Vec<Notice>,
    ) -> Self {
        contents.notices.extend(planning);
        contents.sort_notices();
        let known = known(site, census);
        let items = items::groups(&site.records, &contents.failed);
        let media = media::count(&known, &contents.uploads, site);
        let hosts = hosts::rank(&contents.hosts, site);
        let mut inspection = Self {
            totals: items::totals(&items),
            dates: dates::span(&known),
            authors: authors::count(&known, census),
            taxonomies: taxonomies::count(&known, census),
            comments: comments::count(&known),
            permalinks: permalinks::infer(&known, census, site),
            time_zone: time_zone::infer(&known),
            exports,
            items,
            media,
            contents,
            hosts,
            concerns: Vec::new(),
            repairs,
        };
        inspection.concerns = attention::concerns(&inspection, &known);
        inspection
    }

    /// Links of the items that would be written, by kind.
    #[must_use]
    pub fn links(&self) -> Counts {
        self.contents.links
    }

    /// Whether an export is cut off or malformed, or an archive that may have held more of them.
    #[must_use]
    pub fn is_damaged(&self) -> bool {
        self.repairs.iter().any(Notice::is_damage)
    }
}

/// What nothing in an export says, but many of its items together tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inferred {
    /// How the addresses of posts are made.
    pub permalinks: Permalinks,
    /// How far the site's clock was from GMT.
    pub time_zone: TimeZone,
}

impl Inferred {
    /// Asks all items.
    #[must_use]
    pub fn of(census: &Census, site: &Site) -> Self {
        let known = known(site, census);
        Self {
            permalinks: permalinks::infer(&known, census, site),
            time_zone: time_zone::infer(&known),
        }
    }
}

/// An item, with all that is known of it.
#[derive(Clone, Copy, Debug)]
struct Known<'a> {
    record: &'a Record,
    facts: &'a Facts,
}

impl Known<'_> {
    /// Whether a run would write a file for it.
    fn is_written(&self) -> bool {
        self.record.destination().is_some()
    }
}

/// The items, each once: parts of a split export may hold one and the same.
fn known<'a>(site: &'a Site, census: &'a Census) -> Vec<Known<'a>> {
    let all = site.records.iter().zip(&census.facts);
    all.filter(|(record, _)| !record.is_repeated())
        .map(|(record, facts)| Known { record, facts })
        .collect()
}

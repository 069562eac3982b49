//! What is looked for in the content of every item. A search that is prepared once costs a short text
//! a tenth of one that is not.

use memchr::memmem::Finder;

use crate::site::upload::UPLOADS;

/// The prepared searches.
#[derive(Debug)]
pub(super) struct Scan {
    uploads: Finder<'static>,
    page_breaks: Finder<'static>,
}

impl Default for Scan {
    fn default() -> Self {
        Self { uploads: Finder::new(UPLOADS), page_breaks: Finder::new("<!--nextpage-->") }
    }
}

impl Scan {
    /// Where the folder of uploads is named.
    pub(super) fn uploads<'a>(&'a self, content: &'a str) -> impl Iterator<Item = usize> + 'a {
        self.uploads.find_iter(content.as_bytes())
    }

    /// How many pages WordPress shows a text on.
    pub(super) fn pages(&self, content: &str) -> u16 {
        let breaks = self.page_breaks.find_iter(content.as_bytes()).count();
        u16::try_from(breaks + 1).unwrap_or(u16::MAX)
    }
}

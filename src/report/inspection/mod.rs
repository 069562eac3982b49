//! What exports hold, as a page for people and as JSON.
//!
//! The page fits 80 columns whatever the names in it; what is cut is in the JSON.

mod attention;
mod columns;
mod content;
mod head;
mod ink;
mod items;
mod json;
mod page;
mod people;

use crate::inspect::Inspection;

use page::Page;

pub use json::render as inspection_to_json;

/// The page, with the escape sequences of terminals for its colours and a newline at its end.
#[must_use]
pub fn inspection_to_page(inspection: &Inspection) -> String {
    let mut page = Page::default();
    head::write(inspection, &mut page);
    items::write(inspection, &mut page);
    people::write(inspection, &mut page);
    content::write(inspection, &mut page);
    attention::write(inspection, &mut page);
    page.into_text()
}

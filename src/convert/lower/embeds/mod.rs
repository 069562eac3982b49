//! Players and posts of other sites → the address, the generator's own template, what the other site
//! answered, or a player.
//!
//! Whoever meets an address that WordPress would embed leaves [`place`] there; when paragraphs,
//! shortcodes and footnotes are done, [`resolve()`] writes all of them, and looks at the frames, Flash
//! players and scripts that people pasted. So nothing that another site answered is taken for content.

mod address;
mod answers;
mod lines;
mod providers;
mod resolve;
mod scripts;
mod write;

pub(super) use lines::{is_url, place_lines};
pub(super) use resolve::resolve;

use super::markup;

/// The element that stands where an address was, until all is known that it needs.
const PLACE: &str = "embed-address";

/// Where an address, as written in HTML, is embedded.
///
/// `https://x.org/film` → `<embed-address url="https://x.org/film">`
pub(super) fn place(url: &str) -> String {
    format!("<{PLACE} url=\"{}\">", markup::quote(url))
}

/// The address of a place, if the HTML is one and nothing else.
pub(super) fn placed(html: &str) -> Option<&str> {
    let inner = html.strip_prefix("<embed-address url=\"")?.strip_suffix("\">")?;
    (!inner.contains('"')).then_some(inner)
}

/// Whether an address, as written in HTML, is one of a provider's.
pub(super) fn is_known(url: &str) -> bool {
    providers::read(url).is_some()
}

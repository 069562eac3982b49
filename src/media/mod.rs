//! Which media files a site needs: what the written documents really refer to, where each of them is on
//! the old site, where the target wants it, and the list of them for other tools.
//!
//! ```text
//! links of documents ──Needed──▶ uploads ──plan──▶ File { url, place } ──list──▶ text, JSON
//! ```
//!
//! Knows no disk and no web: [`crate::run`] brings the files from there into their places.

mod list;
mod needed;
mod plan;

pub use list::{to_json, to_lines};
pub use needed::{File, Needed};
pub use plan::{Plan, Scope, Unplaced, Wish, plan};

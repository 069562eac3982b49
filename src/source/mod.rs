//! Inputs: what the user named → exports as bytes that can be read at any position, in a stable order.
//!
//! ```text
//! arguments ──find──▶ files ──open──▶ gzip, zip ──spool──▶ text ──encoding──▶ Input
//! ```
//!
//! What a file is, is told from its content and never from its name. Whatever cannot be read where it
//! lies (standard input, what was packed, text in another encoding than UTF-8) goes into one temporary
//! file without a name, of which nothing is left when the run ends, however it ends. How much may go
//! there is bounded.

mod content;
mod encoding;
mod find;
mod gzip;
mod input;
mod local_headers;
mod open;
mod size;
mod spool;
mod stream;
mod text;
mod transcode;
mod uploads;
mod zip;

pub use input::Input;
pub use open::{Opened, open};
pub use size::Size;
pub use uploads::{Stored, Uploads};

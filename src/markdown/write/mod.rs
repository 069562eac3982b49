//! Markdown tree → text, in one pass into one buffer, without recursion.

mod block;
mod chain;
mod code;
mod container;
mod definition;
mod destination;
mod element;
mod emphasis;
mod escape;
mod flanks;
mod heading;
mod jsx;
mod line;
mod link;
mod list;
mod markup;
mod own;
mod page;
mod start;
mod table;
mod token;
mod verbatim;

pub use block::write;
pub(super) use markup::{write_content, write_pre};
pub(super) use start::starts_html_block;

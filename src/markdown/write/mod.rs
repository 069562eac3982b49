//! Markdown tree → text, in one pass into one buffer, without recursion.

mod block;
mod chain;
mod code;
mod definition;
mod destination;
mod emphasis;
mod escape;
mod line;
mod list;
mod markup;
mod page;
mod table;
mod token;
mod verbatim;

pub use block::write;
pub(super) use markup::{write_content, write_pre};

//! HTML: text in, a tree out, and back; reads as browsers do and refuses nothing.
//!
//! [`parse()`] takes what may stand inside a `<body>`. The tree is one arena: nodes, attributes and
//! text each live in one allocation, so dropping it is three frees however deep it is. The nesting
//! that can be open at once is bounded as in browsers; [`Dom::flattened`] counts the tags this cost.

mod bound;
mod dom;
mod edit;
mod parse;
mod plain;
mod raw;
mod reference;
mod scan;
mod serialize;
mod sink;
mod srcset;
mod tag;
mod tokenize;

pub use dom::{Attributes, Dom, Elements, Namespace, NodeId};
pub use parse::parse;
pub use plain::plain_text;
pub use scan::{Piece, ScannedTag, scan};
pub use serialize::{escape_attribute, escape_text, is_void, serialize};
pub use srcset::candidates;

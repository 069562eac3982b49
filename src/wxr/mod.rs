//! The streaming parser: bytes of a WXR export → [`Entry`] values with byte ranges.
//!
//! Bytes in, entries and notices out; the only room that knows quick-xml. E-mail addresses, IP
//! addresses and post passwords are not read, so nothing downstream can leak them.

mod model;

pub use model::{
    Approval, Author, Channel, Comment, CommentKind, Entry, Item, ItemTerm, Meta, PostId, Span,
    Status, Term,
};

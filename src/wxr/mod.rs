//! The streaming parser: bytes of a WXR export → [`Entry`] values with byte ranges.
//!
//! Bytes in, entries and notices out; the only room that knows quick-xml. IP addresses
//! and post passwords are not kept, and e-mail addresses so that nobody can read them: nothing downstream
//! can leak them.
//!
//! ```text
//! input ──frame──▶ head ──channel──▶ Channel, Author, Term
//!                └▶ item ──item────▶ Item
//! ```
//!
//! `frame` only looks for where items end. `elements` walks over the tags of one piece, `value` reads
//! what a field holds, `section` knows where CDATA ends and `restart` where it lost its end, `entity`
//! and `repair` make text of bytes, `vocabulary` knows what an export calls its elements, `foreign`
//! what is none of them, and `fault` gathers what had to be repaired.

mod channel;
mod comment_type;
pub mod date;
mod elements;
mod email;
mod entity;
mod fault;
mod fields;
mod foreign;
mod frame;
mod item;
mod model;
mod read;
mod repair;
mod restart;
mod section;
mod sniff;
mod value;
mod vocabulary;

pub(crate) use email::hex;
pub use email::{Email, private_name};
pub use fault::Fault;
pub use item::read_item;
pub use model::{
    Approval, Author, Channel, Comment, CommentKind, Entry, Item, ItemTerm, Meta, PostId, Span,
    Status, Term,
};
pub use read::{ReadError, Reading, read};
pub(crate) use sniff::{Foreign, check as check_start, has_wordpress};
pub use vocabulary::Vocabulary;

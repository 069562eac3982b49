//! HTML as browsers read it: text → DOM, and back.

mod plain;

pub use plain::plain_text;

//! Markdown: a tree that is read from HTML and written as text; knows nothing of WordPress.
//!
//! ```
//! use pressdown::{html, markdown};
//!
//! let dom = html::parse("<p>Some <b>words</b>.</p>");
//! let document = markdown::read(&dom, &markdown::Reading::default());
//! let text = markdown::write(&document.blocks, &markdown::Dialect::default());
//! assert_eq!(text, "Some **words**.\n");
//! ```

mod dialect;
mod preset;
mod read;
mod source;
mod tree;
mod verify;
mod write;

pub use dialect::{
    AngleBrackets, AutolinkForm, Bullet, CodeSpans, Containers, DefinitionLists, Dialect,
    EmphasisMarker, EmphasisRules, Escape, FenceMarker, HardBreak, HeadingIds, Highlight,
    HtmlContent, HtmlSyntax, ImageWords, ListIndent, ListSeparation, ListStart, Literal, Math,
    NonBreakingSpace, Pipes, Place, RawHtml, StrongMarker, Support, Tables,
};
pub use read::{Document, ElementSet, Images, Keep, Loss, Reading, is_program, read};
pub use source::{DESTINATION_SOURCE, MARKDOWN_SOURCE, TEMPLATE_SOURCE, WIKI_NOTE};
pub use tree::{
    Alignment, Block, CodeBlock, Definition, Heading, Inline, Item, LinkSource, List, ListKind,
    Source, Spacing, Table, Task, discard,
};
pub use verify::{Difference, Part, Shown, verify};
pub use write::write;

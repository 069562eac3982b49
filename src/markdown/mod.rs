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
mod heading_id;
mod preset;
mod read;
mod slug;
mod source;
mod tree;
mod verify;
mod write;

pub use dialect::{
    AngleBrackets, AutolinkForm, AutomaticIds, Bullet, CodeSpans, Containers, DefinitionLists,
    Dialect, EmphasisMarker, EmphasisRules, Escape, FenceMarker, HardBreak, HeadingIds, Highlight,
    HtmlContent, HtmlSyntax, ImageWords, ListIndent, ListSeparation, ListStart, Literal, Math,
    NonBreakingSpace, Pipes, Place, RawHtml, StrongMarker, Support, Tables,
};
pub use read::{Document, ElementSet, Images, Keep, Loss, Reading, is_program, read, read_linked};
pub use slug::folded;
pub use source::{DESTINATION_SOURCE, MARKDOWN_SOURCE, TEMPLATE_SOURCE, WIKI_NOTE};
pub use tree::{
    Alignment, Block, CodeBlock, Definition, Heading, HeadingId, Inline, Item, LinkSource, List,
    ListKind, Source, Spacing, Table, Task, Use, discard,
};
pub use verify::{Difference, Part, Shown, verify};
pub use write::write;

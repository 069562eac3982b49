//! The Markdown tree: what a document says, whatever the dialect that writes it.

use std::borrow::Cow;

/// A block; the examples show the Markdown that it stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block<'a> {
    /// `Some words.`
    Paragraph(Vec<Inline<'a>>),
    /// `## Words`
    Heading(Heading<'a>),
    /// `> Some words.`
    Quote(Vec<Block<'a>>),
    /// `- One` or `1. One`
    List(List<'a>),
    /// ```` ```rust ````, lines, ```` ``` ````
    Code(CodeBlock<'a>),
    /// `| a | b |`
    Table(Table<'a>),
    /// `Term`, then `: Description`; HTML where the dialect has none.
    Definitions(Vec<Definition<'a>>),
    /// `[^label]: Some words.`
    Footnote {
        /// What references name.
        label: Cow<'a, str>,
        /// What the note says.
        blocks: Vec<Block<'a>>,
    },
    /// An HTML element whose content is Markdown: the opening line or lines, a blank line, the
    /// blocks, a blank line, the closing line.
    Element {
        /// `<details>` with what has to stay with it; no blank line in it.
        open: Cow<'a, str>,
        /// The content.
        blocks: Vec<Block<'a>>,
        /// `</details>`
        close: Cow<'a, str>,
    },
    /// Raw HTML that starts an HTML block of CommonMark; no blank line in it, but inside elements
    /// that CommonMark reads to their end (`<pre>`, `<script>`, `<style>`, `<!-- -->`).
    Html(Cow<'a, str>),
    /// Lines that somebody already wrote for the new site; they go out as they are.
    Source(Source<'a>),
    /// `---`
    Divider,
    /// `<!--more-->`: what stands before it is the summary.
    SummaryDivider,
    /// `<!--nextpage-->`: here WordPress goes on on another page.
    PageBreak,
}

/// `## Words`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading<'a> {
    /// From 1 to 6.
    pub level: u8,
    /// What links call it.
    pub id: Option<HeadingId<'a>>,
    /// The words.
    pub content: Vec<Inline<'a>>,
}

/// `x` of `#x`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeadingId<'a> {
    /// The id.
    pub name: Cow<'a, str>,
    /// Who uses it.
    pub used: Use,
}

/// Who uses an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// A link that has to hold.
    Linked,
    /// Nobody that is known; somebody on another site may.
    Unknown,
}

/// `- One` or `1. One`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List<'a> {
    /// Bullets or numbers.
    pub kind: ListKind,
    /// With or without blank lines between the items.
    pub spacing: Spacing,
    /// The items.
    pub items: Vec<Item<'a>>,
}

/// What stands before the items of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListKind {
    /// `-`
    Bullet,
    /// `1.` and on.
    Ordered {
        /// The first number.
        start: u64,
    },
}

/// How the items of a list are set apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spacing {
    /// Line under line; the items' paragraphs are not paragraphs of HTML.
    Tight,
    /// A blank line between.
    Loose,
}

/// An item of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item<'a> {
    /// The box of a task.
    pub task: Option<Task>,
    /// What the item says.
    pub blocks: Vec<Block<'a>>,
}

/// The box of a task in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// `[ ]`
    Open,
    /// `[x]`
    Done,
}

/// A fence with what stands in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeBlock<'a> {
    /// `rust`: one word.
    pub language: Option<Cow<'a, str>>,
    /// The lines, without the newline of the last.
    pub text: Cow<'a, str>,
}

/// `| a | b |`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table<'a> {
    /// One for each column; columns without one have none.
    pub alignments: Vec<Alignment>,
    /// The header; empty cells where there was none.
    pub header: Vec<Vec<Inline<'a>>>,
    /// The rows, each a list of cells.
    pub rows: Vec<Vec<Vec<Inline<'a>>>>,
}

/// The alignment of a column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Alignment {
    /// `---`
    #[default]
    None,
    /// `:---`
    Left,
    /// `:---:`
    Center,
    /// `---:`
    Right,
}

/// Terms with what they mean.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Definition<'a> {
    /// The terms, one a line.
    pub terms: Vec<Vec<Inline<'a>>>,
    /// The descriptions, each a list of blocks.
    pub descriptions: Vec<Vec<Block<'a>>>,
}

/// What a line holds; the examples show the Markdown that it stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline<'a> {
    /// Words, to be read as they stand; what Markdown would take for markup is escaped.
    Text(Cow<'a, str>),
    /// `*words*`
    Emphasis(Vec<Inline<'a>>),
    /// `**words**`
    Strong(Vec<Inline<'a>>),
    /// `~~words~~`
    Strikethrough(Vec<Inline<'a>>),
    /// `` `words` ``
    Code(Cow<'a, str>),
    /// `[words](/path "title")`
    Link {
        /// Where it leads.
        destination: Cow<'a, str>,
        /// What shows when the pointer rests on it.
        title: Option<Cow<'a, str>>,
        /// The words.
        content: Vec<Inline<'a>>,
        /// What stands for the destination where Markdown is read by who knows it.
        source: Option<Box<LinkSource<'a>>>,
    },
    /// `![words](/image.png "title")`
    Image {
        /// Where the image is.
        destination: Cow<'a, str>,
        /// What shows when the pointer rests on it.
        title: Option<Cow<'a, str>>,
        /// What says the image in words.
        alternative: Cow<'a, str>,
    },
    /// Two blanks and a newline.
    Break,
    /// `[^label]`
    FootnoteReference(Cow<'a, str>),
    /// `<kbd>words</kbd>`: an HTML element whose content is Markdown.
    Element {
        /// `<kbd>`
        open: Cow<'a, str>,
        /// The content.
        content: Vec<Inline<'a>>,
        /// `</kbd>`
        close: Cow<'a, str>,
    },
    /// Raw HTML, whole elements on one line.
    Html(Cow<'a, str>),
    /// What somebody already wrote for the new site; it goes out as it is, on one line.
    Source(Source<'a>),
}

/// Where a link leads, as a generator or a wiki says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkSource<'a> {
    /// `[words](@/path.md)`: written as it is.
    Destination(Cow<'a, str>),
    /// `[[path|words]]`, if the words are plain.
    Note(Cow<'a, str>),
}

/// Text that is no text to be read: nothing in it is escaped for Markdown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source<'a> {
    /// Markdown, in which a generator's template language is still escaped.
    Markdown(Cow<'a, str>),
    /// A generator's template language.
    Template(Cow<'a, str>),
}

impl Source<'_> {
    /// As it goes out.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Markdown(text) | Self::Template(text) => text,
        }
    }
}

/// Frees a tree of any depth with a small stack.
///
/// Trees that [`super::read()`] makes are no deeper than HTML nests and can simply be dropped; this is
/// for trees made by hand, such as endless threads of comments.
pub fn discard(blocks: Vec<Block<'_>>) {
    let mut blocks = blocks;
    let mut inlines: Vec<Inline<'_>> = Vec::new();
    while let Some(block) = blocks.pop() {
        match block {
            Block::Paragraph(content) => inlines.extend(content),
            Block::Heading(heading) => inlines.extend(heading.content),
            Block::Quote(inner)
            | Block::Footnote { blocks: inner, .. }
            | Block::Element { blocks: inner, .. } => blocks.extend(inner),
            Block::List(list) => blocks.extend(list.items.into_iter().flat_map(|i| i.blocks)),
            Block::Table(table) => {
                inlines.extend(table.header.into_iter().flatten());
                inlines.extend(table.rows.into_iter().flatten().flatten());
            }
            Block::Definitions(definitions) => {
                for definition in definitions {
                    inlines.extend(definition.terms.into_iter().flatten());
                    blocks.extend(definition.descriptions.into_iter().flatten());
                }
            }
            Block::Code(_)
            | Block::Html(_)
            | Block::Source(_)
            | Block::Divider
            | Block::SummaryDivider
            | Block::PageBreak => {}
        }
        while let Some(inline) = inlines.pop() {
            match inline {
                Inline::Emphasis(content)
                | Inline::Strong(content)
                | Inline::Strikethrough(content)
                | Inline::Link { content, .. }
                | Inline::Element { content, .. } => inlines.extend(content),
                Inline::Text(_)
                | Inline::Code(_)
                | Inline::Image { .. }
                | Inline::Break
                | Inline::FootnoteReference(_)
                | Inline::Html(_)
                | Inline::Source(_) => {}
            }
        }
    }
}

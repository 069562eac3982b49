//! A dialect of Markdown as data: what it has, and how we like to write it.

use serde::Deserialize;

/// How Markdown is written. Missing fields have the values of CommonMark with GitHub's tables,
/// strikethrough, task lists and footnotes.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
pub struct Dialect {
    /// What stands around emphasis.
    pub emphasis: EmphasisMarker,
    /// What stands around strong emphasis.
    pub strong: StrongMarker,
    /// What stands before items.
    pub bullet: Bullet,
    /// What opens a fence.
    pub fence: FenceMarker,
    /// How a line is broken inside a paragraph.
    pub hard_break: HardBreak,
    /// How far the content of an item is indented.
    pub list_indent: ListIndent,
    /// How two lists in a row are kept apart.
    pub list_separation: ListSeparation,
    /// How tables are written.
    pub tables: Tables,
    /// Whether there are footnotes.
    pub footnotes: Support,
    /// Whether there is `~~strikethrough~~`.
    pub strikethrough: Support,
    /// Whether there are boxes in lists.
    pub task_lists: Support,
    /// How terms with descriptions are written.
    pub definition_lists: DefinitionLists,
    /// What becomes of HTML that Markdown cannot say.
    pub raw_html: RawHtml,
    /// How a heading is told its id.
    pub heading_ids: HeadingIds,
    /// Whether `<https://…>` is a link.
    pub autolinks: Support,
    /// How a text's `<` is kept from being HTML.
    pub angle_brackets: AngleBrackets,
    /// How a blank that keeps two words on one line is written.
    pub non_breaking_space: NonBreakingSpace,
    /// What ends the summary; empty if nothing does.
    pub summary_divider: String,
    /// What a generator's template language would take for its own.
    pub escapes: Vec<Escape>,
}

/// A sequence that may not stand in the output as it is.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Escape {
    /// `{{<`
    pub find: String,
    /// What stands for it in text: `{{</*`
    pub text: String,
    /// What stands for it in code.
    pub code: String,
}

macro_rules! choices {
    ($($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident),* $(,)? })*) => {
        $($(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum $name { $($(#[$variant_doc])* $variant),* })*
    };
}

choices! {
    /// What stands around emphasis.
    EmphasisMarker {
        /// `*words*`
        #[default] Asterisk,
        /// `_words_`, but `*` inside words.
        Underscore,
    }
    /// What stands around strong emphasis.
    StrongMarker {
        /// `**words**`
        #[default] Asterisks,
        /// `__words__`, but `**` inside words.
        Underscores,
    }
    /// What stands before items.
    Bullet {
        /// `-`
        #[default] Dash,
        /// `*`
        Asterisk,
        /// `+`
        Plus,
    }
    /// What opens a fence.
    FenceMarker {
        /// ```` ``` ````
        #[default] Backtick,
        /// `~~~`
        Tilde,
    }
    /// How a line is broken inside a paragraph.
    HardBreak {
        /// Two blanks at the end of the line.
        #[default] Spaces,
        /// A backslash at the end of the line.
        Backslash,
        /// `<br>` at the end of the line.
        Html,
    }
    /// How far the content of an item is indented.
    ListIndent {
        /// As far as the first word of the item.
        #[default] Content,
        /// Four columns, which Python-Markdown needs.
        Four,
    }
    /// How two lists in a row are kept apart.
    ListSeparation {
        /// The second has another marker: `*` after `-`, `1)` after `1.`.
        #[default] Marker,
        /// `<!-- -->` stands between.
        Comment,
    }
    /// How tables are written.
    Tables {
        /// `| a | b |`
        #[default] Pipe,
        /// `<table>`
        Html,
    }
    /// Is there such a thing?
    Support {
        /// There is.
        #[default] Yes,
        /// There is not; HTML or plain text stands for it.
        No,
    }
    /// How terms with descriptions are written.
    DefinitionLists {
        /// `<dl>`
        #[default] Html,
        /// `: Description`
        Colon,
    }
    /// What becomes of HTML that Markdown cannot say.
    RawHtml {
        /// It is written.
        #[default] Keep,
        /// Its tags are left out; elements without text are lost.
        Strip,
    }
    /// How a heading is told its id.
    HeadingIds {
        /// `## <a id="x"></a>Words`
        #[default] Anchor,
        /// `## Words {#x}`
        Attribute,
        /// Not at all.
        None,
    }
    /// How a text's `<` is kept from being HTML.
    AngleBrackets {
        /// `\<`
        #[default] Backslash,
        /// `&lt;`
        Entity,
    }
    /// How a blank that keeps two words on one line is written.
    NonBreakingSpace {
        /// `&nbsp;`, which can be seen.
        #[default] Entity,
        /// The character itself.
        Character,
        /// As an ordinary blank.
        Blank,
    }
}

impl Default for Dialect {
    fn default() -> Self {
        Self {
            emphasis: EmphasisMarker::default(),
            strong: StrongMarker::default(),
            bullet: Bullet::default(),
            fence: FenceMarker::default(),
            hard_break: HardBreak::default(),
            list_indent: ListIndent::default(),
            list_separation: ListSeparation::default(),
            tables: Tables::default(),
            footnotes: Support::Yes,
            strikethrough: Support::Yes,
            task_lists: Support::Yes,
            definition_lists: DefinitionLists::default(),
            raw_html: RawHtml::default(),
            heading_ids: HeadingIds::default(),
            autolinks: Support::Yes,
            angle_brackets: AngleBrackets::default(),
            non_breaking_space: NonBreakingSpace::default(),
            summary_divider: "<!--more-->".to_owned(),
            escapes: Vec::new(),
        }
    }
}

type Preset = fn() -> Dialect;

/// The presets by name, sorted.
const PRESETS: &[(&str, Preset)] = &[
    ("commonmark", commonmark),
    ("gfm", Dialect::default),
    ("goldmark", goldmark),
    ("kramdown", kramdown),
    ("markdown-it", markdown_it),
    ("marked", markdown_it),
    ("mdx", mdx),
    ("pulldown-cmark", Dialect::default),
    ("python-markdown", python_markdown),
];

impl Dialect {
    /// A dialect by the name of the renderer: `commonmark`, `gfm`, `goldmark` …
    #[must_use]
    pub fn preset(name: &str) -> Option<Self> {
        let at = PRESETS.binary_search_by_key(&name, |(preset, _)| preset).ok()?;
        Some(PRESETS[at].1())
    }

    /// The names that [`Dialect::preset`] knows.
    pub fn presets() -> impl Iterator<Item = &'static str> {
        PRESETS.iter().map(|&(name, _)| name)
    }
}

/// The specification alone: tables, footnotes, strikethrough and boxes are HTML.
fn commonmark() -> Dialect {
    Dialect {
        tables: Tables::Html,
        footnotes: Support::No,
        strikethrough: Support::No,
        task_lists: Support::No,
        ..Dialect::default()
    }
}

fn goldmark() -> Dialect {
    Dialect {
        definition_lists: DefinitionLists::Colon,
        heading_ids: HeadingIds::Attribute,
        ..Dialect::default()
    }
}

fn kramdown() -> Dialect {
    Dialect {
        list_separation: ListSeparation::Comment,
        definition_lists: DefinitionLists::Colon,
        heading_ids: HeadingIds::Attribute,
        ..Dialect::default()
    }
}

fn markdown_it() -> Dialect {
    Dialect { footnotes: Support::No, task_lists: Support::No, ..Dialect::default() }
}

fn mdx() -> Dialect {
    let escape = |find: &str, text: &str| Escape {
        find: find.to_owned(),
        text: text.to_owned(),
        code: find.to_owned(),
    };
    Dialect {
        autolinks: Support::No,
        list_separation: ListSeparation::Marker,
        angle_brackets: AngleBrackets::Entity,
        escapes: vec![escape("{", "\\{")],
        ..Dialect::default()
    }
}

fn python_markdown() -> Dialect {
    Dialect {
        list_indent: ListIndent::Four,
        list_separation: ListSeparation::Comment,
        strikethrough: Support::No,
        task_lists: Support::No,
        angle_brackets: AngleBrackets::Entity,
        definition_lists: DefinitionLists::Colon,
        heading_ids: HeadingIds::Attribute,
        ..Dialect::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn presets_are_sorted() {
        assert!(PRESETS.is_sorted_by_key(|(name, _)| name));
        assert!(Dialect::presets().all(|name| Dialect::preset(name).is_some()));
    }

    #[test]
    fn missing_fields_are_those_of_the_default() {
        let dialect: Dialect = toml::from_str("footnotes = 'no'\nbullet = 'plus'").expect("valid");
        let expected =
            Dialect { footnotes: Support::No, bullet: Bullet::Plus, ..Dialect::default() };
        assert_eq!(dialect, expected);
        assert!(toml::from_str::<Dialect>("bullets = 'plus'").is_err());
    }
}

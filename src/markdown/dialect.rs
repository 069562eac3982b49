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
    /// Which ids headings have by themselves.
    pub automatic_ids: AutomaticIds,
    /// Whether `<https://…>` is a link.
    pub autolinks: AutolinkForm,
    /// How a text's `<` is kept from being HTML.
    pub angle_brackets: AngleBrackets,
    /// The punctuation that a backslash keeps from being markup; for other characters there are
    /// entities, `&#94;`.
    pub backslash_escapes: String,
    /// What the renderer takes for its own and CommonMark does not.
    pub literals: Vec<Literal>,
    /// By which rules runs of `*` and `_` open and close emphasis.
    pub emphasis_rules: EmphasisRules,
    /// By which rules backticks hold code.
    pub code_spans: CodeSpans,
    /// Whether brackets in the words of a link need no backslash if they are balanced.
    pub link_brackets: Support,
    /// Which words of an image Markdown can say.
    pub image_words: ImageWords,
    /// How a pipe is kept from being the border of a cell.
    pub pipes: Pipes,
    /// Whether a heading needs a blank behind its `#`.
    pub heading_blank: Support,
    /// How a list is told its first number.
    pub list_start: ListStart,
    /// Whether an item may hold nothing.
    pub empty_items: Support,
    /// What quotes and items can hold.
    pub containers: Containers,
    /// How Markdown inside of an HTML block is told from HTML.
    pub html_content: HtmlContent,
    /// Elements inside of a line that hold Markdown only with `markdown="span"`.
    pub raw_elements: Vec<String>,
    /// How raw HTML is spelt.
    pub html_syntax: HtmlSyntax,
    /// How `<mark>` is written.
    pub highlight: Highlight,
    /// What stands around formulas, so that a text is kept from being one.
    pub math: Math,
    /// How a blank that keeps two words on one line is written.
    pub non_breaking_space: NonBreakingSpace,
    /// What ends the summary; empty if nothing does.
    pub summary_divider: String,
    /// What a generator's template language would take for its own.
    pub escapes: Vec<Escape>,
    /// Whether links are written in the words of the generator that [`super::LinkSource`] holds.
    pub link_sources: Support,
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

/// A sequence of a text that the renderer would take for its own.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Literal {
    /// `%%`
    pub find: String,
    /// Where it means something.
    #[serde(default)]
    pub place: Place,
    /// What is written for it: `\%%`
    pub text: String,
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
    /// Is `<https://…>` a link?
    AutolinkForm {
        /// It is, whatever the scheme.
        #[default] Yes,
        /// Only with `http`, `https` or `ftp`, and around plain mail addresses.
        Web,
        /// It is not; `[https://…](https://…)` is written.
        No,
    }
    /// Where a sequence means something.
    Place {
        /// Anywhere in a text.
        #[default] Anywhere,
        /// At the start of a word.
        Word,
        /// At the start of a line.
        Line,
        /// At the start of a block.
        Block,
    }
    /// By which rules runs of `*` and `_` open and close emphasis.
    EmphasisRules {
        /// Those of CommonMark 6.2.
        #[default] CommonMark,
        /// Those of the first Markdown: a run opens before and closes behind anything but a blank,
        /// emphasis holds no emphasis, and runs do not touch.
        Classic,
    }
    /// By which rules backticks hold code.
    CodeSpans {
        /// Those of CommonMark 6.1.
        #[default] CommonMark,
        /// Those of the first Markdown: blanks at the ends are lost, and no run of backticks in the
        /// code is as long as those around it.
        Classic,
    }
    /// Which words of an image Markdown can say.
    ImageWords {
        /// All.
        #[default] Escaped,
        /// Those without quotation marks that need no escape; others are written as `<img>`.
        Plain,
    }
    /// How a pipe is kept from being the border of a cell.
    Pipes {
        /// `\|` in cells.
        #[default] Backslash,
        /// `&#124;` in cells, because a backslash would stay in code.
        Entity,
        /// As before, and `\|` in every text, because a line with a pipe is a row.
        Everywhere,
    }
    /// How a list is told its first number.
    ListStart {
        /// By its first marker.
        #[default] Marker,
        /// By `{: start="3"}` below it.
        Attribute,
        /// By `<ol start="3">`.
        Html,
    }
    /// What quotes and items can hold.
    Containers {
        /// Every block.
        #[default] Anything,
        /// No fences and no raw HTML; blocks need blank lines between them.
        Plain,
    }
    /// How Markdown inside of an HTML block is told from HTML.
    HtmlContent {
        /// By blank lines around it.
        #[default] BlankLines,
        /// By `markdown="1"` on the element.
        Attribute,
        /// There is none; what an element holds is written as HTML.
        Html,
    }
    /// How raw HTML is spelt.
    HtmlSyntax {
        /// As HTML.
        #[default] Html,
        /// As JSX: every tag closed, comments as expressions, styles as objects, no Markdown in texts.
        Jsx,
    }
    /// How `<mark>` is written.
    Highlight {
        /// `<mark>words</mark>`
        #[default] Html,
        /// `==words==`
        Equals,
    }
    /// What stands around formulas.
    Math {
        /// There are none.
        #[default] None,
        /// `$x$` and `$$x$$`.
        Dollar,
        /// `$$x$$` only.
        DoubleDollar,
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
        /// `## Words {#x}`, and `{id="x y"}` for what is no name.
        Attribute,
        /// `## Words {#x}`, and `<a id="x y"></a>` for what is no name.
        Name,
        /// Not at all.
        None,
    }
    /// Which ids headings have by themselves; the same words once more get a number.
    AutomaticIds {
        /// None.
        #[default] None,
        /// Small letters, digits, `_` and hyphens for blanks: `Über C++` → `über-c`, then `über-c-1`;
        /// as goldmark does it in static sites.
        GithubLine,
        /// The same with the marks of scripts, counted by words: kramdown's GFM.
        GithubWords,
        /// The same with every id once: github-slugger.
        GithubSlugger,
        /// What is no ASCII is spelt in it: `uber-c`, then `uber-c-1`; the crate slug.
        AsciiSlug,
        /// What is no ASCII is left out: `uber-c`, then `uber-c_1`; the toc of Python-Markdown.
        AsciiWords,
        /// Hyphens for punctuation, no accents, `_` before a digit: mdit-vue.
        DashedWords,
        /// Hyphens for punctuation, no accents, capitals stay: `Uber-C`.
        CasedWords,
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
            automatic_ids: AutomaticIds::default(),
            autolinks: AutolinkForm::default(),
            angle_brackets: AngleBrackets::default(),
            backslash_escapes: "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~".to_owned(),
            literals: Vec::new(),
            emphasis_rules: EmphasisRules::default(),
            code_spans: CodeSpans::default(),
            link_brackets: Support::Yes,
            image_words: ImageWords::default(),
            pipes: Pipes::default(),
            heading_blank: Support::Yes,
            list_start: ListStart::default(),
            empty_items: Support::Yes,
            containers: Containers::default(),
            html_content: HtmlContent::default(),
            raw_elements: Vec::new(),
            html_syntax: HtmlSyntax::default(),
            highlight: Highlight::default(),
            math: Math::default(),
            non_breaking_space: NonBreakingSpace::default(),
            summary_divider: "<!--more-->".to_owned(),
            escapes: Vec::new(),
            link_sources: Support::Yes,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_fields_are_those_of_the_default() {
        let dialect: Dialect = toml::from_str("footnotes = 'no'\nbullet = 'plus'").expect("valid");
        let expected =
            Dialect { footnotes: Support::No, bullet: Bullet::Plus, ..Dialect::default() };
        assert_eq!(dialect, expected);
        assert!(toml::from_str::<Dialect>("bullets = 'plus'").is_err());
    }
}

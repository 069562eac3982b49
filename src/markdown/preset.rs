//! The dialects of renderers by name. What each accepts was seen by running it
//! (`tests/e2e/dialects.py`), but for Obsidian, which follows its documentation.

use super::dialect::{
    AngleBrackets, AutolinkForm, AutomaticIds, CodeSpans, Containers, DefinitionLists, Dialect,
    EmphasisRules, HardBreak, HeadingIds, HtmlContent, HtmlSyntax, ImageWords, ListIndent,
    ListSeparation, ListStart, Literal, Math, Pipes, Place, Support, Tables,
};

type Preset = fn() -> Dialect;

/// The presets by name, sorted.
const PRESETS: &[(&str, Preset)] = &[
    ("commonmark", commonmark),
    ("gfm", Dialect::default),
    ("goldmark", goldmark),
    ("kramdown", kramdown),
    ("markdown-it", markdown_it),
    ("marked", marked),
    ("mdx", mdx),
    ("obsidian", || embedded(include_str!("obsidian.json"))),
    ("pulldown-cmark", Dialect::default),
    ("python-markdown", python_markdown),
    ("python-markdown-plain", python_markdown_plain),
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

/// A dialect that is a file beside this one.
fn embedded(text: &str) -> Dialect {
    serde_json::from_str(text).expect("a test reads every preset")
}

fn literals(list: &[(&str, Place, &str)]) -> Vec<Literal> {
    let literal = |&(find, place, text): &(&str, Place, &str)| Literal {
        find: find.to_owned(),
        place,
        text: text.to_owned(),
    };
    list.iter().map(literal).collect()
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

/// Hugo's renderer, with its own extensions on.
fn goldmark() -> Dialect {
    Dialect {
        definition_lists: DefinitionLists::Colon,
        heading_ids: HeadingIds::Attribute,
        automatic_ids: AutomaticIds::GithubLine,
        literals: literals(&[("{#", Place::Anywhere, "\\{#"), ("{.", Place::Anywhere, "\\{.")]),
        ..Dialect::default()
    }
}

/// Jekyll's renderer, with the parser `GFM`.
fn kramdown() -> Dialect {
    Dialect {
        list_separation: ListSeparation::Comment,
        definition_lists: DefinitionLists::Colon,
        heading_ids: HeadingIds::Name,
        automatic_ids: AutomaticIds::GithubWords,
        autolinks: AutolinkForm::Web,
        backslash_escapes: "\\.*_+`<>()[]{}#!:|\"'$=-~".to_owned(),
        literals: literals(&[
            ("--", Place::Anywhere, "\\-\\-"),
            ("<<", Place::Anywhere, "&lt;&lt;"),
            ("<_", Place::Anywhere, "&lt;_"),
            (">>", Place::Anywhere, "\\>\\>"),
            ("{#", Place::Anywhere, "\\{#"),
            ("{:", Place::Anywhere, "\\{:"),
            ("*[", Place::Line, "\\*["),
            ("^", Place::Word, "&#94;"),
        ]),
        emphasis_rules: EmphasisRules::Classic,
        code_spans: CodeSpans::Classic,
        pipes: Pipes::Everywhere,
        list_start: ListStart::Attribute,
        empty_items: Support::No,
        html_content: HtmlContent::Attribute,
        raw_elements: ["data", "font", "kbd", "mark", "s", "samp", "strike", "time", "u", "var"]
            .map(str::to_owned)
            .to_vec(),
        math: Math::DoubleDollar,
        ..Dialect::default()
    }
}

fn markdown_it() -> Dialect {
    Dialect {
        footnotes: Support::No,
        task_lists: Support::No,
        image_words: ImageWords::Plain,
        ..Dialect::default()
    }
}

fn marked() -> Dialect {
    Dialect {
        footnotes: Support::No,
        link_brackets: Support::No,
        image_words: ImageWords::Plain,
        ..Dialect::default()
    }
}

/// Markdown in JSX, with GFM.
fn mdx() -> Dialect {
    Dialect {
        autolinks: AutolinkForm::No,
        angle_brackets: AngleBrackets::Entity,
        literals: literals(&[
            ("<", Place::Anywhere, "&lt;"),
            ("{", Place::Anywhere, "\\{"),
            ("export", Place::Block, "&#101;xport"),
            ("import", Place::Block, "&#105;mport"),
        ]),
        html_syntax: HtmlSyntax::Jsx,
        summary_divider: "{/* more */}".to_owned(),
        ..Dialect::default()
    }
}

/// Python-Markdown with the extension `extra`.
fn python_markdown() -> Dialect {
    Dialect {
        hard_break: HardBreak::Spaces,
        list_indent: ListIndent::Four,
        list_separation: ListSeparation::Comment,
        strikethrough: Support::No,
        task_lists: Support::No,
        autolinks: AutolinkForm::Web,
        angle_brackets: AngleBrackets::Entity,
        definition_lists: DefinitionLists::Colon,
        heading_ids: HeadingIds::Attribute,
        backslash_escapes: "\\`*_{}[]()>#+-.!".to_owned(),
        literals: literals(&[
            ("{", Place::Anywhere, "\\{"),
            ("*[", Place::Line, "\\*["),
            ("[", Place::Line, "\\["),
        ]),
        emphasis_rules: EmphasisRules::Classic,
        code_spans: CodeSpans::Classic,
        pipes: Pipes::Entity,
        heading_blank: Support::No,
        list_start: ListStart::Html,
        empty_items: Support::No,
        containers: Containers::Plain,
        html_content: HtmlContent::Attribute,
        ..Dialect::default()
    }
}

/// Python-Markdown with tables and fences only.
fn python_markdown_plain() -> Dialect {
    Dialect {
        footnotes: Support::No,
        definition_lists: DefinitionLists::Html,
        heading_ids: HeadingIds::Anchor,
        automatic_ids: AutomaticIds::AsciiWords,
        literals: literals(&[("[", Place::Line, "\\["), ("[TOC]", Place::Anywhere, "\\[TOC\\]")]),
        html_content: HtmlContent::Html,
        ..python_markdown()
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
}

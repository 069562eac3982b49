//! Random trees: what is written reads back as what it was made from.

use std::fmt::Write as _;

use pressdown::markdown::{
    Block, CodeBlock, Dialect, Heading, Inline, Item, Keep, List, ListKind, Spacing, write,
};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use crate::round_trip::RENDERERS;
use crate::same::pieces;
use crate::to_markdown;

type Tree = Vec<Block<'static>>;

fn text() -> impl Strategy<Value = Inline<'static>> {
    // Words of all that has a meaning in Markdown, with blanks only between them.
    let word = "[a-c*_\\[\\]()<>&#+.:;!`~|=1\\\\\"'é：。-]{1,6}";
    prop::collection::vec(word, 1..4).prop_map(|words| Inline::Text(words.join(" ").into()))
}

fn inline() -> impl Strategy<Value = Inline<'static>> {
    let leaf = prop_oneof![
        6 => text(),
        1 => "[a-c`|* ]{1,5}".prop_map(|code| Inline::Code(code.into())),
        1 => "[a-c()\\[*_ ]{1,6}".prop_map(|path| Inline::Image {
            destination: format!("/{path}").into(),
            title: None,
            alternative: "words".into(),
        }),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        let content = prop::collection::vec(inner, 1..4);
        prop_oneof![
            content.clone().prop_map(Inline::Emphasis),
            content.clone().prop_map(Inline::Strong),
            content.prop_map(Inline::Strikethrough),
        ]
    })
}

fn line() -> impl Strategy<Value = Vec<Inline<'static>>> {
    let part = prop_oneof![8 => inline(), 1 => link(), 1 => Just(Inline::Break)];
    prop::collection::vec(part, 1..5).prop_map(|mut line| {
        let is_break = |inline: Option<&Inline<'_>>| matches!(inline, Some(Inline::Break));
        while is_break(line.first()) {
            line.remove(0);
        }
        while is_break(line.last()) {
            line.pop();
        }
        if line.is_empty() {
            line.push(Inline::Text("x".into()));
        }
        line
    })
}

fn link() -> impl Strategy<Value = Inline<'static>> {
    (
        "[a-c()\\\\&;*_ ]{0,6}",
        prop::option::of("[a-c\"'()]{1,5}"),
        prop::collection::vec(inline(), 1..3),
    )
        .prop_map(|(path, title, content)| Inline::Link {
            destination: format!("/{path}").into(),
            title: title.map(Into::into),
            content,
            source: None,
        })
}

fn block() -> impl Strategy<Value = Block<'static>> {
    let heading = (1..=6u8, line().prop_map(without_breaks))
        .prop_map(|(level, content)| Block::Heading(Heading { level, id: None, content }));
    let leaf = prop_oneof![
        4 => line().prop_map(Block::Paragraph),
        1 => heading,
        1 => "[a-c`~ \n]{1,20}".prop_map(|text| Block::Code(CodeBlock {
            language: None,
            text: format!("x{text}x").into(),
        })),
    ];
    leaf.prop_recursive(3, 16, 3, |inner| {
        let blocks = prop::collection::vec(inner, 1..3);
        let items = prop::collection::vec(blocks.clone(), 2..4);
        prop_oneof![
            blocks.prop_map(Block::Quote),
            (prop::option::of(0..20u64), items).prop_map(|(start, items)| Block::List(List {
                kind: start.map_or(ListKind::Bullet, |start| ListKind::Ordered { start }),
                spacing: Spacing::Loose,
                items: items.into_iter().map(|blocks| Item { task: None, blocks }).collect(),
            })),
        ]
    })
}

fn without_breaks(line: Vec<Inline<'static>>) -> Vec<Inline<'static>> {
    line.into_iter().filter(|inline| !matches!(inline, Inline::Break)).collect()
}

fn tree() -> impl Strategy<Value = Tree> {
    // Dividers that end items make comrak think that the list around them is tight.
    let block = prop_oneof![6 => block(), 1 => Just(Block::Divider)];
    prop::collection::vec(block, 1..4)
}

/// The HTML that a tree stands for, by the specification.
fn to_html(blocks: &[Block<'_>], out: &mut String) {
    for block in blocks {
        match block {
            Block::Paragraph(content) => element("p", content, out),
            Block::Heading(heading) => {
                element(&format!("h{}", heading.level), &heading.content, out);
            }
            Block::Quote(blocks) => {
                out.push_str("<blockquote>");
                to_html(blocks, out);
                out.push_str("</blockquote>");
            }
            Block::List(list) => {
                let name = match list.kind {
                    ListKind::Bullet => "ul",
                    ListKind::Ordered { .. } => "ol",
                };
                let _ = match list.kind {
                    ListKind::Ordered { start } if start != 1 => {
                        write!(out, "<ol start=\"{start}\">")
                    }
                    _ => write!(out, "<{name}>"),
                };
                for item in &list.items {
                    out.push_str("<li>");
                    to_html(&item.blocks, out);
                    out.push_str("</li>");
                }
                let _ = write!(out, "</{name}>");
            }
            Block::Code(code) => {
                out.push_str("<pre><code>");
                pressdown::html::escape_text(&code.text, out);
                out.push_str("</code></pre>");
            }
            Block::Divider => out.push_str("<hr>"),
            other => unreachable!("{other:?} is not generated"),
        }
    }
}

fn element(name: &str, content: &[Inline<'_>], out: &mut String) {
    let _ = write!(out, "<{name}>");
    inlines_to_html(content, out);
    let _ = write!(out, "</{name}>");
}

fn inlines_to_html(content: &[Inline<'_>], out: &mut String) {
    for inline in content {
        match inline {
            Inline::Text(text) => pressdown::html::escape_text(text, out),
            Inline::Emphasis(content) => element("em", content, out),
            Inline::Strong(content) => element("strong", content, out),
            Inline::Strikethrough(content) => element("del", content, out),
            Inline::Code(text) => {
                out.push_str("<code>");
                pressdown::html::escape_text(text, out);
                out.push_str("</code>");
            }
            Inline::Link { destination, title, content, .. } => {
                out.push_str("<a");
                attribute("href", destination, out);
                if let Some(title) = title {
                    attribute("title", title, out);
                }
                out.push('>');
                inlines_to_html(content, out);
                out.push_str("</a>");
            }
            Inline::Image { destination, alternative, .. } => {
                out.push_str("<img");
                attribute("src", destination, out);
                attribute("alt", alternative, out);
                out.push('>');
            }
            Inline::Break => out.push_str("<br>"),
            other => unreachable!("{other:?} is not generated"),
        }
    }
}

fn attribute(name: &str, value: &str, out: &mut String) {
    let _ = write!(out, " {name}=\"");
    pressdown::html::escape_attribute(value, out);
    out.push('"');
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, rng_seed: RngSeed::Fixed(1), ..ProptestConfig::default() })]

    #[test]
    fn trees_come_back(blocks in tree()) {
        let mut html = String::new();
        to_html(&blocks, &mut html);
        let markdown = write(&blocks, &Dialect::default());
        for (name, render) in RENDERERS {
            let back = render(&markdown);
            prop_assert_eq!(pieces(&html), pieces(&back), "{}:\n{}\n{}\n{}", name, html, markdown, back);
        }
    }

    #[test]
    fn any_html_keeps_its_words(html in "(<(/?(p|b|i|a href=x|ul|li|td|table|pre|code|h2|blockquote|br|div)|!--x--)>|[a-c*_&;`#\\[\\] \n]){0,40}") {
        let markdown = to_markdown(&html, Keep::Sayable, &Dialect::default());
        let wanted = crate::round_trip::words(&html);
        for (name, render) in RENDERERS {
            let back = crate::round_trip::words(&render(&markdown));
            prop_assert_eq!(&wanted, &back, "{}:\n{}\n{}", name, html, markdown);
        }
        let again = to_markdown(&html, Keep::Sayable, &Dialect::default());
        prop_assert_eq!(markdown, again);
    }
}

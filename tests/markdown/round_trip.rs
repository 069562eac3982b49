//! The examples of the specifications: HTML → Markdown → HTML.

use std::io::Write as _;

use pressdown::markdown::{Dialect, Keep};
use serde_json::Value;

use crate::same::{Piece, is_sayable, pieces};
use crate::to_markdown;

/// Examples that do not come back, by number, with the reason.
const LOST: &[(u64, &str)] = &[
    (21, BARE),
    (31, BARE),
    (148, NO_HEADER),
    (149, NO_HEADER),
    (151, BARE),
    (160, NO_HEADER),
    (163, BARE),
    (166, BARE),
    (167, BARE),
    (168, "a `<del>` around a paragraph becomes strikethrough in it"),
    (189, UNCLOSED),
    (192, NO_HEADER),
    (193, NO_HEADER),
    (346, UNCLOSED),
    (419, "three times strong inside of a word needs `<strong>` once"),
    (477, "an image without `alt` gets an empty one"),
    (478, UNCLOSED),
    (479, UNCLOSED),
    (496, UNCLOSED),
    (625, "a paragraph that holds nothing"),
    (632, UNCLOSED),
    (633, UNCLOSED),
    (645, UNCLOSED),
    (646, UNCLOSED),
];
const BARE: &str = "text or a link in no paragraph; Markdown without raw HTML has only paragraphs";
const NO_HEADER: &str = "a table without a header; Markdown without raw HTML has none";
const UNCLOSED: &str = "an unclosed element goes on behind its paragraph, where Markdown has none";

type Render = fn(&str) -> String;

fn comrak(markdown: &str) -> String {
    let mut options = comrak::Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.render.r#unsafe = true;
    comrak::markdown_to_html(markdown, &options)
}

fn pulldown(markdown: &str) -> String {
    use pulldown_cmark::{Options, Parser, html};
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut out = String::new();
    html::push_html(&mut out, Parser::new_ext(markdown, options));
    out
}

/// Both renderers, by name.
pub(crate) const RENDERERS: &[(&str, Render)] = &[("comrak", comrak), ("pulldown-cmark", pulldown)];

fn examples(path: &str) -> Vec<(u64, String)> {
    let path = format!("{}/tests/data/{path}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("the data is part of the repository");
    let examples: Vec<Value> = serde_json::from_str(&text).expect("the data is JSON");
    let read = |example: &Value| {
        let number = example["example"].as_u64().expect("examples have numbers");
        (number, example["html"].as_str().expect("examples have HTML").to_owned())
    };
    examples.iter().map(read).collect()
}

/// Does the document come back, and without raw HTML if Markdown can say it?
fn comes_back(html: &str, markdown: &str, render: Render) -> bool {
    let wanted = pieces(html);
    wanted == pieces(&render(markdown)) && !(is_sayable(&wanted) && has_raw(markdown))
}

fn has_raw(markdown: &str) -> bool {
    use pulldown_cmark::{Event, Options, Parser};
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    Parser::new_ext(markdown, options)
        .any(|event| matches!(event, Event::Html(_) | Event::InlineHtml(_)))
}

fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

#[test]
fn examples_of_commonmark_come_back() {
    let examples = examples("commonmark-spec.json");
    let ours = |html: &str| to_markdown(html, Keep::Everything, &Dialect::default());
    for (name, render) in RENDERERS {
        let lost: Vec<u64> = examples
            .iter()
            .filter(|(_, html)| !comes_back(html, &ours(html), *render))
            .map(|(number, _)| *number)
            .collect();
        let baseline = examples
            .iter()
            .filter(|(_, html)| comes_back(html, &html2md::parse_html(html), *render))
            .count();
        let back = examples.len() - lost.len();
        say(&format!("{name}: {back} of {} come back, html2md: {baseline}", examples.len()));
        let unexpected: Vec<_> =
            lost.iter().filter(|number| !LOST.iter().any(|(known, _)| known == *number)).collect();
        assert!(unexpected.is_empty(), "{name}: examples {unexpected:?} do not come back");
        assert!(back >= 631, "{name}: only {back} come back");
    }
}

#[test]
fn reasons_are_sorted_and_hold() {
    assert!(LOST.is_sorted_by_key(|(number, _)| number));
    let examples = examples("commonmark-spec.json");
    for (number, reason) in LOST {
        let (_, html) = &examples[usize::try_from(*number).expect("small") - 1];
        let markdown = to_markdown(html, Keep::Everything, &Dialect::default());
        let is_lost = RENDERERS.iter().any(|(_, render)| !comes_back(html, &markdown, *render));
        assert!(is_lost, "example {number} comes back, though: {reason}");
    }
}

#[test]
fn examples_of_gfm_come_back() {
    for (name, render) in RENDERERS {
        for (number, html) in examples("gfm-extensions.json") {
            let markdown = to_markdown(&html, Keep::Everything, &Dialect::default());
            let back = as_github_writes(&render(&markdown));
            assert_eq!(pieces(&html), pieces(&back), "{name}: example {number}\n{markdown}");
        }
    }
}

/// Renderers say the alignment by attribute or by style, and some give every table a body.
fn as_github_writes(html: &str) -> String {
    html.replace("style=\"text-align: ", "align=\"").replace("<tbody>\n</tbody>", "")
}

/// Reading Markdown that was written gives the text that it was written from.
#[test]
fn what_is_written_is_written_again() {
    for (number, html) in examples("commonmark-spec.json") {
        let once = to_markdown(&html, Keep::Sayable, &Dialect::default());
        let twice = to_markdown(&comrak(&once), Keep::Sayable, &Dialect::default());
        assert_eq!(once, twice, "example {number}: {html}");
    }
}

/// The words of a tree, whatever stands around them.
pub(crate) fn words(html: &str) -> String {
    let text = pieces(html).into_iter().filter_map(|piece| match piece {
        Piece::Text(text) => Some(text),
        Piece::Open(..) | Piece::Close(_) | Piece::Comment(_) => None,
    });
    text.collect::<String>().split_whitespace().collect()
}

//! The examples of the specifications: HTML → Markdown → HTML.

use std::io::Write as _;

use pressdown::markdown::{Dialect, Keep};
use serde_json::Value;

use crate::same::{Piece, is_sayable, pieces};
use crate::to_markdown;

/// Why no Markdown without raw HTML renders as this; none if it may be possible.
///
/// CommonMark's blocks are a closed list (sections 4 and 5 of the specification, and GitHub's tables):
/// words and what stands in lines are always in one of them, a table always has a header, an image
/// always has an `alt`, and no emphasis or link holds a block.
fn why_not(pieces: &[Piece]) -> Option<&'static str> {
    const INLINE: &[&str] = &["a", "br", "code", "del", "em", "img", "strong"];
    const LINES: &[&str] = &["h1", "h2", "h3", "h4", "h5", "h6", "li", "p", "pre", "td", "th"];
    let mut open: Vec<&str> = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        let is_inline = |name: &str| INLINE.contains(&name);
        let block = open.iter().rev().find(|name| !is_inline(name));
        let in_line = block.is_some_and(|name| LINES.contains(name));
        match piece {
            Piece::Text(_) if !in_line => {
                return Some("text in no paragraph; Markdown has none outside of blocks");
            }
            Piece::Open(name, _) if is_inline(name) && !in_line => {
                return Some("a link or emphasis in no paragraph");
            }
            Piece::Open(name, _)
                if !is_inline(name) && open.last().is_some_and(|o| is_inline(o)) =>
            {
                return Some("a block inside of a link or of emphasis");
            }
            Piece::Open(name, attributes) => {
                if name == "img" && attributes.iter().all(|(name, _)| name != "alt") {
                    return Some("an image without `alt`; Markdown gives it an empty one");
                }
                let has_header =
                    || matches!(pieces.get(at + 1), Some(Piece::Open(name, _)) if name == "thead");
                if name == "table" && !has_header() {
                    return Some("a table without a header; tables of Markdown have one");
                }
                open.push(name);
            }
            Piece::Close(_) => {
                open.pop();
            }
            Piece::Text(_) | Piece::Comment(_) => {}
        }
    }
    None
}

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

pub(crate) fn examples(path: &str) -> Vec<(u64, String)> {
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
        let (mut lost, mut unexpected) = (Vec::new(), Vec::new());
        for (number, html) in &examples {
            if comes_back(html, &ours(html), *render) {
                continue;
            }
            match why_not(&pieces(html)) {
                Some(reason) => lost.push(format!("{number}: {reason}")),
                None => unexpected.push(*number),
            }
        }
        let baseline = examples
            .iter()
            .filter(|(_, html)| comes_back(html, &html2md::parse_html(html), *render))
            .count();
        let back = examples.len() - lost.len() - unexpected.len();
        say(&format!("{name}: {back} of {} come back, html2md: {baseline}", examples.len()));
        say(&lost.join("\n"));
        assert!(unexpected.is_empty(), "{name}: examples {unexpected:?} do not come back");
        assert_eq!(back, 633, "{name}: docs/fidelity.md says how many come back");
    }
}

/// What [`why_not`] calls impossible is: no example that it names comes back without raw HTML.
#[test]
fn reasons_hold() {
    let mut impossible = 0;
    for (number, html) in examples("commonmark-spec.json") {
        let wanted = pieces(&html);
        if !is_sayable(&wanted) || why_not(&wanted).is_none() {
            continue;
        }
        impossible += 1;
        for keep in [Keep::Everything, Keep::Sayable] {
            let markdown = to_markdown(&html, keep, &Dialect::default());
            let lost = |render: Render| !comes_back(&html, &markdown, render);
            assert!(RENDERERS.iter().all(|(_, render)| lost(*render)), "example {number}");
        }
    }
    assert_eq!(impossible, 22, "docs/fidelity.md says how many");
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

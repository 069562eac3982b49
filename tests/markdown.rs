//! HTML → Markdown: the cases, the examples of the specifications there and back, random trees there
//! and back, and inputs that are built to take for ever.

#[path = "support/cases.rs"]
mod cases;
#[path = "markdown/round_trip.rs"]
mod round_trip;
#[path = "support/same.rs"]
mod same;
#[path = "markdown/traps.rs"]
mod traps;
#[path = "markdown/trees.rs"]
mod trees;
#[path = "markdown/verify.rs"]
mod verify;

use pressdown::html;
use pressdown::markdown::{Dialect, Keep, Reading, read, write};

/// `html`, `html everything`, `html kramdown`: what is kept, or the dialect.
fn convert(case: &cases::Case) -> String {
    let words: Vec<_> = case.kind.split_whitespace().skip(1).collect();
    let keep = if words.contains(&"everything") { Keep::Everything } else { Keep::Sayable };
    let dialect = words.iter().find_map(|word| Dialect::preset(word)).unwrap_or_default();
    to_markdown(&case.input, keep, &dialect)
}

fn to_markdown(html: &str, keep: Keep, dialect: &Dialect) -> String {
    let dom = html::parse(html);
    let document = read(&dom, &Reading { keep, ..Reading::default() });
    write(&document.blocks, dialect)
}

#[test]
fn blocks() {
    cases::check("tests/cases/markdown-blocks.md", convert);
}

#[test]
fn escaping() {
    cases::check("tests/cases/markdown-escaping.md", convert);
}

#[test]
fn inlines() {
    cases::check("tests/cases/markdown-inlines.md", convert);
}

#[test]
fn tables() {
    cases::check("tests/cases/markdown-tables.md", convert);
}

#[test]
fn dialects() {
    cases::check("tests/cases/markdown-dialects.md", convert);
}

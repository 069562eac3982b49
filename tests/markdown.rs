//! HTML → Markdown: the cases, the examples of the specifications there and back, random trees there
//! and back, and inputs that are built to take for ever.

#[path = "support/cases.rs"]
mod cases;
#[path = "markdown/kept.rs"]
mod kept;
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

/// `html`, `html everything`, `html keep=table,span`, `html kramdown`: what is kept, or the dialect.
fn convert(case: &cases::Case) -> String {
    let words: Vec<_> = case.kind.split_whitespace().skip(1).collect();
    let keep = if words.contains(&"everything") { Keep::Everything } else { Keep::Sayable };
    let dialect = words.iter().find_map(|word| Dialect::preset(word)).unwrap_or_default();
    let names = words.iter().find_map(|word| word.strip_prefix("keep=")).unwrap_or_default();
    let html = kept::elements(names.split(',').filter(|name| !name.is_empty()));
    read_and_written(&case.input, &Reading { keep, html, ..Reading::default() }, &dialect)
}

fn to_markdown(html: &str, keep: Keep, dialect: &Dialect) -> String {
    read_and_written(html, &Reading { keep, ..Reading::default() }, dialect)
}

fn read_and_written(html: &str, reading: &Reading, dialect: &Dialect) -> String {
    let dom = html::parse(html);
    write(&read(&dom, reading).blocks, dialect)
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
fn heading_ids() {
    cases::check("tests/cases/markdown-heading-ids.md", convert);
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

//! Inputs that make careless code take for ever, or overflow its stack: in a thread of 2 MB, with
//! the size of the output counted.

use pressdown::html;
use pressdown::markdown::{
    Block, Dialect, ElementSet, Inline, Keep, Reading, discard, read, write,
};

use crate::kept::elements;

const MANY: usize = 100_000;

fn in_small_thread(work: impl FnOnce() + Send + 'static) {
    std::thread::Builder::new()
        .stack_size(2 << 20)
        .spawn(work)
        .expect("threads can be started")
        .join()
        .expect("the work does not panic");
}

fn check(html: String, keep: Keep) {
    check_reading(html, Reading { keep, ..Reading::default() });
}

fn check_reading(html: String, reading: Reading) {
    in_small_thread(move || {
        let dom = html::parse(&html);
        let document = read(&dom, &reading);
        let markdown = write(&document.blocks, &Dialect::default());
        let start: String = html.chars().take(40).collect();
        assert!(markdown.len() <= 16 * html.len() + 64, "{start}: {}", markdown.len());
    });
}

/// What may stay HTML: everything, what stands in lines, blocks.
fn sets() -> [ElementSet; 3] {
    let line = ["a", "b", "br", "code", "span", "sup", "svg", "u"];
    let blocks = ["details", "div", "dl", "ol", "p", "pre", "table", "ul"];
    [ElementSet::ALL, elements(line), elements(blocks)]
}

#[test]
fn nesting() {
    for tag in [
        "div",
        "b",
        "a href=x",
        "ul><li",
        "ol><li",
        "blockquote",
        "span",
        "u",
        "table><tr><td",
        "details",
        "dl><dd",
        "figure",
        "pre",
        "code",
        "h1",
        "p",
        "font color=red",
        "sup",
    ] {
        for keep in [Keep::Sayable, Keep::Everything] {
            check(format!("{}x", format!("<{tag}>").repeat(MANY / 10)), keep);
        }
        for html in sets() {
            let reading = Reading { html, ..Reading::default() };
            check_reading(format!("{}x", format!("<{tag}>").repeat(MANY / 10)), reading);
        }
    }
}

#[test]
fn runs_of_markup_characters() {
    for part in [
        "[", "]", "](", "*", "_", "<", "`", "~", "\\", "!", "&", "a*", "*a ", "_a ", "![", "#",
        "> ", "- ", "1. ", "` ``", "|", ":", "{{<", "\u{a0}", "*\u{a0}", "a_", "[a](b) ",
    ] {
        check(format!("<p>{}</p>", part.repeat(MANY)), Keep::Sayable);
        check(format!("<table><tr><td>{}</td></tr></table>", part.repeat(MANY)), Keep::Sayable);
    }
}

#[test]
fn rows_of_elements() {
    for part in [
        "<b>x</b>",
        "<br>",
        "<i>x</i><b>y</b>",
        "<p>x",
        "<!--x-->",
        "<b> </b>",
        "<a href=x></a>",
        "<img src=x>",
        "<ul></ul>",
        "<ul><li>x</ul>",
        "<a id=x href=#x>x</a>",
        "x<br>",
        "<code>x</code>",
        "<b>x</b> ",
        "<table><td>x</table>",
        "<li>x",
        "<dt>x",
        "<hr>",
        "<!--more-->",
        "<u>x</u>",
        "<svg/>",
        "<script>x</script>",
        "x<script>x</script>",
        "<a><i>x",
        "<span><div>x</div></span>",
    ] {
        for keep in [Keep::Sayable, Keep::Everything] {
            check(part.repeat(MANY / 10), keep);
        }
        for html in sets() {
            check_reading(part.repeat(MANY / 10), Reading { html, ..Reading::default() });
        }
    }
}

#[test]
fn wide_tables() {
    let row = format!("<tr>{}</tr>", "<td>x".repeat(2_000));
    check(format!("<table>{}</table>", row.repeat(20)), Keep::Sayable);
    check(format!("<table>{row}{}</table>", "<tr><td>x".repeat(20_000)), Keep::Sayable);
}

#[test]
fn trees_made_by_hand() {
    in_small_thread(|| {
        let text = || vec![Block::Paragraph(vec![Inline::Text("x".into())])];
        let mut blocks = text();
        let mut inlines = vec![Inline::Text("x".into())];
        for _ in 0..MANY {
            blocks = vec![Block::Quote(blocks)];
            inlines = vec![Inline::Strong(inlines)];
        }
        let markdown = write(&blocks, &Dialect::default());
        // `<blockquote>` and `</blockquote>`, each on a line behind nine `> `, are one quote that deep.
        assert!(markdown.len() < 72 * MANY, "{}", markdown.len());
        discard(blocks);
        let blocks = vec![Block::Paragraph(inlines)];
        assert!(write(&blocks, &Dialect::default()).len() < 40 * MANY);
        discard(blocks);
    });
}

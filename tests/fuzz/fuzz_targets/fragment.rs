//! Any text as HTML → Markdown: it ends, its size is bounded, and simple HTML keeps its words.

#![no_main]

use libfuzzer_sys::fuzz_target;
use pulldown_cmark::{Options, Parser, html::push_html};

use pressdown::html::{self, Dom};
use pressdown::markdown::{Dialect, Keep, Reading, read, write};

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let dom = html::parse(&text);
    for keep in [Keep::Sayable, Keep::Everything] {
        let document = read(&dom, &Reading { keep, ..Reading::default() });
        let markdown = write(&document.blocks, &Dialect::default());
        assert!(markdown.len() <= bound(&text), "{} bytes", markdown.len());
        if keep == Keep::Sayable && is_simple(&dom) {
            let shown = html::parse(&render(&markdown));
            assert_eq!(words(&dom), words(&shown), "{markdown}");
        }
    }
});

/// Formatting that is not closed is repeated with its attributes in each block that follows, and up
/// to 64 of it can be open; a link is repeated with its address.
fn bound(html: &str) -> usize {
    let tags: Vec<&str> = html.split('<').skip(1).collect();
    let longest = tags.iter().map(|tag| tag.len()).max().unwrap_or_default();
    64 * (html.len() + tags.len() * longest) + 256
}

/// Elements whose text always stays, and that mean nothing more than themselves.
const SIMPLE: &[&str] =
    &["a", "b", "blockquote", "br", "code", "div", "h2", "i", "li", "p", "pre", "td", "ul"];

/// Does it hold nothing but words and elements that keep them?
fn is_simple(dom: &Dom) -> bool {
    dom.elements().all(|node| {
        dom.name(node).is_some_and(|name| SIMPLE.contains(&name))
            && dom.attributes(node).next().is_none()
    }) && dom.inner_text(Dom::ROOT).chars().all(|c| c == '\n' || c == ' ' || c.is_ascii_graphic())
}

fn render(markdown: &str) -> String {
    let mut shown = String::new();
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    push_html(&mut shown, Parser::new_ext(markdown, options));
    shown
}

fn words(dom: &Dom) -> String {
    dom.inner_text(Dom::ROOT).split_whitespace().collect()
}

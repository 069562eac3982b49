//! Text → [`Dom`], by html5ever's tree builder.

use html5ever::interface::{TreeSink, create_element};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{QualName, local_name, ns};

use super::bound::Bounded;
use super::dom::Dom;
use super::sink::Sink;
use super::tokenize::tokenize;

/// Reads HTML as a browser reads what stands in a `<body>`; there is no input that it refuses.
///
/// ```
/// let dom = pressdown::html::parse("<p>one<p>two");
/// assert_eq!(dom.children(pressdown::html::Dom::ROOT).count(), 2);
/// ```
#[must_use]
pub fn parse(html: &str) -> Dom {
    let bounded = builder(html.len());
    tokenize(html, &bounded);
    bounded.builder.sink.finish()
}

/// What makes a tree of so many bytes.
pub(super) fn builder(bytes: usize) -> Bounded {
    let sink = Sink::new(Dom::with_capacity(bytes));
    let context = QualName::new(None, ns!(html), local_name!("body"));
    let context = create_element(&sink, context, Vec::new());
    // Without scripting, what `<noscript>` holds is elements and not one text.
    let options = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
    let builder = TreeBuilder::new_for_fragment(sink, context, None, options);
    Bounded::new(builder)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::serialize;

    fn round(html: &str) -> String {
        let mut out = String::new();
        serialize(&parse(html), Dom::ROOT, &mut out);
        out
    }

    #[test]
    fn a_tree_can_be_sent_to_another_thread() {
        fn is_send<T: Send + Sync>(_: &T) {}
        is_send(&parse("<p>"));
    }

    #[test]
    fn reads_as_browsers_do() {
        assert_eq!(round("<p>a<p>b"), "<p>a</p><p>b</p>");
        assert_eq!(round("<b><p>a</b>b</p>"), "<b></b><p><b>a</b>b</p>");
        assert_eq!(
            round("<table>x<tr><td>y"),
            "x<table><tbody><tr><td>y</td></tr></tbody></table>"
        );
        assert_eq!(round("<template><td>x</template>y"), "<template><td>x</td></template>y");
        assert_eq!(round("a&amp;b &lt;c>"), "a&amp;b &lt;c&gt;");
        assert_eq!(
            round("<svg><use xlink:href='#a'/></svg>"),
            "<svg><use xlink:href=\"#a\"></use></svg>"
        );
        assert_eq!(round("<pre>\n\nx</pre>"), "<pre>\n\nx</pre>");
    }

    #[test]
    fn attributes_can_be_set_and_nodes_removed() {
        let mut dom = parse("<p><a href=x>1</a><i>2</i>");
        let ids: Vec<_> = dom.elements().collect();
        dom.set_attribute(ids[1], "href", "y");
        dom.set_attribute(ids[0], "class", "c");
        dom.set_attribute(ids[0], "lang", "d");
        dom.remove(ids[2]);
        let mut out = String::new();
        serialize(&dom, Dom::ROOT, &mut out);
        assert_eq!(out, "<p class=\"c\" lang=\"d\"><a href=\"y\">1</a></p>");
    }

    #[test]
    fn deep_nesting_is_flattened_and_keeps_its_text() {
        for tag in ["div", "span", "b", "ul><li", "blockquote", "table><td", "a", "font size=1"] {
            let html = format!("{}x{}", format!("<{tag}>").repeat(20_000), "</p>".repeat(10));
            let dom = parse(&html);
            let deepest = dom.elements().map(|_| ()).count();
            assert!(dom.inner_text(Dom::ROOT).contains('x'), "{tag} {deepest}");
        }
    }

    #[test]
    fn clones_share_long_attributes() {
        let html = format!("<b title='{}'>{}", "x".repeat(10_000), "<p>y".repeat(1_000));
        assert!(parse(&html).text.len() < 2 * html.len());
    }
}

//! Elements that stay HTML by their names: each of them does, and nothing is lost beside them.

use pressdown::markdown::{Dialect, ElementSet, Reading};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use crate::read_and_written;
use crate::round_trip::{RENDERERS, words};
use crate::verify::{differences_of, posts};

/// The elements of these names; `all` is every element.
pub(crate) fn elements<'n>(names: impl IntoIterator<Item = &'n str>) -> ElementSet {
    let set = |name| match name {
        "all" => ElementSet::ALL,
        name => ElementSet::named(name).expect("a known element"),
    };
    names.into_iter().map(set).fold(ElementSet::default(), ElementSet::with)
}

fn keeping(html: ElementSet) -> Reading {
    Reading { html, ..Reading::default() }
}

#[test]
fn each_element_stays_when_it_is_named() {
    for name in ElementSet::names() {
        let html = format!("<{name} onclick=\"x\">words</{name}>");
        let markdown = read_and_written(&html, &keeping(elements([name])), &Dialect::default());
        assert!(markdown.contains(&format!("<{name} onclick=\"x\">")), "{name}: {markdown}");
        let other = if name == "q" { "u" } else { "q" };
        let markdown = read_and_written(&html, &keeping(elements([other])), &Dialect::default());
        assert!(!markdown.contains("onclick"), "{name}: {markdown}");
    }
}

#[test]
fn nothing_is_said_of_what_stays_in_posts() {
    let sets = [
        elements(["all"]),
        elements(["figure", "iframe", "table"]),
        elements(["a", "kbd", "ul"]),
        elements(["div", "pre", "sup"]),
        elements(["br", "code", "em", "img", "script", "span", "strong"]),
    ];
    for html in posts() {
        for set in sets {
            let reading = keeping(set);
            let markdown = read_and_written(&html, &reading, &Dialect::default());
            assert_eq!(differences_of(&html, &reading, &markdown), [], "{html}\n{markdown}");
        }
    }
}

fn set() -> impl Strategy<Value = ElementSet> {
    let names: Vec<&str> = ElementSet::names().collect();
    let some = prop::collection::vec(prop::sample::select(names), 1..12).prop_map(elements);
    prop_oneof![6 => some, 1 => Just(ElementSet::ALL)]
}

/// What the words are made of; where they stand is no matter here.
fn letters(html: &str) -> Vec<char> {
    let mut letters: Vec<char> = words(html).chars().collect();
    letters.sort_unstable();
    letters
}

const ANY: &str = "(<(/?(p|b|i|a href=x|a href=\"javascript:x\"|ul|li|td|table|pre|code|h2|blockquote|br|div class=y|span class=y|sup|script|style|svg|text|video|iframe src=y|textarea|button type=submit|select|object|dl|dt|dd|details|summary|figure|figcaption|hgroup|template|noscript|ruby|hr|markdown-source>a\\*b\\*</markdown-source|template-source>\\{\\{&lt; x &gt;\\}\\}</template-source|a role=doc-noteref href=#n|li role=doc-footnote id=n|x-y|img src=y alt=z)|!--x--|!--more--)>|[a-c*_&;`#|\\[\\] \n]){0,40}";

/// Elements whose words always show.
const SHOWN: &str = "(<(/?(p|b|i|a href=x|ul|li|td|table|pre|code|h2|blockquote|br|div class=y|span class=y|sup|figure|section|dl|dt|dd|u|img src=y alt=z)|!--x--)>|[a-c*_&;`#|\\[\\] \n]){0,40}";

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, rng_seed: RngSeed::Fixed(1), ..ProptestConfig::default() })]

    #[test]
    fn any_html_reads_back_whatever_stays(html in ANY, set in set()) {
        let said = |html: &str, reading: &Reading| {
            let markdown = read_and_written(html, reading, &Dialect::default());
            let differences = differences_of(html, reading, &markdown);
            (markdown, differences)
        };
        // What is lost whether or not anything stays is no matter of what stays.
        let (_, differences) = said(&html.replace("javascript:", "/"), &Reading::default());
        prop_assume!(differences.is_empty());
        let (markdown, differences) = said(&html, &keeping(set));
        prop_assert_eq!(differences, [], "{}\n{}", html, markdown);
    }

    #[test]
    fn any_html_keeps_its_words_whatever_stays(html in SHOWN, set in set()) {
        let markdown = read_and_written(&html, &keeping(set), &Dialect::default());
        let wanted = letters(&html);
        for (name, render) in RENDERERS {
            prop_assert_eq!(&wanted, &letters(&render(&markdown)), "{}:\n{}\n{}", name, html, markdown);
        }
    }
}

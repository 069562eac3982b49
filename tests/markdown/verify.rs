//! Reading back: silent where all is there, and never silent where something is not.

use pressdown::html;
use pressdown::markdown::{Dialect, Keep, Part, Reading, verify};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde_json::Value;

use crate::round_trip::examples;
use crate::to_markdown;

fn differences(html: &str, keep: Keep, markdown: &str) -> Vec<(Part, Vec<String>, Vec<String>)> {
    differences_of(html, &Reading { keep, ..Reading::default() }, markdown)
}

pub(crate) fn differences_of(
    html: &str,
    reading: &Reading,
    markdown: &str,
) -> Vec<(Part, Vec<String>, Vec<String>)> {
    let dom = html::parse(html);
    let dialect = Dialect::default();
    verify(|shown| shown.add_dom(&dom, reading, &dialect), markdown, &dialect)
        .into_iter()
        .map(|difference| (difference.part, difference.missing, difference.added))
        .collect()
}

/// WordPress's own rendering of every post of the sample.
pub(crate) fn posts() -> impl Iterator<Item = String> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/harbor.truth.jsonl");
    let text = std::fs::read_to_string(path).expect("the data is part of the repository");
    let html = |line: &str| {
        let post: Value = serde_json::from_str(line).expect("the data is JSON");
        post["content_html"].as_str().map(str::to_owned)
    };
    text.lines().filter_map(html).collect::<Vec<_>>().into_iter()
}

#[test]
fn nothing_is_said_of_what_is_all_there() {
    for html in posts().chain(examples("commonmark-spec.json").into_iter().map(|(_, html)| html)) {
        for keep in [Keep::Sayable, Keep::Everything] {
            let markdown = to_markdown(&html, keep, &Dialect::default());
            assert_eq!(differences(&html, keep, &markdown), [], "{keep:?}\n{html}\n{markdown}");
        }
    }
}

#[test]
fn source_in_a_line_ends_no_word() {
    let html =
        "<p>a<markdown-source>[row]</markdown-source><markdown-source>[col]</markdown-source>b</p>";
    assert_eq!(differences(html, Keep::Sayable, "a[row][col]b\n"), []);
}

/// What is replaced in the Markdown by what, and what is then said.
type Case = (&'static str, &'static str, Part, &'static [&'static str], &'static [&'static str]);

#[test]
fn each_part_that_is_lost_is_named() {
    let html = "<p>Two <a href='/x y'>words</a> <img src=/i.png alt=seen></p><pre>a  b\n\nc</pre>";
    let whole = to_markdown(html, Keep::Sayable, &Dialect::default());
    let list = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect::<Vec<_>>();
    let cases: &[Case] = &[
        ("Two ", "", Part::Words, &["Two"], &[]),
        ("Two ", "**Two ", Part::Words, &["Two"], &["**Two"]),
        ("seen", "", Part::Words, &["seen"], &[]),
        ("/x%20y", "/z", Part::Links, &["/x y"], &["/z"]),
        ("/i.png", "/j.png", Part::Files, &["/i.png"], &["/j.png"]),
        ("a  b", "a b", Part::Code, &["a  b"], &[]),
    ];
    for (from, to, part, missing, added) in cases {
        assert!(whole.contains(from), "{whole}");
        let differences = differences(html, Keep::Sayable, &whole.replacen(from, to, 1));
        assert_eq!(differences, [(*part, list(missing), list(added))], "{from} → {to}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, rng_seed: RngSeed::Fixed(1), ..ProptestConfig::default() })]

    #[test]
    fn a_word_that_is_taken_out_is_missed(number in 0usize..10_000) {
        let posts: Vec<String> = posts().collect();
        let html = &posts[number % posts.len()];
        let markdown = to_markdown(html, Keep::Sayable, &Dialect::default());
        let is_word = |word: &&str| word.len() > 2 && word.chars().all(char::is_alphabetic);
        // Attributes of HTML are no words.
        let lines = markdown.lines().filter(|line| !line.contains('<'));
        let words: Vec<&str> = lines.flat_map(|line| line.split(' ')).filter(is_word).collect();
        prop_assume!(!words.is_empty());
        let word = words[number % words.len()];
        let cut = markdown.replacen(&format!(" {word} "), " ", 1);
        prop_assume!(cut != markdown && cut.matches('<').count() == markdown.matches('<').count());
        prop_assert!(!differences(html, Keep::Sayable, &cut).is_empty(), "{word}\n{cut}");
    }

    #[test]
    fn any_html_reads_back(html in "(<(/?(p|b|i|a href=x|ul|li|td|table|pre|code|h2|blockquote|br|div|img src=y alt=z)|!--x--)>|[a-c*_&;`#\\[\\] \n]){0,40}") {
        let markdown = to_markdown(&html, Keep::Sayable, &Dialect::default());
        prop_assert_eq!(differences(&html, Keep::Sayable, &markdown), [], "{}\n{}", html, markdown);
    }
}

//! `--smart wordpress` against WordPress's own rendering: the same characters, not only the same words.

use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;
use std::path::Path;

use serde_json::Value;

use pressdown::convert::lower::{self, Context, Punctuation, Rules};
use pressdown::html;
use pressdown::site::{Planning, Site, Survey};
use pressdown::target::{self, Target};
use pressdown::wxr::{self, Entry, Item};

/// The signs that WordPress curls, and those that it makes of them.
const SIGNS: &[char] =
    &['\'', '"', '`', '‘', '’', '“', '”', '′', '″', '–', '—', '…', '×', '™', '🙂', '😉', '😎'];

/// Posts that differ, and why. Sorted.
const EXCEPTIONS: &[(u64, &str)] = &[
    (6, "WordPress curls code in shortcodes whose plugin is switched off"),
    (19, "another site's quotation is made by WordPress when the page is shown"),
    (20, "WordPress curls the attributes of shortcodes whose plugin is switched off"),
    (36, "the same"),
    (53, "as in 19"),
    (55, "as in 20"),
    (58, "lists of posts, which WordPress fills in when the page is shown"),
    (157, "as in 20"),
];

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path))
        .expect("a file of the repository")
}

/// The site of the large sample, and its items.
fn harbor(target: &Target) -> (Site, Vec<Item<'static>>) {
    let export = read("samples/harbor/harbor.xml");
    let (mut survey, mut items) = (Survey::default(), Vec::new());
    wxr::read(Cursor::new(export.into_bytes()), 0, &mut |entry| {
        if let Entry::Item(item, _) = &entry {
            items.push(item.clone().into_owned());
        }
        survey.add(entry, 0);
    })
    .expect("an export");
    (Site::from_survey(survey, Planning::for_target(target)).0, items)
}

/// The words that hold a sign, with how often they stand there; a tag ends a word.
fn signed_words(html: &str) -> BTreeMap<String, usize> {
    let mut words = BTreeMap::new();
    let mut dom = html::parse(html);
    let elements: Vec<_> = dom.elements().collect();
    for element in elements {
        if matches!(
            dom.name(element),
            Some("script" | "style" | "math" | "svg" | "markdown-source")
        ) {
            dom.remove(element);
        }
    }
    let mut at = Some(html::Dom::ROOT);
    while let Some(node) = at {
        let text = dom.text(node).unwrap_or_default();
        for word in text.split_whitespace().filter(|word| is_signed(word)) {
            *words.entry(word.to_owned()).or_default() += 1;
        }
        at = dom.following(node, html::Dom::ROOT);
    }
    words
}

/// Whether a word, which is no address, holds a sign.
fn is_signed(word: &str) -> bool {
    let is_dash = word == "-" || word.contains("--");
    (is_dash || word.contains(SIGNS)) && !word.contains("://")
}

/// Compares the comments of a post; says how many signed words they have.
fn comments(item: &Item<'_>, truth: &Value, context: &Context<'_>) -> usize {
    let mut signed = 0;
    for shown in truth["comments"].as_array().expect("a list") {
        let id = shown["id"].as_u64().expect("an id");
        let comment = item.comments.iter().find(|comment| comment.id == id);
        let Some(comment) = comment else { continue };
        let shown = signed_words(shown["html"].as_str().expect("a rendering"));
        assert_eq!(signed_words(&lower::comment(&comment.content, context)), shown, "comment {id}");
        signed += shown.values().sum::<usize>();
    }
    signed
}

#[test]
fn posts_have_the_characters_that_wordpress_shows() {
    let target = target::named(target::DEFAULT).expect("an embedded target");
    let (site, items) = harbor(&target);
    let rules = Rules { punctuation: Punctuation::WordPress, ..Rules::default() };
    let mut signed = 0;
    for line in read("tests/data/harbor.truth.jsonl").lines() {
        let truth: Value = serde_json::from_str(line).expect("JSON");
        let id = truth["id"].as_u64().expect("an id");
        let is_public = truth["status"] == "publish" && truth["password"] == "";
        let item = items.iter().find(|item| item.id.is_some_and(|it| it.0 == id));
        let Some(item) = item.filter(|_| is_public) else { continue };
        let context = Context::of_item(item, &site, &rules, &target);
        let title = truth["title"].as_str().expect("a title");
        assert_eq!(lower::line(&item.title, &context), html::plain_text(title), "post {id}");
        signed += comments(item, &truth, &context);
        let excerpt = html::plain_text(truth["excerpt"].as_str().expect("an excerpt"));
        if !item.excerpt.is_empty() {
            assert_eq!(lower::excerpt(&item.excerpt, &context), excerpt, "post {id}");
        }
        if EXCEPTIONS.binary_search_by_key(&id, |(id, _)| *id).is_err() {
            let shown = signed_words(truth["content_html"].as_str().expect("a rendering"));
            let got = signed_words(&lower::post(&item.content, &context).html);
            assert_eq!(got, shown, "post {id}");
            signed += shown.values().sum::<usize>();
        }
    }
    assert!(signed > 200, "{signed} words tell little");
}

//! Classic posts against WordPress's own rendering: the same paragraphs, the same line breaks, the
//! same blocks, with the same words in each of them.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use pressdown::convert::lower::{self, Context, Rules};
use pressdown::html::{Dom, NodeId, parse};
use pressdown::site::{Planning, Site, Survey};
use pressdown::target;
use pressdown::wxr::{self, Entry, Item};
use serde_json::Value;

/// Posts that differ on purpose, each with the reason.
const ON_PURPOSE: &[(u64, &str)] = &[
    (6, "shortcodes of highlighters, which this WordPress does not have, are code"),
    (
        9,
        "WordPress cuts pages apart before it makes paragraphs, its rendering of all pages does not",
    ),
    (19, "shortcodes of video plugins, which this WordPress does not have, are links"),
    (20, "shortcodes of plugins, which this WordPress does not have, are what readers saw"),
    (23, "`:cool:` stays as it was typed"),
    (24, "the text behind a `<![CDATA[` that is never closed is kept"),
    (25, "`:smile:` stays as it was typed"),
    (27, "formulas, for which this WordPress has no plugin, are formulas"),
    (30, "shortcodes of footnote plugins, which this WordPress does not have, are footnotes"),
];

/// Elements that make lines and blocks.
const STRUCTURE: &[&str] = &[
    "article",
    "aside",
    "blockquote",
    "br",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "legend",
    "li",
    "map",
    "menu",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

/// What shortcodes and other sites' answers put in the place of a line; cases compare them.
const FILLED_IN: &[&str] = &["audio", "iframe", "noscript", "object", "script", "style", "video"];

/// The same, by class.
const FILLED_IN_CLASSES: &[&str] = &["gallery", "twitter-tweet", "wp-playlist", "wp-video"];

fn file(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// What the sample holds: its index and its items.
fn harbor() -> (Site, Vec<Item<'static>>) {
    let mut survey = Survey::default();
    let mut items = Vec::new();
    let open = || File::open(file("samples/harbor/harbor.xml")).expect("the sample");
    let read = |sink: &mut dyn FnMut(Entry<'_>)| {
        wxr::read(open(), 0, &mut |entry| sink(entry)).expect("the sample can be read");
    };
    read(&mut |entry| survey.add(entry, 0));
    read(&mut |entry| {
        if let Entry::Item(item, _) = entry {
            items.push(item.into_owned());
        }
    });
    let target = target::named(target::DEFAULT).expect("an embedded target");
    (Site::from_survey(survey, Planning::for_target(&target)).0, items)
}

/// The tags of lines and blocks, one a line, with the words between them.
fn outline(html: &str) -> String {
    let dom = parse(html);
    let mut outline = String::new();
    let mut words = String::new();
    walk(&dom, Dom::ROOT, &mut words, &mut outline);
    end_words(&mut words, &mut outline);
    without_empty_paragraphs(&outline)
}

fn walk(dom: &Dom, node: NodeId, words: &mut String, outline: &mut String) {
    if let Some(text) = dom.text(node) {
        add_words(text, words);
        return;
    }
    let name = dom.name(node).unwrap_or_default();
    let classes = dom.attribute(node, "class").unwrap_or_default();
    let is_filled_in = FILLED_IN.contains(&name)
        || classes.split_ascii_whitespace().any(|class| FILLED_IN_CLASSES.contains(&class));
    if is_filled_in {
        end_words(words, outline);
        return;
    }
    let is_structure = STRUCTURE.contains(&name);
    if is_structure {
        end_words(words, outline);
        outline.extend(["<", name, ">\n"]);
    }
    for child in dom.children(node) {
        walk(dom, child, words, outline);
    }
    if is_structure {
        end_words(words, outline);
        if name != "br" && name != "hr" {
            outline.extend(["</", name, ">\n"]);
        }
    }
}

/// Letters and digits, without what WordPress sets otherwise when it shows a text, and without
/// addresses, in the place of which it may show a player.
fn add_words(text: &str, words: &mut String) {
    for word in text.split_whitespace().filter(|word| !word.contains("://")) {
        let typed = word.chars().map(|c| if c == '×' { 'x' } else { c });
        words.extend(typed.filter(|c| c.is_alphanumeric()));
    }
}

fn end_words(words: &mut String, outline: &mut String) {
    if !words.is_empty() {
        outline.push_str(words);
        outline.push('\n');
        words.clear();
    }
}

/// Without paragraphs that hold nothing but what was filled in.
fn without_empty_paragraphs(outline: &str) -> String {
    let mut lines: Vec<&str> = Vec::new();
    for line in outline.lines() {
        if line == "</p>" && lines.last() == Some(&"<p>") {
            lines.pop();
        } else {
            lines.push(line);
        }
    }
    lines.join("\n")
}

#[test]
fn classic_posts_have_the_structure_that_wordpress_shows() {
    let (site, items) = harbor();
    let (rules, conventions) =
        (Rules::default(), target::named(target::DEFAULT).expect("an embedded target"));
    let truth = fs::read_to_string(file("tests/data/harbor.truth.jsonl")).expect("the truth");
    let mut differing = Vec::new();
    let mut compared = 0;
    for line in truth.lines() {
        let post: Value = serde_json::from_str(line).expect("JSON");
        let id = post["id"].as_u64().expect("an id");
        let item = items.iter().find(|item| item.id.is_some_and(|found| found.0 == id));
        let Some(item) = item.filter(|_| post["has_blocks"] == false) else { continue };
        let cx = Context::of_item(item, &site, &rules, &conventions);
        let ours = outline(&lower::post(&item.content, &cx).html);
        let theirs = outline(post["content_html"].as_str().expect("a rendering"));
        compared += 1;
        let is_meant = ON_PURPOSE.iter().any(|(post, _)| *post == id);
        if (ours != theirs) != is_meant {
            differing.push(format!("post {id}:\n{}", difference(&theirs, &ours)));
        }
    }
    assert!(compared > 120, "{compared} classic posts were compared");
    assert!(differing.is_empty(), "{}", differing.join("\n\n"));
}

/// The first lines that differ, with some around them.
fn difference(theirs: &str, ours: &str) -> String {
    let equal = theirs.lines().zip(ours.lines()).take_while(|(one, other)| one == other).count();
    let some = |text: &str| {
        text.lines().skip(equal.saturating_sub(3)).take(9).collect::<Vec<_>>().join(" ")
    };
    format!("  WordPress: {}\n  ours:      {}", some(theirs), some(ours))
}

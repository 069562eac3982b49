//! The large sample against WordPress's own threads and renderings.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use pressdown::html::{self, Dom};

use crate::Run;
use crate::section::{Level, Seen, read, words};

const SAMPLE: &str = "samples/harbor/harbor.xml";

/// A comment as WordPress showed it.
#[derive(Clone, Debug)]
struct True {
    id: u64,
    parent: u64,
    is_shown: bool,
    is_ping: bool,
    when: String,
    words: String,
}

fn truth() -> BTreeMap<u64, Vec<True>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/harbor.truth.jsonl");
    let text = fs::read_to_string(path).expect("WordPress's rendering");
    let mut truth = BTreeMap::new();
    for line in text.lines() {
        let post: Value = serde_json::from_str(line).expect("JSON");
        let comments = post["comments"].as_array().expect("a list");
        let id = post["id"].as_u64().expect("a number");
        truth.insert(id, comments.iter().map(of_truth).collect());
    }
    truth
}

fn of_truth(comment: &Value) -> True {
    let number = |key: &str| comment[key].as_u64().expect("a number");
    let text = |key: &str| comment[key].as_str().expect("a text");
    True {
        id: number("id"),
        parent: number("parent"),
        is_shown: text("approved") == "1",
        is_ping: text("type") != "comment",
        when: text("date_gmt").to_owned(),
        words: words(&shown(text("html"))),
    }
}

/// The text that readers see: a script shows nothing.
fn shown(html: &str) -> String {
    let mut dom = html::parse(html);
    let scripts: Vec<_> = dom.elements().filter(|node| dom.name(*node) == Some("script")).collect();
    for script in scripts {
        dom.remove(script);
    }
    dom.inner_text(Dom::ROOT)
}

/// Puts what answers a comment in order, each with what answers it.
fn below<'a>(
    top: u64,
    depth: usize,
    shown: &[(&'a True, u64)],
    order: &mut Vec<(&'a True, usize)>,
) {
    for (comment, _) in shown.iter().filter(|(_, parent)| *parent == top) {
        order.push((comment, depth));
        below(comment.id, depth + 1, shown, order);
    }
}

/// The threads in WordPress's order, each comment with its depth: by date, then by number; whoever
/// answers somebody that is not shown answers the next one above.
fn threads(comments: &[True]) -> Vec<(&True, usize)> {
    let parent = |of: &True| {
        let mut at = of.parent;
        loop {
            match comments.iter().find(|comment| comment.id == at) {
                Some(found) if found.is_shown => return found.id,
                Some(found) => at = found.parent,
                None => return 0,
            }
        }
    };
    let mut shown: Vec<&True> = comments.iter().filter(|comment| comment.is_shown).collect();
    shown.sort_by_key(|comment| (&comment.when, comment.id));
    let shown: Vec<(&True, u64)> = shown.into_iter().map(|it| (it, parent(it))).collect();
    let mut order = Vec::new();
    below(0, 0, &shown, &mut order);
    order
}

/// What is written, by the number of the post.
fn written(run: &Run) -> BTreeMap<u64, &String> {
    let number = |text: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix("wordpress_id: "))?;
        line.parse().ok()
    };
    run.files.values().filter_map(|text| Some((number(text)?, text))).collect()
}

fn compare(options: &[&str], level: Level, pingbacks_apart: bool) {
    let mut all = vec!["--smart", "wordpress"];
    all.extend(options);
    let run = Run::of(SAMPLE, &all);
    let truth = truth();
    let mut count = 0;
    for (id, text) in written(&run) {
        let (headings, seen) = read(text, level);
        let mut expected = threads(truth.get(&id).map_or(&[][..], Vec::as_slice));
        if pingbacks_apart {
            // No pingback of the sample has an answer.
            expected.sort_by_key(|(comment, _)| comment.is_ping);
        }
        let told = |seen: &Seen| (seen.id, seen.depth, seen.words.clone());
        let seen: Vec<_> = seen.iter().map(told).collect();
        let known = |(it, depth): &(&True, usize)| (it.id, *depth, it.words.clone());
        assert_eq!(seen, expected.iter().map(known).collect::<Vec<_>>(), "post {id}");
        if !seen.is_empty() {
            let of_readers = expected.iter().filter(|(it, _)| !(pingbacks_apart && it.is_ping));
            let number = of_readers.count();
            let noun = if number == 1 { "Response" } else { "Responses" };
            assert_eq!(headings[0], format!("{number} {noun}"));
        }
        count += seen.len() as u64;
    }
    // Counted in the truth: 85 comments are approved, 4 of them below items that are not public.
    assert_eq!(count, 81);
    assert_eq!(run.count("written") + run.count("pingbacks"), count);
}

#[test]
fn every_comment_is_there_as_wordpress_showed_it() {
    for target in ["markdown", "hugo"] {
        compare(&["--target", target, "--pingbacks", "keep"], Level::Quote, false);
    }
    compare(&["--pingbacks", "keep", "--comment-nesting", "lists"], Level::List, false);
}

#[test]
fn pingbacks_stand_apart() {
    compare(&[], Level::Quote, true);
    compare(&["--comment-nesting", "lists"], Level::List, true);
}

#[test]
fn values_say_the_same_in_every_form() {
    let truth = truth();
    let options = ["--smart", "wordpress", "--pingbacks", "keep", "--comments"];
    let run = |form| Run::of(SAMPLE, &options.into_iter().chain([form]).collect::<Vec<_>>());
    let (one, json, files) = (run("data"), run("json"), run("files"));
    let all: Value = serde_json::from_str(json.file("data/comments.json")).expect("JSON");
    let mut count = 0;
    for (id, comments) in all.as_object().expect("a map") {
        let number: u64 = id.parse().expect("a number");
        let expected = threads(&truth[&number]);
        let same: Value =
            serde_json::from_str(one.file(&format!("data/comments/{id}.json"))).expect("JSON");
        assert_eq!(&same, comments);
        let comments = comments.as_array().expect("a list");
        assert_eq!(comments.len(), expected.len());
        for (comment, (known, depth)) in comments.iter().zip(&expected) {
            let number = |key: &str| comment[key].as_u64();
            assert_eq!((number("id"), number("depth")), (Some(known.id), Some(*depth as u64)));
            let html = comment["html"].as_str().expect("HTML");
            assert_eq!(words(&shown(html)), known.words, "comment {}", known.id);
            let above = expected.iter().find(|(it, _)| Some(it.id) == number("parent"));
            assert_eq!(above.map_or(0, |(_, depth)| depth + 1), *depth, "comment {}", known.id);
            let date = comment["date"].as_str().expect("a date");
            assert!(date.ends_with("-05:00") || date.ends_with("-04:00"), "{date}");
            let file = files.file(&format!(".comments/comment-{}.md", known.id));
            assert!(file.starts_with(&format!("---\nid: {}\npost: {id}\n", known.id)), "{file}");
            assert!(file.contains(&format!("\ndate: {date}\n")), "{file}");
        }
        count += comments.len();
    }
    assert_eq!(count, 81);
    assert_eq!(files.files.keys().filter(|path| path.contains(".comments/")).count(), 81);
}

#[test]
fn the_business_blog_reads_as_its_page_did() {
    let run = Run::of("samples/ledger-lane", &[]);
    let text = run.file("2011/05/what-is-an-hour-worth.md");
    let (headings, seen) = read(text, Level::Quote);
    assert_eq!(headings, ["3 Responses"]);
    let names = ["Gil Navarro", "Miriam Brandt", "Odile Marchetti"];
    for (comment, name) in seen.iter().zip(names) {
        assert!(comment.byline.starts_with(name), "{}", comment.byline);
    }
    assert_eq!(seen.len(), 3);
    let bullets = text.lines().filter(|line| line.starts_with("• ")).count();
    assert_eq!(bullets, 4, "the list that somebody typed: {text}");
}

//! Exports that end too early: nothing is lost, and nothing is published that was not public.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::bench::Bench;
use crate::program::pressdown;
use crate::save;

fn harbor() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/harbor/harbor.xml");
    fs::read_to_string(path).expect("the sample")
}

/// The export up to the last of these marks, each looked for behind the one before it.
fn up_to(marks: &[&str]) -> String {
    let mut text = harbor();
    let mut end = 0;
    for mark in marks {
        end += text[end..].find(mark).expect(mark) + mark.len();
    }
    text.truncate(end);
    text
}

/// The marks that lead to an item of the sample.
fn title(title: &str) -> String {
    format!("<title><![CDATA[{title}")
}

fn run(text: &str) -> (Bench, Value) {
    let bench = Bench::with(&[]);
    save(&bench.export(), text);
    let (code, _, report) = bench.run(&[]);
    assert_eq!(code, Some(4), "{report}");
    (bench, report)
}

/// The item at the cut.
fn last(report: &Value, title: &str) -> Value {
    let items = report["items"].as_array().expect("items");
    let found = items.iter().find(|item| item["title"] == title);
    found.unwrap_or_else(|| panic!("no item `{title}`")).clone()
}

fn has(report: &Value, code: &str) -> bool {
    let notices = report["notices"].as_array().expect("notices");
    notices.iter().any(|notice| notice["code"] == code)
}

const STORY: &str = "A new way of writing things down";

#[test]
fn an_item_at_the_cut_is_a_draft() {
    let (story, at) = (title(STORY), "2018/12/07/a-new-way-of-writing-things-down");
    for (marks, id) in [
        (vec![&*story, "<content:encoded><![CDATA[<!-- wp:paragraph"], false),
        (vec![&story, "<wp:post_id>46</wp:post_id>", "<wp:post_date>"], false),
        (vec![&story, "<wp:status><![CDATA[publish]]>", "</wp:status>"], true),
        (vec![&story, "<wp:post_password>"], true),
        (vec![&story, "<wp:meta_key>"], true),
        (vec![&story, "<wp:comment>", "<wp:comment_content><![CDATA["], true),
        (vec![&story, "<wp:comment>", "<wp:comment>", "</wp:comment>"], true),
    ] {
        let (bench, report) = run(&up_to(&marks));
        let item = last(&report, STORY);
        assert_eq!(item["action"], "written", "{marks:?}");
        assert_eq!(item["path"], format!("drafts/{at}.md"), "{marks:?}");
        assert_eq!(item["id"].as_u64(), id.then_some(46), "{marks:?}");
        let text = bench.text(&format!("drafts/{at}.md"));
        assert!(text.contains("\ndraft: true\n"), "{text}");
        assert!(!bench.names().contains(&format!("{at}.md")));
        assert!(has(&report, "W001") && has(&report, "W035") && !has(&report, "W005"));
    }
}

/// Everything before the cut is where it would be without it.
#[test]
fn what_stands_before_the_cut_is_not_affected() {
    let whole = Bench::with(&[]);
    save(&whole.export(), &harbor());
    let (_, _, whole) = whole.run(&[]);
    let (bench, report) = run(&up_to(&[&title(STORY), "<wp:meta_key>"]));
    let paths = |report: &Value| -> Vec<(u64, String)> {
        let items = report["items"].as_array().expect("items");
        let written = items.iter().filter(|item| item["action"] == "written");
        let path = |item: &Value| item["path"].as_str().expect("a path").to_owned();
        written.map(|item| (item["id"].as_u64().expect("an id"), path(item))).collect()
    };
    let (whole, cut) = (paths(&whole), paths(&report));
    let other: Vec<_> = cut.iter().filter(|item| !whole.contains(item)).collect();
    assert_eq!(other.len(), 1, "{other:?}");
    let lists = report["totals"]["archives"].as_u64().expect("a number");
    assert_eq!(bench.names().len() as u64, cut.len() as u64 + lists);
    let items = &report["totals"]["items"];
    assert_eq!(items.as_u64(), Some(up_to(&[&title(STORY)]).matches("<item>").count() as u64));
}

#[test]
fn what_is_known_to_be_hidden_stays_hidden() {
    for (name, marks, reason) in [
        ("For the house only", vec!["<wp:status><![CDATA[private]]>", "</wp:status>"], "private"),
        ("Behind a word", vec!["<wp:meta_key>"], "password-protected"),
        ("Thrown away", vec!["<wp:meta_key>"], "in the trash"),
        ("Next spring", vec!["<wp:post_type>"], "scheduled"),
    ] {
        let title = title(name);
        let marks: Vec<&str> = [&*title].into_iter().chain(marks).collect();
        let (_, report) = run(&up_to(&marks));
        let item = last(&report, name);
        assert_eq!((&item["action"], &item["reason"]), (&"skipped".into(), &reason.into()));
        assert!(has(&report, "I051") && !has(&report, "W035"));
    }
    // Neither the status nor the password is known yet.
    for name in ["For the house only", "Behind a word"] {
        let title = title(name);
        let (bench, report) = run(&up_to(&[&title, "<content:encoded><![CDATA["]));
        let path = last(&report, name)["path"].as_str().expect("a path").to_owned();
        assert!(path.starts_with("drafts/"), "{path}");
        assert!(bench.text(&path).contains("\ndraft: true\n"));
    }
}

/// `4` may be the beginning of `46`, and half an address is another one.
#[test]
fn half_an_id_or_address_is_none() {
    let story = title(STORY);
    let (_, report) = run(&up_to(&[&story, "<wp:post_id>4"]));
    assert_eq!(last(&report, STORY)["id"], Value::Null);
    assert!(!has(&report, "W006"));
    let (bench, report) = run(&up_to(&[&story, "<link>https://harborandhearth.example/2018/1"]));
    let path = "drafts/a-new-way-of-writing-things-down.md";
    assert_eq!(last(&report, STORY)["path"], path);
    assert!(!bench.text(path).contains("permalink:"));
}

#[test]
fn an_item_that_another_export_holds_whole_is_no_draft() {
    for marks in [vec!["<content:encoded><![CDATA["], vec!["<wp:comment>"]] {
        let story = title(STORY);
        let marks: Vec<&str> = [&*story].into_iter().chain(marks).collect();
        let bench = Bench::with(&[]);
        save(&bench.export(), &up_to(&marks));
        let second = bench.export().with_file_name("second.xml");
        save(&second, &harbor());
        let (code, _, report) = bench.run(&[&second.display().to_string()]);
        assert_eq!(code, Some(4));
        assert!(!bench.names().iter().any(|name| name.starts_with("drafts/")));
        assert!(!has(&report, "W035") && !has(&report, "W032") && !has(&report, "W006"));
    }
}

#[test]
fn an_export_without_items_says_so() {
    for marks in [&["<channel>"][..], &["<wp:author>", "<wp:author_login>"], &["<item>"]] {
        let bench = Bench::with(&[]);
        save(&bench.export(), &up_to(marks));
        let export = bench.export();
        let run = pressdown([export.as_path(), Path::new("-o"), &bench.output()]);
        let said = String::from_utf8_lossy(&run.stderr).into_owned();
        assert_eq!(run.status.code(), Some(4), "{said}");
        assert!(said.contains("(damaged)") && said.contains("W001 export-cut-off"), "{said}");
        assert!(said.contains("0 items"), "{said}");
        assert_eq!(bench.names(), Vec::<String>::new());
    }
}

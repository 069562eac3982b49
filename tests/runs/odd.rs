//! Items without what WordPress gives every item, or with what it does not know.

use serde_json::Value;

use crate::bench::Bench;
use crate::export::{Item, export};
use crate::save;

/// A run on items as XML: the bench and its report.
fn run(items: &str, arguments: &[&str]) -> (Bench, Value) {
    let bench = Bench::with(&[]);
    save(&bench.export(), &export(&[]).replace("</channel>", &format!("{items}</channel>")));
    let (code, _, report) = bench.run(arguments);
    assert_eq!(code, Some(0), "{report}");
    (bench, report)
}

fn codes(report: &Value) -> Vec<&str> {
    let notices = report["notices"].as_array().expect("notices");
    notices.iter().map(|notice| notice["code"].as_str().expect("a code")).collect()
}

fn reasons(report: &Value) -> Vec<&str> {
    let items = report["items"].as_array().expect("items");
    items.iter().filter_map(|item| item["reason"].as_str()).collect()
}

#[test]
fn an_id_that_is_missing_zero_or_no_number_is_none() {
    for id in [
        "",
        "<wp:post_id/>",
        "<wp:post_id>0</wp:post_id>",
        "<wp:post_id>-1</wp:post_id>",
        "<wp:post_id>x</wp:post_id>",
    ] {
        let item = format!(
            "<item><title>Hi</title><link>https://old.example/hi/</link>{id}\
             <wp:post_date>2019-05-04 10:30:00</wp:post_date><wp:status>publish</wp:status>\
             <wp:post_type>post</wp:post_type></item>"
        );
        let (bench, report) = run(&item, &[]);
        assert_eq!((bench.names(), codes(&report)), (vec!["hi.md".to_owned()], vec!["W005"]));
        assert!(!bench.text("hi.md").contains("wordpress_id"));
    }
}

#[test]
fn items_of_one_id_in_one_export_are_all_written() {
    let item = |link, title| Item { title, link, ..Item::default() };
    let bench = Bench::with(&[
        item("https://old.example/a/", "A"),
        item("https://old.example/b/", "B"),
        item("https://old.example/a/", "C"),
    ]);
    let (code, _, report) = bench.run(&[]);
    assert_eq!(code, Some(0));
    assert_eq!(bench.names(), ["a-1.md", "a.md", "b.md"]);
    assert_eq!(codes(&report), ["W006", "W006", "W032"]);
    assert_eq!(report["totals"]["written"], 3);
}

/// A tool that numbers nothing: each of these was compared with all others.
#[test]
fn many_items_of_one_id_and_name_are_written_in_linear_time() {
    let many: Vec<Item<'_>> = (0..5_000).map(|_| Item::default()).collect();
    let bench = Bench::with(&many);
    let (code, stdout, report) = bench.run(&["--dry-run"]);
    assert_eq!((code, stdout.lines().count()), (Some(0), 5_000));
    assert_eq!(report["totals"]["written"], 5_000);
    for name in ["hello.md", "hello-1.md", "hello-1-2.md", "hello-1-4999.md"] {
        assert!(stdout.lines().any(|line| line == format!("create {name}")), "{name}");
    }
}

#[test]
fn an_item_without_anything_is_left_out() {
    let (bench, report) = run("<item></item><item/><item><wp:post_id>0</wp:post_id></item>", &[]);
    assert_eq!(bench.names(), Vec::<String>::new());
    assert_eq!(reasons(&report), ["empty item", "empty item", "empty item"]);
    assert_eq!((&report["totals"]["items"], codes(&report)), (&3.into(), vec![]));
}

#[test]
fn an_item_without_a_type_is_a_post_and_one_without_a_status_a_draft() {
    let item = |fields: &str| {
        format!(
            "<item><title>Hi</title><link>https://old.example/hi/</link><wp:post_id>1</wp:post_id>\
             <wp:post_date>2019-05-04 10:30:00</wp:post_date>{fields}</item>"
        )
    };
    let (bench, report) = run(&item("<wp:status>publish</wp:status>"), &[]);
    assert_eq!((bench.names(), codes(&report)), (vec!["hi.md".to_owned()], vec![]));
    assert_eq!(report["items"][0]["type"], "post");
    for status in ["", "<wp:status></wp:status>"] {
        let (bench, report) = run(&item(status), &[]);
        assert_eq!(reasons(&report), ["no status, which makes it a draft"]);
        assert_eq!((bench.names(), codes(&report)), (vec![], vec!["I051"]));
        let (bench, report) = run(&item(status), &["--include", "draft"]);
        assert_eq!((bench.names(), reasons(&report)), (vec!["drafts/hi.md".to_owned()], vec![]));
        assert!(bench.text("drafts/hi.md").contains("\ndraft: true\n"));
    }
    let (bench, _) = run(&item("<wp:post_status>publish</wp:post_status>"), &[]);
    assert_eq!(bench.names(), ["hi.md"], "the name that other tools give the status");
}

#[test]
fn unknown_statuses_are_not_public_and_unknown_types_are_content() {
    let item =
        |id, status, post_type, link| Item { id, link, status, post_type, ..Item::default() };
    let bench = Bench::with(&[
        item("1", "wc-completed", "post", "https://old.example/a/"),
        item("2", "hasnocategories", "page", "https://old.example/b/"),
        item("3", "publish", "auto-listing", "https://old.example/c/"),
    ]);
    let (code, _, report) = bench.run(&["--include", "draft,pending,future,private,password"]);
    assert_eq!(code, Some(0));
    assert_eq!(bench.names(), ["c.md"]);
    assert_eq!(reasons(&report), ["not public by its status", "not public by its status"]);
}

#[test]
fn a_media_file_without_any_address_shows_nowhere() {
    let thumbnail = "<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key>\
        <wp:meta_value>2</wp:meta_value></wp:postmeta>";
    let file = Item {
        id: "2",
        status: "inherit",
        post_type: "attachment",
        parent: "1",
        link: "",
        ..Item::default()
    };
    let post = Item { content: "Here: [gallery]", more: thumbnail, ..Item::default() };
    let bench = Bench::with(&[post, file]);
    let (code, _, report) = bench.run(&[]);
    assert_eq!(code, Some(0));
    assert!(codes(&report).iter().all(|code| *code == "W014"), "{:?}", codes(&report));
    let text = bench.text("hello.md");
    assert!(!text.contains("image:") && text.contains("Here:"), "{text}");
}

//! What runs do to a folder: what is written and what is not, paths, re-runs, edits, options.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde_json::Value;

#[path = "support/bench.rs"]
mod bench;
#[path = "runs/cut.rs"]
mod cut;
#[path = "runs/cuts.rs"]
mod cuts;
#[path = "support/export.rs"]
mod export;
#[path = "runs/odd.rs"]
mod odd;
#[path = "runs/pains.rs"]
mod pains;
#[path = "support/program.rs"]
mod program;
#[path = "runs/several.rs"]
mod several;
#[path = "support/tree.rs"]
mod tree;
#[path = "runs/versions.rs"]
mod versions;

use bench::Bench;
use export::Item;
use tree::files;

const HIDDEN: [(&str, &str, &str); 6] = [
    ("2", "draft", ""),
    ("3", "pending", ""),
    ("4", "future", ""),
    ("5", "private", ""),
    ("6", "trash", ""),
    ("7", "publish", "s3cret"),
];

fn one_of_each_status() -> Vec<Item<'static>> {
    let hidden = HIDDEN.map(|(id, status, password)| Item {
        id,
        status,
        password,
        link: "https://old.example/?p=2",
        slug: "",
        title: "Idea",
        date_gmt: "0000-00-00 00:00:00",
        ..Item::default()
    });
    hidden.into_iter().chain([Item::default()]).collect()
}

#[test]
fn what_is_not_public_is_not_written_and_is_named() {
    let bench = Bench::with(&one_of_each_status());
    let (code, _, report) = bench.run(&[]);
    assert_eq!(code, Some(0));
    assert_eq!(bench.names(), ["hello.md"]);
    let reasons: Vec<&str> = report["items"]
        .as_array()
        .expect("items")
        .iter()
        .filter_map(|item| item["reason"].as_str())
        .collect();
    assert_eq!(
        reasons,
        ["draft", "pending review", "scheduled", "private", "in the trash", "password-protected"]
    );
    assert_eq!(report["totals"]["skipped"], 6);
}

#[test]
fn named_elements_stay_html_with_the_links_of_the_new_site() {
    let content = "Some <em>words</em>.\n\n<table class=\"wide\"><tr><td><a \
        href=\"https://old.example/hello/\">here</a></td></tr></table>";
    let bench = Bench::with(&[Item { content, ..Item::default() }]);
    let (code, _, report) = bench.run(&["--keep-html", "table,FIGURE", "--strict"]);
    assert_eq!(code, Some(0), "{report}");
    let text = bench.text("hello.md");
    let table = "<table class=\"wide\">\n<tbody><tr>\n\
        <td><a href=\"hello.md\">here</a></td>\n</tr>\n</tbody></table>\n";
    assert!(text.ends_with(&format!("\n\nSome *words*.\n\n{table}")), "{text}");
    let (code, _, _) = bench.run(&["--keep-html", "all", "--strict"]);
    assert_eq!(code, Some(0));
    assert!(bench.text("hello.md").contains("\n\n<p>Some <em>words</em>.</p>\n\n<table"));
}

#[test]
fn what_is_not_public_does_not_come_in_through_another_post() {
    let block = |id, status, password, content| Item {
        id,
        status,
        password,
        content,
        post_type: "wp_block",
        link: "https://old.example/?p=2",
        ..Item::default()
    };
    let picture = |id, status, more| Item {
        id,
        status,
        more,
        post_type: "attachment",
        parent: "1",
        link: "https://old.example/?attachment_id=1",
        content: "",
        ..Item::default()
    };
    let content = "<!-- wp:block {\"ref\":2} /--><!-- wp:block {\"ref\":3} /-->\
        <!-- wp:block {\"ref\":4} /--><!-- wp:block {\"ref\":5} /-->\
        <!-- wp:shortcode -->[gallery]<!-- /wp:shortcode -->";
    let bench = Bench::with(&[
        Item { content, ..Item::default() },
        block("2", "publish", "", "<p>shown</p>"),
        block("3", "draft", "", "<p>drafted</p>"),
        block("4", "trash", "", "<p>binned</p>"),
        block("5", "publish", "s3cret", "<p>locked</p>"),
        picture(
            "6",
            "inherit",
            "<wp:attachment_url>https://old.example/wp-content/uploads/a.jpg</wp:attachment_url>",
        ),
        picture(
            "7",
            "trash",
            "<wp:attachment_url>https://old.example/wp-content/uploads/b.jpg</wp:attachment_url>",
        ),
        picture(
            "8",
            "private",
            "<wp:attachment_url>https://old.example/wp-content/uploads/c.jpg</wp:attachment_url>",
        ),
    ]);
    let (_, _, report) = bench.run(&[]);
    let text = bench.text("hello.md");
    assert!(text.contains("shown") && text.contains("uploads/a.jpg"), "{text}");
    for hidden in ["drafted", "binned", "locked", "b.jpg", "c.jpg"] {
        assert!(!text.contains(hidden), "{hidden}: {text}");
    }
    let notices = report["notices"].as_array().expect("notices");
    let missing = notices.iter().filter(|notice| notice["name"] == "missing-reusable-block");
    assert_eq!(missing.count(), 3);
}

#[test]
fn what_was_asked_for_is_written_as_draft_without_its_password() {
    let bench = Bench::with(&one_of_each_status());
    let (code, _, _) = bench.run(&["--include", "draft,pending,future,private,password"]);
    assert_eq!(code, Some(0));
    let want = [
        "drafts/idea-3.md",
        "drafts/idea-4.md",
        "drafts/idea-5.md",
        "drafts/idea-7.md",
        "drafts/idea.md",
        "hello.md",
    ];
    assert_eq!(bench.names(), want);
    for name in want.iter().filter(|name| name.starts_with("drafts/")) {
        let text = bench.text(name);
        assert!(text.contains("\ndraft: true\n") && !text.contains("s3cret"), "{text}");
        assert!(text.contains("\ndate: 2019-05-04T10:30:00\n"), "{text}");
        assert!(!text.contains("permalink:"), "{text}");
    }
}

#[test]
fn what_several_files_hold_is_written_once() {
    let comment = "<wp:comment><wp:comment_id>1</wp:comment_id><wp:comment_author>Ann</wp:comment_author>\
        <wp:comment_content>Yes</wp:comment_content><wp:comment_approved>1</wp:comment_approved></wp:comment>";
    let first = [Item { more: comment, ..Item::default() }];
    let bench = Bench::with(&first);
    let other = Bench::with(&[
        Item { more: comment, ..Item::default() },
        Item {
            id: "2",
            link: "https://old.example/two/",
            content: "<a href=\"/hello/\">x</a>",
            ..Item::default()
        },
    ]);
    let second = other.export().display().to_string();
    let (code, _, report) = bench.run(&[&second]);
    assert_eq!(code, Some(0));
    assert_eq!(bench.names(), ["hello.md", "two.md"]);
    assert!(bench.text("two.md").contains("[x](hello.md)"));
    assert_eq!(report["totals"]["items"], 3);
    assert_eq!(report["totals"]["comments"]["written"], 1);
    assert_eq!(report["items"][1]["reason"], "already in an earlier file");
}

#[test]
fn two_items_of_one_slug_never_meet() {
    let page = |id, link| Item { id, link, slug: "5g", post_type: "page", ..Item::default() };
    let bench = Bench::with(&[
        page("1", "https://old.example/tecnologia/5g/"),
        page("2", "https://old.example/en/technology/5g/"),
        page("3", "https://old.example/EN/technology/5G/"),
    ]);
    bench.run(&[]);
    assert_eq!(bench.names(), ["EN/technology/5G-3.md", "en/technology/5g.md", "tecnologia/5g.md"]);
}

#[test]
fn names_come_from_the_permalink_else_the_slug_else_the_title_else_the_id() {
    let draft = |id, slug, title| Item {
        id,
        slug,
        title,
        link: "https://old.example/?p=1",
        ..Item::default()
    };
    let bench = Bench::with(&[
        Item { id: "1", link: "https://old.example/%d1%88%d0%b5/", ..Item::default() },
        draft("2", "%d1%88", "x"),
        draft("3", "", "Größe &amp; Maß"),
        draft("31", "", " "),
        Item { id: "5", link: "https://old.example/a/../../b%2fc/", ..Item::default() },
        Item { id: "6", link: "https://old.example/2019/foo.html", ..Item::default() },
    ]);
    bench.run(&[]);
    assert_eq!(
        bench.names(),
        ["2019/foo.md", "a/_/_/b-c.md", "größe-maß.md", "post-31.md", "ш.md", "ше.md"]
    );
}

#[test]
fn pages_without_an_address_stand_below_their_parents() {
    let page = |id, slug, parent| Item {
        id,
        slug,
        parent,
        post_type: "page",
        link: "https://old.example/?page_id=1",
        ..Item::default()
    };
    let bench =
        Bench::with(&[page("1", "galley", "2"), page("2", "crew", "3"), page("3", "about", "2")]);
    let (code, _, _) = bench.run(&[]);
    assert_eq!(code, Some(0));
    assert_eq!(bench.names().len(), 3);
    let bench = Bench::with(&[page("1", "galley", "2"), page("2", "crew", "0")]);
    bench.run(&[]);
    assert_eq!(bench.names(), ["crew.md", "crew/galley.md"]);
}

#[test]
fn a_second_run_writes_nothing_and_edits_are_kept() {
    let item = |title| Item { title, ..Item::default() };
    let bench = Bench::with(&[item("One")]);
    bench.run(&[]);
    let before = fs::metadata(bench.output().join("hello.md"))
        .expect("the file")
        .modified()
        .expect("a time");
    bench.run(&[]);
    let after = fs::metadata(bench.output().join("hello.md"))
        .expect("the file")
        .modified()
        .expect("a time");
    assert_eq!(before, after);

    bench.rewrite(&[item("Two")]);
    bench.run(&[]);
    assert!(bench.text("hello.md").contains("title: \"Two\""));

    edit(&bench.output().join("hello.md"));
    bench.rewrite(&[item("Three")]);
    for _ in 0..2 {
        let (code, _, report) = bench.run(&[]);
        assert_eq!(code, Some(0));
        assert_eq!(bench.text("hello.md"), "mine\n");
        assert_eq!(report["notices"][0]["name"], "edited-file-kept");
    }
    assert_eq!(bench.run(&["--strict"]).0, Some(3));
    bench.run(&["--force"]);
    assert!(bench.text("hello.md").contains("title: \"Three\""));
}

fn edit(path: &Path) {
    save(path, "mine\n");
}

#[test]
fn files_of_items_that_are_gone_are_removed_unless_edited() {
    let item = |id, link| Item { id, link, ..Item::default() };
    let items = || {
        [
            item("1", "https://old.example/a/"),
            item("2", "https://old.example/b/c/"),
            item("3", "https://old.example/d/"),
        ]
    };
    let bench = Bench::with(&items());
    bench.run(&[]);
    edit(&bench.output().join("d.md"));
    edit(&bench.output().join("b.txt"));
    bench.rewrite(&items()[..1]);
    let (_, stdout, _) = bench.run(&["--dry-run"]);
    assert_eq!(stdout, "remove b/c.md\nkeep d.md\n");
    assert!(bench.names().contains(&"b/c.md".to_owned()));
    bench.run(&[]);
    assert_eq!(bench.names(), ["a.md", "b.txt", "d.md"]);
    assert!(!bench.output().join("b").exists());
}

#[test]
fn a_damaged_export_removes_nothing() {
    let item = |id, link| Item { id, link, ..Item::default() };
    let items = [item("1", "https://old.example/a/"), item("2", "https://old.example/b/")];
    let bench = Bench::with(&items);
    bench.run(&[]);
    cut(&bench.export(), "<wp:post_id>2");
    let (code, _, report) = bench.run(&[]);
    assert_eq!(code, Some(4));
    assert_eq!(report["exports"][0]["damaged"], true);
    assert!(bench.names().contains(&"b.md".to_owned()));
}

#[expect(clippy::disallowed_methods, reason = "a test damages its input")]
fn cut(path: &Path, at: &str) {
    let text = fs::read_to_string(path).expect("the export");
    let end = text.find(at).expect("the place to cut at");
    fs::write(path, &text[..end]).expect("the export can be written");
}

#[test]
fn a_foreign_folder_is_refused_without_force() {
    let bench = Bench::with(&[Item::default()]);
    fs::create_dir(bench.output()).expect("the folder can be made");
    edit(&bench.output().join("hello.md"));
    assert_eq!(bench.run(&[]).0, Some(1));
    assert_eq!(bench.text("hello.md"), "mine\n");
    assert_eq!(bench.run(&["--force"]).0, Some(0));
    assert!(bench.text("hello.md").starts_with("---\n"));
}

#[test]
fn a_target_of_ones_own_is_a_file() {
    let bench = Bench::with(&[Item::default()]);
    let own = bench.export().with_file_name("own.toml");
    let path = own.display().to_string();
    let embedded = include_str!("../src/target/markdown.toml");
    save(&own, &embedded.replace("post = \"{path}.md\"", "post = \"blog/{path}.md\""));
    assert_eq!(bench.run(&["--target-file", &path]).0, Some(0));
    assert_eq!(bench.names(), ["blog/hello.md"]);
    save(&own, &embedded.replace("[paths]", "[pathes]"));
    assert_eq!(bench.run(&["--target-file", &path]).0, Some(1));
}

#[expect(clippy::disallowed_methods, reason = "a user writes a file")]
fn save(path: &Path, text: &str) {
    fs::write(path, text).expect("the file can be written");
}

#[test]
fn a_dry_run_writes_nothing() {
    let bench = Bench::with(&[Item::default()]);
    let (code, stdout, _) = bench.run(&["--dry-run"]);
    assert_eq!((code, stdout.as_str()), (Some(0), "create hello.md\n"));
    assert!(!bench.output().exists());
}

#[test]
fn the_same_bytes_whatever_the_number_of_jobs() {
    let links: Vec<String> = (1..60).map(|id| format!("https://old.example/{}/", id % 7)).collect();
    let ids: Vec<String> = (1..60).map(|id: u32| id.to_string()).collect();
    let items: Vec<Item<'_>> =
        links.iter().zip(&ids).map(|(link, id)| Item { id, link, ..Item::default() }).collect();
    let bench = Bench::with(&items);
    let (_, _, one) = bench.run(&["-j1"]);
    let first = files(&bench.output());
    fs::remove_dir_all(bench.output()).expect("the folder can be removed");
    let (_, _, eight) = bench.run(&["-j8"]);
    assert_eq!(first, files(&bench.output()));
    assert_eq!(one, eight);
    assert_eq!(first.len(), 59);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, rng_seed: RngSeed::Fixed(1), ..ProptestConfig::default() })]

    /// Slugs and titles of any kind, in any order: the same safe, unique paths.
    #[test]
    fn paths_do_not_depend_on_the_order(
        slugs in prop::collection::vec("[a-cA-C./%:]{0,4}|\\PC{0,3}|con|\\.\\.", 1..12),
        seed in any::<u64>(),
    ) {
        let links: Vec<String> = slugs.iter().map(|slug| {
            let escaped = slug.replace('&', "&amp;").replace('<', "&lt;");
            format!("https://old.example/{escaped}/")
        }).collect();
        let ids: Vec<String> = (1..=slugs.len()).map(|id| id.to_string()).collect();
        let mut order: Vec<usize> = (0..slugs.len()).collect();
        let items = |order: &[usize]| -> Vec<Item<'_>> {
            order.iter().map(|at| Item { id: &ids[*at], link: &links[*at], slug: "s", ..Item::default() }).collect()
        };
        let paths = |report: &Value| -> BTreeSet<(u64, String)> {
            report["items"].as_array().expect("items").iter().map(|item| {
                (item["id"].as_u64().expect("an id"), item["path"].as_str().expect("a path").to_owned())
            }).collect()
        };
        let first = Bench::with(&items(&order));
        let (code, _, one) = first.run(&[]);
        prop_assert_eq!(code, Some(0));
        order.sort_by_key(|at| (*at as u64).wrapping_mul(seed | 1));
        let (_, _, two) = Bench::with(&items(&order)).run(&[]);
        prop_assert_eq!(paths(&one), paths(&two));
        prop_assert_eq!(first.names().len(), slugs.len());
        let folded: BTreeSet<String> = first.names().iter().map(|name| name.to_lowercase()).collect();
        prop_assert_eq!(folded.len(), slugs.len());
    }
}

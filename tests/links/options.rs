//! What the options about links do.

use std::fs;

use serde_json::Value;

use crate::bench::Bench;
use crate::export::Item;
use crate::program::pressdown;

fn page<'a>(id: &'a str, link: &'a str, content: &'a str) -> Item<'a> {
    Item { id, link, content, ..Item::default() }
}

fn messages<'a>(report: &'a Value, name: &str) -> Vec<&'a str> {
    let notices = report["notices"].as_array().expect("notices");
    let named = notices.iter().filter(|notice| notice["name"] == name);
    named.map(|notice| notice["message"].as_str().expect("a message")).collect()
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test puts an upload into its place")]
fn links_of_the_output_are_looked_at() {
    let content = "<a href=\"/about/\">a</a> <a href=\"/nothing/\">b</a> \
         <a href=\"/wp-content/uploads/x.pdf\">c</a> <a href=\"y.txt\">d</a>";
    let items = [
        page("1", "https://old.example/here/", content),
        page("2", "https://old.example/about/", "Text."),
    ];
    for (target, upload) in
        [("markdown", "wp-content/uploads/x.pdf"), ("hugo", "static/wp-content/uploads/x.pdf")]
    {
        let bench = Bench::with(&items);
        let (code, _, report) = bench.run(&["-t", target, "--check-links", "--strict"]);
        assert_eq!(code, Some(3));
        // The other two were told as links to nothing in the export, and stayed as they were.
        let dead = messages(&report, "dead-link");
        assert!(dead.len() == 1 && dead[0].contains("x.pdf` leads to nothing"), "{dead:?}");
        let file = bench.output().join(upload);
        fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        fs::write(file, "a paper").expect("an upload");
        let (_, _, report) = bench.run(&["-t", target, "--check-links"]);
        assert_eq!(messages(&report, "dead-link"), [""; 0]);
    }
}

#[test]
fn links_to_what_is_hidden_stay_or_become_text() {
    let content = "See <a href=\"https://old.example/?p=2\">the <b>plan</b></a>.";
    let items = [
        page("1", "https://old.example/here/", content),
        Item { status: "draft", ..page("2", "https://old.example/?p=2", "Secret.") },
    ];
    let bench = Bench::with(&items);
    let (_, _, report) = bench.run(&[]);
    assert!(bench.text("here.md").contains("See [the **plan**](https://old.example/?p=2)."));
    assert_eq!(report["links"][0]["reason"], "link-to-unpublished");
    assert_eq!(report["links"][0]["line"], 10);
    let (_, _, report) = bench.run(&["--hidden-links", "text"]);
    assert!(bench.text("here.md").contains("See the **plan**."));
    let link = &report["links"][0];
    assert_eq!((&link["url"], &link["line"]), (&"https://old.example/?p=2".into(), &Value::Null));
    assert_eq!(report["totals"]["links"]["broken"], 1);
}

#[test]
fn former_hosts_are_named_or_found_out() {
    let content = "<a href=\"http://older.example/blog/about/\">a</a> <a href=\"http://localhost:8888/about/\">b</a> \
         <a href=\"https://cdn.example/about/\">c</a>";
    let guid = |id: u32| format!("<guid>http://localhost:8888/?p={id}</guid>");
    let guids: Vec<String> = (1..=3).map(guid).collect();
    let items = [
        Item { more: &guids[0], ..page("1", "https://old.example/here/", content) },
        Item { more: &guids[1], ..page("2", "https://old.example/about/", "Text.") },
        Item { more: &guids[2], ..page("3", "https://old.example/third/", "Text.") },
    ];
    let bench = Bench::with(&items);
    let (_, _, report) = bench.run(&[]);
    let text = bench.text("here.md");
    assert!(
        text.contains("[a](http://older.example/blog/about/) [b](about.md) [c](https://cdn"),
        "{text}"
    );
    let inferred = messages(&report, "inferred-host");
    assert!(
        inferred.len() == 1 && inferred[0].starts_with("`localhost:8888` is taken"),
        "{inferred:?}"
    );
    let arguments = ["--alias-host", "older.example/blog,https://cdn.example", "--force"];
    bench.run(&arguments);
    assert!(bench.text("here.md").contains("[a](about.md) [b](about.md) [c](about.md)"));
}

#[test]
fn a_site_below_a_folder_has_its_addresses_there() {
    let content = "<a href=\"../about/\">a</a> <a href=\"https://old.example/category/sea/\">b</a>";
    let term = "<category domain=\"category\" nicename=\"sea\"><![CDATA[Sea]]></category>";
    let items = [
        Item { more: term, ..page("1", "https://old.example/here/", content) },
        page("2", "https://old.example/about/", "Text."),
    ];
    let bench = Bench::with(&items);
    bench.run(&["-t", "hugo", "--base-url", "https://new.example/blog/", "--redirects", "csv"]);
    let text = bench.text("content/posts/here.md");
    // Hugo adds the folder of its base URL to `url` itself, and to links not.
    assert!(text.contains("\nurl: /here/\n"), "{text}");
    assert!(text.contains("[a](/blog/about/) [b](/blog/category/sea/)"), "{text}");
    let redirects = bench.text("redirects.csv");
    for line in [
        "/here/,/blog/here/,301",
        "/category/sea/,/blog/category/sea/,301",
        "/?p=2,/blog/about/,301",
    ] {
        assert!(redirects.lines().any(|it| it == line), "{line} in {redirects}");
    }
}

/// A site of a network in a folder, made by a real WordPress: its uploads have three addresses.
#[test]
fn uploads_of_a_network_have_several_addresses() {
    let export = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/network/network.xml");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let output = folder.path().join("out");
    let run = pressdown([
        export.as_ref(),
        "-t".as_ref(),
        "hugo".as_ref(),
        "-o".as_ref(),
        output.as_os_str(),
    ]);
    assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
    let post = output.join("content/posts/walks/cliffs/up-the-cliff.md");
    let text = fs::read_to_string(post).expect("the post");
    let links = pressdown::link::destinations(&text);
    let upload = "/wp-content/uploads/sites/2/2019/06/cliff.jpg";
    assert_eq!(links.iter().filter(|(_, link)| link == upload).count(), 4, "{text}");
}

#[test]
fn redirects_name_nothing_that_was_not_public() {
    let items = [Item { status: "draft", ..page("7", "https://old.example/?p=7", "Secret.") }];
    let bench = Bench::with(&items);
    bench.run(&["--redirects", "csv,json,nginx"]);
    for name in ["redirects.csv", "redirects.json", "redirects.nginx.conf"] {
        let text = bench.text(name);
        assert!(!text.contains("jdoe") && !text.contains("p=7"), "{name}: {text}");
    }
}

#[test]
fn lists_whose_prefix_somebody_renamed_are_guessed_and_told() {
    let term = "<category domain=\"category\" nicename=\"sea\"><![CDATA[Sea]]></category>";
    let content = "<a href=\"/topics/sea/\">a</a> <a href=\"/topics/land/\">b</a> <a href=\"/category/sea/\">c</a>";
    let items = [Item { more: term, ..page("1", "https://old.example/here/", content) }];
    let bench = Bench::with(&items);
    let (_, _, report) = bench.run(&[]);
    let text = bench.text("here.md");
    assert!(
        text.contains("[a](category/sea.md) [b](/topics/land/) [c](category/sea.md)"),
        "{text}"
    );
    let guessed = messages(&report, "guessed-link");
    assert!(guessed.len() == 1 && guessed[0].starts_with("`/topics/sea/`"), "{guessed:?}");
    assert_eq!(messages(&report, "broken-link").len(), 1);
}

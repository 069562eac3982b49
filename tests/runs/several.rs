//! Several exports in one run: parts of a site, the same items more than once, different sites.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde_json::Value;

use crate::bench::Bench;
use crate::export::{Item, export};
use crate::save;
use crate::tree::files;

/// What a run wrote, and its report.
struct Run {
    files: BTreeMap<String, String>,
    report: Value,
}

impl Run {
    fn codes(&self) -> Vec<&str> {
        let notices = self.report["notices"].as_array().expect("notices");
        notices.iter().map(|notice| notice["code"].as_str().expect("a code")).collect()
    }

    fn names(&self) -> Vec<&str> {
        self.files.keys().map(String::as_str).collect()
    }

    /// The reasons of all items that were left out, in the order of the report.
    fn reasons(&self) -> Vec<&str> {
        let items = self.report["items"].as_array().expect("items");
        let skipped = items.iter().filter(|item| item["action"] == "skipped");
        skipped.map(|item| item["reason"].as_str().expect("a reason")).collect()
    }
}

fn run(exports: &[&str], arguments: &[&str]) -> Run {
    let bench = Bench::with(&[]);
    let mut all: Vec<String> = Vec::new();
    for (number, text) in exports.iter().enumerate() {
        let path = match number {
            0 => bench.export(),
            number => bench.export().with_file_name(format!("{number}.xml")),
        };
        save(&path, text);
        all.extend((number > 0).then(|| path.display().to_string()));
    }
    all.extend(arguments.iter().map(|argument| (*argument).to_owned()));
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    let (code, _, report) = bench.run(&all);
    assert_eq!(code, Some(0), "{report}");
    let files = files(&bench.output());
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    Run { files: files.into_iter().map(|(name, bytes)| (name, text(bytes))).collect(), report }
}

fn guid(address: &str) -> String {
    format!("<guid isPermaLink=\"false\">{address}</guid>")
}

/// A guid, and the moment of the last change.
fn changed(address: &str, moment: &str) -> String {
    let fields = format!(
        "<wp:post_modified>{moment}</wp:post_modified><wp:post_modified_gmt>{moment}</wp:post_modified_gmt>"
    );
    guid(address) + &fields
}

fn picture<'a>(id: &'a str, more: &'a str) -> Item<'a> {
    Item {
        id,
        more,
        title: "",
        content: "",
        slug: "",
        status: "inherit",
        post_type: "attachment",
        link: "",
        ..Item::default()
    }
}

fn url(name: &str) -> String {
    format!(
        "<wp:attachment_url>https://old.example/wp-content/uploads/{name}</wp:attachment_url>\
         <wp:postmeta><wp:meta_key>_wp_attached_file</wp:meta_key><wp:meta_value>{name}</wp:meta_value></wp:postmeta>"
    )
}

#[test]
fn parts_of_a_site_are_one_site_in_any_order() {
    let content = "<!-- wp:paragraph -->\n<p><a href=\"/crew/galley/\">by name</a> and <a \
        href=\"https://old.example/?page_id=2\">by number</a></p>\n<!-- /wp:paragraph -->\n\
        <!-- wp:block {\"ref\":9} /-->\n<!-- wp:shortcode -->[gallery ids=\"31,32\"]<!-- /wp:shortcode -->";
    let thumbnail = "<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key>\
        <wp:meta_value>33</wp:meta_value></wp:postmeta>";
    let (a, b, c) = (url("a.jpg"), url("b.jpg"), url("c.jpg"));
    let page = |id, slug, parent| Item {
        id,
        slug,
        parent,
        post_type: "page",
        link: "https://old.example/?page_id=1",
        ..Item::default()
    };
    let block = Item {
        id: "9",
        link: "",
        slug: "",
        post_type: "wp_block",
        content: "<p>Shared.</p>",
        ..Item::default()
    };
    // A page whose address is known, and one that stands below a page of another file.
    let galley = Item { link: "https://old.example/crew/galley/", ..page("2", "galley", "3") };
    let parts = [
        export(&[Item { content, more: thumbnail, ..Item::default() }]),
        export(&[galley, page("4", "stove", "3"), picture("31", &a)]),
        export(&[page("3", "crew", "0"), block, picture("32", &b), picture("33", &c)]),
    ];
    let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
    let runs = orders.map(|order| run(&order.map(|part| parts[part].as_str()), &[]));
    let first = &runs[0];
    assert_eq!(first.codes(), Vec::<&str>::new());
    assert_eq!(first.names(), ["crew.md", "crew/galley.md", "crew/stove.md", "hello.md"]);
    let text = &first.files["hello.md"];
    for part in [
        "image: wp-content/uploads/c.jpg\n",
        "[by name](crew/galley.md) and [by number](crew/galley.md)",
        "Shared.",
        "wp-content/uploads/a.jpg",
        "wp-content/uploads/b.jpg",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    for other in &runs {
        assert_eq!(other.files, first.files);
        assert_eq!(other.report["totals"], first.report["totals"]);
    }
}

#[test]
fn of_several_versions_of_an_item_the_last_changed_one_is_written() {
    let comment = "<wp:comment><wp:comment_id>1</wp:comment_id><wp:comment_author>Ann</wp:comment_author>\
        <wp:comment_content>Yes</wp:comment_content><wp:comment_approved>1</wp:comment_approved></wp:comment>";
    let address = "https://old.example/?p=1";
    let old = changed(address, "2019-06-01 00:00:00") + comment;
    let new = changed(address, "2020-06-01 00:00:00") + comment;
    let other = [Item {
        id: "2",
        link: "https://old.example/two/",
        content: "<a href=\"/old-name/\">x</a>",
        ..Item::default()
    }];
    let named = |title, link, more| {
        let items: Vec<Item<'_>> = vec![Item { title, link, more, ..Item::default() }];
        export(&items)
    };
    let old = named("Old", "https://old.example/old-name/", &old);
    let new = named("New", "https://old.example/hello/", &new);
    let other = export(&other);
    for (exports, reason) in [
        ([&*old, &new, &other], "taken from a later file"),
        ([&new, &old, &other], "already in an earlier file"),
        ([&other, &old, &new], "taken from a later file"),
    ] {
        let run = run(&exports, &[]);
        assert_eq!(run.names(), ["hello.md", "two.md"]);
        assert!(run.files["hello.md"].contains("title: \"New\"\n"), "{:?}", run.files);
        // The address of the version that does not count leads to the one that does.
        assert!(run.files["two.md"].contains("[x](hello.md)"), "{}", run.files["two.md"]);
        assert_eq!(run.reasons(), [reason]);
        assert_eq!(run.report["totals"]["comments"]["written"], 1);
        assert_eq!(run.codes(), Vec::<&str>::new());
    }
}

#[test]
fn where_no_version_says_when_it_was_changed_the_earlier_file_counts() {
    let titled = |title| export(&[Item { title, ..Item::default() }]);
    let dated = changed("https://old.example/?p=1", "2020-06-01 00:00:00");
    let (one, two) = (titled("One"), titled("Two"));
    let dated = export(&[Item { title: "Dated", more: &dated, ..Item::default() }]);
    for (exports, title) in [
        (vec![&*one, &two], "One"),
        (vec![&two, &one], "Two"),
        (vec![&one, &two, &dated], "Dated"),
        (vec![&dated, &one], "Dated"),
        (vec![&dated, &dated], "Dated"),
    ] {
        let run = run(&exports, &[]);
        assert!(run.files["hello.md"].contains(&format!("title: \"{title}\"\n")));
        assert_eq!(run.names(), ["hello.md"]);
    }
}

#[test]
fn a_draft_that_was_published_later_is_one_item() {
    let address = "https://old.example/?p=1";
    let (old, new) =
        (changed(address, "2019-06-01 00:00:00"), changed(address, "2020-06-01 00:00:00"));
    let draft = Item {
        more: &old,
        link: address,
        slug: "",
        status: "draft",
        date_gmt: "0000-00-00 00:00:00",
        ..Item::default()
    };
    let draft = export(&[draft]);
    let published = export(&[Item { more: &new, ..Item::default() }]);
    for exports in [[&*draft, &published], [&published, &draft]] {
        let run = run(&exports, &["--include", "draft"]);
        assert_eq!(run.names(), ["hello.md"]);
        assert!(!run.files["hello.md"].contains("draft"));
        assert_eq!(run.codes(), Vec::<&str>::new());
    }
}

/// What was made private after the first export stays private.
#[test]
fn the_last_word_on_what_is_public_counts() {
    let address = "https://old.example/?p=1";
    let (old, new) =
        (changed(address, "2019-06-01 00:00:00"), changed(address, "2020-06-01 00:00:00"));
    let public = export(&[Item { more: &old, ..Item::default() }]);
    for (status, password) in [("private", ""), ("trash", ""), ("publish", "s3cret")] {
        let hidden = export(&[Item { more: &new, status, password, ..Item::default() }]);
        for exports in [[&*public, &hidden], [&hidden, &public]] {
            assert_eq!(run(&exports, &[]).names(), Vec::<&str>::new());
        }
    }
}

#[test]
fn pictures_and_shared_blocks_are_those_of_the_last_version() {
    let moments = ["2019-06-01 00:00:00", "2020-06-01 00:00:00"];
    let content = "<!-- wp:block {\"ref\":9} /-->\n\
        <!-- wp:shortcode -->[gallery ids=\"31\"]<!-- /wp:shortcode -->";
    let versions = [("a.jpg", "<p>First.</p>"), ("b.jpg", "<p>Second.</p>")];
    let exports: Vec<String> = moments
        .into_iter()
        .zip(versions)
        .map(|(moment, (name, shared))| {
            let file = changed("https://old.example/wp-content/uploads/a.jpg", moment) + &url(name);
            let block = changed("https://old.example/?p=9", moment);
            let block = Item {
                id: "9",
                link: "",
                post_type: "wp_block",
                content: shared,
                more: &block,
                ..Item::default()
            };
            export(&[Item { content, ..Item::default() }, block, picture("31", &file)])
        })
        .collect();
    for order in [[0, 1], [1, 0]] {
        let run = run(&order.map(|at: usize| exports[at].as_str()), &[]);
        let text = &run.files["hello.md"];
        assert!(text.contains("Second.") && text.contains("uploads/b.jpg"), "{text}");
        assert!(!text.contains("First.") && !text.contains("uploads/a.jpg"), "{text}");
        assert_eq!(run.codes(), Vec::<&str>::new());
    }
}

#[test]
fn exports_behind_each_other_in_one_file_hold_each_item_once() {
    let one = export(&[
        Item::default(),
        Item { id: "2", link: "https://old.example/b/", ..Item::default() },
    ]);
    let two = export(&[
        Item::default(),
        Item { id: "3", link: "https://old.example/c/", ..Item::default() },
    ]);
    let run = run(&[&(one + &two)], &[]);
    assert_eq!(run.names(), ["b.md", "c.md", "hello.md"]);
    assert_eq!(run.report["totals"]["items"], 4);
    assert_eq!(run.codes(), Vec::<&str>::new());
}

/// Before WordPress 3.1 an export held names where later ones hold logins.
#[test]
fn an_author_is_one_in_exports_of_all_ages() {
    let new = export(&[Item::default()]);
    let old = export(&[Item { id: "2", link: "https://old.example/two/", ..Item::default() }])
        .replace("<![CDATA[jdoe]]></dc:creator>", "<![CDATA[Jane Doe]]></dc:creator>");
    let head = old.find("<wp:author>").expect("an author")..old.find("<item>").expect("an item");
    let old = old[..head.start].to_owned() + &old[head.end..];
    for exports in [[&*old, &new], [&new, &old]] {
        let run = run(&exports, &[]);
        for text in run.files.values() {
            assert!(text.contains("author: \"Jane Doe\"\n"), "{text}");
        }
    }
}

/// An item of one part tells a slug alone, and the head of the other part its name.
#[test]
fn terms_have_the_names_of_all_heads() {
    let more = "<category domain=\"category\" nicename=\"pasta-rice\"></category>\
        <category domain=\"genre\" nicename=\"unknown\"/>";
    let item = export(&[Item { more, ..Item::default() }]);
    let term = "<wp:category><wp:category_nicename>pasta-rice</wp:category_nicename>\
        <wp:cat_name><![CDATA[Pasta &amp; Rice]]></wp:cat_name></wp:category></channel>";
    let head = export(&[]).replace("</channel>", term);
    for exports in [[&*item, &head], [&head, &item]] {
        let run = run(&exports, &[]);
        let text = &run.files["hello.md"];
        assert!(text.contains("categories: [\"Pasta & Rice\"]\n"), "{text}");
        assert!(text.contains("genre: [\"unknown\"]\n"), "{text}");
    }
}

#[test]
fn sites_are_told_apart() {
    let content = "<a href=\"/?p=2\">two</a> [gallery ids=\"31\"]";
    let own = |address: &str| {
        let own =
            [url("a.jpg"), guid(&format!("https://{address}/wp-content/uploads/a.jpg"))].concat();
        let two = "https://old.example/two/";
        export(&[
            Item { content, ..Item::default() },
            Item { id: "2", link: two, ..Item::default() },
            picture("31", &own),
        ])
        .replace("old.example", address)
    };
    let (old, other) = (own("old.example"), own("other.example"));
    for exports in [[&*old, &other], [&other, &old]] {
        let run = run(&exports, &[]);
        // All four posts, since one id says nothing across sites.
        assert_eq!(run.names().len(), 4, "{:?}", run.names());
        assert_eq!(run.report["totals"]["skipped"], 0);
        let codes = run.codes();
        assert!(codes.contains(&"W036") && !codes.contains(&"W006"), "{codes:?}");
        assert_eq!(codes.iter().filter(|code| **code == "W014").count(), 2, "{codes:?}");
        for text in run.files.values() {
            assert!(!text.contains("uploads/a.jpg"), "whose picture is it? {text}");
        }
    }
    let moved = old
        .replace("<link>https://old.example", "<link>http://www.OLD.example")
        .replace("_url>https://old.example<", "_url>http://www.old.example/<");
    let same = run(&[&old, &moved], &[]);
    assert_eq!((same.names(), same.codes()), (vec!["hello.md", "two.md"], vec![]));
}

/// A site that moved keeps its guids.
#[test]
fn a_site_that_moved_is_one_site() {
    let address = "https://first.example/?p=1";
    let (before, after) =
        (changed(address, "2019-06-01 00:00:00"), changed(address, "2020-06-01 00:00:00"));
    let before = export(&[Item { title: "Before", more: &before, ..Item::default() }]);
    let after = export(&[Item { title: "After", more: &after, ..Item::default() }])
        .replace("old.example", "new.example");
    for exports in [[&*before, &after], [&after, &before]] {
        let run = run(&exports, &[]);
        assert_eq!(run.names(), ["hello.md"]);
        assert!(run.files["hello.md"].contains("title: \"After\"\n"));
        assert_eq!(run.codes(), ["W036"]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, rng_seed: RngSeed::Fixed(1), ..ProptestConfig::default() })]

    /// Items of a site in versions of all kinds, in three exports.
    #[test]
    fn the_order_of_the_exports_has_no_say(
        versions in prop::collection::vec((1..5_u32, 0..3_usize, 0..4_usize, "[a-c]"), 1..12)
    ) {
        let mut parts: [Vec<Version>; 3] = Default::default();
        for (number, (id, part, status, slug)) in versions.into_iter().enumerate() {
            // One export has one version of an item, and no two versions are of one moment.
            if parts[part].iter().all(|version| version.id != id.to_string()) {
                parts[part].push(Version::of(id, number, ["publish", "publish", "draft", "private"][status], &slug));
            }
        }
        let parts = parts.map(|versions| export(&versions.iter().map(Version::item).collect::<Vec<_>>()));
        let [a, b, c] = parts.each_ref().map(String::as_str);
        let first = run(&[a, b, c], &["--include", "draft"]);
        for order in [[a, c, b], [c, b, a]] {
            prop_assert_eq!(&run(&order, &["--include", "draft"]).files, &first.files);
        }
    }
}

/// A version of an item.
struct Version {
    id: String,
    status: &'static str,
    slug: String,
    link: String,
    title: String,
    more: String,
}

impl Version {
    fn of(id: u32, number: usize, status: &'static str, slug: &str) -> Self {
        let link = match status {
            "publish" => format!("https://old.example/{slug}/"),
            _ => format!("https://old.example/?p={id}"),
        };
        let guid = format!("https://old.example/?p={id}");
        Self {
            id: id.to_string(),
            status,
            slug: slug.to_owned(),
            link,
            title: format!("Version {number}"),
            more: changed(&guid, &format!("2020-06-{:02} 00:00:00", number + 1)),
        }
    }

    fn item(&self) -> Item<'_> {
        let Self { id, status, slug, link, title, more } = self;
        Item { id, title, link, slug, status, more, ..Item::default() }
    }
}

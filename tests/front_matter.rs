//! The fields of an item → front matter that every reader of YAML understands.

#[path = "support/bench.rs"]
mod bench;
#[path = "support/export.rs"]
mod export;
#[path = "support/program.rs"]
mod program;
#[path = "support/tree.rs"]
mod tree;

use bench::Bench;
use export::Item;

/// Titles that YAML readers take for something else, or that break them.
const AWKWARD: &[&str] = &[
    "- 2012",
    "null",
    "~",
    "Yes",
    "No",
    "on",
    "y",
    "@home",
    "`x`",
    "12:30",
    "2020-01-01",
    "=",
    "<<",
    "1e3",
    "0x1F",
    "0123",
    ".5",
    "1_000",
    "! bang",
    "& and",
    "* star",
    "% pct",
    "? q",
    "| pipe",
    "> fold",
    "#tag",
    "a: b",
    "a #b",
    "it's",
    "\"q\"",
    "\\o/",
    "{a}",
    "[b]",
    "trailing:",
    "---",
    "...",
    "-",
    ",",
    "\u{85}x",
    "\u{2028}x",
    "😀",
    "\u{7f}",
    "tab\there",
    "Foo: \"Bass\" (It's #1) [Remix] – 50% \\o/",
    "a\u{a0}b",
    "\u{feff}x",
    "true",
    "TRUE",
    "NaN",
    ".inf",
    "+1",
    "-0",
    "1,000",
    "0o17",
    "0b1",
    "12e03",
    "!!str x",
    "&a b",
    "*a",
    "%YAML",
];

#[test]
fn every_title_reads_back_as_it_was() {
    let ids: Vec<String> = (1..=AWKWARD.len()).map(|id| id.to_string()).collect();
    let links: Vec<String> = ids.iter().map(|id| format!("https://old.example/{id}/")).collect();
    let items: Vec<Item<'_>> = AWKWARD
        .iter()
        .zip(ids.iter().zip(&links))
        .map(|(title, (id, link))| Item { id, link, title: escape(title), ..Item::default() })
        .collect();
    let bench = Bench::with(&items);
    bench.run(&[]);
    assert_eq!(bench.names().len(), AWKWARD.len());
    for (title, id) in AWKWARD.iter().zip(&ids) {
        let text = bench.text(&format!("{id}.md"));
        let front_matter = text.split("---\n").nth(1).expect("front matter");
        let fields: serde_yaml::Value = serde_yaml::from_str(front_matter).expect(front_matter);
        let want = title.replace(['\u{85}', '\u{7f}', '\t'], " ");
        assert_eq!(fields["title"].as_str(), Some(want.trim_matches(' ')), "{front_matter}");
    }
}

/// A title holds HTML, so what would be markup is written as an entity.
fn escape(title: &str) -> &str {
    match title {
        "<<" => "&lt;&lt;",
        "& and" => "&amp; and",
        "&a b" => "&amp;a b",
        title => title,
    }
}

#[test]
fn fields_hold_what_the_item_holds() {
    let more = r#"<category domain="category" nicename="a"><![CDATA[Pasta &amp; Rice]]></category>
        <category domain="post_tag" nicename="c"><![CDATA[C++]]></category>
        <category domain="destination" nicename="japan"><![CDATA[Japan]]></category>
        <category domain="slug" nicename="x"><![CDATA[X]]></category>
        <category domain="post_format" nicename="post-format-quote"><![CDATA[Quote]]></category>
        <wp:post_modified><![CDATA[2020-01-02 08:00:00]]></wp:post_modified>
        <wp:post_modified_gmt><![CDATA[2020-01-02 07:00:00]]></wp:post_modified_gmt>"#;
    let bench = Bench::with(&[Item { more, ..Item::default() }]);
    bench.run(&[]);
    let want = "---\ntitle: \"Hello\"\ndate: 2019-05-04T10:30:00+02:00\nlastmod: 2020-01-02T08:00:00+01:00\n\
        slug: hello\npermalink: https://old.example/hello/\nauthor: \"Jane Doe\"\n\
        categories: [\"Pasta & Rice\"]\ntags: [\"C++\"]\ndestination: [\"Japan\"]\ntaxonomy_slug: [\"X\"]\n\
        wordpress_id: 1\n---\n\nText.\n";
    assert_eq!(bench.text("hello.md"), want);
}

#[test]
fn the_first_usable_date_counts_and_zeros_are_none() {
    const ZERO: &str = "0000-00-00 00:00:00";
    let modified = "<wp:post_modified>2020-01-02 08:00:00</wp:post_modified>\
        <wp:post_modified_gmt>2020-01-02 07:00:00</wp:post_modified_gmt>";
    let cases = [
        ("2019-05-04 10:30:00", "2019-05-04 08:30:00", "", Some("2019-05-04T10:30:00+02:00")),
        (ZERO, "2019-05-04 08:30:00", "", Some("2019-05-04T08:30:00+00:00")),
        ("2019-05-04 10:30:00", ZERO, modified, Some("2019-05-04T10:30:00")),
        (ZERO, ZERO, modified, Some("2020-01-02T08:00:00+01:00")),
        (
            ZERO,
            ZERO,
            "<pubDate>Sat, 04 May 2019 08:30:00 +0000</pubDate>",
            Some("2019-05-04T08:30:00+00:00"),
        ),
        (ZERO, ZERO, "<pubDate>Wed, 30 Nov -0001 00:00:00 +0000</pubDate>", None),
    ];
    for (date, date_gmt, more, want) in cases {
        let bench = Bench::with(&[Item { date, date_gmt, more, ..Item::default() }]);
        let (_, _, report) = bench.run(&[]);
        let text = bench.text("hello.md");
        let got = text.lines().find_map(|line| line.strip_prefix("date: "));
        assert_eq!(got, want, "{date} {date_gmt} {more}");
        assert_eq!(report["notices"][0]["name"] == "unusable-date", want.is_none());
    }
}

#[test]
fn excerpts_are_plain_text() {
    let more = "<excerpt:encoded><![CDATA[A <b>short</b>\ntext &amp; more.]]></excerpt:encoded>";
    let content = "Intro.\n<!--more Read on-->\nRest.";
    let bench = Bench::with(&[Item { content, more, ..Item::default() }]);
    bench.run(&[]);
    let text = bench.text("hello.md");
    assert!(text.contains("excerpt: \"A short text & more.\"\n"), "{text}");
    assert!(text.ends_with("---\n\nIntro.\n\n<!--more-->\n\nRest.\n"), "{text}");
    bench.run(&["-t", "hugo"]);
    assert!(bench.text("content/posts/hello.md").contains("summary: \"A short text & more.\"\n"));
}

/// WordPress keeps `url\nlength\ntype` in a custom field of its own for each file.
#[test]
fn enclosures_are_the_addresses_of_their_files() {
    let field = |url: &str| {
        format!(
            "<wp:postmeta><wp:meta_key>enclosure</wp:meta_key>\
             <wp:meta_value><![CDATA[{url}\n8044\naudio/mpeg\n]]></wp:meta_value></wp:postmeta>"
        )
    };
    let own = field("http://www.old.example/wp-content/uploads/2013/09/e 1.mp3");
    let both = [own.as_str(), &own, &field("https://cdn.example/2.mp3")].concat();
    let bench = Bench::with(&[
        Item { more: &own, ..Item::default() },
        Item { id: "2", link: "https://old.example/2013/09/two/", more: &both, ..Item::default() },
        Item { id: "3", link: "https://old.example/none/", more: &field(""), ..Item::default() },
    ]);
    bench.run(&[]);
    let line = |name: &str| {
        let text = bench.text(name);
        text.lines().find(|line| line.starts_with("enclosure")).map(str::to_owned)
    };
    let one = "enclosure: wp-content/uploads/2013/09/e%201.mp3";
    assert_eq!(line("hello.md").as_deref(), Some(one));
    let two = "enclosure: [\"../../wp-content/uploads/2013/09/e%201.mp3\", \"https://cdn.example/2.mp3\"]";
    assert_eq!(line("2013/09/two.md").as_deref(), Some(two));
    assert_eq!(line("none.md"), None);
    bench.run(&["-t", "hugo"]);
    let one = "enclosure: /wp-content/uploads/2013/09/e%201.mp3";
    assert_eq!(line("content/posts/hello.md").as_deref(), Some(one));
}

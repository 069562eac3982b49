//! Exports and dates that users of other converters suffered from. `tests/cases/pains.md` says which
//! complaint is checked where.

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use pressdown::wxr::{self, Entry};
use serde_json::Value;

use crate::bench::Bench;
use crate::export::{Item, export};
use crate::program::pressdown;
use crate::save;

fn run(text: &[u8], arguments: &[&str]) -> (Bench, Option<i32>, Value) {
    let bench = Bench::with(&[]);
    save_bytes(&bench.export(), text);
    let (code, _, report) = bench.run(arguments);
    (bench, code, report)
}

#[expect(clippy::disallowed_methods, reason = "a test writes its input")]
fn save_bytes(path: &Path, bytes: &[u8]) {
    fs::write(path, bytes).expect("the export can be written");
}

/// An export with these elements behind its head.
fn with_items(items: &str) -> String {
    export(&[]).replace("</channel>", &format!("{items}</channel>"))
}

fn notices<'a>(report: &'a Value, code: &str) -> Vec<&'a Value> {
    let notices = report["notices"].as_array().expect("notices");
    notices.iter().filter(|notice| notice["code"] == code).collect()
}

/// The value of a field of the front matter, as it is written.
fn field<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

/// No. 18.
#[test]
fn what_xml_forbids_costs_only_itself() {
    let meta = |value: &str| {
        format!(
            "<wp:postmeta><wp:meta_key>notes</wp:meta_key>\
             <wp:meta_value><![CDATA[{value}]]></wp:meta_value></wp:postmeta>"
        )
    };
    let comment = "<wp:comment><wp:comment_id>3</wp:comment_id>\
        <wp:comment_author>Ann</wp:comment_author><wp:comment_content>well\u{1}done</wp:comment_content>\
        <wp:comment_approved>1</wp:comment_approved></wp:comment>";
    let more = [&meta("white reflective\u{1}background"), comment].concat();
    let last = Item { id: "2", link: "https://old.example/last/", ..Item::default() };
    let content = "a\u{10}b \u{0}c &#x1;d&#11; <b title=\"x&#x1;y\">e</b>";
    let title = "Hello&#x1;";
    let text = export(&[Item { title, content, more: &more, ..Item::default() }, last]);
    let (bench, code, report) = run(text.as_bytes(), &[]);
    assert_eq!(code, Some(0), "{report}");
    assert_eq!(bench.names(), ["hello.md", "last.md"]);
    let hello = bench.text("hello.md");
    assert!(
        hello.contains("\n\nab c d **e**\n")
            && hello.contains("\ntitle: \"Hello\"\n")
            && hello.contains("welldone\n"),
        "{hello}"
    );
    let dropped = notices(&report, "W003");
    assert!(!dropped.is_empty());
    assert!(dropped.iter().all(|notice| notice["post"] == 1 && notice["line"].is_u64()));

    let at = text.find("Text.").expect("the text of the last item");
    let mut bytes = text.into_bytes();
    bytes[at] = 0xFC;
    let dropped = dropped.len();
    let (bench, code, report) = run(&bytes, &[]);
    assert_eq!((code, bench.names().len()), (Some(0), 2));
    assert!(bench.text("last.md").contains("ext.\n"));
    assert!(report["notices"].as_array().expect("notices").len() > dropped);
    assert_eq!(run(&bytes, &["--strict"]).1, Some(3), "these are warnings");
}

/// An export that is made while it is read, and the most that was ever asked for at once.
struct Endless {
    items: u64,
    rest: Vec<u8>,
    most: usize,
}

impl Read for &mut Endless {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.most = self.most.max(buffer.len());
        if self.rest.is_empty() && self.items > 0 {
            self.items -= 1;
            let text = "word ".repeat(4000);
            self.rest = format!(
                "<item><wp:post_id>{}</wp:post_id><content:encoded><![CDATA[{text}]]></content:encoded></item>",
                self.items + 1
            )
            .into_bytes();
        }
        let length = self.rest.len().min(buffer.len());
        buffer[..length].copy_from_slice(&self.rest[..length]);
        self.rest.drain(..length);
        Ok(length)
    }
}

/// No. 19: memory follows the largest item and not the export.
#[test]
fn a_big_export_is_never_in_memory() {
    let head = b"<rss xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel>".to_vec();
    let most = |items: u64| {
        let mut input = Endless { items, rest: head.clone(), most: 0 };
        let mut read = 0;
        let reading = wxr::read(&mut input, 0, &mut |entry| {
            read += u64::from(matches!(entry, Entry::Item(..)));
        });
        assert_eq!(reading.expect("an export").items, items);
        assert_eq!(read, items);
        input.most
    };
    assert_eq!(most(1_000), most(100), "20 MB and 2 MB");
}

/// No. 21.
#[test]
fn an_export_that_was_cut_off_is_recognised() {
    let whole = Item { title: "First", ..Item::default() };
    let cut = "<item><title>Last</title><content:encoded><![CDATA[Text that sto";
    let text = with_items("").replace("</channel>\n</rss>\n", "") + &items(&[whole]) + cut;
    let (bench, code, report) = run(text.as_bytes(), &[]);
    assert_eq!(code, Some(4));
    assert_eq!(bench.names(), ["drafts/last.md", "hello.md"]);
    assert!(bench.text("drafts/last.md").ends_with("\n\nText that sto\n"));
    let [notice] = &notices(&report, "W001")[..] else { panic!("one notice") };
    let line = text[..text.rfind("<item>").expect("an item")].matches('\n').count() + 1;
    assert_eq!(notice["line"], line);

    let before = "<br />\n<b>Notice</b>: Undefined index in <b>/x.php</b> on line <b>2</b><br />\n";
    for before in ["\u{FEFF}", "\n", before] {
        let text = before.to_owned() + &export(&[Item::default()]);
        let (bench, code, report) = run(text.as_bytes(), &[]);
        assert_eq!((code, bench.names()), (Some(0), vec!["hello.md".to_owned()]));
        assert!(!before.starts_with('<') || notices(&report, "W009").len() == 1);
    }
    assert_eq!(run(b"", &[]).1, Some(1), "there is nothing in it");
}

/// The items of an export alone.
fn items(items: &[Item<'_>]) -> String {
    let text = export(items);
    let (_, items) = text.split_once("<item>").expect("an item");
    let (items, _) = items.rsplit_once("</item>").expect("an item");
    format!("<item>{items}</item>\n")
}

/// No. 22.
#[test]
fn no_version_and_no_prefix_is_an_error() {
    let usual = export(&[Item::default()]);
    let search = "<channel><atom:link rel=\"search\" href=\"x\"/><georss:point>1 2</georss:point>";
    let mut exports: Vec<String> = ["1.0", "1.1", "1.3", "2.0"]
        .map(|version| usual.replace("export/1.2/", &format!("export/{version}/")))
        .to_vec();
    exports.push(usual.replace("<channel>", search));
    exports.push(usual.replace("http://wordpress.org/export/", "https://wordpress.org/export/"));
    exports.push(usual.replace("wp:", "wxr:"));
    exports.push(usual.replace("	xmlns:wp=\"http://wordpress.org/export/1.2/\"\n", ""));
    for text in exports {
        let (bench, code, report) = run(text.as_bytes(), &[]);
        assert_eq!((code, bench.names()), (Some(0), vec!["hello.md".to_owned()]), "{report}");
        assert_eq!(field(&bench.text("hello.md"), "author"), Some("\"Jane Doe\""), "{text}");
    }
}

/// No. 23.
#[test]
fn the_end_of_cdata_in_a_text_is_text() {
    let split = "<pre>if (a[b[0]]]]><![CDATA[>1)</pre>";
    let (bench, code, report) =
        run(export(&[Item { content: split, ..Item::default() }]).as_bytes(), &[]);
    assert_eq!((code, report["notices"].as_array().map(Vec::len)), (Some(0), Some(0)));
    assert!(bench.text("hello.md").ends_with("\n\n```\nif (a[b[0]]>1)\n```\n"));
    let unsplit = "<pre>if (a[b[0]]>1)</pre>";
    let (bench, code, report) =
        run(export(&[Item { content: unsplit, ..Item::default() }]).as_bytes(), &[]);
    assert_eq!((code, notices(&report, "W008").len()), (Some(0), 1), "{report}");
    assert!(bench.text("hello.md").ends_with("\n\n```\nif (a[b[0]]>1)\n```\n"));
}

/// No. 24.
#[test]
fn a_wrong_file_is_named() {
    let post = "<item><title>p</title><link>https://x.example/p/</link></item>";
    let feed = format!(
        "<rss version=\"2.0\"><channel><title>x</title>{}</channel></rss>",
        post.repeat(10)
    );
    for (text, seen) in [
        ("<!DOCTYPE html><html><body>Log in</body></html>", "the root element is `<html>`"),
        (&feed, "a plain RSS feed without `wp:` elements, with 10 posts"),
        ("{\"posts\": []}", "JSON"),
    ] {
        let bench = Bench::with(&[]);
        save(&bench.export(), text);
        let run = pressdown([bench.export().as_path(), Path::new("-o"), &bench.output()]);
        let said = String::from_utf8_lossy(&run.stderr).into_owned();
        assert_eq!(run.status.code(), Some(1), "{said}");
        assert!(said.contains(seen) && said.contains("\nhint: "), "{said}");
    }
}

/// No. 28.
#[test]
fn a_draft_without_a_date_in_gmt_has_its_own() {
    let idea = "<item><title>Idea</title><link>https://s.com/?p=1242</link><pubDate></pubDate>\
        <wp:post_id>1242</wp:post_id><wp:post_date>2019-04-18 10:00:00</wp:post_date>\
        <wp:post_date_gmt>0000-00-00 00:00:00</wp:post_date_gmt><wp:post_name></wp:post_name>\
        <wp:status>draft</wp:status></item>";
    let (bench, code, _) = run(with_items(idea).as_bytes(), &["--include", "draft"]);
    assert_eq!(code, Some(0));
    let text = bench.text("drafts/idea.md");
    let want =
        "---\ntitle: \"Idea\"\ndate: 2019-04-18T10:00:00\ndraft: true\nwordpress_id: 1242\n---\n";
    assert_eq!(text, want);
    let nameless = idea.replace("Idea", "").replace("2019-04-18 10", "0000-00-00 00");
    let (bench, _, report) = run(with_items(&nameless).as_bytes(), &["--include", "draft"]);
    assert_eq!(field(&bench.text("drafts/post-1242.md"), "date"), None);
    assert_eq!(notices(&report, "W007").len(), 1);
}

/// No. 29, 30, 32.
#[test]
fn dates_have_the_offset_of_their_day_and_the_time() {
    let item = |id: u32, name: &str, local: &str, gmt: &str| {
        format!(
            "<item><title>{name}</title><link>https://old.example/2020/01/05/{name}/</link>\
             <pubDate>Sat, 04 Jan 2020 23:15:00 +0000</pubDate><wp:post_id>{id}</wp:post_id>\
             <wp:post_date>{local}</wp:post_date><wp:post_date_gmt>{gmt}</wp:post_date_gmt>\
             <wp:post_modified>2020-06-05 08:15:00</wp:post_modified>\
             <wp:post_modified_gmt>2020-06-05 00:15:00</wp:post_modified_gmt>\
             <wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item>"
        )
    };
    let items = [
        item(1, "early", "2020-01-05 08:15:00", "2020-01-04 23:15:00"),
        item(2, "late", "2020-01-05 08:15:01", "2020-01-04 23:15:01"),
        // The site was on another clock.
        item(3, "west", "2020-01-04 19:45:00", "2020-01-04 23:15:00"),
    ];
    let (bench, _, _) = run(with_items(&items.concat()).as_bytes(), &[]);
    for (name, date) in [
        ("early", "2020-01-05T08:15:00+09:00"),
        ("late", "2020-01-05T08:15:01+09:00"),
        ("west", "2020-01-04T19:45:00-03:30"),
    ] {
        let text = bench.text(&format!("2020/01/05/{name}.md"));
        assert_eq!(field(&text, "date"), Some(date));
        assert_eq!(field(&text, "lastmod"), Some("2020-06-05T08:15:00+08:00"));
    }
}

/// No. 31, and dates that other tools wrote where WordPress writes its own.
#[test]
fn the_publication_date_counts_last() {
    let usual = [("2019-05-04 10:30:00", "2019-05-04 08:30:00", "2019-05-04T10:30:00+02:00")];
    let foreign = [
        ("2019-05-04T10:30:00+02:00", "", "2019-05-04T10:30:00+02:00"),
        ("2019-05-04T08:30:00.000Z", "", "2019-05-04T08:30:00+00:00"),
        ("2019-05-04 10:30:00", "2019-05-04T08:30:00Z", "2019-05-04T10:30:00+02:00"),
    ];
    for (date, date_gmt, want) in usual.into_iter().chain(foreign) {
        let more = "<pubDate>Tue, 01 Jan 2002 00:00:00 +0000</pubDate>";
        let items = [Item { date, date_gmt, more, ..Item::default() }];
        let (bench, _, _) = run(export(&items).as_bytes(), &[]);
        assert_eq!(field(&bench.text("hello.md"), "date"), Some(want));
    }
    for (written, want) in [
        ("Sat May 04 2019 10:30:00 GMT+0200 (CEST)", Some("2019-05-04T10:30:00+02:00")),
        ("Sat, 04 May 2019 08:30:00 GMT", Some("2019-05-04T08:30:00+00:00")),
        ("Sat, 04 May 12019 08:30:00 +0000", None),
        ("Wed, 30 Nov -0001 00:00:00 +0000", None),
    ] {
        let more = format!("<pubDate>{written}</pubDate>");
        let zero = "0000-00-00 00:00:00";
        let items = [Item { date: zero, date_gmt: zero, more: &more, ..Item::default() }];
        let (bench, _, _) = run(export(&items).as_bytes(), &[]);
        assert_eq!(field(&bench.text("hello.md"), "date"), want, "{written}");
    }
}

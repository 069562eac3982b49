//! The streaming reader on whole exports, on damaged ones and on bytes that are none.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use pressdown::notice::{Code, Notice};
use pressdown::source::{self, Size};
use pressdown::wxr::{
    self, Approval, Author, Channel, CommentKind, Entry, Item, ReadError, Reading, Span, Status,
    Term, Vocabulary,
};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

#[path = "reader/damage.rs"]
mod damage;
#[path = "reader/repairs.rs"]
mod repairs;
#[path = "reader/versions.rs"]
mod versions;

/// All entries of an export.
#[derive(Default)]
struct Export {
    channels: Vec<Channel>,
    authors: Vec<Author>,
    terms: Vec<Term>,
    items: Vec<(Item<'static>, Span)>,
    reading: Reading,
}

impl Export {
    fn codes(&self) -> Vec<Code> {
        self.reading.notices.iter().map(|notice| notice.code).collect()
    }
}

fn try_read(bytes: &[u8]) -> Result<Export, ReadError> {
    let mut export = Export::default();
    export.reading = wxr::read(bytes, 0, &mut |entry| match entry {
        Entry::Channel(channel) => export.channels.push(channel),
        Entry::Author(author) => export.authors.push(author),
        Entry::Term(term) => export.terms.push(term),
        Entry::Item(item, span) => export.items.push((item.into_owned(), span)),
    })?;
    assert_eq!(export.reading.items, export.items.len() as u64);
    Ok(export)
}

fn read(bytes: &[u8]) -> Export {
    try_read(bytes).expect("an export")
}

fn file(path: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect("a file of the repository")
}

/// An export that holds these items.
fn export_of(items: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n\
         <rss version=\"2.0\" xmlns:wp=\"http://wordpress.org/export/1.2/\">\n\
         <channel>\n{items}\n</channel>\n</rss>\n"
    )
}

/// The only item of an export, and the notices about it.
fn read_one(item: &str) -> (Item<'static>, Vec<Notice>) {
    let mut export = read(export_of(item).as_bytes());
    assert_eq!(export.items.len(), 1, "{item}");
    (export.items.remove(0).0, export.reading.notices)
}

fn count<T: Ord>(values: impl IntoIterator<Item = T>) -> BTreeMap<T, usize> {
    let mut counts = BTreeMap::new();
    for value in values {
        *counts.entry(value).or_insert(0) += 1;
    }
    counts
}

/// Counted by a script with Python's `xml.etree`.
#[test]
fn harbor_holds_what_an_xml_parser_counts() {
    let export = read(&file("samples/harbor/harbor.xml"));
    assert_eq!(export.codes(), []);
    assert_eq!(export.items.len(), 249);
    let items = || export.items.iter().map(|(item, _)| item);
    let types = count(items().map(|item| item.post_type.as_ref()));
    let expected = [
        ("attachment", 23),
        ("custom_css", 1),
        ("nav_menu_item", 11),
        ("page", 14),
        ("post", 187),
        ("recipe", 6),
        ("wp_block", 3),
        ("wp_global_styles", 1),
        ("wp_navigation", 1),
        ("wp_template", 1),
        ("wp_template_part", 1),
    ];
    assert_eq!(types, BTreeMap::from(expected));
    let statuses = count(items().map(|item| item.status.clone()));
    let expected = [
        (Status::Publish, 216),
        (Status::Draft, 5),
        (Status::Pending, 1),
        (Status::Future, 1),
        (Status::Private, 2),
        (Status::Trash, 1),
        (Status::Inherit, 23),
    ];
    assert_eq!(statuses, BTreeMap::from(expected));
    assert_eq!(items().map(|item| item.meta.len()).sum::<usize>(), 612);
    assert_eq!(items().map(|item| item.terms.len()).sum::<usize>(), 358);
    assert_eq!(items().map(|item| item.content.len()).sum::<usize>(), 250_644);
    assert_eq!(items().filter(|item| item.has_password).count(), 1);
    assert_eq!(items().filter(|item| item.is_sticky).count(), 1);
    let comments = || items().flat_map(|item| &item.comments);
    let approvals = count(comments().map(|comment| comment.approval));
    let expected = [(Approval::Approved, 85), (Approval::Held, 1), (Approval::Trash, 1)];
    assert_eq!(approvals, BTreeMap::from(expected));
    let kinds = count(comments().map(|comment| comment.kind));
    assert_eq!(
        kinds,
        BTreeMap::from([
            (CommentKind::Comment, 85),
            (CommentKind::Pingback, 1),
            (CommentKind::Trackback, 1)
        ])
    );
}

#[test]
fn the_head_of_harbor_is_read() {
    let export = read(&file("samples/harbor/harbor.xml"));
    let [channel] = &export.channels[..] else { panic!("one channel") };
    assert_eq!(channel.title, "Harbor & Hearth");
    assert_eq!(channel.description, "Notes from an inn, a yard & the \"far\" end of a pier");
    assert_eq!(channel.generator, "WordPress/7.1");
    assert_eq!(channel.wxr_version, "1.2");
    assert_eq!(channel.language, "en-US");
    assert_eq!(channel.base_blog_url, "https://harborandhearth.example");
    let logins: Vec<_> = export.authors.iter().map(|author| author.login.as_str()).collect();
    assert_eq!(logins, ["keeper", "anders", "zaneta", "old.salt@pier"]);
    assert_eq!(export.authors[3].display_name, "Capt. \"Old Salt\" O'Malley & Sons");
    let taxonomies = count(export.terms.iter().map(|term| term.taxonomy.as_str()));
    assert_eq!((taxonomies["category"], taxonomies["post_tag"]), (14, 16));
    assert_eq!(export.terms.len(), 14 + 16 + 10);
}

#[test]
fn the_network_export_is_read() {
    let export = read(&file("tests/data/network/network.xml"));
    assert_eq!(export.codes(), []);
    assert_eq!((export.items.len(), export.authors.len(), export.terms.len()), (6, 1, 3));
    let [channel] = &export.channels[..] else { panic!("one channel") };
    assert_ne!(channel.base_site_url, channel.base_blog_url);
}

#[test]
fn personal_data_is_not_kept() {
    let export = read(&file("samples/harbor/harbor.xml"));
    let entries = format!("{:?}{:?}{:?}", export.channels, export.authors, export.items);
    let mut rest = String::from_utf8(file("samples/harbor/harbor.xml")).expect("UTF-8");
    let mut secrets = Vec::new();
    for name in ["author_email", "comment_author_email", "comment_author_IP", "post_password"] {
        let open = format!("<wp:{name}><![CDATA[");
        let mut parts = rest.split(&open);
        let mut without = parts.next().expect("a first part").to_owned();
        for part in parts {
            let (secret, behind) = part.split_once("]]>").expect("CDATA ends");
            secrets.push(secret.to_owned());
            without.push_str(behind);
        }
        rest = without;
    }
    secrets.retain(|secret| !secret.is_empty() && !rest.contains(secret));
    assert!(secrets.len() > 80, "{}", secrets.len());
    secrets.retain(|secret| entries.contains(secret));
    assert_eq!(secrets, Vec::<String>::new());
}

#[test]
fn an_item_is_read_again_by_its_range() {
    let bytes = file("samples/harbor/harbor.xml");
    let export = read(&bytes);
    for (item, span) in &export.items {
        let range = usize::try_from(span.bytes.start).expect("small")
            ..usize::try_from(span.bytes.end).expect("small");
        assert!(bytes[range.clone()].starts_with(b"<item>"));
        assert!(bytes[range.clone()].ends_with(b"</item>"));
        assert_eq!(
            wxr::read_item(&bytes[range], &export.reading.vocabulary),
            (item.clone(), vec![])
        );
    }
}

#[test]
fn every_cut_keeps_the_whole_items_before_it() {
    let bytes = file("samples/harbor/harbor.xml");
    let whole = read(&bytes);
    for step in 1..=200 {
        // Behind `</channel>` nothing is missing that anyone needs.
        let end = (bytes.len() - "/channel>\n</rss>\n\t".len()) * step / 200;
        let cut = read(&bytes[..end]);
        let kept = whole.items.iter().filter(|(_, span)| span.bytes.end <= end as u64).count();
        assert_eq!(cut.items[..kept], whole.items[..kept], "cut at {end}");
        assert!(cut.items.len() <= kept + 1);
        let [notice] = &cut.reading.notices[..] else { panic!("one notice at {end}") };
        assert_eq!(notice.code, Code::ExportCutOff, "cut at {end}");
        let line = bytes[..end].split(|byte| *byte == b'\n').count();
        assert_eq!(notice.place.map(|place| place.line), Some(line as u64), "cut at {end}");
        assert!(cut.reading.is_damaged());
    }
}

#[test]
fn a_cut_item_keeps_its_text() {
    let text = export_of("<item><title>Last</title><content:encoded><![CDATA[Text that sto");
    let text = &text[..text.find("that sto").expect("there") + 8];
    let export = read(text.as_bytes());
    assert_eq!(export.items[0].0.title, "Last");
    assert_eq!(export.items[0].0.content, "Text that sto");
    let [notice] = &export.reading.notices[..] else { panic!("one notice") };
    assert_eq!(notice.code, Code::ExportCutOff);
    assert_eq!(notice.place.map(|place| place.line), Some(4));
    assert_eq!(notice.message, "the file ends inside the item of line 4; 0 items were read before");
}

#[test]
fn what_is_no_export_is_told() {
    const EXPORT: &str = "in WordPress, Tools → Export gives the file that pressdown reads";
    const FEED: &str =
        "a feed holds only the latest posts; in WordPress, Tools → Export gives all of them";
    const UNPACK: &str = "unpack it and give the `.xml` files inside";
    let feed = "<?xml version=\"1.0\"?>\n<rss version=\"2.0\">\n<channel><title>A</title>\n";
    let posts = "<item><title>p</title></item>\n".repeat(10);
    let cases: &[(&[u8], &str, &str)] = &[
        (b"", "1: not a WordPress export: the file is empty", EXPORT),
        (b"\xef\xbb\xbf \n\t\n", "1: not a WordPress export: the file is empty", EXPORT),
        (
            b"<!DOCTYPE html>\n<html lang=en><head><title>Log in</title><p>a<br>b",
            "2: not a WordPress export: an HTML page: the root element is `<html>`",
            EXPORT,
        ),
        (
            b"\n<HTML>",
            "2: not a WordPress export: an HTML page: the root element is `<HTML>`",
            EXPORT,
        ),
        (b"\n\n{\"posts\": [\"<rs>\"]}", "3: not a WordPress export: JSON", EXPORT),
        (b"[]", "1: not a WordPress export: JSON", EXPORT),
        (
            b"-- MySQL dump 10.13\n\nINSERT INTO `wp_posts` VALUES ('<p>')",
            "1: not a WordPress export: a SQL dump",
            EXPORT,
        ),
        (b"insert into wp_posts", "1: not a WordPress export: a SQL dump", EXPORT),
        (b"ID,title\n1,Hello\n", "1: not a WordPress export: the file is not XML", EXPORT),
        (b"\x89PNG\r\n\x1a\n\0\0", "1: not a WordPress export: a binary file", EXPORT),
        (b"PK\x03\x04\0\0", "1: not a WordPress export: a zip archive", UNPACK),
        (b"\x1f\x8b\x08\0", "1: not a WordPress export: a gzip archive", UNPACK),
        (
            b"\xff\xfe\0\0<\0\0\0?\0\0\0",
            "1: not a WordPress export: text in UTF-32",
            "save the file as UTF-8",
        ),
        (
            b"<?xml version=\"1.0\"?>\n<!-- a -->\n<urlset>\n<url/></urlset>",
            "3: not a WordPress export: the root element is `<urlset>`",
            EXPORT,
        ),
        (
            b"<feed xmlns=\"http://www.w3.org/2005/Atom\"></feed>",
            "1: not a WordPress export: an Atom feed: the root element is `<feed>`",
            EXPORT,
        ),
        (
            b"<?xml version=\"1.0\"?>\n",
            "1: not a WordPress export: there is no root element",
            EXPORT,
        ),
    ];
    let rss = [feed.to_owned(), format!("{feed}{posts}</channel></rss>")];
    let feeds = [
        "1: not a WordPress export: a plain RSS feed without `wp:` elements, with 0 posts",
        "1: not a WordPress export: a plain RSS feed without `wp:` elements, with 10 posts",
    ];
    let feeds = rss.iter().zip(feeds).map(|(bytes, seen)| (bytes.as_bytes(), seen, FEED));
    for (bytes, message, hint) in cases.iter().copied().chain(feeds) {
        let error = try_read(bytes).err().unwrap_or_else(|| panic!("read: {message}"));
        assert_eq!(error.to_string(), message);
        let error = error.of(PathBuf::from("x.xml"));
        assert_eq!(error.to_string(), format!("x.xml:{message}"));
        assert_eq!(error.hint(), Some(hint), "{message}");
    }
}

#[test]
fn text_before_and_behind_the_export_is_skipped() {
    let export = export_of("<item><wp:post_id>1</wp:post_id></item>");
    for (before, behind, codes) in [
        ("", "", vec![]),
        ("\u{FEFF}", "", vec![]),
        ("\n \n", "\n\n", vec![]),
        ("", "\0\0", vec![Code::IllegalCharacter]),
        ("<br />\n<b>Warning</b>: foo in <b>x.php</b><br />\n", "", vec![Code::TextOutsideExport]),
        ("<div class=\"notice\">Update!</div>", "", vec![Code::TextOutsideExport]),
        ("", "<html>Fatal error</html>", vec![Code::TextOutsideExport]),
    ] {
        let export = read(format!("{before}{export}{behind}").as_bytes());
        assert_eq!(export.items.len(), 1);
        assert_eq!(export.codes(), codes, "{before} … {behind}");
    }
}

#[test]
fn exports_put_behind_each_other_are_read_whole() {
    let one = file("tests/data/network/network.xml");
    let two = [one.clone(), one].concat();
    let export = read(&two);
    assert_eq!((export.items.len(), export.channels.len()), (12, 2));
    assert_eq!(export.codes(), []);
    assert!(export.items[11].1.line > 400);
}

#[test]
fn fields_are_found_by_prefix_in_any_order() {
    let (item, notices) = read_one(
        "<item>\
         <media:content><title>Picture</title></media:content>\
         <wxr:post_id>7</wxr:post_id>\
         <excerpt:encoded><![CDATA[short]]></excerpt:encoded>\
         <content:encoded><![CDATA[long]]></content:encoded>\
         <title>Seven</title>\
         <wp:post_parent>0</wp:post_parent>\
         <wp:menu_order>-3</wp:menu_order>\
         <wp:status>publish</wp:status>\
         </item>",
    );
    assert_eq!(notices, []);
    assert_eq!(item.id.map(|id| id.0), Some(7));
    assert_eq!((item.title.as_ref(), item.excerpt.as_ref()), ("Seven", "short"));
    assert_eq!((item.content.as_ref(), item.parent, item.menu_order), ("long", None, -3));
    assert_eq!(item.status, Status::Publish);
}

#[test]
fn values_are_decoded_once_and_only_outside_of_cdata() {
    let title = |title: &str| read_one(&format!("<item><title>{title}</title></item>")).0.title;
    assert_eq!(title("Salt &amp; Smoke"), "Salt & Smoke");
    assert_eq!(title("it&#8217;s &nbsp; a & b"), "it’s \u{A0} a & b");
    assert_eq!(title("x &lt;3 y"), "x &lt;3 y");
    assert_eq!(title("<![CDATA[Salt &amp; <b>Smoke</b>]]>"), "Salt &amp; <b>Smoke</b>");
    assert_eq!(title("\n\t<![CDATA[ a ]]>\n"), " a ");
    assert_eq!(title("\n plain \n"), "plain");
    assert_eq!(title("a &amp; <![CDATA[b &amp;]]> c"), "a & b &amp; c");
    assert_eq!(title("<![CDATA[a]]]]><![CDATA[>b]]>"), "a]]>b");
    assert_eq!(title("<![CDATA[a ]]> b ]]>"), "a ]]> b ");
    assert_eq!(title("<![CDATA[a]]> b"), "a b");
    assert_eq!(title("<b>raw</b> &amp; markup"), "<b>raw</b> &amp; markup");
    assert_eq!(title("<![CDATA[a\r\nb\rc]]>"), "a\nb\nc");
    let (item, _) = read_one("<item><link>https://a.example/?p=1&#038;b=&amp;c</link></item>");
    assert_eq!(item.link, "https://a.example/?p=1&b=&c");
}

#[test]
fn terms_that_old_exports_write_twice_are_read_once() {
    let (item, _) = read_one(
        "<item>\
         <category><![CDATA[Off-season]]></category>\
         <category domain=\"category\" nicename=\"off-season\"><![CDATA[Off-season]]></category>\
         <category domain=\"tag\"><![CDATA[fog]]></category>\
         <category domain=\"tag\" nicename=\"fog\"><![CDATA[fog]]></category>\
         <category><![CDATA[alone]]></category>\
         <category domain=\"genre\" nicename='%e4%b8%ad&amp;'>中</category>\
         </item>",
    );
    let terms: Vec<_> = item
        .terms
        .iter()
        .map(|term| (term.taxonomy.as_ref(), term.slug.as_ref(), term.name.as_ref()))
        .collect();
    let expected = [
        ("category", "off-season", "Off-season"),
        ("post_tag", "fog", "fog"),
        ("category", "", "alone"),
        ("genre", "%e4%b8%ad&", "中"),
    ];
    assert_eq!(terms, expected);
}

#[test]
fn comments_are_sorted_by_what_they_are() {
    let comment = |approved: &str, kind: &str| {
        let (item, _) = read_one(&format!(
            "<item><wp:comment><wp:comment_id>5</wp:comment_id>\
             <wp:comment_approved>{approved}</wp:comment_approved>\
             <wp:comment_type><![CDATA[{kind}]]></wp:comment_type>\
             <wp:comment_parent>4</wp:comment_parent>\
             <wp:commentmeta><wp:meta_key>k</wp:meta_key></wp:commentmeta>\
             </wp:comment></item>"
        ));
        let [comment] = &item.comments[..] else { panic!("one comment") };
        assert_eq!((comment.id, comment.parent, item.meta.len()), (5, 4, 0));
        (comment.approval, comment.kind)
    };
    assert_eq!(comment("1", ""), (Approval::Approved, CommentKind::Comment));
    assert_eq!(comment("1", "comment"), (Approval::Approved, CommentKind::Comment));
    assert_eq!(comment("0", "review"), (Approval::Held, CommentKind::Review));
    assert_eq!(comment("spam", "trackback"), (Approval::Spam, CommentKind::Trackback));
    assert_eq!(comment("trash", "pingback"), (Approval::Trash, CommentKind::Pingback));
    assert_eq!(comment("post-trashed", "note"), (Approval::Trash, CommentKind::Record));
    assert_eq!(comment("log", "sensei_user_answer"), (Approval::Held, CommentKind::Record));
}

#[test]
fn damage_costs_only_its_own_field() {
    let sound = "<item><title>sound</title></item>";
    let malformed = [Code::MalformedMarkup];
    let stray = [Code::MalformedMarkup, Code::TextOutsideExport];
    for (damaged, codes) in [
        ("<title>a<wp:post_id>1</wp:post_id>", &malformed[..]),
        ("<title>a</titel><wp:post_id>1</wp:post_id>", &malformed),
        ("<title>a</title><wp:post_id>1</wp:post_id><wp:post_name", &malformed),
        ("<?>\u{FEFF}<title>a</title><wp:post_id>1</wp:post_id>", &malformed),
        ("<title>a</title><!oops><wp:post_id>1</wp:post_id>", &stray),
        ("<title>a</title><wp:post_name <wp:post_id>1</wp:post_id>", &malformed),
        ("<title>a</title><wp:post_name x=\"><wp:post_id>1</wp:post_id>", &malformed),
        ("<title>a</title></b><wp:post_id>1</wp:post_id>", &malformed),
        ("<a:b><c:d></a:b><title>a</title><wp:post_id>1</wp:post_id>", &malformed),
        (
            "<wp:post_id>1</wp:post_id><wp:postmeta><wp:comment></wp:comment><title>a</title>",
            &malformed,
        ),
        ("<title>a\u{1}</title><wp:post_id>1</wp:post_id>", &[Code::IllegalCharacter]),
        ("<div>!</div><title>a</title><wp:post_id>1</wp:post_id>", &[Code::TextOutsideExport]),
        ("Notice: x<title>a</title><wp:post_id>1</wp:post_id>", &[Code::TextOutsideExport]),
        (
            "<title><![CDATA[a]]></title><wp:post_id>1</wp:post_id><wp:post_name><![CDATA[b]]>c]]></wp:post_name>",
            &[Code::UnsplitCdata],
        ),
    ] {
        let export = read(export_of(&format!("<item>{damaged}</item>{sound}")).as_bytes());
        assert_eq!(export.codes(), codes, "{damaged}");
        assert_eq!(export.items.len(), 2);
        assert_eq!(export.items[0].0.title, "a", "{damaged}");
        assert_eq!(export.items[0].0.id.map(|id| id.0), Some(1));
        assert_eq!(export.reading.notices[0].post, export.items[0].0.id);
        assert_eq!(export.items[1].0.title, "sound");
    }
    let open =
        "<title><![CDATA[a</title><dc:creator><![CDATA[b]]></dc:creator><wp:post_id>1</wp:post_id>";
    let open = read(export_of(&format!("<item>{open}</item>{sound}")).as_bytes());
    assert_eq!(open.codes(), [Code::MalformedMarkup]);
    assert_eq!(open.items[0].0.id.map(|id| id.0), Some(1));
    assert_eq!(open.items[1].0.title, "sound");
    let faults = read(export_of(&format!("<item>{}</item>", "<!".repeat(100))).as_bytes());
    let malformed = faults.codes().iter().filter(|code| **code == Code::MalformedMarkup).count();
    assert_eq!(malformed, 20, "more would say nothing new");
    let unclosed = read(export_of(&format!("<item><title>a</title>{sound}")).as_bytes());
    assert_eq!(unclosed.codes(), [Code::MalformedMarkup]);
    assert_eq!(unclosed.items.len(), 2);
}

#[test]
fn bytes_that_are_not_utf8_cost_only_themselves() {
    let mut bytes =
        export_of("<item><title>caf_</title><link>https://a.example</link></item>").into_bytes();
    let at = bytes.iter().position(|byte| *byte == b'_').expect("there");
    bytes[at] = 0xE9;
    let export = read(&bytes);
    assert_eq!(export.items[0].0.title, "café");
    assert_eq!(export.items[0].0.link, "https://a.example");
    assert_eq!(export.codes(), [Code::NotUtf8]);
}

/// Each of these took a naive reader quadratic time or a deep stack.
#[test]
fn hostile_exports_are_read_in_linear_time() {
    let deep = "<a>".repeat(100_000);
    let sections =
        (0..50_000).map(|n| format!("<f{n}><![CDATA[x]]>y")).collect::<Vec<_>>().concat();
    for items in [
        format!("<item>{deep}</item>"),
        format!("<item><title>{deep}</title></item>"),
        format!("<item>{}</item>", "<".repeat(1_000_000)),
        format!("<item>{}></item>", "<".repeat(1_000_000)),
        format!("<item>{}</item>", "<a \"".repeat(200_000)),
        format!("<item><title>{}</title></item>", "<".repeat(1_000_000)),
        format!("<item><title>{}</title></item>", "&".repeat(1_000_000)),
        format!("<item>{}</item>", "<!--".repeat(250_000)),
        format!("<item>{}</item>", "<?".repeat(500_000)),
        format!("<item>{}</item>", "<?>\u{FEFF}".repeat(100_000)),
        format!("<item>{}</item>", "<!".repeat(500_000)),
        format!("<item>{}</item>", "<!DOCTYPE a [".repeat(80_000)),
        format!("<item>{}</item>", "</".repeat(500_000)),
        format!("<item>{}</item>", "<![CDATA[".repeat(100_000)),
        format!("<item><title>{}</title></item>", "<![CDATA[".repeat(100_000)),
        format!("<item><title><![CDATA[{}</title></item>", "]]> ".repeat(250_000)),
        format!("<item><title>{}</title></item>", "<![CDATA[x]]> ".repeat(70_000)),
        format!("<item><title>{}</title></item>", "<![CDATA[x]]>y".repeat(70_000)),
        format!("<item>{sections}</item>"),
        format!("<item>{}</item>", sections.replace("<f", "<wp:f")),
        format!("<item>{}</item>", "<title><![CDATA[x]]>y".repeat(50_000)),
        format!("<item>{}</item>", "</item".repeat(150_000)),
        "<item>".repeat(100_000),
        "<item><title>x".repeat(50_000),
        format!("<item>{}</item>", "<category>x</category>".repeat(40_000)),
        sections.clone(),
    ] {
        let bytes = export_of(&items);
        let export = read(bytes.as_bytes());
        assert!(export.items.len() <= 100_000);
        let _ = read(&bytes.as_bytes()[..bytes.len() * 9 / 10]);
    }
}

#[test]
fn inputs_are_opened_once_and_read_anywhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let network = root.join("tests/data/network/network.xml");
    let same = root.join("tests/data/../data/network/network.xml");
    let harbor = root.join("samples/harbor/harbor.xml");
    let inputs = source::open(&[network.clone(), harbor, same], Size(0))
        .expect("files of the repository")
        .inputs;
    let [first, second] = &inputs[..] else { panic!("two inputs") };
    assert_eq!(first.path, network);
    let bytes = file("tests/data/network/network.xml");
    assert_eq!(first.bytes, bytes.len() as u64);
    let mut streams = (first.stream(), second.stream());
    let mut streamed = Vec::new();
    streams.1.read_to_end(&mut Vec::new()).expect("a file can be read");
    streams.0.read_to_end(&mut streamed).expect("a file can be read");
    assert_eq!(streamed, bytes);
    std::thread::scope(|scope| {
        for start in 0..8 {
            let bytes = &bytes;
            scope.spawn(move || {
                let read = first.read(start * 100..start * 100 + 250).expect("within the file");
                let start = usize::try_from(start).expect("small") * 100;
                assert_eq!(read, bytes[start..start + 250]);
            });
        }
    });
    assert!(first.read(first.bytes - 1..first.bytes + 1).is_err());
}

#[test]
fn inputs_that_cannot_be_read_are_told() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let missing = source::open(&[root.join("missing.xml")], Size(0)).expect_err("no file");
    assert!(
        missing
            .to_string()
            .starts_with(&format!("{}/missing.xml: cannot be read: ", root.display()))
    );
}

/// What exports are made of, and what breaks them.
fn fragment() -> impl Strategy<Value = Vec<u8>> {
    let parts: Vec<&'static [u8]> = vec![
        b"<item>",
        b"</item>",
        b"<item",
        b"</item",
        b"<![CDATA[",
        b"]]>",
        b"]]",
        b"<!--",
        b"-->",
        b"<?",
        b"?>",
        b"<!",
        b"<",
        b">",
        b"/>",
        b"&",
        b"&amp;",
        b"&#60;",
        b"&#x0;",
        b";",
        b" ",
        b"\n",
        b"\r\n",
        b"\0",
        b"\x1f",
        b"\xff",
        b"\xef\xbb\xbf",
        "é".as_bytes(),
        b"text",
        b"<title>",
        b"</title>",
        b"<link>",
        b"</link>",
        b"<content:encoded>",
        b"</content:encoded>",
        b"<wp:post_id>",
        b"7",
        b"</wp:post_id>",
        b"<wp:comment>",
        b"</wp:comment>",
        b"<wp:postmeta>",
        b"</wp:postmeta>",
        b"<wp:meta_key>",
        b"</wp:meta_key>",
        b"<category domain=\"tag\" nicename=\"a\">",
        b"</category>",
        b"<category domain='",
        b"<wp:author>",
        b"<wp:author_login>",
        b"</wp:author_login>",
        b"<br/>",
        b"</b>",
        b"</channel></rss>",
        b"<rss>",
    ];
    prop_oneof![
        30 => proptest::sample::select(parts).prop_map(<[u8]>::to_vec),
        1 => proptest::collection::vec(any::<u8>(), 0..20),
    ]
}

/// Whatever the bytes are: no panic, and what is read again by its range is the same.
fn check_invariants(bytes: &[u8]) {
    let Ok(export) = try_read(bytes) else { return };
    let mut end = 0;
    for (item, span) in &export.items {
        assert!(end <= span.bytes.start && span.bytes.start < span.bytes.end);
        end = span.bytes.end;
        let start = usize::try_from(span.bytes.start).expect("small");
        let end = usize::try_from(end).expect("small");
        let line = bytes[..start].split(|byte| *byte == b'\n').count();
        assert_eq!(span.line, line as u64);
        assert_eq!(&wxr::read_item(&bytes[start..end], &export.reading.vocabulary).0, item);
    }
    assert!(end <= bytes.len() as u64);
    assert!(export.reading.notices.iter().all(|notice| notice.place.is_some()));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, rng_seed: RngSeed::Fixed(1), ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        check_invariants(&bytes);
        let _ = wxr::read_item(&bytes, &Vocabulary::default());
    }

    #[test]
    fn any_markup_is_read(parts in proptest::collection::vec(fragment(), 0..60)) {
        let parts = parts.concat();
        let _ = wxr::read_item(&parts, &Vocabulary::default());
        let mut bytes = b"<rss xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel>".to_vec();
        bytes.extend(parts);
        check_invariants(&bytes);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, rng_seed: RngSeed::Fixed(1), ..ProptestConfig::default() })]

    #[test]
    fn any_mutation_of_an_export_is_read(
        mutations in proptest::collection::vec((any::<prop::sample::Index>(), 0..20_usize, fragment()), 1..12)
    ) {
        let mut bytes = file("tests/data/network/network.xml");
        for (at, removed, inserted) in mutations {
            let at = at.index(bytes.len());
            let end = bytes.len().min(at + removed);
            bytes.splice(at..end, inserted);
        }
        check_invariants(&bytes);
    }
}

//! Every repair of docs/reader.md: what the reader makes of the damage, and the line that it names.

use pressdown::notice::Code;

use super::{Export, export_of, read};

/// An export with this item on its lines 4 and on.
fn with_item(item: &str) -> Export {
    read(export_of(item).as_bytes())
}

/// Codes and lines of all notices.
fn told(export: &Export) -> Vec<(Code, u64)> {
    let lines = export.reading.notices.iter();
    lines.map(|notice| (notice.code, notice.place.expect("a place").line)).collect()
}

#[test]
fn control_characters_are_dropped_where_they_stand() {
    let export = with_item(
        "<item>\n<wp:post_id>7</wp:post_id>\n<content:encoded><![CDATA[a\u{1}\nb\0\u{B}c]]></content:encoded>\n\
         <wp:postmeta><wp:meta_key>k</wp:meta_key><wp:meta_value><![CDATA[O:1:\"x\":1:{s:4:\"\0*\0a\";i:1;}]]></wp:meta_value></wp:postmeta>\n</item>",
    );
    let item = &export.items[0].0;
    assert_eq!(item.content, "a\nbc");
    assert_eq!(item.meta[0].value, "O:1:\"x\":1:{s:4:\"*a\";i:1;}");
    assert_eq!(told(&export), [(Code::IllegalCharacter, 6)]);
    assert_eq!(export.reading.notices[0].message, "U+0001 was dropped, and 4 more");
    assert_eq!(export.reading.notices[0].post.map(|post| post.0), Some(7));
}

#[test]
fn references_to_control_characters_are_dropped() {
    let export = with_item(
        "<item>\n<title>a&#x1;b&#11;c &#8217;</title>\n<wp:post_name>a&#0;b</wp:post_name>\n</item>",
    );
    let item = &export.items[0].0;
    assert_eq!((item.title.as_ref(), item.slug.as_ref()), ("abc ’", "ab"));
    assert_eq!(told(&export), [(Code::IllegalCharacter, 5)]);
    assert_eq!(export.reading.notices[0].message, "`&#x1;` in `title` was dropped, and 2 more");
}

#[test]
fn ampersands_that_start_nothing_are_text() {
    let export = with_item(
        "<item>\n<title>Salt & Smoke</title>\n<link>https://a.example/?p=1&b=2</link>\n<wp:comment>\n\
         <wp:comment_author_url>https://b.example/?c=&am</wp:comment_author_url>\n</wp:comment>\n</item>",
    );
    let item = &export.items[0].0;
    assert_eq!(item.title, "Salt & Smoke");
    assert_eq!(item.link, "https://a.example/?p=1&b=2");
    assert_eq!(item.comments[0].author_url, "https://b.example/?c=&am");
    assert_eq!(told(&export), [(Code::BareAmpersand, 5)]);
    assert_eq!(export.reading.notices[0].message, "an `&` in `title` was kept, and 2 more");
}

#[test]
fn names_of_html_are_read_as_html_reads_them() {
    let export = with_item(
        "<item>\n<title>Caf&eacute;&nbsp;</title>\n<category domain=\"post_tag\" nicename=\"u\">&uuml;</category>\n\
         <wp:postmeta><wp:meta_key>k</wp:meta_key><wp:meta_value>&copy; &unknown;</wp:meta_value></wp:postmeta>\n</item>",
    );
    let item = &export.items[0].0;
    assert_eq!((item.title.as_ref(), item.terms[0].name.as_ref()), ("Café\u{A0}", "ü"));
    assert_eq!(item.meta[0].value, "© &unknown;");
    assert_eq!(told(&export), [(Code::HtmlEntity, 5), (Code::BareAmpersand, 7)]);
}

#[test]
fn cdata_ends_before_the_end_tag_of_its_field() {
    let script = "<script>\n// <![CDATA[\nx();\n// ]]>\n</script>\nrest";
    let export = with_item(&format!(
        "<item>\n<content:encoded><![CDATA[{script}]]></content:encoded>\n<wp:post_id>7</wp:post_id>\n</item>"
    ));
    assert_eq!(export.items[0].0.content, script);
    assert_eq!(export.items[0].0.id.map(|id| id.0), Some(7));
    assert_eq!(told(&export), [(Code::UnsplitCdata, 8)]);
    // Newer exporters split it, and there is nothing to repair.
    let split = script.replace("]]>", "]]]]><![CDATA[>");
    let export = with_item(&format!(
        "<item>\n<content:encoded><![CDATA[{split}]]></content:encoded>\n</item>"
    ));
    assert_eq!(export.items[0].0.content, script);
    assert_eq!(told(&export), []);
}

#[test]
fn bytes_of_windows_are_read_as_windows_wrote_them() {
    let text =
        export_of("<item>\n<title>_No_ caf_</title>\n</item>\n<item><title>é</title></item>");
    let mut bytes = text.into_bytes();
    for byte in [0x93, 0x94, 0xE9] {
        let at = bytes.iter().rposition(|byte| *byte == b'_').expect("one is left");
        bytes[at] = byte;
    }
    let export = read(&bytes);
    assert_eq!(export.items[0].0.title, "éNo” caf“");
    assert_eq!(export.items[1].0.title, "é");
    assert_eq!(told(&export), [(Code::NotUtf8, 5)]);
}

#[test]
fn what_plugins_and_php_print_is_skipped() {
    let export = export_of("<item><title>a</title></item>");
    let behind_prolog = export.replacen("?>\n", "?>\n<meta name=\"generator\" content=\"x\">\n", 1);
    let between = export.replace("</item>", "</item>\n<br />\n<b>Notice</b>: x in <b>y.php</b>\n");
    let in_item =
        export.replace("<item>", "<item>\n<br />\n<b>Warning</b>: x in <b>y.php</b> on line 3\n");
    for (text, line, begins) in [
        (format!("\u{FEFF}\n\n{export}"), 0, ""),
        (format!("PHP Warning:  foo in x.php\n{export}"), 1, "PHP Warning:  foo in x.php"),
        (format!("\n<div class=\"notice\"><p>Update!</p></div>{export}"), 2, "<div>"),
        (behind_prolog, 2, "<meta>"),
        (between, 5, "<br>"),
        (in_item, 5, "<br>"),
        (
            format!("{export}<!DOCTYPE html>\n<html><body>502 Bad Gateway</body></html>"),
            8,
            "<html>",
        ),
        (format!("{export}\nFatal error: out of memory"), 8, "Fatal error: out of memory"),
    ] {
        let export = read(text.as_bytes());
        assert_eq!(export.items.len(), 1, "{text}");
        assert_eq!(export.items[0].0.title, "a", "{text}");
        let skipped: Vec<_> = export
            .reading
            .notices
            .iter()
            .filter(|notice| notice.code == Code::TextOutsideExport)
            .map(|notice| (notice.place.expect("a place").line, notice.message.as_str()))
            .collect();
        match line {
            0 => assert_eq!(told(&export), []),
            _ => {
                assert_eq!(skipped, [(line, format!("`{begins}` was skipped").as_str())], "{text}");
            }
        }
    }
}

#[test]
fn tags_that_do_not_match_are_told_with_their_line() {
    for (item, line, message) in [
        (
            "<item>\n<title>a</titel>\n<link>b</link>\n</item>",
            5,
            "`<title>` is closed by `</titel>`",
        ),
        ("<item>\n<title>a\n<link>b</link>\n</item>", 5, "`<title>` is not closed"),
        ("<item>\n<title>a</title>\n</b>\n<link>b</link>\n</item>", 6, "`</b>` closes nothing"),
        ("<item>\n<title>a</title>\n<x:y>\n<link>b</link>", 8, "`</item>` is missing"),
        (
            "<item>\n<wp:postmeta>\n<wp:comment>\n</wp:comment>\n<title>a</title>\n<link>b</link>\n</item>",
            6,
            "`<wp:postmeta>` is not closed",
        ),
    ] {
        let export = with_item(item);
        assert_eq!(export.items[0].0.title, "a", "{item}");
        let told = export.reading.notices.iter().filter(|notice| notice.message == message);
        let lines: Vec<_> = told.map(|notice| notice.place.expect("a place").line).collect();
        assert_eq!(lines, [line], "{message}: {:?}", export.reading.notices);
        assert!(export.reading.is_damaged());
    }
}

/// A foreign element that nobody closed hides neither the fields behind it nor other items.
#[test]
fn an_open_element_hides_nothing() {
    let export = with_item(
        "<item><div><title>a</title><wp:post_id>7</wp:post_id></item><item><title>b</title></item>",
    );
    let titles: Vec<_> = export.items.iter().map(|(item, _)| item.title.as_ref()).collect();
    assert_eq!(titles, ["a", "b"]);
    let head = export_of("").replacen("<channel>", "<channel><div><title>Site</title>", 1);
    assert_eq!(read(head.as_bytes()).channels[0].title, "Site");
}

#[test]
fn the_error_page_of_a_server_is_no_part_of_the_item_that_it_cuts_off() {
    let start = export_of("");
    let start = start.split("\n</channel>").next().expect("a first part");
    for page in [
        "<br />\n<b>Fatal error</b>:  Allowed memory size exhausted in <b>/srv/x.php</b> on line <b>3</b><br />\n",
        "\nPHP Fatal error:  Maximum execution time exceeded in /srv/x.php on line 3\n",
        "<!DOCTYPE html>\n<html><head><title>504</title></head><body>Gateway Time-out</body></html>\n",
    ] {
        let item = "<item>\n<title>a</title>\n<content:encoded><![CDATA[Text that sto";
        let export = read(format!("{start}{item}{page}").as_bytes());
        assert_eq!(export.items[0].0.content, "Text that sto", "{page}");
        let codes: Vec<Code> = told(&export).into_iter().map(|(code, _)| code).collect();
        assert_eq!(codes, [Code::TextOutsideExport, Code::ExportCutOff]);
        // What is read again is the same.
        let (item, span) = &export.items[0];
        assert!(span.is_cut_off && item.content == "Text that sto");
        assert_eq!(
            span.bytes.end,
            (start.len()
                + "<item>\n<title>a</title>\n<content:encoded><![CDATA[Text that sto".len())
                as u64
        );
    }
    // In an item that is whole, such a page is what somebody wrote about.
    let export = with_item(
        "<item><content:encoded><![CDATA[a\nFatal error: x\n<html></html>]]></content:encoded></item>",
    );
    assert_eq!(export.items[0].0.content, "a\nFatal error: x\n<html></html>");
}

#[test]
fn a_cut_is_told_with_the_line_where_the_file_ends() {
    let whole =
        export_of("<item>\n<title>a</title>\n</item>\n<item>\n<title>b</title>\n<wp:post_name>c");
    for (end, line) in [("<title>b", 8), ("b</title>", 8), ("b</title>\n", 9), ("<wp:post_na", 9)] {
        let at = whole.find(end).expect("there") + end.len();
        let export = read(&whole.as_bytes()[..at]);
        assert_eq!(told(&export), [(Code::ExportCutOff, line)], "{end}");
        assert_eq!(export.items.len(), 2);
        assert!(export.items[1].1.is_cut_off && !export.items[0].1.is_cut_off);
        let message = "the file ends inside the item of line 7; 1 items were read before";
        assert_eq!(export.reading.notices[0].message, message);
    }
}

#[test]
fn elements_are_known_by_their_namespace() {
    let text = "<?xml version=\"1.0\"?>\n\
        <rss xmlns:ns0=\"http://wordpress.org/export/1.1/\" xmlns:ns1='http://purl.org/rss/1.0/modules/content/' \
        xmlns:ns2=\"http://purl.org/dc/elements/1.1/\" xmlns:ns3=\"http://wordpress.org/export/1.1/excerpt/\">\n<channel>\
        <ns0:wxr_version>1.1</ns0:wxr_version><ns0:author><ns0:author_login>ann</ns0:author_login></ns0:author>\
        <item><ns2:creator>ann</ns2:creator><ns1:encoded>long</ns1:encoded><ns3:encoded>short</ns3:encoded>\
        <ns0:post_id>7</ns0:post_id><ns0:comment><ns0:comment_id>5</ns0:comment_id>\
        <ns0:commentmeta><ns0:meta_key>rating</ns0:meta_key><ns0:meta_value>4</ns0:meta_value></ns0:commentmeta>\
        </ns0:comment></item></channel></rss>";
    let export = read(text.as_bytes());
    assert_eq!(told(&export), []);
    assert_eq!(export.channels[0].wxr_version, "1.1");
    assert_eq!(export.authors[0].login, "ann");
    let (item, span) = &export.items[0];
    assert_eq!((item.creator.as_ref(), item.content.as_ref()), ("ann", "long"));
    assert_eq!((item.excerpt.as_ref(), item.id.map(|id| id.0)), ("short", Some(7)));
    assert_eq!((item.comments[0].id, item.comments[0].meta[0].value.as_ref()), (5, "4"));
    let range = usize::try_from(span.bytes.start).expect("small")
        ..usize::try_from(span.bytes.end).expect("small");
    let again = pressdown::wxr::read_item(&text.as_bytes()[range], &export.reading.vocabulary);
    assert_eq!(&again.0, item);
}

#[test]
fn custom_fields_of_comments_and_terms_are_read() {
    let head = export_of(
        "<wp:term><wp:term_taxonomy>genre</wp:term_taxonomy><wp:term_slug>g</wp:term_slug>\
         <wp:termmeta><wp:meta_key>color</wp:meta_key><wp:meta_value><![CDATA[red]]></wp:meta_value></wp:termmeta></wp:term>\
         <item><wp:comment><wp:comment_id>5</wp:comment_id>\
         <wp:commentmeta><wp:meta_key>akismet_as_submitted</wp:meta_key><wp:meta_value>192.0.2.1</wp:meta_value></wp:commentmeta>\
         <wp:commentmeta><wp:meta_key>rating</wp:meta_key><wp:meta_value>4</wp:meta_value></wp:commentmeta></wp:comment>\
         <wp:postmeta><wp:meta_key>k</wp:meta_key><wp:meta_value>v</wp:meta_value></wp:postmeta></item>",
    );
    let export = read(head.as_bytes());
    assert_eq!(told(&export), []);
    let meta = &export.terms[0].meta[0];
    assert_eq!((meta.key.as_ref(), meta.value.as_ref()), ("color", "red"));
    let item = &export.items[0].0;
    let [meta] = &item.comments[0].meta[..] else { panic!("one custom field") };
    assert_eq!((meta.key.as_ref(), meta.value.as_ref()), ("rating", "4"));
    assert_eq!((item.meta.len(), item.meta[0].value.as_ref()), (1, "v"));
}

#[test]
fn declared_entities_are_not_expanded() {
    let laughs: Vec<String> = (1..10)
        .map(|n| format!("<!ENTITY lol{n} \"{}\">\n", format!("&lol{};", n - 1).repeat(10)))
        .collect();
    let laughs = laughs.concat();
    let doctype = format!(
        "<!DOCTYPE rss [\n<!ENTITY lol0 \"lol\">\n<!ENTITY file SYSTEM \"file:///etc/passwd\">\n\
         <!ENTITY item \"<item><title>x</title></item>\">\n{laughs}]>\n"
    );
    let export = export_of("<item><title>&lol9; &file;</title></item>");
    let text = export.replacen("<rss", &format!("{doctype}<rss"), 1);
    let export = read(text.as_bytes());
    assert_eq!(export.items.len(), 1);
    assert_eq!(export.items[0].0.title, "&lol9; &file;");
    let codes: Vec<Code> = told(&export).into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes, [Code::DeclaredEntity, Code::BareAmpersand]);
}

#[test]
fn a_long_head_is_read_in_parts() {
    let term = |n: usize| {
        format!("<wp:category><wp:category_nicename>c{n}</wp:category_nicename></wp:category>\n")
    };
    let terms: String = (0..20_000).map(term).collect();
    let export = read(export_of(&format!("<title>a</title>{terms}<item></item>")).as_bytes());
    assert_eq!((export.terms.len(), export.items.len()), (20_000, 1));
    assert_eq!((export.channels.len(), export.terms[19_999].slug.as_str()), (1, "c19999"));
    assert_eq!(told(&export), []);
}

#[test]
fn an_item_without_its_end_stops_where_another_export_begins() {
    let first = export_of("<item>\n<title>a</title>\n<link>b</link>");
    let first = &first[..first.find("</link>").expect("there")];
    let second = export_of("<title>Second</title><item><title>c</title></item>");
    let export = read(format!("{first}\n{second}").as_bytes());
    let titles: Vec<_> = export.items.iter().map(|(item, _)| item.title.as_ref()).collect();
    assert_eq!((titles, export.channels.len()), (vec!["a", "c"], 2));
    assert!(export.items[0].1.is_cut_off, "nobody knows whether it was public");
    assert!(export.reading.is_damaged());
}

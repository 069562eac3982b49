//! The systems that read XML.

use std::collections::BTreeMap;

use pressdown::html;
use pressdown::wxr::{self, Approval, Entry, Item};

use super::{AWKWARD_HTML, AWKWARD_MARKDOWN, Row, discussions, expected, file, import, said};

fn items(text: &str) -> Vec<Item<'static>> {
    let mut items = Vec::new();
    let reading = wxr::read(text.as_bytes(), 0, &mut |entry| match entry {
        Entry::Item(item, _) => items.push(item.into_owned()),
        Entry::Channel(_) | Entry::Author(_) | Entry::Term(_) => {}
    })
    .expect("an export");
    let damage = reading.notices.iter().filter(|notice| notice.is_damage()).count();
    assert_eq!(damage, 0, "{:?}", reading.notices);
    items
}

fn rows(items: &[Item<'_>]) -> Vec<Row> {
    let mut rows = Vec::new();
    for item in items {
        let authors: BTreeMap<u64, String> =
            item.comments.iter().map(|c| (c.id, c.author.clone().into_owned())).collect();
        for comment in &item.comments {
            assert_eq!(comment.approval, Approval::Approved);
            let page = item.link.strip_prefix("https://new.example").expect("the new site");
            let parent = authors.get(&comment.parent).cloned().unwrap_or_default();
            assert_eq!(parent.is_empty(), comment.parent == 0);
            let author = comment.author.clone().into_owned();
            rows.push((page.to_owned(), author, parent, comment.date_gmt.clone().into_owned()));
        }
    }
    rows
}

/// What XML 1.0 allows.
fn allowed(text: &str) -> String {
    text.replace('\u{8}', "")
}

// The importer of Isso 0.14 (`isso/migrate.py`) reads the link, the title and of each comment the fields
// that are read here; `comment_author_IP` must be there.
#[test]
fn isso() {
    let text = file("isso", "_comments/isso.xml", &discussions());
    let items = items(&text);
    assert_eq!(rows(&items), expected());
    assert_eq!(text.matches("<wp:comment_author_IP></wp:comment_author_IP>").count(), 7);
    // It skips items without a title.
    assert_eq!(items[1].title, "tea");
    // Isso shows tags as text, ends lines where they end, and lets everything be escaped.
    let awkward = allowed(AWKWARD_MARKDOWN).replace("\\\n", "\n");
    assert_eq!(items[0].comments[0].content, awkward);
    let emails = |item: usize, comment: usize| items[item].comments[comment].email.md5();
    assert_eq!(emails(0, 0), emails(1, 0));
    assert_ne!(emails(0, 0), emails(0, 1));
}

// <https://help.disqus.com/en/articles/1717222-custom-xml-import-format>
#[test]
fn disqus() {
    let text = file("disqus", "_comments/disqus.xml", &discussions());
    let items = items(&text);
    assert_eq!(rows(&items), expected());
    assert_eq!(items[0].comments[0].content, allowed(AWKWARD_HTML));
    assert_eq!(html::decode(&items[0].title), "Tea <hot> & \"sweet\"");
    assert_eq!(items[0].date_gmt, "2011-12-18 13:00:07");
    assert_eq!(items[0].comment_status, "open");
    assert_eq!(items[1].comment_status, "closed");
    assert!(text.contains("<dsq:thread_identifier>/stra%C3%9Fe/</dsq:thread_identifier>"));
    // "All fields are required even if they contain no content."
    for field in ["id", "author", "author_email", "author_url", "author_IP", "date_gmt", "content"]
    {
        assert_eq!(text.matches(&format!("<wp:comment_{field}>")).count(), 7, "{field}");
    }
}

// "There is a minimum character requirement for each comment message, which is 3 characters."
#[test]
fn disqus_gets_three_characters() {
    let mut short = said(1, 0, "Ann");
    short.html = "<p>+1</p>".to_owned();
    let imported = import("disqus", &[super::discussion("/tea/", vec![short])]);
    let items = items(&imported.documents[0].text);
    assert_eq!(items[0].comments[0].content, "<p>+1</p> …");
    let [notice] = &*imported.notices else { panic!("one notice") };
    assert_eq!(notice.message, "for Disqus: 1 comment below three characters got `…` added");
}

/// The texts between two marks.
fn between<'a>(text: &'a str, start: &str, end: &str) -> Vec<&'a str> {
    let parts = text.split(start).skip(1);
    parts.map(|part| part.split(end).next().expect("at least one part")).collect()
}

fn only<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    match &*between(text, start, end) {
        [one] => one,
        _ => panic!("one {start} in {text}"),
    }
}

// What `service/data.service.ts` of <https://github.com/djyde/cusdis> reads of Disqus' export.
#[test]
fn cusdis() {
    let text = file("cusdis", "_comments/cusdis.xml", &discussions());
    let pages: BTreeMap<&str, &str> = between(&text, "<thread dsq:id=", "</thread>")
        .into_iter()
        .filter(|thread| thread.contains("<link>"))
        .map(|thread| (&thread[1..33], only(thread, "<id>", "</id>")))
        .collect();
    let posts = between(&text, "<post dsq:id=", "</post>");
    let author = |post: &str| html::decode(only(post, "<name>", "</name>"));
    let id = |post: &'_ str| post[1..33].to_owned();
    let authors: BTreeMap<String, String> =
        posts.iter().map(|post| (id(post), author(post))).collect();
    assert_eq!(authors.len(), posts.len(), "ids are there once");
    let rows: Vec<Row> = posts
        .iter()
        .map(|post| {
            let page = pages[only(post, "<thread dsq:id=\"", "\"")].to_owned();
            let parent = between(post, "<parent dsq:id=\"", "\"").first().copied();
            let parent = parent.map(|parent| authors[parent].clone()).unwrap_or_default();
            let date = only(post, "<createdAt>", "Z</createdAt>").replace('T', " ");
            (page, author(post), parent, date)
        })
        .collect();
    assert_eq!(rows, expected());
    let message = only(posts[0], "<message><![CDATA[", "]]></message>");
    assert_eq!(message.replace("]]]]><![CDATA[>", "]]>"), allowed(AWKWARD_HTML));
}

// The importer takes a list of threads and a list of posts; one alone is no list for it.
#[test]
fn cusdis_gets_lists() {
    let text = file("cusdis", "_comments/cusdis.xml", &discussions()[2..]);
    assert_eq!(text.matches("<isDeleted>true</isDeleted>").count(), 2);
    assert_eq!(text.matches("<thread dsq:id=\"0\"").count(), 2);
}

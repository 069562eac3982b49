//! The systems that read JSON.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{AWKWARD_HTML, AWKWARD_MARKDOWN, Row, discussions, expected, file};

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_else(|| panic!("a text called {key} in {value}"))
}

/// Line breaks by two spaces.
fn awkward_markdown() -> String {
    AWKWARD_MARKDOWN.replace("\\\n", "  \n")
}

/// The rows of comments whose ids and parents are texts of these names.
fn rows(
    comments: &[Value],
    id: &str,
    parent: &str,
    row: impl Fn(&Value) -> [String; 3],
) -> Vec<Row> {
    let authors: BTreeMap<&str, String> =
        comments.iter().map(|comment| (text(comment, id), row(comment)[1].clone())).collect();
    assert_eq!(authors.len(), comments.len(), "ids are there once");
    comments
        .iter()
        .map(|comment| {
            let [page, author, date] = row(comment);
            let parent = comment[parent].as_str().unwrap_or_default();
            let parent = if matches!(parent, "" | "root") { "" } else { &*authors[parent] };
            (page, author, parent.to_owned(), date)
        })
        .collect()
}

/// `2011-12-18T13:31:07Z` → `2011-12-18 13:31:07`
fn zulu(comment: &Value, key: &str) -> String {
    let date: jiff::Timestamp = text(comment, key).parse().expect("RFC 3339");
    date.strftime("%Y-%m-%d %H:%M:%S").to_string()
}

// <https://artalk.js.org/en/guide/transfer.html>, "Artran Format Definition".
#[test]
fn artalk() {
    let artrans: Vec<BTreeMap<String, String>> =
        serde_json::from_str(&file("artalk", "_comments/artalk.json", &discussions()))
            .expect("a list of objects that hold only texts");
    let keys: BTreeSet<&str> = [
        "id",
        "rid",
        "content",
        "ua",
        "ip",
        "created_at",
        "updated_at",
        "is_collapsed",
        "is_pending",
        "vote_up",
        "vote_down",
        "nick",
        "email",
        "link",
        "password",
        "badge_name",
        "badge_color",
        "page_key",
        "page_title",
        "page_admin_only",
        "site_name",
        "site_urls",
    ]
    .into();
    for artran in &artrans {
        assert_eq!(artran.keys().map(String::as_str).collect::<BTreeSet<_>>(), keys);
        assert_eq!(artran["site_name"], "Tea & Co");
    }
    assert_eq!(artrans[0]["content"], awkward_markdown());
    assert_eq!(artrans[4]["content"], "★★★★☆\n\nHello from Eve");
    assert_eq!(artrans[0]["link"], "https://ann.example/?a=1&b=2");
    assert_eq!(artrans[0]["email"], artrans[5]["email"]);
    assert_ne!(artrans[0]["email"], artrans[1]["email"]);
    let closed: Vec<&str> = artrans.iter().map(|artran| &*artran["page_admin_only"]).collect();
    assert_eq!(closed, ["false", "false", "false", "false", "false", "true", "true"]);
    let values: Vec<Value> =
        artrans.iter().map(|artran| serde_json::to_value(artran).expect("texts")).collect();
    let rows = rows(&values, "id", "rid", |artran| {
        let date = text(artran, "created_at");
        let date = jiff::fmt::strtime::parse("%Y-%m-%d %H:%M:%S %z", date).expect("a date");
        let date =
            date.to_timestamp().expect("an offset").strftime("%Y-%m-%d %H:%M:%S").to_string();
        [text(artran, "page_key").to_owned(), text(artran, "nick").to_owned(), date]
    });
    assert_eq!(rows, expected());
}

// <https://gitlab.com/commento/commento/-/blob/master/api/domain_import_commento.go>
#[test]
fn commento() {
    let export: Value =
        serde_json::from_str(&file("commento", "_comments/commento.json", &discussions()))
            .expect("JSON");
    assert_eq!(export["version"], 1);
    let commenters = export["commenters"].as_array().expect("a list");
    let names: BTreeMap<&str, &str> = commenters
        .iter()
        .map(|commenter| (text(commenter, "commenterHex"), text(commenter, "name")))
        .collect();
    assert_eq!(names.len(), 6, "Ann is one of them, though she wrote below two items");
    for commenter in commenters {
        // `commenterNew` refuses users that lack one of these.
        for key in ["email", "name", "link", "photo", "provider"] {
            assert!(!text(commenter, key).is_empty());
        }
    }
    let comments = export["comments"].as_array().expect("a list");
    for comment in comments {
        assert_eq!(text(comment, "commentHex").len(), 64);
        assert_eq!(text(comment, "state"), "approved");
        assert_eq!(text(comment, "domain"), "new.example");
    }
    assert_eq!(text(&comments[0], "markdown"), awkward_markdown());
    let rows = rows(comments, "commentHex", "parentHex", |comment| {
        let author = names[text(comment, "commenterHex")].to_owned();
        [text(comment, "url").to_owned(), author, zulu(comment, "creationDate")]
    });
    assert_eq!(rows, expected());
}

// <https://remark42.com/docs/backup/backup/>, "Backup format"; the fields are those of `store.Comment`.
#[test]
fn remark42() {
    let backup = file("remark42", "_comments/remark42.json", &discussions());
    let mut lines = backup.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    let meta = lines.next().expect("the first line");
    assert_eq!(meta["version"], 1);
    assert_eq!(meta["users"], serde_json::json!([]));
    let closed =
        serde_json::json!([{"url": "https://new.example/stra%C3%9Fe/", "read_only": true}]);
    assert_eq!(meta["posts"], closed);
    let comments: Vec<Value> = lines.collect();
    assert_eq!(text(&comments[0], "text"), AWKWARD_HTML);
    assert_eq!(text(&comments[4], "text"), "<p>★★★★☆</p>\n<p>Hello from Eve</p>");
    assert_eq!(comments[0]["user"]["id"], comments[5]["user"]["id"]);
    // Without a title, the slug names the page.
    assert_eq!(text(&comments[5], "title"), "tea");
    let rows = rows(&comments, "id", "pid", |comment| {
        let page = text(&comment["locator"], "url").strip_prefix("https://new.example");
        let page = page.expect("an address of the new site").to_owned();
        assert_eq!(text(&comment["locator"], "site"), "remark");
        [page, text(&comment["user"], "name").to_owned(), zulu(comment, "time")]
    });
    assert_eq!(rows, expected());
}

// <https://github.com/walinejs/waline/blob/main/packages/admin/src/pages/migration/index.jsx>
#[test]
fn waline() {
    let export: Value =
        serde_json::from_str(&file("waline", "_comments/waline.json", &discussions()))
            .expect("JSON");
    assert_eq!(export["type"], "waline");
    assert_eq!(export["tables"], serde_json::json!(["Comment"]));
    let comments = export["data"]["Comment"].as_array().expect("a list");
    assert_eq!(text(&comments[0], "comment"), awkward_markdown());
    assert!(comments.iter().all(|comment| text(comment, "status") == "approved"));
    // The thread of each reply is told by what starts it.
    let tops: Vec<&str> =
        comments.iter().map(|comment| comment["rid"].as_str().unwrap_or_default()).collect();
    let (first, last) = (text(&comments[0], "objectId"), text(&comments[5], "objectId"));
    assert_eq!(tops, ["", first, first, "", "", "", last]);
    let rows = rows(comments, "objectId", "pid", |comment| {
        // Waline decodes the path before it looks for comments.
        let page = text(comment, "url").replace("ß", "%C3%9F");
        [page, text(comment, "nick").to_owned(), zulu(comment, "insertedAt")]
    });
    assert_eq!(rows, expected());
}

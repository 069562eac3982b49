//! Links of every spelling → where they lead on the new site.

use std::fs;

use serde_json::Value;

#[path = "support/bench.rs"]
mod bench;
#[path = "links/bundles.rs"]
mod bundles;
#[path = "support/export.rs"]
mod export;
#[path = "links/forms.rs"]
mod forms;
#[path = "links/harbor.rs"]
mod harbor;
#[path = "links/holders.rs"]
mod holders;
#[path = "links/media.rs"]
mod media;
#[path = "links/options.rs"]
mod options;
#[path = "links/pains.rs"]
mod pains;
#[path = "support/program.rs"]
mod program;
#[path = "links/site.rs"]
mod site;
#[path = "links/spellings.rs"]
mod spellings;
#[path = "support/tree.rs"]
mod tree;

use export::{Item, export};
use program::pressdown;

/// The text of the post that holds `content`, for a target, and the report.
fn convert(content: &str, target: &str) -> (String, Value) {
    convert_with(content, "", target)
}

/// The same with more elements in the item, such as its comments.
#[expect(clippy::disallowed_methods, reason = "a test writes its input")]
fn convert_with(content: &str, more: &str, target: &str) -> (String, Value) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let items = [
        Item {
            id: "1",
            link: "https://www.old.example/2019/05/here/",
            content,
            more,
            ..Item::default()
        },
        Item {
            id: "12",
            link: "https://www.old.example/2012/05/hello-world/",
            more: "<wp:comment><wp:comment_id>3</wp:comment_id>\
                   <wp:comment_approved>1</wp:comment_approved></wp:comment>",
            ..Item::default()
        },
        Item {
            id: "13",
            link: "https://www.old.example/about/",
            post_type: "page",
            ..Item::default()
        },
        Item { id: "14", link: "https://www.old.example/%d1%88%d0%b5%d0%bb/", ..Item::default() },
        Item {
            id: "15",
            link: "https://www.old.example/?p=15",
            slug: "draft",
            status: "draft",
            ..Item::default()
        },
        Item {
            id: "16",
            link: "https://www.old.example/2012/05/hello-world/pier/",
            post_type: "attachment",
            status: "inherit",
            more: "<wp:attachment_url>https://www.old.example/wp-content/uploads/2012/05/pier.jpg</wp:attachment_url>",
            ..Item::default()
        },
    ];
    let text = export(&items).replace("https://old.example", "https://www.old.example");
    fs::write(path("export.xml"), text).expect("the export can be written");
    let (input, output, report) = (path("export.xml"), path("out"), path("report.json"));
    let run = pressdown([&input, "-o", &output, "--report", &report, "-t", target]);
    assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
    let report: Value =
        serde_json::from_slice(&fs::read(report).expect("the report")).expect("JSON");
    let file = report["items"][0]["path"].as_str().expect("post 1 is written");
    let text = fs::read_to_string(folder.path().join("out").join(file)).expect("the file");
    let body = text.splitn(3, "---\n").nth(2).expect("a body").trim().to_owned();
    (body, report)
}

/// Where a link to `url` leads: for plain Markdown, and from the site's root.
fn lead(url: &str) -> (String, String) {
    let content = format!("<p><a href=\"{url}\">x</a></p>");
    let one = |target| {
        let (body, _) = convert(&content, target);
        body.strip_prefix("[x](").and_then(|rest| rest.strip_suffix(')')).expect(&body).to_owned()
    };
    (one("markdown"), one("hugo"))
}

#[track_caller]
fn leads(url: &str, file: &str, address: &str) {
    assert_eq!(lead(url), (file.to_owned(), address.to_owned()), "{url}");
}

#[track_caller]
fn stays(url: &str) {
    leads(url, url, url);
}

#[test]
fn every_spelling_of_an_address_leads_to_its_file() {
    let (file, address) = ("../../2012/05/hello-world.md", "/2012/05/hello-world/");
    for url in [
        "https://www.old.example/2012/05/hello-world/",
        "http://old.example/2012/05/hello-world",
        "//old.example/2012/05/hello-world",
        "HTTPS://WWW.OLD.EXAMPLE:443/2012/05/Hello-World/",
        "/2012/05/hello-world",
        "http://old.example/?p=12",
        "/?p=12",
        "?p=12&amp;preview=true",
        "https://old.example/index.php?p=12",
        "https://old.example/2012/05/hello-world/comment-page-2/",
        "https://old.example/2012/05/hello-world/2/",
        "https://old.example/2012/05/hello-world/#more-12",
    ] {
        leads(url, file, address);
    }
    leads("/?page_id=13", "../../about.md", "/about/");
    leads("../../../2012/05/hello-world/", file, address);
    leads("./../../../about", "../../about.md", "/about/");
}

#[test]
fn fragments_are_kept() {
    leads(
        "/2012/05/hello-world/#comment-3",
        "../../2012/05/hello-world.md#comment-3",
        "/2012/05/hello-world/#comment-3",
    );
    leads("https://www.old.example/2019/05/here/#top", "#top", "#top");
    // A comment that nobody approved, or that is gone.
    leads(
        "/2012/05/hello-world/#comment-4",
        "../../2012/05/hello-world.md",
        "/2012/05/hello-world/",
    );
}

#[test]
fn escapes_are_read_in_any_form() {
    for url in ["/шел/", "/%D1%88%D0%B5%D0%BB", "/%d1%88%d0%b5%d0%bb/"] {
        leads(url, "../../шел.md", "/шел/");
    }
}

#[test]
fn uploads_lead_to_where_the_target_wants_them() {
    let (file, address) =
        ("../../wp-content/uploads/2012/05/pier.jpg", "/wp-content/uploads/2012/05/pier.jpg");
    leads("http://old.example/wp-content/uploads/2012/05/pier.jpg?w=300", file, address);
    leads("/2012/05/hello-world/pier/", file, address);
    leads("/?attachment_id=16", file, address);
    leads(
        "https://old.example/wp-content/uploads/a b(1).pdf#page=2",
        "../../wp-content/uploads/a%20b%281%29.pdf#page=2",
        "/wp-content/uploads/a%20b%281%29.pdf#page=2",
    );
}

#[test]
fn what_is_elsewhere_or_not_written_stays() {
    for url in [
        "https://other.example/2012/05/hello-world/",
        "http://old.example.evil.example/about/",
        "mailto:a@b.example",
        "#top",
        "https://www.old.example/category/x/",
        "https://www.old.example/wp-login.php",
        "https://www.old.example/nothing-here/",
        "../nothing-here/",
        "https://www.old.example/?p=99",
        "https://www.old.example/?p=15",
    ] {
        stays(url);
    }
}

#[test]
fn what_could_not_be_rewritten_is_listed_and_counted() {
    let content = "<p><a href=\"/about/\">a</a> <a href=\"/nothing-here/\">b</a> <a href=\"/?p=15\">c</a> \
        <a href=\"/category/x/\">d</a> <a href=\"https://other.example/\">e</a> <a href=\"#f\">f</a> \
        <a href=\"/wp-content/uploads/x.pdf\">g</a></p>";
    let (_, report) = convert(content, "markdown");
    let links = &report["totals"]["links"];
    assert_eq!(
        links,
        &serde_json::json!({"internal": 5, "rewritten": 2, "broken": 3, "external": 1})
    );
    let named: Vec<&str> = report["notices"]
        .as_array()
        .expect("notices")
        .iter()
        .filter(|notice| notice["severity"] == "warning")
        .map(|notice| notice["name"].as_str().expect("a name"))
        .collect();
    assert_eq!(
        named,
        [
            "broken-link",
            "link-to-unpublished",
            "archive-link",
            "upload-not-in-export",
            "missing-anchor"
        ]
    );
}

#[test]
fn sources_and_sets_of_sources_go_together() {
    let content = "<p><video poster=\"/wp-content/uploads/p.jpg\" src=\"/wp-content/uploads/v.mp4\"></video></p>\
        <a href=\"https://old.example/wp-content/uploads/2012/05/pier.jpg\">\
        <img src=\"http://www.old.example/wp-content/uploads/2012/05/pier-300x200.jpg\" \
        srcset=\"https://old.example/wp-content/uploads/2012/05/pier-1024x683.jpg 1024w\" alt=\"Pier\"></a>";
    let (body, _) = convert(content, "hugo");
    assert!(!body.contains("old.example"), "{body}");
    assert!(body.contains("[![Pier](/wp-content/uploads/2012/05/pier"), "{body}");
}

#[test]
fn comments_point_at_places_of_their_post() {
    let content = "<h2>The long shed</h2><p>Words.</p>";
    let comment = "<wp:comment><wp:comment_id>5</wp:comment_id><wp:comment_approved>1</wp:comment_approved>\
        <wp:comment_content><![CDATA[See <a href=\"https://www.old.example/2019/05/here/#The_Long_Shed\">a</a> \
        <a href=\"#gone\">b</a>]]></wp:comment_content></wp:comment>";
    let (body, report) = convert_with(content, comment, "hugo");
    assert!(body.starts_with("## The long shed {#The_Long_Shed}\n"), "{body}");
    assert!(body.contains("[a](#The_Long_Shed)"), "{body}");
    let is_missing = |notice: &&Value| notice["name"] == "missing-anchor";
    let missing: Vec<_> =
        report["notices"].as_array().expect("notices").iter().filter(is_missing).collect();
    assert_eq!(missing.len(), 1);
    assert_eq!(missing[0]["message"], "there is no place `#gone`");
}

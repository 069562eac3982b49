//! Whole runs: titles, names, comments and links beside the bodies.

use std::fs;

use serde_json::Value;

#[path = "../support/export.rs"]
mod export;
#[path = "../support/program.rs"]
mod program;

use export::{Item, export};
use program::pressdown;

const COMMENT: &str = "<wp:comment><wp:comment_id>3</wp:comment_id>\
    <wp:comment_author>RenÃ©</wp:comment_author><wp:comment_approved>1</wp:comment_approved>\
    <wp:comment_date>2019-05-05 10:00:00</wp:comment_date>\
    <wp:comment_content>\"trÃ¨s\" bien :)</wp:comment_content></wp:comment>\
    <category domain=\"post_tag\" nicename=\"n\"><![CDATA[[:en]News[:de]Neues[:]]]></category>";

/// The files of two posts, and the codes of the notices.
#[expect(clippy::disallowed_methods, reason = "a test writes its input")]
fn convert(arguments: &[&str]) -> (String, String, Vec<String>) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = |name: &str| folder.path().join(name).display().to_string();
    let items = [
        Item {
            title: "[:en]Hello \"you\"[:de]Hallo[:]",
            content: "[:en]First.[:de]Erster Text.[:]",
            more: COMMENT,
            ..Item::default()
        },
        Item {
            id: "2",
            link: "https://old.example/plan/",
            slug: "plan",
            content: "## Plan\n\n[hello](https://old.example/hello/#a), `[x](https://old.example/hello/)`\n\
                ![pier](https://old.example/wp-content/uploads/pier.jpg \"The *pier*\")\n",
            ..Item::default()
        },
    ];
    let language = "<link>https://old.example</link><language>de-AT</language>";
    let text = export(&items).replacen("<link>https://old.example</link>", language, 1);
    fs::write(path("export.xml"), text).expect("the export can be written");
    let (input, output, report) = (path("export.xml"), path("out"), path("report.json"));
    let fixed = [input.as_str(), "-o", &output, "--report", &report];
    let run = pressdown(fixed.iter().chain(arguments));
    assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
    let report: Value =
        serde_json::from_slice(&fs::read(report).expect("the report")).expect("JSON");
    let codes = report["notices"].as_array().expect("a list").iter();
    let codes = codes.map(|notice| notice["code"].as_str().expect("a code").to_owned()).collect();
    let read = |name: &str| fs::read_to_string(format!("{output}/{name}")).expect("a file");
    (read("hello.md"), read("plan.md"), codes)
}

#[test]
fn the_sites_language_comes_first_and_no_other_is_lost() {
    let (hello, _, codes) = convert(&[]);
    assert!(hello.contains("title: \"Hallo\"\n"), "{hello}");
    assert!(hello.contains("tags: [\"Neues\"]\n"), "{hello}");
    let body = "Erster Text.\n\n---\n\n## Hello \"you\" (en)\n\nFirst.\n";
    assert!(hello.contains(body), "{hello}");
    assert!(codes.iter().any(|code| code == "I053"), "{codes:?}");
}

#[test]
fn comments_follow_the_options_too() {
    let (hello, _, codes) = convert(&[]);
    assert!(hello.contains("**RenÃ©**") && hello.contains("\"trÃ¨s\" bien :)"), "{hello}");
    assert!(codes.iter().any(|code| code == "W010"), "{codes:?}");
    let (hello, _, _) = convert(&["--fix-mojibake", "--smart", "wordpress"]);
    assert!(hello.contains("**René**") && hello.contains("“très” bien 🙂"), "{hello}");
    assert!(hello.contains("## Hello “you” (en)"), "{hello}");
}

#[test]
fn links_of_a_body_that_is_markdown_lead_to_the_new_site() {
    let (_, plan, codes) = convert(&[]);
    let body = "## Plan\n\n[hello](hello.md#a), `[x](https://old.example/hello/)`\n\
        ![pier](wp-content/uploads/pier.jpg \"The *pier*\")\n";
    assert!(plan.ends_with(&format!("---\n\n{body}")), "{plan}");
    assert!(codes.iter().any(|code| code == "I052"), "{codes:?}");
    let (_, plan, codes) = convert(&["--content", "html"]);
    assert!(plan.contains("\\## Plan"), "{plan}");
    assert!(!codes.iter().any(|code| code == "I052"), "{codes:?}");
}

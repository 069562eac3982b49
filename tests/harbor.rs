//! The large sample, an export that a real WordPress wrote: nothing lost, nothing leaked.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use serde_json::Value;

#[path = "support/program.rs"]
mod program;
#[path = "support/tree.rs"]
mod tree;

use program::pressdown;
use tree::files;

struct Run {
    files: std::collections::BTreeMap<String, Vec<u8>>,
    report_text: String,
    report: Value,
}

fn export() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/harbor/harbor.xml")
}

static RUN: LazyLock<Run> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (output, report) = (folder.path().join("out"), folder.path().join("report.json"));
    let export = export();
    let arguments = [&export, Path::new("-o"), &output, Path::new("--report"), &report];
    let run = pressdown(arguments);
    assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
    let report_text = fs::read_to_string(&report).expect("the report");
    let report = serde_json::from_str(&report_text).expect("JSON");
    Run { files: files(&output), report_text, report }
});

/// The values of a field of the export, by its CDATA section or plain text.
fn values(field: &str) -> BTreeSet<String> {
    let text = fs::read_to_string(export()).expect("the sample");
    text.split(&format!("<{field}>"))
        .skip(1)
        .filter_map(|rest| rest.split(&format!("</{field}>")).next())
        .map(|value| value.trim_start_matches("<![CDATA[").trim_end_matches("]]>").to_owned())
        .filter(|value| !value.is_empty())
        .collect()
}

#[test]
fn items_in_are_items_accounted_for() {
    let totals = &RUN.report["totals"];
    let number = |name: &str| totals[name].as_u64().expect("a number");
    assert_eq!(number("items"), 249);
    assert_eq!(number("written") + number("merged") + number("skipped"), 249);
    assert_eq!(number("written") + number("archives"), RUN.files.len() as u64);
    assert_eq!(number("files"), number("written"));
    // Counted in the export with xml.etree: 83 comments, a pingback and a trackback are approved,
    // one comment is held and one is in the bin; four of the approved stand below items that are
    // not public or no content.
    let comments = &totals["comments"];
    let count = |name: &str| comments[name].as_u64().expect("a number");
    assert_eq!(count("written") + count("pingbacks"), 81);
    assert_eq!((count("pingbacks"), count("unpublished"), count("held")), (2, 4, 1));
    assert_eq!((count("spam"), count("trash"), count("dropped")), (0, 1, 0));
    assert_eq!(count("records") + count("unknown"), 0);
}

#[test]
fn nothing_that_is_not_public_has_a_file() {
    for item in RUN.report["items"].as_array().expect("items") {
        let status = item["status"].as_str().expect("a status");
        if item["action"] == "written" {
            assert_eq!(status, "publish", "{item}");
        }
    }
    let titles = [
        "Half a thought",
        "For the house only",
        "Next spring",
        "Thrown away",
        "Cellar list",
        "Secret pickle",
    ];
    for (name, bytes) in &RUN.files {
        let text = String::from_utf8_lossy(bytes);
        for title in titles {
            assert!(!text.contains(&format!("title: \"{title}\"")), "{name}");
        }
    }
}

#[test]
fn no_address_of_a_commenter_and_no_password_leaves_the_export() {
    // What an author wrote into a text, such as a contact page's own address, is no leak.
    let published: String = values("content:encoded").into_iter().collect();
    let secrets: BTreeSet<String> =
        ["wp:comment_author_email", "wp:comment_author_IP", "wp:post_password"]
            .iter()
            .flat_map(|field| values(field))
            .filter(|secret| !published.contains(secret.as_str()))
            .collect();
    assert!(secrets.len() > 10, "the sample holds addresses");
    for secret in &secrets {
        assert!(!RUN.report_text.contains(secret.as_str()), "{secret} in the report");
        for (name, bytes) in &RUN.files {
            assert!(
                !String::from_utf8_lossy(bytes).contains(secret.as_str()),
                "{secret} in {name}"
            );
        }
    }
}

#[test]
fn front_matter_is_yaml_and_holds_the_id() {
    for item in
        RUN.report["items"].as_array().expect("items").iter().filter(|i| i["action"] == "written")
    {
        let path = item["path"].as_str().expect("a path");
        let text = String::from_utf8_lossy(&RUN.files[path]);
        let front_matter = text.split("---\n").nth(1).expect(path);
        let fields: serde_yaml::Value = serde_yaml::from_str(front_matter).expect(path);
        assert_eq!(fields["wordpress_id"].as_u64(), item["id"].as_u64(), "{path}");
        assert_eq!(fields["title"].as_str(), item["title"].as_str(), "{path}");
    }
}

#[test]
fn every_relative_link_leads_to_a_file() {
    let mut checked = 0;
    for (name, bytes) in &RUN.files {
        let text = String::from_utf8_lossy(bytes);
        let body = text.splitn(3, "---\n").nth(2).expect(name);
        for link in links(body) {
            let path = link.split(['#', '?']).next().expect("at least one part");
            let is_relative = !path.is_empty() && !path.starts_with('/') && !path.contains(':');
            if !is_relative || path.contains("wp-content/uploads/") {
                continue;
            }
            checked += 1;
            let target = join(name, &percent_decode(path));
            assert!(RUN.files.contains_key(&target), "{name}: {link} → {target}");
        }
    }
    assert!(checked > 50, "{checked}");
}

/// Destinations of Markdown links that end in `.md`, as an independent reader finds them.
fn links(body: &str) -> Vec<String> {
    let parser = pulldown_cmark::Parser::new_ext(body, pulldown_cmark::Options::all());
    parser
        .filter_map(|event| match event {
            pulldown_cmark::Event::Start(pulldown_cmark::Tag::Link { dest_url, .. }) => {
                Some(dest_url.to_string())
            }
            _ => None,
        })
        .filter(|link| {
            link.split('#')
                .next()
                .is_some_and(|path| path.rsplit_once('.').is_some_and(|(_, e)| e == "md"))
        })
        .collect()
}

fn percent_decode(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// A relative path seen from a file.
fn join(file: &str, path: &str) -> String {
    let mut names: Vec<&str> = file.split('/').collect();
    names.pop();
    for name in path.split('/') {
        match name {
            ".." => {
                names.pop();
            }
            "." => {}
            name => names.push(name),
        }
    }
    names.join("/")
}

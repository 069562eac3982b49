//! Nothing of the authors of comments leaves the export that readers could not see.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::{Run, by, comment, post};

const SAMPLE: &str = "samples/harbor/harbor.xml";

const STORES: &[&str] = &[
    "artalk",
    "commento",
    "cusdis",
    "data",
    "disqus",
    "files",
    "giscus",
    "isso",
    "json",
    "none",
    "remark42",
    "section",
    "utterances",
    "waline",
];

/// The texts of all elements with a name.
fn texts<'a>(export: &'a str, name: &str) -> BTreeSet<&'a str> {
    let open = format!("<{name}>");
    let parts = export.split(open.as_str()).skip(1);
    let text = |part: &'a str| {
        let text = part.split("</").next().expect("at least one part");
        text.trim_start_matches("<![CDATA[").trim_end_matches("]]>").trim()
    };
    parts.map(text).filter(|text| !text.is_empty()).collect()
}

#[test]
fn no_address_is_in_any_file_of_any_form() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(SAMPLE);
    let export = fs::read_to_string(path).expect("the sample");
    let mut secrets = texts(&export, "wp:comment_author_email");
    secrets.extend(texts(&export, "wp:comment_author_IP"));
    secrets.extend(texts(&export, "wp:author_email"));
    // The keeper's own, which a post of the house links to.
    assert!(secrets.remove("keeper@harborandhearth.example"));
    assert!(secrets.len() > 60, "{}", secrets.len());
    for form in STORES {
        for target in ["markdown", "hugo"] {
            let run = Run::of(SAMPLE, &["--comments", form, "--target", target, "--no-verify"]);
            let report = run.report.to_string();
            let said = [(&"the report".to_owned(), &report), (&"stderr".to_owned(), &run.said)];
            for (path, text) in run.files.iter().chain(said) {
                for secret in &secrets {
                    assert!(!text.contains(secret), "{form}, {target}: {secret} in {path}");
                }
            }
        }
    }
}

#[test]
fn avatars_are_hashes_on_request() {
    let export = post(&comment(1, 0, &by("Ann", "Hello", "comment")));
    // `printf ann@mail.example | md5sum`, `… | sha256sum`
    let md5 = "4da7a16237e0856bf3b286dd3f43a9fb";
    let sha256 = "e153509271c7c6a06a11823fce8a8da6fb95cc3da0e2edc78707af9e2fdb7ba4";
    for form in ["section", "files", "data", "json"] {
        let plain = Run::of_text(&export, &["--comments", form]);
        assert!(plain.files.values().all(|text| !text.contains("gravatar")));
        let hashed = ["--comments", form, "--comment-avatars", "gravatar-md5"];
        let hashed = Run::of_text(&export, &hashed);
        let found = hashed.files.values().filter(|text| text.contains(md5)).count();
        assert_eq!(found, 1, "{form}: {:?}", hashed.files);
        let better = ["--comments", form, "--comment-avatars", "gravatar-sha256"];
        let better = Run::of_text(&export, &better);
        assert!(better.files.values().any(|text| text.contains(sha256)), "{form}");
        let anonymous = ["--comments", form, "--comment-avatars", "gravatar-md5"];
        let anonymous = [&anonymous[..], &["--comment-authors", "anonymous"]].concat();
        let anonymous = Run::of_text(&export, &anonymous);
        assert!(anonymous.files.values().all(|text| !text.contains(md5) && !text.contains("Ann")));
    }
}

#[test]
fn names_can_be_short_or_none() {
    let url = "<wp:comment_author_url>https://ann.example/</wp:comment_author_url>";
    let more = by("Ann of Hull", "Hello", "comment") + url;
    let export = post(&comment(1, 0, &more));
    let said = |form| Run::of_text(&export, &["--comment-authors", form]);
    assert!(said("names").file("hello.md").contains("**[Ann of Hull](https://ann.example/)**"));
    assert!(said("initials").file("hello.md").contains("**A. O. H.**,"));
    assert!(said("anonymous").file("hello.md").contains("**Anonymous**,"));
}

#[test]
fn a_name_that_is_an_address_loses_its_host() {
    let export = post(&comment(1, 0, &by("ann@mail.example", "Hello", "comment")));
    let text = Run::of_text(&export, &[]);
    assert!(text.file("hello.md").contains("**ann@…**"), "{}", text.file("hello.md"));
}

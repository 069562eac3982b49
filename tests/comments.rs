//! Comments as users get them: by whole runs, against what WordPress showed.

#[path = "support/export.rs"]
mod export;
#[path = "comments/harbor.rs"]
mod harbor;
#[path = "comments/hostile.rs"]
mod hostile;
#[path = "comments/options.rs"]
mod options;
#[path = "comments/pains.rs"]
mod pains;
#[path = "comments/privacy.rs"]
mod privacy;
#[path = "support/program.rs"]
mod program;
#[path = "comments/section.rs"]
mod section;
#[path = "support/tree.rs"]
mod tree;

use std::collections::BTreeMap;
use std::fs;

use serde_json::Value;

use program::pressdown;

/// What a run wrote: texts by path, and the report.
struct Run {
    files: BTreeMap<String, String>,
    report: Value,
    /// What it said.
    said: String,
}

impl Run {
    /// Converts the export at a path.
    fn of(export: &str, options: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = |name: &str| folder.path().join(name).display().to_string();
        let (out, report) = (path("out"), path("report.json"));
        let arguments = [export, "-o", &out, "--report", &report].into_iter();
        let run = pressdown(arguments.chain(options.iter().copied()));
        let said = String::from_utf8(run.stderr).expect("text");
        assert_eq!(run.status.code(), Some(0), "{said}");
        let files = tree::files(&folder.path().join("out"));
        let text = |bytes| String::from_utf8(bytes).expect("text");
        let report = fs::read_to_string(report).expect("a report");
        Self {
            files: files.into_iter().map(|(path, bytes)| (path, text(bytes))).collect(),
            report: serde_json::from_str(&report).expect("JSON"),
            said,
        }
    }

    /// Converts an export.
    #[expect(clippy::disallowed_methods, reason = "a test writes its input")]
    fn of_text(export: &str, options: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("export.xml");
        fs::write(&path, export).expect("a folder to write into");
        Self::of(&path.display().to_string(), options)
    }

    /// The only file with this end of its path.
    fn file(&self, end: &str) -> &str {
        let mut found = self.files.iter().filter(|(path, _)| path.ends_with(end));
        let (_, text) = found.next().unwrap_or_else(|| panic!("{end} in {:?}", self.files.keys()));
        assert!(found.next().is_none(), "one {end}");
        text
    }

    /// A count of the report's comments.
    fn count(&self, name: &str) -> u64 {
        self.report["totals"]["comments"][name].as_u64().expect("a number")
    }
}

/// The elements of a comment, as an export has them.
fn comment(id: u64, parent: u64, more: &str) -> String {
    let approved = if more.contains("comment_approved") { "" } else { APPROVED };
    format!(
        "<wp:comment><wp:comment_id>{id}</wp:comment_id><wp:comment_parent>{parent}</wp:comment_parent>\
         <wp:comment_author_email>ann@mail.example</wp:comment_author_email>\
         <wp:comment_author_IP>192.0.2.7</wp:comment_author_IP>\
         <wp:comment_date_gmt>2011-12-18 14:31:{:02}</wp:comment_date_gmt>{approved}{more}</wp:comment>",
        id % 60
    )
}

const APPROVED: &str = "<wp:comment_approved>1</wp:comment_approved>";

/// An author, a text, a type.
fn by(author: &str, text: &str, kind: &str) -> String {
    format!(
        "<wp:comment_author><![CDATA[{author}]]></wp:comment_author>\
         <wp:comment_content><![CDATA[{text}]]></wp:comment_content>\
         <wp:comment_type>{kind}</wp:comment_type>"
    )
}

/// A post with comments.
fn post(comments: &str) -> String {
    export::export(&[export::Item { more: comments, ..export::Item::default() }])
}

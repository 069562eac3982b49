//! Media files: which ones a site needs, where they come from, and that none is lost in silence.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

#[path = "media/disk.rs"]
mod disk;
#[path = "support/export.rs"]
mod export;
#[path = "support/fault_server.rs"]
#[expect(dead_code, reason = "other tests use more of it")]
mod fault_server;
#[path = "media/list.rs"]
mod list;
#[path = "support/program.rs"]
mod program;
#[path = "support/tree.rs"]
mod tree;
#[path = "media/web.rs"]
mod web;

/// The uploads of the sample as WordPress wrote them.
fn uploads() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/harbor/uploads")
}

fn harbor() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/harbor/harbor.xml")
}

/// A run of the program on an export, its output and its report.
struct Run {
    folder: tempfile::TempDir,
    code: Option<i32>,
    report: Value,
    said: String,
    printed: String,
}

impl Run {
    fn of(export: &Path, arguments: &[&str]) -> Self {
        Self::again(tempfile::tempdir().expect("a temporary folder"), export, arguments)
    }

    /// Runs into the output of an earlier run.
    fn again(folder: tempfile::TempDir, export: &Path, arguments: &[&str]) -> Self {
        let (output, path) = (folder.path().join("out"), folder.path().join("report.json"));
        let fixed = [export, Path::new("-o"), &output, Path::new("--report"), &path];
        let run = program::pressdown(
            fixed.into_iter().map(Path::as_os_str).chain(arguments.iter().map(AsRef::as_ref)),
        );
        let said = String::from_utf8_lossy(&run.stderr).into_owned();
        let text = fs::read_to_string(&path).unwrap_or_else(|_| panic!("a report: {said}"));
        let report = serde_json::from_str(&text).expect("JSON");
        let printed = String::from_utf8_lossy(&run.stdout).into_owned();
        Self { folder, code: run.status.code(), report, said, printed }
    }

    fn output(&self) -> PathBuf {
        self.folder.path().join("out")
    }

    fn media(&self) -> &[Value] {
        self.report["media"].as_array().expect("a list")
    }

    /// The state of each file, by its name.
    fn states(&self) -> BTreeMap<String, String> {
        let of = |file: &Value| {
            let path = file["path"].as_str().expect("a path");
            let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
            (name.to_owned(), file["state"].as_str().expect("a state").to_owned())
        };
        self.media().iter().map(of).collect()
    }

    /// The messages of notices of a code.
    fn notices(&self, code: &str) -> Vec<&str> {
        let notices = self.report["notices"].as_array().expect("a list");
        let of_code = notices.iter().filter(|notice| notice["code"] == code);
        of_code.filter_map(|notice| notice["message"].as_str()).collect()
    }

    /// The files below the folder of uploads, by their paths there.
    fn placed(&self) -> BTreeMap<String, Vec<u8>> {
        tree::files(&self.output().join("wp-content/uploads"))
    }
}

/// An attachment as WordPress exports it.
fn attachment(id: &str, parent: &str, path: &str, more: &str) -> String {
    format!(
        "<item><title>{path}</title><link>https://old.example/?attachment_id={id}</link>\
         <wp:post_id>{id}</wp:post_id><wp:post_date>2019-05-04 10:30:00</wp:post_date>\
         <wp:post_name>file-{id}</wp:post_name><wp:status>inherit</wp:status>\
         <wp:post_parent>{parent}</wp:post_parent><wp:post_type>attachment</wp:post_type>\
         <wp:attachment_url>https://old.example/wp-content/uploads/{path}</wp:attachment_url>\
         <wp:postmeta><wp:meta_key>_wp_attached_file</wp:meta_key>\
         <wp:meta_value><![CDATA[{path}]]></wp:meta_value></wp:postmeta>{more}</item>\n"
    )
}

/// The sizes of a picture as WordPress keeps them.
fn sizes(path: &str, names: &[&str]) -> String {
    let name = |name: &&str| {
        format!("s:{}:\"{name}\";a:1:{{s:4:\"file\";s:{}:\"{name}\";}}", name.len(), name.len())
    };
    let names_of: String = names.iter().map(name).collect();
    format!(
        "<wp:postmeta><wp:meta_key>_wp_attachment_metadata</wp:meta_key><wp:meta_value><![CDATA[\
         a:4:{{s:5:\"width\";i:1800;s:6:\"height\";i:1200;s:4:\"file\";s:{}:\"{path}\";\
         s:5:\"sizes\";a:{}:{{{names_of}}}}}]]></wp:meta_value></wp:postmeta>",
        path.len(),
        names.len()
    )
}

/// A post that shows these files of the old site.
fn post(id: &str, status: &str, paths: &[&str]) -> String {
    let mut shown = String::new();
    for path in paths {
        let file = format!("https://old.example/wp-content/uploads/{path}");
        write!(shown, "<p><a href=\"{file}\">x</a></p>").expect("a String takes every text");
    }
    format!(
        "<item><title>Post {id}</title><link>https://old.example/post-{id}/</link>\
         <content:encoded><![CDATA[{shown}]]></content:encoded><wp:post_id>{id}</wp:post_id>\
         <wp:post_date>2019-05-04 10:30:00</wp:post_date><wp:post_name>post-{id}</wp:post_name>\
         <wp:status>{status}</wp:status><wp:post_type>post</wp:post_type></item>\n"
    )
}

/// An export with these items in a folder of its own.
#[expect(clippy::disallowed_methods, reason = "a test writes its input")]
fn written(items: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("export.xml");
    let whole = export::export(&[]).replace("</channel>", &format!("{items}</channel>"));
    fs::write(&path, whole).expect("the export can be written");
    (folder, path)
}

/// A folder of uploads that holds these files; each holds its own path.
#[expect(clippy::disallowed_methods, reason = "a test writes its input")]
fn folder_with(paths: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for path in paths {
        let file = folder.path().join(path);
        fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        fs::write(file, path).expect("the file can be written");
    }
    folder
}

fn names(run: &Run) -> BTreeSet<String> {
    run.placed().into_keys().collect()
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}

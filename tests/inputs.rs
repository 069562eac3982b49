//! What can be given to a run: files, folders, patterns, standard input, archives, any encoding.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

#[path = "inputs/archives.rs"]
mod archives;
#[path = "inputs/encodings.rs"]
mod encodings;
#[path = "support/export.rs"]
mod export;
#[path = "inputs/places.rs"]
mod places;
#[path = "support/tree.rs"]
mod tree;

use export::{Item, export};

/// A folder for inputs, and runs on them.
struct Desk {
    folder: tempfile::TempDir,
}

/// What a run left behind.
struct Run {
    code: Option<i32>,
    said: String,
    /// `null` if there is none.
    report: Value,
    files: BTreeMap<String, Vec<u8>>,
}

impl Desk {
    fn new() -> Self {
        let desk = Self { folder: tempfile::tempdir().expect("a temporary folder") };
        fs::create_dir(desk.temporary()).expect("the folder can be made");
        desk
    }

    /// A desk with one file.
    fn with(name: &str, bytes: impl AsRef<[u8]>) -> Self {
        let desk = Self::new();
        desk.put(name, bytes);
        desk
    }

    #[expect(clippy::disallowed_methods, reason = "a test writes its input")]
    fn put(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder can be made");
        fs::write(path, bytes).expect("the input can be written");
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join("inputs").join(name)
    }

    fn temporary(&self) -> PathBuf {
        self.folder.path().join("temporary")
    }

    fn output(&self) -> PathBuf {
        self.folder.path().join("out")
    }

    fn run(&self, arguments: &[&str]) -> Run {
        self.run_with(arguments, b"")
    }

    fn run_with(&self, arguments: &[&str], standard_input: &[u8]) -> Run {
        let _ = fs::remove_dir_all(self.output());
        self.run_onto(arguments, standard_input)
    }

    /// Runs onto what an earlier run wrote.
    fn run_again(&self, arguments: &[&str]) -> Run {
        self.run_onto(arguments, b"")
    }

    /// Runs where the inputs are. Whatever happens, no temporary file stays.
    fn run_onto(&self, arguments: &[&str], standard_input: &[u8]) -> Run {
        let report = self.folder.path().join("report.json");
        let _ = fs::remove_file(&report);
        let mut child = Command::new(env!("CARGO_BIN_EXE_pressdown"))
            .args(arguments)
            .arg("-o")
            .arg(self.output())
            .arg("--report")
            .arg(&report)
            .current_dir(self.folder.path().join("inputs"))
            .env("TMPDIR", self.temporary())
            .env("TMP", self.temporary())
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program was built and can be started");
        // A run that refuses its arguments does not listen.
        let _ = child.stdin.take().expect("a pipe").write_all(standard_input);
        let run = child.wait_with_output().expect("the program ends");
        let left: Vec<_> = fs::read_dir(self.temporary()).expect("a folder").collect();
        assert!(left.is_empty(), "{left:?}");
        let text = fs::read_to_string(&report).unwrap_or_else(|_| "null".to_owned());
        Run {
            code: run.status.code(),
            said: String::from_utf8(run.stderr).expect("UTF-8"),
            report: serde_json::from_str(&text).expect("the report is JSON"),
            files: tree::files(&self.output()),
        }
    }
}

impl Run {
    fn names(&self) -> Vec<&str> {
        self.files.keys().map(String::as_str).collect()
    }

    /// The paths of the exports that were read.
    fn exports(&self) -> Vec<&str> {
        let exports = self.report["exports"].as_array().expect("a list");
        exports.iter().map(|export| export["path"].as_str().expect("a path")).collect()
    }

    /// Code and message of what happened to the inputs.
    fn notices(&self) -> Vec<(&str, &str)> {
        let notices = self.report["notices"].as_array().expect("a list");
        notices
            .iter()
            .map(|notice| {
                let code = notice["code"].as_str().expect("a code");
                (code, notice["message"].as_str().expect("a message"))
            })
            .filter(|(code, _)| ["W033", "W034", "I055", "I056"].contains(code))
            .collect()
    }

    /// A run that failed before it made anything: what it said.
    fn failure(&self) -> &str {
        assert_eq!(self.code, Some(1), "{}", self.said);
        assert!(self.files.is_empty() && self.report.is_null());
        &self.said
    }
}

/// An export of one post.
fn one_post(id: &str) -> String {
    let link = format!("https://old.example/post-{id}/");
    export(&[Item { id, link: &link, ..Item::default() }])
}

fn harbor() -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/harbor/harbor.xml"))
        .expect("a sample of the repository")
}

//! An export in a folder of its own, and runs of the program on it.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::export::{Item, export};
use crate::program::pressdown;
use crate::tree::files;

/// An export in a folder of its own, and where its output goes.
pub(crate) struct Bench {
    folder: tempfile::TempDir,
}

impl Bench {
    pub(crate) fn with(items: &[Item<'_>]) -> Self {
        let bench = Self { folder: tempfile::tempdir().expect("a temporary folder") };
        bench.rewrite(items);
        bench
    }

    #[expect(clippy::disallowed_methods, reason = "a test writes its input")]
    pub(crate) fn rewrite(&self, items: &[Item<'_>]) {
        fs::write(self.export(), export(items)).expect("the export can be written");
    }

    pub(crate) fn export(&self) -> PathBuf {
        self.folder.path().join("export.xml")
    }

    pub(crate) fn output(&self) -> PathBuf {
        self.folder.path().join("out")
    }

    /// Runs with these further arguments: exit code, stdout and the report.
    pub(crate) fn run(&self, arguments: &[&str]) -> (Option<i32>, String, Value) {
        let report = self.folder.path().join("report.json");
        let _ = fs::remove_file(&report);
        let (export, output) = (self.export(), self.output());
        let fixed = [export.as_path(), Path::new("-o"), &output, Path::new("--report"), &report];
        let run = pressdown(
            fixed.into_iter().map(Path::as_os_str).chain(arguments.iter().map(AsRef::as_ref)),
        );
        let text = fs::read_to_string(&report).unwrap_or_else(|_| "null".to_owned());
        let report = serde_json::from_str(&text).expect("the report is JSON");
        (run.status.code(), String::from_utf8_lossy(&run.stdout).into_owned(), report)
    }

    pub(crate) fn names(&self) -> Vec<String> {
        files(&self.output()).into_keys().collect()
    }

    pub(crate) fn text(&self, name: &str) -> String {
        String::from_utf8(files(&self.output())[name].clone()).expect("UTF-8")
    }
}

//! Whole exports: `tests/golden/<sample>/<target>/` holds what a run must write, file by file.
//!
//! `BLESS=1 cargo test --test golden` writes the folders anew; the review is the diff.

use std::fs;
use std::path::{Path, PathBuf};

#[path = "support/program.rs"]
mod program;
#[path = "support/tree.rs"]
mod tree;

use program::pressdown;
use tree::files;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

#[expect(clippy::disallowed_methods, reason = "golden files are written on request")]
fn bless(golden: &Path, got: &Path) {
    let _ = fs::remove_dir_all(golden);
    for (name, bytes) in files(got) {
        let path = golden.join(name);
        fs::create_dir_all(path.parent().expect("a folder above")).expect("a folder can be made");
        fs::write(path, bytes).expect("a golden file can be written");
    }
}

fn check(sample: &str, target: &str) {
    let export = root().join("samples").join(sample).join(format!("{sample}.xml"));
    let golden = root().join("tests/golden").join(sample).join(target);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let output = folder.path().join("out");
    let run = pressdown([
        export.as_os_str(),
        "-o".as_ref(),
        output.as_os_str(),
        "--target".as_ref(),
        target.as_ref(),
        "--quiet".as_ref(),
    ]);
    assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
    if std::env::var_os("BLESS").is_some() {
        bless(&golden, &output);
    }
    let (want, got) = (files(&golden), files(&output));
    let names = |files: &std::collections::BTreeMap<String, Vec<u8>>| {
        files.keys().cloned().collect::<Vec<_>>()
    };
    assert_eq!(names(&got), names(&want), "missing or leftover files of {sample} for {target}");
    for (name, bytes) in &want {
        assert_eq!(
            String::from_utf8_lossy(&got[name]),
            String::from_utf8_lossy(bytes),
            "{sample} for {target}: {name}"
        );
    }
}

#[test]
fn ledger_lane_as_markdown() {
    check("ledger-lane", "markdown");
}

#[test]
fn ledger_lane_for_hugo() {
    check("ledger-lane", "hugo");
}

#[test]
fn harbor_as_markdown() {
    check("harbor", "markdown");
}

//! The documentation tells the truth about what is built.

use std::fs;
use std::path::Path;

use pressdown::notice::Code;

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path))
        .expect("a page of the docs")
}

#[test]
fn every_notice_is_explained_once_and_in_order() {
    let page = read("docs/notices.md");
    let explained: Vec<&str> = page.lines().filter_map(|line| line.strip_prefix("### ")).collect();
    let known: Vec<String> =
        Code::ALL.iter().map(|code| format!("{} {}", code.id(), code.name())).collect();
    assert_eq!(explained, known);
}

#[test]
fn notice_codes_are_unique_and_stable_in_form() {
    let mut ids: Vec<&str> = Code::ALL.iter().map(|code| code.id()).collect();
    ids.dedup();
    assert_eq!(ids.len(), Code::ALL.len());
    for code in Code::ALL {
        let letter = code.id().chars().next().expect("a letter");
        assert_eq!(
            letter == 'I',
            code.severity() == pressdown::notice::Severity::Info,
            "{}",
            code.id()
        );
        assert!(code.meaning().ends_with('.'), "{}", code.id());
    }
}

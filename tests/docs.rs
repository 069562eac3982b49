//! The documentation tells the truth about what is built.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use pressdown::notice::Code;
use serde_json::Value;

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

/// A table of repairs is worth something if each has its test and names a notice that exists.
#[test]
fn every_repair_of_the_reader_has_a_test() {
    let page = read("docs/reader.md");
    let mut tests = String::new();
    for path in ["tests/reader.rs", "tests/runs.rs", "src/site/serialized.rs"] {
        tests.push_str(&read(path));
    }
    for folder in ["tests/inputs", "tests/reader", "tests/runs"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        for entry in fs::read_dir(folder).expect("a folder of tests") {
            tests.push_str(
                &fs::read_to_string(entry.expect("an entry").path()).expect("a file of tests"),
            );
        }
    }
    let rows: Vec<Vec<&str>> = page
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| ---"))
        .skip(1)
        .map(|line| line.trim_matches('|').split(" | ").map(str::trim).collect())
        .collect();
    assert!(rows.len() > 20, "the table is there");
    for row in rows {
        let [_, _, notices, test] = row[..] else { panic!("four cells: {row:?}") };
        let name = test.trim_matches('`');
        assert!(
            tests.contains(&format!("#[test]\nfn {name}()"))
                || tests.contains(&format!("#[test]\n    fn {name}()")),
            "{name}"
        );
        for id in notices.split(", ").filter(|id| *id != "–").map(|id| id.trim_matches('`')) {
            assert!(Code::ALL.iter().any(|code| code.id() == id), "{id}");
        }
    }
}

/// The blocks of the README with this info string.
fn blocks(info: &str) -> Vec<String> {
    let readme = read("README.md");
    let fence = format!("```{info}\n");
    let blocks = readme.split(fence.as_str()).skip(1);
    blocks.map(|rest| rest.split("```").next().expect("a part").to_owned()).collect()
}

#[test]
fn the_readme_shows_what_a_run_says() {
    let export = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/harbor/harbor.xml");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let run = Command::new(env!("CARGO_BIN_EXE_pressdown"))
        .arg(export)
        .current_dir(folder.path())
        .output()
        .expect("the program can be started");
    let said = String::from_utf8(run.stderr).expect("UTF-8").replace('\\', "/");
    assert_eq!(blocks("text"), [said]);
}

#[test]
fn the_readme_shows_how_a_page_begins() {
    let pages = read("tests/cmd/inspect.md");
    let shown = &blocks("console")[0];
    let begin = shown.strip_suffix("…\n").expect("it says that more follows");
    assert!(pages.contains(begin), "{begin}");
}

#[test]
fn every_field_of_an_inspection_is_explained() {
    let docs = read("docs/inspect.md");
    let export = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/harbor/harbor.xml");
    let run = Command::new(env!("CARGO_BIN_EXE_pressdown"))
        .args(["inspect", "--json"])
        .arg(export)
        .output()
        .expect("the program can be started");
    let inspection: Value = serde_json::from_slice(&run.stdout).expect("JSON");
    for name in fields(&inspection, "") {
        assert!(docs.contains(&format!("`{name}`")), "`{name}` is not in docs/inspect.md");
    }
}

/// The names of all fields, but for the keys of maps, which are names of other things.
fn fields(value: &Value, name: &str) -> BTreeSet<String> {
    const MAPS: &[&str] = &["became", "blocks", "endings", "kinds", "shortcodes", "years"];
    match value {
        Value::Array(values) => values.iter().flat_map(|value| fields(value, name)).collect(),
        Value::Object(object) => {
            let below = |(key, value): (&String, &Value)| {
                let key = if MAPS.contains(&name) { String::new() } else { key.clone() };
                let mut names = fields(value, &key);
                names.extend(Some(key).filter(|key| !key.is_empty()));
                names
            };
            object.iter().flat_map(below).collect()
        }
        _ => BTreeSet::new(),
    }
}

#[test]
fn the_readme_shows_what_is_written() {
    let written = "tests/golden/ledger-lane/markdown/2010/11/the-price-on-the-door.md";
    assert_eq!(blocks("markdown"), [read(written)]);
    let export = read("samples/ledger-lane/ledger-lane.xml");
    for line in blocks("xml")[0].lines().filter(|line| !line.is_empty()) {
        assert!(export.contains(line.trim_start()), "{line}");
    }
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

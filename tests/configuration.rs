//! The configuration file and the flags beside it, and what a run says of shortcodes.

use std::fs;

use serde_json::{Value, json};

#[path = "support/bench.rs"]
mod bench;
#[path = "support/export.rs"]
mod export;
#[path = "support/program.rs"]
mod program;
#[path = "support/tree.rs"]
mod tree;

use bench::Bench;
use export::Item;

const BODY: &str = "[sc name=\"x\"]\n\n[acme]words[/acme] and [acme]more[/acme]";

fn post() -> Vec<Item<'static>> {
    vec![Item { content: BODY, ..Item::default() }]
}

#[expect(clippy::disallowed_methods, reason = "a test writes its input")]
fn write(bench: &Bench, name: &str, text: &str) -> String {
    let path = bench.export().with_file_name(name);
    fs::write(&path, text).expect("the file can be written");
    path.display().to_string()
}

/// The body of the post after a run.
fn body(bench: &Bench, arguments: &[&str]) -> (String, Value) {
    let (code, _, report) = bench.run(arguments);
    assert_eq!(code, Some(0));
    let text = bench.text("hello.md");
    let (_, body) = text.split_once("---\n\n").expect("front matter");
    (body.to_owned(), report)
}

#[test]
fn the_file_beside_the_export_is_read() {
    let bench = Bench::with(&post());
    write(&bench, "pressdown.toml", "[shortcodes]\nsc = '{{< $name $attrs >}}'\nacme = 'unwrap'\n");
    let (text, report) = body(&bench, &[]);
    assert_eq!(text, "{{< sc name=\"x\" >}}\n\nwords and more\n");
    assert_eq!(report["notices"], json!([]));
    let became = |name: &str| report["shortcodes"][name].clone();
    assert_eq!(became("acme"), json!({"count": 2, "posts": 1, "became": {"unwrapped": 2}}));
    assert_eq!(became("sc")["became"], json!({"written by your template": 1}));
}

#[test]
fn the_named_file_goes_before_and_the_command_line_before_both() {
    let bench = Bench::with(&post());
    write(&bench, "pressdown.toml", "unknown-shortcodes = 'drop'\n");
    let own = write(&bench, "own.toml", "unknown-shortcodes = 'unwrap'\n");
    assert_eq!(body(&bench, &[]).0.trim(), "and");
    assert_eq!(body(&bench, &["--config", &own]).0, "words and more\n");
    let (text, report) = body(&bench, &["--config", &own, "--shortcodes", "keep"]);
    assert_eq!(text, "[sc name=\"x\"]\n\n[acme]words[/acme] and [acme]more[/acme]\n");
    assert_eq!(report["notices"].as_array().map(Vec::len), Some(2));
}

#[test]
fn the_summary_ends_with_a_table_of_shortcodes() {
    let bench = Bench::with(&post());
    let (export, output) = (bench.export(), bench.output());
    let run = program::pressdown([export.as_os_str(), "-o".as_ref(), output.as_os_str()]);
    let said = String::from_utf8_lossy(&run.stderr).into_owned();
    let (_, table) = said.split_once("Shortcodes (").expect("a table");
    let rows: Vec<&str> = table.lines().skip(2).collect();
    assert_eq!(rows, ["      2       1 acme  kept as text", "      1       1 sc    kept as text"]);
}

#[test]
fn a_page_of_a_builder_has_its_text() {
    let data = r#"[{"elType":"widget","widgetType":"heading","settings":{"title":"Rooms"}}]"#;
    let more = format!(
        "<wp:postmeta><wp:meta_key>_elementor_data</wp:meta_key><wp:meta_value><![CDATA[{data}]]></wp:meta_value></wp:postmeta>"
    );
    let bench = Bench::with(&[Item { content: "", more: &more, ..Item::default() }]);
    assert_eq!(body(&bench, &[]).0, "## Rooms\n");
    assert_eq!(bench.names(), ["hello.md"]);
}

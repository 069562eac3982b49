//! Redirects of an old site with everything awkward in it → the files of every format.
//!
//! `tests/redirects/site` holds the files; `tests/e2e/redirects.py` asks real servers about them.

use std::fs;
use std::path::Path;

use pressdown::link::redirect::{Dropped, FORMATS, OldAddress, Redirect, Redirects, format};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::Value;

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/redirects")
}

fn old_site() -> (Redirects, Dropped) {
    let text = fs::read_to_string(folder().join("old-site.json")).expect("the list");
    let site: Value = serde_json::from_str(&text).expect("JSON");
    let list = site["redirects"].as_array().expect("a list").iter().map(redirect).collect();
    let live = site["live"].as_array().expect("a list").iter().map(text_of);
    Redirects::new(list, live)
}

fn text_of(value: &Value) -> &str {
    value.as_str().expect("a text")
}

fn redirect(row: &Value) -> Redirect {
    let field = |name: &str| text_of(&row[name]).to_owned();
    let from = match text_of(&row["kind"]) {
        "path" => OldAddress::Path(field("from")),
        _ => OldAddress::Query { path: field("from"), name: field("name"), value: field("value") },
    };
    Redirect { from, to: field("to") }
}

fn render(name: &str, redirects: &Redirects) -> String {
    let format = format(name).expect("a format");
    (format.render)(redirects).text
}

/// The real servers say whether these files are right; this says that they are the ones.
#[test]
fn the_files_are_those_that_the_servers_were_asked_about() {
    let (redirects, _) = old_site();
    let site = folder().join("site");
    for known in FORMATS {
        let (path, text) = (site.join(known.file), render(known.name, &redirects));
        if std::env::var_os("BLESS").is_some() {
            bless(&path, &text);
        }
        assert_eq!(fs::read_to_string(&path).unwrap_or_default(), text, "{}", known.file);
    }
    let mut names: Vec<String> = fs::read_dir(&site)
        .expect("the folder of files")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    let mut expected: Vec<&str> = FORMATS.iter().map(|format| format.file).collect();
    expected.sort_unstable();
    assert_eq!(names, expected);
}

#[expect(clippy::disallowed_methods, reason = "a test may write its own expectation")]
fn bless(path: &Path, text: &str) {
    fs::write(path, text).expect("a file of the test");
}

#[test]
fn what_is_dropped_and_what_a_format_leaves_out_is_returned() {
    let (redirects, dropped) = old_site();
    let sources = |list: &[Redirect]| -> Vec<OldAddress> {
        list.iter().map(|redirect| redirect.from.clone()).collect()
    };
    let path = |text: &str| OldAddress::Path(text.into());
    assert_eq!(sources(&dropped.unusable), [path("/evil\nline/"), path("/evil-line/")]);
    assert_eq!(sources(&dropped.loops), [path("/loop/"), path("/pool/")]);
    assert_eq!(sources(&dropped.live), [path("/about/")]);
    for known in FORMATS {
        let left_out = (known.render)(&redirects).left_out;
        let names: Vec<&OldAddress> = left_out.iter().map(|redirect| &redirect.from).collect();
        match known.name {
            "nginx" => assert!(
                matches!(names[..], [OldAddress::Query { name, .. }] if name == "my-tax"),
                "{names:?}"
            ),
            name => assert!(names.is_empty(), "{name}: {names:?}"),
        }
    }
}

#[test]
fn json_and_csv_read_back_as_what_was_given() {
    let (redirects, _) = old_site();
    let read: Value = serde_json::from_str(&render("json", &redirects)).expect("JSON");
    let rows = read["redirects"].as_array().expect("a list");
    assert_eq!(rows.iter().map(redirect).collect::<Vec<_>>(), redirects.exact());
    assert_eq!(read["schema"], "pressdown/redirects/1");
    assert_eq!(render("csv", &redirects).lines().count(), 1 + redirects.exact().len());
}

#[test]
fn the_docs_name_every_file_and_the_lines_for_nginx() {
    let docs = fs::read_to_string(folder().join("../../docs/redirects.md")).expect("the page");
    for known in FORMATS {
        let row = format!("| `{}` | `{}` |", known.name, known.file);
        assert!(docs.contains(&row), "{row}");
    }
    let text = render("nginx", &Redirects::default());
    let lines: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("#     ")).collect();
    assert_eq!(lines.len(), 5);
    for line in lines {
        assert!(docs.contains(&format!("\n    {line}\n")), "{line}");
    }
}

/// Text with everything that means something to one of the formats.
fn hostile() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "\"",
        "'",
        "`",
        "\\",
        ";",
        "{",
        "}",
        "$",
        "$uri",
        "${HOME}",
        "{$HOME}",
        "{path}",
        "%",
        "%1",
        "%{HTTP_HOST}",
        "#",
        "?",
        "*",
        "~",
        "^",
        "(",
        ")",
        "[",
        "]",
        "|",
        "<",
        ">",
        ",",
        ":",
        "=",
        "&",
        " ",
        "\n",
        "\r",
        "\t",
        "\0",
        "\u{85}",
        "\u{2028}",
        "é",
        "ж",
        "a",
        "B",
        "/",
        "//",
        "..",
        "feed",
        "return 200 x;",
    ]);
    vec(words, 0..12).prop_map(|words| format!("/{}", words.concat()))
}

fn any_redirect() -> impl Strategy<Value = Redirect> {
    let path = hostile().prop_map(OldAddress::Path);
    let query = (hostile(), hostile()).prop_map(|(path, value)| OldAddress::Query {
        path,
        name: "tag".into(),
        value,
    });
    (prop_oneof![path, query], hostile()).prop_map(|(from, to)| Redirect { from, to })
}

/// The arguments of a line in which `\` escapes quotes and itself, and only between quotes. `None`
/// if a quote is left open or something stands behind one without a blank.
fn arguments(line: &str) -> Option<Vec<String>> {
    let mut all = Vec::new();
    let mut rest = line.trim();
    while !rest.is_empty() {
        let (argument, after) = match rest.strip_prefix('"') {
            Some(quoted) => {
                let mut escaped = false;
                let end = quoted.find(|c| {
                    let is_end = c == '"' && !escaped;
                    escaped = c == '\\' && !escaped;
                    is_end
                })?;
                (&quoted[..end], &quoted[end + 1..])
            }
            None => rest.split_at(rest.find(' ').unwrap_or(rest.len())),
        };
        if !after.is_empty() && !after.starts_with([' ', ';']) {
            return None;
        }
        all.push(argument.to_owned());
        rest = after.trim_start();
        if rest == ";" {
            break;
        }
    }
    Some(all)
}

/// The lines of a file without its comments.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// A file has as many lines as it has rules, whatever the texts hold; so nothing of a text
    /// stands on a line of its own.
    #[test]
    fn a_rule_is_a_line(list in vec(any_redirect(), 0..8)) {
        let (redirects, _) = Redirects::new(list, ["/"]);
        let (none, _) = Redirects::new(Vec::new(), ["/"]);
        let count = redirects.exact().len();
        let queries = redirects.exact().iter()
            .filter(|it| matches!(it.from, OldAddress::Query { .. })).count();
        let paths = count - queries;
        let more = |name: &str| {
            render(name, &redirects).split('\n').count() - render(name, &none).split('\n').count()
        };
        prop_assert_eq!(more("apache"), count + queries);
        // A map has an end, a matcher and a redirect around its rows.
        let around = |rows: usize| if rows == 0 { 0 } else { rows + 6 };
        prop_assert_eq!(more("caddy"), around(paths) + around(queries));
        prop_assert_eq!(more("csv"), count);
        let text = render("nginx", &redirects);
        let rows = text.lines().filter(|line| line.starts_with("    \"/") || line.starts_with("    \"~^/"));
        prop_assert_eq!(rows.count(), count);
    }

    /// Between quotes is what was given, and nothing stands outside of them.
    #[test]
    fn no_text_leaves_its_quotes(list in vec(any_redirect(), 0..8)) {
        let (redirects, _) = Redirects::new(list, ["/"]);
        for line in lines(&render("nginx", &redirects)).filter(|line| line.starts_with("    \"")) {
            let found = arguments(line);
            prop_assert!(matches!(found.as_deref(), Some([_, _, end]) if end == ";")
                || matches!(found.as_deref(), Some([_, _])), "{}", line);
        }
        for line in lines(&render("apache", &redirects)).filter(|line| line.starts_with("RewriteRule \"")) {
            let found = arguments(line).unwrap_or_default();
            prop_assert_eq!(found.len(), 4, "{}", line);
            prop_assert!(found[3].starts_with('[') && found[3].ends_with(']') || found[2] == "-");
            prop_assert!(!line.contains("${") && !line.contains("%{"), "{}", line);
        }
        for line in lines(&render("caddy", &redirects)).filter(|line| line.starts_with("    \"/")) {
            prop_assert_eq!(line.matches('"').count(), 4, "{}", line);
            prop_assert!(!line.contains(['`', '{', '}', '\\']), "{}", line);
        }
    }

    /// What is sent as `Location` is ASCII without blanks, and on the same host.
    #[test]
    fn locations_are_addresses(list in vec(any_redirect(), 0..8)) {
        let (redirects, _) = Redirects::new(list, ["/"]);
        for line in render("netlify", &redirects).lines().filter(|it| it.starts_with('/')) {
            let parts: Vec<&str> = line.split(' ').collect();
            let to = parts[parts.len() - 2];
            prop_assert!(matches!(parts.len(), 3 | 4), "{}", line);
            prop_assert!(parts[0].is_ascii() && to.is_ascii(), "{}", line);
            prop_assert!(to.starts_with('/') && !to.starts_with("//"), "{}", line);
        }
    }

    /// Every source stays one, whatever stands beside it, and leads to no other source.
    #[test]
    fn nothing_leads_to_a_redirect(links in vec((0..12u8, 0..12u8), 0..24)) {
        let path = |number: u8| format!("/{number}/");
        let list: Vec<Redirect> = links.iter()
            .map(|(from, to)| Redirect { from: OldAddress::Path(path(*from)), to: path(*to) })
            .collect();
        let (redirects, dropped) = Redirects::new(list.clone(), []);
        for it in redirects.exact() {
            let is_source = |other: &Redirect| other.from == OldAddress::Path(it.to.clone());
            prop_assert!(!redirects.exact().iter().any(is_source));
        }
        let returned = dropped.loops.iter().chain(&dropped.doubles).count();
        prop_assert!(redirects.exact().len() + returned <= list.len());
    }
}

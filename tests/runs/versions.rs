//! One site by the exporters of five versions of WordPress gives the same files.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::bench::Bench;
use crate::save;
use crate::tree::files;

/// What the files have only if the exporter wrote it, by the first that did: 2.5 had neither
/// excerpts, which are the captions of pictures, nor terms of own taxonomies, and 3.0 no terms of
/// those that have parents.
const LACKING: &[(&str, &[&str], &[&str])] = &[
    (
        "2007/02/11/what-the-fog-does.md",
        &["excerpt: \"A hand-made excerpt with markup & \\\"quotes\\\".\""],
        &[],
    ),
    (
        "2014/11/30/loaves-all-of-them.md",
        &[
            "*Loaf no. 1*",
            "*The crumb & the crust*",
            "*Loaf no. 1*",
            "*The crumb & the crust*",
            "*The crumb & the crust*",
            "*Loaf no. 1*",
        ],
        &[],
    ),
    ("2018/09/15/drying-days.md", &["*Nets [drying](../../../about.md)*", "*A gull*"], &[]),
    ("2019/12/24/a-bit-of-everything-by-hand.md", &["*Nets [drying](../../../about.md)*"], &[]),
    ("2021/01/03/the-menu-for-january.md", &["excerpt: \"Soup.\""], &[]),
    (
        "2021/03/15/excerpt-of-many-lines.md",
        &["excerpt: \"Line one: \\\"yes\\\" line two -- 'no' HTML & [shortcode id=1]\""],
        &[],
    ),
    (
        "recipes/cod-chowder.md",
        &["ingredient: [\"Cod\", \"Sea salt\"]", "season: [\"Deep winter\", \"Winter\"]"],
        &["season: [\"Deep winter\", \"Winter\"]"],
    ),
    (
        "recipes/cod-plainly.md",
        &["ingredient: [\"Cod\"]", "season: [\"Summer\"]"],
        &["season: [\"Summer\"]"],
    ),
    (
        "recipes/dulse-crisps.md",
        &["ingredient: [\"Dulse\"]", "season: [\"Summer\"]"],
        &["season: [\"Summer\"]"],
    ),
    (
        "recipes/ninety-hour-rye.md",
        &["ingredient: [\"Rye\", \"Sea salt\"]", "season: [\"Winter\"]"],
        &["season: [\"Winter\"]"],
    ),
];

/// A published item of a type that is not to be exported, which old exporters did not ask.
const NOT_TO_BE_EXPORTED: &str = "ledger/ledger.md";

fn sample() -> String {
    text_of("samples/harbor/harbor.xml")
}

fn text_of(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(path).expect("a file of the repository")
}

fn convert(exports: &[String]) -> BTreeMap<String, String> {
    let bench = Bench::with(&[]);
    let mut more = Vec::new();
    for (number, text) in exports.iter().enumerate() {
        if number == 0 {
            save(&bench.export(), text);
        } else {
            let path = bench.export().with_file_name(format!("{number}.xml"));
            save(&path, text);
            more.push(path.display().to_string());
        }
    }
    let more: Vec<&str> = more.iter().map(String::as_str).collect();
    let (code, _, report) = bench.run(&more);
    assert_eq!(code, Some(0));
    let number = |name: &str| report["totals"][name].as_u64().expect("a number");
    assert_eq!(number("files") + number("archives"), files(&bench.output()).len() as u64);
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    files(&bench.output()).into_iter().map(|(name, bytes)| (name, text(bytes))).collect()
}

/// The lines that only the first text has, if it has all lines of the second in their order. Blank
/// lines part what is there, and so go with what is missing.
fn additions<'a>(new: &'a str, old: &str) -> Option<Vec<&'a str>> {
    let mut rest = old.lines().filter(|line| !line.is_empty()).peekable();
    let mut more = Vec::new();
    for line in new.lines().filter(|line| !line.is_empty()) {
        if rest.peek() == Some(&line) {
            rest.next();
        } else {
            more.push(line);
        }
    }
    rest.next().is_none().then_some(more)
}

/// Lists of posts that exports of a version do not tell of: before 3.1 they hold the name of an author that
/// readers saw and not the login, of which the address is made, and 2.5 knows no taxonomies but its own.
fn unknown_lists(version: &str) -> &'static [&'static str] {
    match version {
        "2.5" => &["author/anders", "ingredient/rye"],
        "3.0" => &["author/anders"],
        _ => &[],
    }
}

#[test]
fn five_exporters_give_the_same_files() {
    let mut new = convert(&[sample()]);
    // Since WordPress 5.7 there is the date of the last change.
    for text in new.values_mut() {
        let lines = text.split_inclusive('\n').filter(|line| !line.starts_with("lastmod: "));
        *text = lines.collect();
    }
    for version in ["2.5", "3.0", "3.3", "4.4"] {
        let path = format!("tests/data/old-exporters/harbor-by-{version}.xml");
        let mut old = convert(&[text_of(&path)]);
        assert_eq!(old.remove(NOT_TO_BE_EXPORTED).is_some(), version < "3.3");
        let mut new = new.clone();
        if version < "3.3" {
            // Terms had no numbers in exports.
            for text in new.values_mut() {
                let address = "[?cat](https://harborandhearth.example/?cat=2)";
                *text = text.replace("[?cat](../../../category/kitchen.md)", address);
            }
        }
        for list in unknown_lists(version) {
            new.remove(&format!("{list}.md"));
            let address = format!("https://harborandhearth.example/{list}/");
            for text in new.values_mut() {
                *text = text.replace(&format!("../../../{list}.md"), &address);
            }
        }
        assert!(old.keys().eq(new.keys()), "{version}");
        for (name, text) in &new {
            let lacking = LACKING.iter().find(|(of, ..)| of == name);
            let lacking = lacking.map_or(&[][..], |(_, first, second)| match version {
                "2.5" => first,
                "3.0" => second,
                _ => &[],
            });
            if lacking.is_empty() {
                assert_eq!(&old[name], text, "{version}: {name}");
            } else {
                assert_eq!(
                    additions(text, &old[name]).as_deref(),
                    Some(lacking),
                    "{version}: {name}"
                );
            }
        }
    }
}

/// As WordPress.com and `wp export` split a site: each part has the whole head.
#[test]
fn a_site_in_parts_gives_the_same_files_in_any_order() {
    let whole = sample();
    let (head, rest) = whole.split_once("<item>").expect("an item");
    let (items, tail) = rest.rsplit_once("</item>").expect("an item");
    let bare = |item: &'_ str| item.trim_end().trim_end_matches("</item>").to_owned();
    let items: Vec<String> = items.split("<item>").map(bare).collect();
    let expected = convert(std::slice::from_ref(&whole));
    for parts in [[0, 1, 2], [2, 0, 1]] {
        let part = |of: usize| {
            let of_part = items.iter().enumerate().filter(|(at, _)| at % 3 == of);
            let texts: Vec<&str> = of_part.map(|(_, item)| item.as_str()).collect();
            format!("{head}<item>{}</item>{tail}", texts.join("</item><item>"))
        };
        assert!(convert(&parts.map(part)) == expected, "{parts:?}");
    }
    // Parts that overlap, and one that was exported years before.
    let old = text_of("tests/data/old-exporters/harbor-by-4.4.xml");
    assert!(convert(&[old, whole]) == expected);
}

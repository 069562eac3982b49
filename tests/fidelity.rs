//! What the written Markdown shows beside what WordPress itself showed: `tests/data/harbor.truth.jsonl`
//! holds WordPress 7.1's own rendering of every post of the harbor sample.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use pressdown::html::{Dom, NodeId, parse};
use serde_json::Value;

#[path = "support/program.rs"]
mod program;

use program::pressdown;

/// The post that WordPress fills in from elsewhere when it is shown: latest posts, archives, a calendar.
const MACHINE_FILLED: u64 = 58;

/// Shares of WordPress's rendering that must be found again, in thousandths.
const FLOORS: &[(&str, usize)] = &[
    ("cells", 1000),
    ("headings", 970),
    ("images", 1000),
    ("items", 950),
    ("links", 950),
    ("words", 995),
];

/// What can be counted of a document: each kind as a bag.
type Facts = BTreeMap<&'static str, BTreeMap<String, usize>>;

fn facts(html: &str) -> Facts {
    let dom = parse(html);
    let mut facts = Facts::new();
    let mut add = |kind, value: String| {
        *facts.entry(kind).or_default().entry(value).or_default() += 1;
    };
    for word in words(&visible(&dom, Dom::ROOT)) {
        add("words", word);
    }
    for element in dom.elements() {
        match dom.name(element).unwrap_or_default() {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                add("headings", words(&visible(&dom, element)).join(" "));
            }
            "img" => {
                let source = dom.attribute(element, "src").unwrap_or_default();
                add("images", picture(source));
            }
            // By their words: where they lead is for the linker to change.
            "a" if dom.attribute(element, "href").is_some() => {
                add("links", words(&visible(&dom, element)).join(" "));
            }
            "td" | "th" => add("cells", words(&visible(&dom, element)).join(" ")),
            "li" => add("items", words(&visible(&dom, element)).join(" ")),
            _ => {}
        }
    }
    facts
}

/// The name of an image's file, whatever its size and spelling: a gallery shows small copies, its
/// Markdown the originals.
fn picture(source: &str) -> String {
    let name = source.rsplit('/').next().unwrap_or_default();
    let name = percent_encoding::percent_decode_str(name).decode_utf8_lossy().into_owned();
    let Some((stem, ending)) = name.rsplit_once('.') else { return name };
    let is_size =
        |size: &str| size.contains('x') && size.chars().all(|c| c.is_ascii_digit() || c == 'x');
    match stem.rsplit_once('-') {
        Some((stem, size)) if is_size(size) => format!("{stem}.{ending}"),
        _ => format!("{stem}.{ending}"),
    }
}

/// The text below a node, as one string with blanks between the pieces of different blocks.
fn visible(dom: &Dom, top: NodeId) -> String {
    let hidden = ["noscript", "script", "style", "svg", "template"];
    let mut text = String::new();
    let mut stack: Vec<NodeId> = vec![top];
    while let Some(node) = stack.pop() {
        if let Some(piece) = dom.text(node) {
            text.push_str(piece);
        } else if !dom.name(node).is_some_and(|name| hidden.contains(&name)) {
            if dom.name(node).is_some_and(|name| !INLINE.contains(&name)) {
                text.push(' ');
            }
            let mut below: Vec<NodeId> = dom.children(node).collect();
            below.reverse();
            stack.extend(below);
        }
    }
    text
}

const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong",
    "sub", "sup", "tt", "u", "var",
];

/// Words without the typography that WordPress applies when a post is shown.
fn words(text: &str) -> Vec<String> {
    let plain: String = text
        .chars()
        .filter(|c| !matches!(c, '\u{200b}' | '\u{ad}' | '\u{fe0f}'))
        .map(|c| if c == '×' { 'x' } else { c })
        .collect();
    let words = plain.split(|c: char| !c.is_alphanumeric() && c != '_');
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn render(markdown: &str) -> String {
    let mut options = comrak::Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.footnotes = true;
    options.extension.autolink = false;
    options.render.r#unsafe = true;
    comrak::markdown_to_html(markdown, &options)
}

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path))
        .expect("a file of the repository")
}

/// The body of each written item, by id.
fn bodies() -> BTreeMap<u64, String> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (output, report) = (folder.path().join("out"), folder.path().join("report.json"));
    let export = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/harbor/harbor.xml");
    // The rendering is that of a WordPress without plugins, so their shortcodes stay as they are there.
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/without-plugins.toml");
    let [to, report_to, config] = ["-o", "--report", "--config"].map(Path::new);
    let run = pressdown([&export, to, &output, report_to, &report, config, &rules]);
    assert_eq!(run.status.code(), Some(0));
    let report: Value =
        serde_json::from_slice(&fs::read(report).expect("the report")).expect("JSON");
    let written = report["items"]
        .as_array()
        .expect("items")
        .iter()
        .filter(|item| item["action"] == "written");
    written
        .map(|item| {
            let path = output.join(item["path"].as_str().expect("a path"));
            let text = fs::read_to_string(path).expect("a written file");
            let body = text.splitn(3, "---\n").nth(2).expect("a body");
            let body =
                body.split("<!-- comments -->\n").next().expect("at least one part").to_owned();
            (item["id"].as_u64().expect("an id"), body)
        })
        .collect()
}

#[test]
#[expect(clippy::print_stdout, reason = "the figures are what docs/fidelity.md shows")]
fn what_wordpress_showed_is_there() {
    let bodies = bodies();
    let mut totals: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for line in read("tests/data/harbor.truth.jsonl").lines() {
        let truth: Value = serde_json::from_str(line).expect("JSON");
        let id = truth["id"].as_u64().expect("an id");
        let is_public =
            truth["status"] == "publish" && truth["password"] == "" && truth["exported"] != false;
        if !is_public || id == MACHINE_FILLED {
            continue;
        }
        let body = bodies.get(&id).unwrap_or_else(|| panic!("post {id} was not written"));
        let shown = facts(truth["content_html"].as_str().expect("a rendering"));
        let got = facts(&render(body));
        for (kind, values) in shown {
            let have = got.get(kind);
            let total = totals.entry(kind).or_default();
            for (value, count) in values {
                let found = have.and_then(|bag| bag.get(&value)).copied().unwrap_or(0);
                total.0 += found.min(count);
                total.1 += count;
            }
        }
    }
    let mut table = String::new();
    let mut below = Vec::new();
    for (kind, floor) in FLOORS {
        let (found, of) = totals[kind];
        writeln!(table, "{kind}: {found} of {of}").expect("a String takes every text");
        if found * 1000 < of * floor {
            below.push(*kind);
        }
    }
    assert!(below.is_empty(), "too little of {below:?}:\n{table}");
    println!("{table}");
}

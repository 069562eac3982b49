//! What the written Markdown shows beside what WordPress itself showed: `tests/data/harbor.truth.jsonl`
//! holds WordPress 7.1's own rendering of every post of the harbor sample.

use std::collections::{BTreeMap, BTreeSet};
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
    ("code", 920),
    ("emphasis", 955),
    ("headings", 985),
    ("images", 1000),
    ("items", 950),
    ("links", 950),
    ("media", 955),
    ("order", 997),
    ("quotes", 900),
    ("words", 997),
];

/// Posts in which something that WordPress showed is not found again, each with the reason.
/// `docs/fidelity.md` lists them for people.
const IMPERFECT: &[(u64, &str)] = &[
    (6, "what stands in `<pre lang>` is code for the plugin that reads it, `<b>` and all"),
    (
        8,
        "the post is cut in the middle of a sentence, and the words beside the cut are two paragraphs",
    ),
    (19, "a Flash player is the player of today"),
    (22, "a link that runs a script keeps its words only, and one without words goes"),
    (23, "emphasis in emphasis is emphasis"),
    (27, "forms and canvases go, and the marks of formulas are those of Markdown"),
    (28, "a task has its box, and a list straight in a list belongs to the item before it"),
    (30, "a note in double brackets is a footnote"),
    (51, "an old gallery is no list"),
    (54, "a file is linked once, and the parts of a track stand apart"),
    (61, "WordPress shows what stands behind unclosed blocks several times over"),
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
                let heading = words(&visible(&dom, element)).join(" ");
                if !heading.is_empty() {
                    add("headings", heading);
                }
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
            "blockquote" => add("quotes", words(&visible(&dom, element)).join(" ")),
            "b" | "em" | "i" | "strong" => {
                let emphasis = words(&visible(&dom, element)).join(" ");
                if !emphasis.is_empty() {
                    add("emphasis", emphasis);
                }
            }
            "pre" => add("code", code(&lines(&dom, element))),
            "audio" | "embed" | "iframe" | "object" | "source" | "video" => {
                let address = ["src", "data"].iter().find_map(|name| dom.attribute(element, name));
                if let Some(address) = address {
                    add("media", player(address));
                }
            }
            _ => {}
        }
    }
    facts
}

/// The text of a listing, with a newline for each `<br>`.
fn lines(dom: &Dom, top: NodeId) -> String {
    let mut text = String::new();
    let mut at = dom.first_child(top);
    while let Some(node) = at {
        match dom.text(node) {
            Some(part) => text.push_str(part),
            None if dom.name(node) == Some("br") => text.push('\n'),
            None => {}
        }
        at = dom.following(node, top);
    }
    text
}

/// Code without the blanks at the ends of its lines, which nobody sees.
fn code(text: &str) -> String {
    text.trim_end().lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

/// Where a player is: the name of a file, or host and path of a page.
fn player(address: &str) -> String {
    let address = address.split(['?', '#']).next().unwrap_or_default();
    match address.split_once("wp-content/uploads/") {
        Some((_, file)) => file.to_owned(),
        None => address.split_once("//").map_or(address, |(_, rest)| rest).to_owned(),
    }
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

/// Elements that stand in lines. In the quotations of WordPress `<cite>` has a line of its own.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "big", "code", "del", "dfn", "em", "font", "i", "ins", "kbd",
    "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub",
    "sup", "tt", "u", "var",
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
    // The rendering is that of a WordPress without plugins, so their shortcodes stay as they are there;
    // and it shows players.
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/without-plugins.toml");
    let [to, report_to, config, players] =
        ["-o", "--report", "--config", "--embeds=player"].map(Path::new);
    let run = pressdown([&export, to, &output, report_to, &report, config, &rules, players]);
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
    let mut imperfect: BTreeMap<u64, String> = BTreeMap::new();
    let mut posts = 0;
    for line in read("tests/data/harbor.truth.jsonl").lines() {
        let truth: Value = serde_json::from_str(line).expect("JSON");
        let id = truth["id"].as_u64().expect("an id");
        let is_public =
            truth["status"] == "publish" && truth["password"] == "" && truth["exported"] != false;
        if !is_public || id == MACHINE_FILLED {
            continue;
        }
        posts += 1;
        let body = bodies.get(&id).unwrap_or_else(|| panic!("post {id} was not written"));
        let (theirs, ours) = (truth["content_html"].as_str().expect("a rendering"), render(body));
        let (shown, got) = (facts(theirs), facts(&ours));
        let (same, of) = in_order(theirs, &ours);
        let order = totals.entry("order").or_default();
        *order = (order.0 + same, order.1 + of);
        for (kind, values) in shown {
            let have = got.get(kind);
            let total = totals.entry(kind).or_default();
            for (value, count) in values {
                let found = have.and_then(|bag| bag.get(&value)).copied().unwrap_or(0);
                total.0 += found.min(count);
                total.1 += count;
                if found < count {
                    let missing = imperfect.entry(id).or_default();
                    write!(missing, " {kind} `{value}`").expect("a String takes every text");
                }
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
    println!("{table}perfect: {} of {posts}", posts - imperfect.len());
    assert!(below.is_empty(), "too little of {below:?}:\n{table}");
    let listed: BTreeSet<u64> = IMPERFECT.iter().map(|(id, _)| *id).collect();
    let new: Vec<_> = imperfect.iter().filter(|(id, _)| !listed.contains(id)).collect();
    assert!(new.is_empty(), "not listed: {new:#?}");
    let gone: Vec<_> = listed.iter().filter(|id| !imperfect.contains_key(id)).collect();
    assert!(gone.is_empty(), "listed, but perfect: {gone:?}");
}

/// How many words stand in one order in both, and how many there are.
fn in_order(theirs: &str, ours: &str) -> (usize, usize) {
    let [theirs, ours] = [theirs, ours].map(|html| {
        let dom = parse(html);
        words(&visible(&dom, Dom::ROOT))
    });
    let (all, mut theirs, mut ours) = (theirs.len(), &theirs[..], &ours[..]);
    let begin = theirs.iter().zip(ours).take_while(|(one, other)| one == other).count();
    (theirs, ours) = (&theirs[begin..], &ours[begin..]);
    let end = theirs.iter().rev().zip(ours.iter().rev());
    let end = end.take_while(|(one, other)| one == other).count();
    (theirs, ours) = (&theirs[..theirs.len() - end], &ours[..ours.len() - end]);
    // The longest common subsequence of what is left, row by row.
    let mut row = vec![0_usize; ours.len() + 1];
    for word in theirs {
        let mut corner = 0;
        for (at, other) in ours.iter().enumerate() {
            let above = row[at + 1];
            row[at + 1] = if word == other { corner + 1 } else { above.max(row[at]) };
            corner = above;
        }
    }
    (begin + row[ours.len()] + end, all)
}

#[test]
fn every_post_that_is_not_perfect_is_documented() {
    let page = read("docs/fidelity.md");
    for (id, reason) in IMPERFECT {
        assert!(page.contains(&format!("| {id} | {reason} |")), "post {id} is not");
    }
}

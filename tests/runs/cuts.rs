//! An export cut at 200 places: every item that ends before the cut has the file that it has without
//! the cut.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;
use std::path::Path;
use std::thread;

use pressdown::site::decode;
use pressdown::wxr::{self, Entry, Item};
use serde_json::Value;

use crate::bench::Bench;
use crate::save;
use crate::tree::files;

const CUTS: usize = 200;

/// What a run wrote: path and text of each item by its id.
type Written = BTreeMap<u64, (String, String)>;

struct Run {
    code: Option<i32>,
    report: Value,
    written: Written,
}

fn run(text: &str) -> Run {
    let bench = Bench::with(&[]);
    save(&bench.export(), text);
    let (code, _, report) = bench.run(&["--no-verify", "--quiet", "-j", "1"]);
    let files = files(&bench.output());
    let items = report["items"].as_array().expect("items").iter();
    let written = items.filter(|item| item["action"] == "written");
    let written = written.filter_map(|item| {
        let path = item["path"].as_str().expect("a path").to_owned();
        let text = String::from_utf8_lossy(&files[&path]).into_owned();
        Some((item["id"].as_u64()?, (path, text)))
    });
    Run { code, written: written.collect(), report }
}

fn read(bytes: &[u8]) -> Vec<(Item<'static>, Range<usize>)> {
    let mut items = Vec::new();
    let mut sink = |entry: Entry<'_>| {
        if let Entry::Item(item, span) = entry {
            let small = |at: u64| usize::try_from(at).expect("small");
            items.push((item.into_owned(), small(span.bytes.start)..small(span.bytes.end)));
        }
    };
    wxr::read(bytes, 0, &mut sink).expect("an export");
    items
}

/// The export as WordPress would have written it without the items behind the cut.
fn shortened(text: &str, items: &[(Item<'_>, Range<usize>)], cut: usize) -> String {
    let last = items.iter().rfind(|(_, range)| range.end <= cut);
    let end = last.map_or(items[0].1.start, |(_, range)| range.end);
    format!("{}\n</channel>\n</rss>\n", &text[..end])
}

#[test]
fn two_hundred_cuts_change_no_file_of_a_whole_item() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/harbor/harbor.xml");
    let text = fs::read_to_string(path).expect("the sample");
    let items = read(text.as_bytes());
    let whole = run(&text);
    let (text, items, whole) = (&text, &items, &whole);
    let check = |steps: Range<usize>| -> (usize, usize) {
        let (mut same, mut other) = (0, 0);
        for step in steps {
            let cut = text.floor_char_boundary((text.len() - 20) * (step + 1) / CUTS);
            let short = (step % 8 == 0).then(|| run(&shortened(text, items, cut)));
            let (equal, unequal) = check(text, items, whole, short.as_ref(), cut);
            (same, other) = (same + equal, other + unequal);
        }
        (same, other)
    };
    let (first, second) = thread::scope(|scope| {
        // Late cuts leave more to convert.
        let first = scope.spawn(|| check(0..140));
        let second = scope.spawn(|| check(140..CUTS));
        (first.join().expect("no panic"), second.join().expect("no panic"))
    });
    let (same, other) = (first.0 + second.0, first.1 + second.1);
    let all = same + other;
    assert!(other * 16 < all, "{other} of {all} files name items behind the cut");
}

/// How many files are those of the whole run, and how many name items behind the cut. `short` is the
/// run of the export without those, to which even these files are the same.
fn check(
    text: &str,
    items: &[(Item<'_>, Range<usize>)],
    whole: &Run,
    short: Option<&Run>,
    cut: usize,
) -> (usize, usize) {
    let damaged = run(&text[..cut]);
    assert_eq!(damaged.code, Some(4), "cut at {cut}");
    let notices = damaged.report["notices"].as_array().expect("notices");
    let lines: Vec<_> = notices
        .iter()
        .filter(|notice| notice["code"] == "W001")
        .map(|n| n["line"].as_u64())
        .collect();
    assert_eq!(lines, [Some(1 + text[..cut].matches('\n').count() as u64)], "cut at {cut}");

    let (before, behind): (Vec<_>, Vec<_>) = items.iter().partition(|(_, range)| range.end <= cut);
    let at_cut = behind.iter().find(|(_, range)| range.start < cut).map(|(item, _)| item);
    let (mut same, mut other) = (0, 0);
    for (item, range) in before {
        let id = item.id.expect("an id").0;
        let is_named = |later: &Item<'_>| names(&text[range.clone()], item, later);
        let file = damaged.written.get(&id);
        // Links to the item at the cut know that it is there.
        if let Some(short) = short.filter(|_| !at_cut.is_some_and(is_named)) {
            assert_eq!(file, short.written.get(&id), "item {id}, cut at {cut}");
        }
        if file == whole.written.get(&id) {
            same += 1;
        } else {
            assert!(behind.iter().any(|(later, _)| is_named(later)), "item {id}, cut at {cut}");
            other += 1;
        }
    }
    (same, other)
}

/// Whether an item, whose source this is, names another: by its slug, its file, its id or as its post.
fn names(source: &str, item: &Item<'_>, other: &Item<'_>) -> bool {
    let id = other.id.expect("an id").0.to_string();
    let stem = other.attachment_url.rsplit('/').next().and_then(|name| name.split('.').next());
    // Escapes stand there in either case, or as what they stand for.
    let source = source.to_lowercase();
    let has = |name: &str| name.len() > 3 && source.contains(&name.to_lowercase());
    has(&other.slug)
        || has(&decode(&other.slug))
        || stem.is_some_and(has)
        || other.parent == item.id
        || source.split(|letter: char| !letter.is_ascii_digit()).any(|number| number == id)
}

//! Exports that lost, gained or mixed up bytes: what is whole is read as if nothing had happened.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::RngSeed;

use crate::{Export, export_of, file, read, try_read};

const EXPORTS: [&str; 5] = [
    "samples/harbor/harbor.xml",
    "samples/ledger-lane/ledger-lane.xml",
    "tests/data/network/network.xml",
    "tests/data/old-exporters/harbor-by-2.5.xml",
    "tests/data/old-exporters/harbor-by-3.3.xml",
];
/// How many items an export keeps in a case, so that cases are quick.
const MOST: usize = 6;

/// A whole export, and the places of its items.
type Whole = (Vec<u8>, Vec<Range<usize>>);

static WHOLES: LazyLock<Vec<Whole>> = LazyLock::new(|| {
    let read_file = |path: &&str| {
        let bytes = file(path);
        let spans = read(&bytes).items.iter().map(|(_, span)| range(&span.bytes)).collect();
        (bytes, spans)
    };
    EXPORTS.iter().map(read_file).collect()
});

/// The head of an export, a few of its items, and its end.
fn part((export, first): (usize, usize)) -> Vec<u8> {
    let (bytes, spans) = &WHOLES[export];
    let first = first % spans.len();
    let last = spans.len().min(first + MOST) - 1;
    let end = spans[spans.len() - 1].end;
    let items = &bytes[spans[first].start..spans[last].end];
    [&bytes[..spans[0].start], items, &bytes[end..]].concat()
}

fn range(range: &Range<u64>) -> Range<usize> {
    let small = |at: u64| usize::try_from(at).expect("small");
    small(range.start)..small(range.end)
}

/// Parts of the exports of the repository, by the file and the first item.
fn exports() -> impl Strategy<Value = (usize, usize)> {
    (0..EXPORTS.len(), 0..1_000_usize)
}

/// What was done to the bytes of an export.
#[derive(Debug)]
struct Damage {
    /// The bytes that are lost.
    lost: Range<usize>,
    /// What stands in their place.
    found: Vec<u8>,
}

impl Damage {
    fn of(self, bytes: &[u8]) -> Vec<u8> {
        [&bytes[..self.lost.start], &self.found, &bytes[self.lost.end..]].concat()
    }
}

/// Whether the damage ends behind the last field of an item, so that nothing tells the `<item>` that
/// follows from one that a text shows, should the damage have begun within a section.
fn is_at_end_of_item(behind: &[u8]) -> bool {
    let end = memmem::find(behind, b"<item>").unwrap_or(behind.len());
    memmem::find_iter(&behind[..end], b"</").count() <= 1
}

/// All items before the damage are read as before, and all items behind it.
fn check(bytes: &[u8], damage: Damage) {
    let (whole, lost) = (read(bytes), damage.lost.clone());
    let grown = damage.found.len();
    let damaged = damage.of(bytes);
    let near = lost.start.saturating_sub(100)..damaged.len().min(lost.start + grown + 200);
    let seen = || String::from_utf8_lossy(&damaged[near.clone()]).into_owned();
    let export = match try_read(&damaged) {
        Ok(export) => export,
        Err(error) if whole.items.iter().all(|(_, span)| range(&span.bytes).end > lost.start) => {
            let behind = whole.items.iter().any(|(_, span)| range(&span.bytes).start >= lost.end);
            assert!(!behind, "{error}: {}", seen());
            return;
        }
        Err(error) => panic!("{error}: {}", seen()),
    };
    let neighbour = whole.items.iter().take_while(|(_, span)| range(&span.bytes).start < lost.end);
    let neighbour = neighbour.count();
    for (number, (item, span)) in whole.items.iter().enumerate() {
        let range = range(&span.bytes);
        if range.end <= lost.start {
            assert_eq!(&export.items[number], &(item.clone(), span.clone()), "{}", seen());
        } else if range.start >= lost.end {
            let start = (range.start - lost.len() + grown) as u64;
            let found = find(&export, start);
            if found.is_none() && neighbour == number && is_at_end_of_item(&bytes[lost.end..]) {
                continue;
            }
            assert!(found.is_some(), "`{}` is lost: {}", item.title, seen());
            assert_eq!(found, Some(item), "{}", seen());
        }
    }
}

/// The item that begins at this offset.
fn find(export: &Export, start: u64) -> Option<&pressdown::wxr::Item<'static>> {
    let at = export.items.binary_search_by_key(&start, |(_, span)| span.bytes.start).ok()?;
    Some(&export.items[at].0)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, rng_seed: RngSeed::Fixed(1), ..ProptestConfig::default() })]

    #[test]
    fn a_cut_keeps_what_stands_before_it(export in exports(), at in any::<Index>()) {
        let bytes = part(export);
        let lost = at.index(bytes.len())..bytes.len();
        check(&bytes, Damage { lost, found: Vec::new() });
    }

    #[test]
    fn a_gap_keeps_what_stands_around_it(export in exports(), at in any::<Index>(), length in 1..20_000_usize) {
        let bytes = part(export);
        let start = at.index(bytes.len());
        let lost = start..bytes.len().min(start + length);
        check(&bytes, Damage { lost, found: Vec::new() });
    }

    #[test]
    fn bytes_of_another_export_do_not_spread(
        export in exports(),
        other in exports(),
        at in any::<Index>(),
        from in any::<Index>(),
        lost in 0..2_000_usize,
        found in 1..5_000_usize,
    ) {
        let (bytes, other) = (part(export), part(other));
        let (start, from) = (at.index(bytes.len()), from.index(other.len()));
        let lost = start..bytes.len().min(start + lost);
        let found = other[from..other.len().min(from + found)].to_vec();
        check(&bytes, Damage { lost, found });
    }

    #[test]
    fn wrong_bytes_do_not_spread(
        export in exports(),
        at in any::<Index>(),
        wrong in proptest::collection::vec(any::<u8>(), 1..20),
    ) {
        let bytes = part(export);
        let start = at.index(bytes.len());
        let lost = start..bytes.len().min(start + wrong.len());
        check(&bytes, Damage { lost, found: wrong });
    }

    /// Most damage hits text; what hits markup is what can spread.
    #[test]
    fn one_wrong_byte_of_markup_does_not_spread(
        export in exports(),
        at in any::<Index>(),
        wrong in prop_oneof![Just(b'X'), Just(b'<'), Just(b'>'), Just(b'!'), Just(b'?'), Just(b'/'), Just(b'\n'), any::<u8>()],
    ) {
        let bytes = part(export);
        let markup: Vec<usize> =
            (0..bytes.len()).filter(|at| b"<>[]/!?-".contains(&bytes[*at])).collect();
        let start = markup[at.index(markup.len())];
        check(&bytes, Damage { lost: start..start + 1, found: vec![wrong] });
    }
}

/// Each `]]>`, `-->` and `?>` of an export loses a byte, one after the other.
#[test]
fn no_lost_end_swallows_another_item() {
    for export in 0..EXPORTS.len() {
        let bytes = part((export, 0));
        for end in ["]]>", "-->", "?>"] {
            let ends = memmem::find_iter(&bytes, end.as_bytes());
            for at in ends.collect::<Vec<_>>() {
                let last = at + end.len() - 1;
                check(&bytes, Damage { lost: last..last + 1, found: b"X".to_vec() });
            }
        }
    }
}

/// An export that ends anywhere in an item, and another behind it.
#[test]
fn an_export_behind_one_that_is_cut_off_is_read_whole() {
    let one = part((2, 0));
    let whole = read(&one);
    let last = range(&whole.items[1].1.bytes);
    let behind = file("samples/ledger-lane/ledger-lane.xml");
    let second = read(&behind);
    for cut in (last.start..last.end).step_by(7) {
        let export = read(&[&one[..cut], &behind[..]].concat());
        let from = export.items.len() - second.items.len();
        assert!((1..=2).contains(&from), "{from} of the first, cut at {cut}");
        assert_eq!(export.items[0].0, whole.items[0].0, "cut at {cut}");
        for (read, expected) in export.items[from..].iter().zip(&second.items) {
            assert_eq!(read.0, expected.0, "cut at {cut}");
            assert_eq!(read.1.bytes.start, expected.1.bytes.start + cut as u64);
        }
        assert_eq!(export.terms[export.terms.len() - second.terms.len()..], second.terms);
        assert_eq!(export.channels.last(), second.channels.last(), "cut at {cut}");
    }
}

/// Each of these is looked at again and again by a reader that looks for a lost end from every start.
#[test]
fn lost_ends_are_looked_for_in_linear_time() {
    let item = "<item><a><![CDATA[x</a></wp:b></item>\n";
    let last = "<item><b><![CDATA[y]]></b></item>";
    for items in [
        item.repeat(10_000),
        format!("{}{last}", item.repeat(10_000)),
        format!("{}{last}", item.replace("</a>", "").repeat(10_000)),
        format!("<item>{}</item>{last}", "<a><![CDATA[x</a>".repeat(20_000)),
        format!("<item>{}</wp:b></item>{last}", "<a><![CDATA[x</a>".repeat(20_000)),
        format!("<item>{}{last}", "<a>x<![CDATA[x</a>".repeat(20_000)),
        format!("<item><a><![CDATA[{}<b><![CDATA[]]></b>", "<?xml ".repeat(120_000)),
        format!("<item><a><![CDATA[{}<b><![CDATA[]]></b>", "</a> <item>".repeat(30_000)),
        format!("<item><a><![CDATA[</a>{}<b><![CDATA[]]></b>", "> \n <item>x".repeat(30_000)),
        format!("<item>{}--></item>", "<!-- ".repeat(60_000)),
        format!("<item>{}?></item>", "<? ".repeat(30_000)),
        format!("<item>{}</item>", "<!-- x -->".repeat(30_000)),
        format!("<item>{}</item>", "<a><![CDATA[]]>x]]></wp:tag>".repeat(15_000)),
    ] {
        let export = read(export_of(&items).as_bytes());
        assert!(export.items.len() <= items.matches("<item").count());
        let _ = read(items.as_bytes());
    }
}

//! Any bytes as an export: reading ends, and what it says of places holds.

#![no_main]

use libfuzzer_sys::fuzz_target;

use pressdown::wxr::{self, Entry, Item, Span, Vocabulary};

fuzz_target!(|bytes: &[u8]| {
    let _ = wxr::read_item(bytes, &Vocabulary::default());
    let mut items: Vec<(Item<'static>, Span)> = Vec::new();
    let mut sink = |entry: Entry<'_>| {
        if let Entry::Item(item, span) = entry {
            items.push((item.into_owned(), span));
        }
    };
    let Ok(reading) = wxr::read(bytes, 0, &mut sink) else { return };
    assert_eq!(reading.items, items.len() as u64);
    let mut end = 0;
    for (item, span) in &items {
        let range = span.bytes.start as usize..span.bytes.end as usize;
        assert!(end <= range.start && range.start < range.end && range.end <= bytes.len());
        end = range.end;
        assert_eq!(span.line, line(bytes, range.start));
        assert_eq!(&wxr::read_item(&bytes[range], &reading.vocabulary).0, item);
    }
    let last = line(bytes, bytes.len());
    for notice in &reading.notices {
        let place = notice.place.expect("what the reader says has a place");
        assert!(place.export == 0 && (1..=last).contains(&place.line), "{notice:?}");
    }
});

/// The line of an offset, counted from 1.
fn line(bytes: &[u8], at: usize) -> u64 {
    1 + bytes[..at].iter().filter(|byte| **byte == b'\n').count() as u64
}

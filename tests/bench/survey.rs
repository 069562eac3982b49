//! The first pass over a large export, on one thread: `cargo bench --bench survey`.
//!
//! The export is 100 MB of the sample site's items, over and over, each time with other numbers, names
//! and addresses. docs/performance.md holds the figures.

use std::fs;
use std::path::Path;

use divan::Bencher;
use divan::counter::BytesCount;

use pressdown::site::Survey;
use pressdown::wxr;

const BYTES: usize = 100_000_000;

fn main() {
    divan::main();
}

/// The sample site, its items repeated up to the size.
fn export() -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/harbor/harbor.xml");
    let site = fs::read_to_string(path).expect("the sample site");
    let start = site.find("<item>").expect("items");
    let end = site.rfind("</item>").expect("items") + "</item>".len();
    let mut export = site[..start].to_owned();
    for round in 0.. {
        if export.len() > BYTES {
            break;
        }
        let mut rest = &site[start..end];
        while let Some(at) =
            MARKS.iter().filter_map(|mark| rest.find(mark).map(|at| at + mark.len())).min()
        {
            export.push_str(&rest[..at]);
            export.push_str(&round.to_string());
            rest = &rest[at..];
        }
        export.push_str(rest);
    }
    export.push_str(&site[end..]);
    export.into_bytes()
}

/// Behind these stands what must differ: numbers of items, slugs and addresses.
const MARKS: &[&str] =
    &["<wp:post_id>", "<wp:post_name><![CDATA[", "<link>https://harborandhearth.example/"];

/// Reads every item and keeps nothing.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn read(bencher: Bencher<'_, '_>) {
    let export = export();
    bencher.counter(BytesCount::new(export.len())).bench(|| {
        wxr::read(&export[..], 0, &mut |entry| drop(divan::black_box(entry))).expect("an export")
    });
}

/// Reads every item and gathers what the index is made of.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn survey(bencher: Bencher<'_, '_>) {
    let export = export();
    bencher.counter(BytesCount::new(export.len())).bench(|| {
        let mut survey = Survey::default();
        wxr::read(&export[..], 0, &mut |entry| survey.add(entry, 0)).expect("an export");
        survey
    });
}

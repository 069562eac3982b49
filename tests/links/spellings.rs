//! Every spelling of an address leads where the address leads: `resolve(spell(x)) = x`, for every item
//! and every list of posts of the large sample.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestRunner};

use pressdown::link::{Certainty, Resolved, resolve};
use pressdown::site::{ArchiveKind, Planning, Site, Survey};
use pressdown::target;
use pressdown::wxr;

const BASE: &str = "/2018/10/28/where-everything-is/";

static SITE: LazyLock<Site> = LazyLock::new(|| {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/harbor/harbor.xml");
    let export = fs::read(path).expect("the sample");
    let mut survey = Survey::default();
    wxr::read(&export[..], 0, &mut |entry| survey.add(entry, 0)).expect("an export");
    let target = target::named("markdown").expect("an embedded target");
    let aliases = ["older.example/blog".to_owned()];
    let planning = Planning { aliases: &aliases, ..Planning::for_target(&target) };
    Site::from_survey(survey, planning).0
});

/// Something that has an address, what its address leads to, and what may stand behind the address.
#[derive(Clone, Debug)]
struct Place {
    /// Decoded, below the domain, without slashes at its ends.
    path: String,
    /// Queries at the front page that mean it.
    queries: Vec<String>,
    endings: &'static [&'static str],
    name: String,
}

static PLACES: LazyLock<Vec<Place>> = LazyLock::new(|| {
    let items = SITE.records.iter().filter(|record| record.is_public()).map(|record| {
        let id = record.id.expect("an id").0;
        let kinds = match &*record.post_type {
            "page" => vec!["p", "page_id"],
            _ => vec!["p"],
        };
        Place {
            path: SITE.domain_path(record).unwrap_or_default(),
            queries: kinds.iter().map(|name| format!("{name}={id}")).collect(),
            endings: &[
                "",
                "",
                "",
                "feed",
                "amp",
                "embed",
                "trackback",
                "comment-page-3",
                "2",
                "feed/atom",
            ],
            name: format!("item {id}"),
        }
    });
    // The front page is a page, and has no list of its own.
    let lists = SITE.archives.listed().filter(|(_, archive)| archive.kind != ArchiveKind::Home);
    let lists = lists.map(|(id, archive)| Place {
        path: archive.path.clone(),
        queries: Vec::new(),
        endings: &["", "", "page/2", "feed", "feed/rss2"],
        name: format!("{id:?}"),
    });
    let dates = SITE.archives.periods().into_iter().map(|period| Place {
        path: period.path(),
        queries: vec![format!("m={}", period.digits())],
        endings: &["", "page/3"],
        name: format!("{:?}", pressdown::site::ArchiveId::Date(period)),
    });
    items.chain(lists).chain(dates).collect()
});

/// What a link leads to, by the name that [`Place`] gives it.
fn found(link: &str) -> (String, Certainty) {
    let resolution = resolve(link, BASE, &SITE);
    let name = match &resolution.resolved {
        Resolved::Page(record, _) => format!("item {}", record.id.expect("an id").0),
        Resolved::Archive(id, _) => format!("{id:?}"),
        other => format!("{other:?}"),
    };
    (name, resolution.certainty)
}

/// How an address is typed.
#[derive(Clone, Debug)]
struct Spelling {
    place: usize,
    host: &'static str,
    ending: usize,
    query: usize,
    /// Which characters are escaped, capital or not, by the bits.
    escapes: u64,
    slash: bool,
    tail: &'static str,
}

fn spelling() -> impl Strategy<Value = Spelling> {
    let host = prop::sample::select(vec![
        "https://harborandhearth.example/",
        "http://www.harborandhearth.example/",
        "//HarborAndHearth.Example/",
        "HTTPS://HARBORANDHEARTH.EXAMPLE:443/",
        "http://harborandhearth.example:80/",
        "http://older.example/blog/",
        "https://harborandhearth.example/index.php/",
        "/",
        "../../../../",
    ]);
    let tail = prop::sample::select(vec!["", "", "?utm_source=a", "#top", "?replytocom=3#respond"]);
    (0..PLACES.len(), host, 0..10_usize, 0..4_usize, any::<u64>(), any::<bool>(), tail).prop_map(
        |(place, host, ending, query, escapes, slash, tail)| Spelling {
            place,
            host,
            ending,
            query,
            escapes,
            slash,
            tail,
        },
    )
}

/// The path with some of its characters escaped, those that must be always.
fn escaped(path: &str, mut bits: u64) -> String {
    let mut text = String::new();
    for c in path.chars() {
        let must = matches!(c, ' ' | '"' | '#' | '%' | '?' | '<' | '>');
        if c != '/' && (must || bits.is_multiple_of(4)) {
            for byte in c.to_string().bytes() {
                let escape =
                    if bits % 8 < 4 { format!("%{byte:02x}") } else { format!("%{byte:02X}") };
                text.push_str(&escape);
            }
        } else {
            text.push(c);
        }
        bits = bits.rotate_right(3);
    }
    text
}

fn typed(spelling: &Spelling) -> (String, &'static str) {
    let place = &PLACES[spelling.place];
    if let Some(query) = place.queries.get(spelling.query) {
        let and = spelling.tail.replace('?', "&");
        return (format!("{}?{query}{and}", spelling.host), "");
    }
    let ending = if place.path.is_empty() {
        ""
    } else {
        place.endings[spelling.ending % place.endings.len()]
    };
    let path = escaped(&place.path, spelling.escapes);
    let between = if ending.is_empty() || path.is_empty() { "" } else { "/" };
    let slash = if spelling.slash && !path.is_empty() { "/" } else { "" };
    (format!("{}{path}{between}{ending}{slash}{}", spelling.host, spelling.tail), ending)
}

#[test]
fn every_spelling_leads_where_the_address_leads() {
    assert!(PLACES.len() > 350, "{}", PLACES.len());
    let config = Config {
        cases: 20_000,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(6),
        ..Config::default()
    };
    let run = TestRunner::new(config).run(&spelling(), |spelling| {
        let (link, ending) = typed(&spelling);
        let (name, certainty) = found(&link);
        prop_assert_eq!(&name, &PLACES[spelling.place].name, "{}", link);
        // A feed of comments, or a page for another program, is led to what it belongs to.
        let is_near =
            matches!(ending.split('/').next(), Some("feed" | "amp" | "embed" | "trackback"));
        prop_assert_eq!(certainty == Certainty::Sure, !is_near, "{}", link);
        Ok(())
    });
    run.expect("no spelling leads elsewhere");
}

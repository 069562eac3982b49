//! The index of a million posts: what it takes, and how fast links are resolved by it:
//! `cargo bench --bench index`. docs/performance.md holds the figures.

use std::fs;

use divan::Bencher;
use divan::counter::ItemsCount;

use pressdown::link::{Resolved, resolve};
use pressdown::site::{Planning, Site, Survey};
use pressdown::target;
use pressdown::wxr::{Channel, Entry, Item, ItemTerm, Meta, PostId, Span, Status};

const POSTS: u64 = 1_000_000;

const BASE: &str = "/2012/05/19/here/";

#[expect(clippy::print_stdout, reason = "a figure of the bench")]
fn main() {
    let before = memory("VmRSS:");
    let site = site(POSTS);
    let (bytes, most) = (memory("VmRSS:") - before, memory("VmHWM:") - before);
    let written = site.records.iter().filter(|record| record.is_public()).count();
    println!(
        "{written} posts in the index: {} bytes a post, {} at the peak of planning",
        bytes / POSTS,
        most / POSTS
    );
    drop(site);
    divan::main();
}

/// Memory of this process in bytes, by the name that the system has for it: what is resident now,
/// also what was freed and the allocator keeps, or what was at the most.
fn memory(name: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find_map(|line| line.strip_prefix(name)).expect("a figure");
    let kilobytes = line.trim().trim_end_matches(" kB");
    kilobytes.parse::<u64>().expect("a number of kilobytes") * 1024
}

fn day(id: u64) -> (u64, u64, u64) {
    (2000 + id % 25, 1 + id % 12, 1 + id % 28)
}

fn link(id: u64) -> String {
    let (year, month, day) = day(id);
    format!("https://old.example/{year}/{month:02}/{day:02}/{}/", slug(id))
}

fn slug(id: u64) -> String {
    format!("notes-from-the-harbor-{id}")
}

/// A site of so many posts with a title, three terms and an author each; every tenth has a former slug.
fn site(posts: u64) -> Site {
    let target = target::named("markdown").expect("an embedded target");
    let mut survey = Survey::default();
    let channel = Channel { base_blog_url: "https://old.example".into(), ..Channel::default() };
    survey.add(Entry::Channel(channel), 0);
    for id in 1..=posts {
        let (year, month, day) = day(id);
        let term = |taxonomy: &str, number: u64| ItemTerm {
            taxonomy: taxonomy.to_owned().into(),
            slug: format!("term-{number}").into(),
            name: format!("Term {number}").into(),
        };
        let former = Meta { key: "_wp_old_slug".into(), value: format!("former-{id}").into() };
        let item = Item {
            title: format!("Notes from the harbor, number {id}").into(),
            link: link(id).into(),
            guid: format!("https://old.example/?p={id}").into(),
            content: "Words.".into(),
            creator: format!("author-{}", id % 50).into(),
            id: Some(PostId(id)),
            date: format!("{year}-{month:02}-{day:02} 10:30:00").into(),
            slug: slug(id).into(),
            status: Status::Publish,
            post_type: "post".into(),
            terms: vec![
                term("category", id % 40),
                term("post_tag", id % 900),
                term("post_tag", 1000 + id % 700),
            ],
            meta: if id % 10 == 0 { vec![former] } else { Vec::new() },
            ..Item::default()
        };
        let span = Span { bytes: id * 9000..(id + 1) * 9000, line: id * 100, is_cut_off: false };
        survey.add(Entry::Item(item, span), 0);
    }
    Site::from_survey(survey, Planning::for_target(&target)).0
}

/// Links of the kinds that posts hold, spread over the whole site.
fn links(posts: u64) -> Vec<String> {
    let spread = |number: u64| 1 + number * 7919 % posts;
    (0..10_000)
        .map(|number| {
            let id = spread(number);
            match number % 10 {
                0 => format!("https://old.example/?p={id}"),
                1 => link(id).trim_end_matches('/').replace("https://", "http://www."),
                2 => format!("{}#comment-3", link(id)),
                3 => "https://other.example/a/".to_owned(),
                4 => format!("/category/term-{}/", id % 40),
                _ => link(id),
            }
        })
        .collect()
}

/// Resolves ten thousand links.
#[divan::bench(args = [10_000, 1_000_000], sample_count = 20, sample_size = 1)]
fn resolve_links(bencher: Bencher<'_, '_>, posts: u64) {
    let site = site(posts);
    let links = links(posts);
    bencher.counter(ItemsCount::new(links.len())).bench_local(|| {
        let found = links.iter().filter(|link| {
            let resolved = resolve(link, BASE, &site).resolved;
            matches!(resolved, Resolved::Page(..) | Resolved::Archive(..))
        });
        assert_eq!(found.count(), 9_000);
    });
}

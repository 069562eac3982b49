//! HTML → Markdown beside other converters, in one run: `cargo bench`.
//!
//! The bodies are made from WordPress's own rendering of the sample site. docs/performance.md holds
//! the figures.

use std::fs;
use std::path::Path;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use serde_json::Value;

use pressdown::convert::NO_COMMENTS;
use pressdown::convert::lower::Rules;
use pressdown::convert::{self, Check, Writing};
use pressdown::html::{self, Dom};
use pressdown::link::NO_PLACES;
use pressdown::markdown::Reading;
use pressdown::target;

fn main() {
    divan::main();
}

/// What is converted: a name, and what makes it of the posts.
type Body = (&'static str, fn(&[String]) -> String);

const BODIES: &[Body] = &[
    ("2 KB post", small),
    ("16 KB of posts", |posts| posts_of(16 << 10, posts)),
    ("60 KB of posts", |posts| posts_of(60 << 10, posts)),
    ("1 MB of posts", |posts| posts_of(1 << 20, posts)),
    ("60 KB of prose", prose),
    ("60 KB of markup", markup),
];

fn names() -> impl Iterator<Item = &'static str> {
    BODIES.iter().map(|(name, _)| *name)
}

fn body(name: &str) -> String {
    let (_, make) = BODIES.iter().find(|(other, _)| *other == name).expect("a body of this name");
    make(&posts())
}

/// The bodies of ordinary posts: long enough to say something, and not made by a machine.
fn posts() -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/harbor.truth.jsonl");
    let lines = fs::read_to_string(path).expect("the renderings of the sample site");
    lines
        .lines()
        .map(|line| {
            let post: Value = serde_json::from_str(line).expect("JSON");
            post["content_html"].as_str().expect("a rendering").to_owned()
        })
        .filter(|html| (300..8_000).contains(&html.len()) && is_ordinary(html))
        .collect()
}

/// Closes every tag that it opens, in order, and holds no programs: broken posts would spoil those
/// behind them, and some converters skip all that follows an unclosed element.
fn is_ordinary(html: &str) -> bool {
    let mut serialized = String::new();
    html::serialize(&html::parse(html), Dom::ROOT, &mut serialized);
    let tags = |html: &str| -> Vec<String> {
        let is_name = |c: char| c == '/' || c.is_ascii_alphanumeric();
        html.split('<')
            .skip(1)
            .map(|tag| tag.chars().take_while(|c| is_name(*c)).collect())
            .collect()
    };
    let unusual = ["<script", "<style", "<textarea", "<svg", "<math", "<!--"];
    tags(html) == tags(&serialized) && !unusual.iter().any(|tag| html.contains(tag))
}

/// The post that is nearest to the size of a short post.
fn small(posts: &[String]) -> String {
    posts.iter().min_by_key(|html| html.len().abs_diff(2 << 10)).expect("a post").clone()
}

fn posts_of(bytes: usize, posts: &[String]) -> String {
    repeated(bytes, &posts.join("\n"))
}

/// Paragraphs that hold nothing but text.
fn prose(posts: &[String]) -> String {
    let paragraphs: Vec<&str> = posts
        .iter()
        .flat_map(|html| html.split("<p>").skip(1))
        .filter_map(|rest| rest.split_once("</p>"))
        .map(|(text, _)| text)
        .filter(|text| text.len() > 80 && !text.contains('<'))
        .collect();
    repeated(60 << 10, &format!("<p>{}</p>\n", paragraphs.join("</p>\n<p>")))
}

/// Tables, lists and links, with few words between the tags.
fn markup(_: &[String]) -> String {
    let row = "<tr><td>Monday</td><td class=\"num\">4.20</td><td><a href=\"/tide/#low\">low</a></td></tr>\n";
    let table = format!(
        "<figure class=\"wp-block-table\"><table class=\"has-fixed-layout\"><thead><tr><th>Day</th>\
         <th>Height</th><th>Tide</th></tr></thead><tbody>{}</tbody></table></figure>\n",
        row.repeat(8)
    );
    let item =
        "<li><a href=\"https://x.org/boat/\" title=\"A boat\">Boat</a> &amp; <em>oar</em></li>\n";
    let inner = format!("<li><strong>More</strong><ul>{}</ul></li>\n", item.repeat(3));
    let list = format!("<ul class=\"wp-block-list\">\n{}{inner}</ul>\n", item.repeat(6));
    repeated(60 << 10, &(table + &list))
}

/// So many times as are needed for a size, and cut at the end of a line.
fn repeated(bytes: usize, html: &str) -> String {
    let mut body = html.repeat(bytes / html.len() + 1);
    let end = body.as_bytes()[..bytes].iter().rposition(|byte| *byte == b'\n').unwrap_or(0);
    body.truncate(end + 1);
    body
}

fn measure(bencher: Bencher<'_, '_>, name: &str, convert: impl Fn(&str) -> String + Sync) {
    let html = body(name);
    bencher.counter(BytesCount::of_str(&html)).bench(|| convert(black_box(&html)));
}

#[divan::bench(args = names())]
fn pressdown(bencher: Bencher<'_, '_>, name: &str) {
    measure_ours(bencher, name, Check::Trust);
}

/// The same, and what was written is read back.
#[divan::bench(args = names())]
fn pressdown_verified(bencher: Bencher<'_, '_>, name: &str) {
    measure_ours(bencher, name, Check::Verify);
}

fn measure_ours(bencher: Bencher<'_, '_>, name: &str, check: Check) {
    let target = target::named("markdown").expect("a target");
    let rules = Rules::default();
    let writing = Writing {
        target: &target,
        reading: Reading::default(),
        check,
        rules: &rules,
        places: NO_PLACES,
        comments: NO_COMMENTS,
    };
    measure(bencher, name, |html| convert::from_html(html, writing).text);
}

#[divan::bench(args = names())]
fn htmd(bencher: Bencher<'_, '_>, name: &str) {
    let converter = ::htmd::HtmlToMarkdown::new();
    measure(bencher, name, |html| converter.convert(html).expect("htmd refuses nothing"));
}

#[divan::bench(args = names())]
fn mdream(bencher: Bencher<'_, '_>, name: &str) {
    measure(bencher, name, |html| {
        ::mdream::html_to_markdown(html, ::mdream::HtmlToMarkdownOptions::default())
    });
}

#[divan::bench(args = names())]
fn html2md(bencher: Bencher<'_, '_>, name: &str) {
    measure(bencher, name, ::html2md::parse_html);
}

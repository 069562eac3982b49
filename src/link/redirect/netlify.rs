//! `_redirects`, which Netlify reads, and Cloudflare Pages and GitLab Pages in part.
//!
//! By <https://docs.netlify.com/manage/routing/redirects/redirect-options/>: `from [query] to status`,
//! separated by blanks; the first rule that matches counts; paths are percent-encoded, compared by
//! letter, and alike with and without the slash at their end; `:name` stands for one segment. A file
//! of the site goes before a rule unless its status ends in `!`. `/` has a file always, so rules for
//! queries are forced. Others are not: no page of the site has their source, and Cloudflare refuses
//! lines with `!`. To Cloudflare the slash at the end counts, so it stands where WordPress has it.

use std::fmt::Write as _;

use super::endings::{FEEDS, WORDS};
use super::spelling::{in_small_letters, location, requested};
use super::{AtPath, Redirects, Rendered};

/// Names of the placeholders, one for each folder above an ending.
const PLACEHOLDERS: &str = "/:a/:b/:c/:d/:e/:f/:g/:h";

/// A placeholder is a whole segment, so pages of comments are listed one by one.
const COMMENT_PAGES: std::ops::RangeInclusive<u32> = 1..=5;

/// Writes the file.
pub(super) fn render(redirects: &Redirects) -> Rendered<'_> {
    let mut text =
        String::from("# Old addresses and where they are now. The first that matches counts.\n");
    let mut left_out = Vec::new();
    for it in redirects.queries() {
        if !is_word(it.value) {
            left_out.push(it.redirect);
            continue;
        }
        let (path, value) = (requested(it.path), it.value);
        line(&mut text, &format!("{path} {}={value} {} 301!", it.name, location(it.to)));
    }
    for it in redirects.paths() {
        // Netlify keeps these addresses for itself and refuses the rule.
        if it.path.starts_with("/.netlify") {
            left_out.push(it.redirect);
        } else {
            at_path(&mut text, &it);
        }
    }
    text.push_str("\n# What WordPress adds to every address leads to that address.\n");
    for depth in 0..=redirects.depth.min(PLACEHOLDERS.len() / 3) {
        below(&mut text, &PLACEHOLDERS[..depth * 3]);
    }
    Rendered { text, left_out }
}

/// Values are compared decoded and written so (Netlify's own engine, `netlify-redirector`, says so),
/// which leaves no way to write a blank.
fn is_word(value: &str) -> bool {
    value.chars().all(|c| c.is_alphanumeric() || "-_.~".contains(c))
}

fn line(text: &mut String, rule: &str) {
    text.push_str(rule);
    text.push('\n');
}

/// Browsers send escapes as a link has them: WordPress writes small letters, most others capitals.
fn at_path(text: &mut String, it: &AtPath<'_>) {
    let (path, to) = (requested(it.written), location(it.to));
    line(text, &format!("{path} {to} 301"));
    let small = in_small_letters(&path);
    if small != path {
        line(text, &format!("{small} {to} 301"));
    }
}

/// The endings of addresses with so many folders.
fn below(text: &mut String, folders: &str) {
    let mut rule = |ending: &str| {
        writeln!(text, "{folders}/{ending}/ {folders}/ 301").expect("a string takes all");
    };
    for word in WORDS {
        rule(word);
    }
    for feed in FEEDS {
        rule(&format!("feed/{feed}"));
    }
    for number in COMMENT_PAGES {
        rule(&format!("comment-page-{number}"));
    }
    rule("page/:n");
}

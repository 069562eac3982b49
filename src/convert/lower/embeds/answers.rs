//! What other sites answered when WordPress asked them for a player, from the custom fields where it
//! keeps that: `_oembed_` and a hash of the question.
//!
//! The hash also covers the theme's width, which no export tells, so an answer is found by what it
//! shows: the provider and the id in its frames and links, else the first address in it.

use std::collections::BTreeMap;

use super::address::{self, Address};
use super::providers::{self, Embed};
use crate::convert::lower::markup::{self, End, Tag, Token};
use crate::wxr::Meta;

/// What the names of such custom fields begin with; the hash has 32 digits.
const PREFIX: &str = "_oembed_";

/// Elements that show something by themselves, which a text would not have.
const PLAYERS: &[&str] = &["audio", "embed", "iframe", "object", "video"];

/// Elements of an answer that are no part of what it says.
const LEFT_OUT: &[&str] = &["script", "style", "svg"];

/// Attributes that name what a piece of HTML shows.
const SUBJECTS: &[&str] = &["src", "cite", "data-instgrm-permalink", "data-href", "href"];

/// What a site answered, without programs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) html: String,
    /// Whether it is a player and no text or picture.
    pub(super) is_player: bool,
}

/// The answers of a post by what they show.
#[derive(Debug, Default)]
pub(super) struct Answers(BTreeMap<String, Answer>);

impl Answers {
    /// Those that the custom fields of a post hold.
    pub(super) fn of(meta: &[Meta<'_>]) -> Self {
        let mut answers = BTreeMap::new();
        for field in meta.iter().filter(|field| holds_answer(field)) {
            let answer = read(&field.value);
            for subject in subjects(&field.value) {
                if let Some(answer) = &answer {
                    answers.entry(subject).or_insert_with(|| answer.clone());
                }
            }
        }
        Self(answers)
    }

    /// The answer to the question about an address.
    pub(super) fn find(&self, url: &str, embed: Option<&Embed>) -> Option<&Answer> {
        if self.0.is_empty() {
            return None;
        }
        self.0.get(&key(url, embed)?)
    }
}

fn holds_answer(field: &Meta<'_>) -> bool {
    let hash = field.key.strip_prefix(PREFIX);
    hash.is_some_and(|hash| hash.len() == 32) && field.value.contains('<')
}

/// What an address shows: the provider and its id, else the address without what may differ.
fn key(url: &str, embed: Option<&Embed>) -> Option<String> {
    if let Some(embed) = embed.filter(|embed| !embed.id.is_empty()) {
        return Some(format!("{} {}", embed.provider, embed.id));
    }
    let url = address::without_entities(url);
    let address = Address::parse(&url)?;
    let query = address.text.split_once('?').map_or("", |(_, query)| query);
    Some(format!("{}/{}?{query}", address.host, address.path.join("/")))
}

/// What an answer shows, by all the names that its provider has for it, else by its first address.
fn subjects(html: &str) -> Vec<String> {
    let mut first = None;
    let mut known: Vec<(&str, String)> = Vec::new();
    for token in markup::as_browser(html) {
        let Token::Tag(Tag { raw, end: End::Open, .. }) = token else { continue };
        for url in SUBJECTS.iter().filter_map(|name| markup::attribute(raw, name)) {
            let embed = providers::read(url);
            let Some(key) = key(url, embed.as_ref()) else { continue };
            match embed {
                Some(embed) => known.push((embed.provider, key)),
                None => first = first.or(Some(key)),
            }
        }
    }
    // A tweet may hold links to others; its own comes last.
    if let Some((_, tweet)) = known.iter().rev().find(|(provider, _)| *provider == "x") {
        return vec![tweet.clone()];
    }
    let provider = known.first().map(|(provider, _)| *provider);
    let of_provider = known.into_iter().filter(|(it, _)| Some(*it) == provider);
    let keys: Vec<_> = of_provider.map(|(_, key)| key).collect();
    if keys.is_empty() { first.into_iter().collect() } else { keys }
}

/// An answer without programs and ornaments, and without the frame that takes the place of a post's
/// quotation; `None` if nothing is left to see.
fn read(html: &str) -> Option<Answer> {
    let mut answer = Answer { html: String::with_capacity(html.len()), is_player: false };
    let mut left_out = None;
    let mut has_words = false;
    for token in markup::as_browser(html) {
        if let Token::Tag(tag) = token {
            let leaves = is_twin(&tag) || LEFT_OUT.iter().any(|name| tag.is(name));
            if left_out.is_none() && tag.end == End::Open && leaves {
                left_out = Some(tag.name);
                continue;
            }
            if tag.end == End::Close && left_out.is_some_and(|name| tag.is(name)) {
                left_out = None;
                continue;
            }
            answer.is_player |= left_out.is_none() && PLAYERS.iter().any(|name| tag.is(name));
            has_words |= left_out.is_none() && tag.is("img");
        }
        if left_out.is_none() {
            has_words |= matches!(token, Token::Text(text) if !text.trim_ascii().is_empty());
            answer.html.push_str(token.raw());
        }
    }
    answer.html.truncate(answer.html.trim_ascii_end().len());
    (answer.is_player || has_words).then_some(answer)
}

/// Whether it is the frame beside `<blockquote class="wp-embedded-content">`.
fn is_twin(tag: &Tag<'_>) -> bool {
    let class = markup::attribute(tag.raw, "class").unwrap_or_default();
    tag.is("iframe") && class.contains("wp-embedded-content")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(html: &str) -> Answers {
        let key = format!("{PREFIX}{}", "0".repeat(32));
        Answers::of(&[Meta { key: key.into(), value: html.to_owned().into() }])
    }

    fn find(html: &str, url: &str) -> Option<Answer> {
        answers(html).find(url, providers::read(url).as_ref()).cloned()
    }

    #[test]
    fn answers_are_found_by_what_they_show() {
        for (html, url) in [
            (
                "<iframe src=\"https://www.youtube.com/embed/a?feature=oembed\"></iframe>",
                "https://youtu.be/a",
            ),
            (
                "<iframe src=\"https://w.soundcloud.com/player/?visual=true&#038;url=https%3A%2F%2Fsoundcloud.com%2Fcrew%2Fbell\"></iframe>",
                "http://soundcloud.com/crew/bell",
            ),
            (
                "<blockquote><p>See <a href=\"https://twitter.com/b/status/2\">b</a></p><a href=\"https://twitter.com/a/status/1?ref_src=t\">day</a></blockquote>",
                "https://twitter.com/a/status/1",
            ),
            (
                "<blockquote><a href=\"https://blog.example/a/\">A</a></blockquote>",
                "http://blog.example/a",
            ),
            (
                "<a href=\"https://t.co/x\">t</a> <a href=\"https://x.com/a/status/1\">day</a>",
                "https://twitter.com/a/status/1",
            ),
        ] {
            assert!(find(html, url).is_some(), "{url}");
        }
        assert_eq!(
            find("<a href=\"https://x.com/a/status/1\">day</a>", "https://x.com/a/status/2"),
            None
        );
        assert_eq!(
            find("<a href=\"https://x.com/a/status/1\"><svg>day</a>", "https://x.com/a/status/1"),
            None
        );
        assert_eq!(find("{{unknown}}", "https://x.com/a/status/2"), None);
    }

    #[test]
    fn programs_and_twins_are_left_out() {
        let quote = "<blockquote class=\"wp-embedded-content\"><a href=\"https://b.example/a/\">A</a></blockquote>";
        let twin =
            "<iframe class=\"wp-embedded-content\" src=\"https://b.example/a/embed/\"></iframe>";
        let script = "<script>if (1 <2) { x(\"<b>\") }</script>";
        let answer = find(&format!("{quote}{script}{twin}\n"), "https://b.example/a/");
        assert_eq!(answer, Some(Answer { html: quote.to_owned(), is_player: false }));
    }
}

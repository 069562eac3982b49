//! Addresses in the text of a comment → links, as WordPress shows them.
//!
//! `see www.x.org.` → `see <a href="http://www.x.org">http://www.x.org</a>.`
//! <https://developer.wordpress.org/reference/functions/make_clickable/>

use std::borrow::Cow;

use crate::convert::lower::markup::{self, Token, Within};

/// Elements in which an address stays what it is.
const NOT_IN: &[&str] = &["a", "code", "pre", "script", "style"];

/// What an address begins with.
const BEGINNINGS: &[&str] = &["ftp://", "http://", "https://", "www."];

/// Entities that belong to an address; any other one ends it.
const AMPERSANDS: &[&str] = &["&#038;", "&#38;", "&amp;"];

/// Links the addresses that stand in text.
pub(in crate::convert::lower) fn link(html: &str) -> Cow<'_, str> {
    if !html.contains("://") && !html.contains("www.") {
        return Cow::Borrowed(html);
    }
    let mut linked = String::with_capacity(html.len() + 64);
    let mut within = Within::none_of(NOT_IN);
    for token in markup::as_browser(html) {
        match token {
            Token::Text(text) if !within.is_inside() => {
                text.split_inclusive(char::is_whitespace).for_each(|word| push(word, &mut linked));
            }
            Token::Text(raw) | Token::Comment(raw) => linked.push_str(raw),
            Token::Tag(tag) => {
                linked.push_str(tag.raw);
                within.pass(&tag);
            }
        }
    }
    Cow::Owned(linked)
}

/// Writes a word, with links for the addresses in it.
fn push(word: &str, html: &mut String) {
    let mut rest = word;
    while let Some((start, end)) = find(rest) {
        html.push_str(&rest[..start]);
        let address = &rest[start..end];
        if address.starts_with("www.") {
            html.push_str(&markup::link(&format!("http://{address}")));
        } else {
            html.push_str(&markup::link(address));
        }
        rest = &rest[end..];
    }
    html.push_str(rest);
}

/// Where the first address of a word is.
fn find(word: &str) -> Option<(usize, usize)> {
    let start = memchr::memchr3_iter(b'f', b'h', b'w', word.as_bytes()).find(|at| {
        let begins = BEGINNINGS.iter().any(|it| word[*at..].starts_with(it));
        begins && !word[..*at].ends_with(|c: char| c.is_alphanumeric() || "/=@.-_".contains(c))
    })?;
    let end = start + length(&word[start..]);
    let beginning = BEGINNINGS.iter().find(|it| word[start..].starts_with(**it))?;
    (end > start + beginning.len()).then_some((start, end))
}

/// How long the address at the start of a text is: up to a quote or bracket, without the punctuation
/// that ends a sentence, and without a `)` that was opened before it.
fn length(text: &str) -> usize {
    let ends = |(at, c): &(usize, char)| match c {
        '<' | '>' | '"' | '\'' | '[' | ']' | '{' | '}' => true,
        '&' => {
            markup::is_entity(&text[*at..])
                && !AMPERSANDS.iter().any(|it| text[*at..].starts_with(it))
        }
        c => c.is_whitespace() || c.is_control(),
    };
    let end = text.char_indices().find(ends).map_or(text.len(), |(at, _)| at);
    let mut address = &text[..end];
    let mut unopened = address.matches(')').count().saturating_sub(address.matches('(').count());
    while let Some(last) = address.chars().last() {
        match last {
            ')' if unopened > 0 => unopened -= 1,
            '.' | ',' | ';' | ':' | '!' | '?' => {}
            _ => break,
        }
        address = &address[..address.len() - 1];
    }
    address.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses(text: &str) -> Vec<String> {
        let html = link(text).into_owned();
        html.split("<a href=\"")
            .skip(1)
            .map(|it| it[..it.find('"').expect("a link")].to_owned())
            .collect()
    }

    #[test]
    fn punctuation_is_no_part_of_an_address() {
        assert_eq!(
            addresses("(http://x.org/a_(b)), http://y.org/?a=1&amp;b=2."),
            ["http://x.org/a_(b)", "http://y.org/?a=1&amp;b=2",]
        );
        assert_eq!(
            addresses("&lt;http://x.org/a&gt; www.x.org!"),
            ["http://x.org/a", "http://www.x.org"]
        );
    }

    #[test]
    fn what_is_linked_or_part_of_a_word_stays() {
        let text = "<a href=\"http://x.org\">http://x.org</a> <code>http://x.org</code> awww. xhttp://y http://";
        assert_eq!(link(text), text);
    }
}

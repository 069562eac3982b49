//! Addresses alone on a line → places, where WordPress would ask the other site for a player.
//!
//! <https://wordpress.org/documentation/article/embeds/>

use std::borrow::Cow;

use super::place;
use crate::convert::lower::markup::{self, Token, Within};

/// Elements in which an address stays what it is.
const NOT_IN: &[&str] = &["a", "code", "pre", "script", "style", "textarea"];

/// Makes places of the addresses that stand alone on their line or in their paragraph.
///
/// `https://x.org/film` → `<embed-address url="https://x.org/film">`
pub(in crate::convert::lower) fn place_lines(content: &str) -> Cow<'_, str> {
    if !markup::holds(content, "://") {
        return Cow::Borrowed(content);
    }
    let mut html = String::new();
    let mut copied = 0;
    let mut at = 0;
    let mut within = Within::none_of(NOT_IN);
    let mut before = Side::Line;
    let mut tokens = markup::as_browser(content).peekable();
    while let Some(token) = tokens.next() {
        match token {
            Token::Text(text) => {
                let behind = tokens.peek().map_or(Side::Line, side);
                if !within.is_inside() {
                    for (start, url) in lonely(text, before, behind) {
                        html.push_str(&content[copied..at + start]);
                        html.push_str(&place(url));
                        copied = at + start + url.len();
                    }
                }
                at += text.len();
            }
            Token::Comment(raw) => at += raw.len(),
            Token::Tag(tag) => {
                at += tag.raw.len();
                within.pass(&tag);
            }
        }
        before = side(&token);
    }
    match copied {
        0 => Cow::Borrowed(content),
        _ => Cow::Owned(html + &content[copied..]),
    }
}

/// What stands beside a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    /// The start or end of the content.
    Line,
    /// `<p>` or `</p>`.
    Paragraph,
    /// Anything else.
    Other,
}

fn side(token: &Token<'_>) -> Side {
    match token {
        Token::Tag(tag) if tag.is("p") => Side::Paragraph,
        Token::Tag(_) | Token::Text(_) | Token::Comment(_) => Side::Other,
    }
}

/// The addresses in a text that stand alone, with their places.
fn lonely(text: &str, before: Side, behind: Side) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let at = start;
        start += line.len();
        let left = if at == 0 { before } else { Side::Line };
        let right = if line.ends_with('\n') || start < text.len() { Side::Line } else { behind };
        let url = line.trim_ascii();
        let whole = url.len() == text.trim_ascii().len();
        let alone = match (left, right) {
            (Side::Line, Side::Line) => true,
            (Side::Paragraph, Side::Paragraph | Side::Line) | (Side::Line, Side::Paragraph) => {
                whole && before == behind
            }
            (Side::Other, _) | (_, Side::Other) => false,
        };
        let lead = line.len() - line.trim_ascii_start().len();
        (alone && is_url(url)).then_some((at + lead, url))
    })
}

/// Whether a text is one web address and nothing else.
pub(in crate::convert::lower) fn is_url(text: &str) -> bool {
    let scheme = ["http://", "https://"].into_iter().find_map(|scheme| {
        let begins = text.get(..scheme.len()).is_some_and(|it| it.eq_ignore_ascii_case(scheme));
        begins.then(|| &text[scheme.len()..])
    });
    let is_plain = |rest: &str| {
        !rest.is_empty() && !rest.contains(|c: char| c.is_whitespace() || "<>\"".contains(c))
    };
    scheme.is_some_and(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_lonely_addresses_are_placed() {
        for kept in
            ["see https://x.org/", "<pre>\nhttps://x.org/\n</pre>", "https://x.org/ it", "https://"]
        {
            assert_eq!(place_lines(kept), kept);
        }
        let placed = "<embed-address url=\"https://x.org/\">";
        assert_eq!(place_lines("a\n https://x.org/\nb"), format!("a\n {placed}\nb"));
        assert_eq!(place_lines("<p> https://x.org/</p>"), format!("<p> {placed}</p>"));
    }
}

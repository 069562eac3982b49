//! Smilies as people type them → the characters that WordPress shows for them.
//!
//! `:mrgreen:` and `:roll:` are pictures in WordPress, and stay.
//! <https://wordpress.org/documentation/article/using-smilies/>

use std::borrow::Cow;

use crate::convert::lower::markup::{self, Token, Within};

/// Elements in which WordPress leaves smilies alone, and those that hold source.
const NOT_IN: &[&str] =
    &["code", "markdown-source", "pre", "script", "style", "template-source", "textarea"];

/// What is typed and what is shown.
const SMILIES: &[(&str, &str)] = &[
    ("8-)", "😎"),
    ("8-O", "😯"),
    ("8O", "😯"),
    (":!:", "❗"),
    (":(", "🙁"),
    (":)", "🙂"),
    (":-(", "🙁"),
    (":-)", "🙂"),
    (":-?", "😕"),
    (":-D", "😀"),
    (":-P", "😛"),
    (":-o", "😮"),
    (":-x", "😡"),
    (":-|", "😐"),
    (":?", "😕"),
    (":?:", "❓"),
    (":???:", "😕"),
    (":D", "😀"),
    (":P", "😛"),
    (":arrow:", "➡"),
    (":cool:", "😎"),
    (":cry:", "😥"),
    (":eek:", "😮"),
    (":evil:", "👿"),
    (":grin:", "😀"),
    (":idea:", "💡"),
    (":lol:", "😆"),
    (":mad:", "😡"),
    (":neutral:", "😐"),
    (":o", "😮"),
    (":oops:", "😳"),
    (":razz:", "😛"),
    (":sad:", "🙁"),
    (":shock:", "😯"),
    (":smile:", "🙂"),
    (":twisted:", "😈"),
    (":wink:", "😉"),
    (":x", "😡"),
    (":|", "😐"),
    (";)", "😉"),
    (";-)", "😉"),
];

/// Replaces the smilies that stand alone between blanks.
///
/// `<p>hi :) a:)</p>` → `<p>hi 🙂 a:)</p>`
pub(in crate::convert::lower) fn as_emoji(html: &str) -> Cow<'_, str> {
    if !html.contains([':', ';', '8']) {
        return Cow::Borrowed(html);
    }
    let mut out = String::with_capacity(html.len());
    let mut within = Within::none_of(NOT_IN);
    for token in markup::as_browser(html) {
        match token {
            Token::Text(text) if !within.is_inside() => push_words(text, &mut out),
            Token::Tag(tag) => {
                within.pass(&tag);
                out.push_str(tag.raw);
            }
            Token::Text(raw) | Token::Comment(raw) => out.push_str(raw),
        }
    }
    Cow::Owned(out)
}

fn push_words(text: &str, out: &mut String) {
    let is_blank = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{a0}');
    for part in text.split_inclusive(is_blank) {
        // `&nbsp;` is a blank as well.
        for (index, word) in part.split("&nbsp;").enumerate() {
            if index > 0 {
                out.push_str("&nbsp;");
            }
            let bare = word.trim_end_matches(is_blank);
            match SMILIES.binary_search_by_key(&bare, |(typed, _)| typed) {
                Ok(index) => out.push_str(SMILIES[index].1),
                Err(_) => out.push_str(bare),
            }
            out.push_str(&word[bare.len()..]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_sorted() {
        assert!(NOT_IN.is_sorted());
        assert!(SMILIES.is_sorted_by_key(|(typed, _)| typed));
    }

    #[test]
    fn each_is_shown_between_blanks_only() {
        for (typed, shown) in SMILIES {
            let html = format!("<p>{typed} a{typed}&nbsp;{typed}</p><pre>{typed}</pre>");
            let expected = format!("<p>{shown} a{typed}&nbsp;{shown}</p><pre>{typed}</pre>");
            assert_eq!(as_emoji(&html), expected);
        }
    }
}

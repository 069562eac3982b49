//! Pictures that WordPress made of emoji and smilies → the characters that the author typed.

use std::borrow::Cow;

use crate::convert::lower::markup::{self, Tag, Token};

/// Classes of such pictures.
const CLASSES: &[&str] = &["emoji", "wp-smiley"];

/// Parts of the addresses of pictures that are named by the code points of an emoji.
const EMOJI: &[&str] = &["/images/core/emoji/", "/twemoji/", "//twemoji.maxcdn.com/"];

/// Where the pictures of WordPress's own smilies are.
const SMILIES: &str = "wp-includes/images/smilies/";

/// Smilies by the name of their picture, without its ending. Sorted.
/// <https://wordpress.org/documentation/article/what-are-smileys/>
const TYPED: &[(&str, &str)] = &[
    ("frownie", ":("),
    ("icon_arrow", ":arrow:"),
    ("icon_biggrin", ":D"),
    ("icon_confused", ":?"),
    ("icon_cool", "8)"),
    ("icon_cry", ":cry:"),
    ("icon_eek", "8O"),
    ("icon_evil", ":evil:"),
    ("icon_exclaim", ":!:"),
    ("icon_idea", ":idea:"),
    ("icon_lol", ":lol:"),
    ("icon_mad", ":x"),
    ("icon_mrgreen", ":mrgreen:"),
    ("icon_neutral", ":|"),
    ("icon_question", ":?:"),
    ("icon_razz", ":P"),
    ("icon_redface", ":oops:"),
    ("icon_rolleyes", ":roll:"),
    ("icon_sad", ":("),
    ("icon_smile", ":)"),
    ("icon_surprised", ":o"),
    ("icon_twisted", ":twisted:"),
    ("icon_wink", ";)"),
    ("mrgreen", ":mrgreen:"),
    ("rolleyes", ":roll:"),
    ("simple-smile", ":)"),
];

/// `<img class="emoji" alt="🌸" src="…">` → `🌸`
pub(in crate::convert::lower) fn as_text(html: &str) -> Cow<'_, str> {
    let marks = || CLASSES.iter().chain(EMOJI).chain([&SMILIES]);
    if !markup::holds(html, "<img") || !marks().any(|mark| markup::holds(html, mark)) {
        return Cow::Borrowed(html);
    }
    let mut text = String::with_capacity(html.len());
    for token in markup::as_browser(html) {
        match token {
            Token::Tag(tag) => match character(&tag) {
                Some(character) => text.push_str(&character),
                None => text.push_str(tag.raw),
            },
            Token::Text(raw) | Token::Comment(raw) => text.push_str(raw),
        }
    }
    Cow::Owned(text)
}

/// What a picture of an emoji stands for: its alternative, or else what its file is named after.
fn character<'a>(tag: &Tag<'a>) -> Option<Cow<'a, str>> {
    if !tag.is("img") {
        return None;
    }
    let address = markup::attribute(tag.raw, "src").unwrap_or_default();
    let has_class = markup::attribute(tag.raw, "class")
        .is_some_and(|class| class.split_ascii_whitespace().any(|class| CLASSES.contains(&class)));
    let is_emoji = EMOJI.iter().any(|part| address.contains(part));
    if !(has_class || is_emoji || address.contains(SMILIES)) {
        return None;
    }
    let alternative = markup::attribute(tag.raw, "alt").filter(|alt| !alt.trim().is_empty());
    let name = address.split(['?', '#']).next()?.rsplit('/').next()?;
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    alternative.map(Cow::Borrowed).or_else(|| smiley(stem).map(Cow::Borrowed)).or_else(|| {
        let emoji = is_emoji.then(|| emoji(stem))?;
        emoji.map(Cow::Owned)
    })
}

/// `icon_smile` → `:)`
fn smiley(stem: &str) -> Option<&'static str> {
    let index = TYPED.binary_search_by(|(name, _)| (*name).cmp(stem)).ok()?;
    Some(TYPED[index].1)
}

/// `1f1f3-1f1f4` → `🇳🇴`
fn emoji(stem: &str) -> Option<String> {
    let point = |hex: &str| {
        // Below these are letters and controls; keycaps begin with a digit, `#` or `*`.
        let point = u32::from_str_radix(hex, 16).ok()?;
        let is_keycap = matches!(point, 0x23 | 0x2a | 0x30..=0x39);
        char::from_u32(point).filter(|_| point >= 0xa9 || is_keycap)
    };
    stem.split('-').map(point).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_each_entry_is_found() {
        assert!(TYPED.is_sorted());
        for (name, typed) in TYPED {
            let html = format!("a<img src='/wp-includes/images/smilies/{name}.gif'>b");
            assert_eq!(as_text(&html), format!("a{typed}b"));
        }
    }

    #[test]
    fn files_are_named_by_code_points() {
        assert_eq!(emoji("1f338").as_deref(), Some("🌸"));
        assert_eq!(emoji("1f1f3-1f1f4").as_deref(), Some("🇳🇴"));
        assert_eq!(emoji("31-20e3").as_deref(), Some("1\u{20e3}"));
        for stem in ["", "x", "3c", "d800", "ffffffff1", "1f338-"] {
            assert_eq!(emoji(stem), None, "{stem}");
        }
    }

    #[test]
    fn other_pictures_stay() {
        for html in [
            "<img src=\"/emoji.png\" alt=\"x\">",
            "<img src=\"https://s.w.org/images/core/emoji/x.png\">",
            "<p class=\"emoji\">",
        ] {
            assert_eq!(as_text(html), html);
        }
    }
}

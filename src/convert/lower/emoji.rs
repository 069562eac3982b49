//! Pictures that WordPress made of emoji and smilies → the characters that the author typed.

use std::borrow::Cow;

use super::markup::{self, Tag, Token};

/// Classes of such pictures.
const CLASSES: &[&str] = &["emoji", "wp-smiley"];

/// `<img class="emoji" alt="🌸" src="…">` → `🌸`
pub(super) fn as_text(html: &str) -> Cow<'_, str> {
    if !CLASSES.iter().any(|class| html.contains(class)) || !html.contains("<img") {
        return Cow::Borrowed(html);
    }
    let mut text = String::with_capacity(html.len());
    for token in markup::as_browser(html) {
        match token {
            Token::Tag(tag) => text.push_str(character(&tag).unwrap_or(tag.raw)),
            Token::Text(raw) | Token::Comment(raw) => text.push_str(raw),
        }
    }
    Cow::Owned(text)
}

/// What a picture of an emoji stands for.
fn character<'a>(tag: &Tag<'a>) -> Option<&'a str> {
    if !tag.is("img") {
        return None;
    }
    let class = markup::attribute(tag.raw, "class")?;
    let is_emoji = class.split_ascii_whitespace().any(|class| CLASSES.contains(&class));
    markup::attribute(tag.raw, "alt").filter(|alt| is_emoji && !alt.is_empty())
}

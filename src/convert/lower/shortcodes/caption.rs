//! Captions: the image, and the text that stands behind it or in an attribute.

use std::ops::Range;

use super::{Replacement, Shortcode};
use crate::convert::lower::Context;
use crate::convert::lower::markup::{self, End, Token};

/// `[caption align="alignleft"]<img …> Tom[/caption]` → `<figure><img …><figcaption>Tom</figcaption></figure>`
pub(super) fn caption(code: &Shortcode<'_>, _cx: &Context<'_>) -> Option<Replacement> {
    let content = code.content?;
    let attributes = code.attributes();
    let (picture, text) = match attributes.first_of(&["caption"]) {
        Some(text) => (content.trim_ascii(), text.to_owned()),
        None => split(content),
    };
    if text.is_empty() || picture.is_empty() {
        return Some(content.to_owned().into());
    }
    let id = attributes
        .first_of(&["id"])
        .map_or(String::new(), |id| format!(" id=\"{}\"", markup::quote(id)));
    let class = ["wp-caption"].into_iter().chain(attributes.first_of(&["align"]));
    let class = markup::quote(&class.collect::<Vec<_>>().join(" "));
    let text = format!("<figcaption class=\"wp-caption-text\">{text}</figcaption>");
    Some(format!("<figure{id} class=\"{class}\">{picture}{text}</figure>").into())
}

/// The image with the link around it, and the text beside it.
fn split(content: &str) -> (&str, String) {
    let Some(picture) = picture(content) else { return ("", String::new()) };
    let text = [&content[..picture.start], &content[picture.end..]].map(trim_breaks).join(" ");
    (&content[picture], text.trim_ascii().to_owned())
}

/// Where the first image is, with the link around it if it holds nothing else.
fn picture(content: &str) -> Option<Range<usize>> {
    let mut at = 0;
    let mut link = None;
    let mut image: Option<Range<usize>> = None;
    for token in markup::as_browser(content) {
        let start = at;
        at += token.raw().len();
        match (token, &image) {
            (Token::Comment(_), _) => {}
            (Token::Text(text), _) if text.trim_ascii().is_empty() => {}
            (Token::Tag(tag), None) if tag.is("a") && tag.end == End::Open => link = Some(start),
            (Token::Tag(tag), None) if tag.is("img") => image = Some(start..at),
            (_, None) => link = None,
            (Token::Tag(tag), Some(image)) if tag.is("a") && tag.end == End::Close => {
                return Some(link.unwrap_or(image.start)..link.map_or(image.end, |_| at));
            }
            (_, Some(_)) => break,
        }
    }
    image
}

/// The text without the line breaks and paragraph tags at its ends.
fn trim_breaks(text: &str) -> &str {
    let mut text = text.trim_ascii();
    loop {
        let ends = ["<br />", "<p>", "</p>"];
        let shorter = ends.iter().find_map(|it| {
            text.strip_prefix(it).or_else(|| text.strip_suffix(it)).map(str::trim_ascii)
        });
        match shorter {
            Some(shorter) => text = shorter,
            None => return text,
        }
    }
}

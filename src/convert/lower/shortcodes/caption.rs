//! Captions: the image, and the text that stands behind it or in an attribute.

use super::super::markup::{self, End, Token};
use super::{Replacement, Shortcode};
use crate::convert::lower::Context;

/// `[caption align="alignleft"]<img …> Tom[/caption]` → `<figure><img …><figcaption>Tom</figcaption></figure>`
pub(super) fn caption(code: &Shortcode<'_>, _cx: &Context<'_>) -> Option<Replacement> {
    let content = code.content?;
    let attributes = code.attributes();
    let (picture, text) = match attributes.first_of(&["caption"]) {
        Some(text) => (content.trim_ascii().to_owned(), text.to_owned()),
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
fn split(content: &str) -> (String, String) {
    let mut picture = None;
    let mut link = None;
    let mut at = 0;
    for token in markup::as_browser(content) {
        let start = at;
        match token {
            Token::Text(text) => {
                at += text.len();
                if !text.trim_ascii().is_empty() {
                    link = None;
                    if picture.is_some() {
                        break;
                    }
                }
                continue;
            }
            Token::Comment(raw) => {
                at += raw.len();
                continue;
            }
            Token::Tag(tag) => {
                at += tag.raw.len();
                match (picture, tag.end) {
                    (None, End::Open) if tag.is("a") => link = Some(start),
                    (None, End::Open) if tag.is("img") => {
                        picture = Some((link.unwrap_or(start), at));
                    }
                    (None, _) => link = None,
                    (Some((start, _)), End::Close) if tag.is("a") && link.is_some() => {
                        picture = Some((start, at));
                        break;
                    }
                    (Some(_), _) => break,
                }
            }
        }
    }
    let Some((start, end)) = picture else { return (String::new(), String::new()) };
    let text = [&content[..start], &content[end..]].map(trim_breaks).join(" ");
    (content[start..end].to_owned(), text.trim_ascii().to_owned())
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

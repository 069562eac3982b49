//! Players for one sound or film, with a link for those who have no player.

use super::super::markup;
use super::gallery::{FILMS, SOUNDS, has_ending};
use super::{Replacement, Shortcode};
use crate::convert::lower::Context;

/// `[audio src="a.mp3"]` → `<audio controls="controls"><source src="a.mp3" /><a href="a.mp3">a.mp3</a></audio>`
pub(super) fn audio(code: &Shortcode<'_>, cx: &Context<'_>) -> Option<Replacement> {
    let url = source(code, SOUNDS, cx)?;
    let html = format!(
        "<audio controls=\"controls\"><source src=\"{}\" />{}{}</audio>",
        markup::quote(&url),
        fallback(code, &url),
        markup::link(&url)
    );
    Some(html.into())
}

/// `[video mp4="a.mp4" poster="p.jpg"][/video]` → `<video controls="controls" poster="p.jpg"><source src="a.mp4" /><a href="a.mp4">a.mp4</a></video>`
pub(super) fn video(code: &Shortcode<'_>, cx: &Context<'_>) -> Option<Replacement> {
    let url = source(code, FILMS, cx)?;
    let attributes = code.attributes();
    let known = ["width", "height", "poster"].into_iter().filter_map(|name| {
        Some(format!(" {name}=\"{}\"", markup::quote(attributes.first_of(&[name])?)))
    });
    let html = format!(
        "<div class=\"wp-video\"><video controls=\"controls\"{}><source src=\"{}\" />{}{}</video></div>",
        known.collect::<String>(),
        markup::quote(&url),
        fallback(code, &url),
        markup::link(&url)
    );
    Some(html.into())
}

/// What stands between the ends, if it is not the address itself: `<track>`, or words.
fn fallback<'a>(code: &Shortcode<'a>, url: &str) -> &'a str {
    let content = code.content.unwrap_or_default().trim_ascii();
    if address(content) == url { "" } else { content }
}

/// The address that a content consists of; alone on a line it is a link by now.
pub(super) fn address(content: &str) -> &str {
    let content = content.trim_ascii();
    let link = content.strip_suffix("</a>").filter(|link| link.starts_with("<a "));
    link.and_then(|link| markup::attribute(link, "href")).unwrap_or(content)
}

/// The address of the file: `src`, an attribute named after its ending, a bare address, or the
/// first such file of the post.
fn source(code: &Shortcode<'_>, endings: &[&str], cx: &Context<'_>) -> Option<String> {
    let attributes = code.attributes();
    let bare = attributes.bare.iter().map(|value| value.trim_start_matches('='));
    let bare = bare.map(str::trim).find(|value| value.contains('.'));
    let content = code.content.map(address).filter(|content| content.starts_with("http"));
    let given = attributes.first_of(&["src"]).or_else(|| attributes.first_of(endings));
    if let Some(url) = given.or(bare).or(content) {
        return Some(url.trim().to_owned());
    }
    let mut attached = cx.post.into_iter().flat_map(|post| cx.site.attachments.of_post(post));
    attached
        .find(|(_, file)| has_ending(&file.url, endings))
        .map(|(_, file)| markup::escape(&file.url))
}

//! Players for one sound or film, with a link for those who have no player.

use super::super::{embeds, markup};
use super::gallery::{FILMS, SOUNDS, has_ending};
use super::{Replacement, Shortcode};
use crate::convert::lower::Context;

/// Endings of files that WordPress plays where their address stands alone, sorted: sounds and films.
const PLAYED: [&[&str]; 2] =
    [&["flac", "m4a", "mp3", "ogg", "wav"], &["flv", "m4v", "mp4", "ogv", "webm"]];

/// The player for a file whose address stands alone, if it is a sound or a film.
///
/// `https://x.org/a.mp3` → `<audio controls="controls"><source src="https://x.org/a.mp3" />…</audio>`
pub(in crate::convert::lower) fn player_of_file(url: &str) -> Option<String> {
    // WordPress asks how the address ends, so one with a query is none.
    let plays = |endings| !url.contains(['?', '#']) && has_ending(url, endings);
    let [sounds, films] = PLAYED.map(plays);
    if sounds {
        return Some(audio_player(url, ""));
    }
    films.then(|| video_player(url, "", ""))
}

/// A sound that can be heard where it stands: `<audio controls="controls"><source src="a.mp3" /></audio>`
pub(in crate::convert::lower) fn sound(url: &str) -> String {
    format!("<audio controls=\"controls\"><source src=\"{}\" /></audio>", markup::quote(url))
}

/// A film that can be seen where it stands.
pub(super) fn film(url: &str) -> String {
    format!("<video controls=\"controls\"><source src=\"{}\" /></video>", markup::quote(url))
}

fn audio_player(url: &str, fallback: &str) -> String {
    let (source, link) = (markup::quote(url), markup::link(url));
    format!("<audio controls=\"controls\"><source src=\"{source}\" />{fallback}{link}</audio>")
}

fn video_player(url: &str, attributes: &str, fallback: &str) -> String {
    let (source, link) = (markup::quote(url), markup::link(url));
    format!(
        "<div class=\"wp-video\"><video controls=\"controls\"{attributes}><source src=\"{source}\" />{fallback}{link}</video></div>"
    )
}

/// `[audio src="a.mp3"]` → `<audio controls="controls"><source src="a.mp3" /><a href="a.mp3">a.mp3</a></audio>`
pub(super) fn audio(code: &Shortcode<'_>, cx: &Context<'_>) -> Option<Replacement> {
    let url = source(code, SOUNDS, cx)?;
    Some(audio_player(&url, fallback(code, &url)).into())
}

/// `[video mp4="a.mp4" poster="p.jpg"][/video]` → `<video controls="controls" poster="p.jpg"><source src="a.mp4" /><a href="a.mp4">a.mp4</a></video>`
pub(super) fn video(code: &Shortcode<'_>, cx: &Context<'_>) -> Option<Replacement> {
    let url = source(code, FILMS, cx)?;
    // WordPress also plays films of other sites with it.
    if embeds::is_known(&url) {
        return Some(format!("<p>{}{}</p>", embeds::place(&url), fallback(code, &url)).into());
    }
    let attributes = code.attributes();
    let known = ["width", "height", "poster"].into_iter().filter_map(|name| {
        Some(format!(" {name}=\"{}\"", markup::quote(attributes.first_of(&[name])?)))
    });
    Some(video_player(&url, &known.collect::<String>(), fallback(code, &url)).into())
}

/// What stands between the ends, if it is not the address itself: `<track>`, or words.
fn fallback<'a>(code: &Shortcode<'a>, url: &str) -> &'a str {
    let content = code.content.unwrap_or_default().trim_ascii();
    if address(content) == url { "" } else { content }
}

/// The address that a content consists of; alone on a line it is a place by now.
pub(super) fn address(content: &str) -> &str {
    let content = content.trim_ascii();
    if let Some(url) = embeds::placed(content) {
        return url;
    }
    let link = content.strip_suffix("</a>").filter(|link| link.starts_with("<a "));
    let parts = link.and_then(|link| link.split_once('>'));
    let url = parts.and_then(|(tag, text)| {
        markup::attribute(tag, "href").filter(|url| *url == text.trim_ascii())
    });
    url.unwrap_or(content)
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

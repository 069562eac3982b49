//! Galleries and playlists: attachments by number, or all that belong to the post.

use super::attributes::Attributes;
use super::player::{film, sound};
use super::{Replacement, Shortcode};
use crate::convert::lower::Context;
use crate::convert::lower::fields::caption;
use crate::convert::lower::markup;
use crate::notice::{Code, Notice};
use crate::site::Attachment;
use crate::wxr::PostId;

/// Endings of picture files.
const PICTURES: &[&str] = &[
    "avif", "bmp", "gif", "heic", "ico", "jpe", "jpeg", "jpg", "png", "svg", "tif", "tiff", "webp",
];

/// Endings of sound files.
pub(super) const SOUNDS: &[&str] =
    &["aac", "flac", "m4a", "mp3", "oga", "ogg", "opus", "wav", "wma"];

/// Endings of film files.
pub(super) const FILMS: &[&str] =
    &["avi", "flv", "m4v", "mov", "mp4", "mpeg", "mpg", "ogv", "webm", "wmv"];

/// The attachments that a shortcode chooses.
struct Chosen<'a> {
    files: Vec<(PostId, &'a Attachment)>,
    notices: Vec<Notice>,
}

/// `[gallery ids="11,12"]` → `<div class="gallery"><figure>…</figure><figure>…</figure></div>`
#[expect(clippy::unnecessary_wraps, reason = "all handlers of the table have one type")]
pub(super) fn gallery(code: &Shortcode<'_>, cx: &Context<'_>) -> Option<Replacement> {
    let attributes = code.attributes();
    let chosen = choose(&attributes, PICTURES, cx);
    let link = attributes.get("link").unwrap_or_default();
    let figures: Vec<_> = chosen.files.iter().map(|(_, file)| figure(file, link, cx)).collect();
    let html = if figures.is_empty() {
        String::new()
    } else {
        format!("<div class=\"gallery\">{}</div>", figures.concat())
    };
    Some(Replacement { html, notices: chosen.notices })
}

/// A picture as a gallery shows it.
fn figure(file: &Attachment, link: &str, cx: &Context<'_>) -> String {
    let image = format!(
        "<img src=\"{}\" alt=\"{}\" />",
        markup::escape(&file.url),
        markup::escape(&file.alt)
    );
    let target = match link {
        "none" => "",
        "file" => &file.url,
        _ => &file.page,
    };
    let image = match target {
        "" => image,
        target => format!("<a href=\"{}\">{image}</a>", markup::escape(target)),
    };
    match caption(file.caption.trim_ascii(), cx).as_str() {
        "" => format!("<figure class=\"gallery-item\">{image}</figure>"),
        caption => format!(
            "<figure class=\"gallery-item\">{image}<figcaption>{caption}</figcaption></figure>"
        ),
    }
}

/// `[playlist ids="7"]` → `<ol class="wp-playlist"><li><a href="a.mp3">Shanty</a> <audio …></audio></li></ol>`
#[expect(clippy::unnecessary_wraps, reason = "all handlers of the table have one type")]
pub(super) fn playlist(code: &Shortcode<'_>, cx: &Context<'_>) -> Option<Replacement> {
    let attributes = code.attributes();
    let is_film = attributes.get("type") == Some("video");
    let endings = if is_film { FILMS } else { SOUNDS };
    let player = if is_film { film } else { sound };
    let chosen = choose(&attributes, endings, cx);
    let tracks: Vec<_> = chosen.files.iter().map(|(_, file)| track(file, player)).collect();
    let html = if tracks.is_empty() {
        String::new()
    } else {
        format!("<ol class=\"wp-playlist\">{}</ol>", tracks.concat())
    };
    Some(Replacement { html, notices: chosen.notices })
}

fn track(file: &Attachment, player: fn(&str) -> String) -> String {
    let title = match file.title.trim_ascii() {
        "" => markup::escape(&file.url),
        title => title.to_owned(),
    };
    let url = markup::escape(&file.url);
    format!("<li><a href=\"{url}\">{title}</a> {}</li>", player(&url))
}

/// The attachments that the attributes name, else those of the post that have such an ending.
fn choose<'a>(attributes: &Attributes, endings: &[&str], cx: &Context<'a>) -> Chosen<'a> {
    let named = attributes.first_of(&["ids", "include"]);
    let mut chosen = match named {
        Some(ids) => by_number(ids, cx),
        None => of_post(attributes, endings, cx),
    };
    if attributes.first_of(&["ids"]).is_none() || attributes.get("orderby").is_some() {
        sort(&mut chosen.files, attributes);
    }
    chosen
}

fn by_number<'a>(ids: &str, cx: &Context<'a>) -> Chosen<'a> {
    let mut chosen = Chosen { files: Vec::new(), notices: Vec::new() };
    for id in ids.split([',', ' ']).map(str::trim).filter(|id| !id.is_empty()) {
        let file =
            id.parse().ok().and_then(|id| Some((PostId(id), cx.site.attachments.get(PostId(id))?)));
        match file {
            Some(file) => chosen.files.push(file),
            None => chosen.notices.push(Notice::new(
                Code::MissingAttachment,
                format!("attachment `{id}` of a gallery is not in the export"),
            )),
        }
    }
    chosen
}

fn of_post<'a>(attributes: &Attributes, endings: &[&str], cx: &Context<'a>) -> Chosen<'a> {
    let excluded: Vec<&str> =
        attributes.get("exclude").unwrap_or_default().split(',').map(str::trim).collect();
    let post = attributes.get("id").and_then(|id| id.trim().parse().ok()).map(PostId).or(cx.post);
    let files: Vec<_> = post
        .into_iter()
        .flat_map(|post| cx.site.attachments.of_post(post))
        .filter(|(_, file)| has_ending(&file.url, endings))
        .filter(|(id, _)| !excluded.contains(&id.0.to_string().as_str()))
        .collect();
    let notices = if files.is_empty() {
        vec![Notice::new(
            Code::MissingAttachment,
            "nothing that a gallery could show is in the export",
        )]
    } else {
        Vec::new()
    };
    Chosen { files, notices }
}

/// Orders attachments; a random order stays the one they are in, so that runs agree, and one that the
/// export does not know, by date, too.
fn sort(files: &mut [(PostId, &Attachment)], attributes: &Attributes) {
    match attributes.get("orderby").map(str::to_ascii_lowercase).as_deref() {
        None | Some("menu_order" | "menu_order id" | "menu_order, id" | "menu_order,id") => {
            files.sort_by_key(|(id, file)| (file.menu_order, *id));
        }
        Some("id") => files.sort_by_key(|(id, _)| *id),
        Some("title") => files.sort_by_cached_key(|(_, file)| file.title.to_lowercase()),
        Some(_) => return,
    }
    if attributes.get("order").is_some_and(|order| order.eq_ignore_ascii_case("desc")) {
        files.reverse();
    }
}

/// Whether the file of an address has one of these endings.
pub(super) fn has_ending(url: &str, endings: &[&str]) -> bool {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    path.rsplit_once('.').is_some_and(|(_, ending)| {
        endings.binary_search(&ending.to_ascii_lowercase().as_str()).is_ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_sorted() {
        for endings in [PICTURES, SOUNDS, FILMS] {
            assert!(endings.is_sorted());
        }
    }
}

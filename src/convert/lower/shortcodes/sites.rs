//! Shortcodes for players and posts of other sites, as WordPress.com, Jetpack and single plugins had
//! them: name → plain function. All become the place of an address.

use super::Replacement;
use super::Shortcode;
use super::handlers::{Content, Handler, Place};
use super::player::address;
use crate::convert::lower::{Context, embeds};

/// A shortcode that stands in the line and uses its content.
const fn row(
    name: &'static str,
    replace: fn(&Shortcode<'_>, &Context<'_>) -> Option<Replacement>,
) -> Handler {
    Handler { name, place: Place::Line, content: Content::Used, replace }
}

const HANDLERS: &[Handler] = &[
    row("archiveorg", |code, _| by_id(code, &["id"], "https://archive.org/details/")),
    row("bandcamp", bandcamp),
    row("codepen_embed", codepen),
    row("dailymotion", |code, _| by_id(code, FILM, "https://www.dailymotion.com/video/")),
    row("embed", |code, _| by_url(code)),
    row("embedyt", |code, _| by_id(code, FILM, YOUTUBE)),
    row("facebook", |code, _| by_url(code)),
    row("flickr", |code, _| by_url(code)),
    row("fve", |code, _| by_url(code)),
    row("gist", gist),
    row("googlemaps", |code, _| by_url(code)),
    row("instagram", |code, _| by_url(code)),
    row("kickstarter", |code, _| by_url(code)),
    row("mixcloud", |code, _| by_id(code, &["url", "id"], "https://www.mixcloud.com/")),
    row("scribd", scribd),
    row("slideshare", slideshare),
    row("soundcloud", |code, _| by_url(code)),
    row("spotify", spotify),
    row("su_dailymotion", |code, _| by_id(code, FILM, "https://www.dailymotion.com/video/")),
    row("su_vimeo", |code, _| by_id(code, FILM, "https://vimeo.com/")),
    row("su_youtube", |code, _| by_id(code, FILM, YOUTUBE)),
    row("ted", |code, _| by_id(code, &["id", "url"], "https://www.ted.com/talks/view/id/")),
    row("tweet", |code, _| by_id(code, TWEET, "https://twitter.com/i/web/status/")),
    row("twitter", |code, _| by_id(code, TWEET, "https://twitter.com/i/web/status/")),
    row("videopress", |code, _| by_id(code, &["id", "guid"], "https://videopress.com/v/")),
    row("vimeo", |code, _| by_id(code, FILM, "https://vimeo.com/")),
    row("wpvideo", |code, _| by_id(code, &["id", "guid"], "https://videopress.com/v/")),
    row("youtube", |code, _| by_id(code, FILM, YOUTUBE)),
];

/// Attributes that hold the address or the id of a film.
const FILM: &[&str] = &["id", "url", "src", "video", "v", "clip_id"];

/// Attributes that hold the address or the number of a tweet.
const TWEET: &[&str] = &["tweet", "url", "id"];

/// Attributes that hold an address.
const URL: &[&str] = &["url", "src", "href", "video", "photo"];

/// What stands before the id of a film.
const YOUTUBE: &str = "https://www.youtube.com/watch?v=";

/// The handler of a name.
pub(super) fn find(name: &str) -> Option<Handler> {
    let index = HANDLERS.binary_search_by(|handler| handler.name.cmp(name)).ok()?;
    Some(HANDLERS[index])
}

/// What a shortcode gives, in any of the forms that plugins had: `[x URL]`, `[x=URL]`, `[x id="N"]`,
/// `[x N]`, `[x]N[/x]`; and the content that is left.
fn given<'a>(code: &Shortcode<'a>, names: &[&str]) -> Option<(String, &'a str)> {
    let attributes = code.attributes();
    let by_name = attributes.first_of(names);
    let bare = attributes.bare.iter().map(|value| value.trim_start_matches('=')).next();
    let content = code.content.map(str::trim_ascii).unwrap_or_default();
    let (value, rest) = match by_name.or(bare.filter(|bare| !bare.is_empty())) {
        Some(value) => (address(value), content),
        None => (address(content), ""),
    };
    (!value.is_empty() && !value.contains(char::is_whitespace))
        .then(|| (without_size(value).to_owned(), rest))
}

/// The place of an address, with what else the shortcode holds behind it.
fn put(url: &str, rest: &str) -> Replacement {
    let between = if rest.is_empty() { "" } else { " " };
    format!("{}{between}{rest}", embeds::place(url)).into()
}

/// The address that a text is, also without its scheme.
fn as_address(value: &str) -> Option<String> {
    if let Some(rest) = value.strip_prefix("//") {
        return Some(format!("https://{rest}"));
    }
    let full =
        if value.starts_with("www.") { format!("https://{value}") } else { value.to_owned() };
    embeds::is_url(&full).then_some(full)
}

/// `[soundcloud url="https://soundcloud.com/crew/bell"]`, `[fve]https://youtu.be/a[/fve]`
fn by_url(code: &Shortcode<'_>) -> Option<Replacement> {
    let (value, rest) = given(code, URL)?;
    Some(put(&as_address(&value)?, rest))
}

/// `[youtube a]` → the place of `https://www.youtube.com/watch?v=a`
fn by_id(code: &Shortcode<'_>, names: &[&str], before: &str) -> Option<Replacement> {
    let (value, rest) = given(code, names)?;
    if let Some(url) = as_address(&value) {
        return Some(put(&url, rest));
    }
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-./".contains(&byte);
    value.bytes().all(is_plain).then(|| put(&format!("{before}{value}"), rest))
}

/// `[bandcamp width=350 album=1612930111]`
fn bandcamp(code: &Shortcode<'_>, _cx: &Context<'_>) -> Option<Replacement> {
    let attributes = code.attributes();
    let found = ["track", "album"].into_iter().find_map(|kind| {
        let id = attributes.first_of(&[kind])?;
        id.bytes().all(|byte| byte.is_ascii_digit()).then(|| format!("{kind}={id}"))
    });
    let rest = code.content.unwrap_or_default();
    match found {
        Some(found) => Some(put(&format!("https://bandcamp.com/EmbeddedPlayer/{found}/"), rest)),
        None => by_url(code),
    }
}

/// `[codepen_embed user="crew" slug_hash="a"]See the pen[/codepen_embed]`
fn codepen(code: &Shortcode<'_>, _cx: &Context<'_>) -> Option<Replacement> {
    let attributes = code.attributes();
    let (user, id) = (attributes.first_of(&["user"])?, attributes.first_of(&["slug_hash"])?);
    let url = format!("https://codepen.io/{user}/pen/{id}");
    embeds::is_url(&url).then(|| put(&url, code.content.unwrap_or_default()))
}

/// `[gist]https://gist.github.com/crew/1[/gist]`, `[gist id=1 file="a.rs"]`
fn gist(code: &Shortcode<'_>, _cx: &Context<'_>) -> Option<Replacement> {
    let (value, rest) = given(code, &["id", "url"])?;
    let file = code.attributes().first_of(&["file"]).map(|file| format!(".js?file={file}"));
    let url = as_address(&value).unwrap_or_else(|| format!("https://gist.github.com/{value}"));
    let url = format!("{url}{}", file.filter(|_| !url.contains(['?', '#'])).unwrap_or_default());
    embeds::is_url(&url).then(|| put(&url, rest))
}

/// `[scribd id=39027960 key=key-a mode=list]`
fn scribd(code: &Shortcode<'_>, _cx: &Context<'_>) -> Option<Replacement> {
    let attributes = code.attributes();
    let id = attributes.first_of(&["id"])?;
    let key = attributes.first_of(&["key"]).unwrap_or_default();
    let is_plain = |text: &str| text.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-');
    let url = match key {
        "" => format!("https://www.scribd.com/embeds/{id}/content"),
        key => format!("https://www.scribd.com/embeds/{id}/content?access_key={key}"),
    };
    (is_plain(id) && is_plain(key)).then(|| put(&url, code.content.unwrap_or_default()))
}

/// `[slideshare id=5342235&doc=boats-101002163655-phpapp01&w=300]`
fn slideshare(code: &Shortcode<'_>, _cx: &Context<'_>) -> Option<Replacement> {
    let (value, rest) = given(code, &["id", "url"])?;
    if let Some(url) = as_address(&value) {
        return Some(put(&url, rest));
    }
    // `&doc=…` names the same slides once more.
    let id = match code.attributes().first_of(&["id"]) {
        Some(_) => value.split('&').next()?,
        None => &value,
    };
    let is_number = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
    let url = format!("https://www.slideshare.net/slideshow/embed_code/{id}");
    is_number.then(|| put(&url, rest))
}

/// `[spotify spotify:track:a]`, `[spotify id="https://open.spotify.com/album/a"]`
fn spotify(code: &Shortcode<'_>, _cx: &Context<'_>) -> Option<Replacement> {
    let (value, rest) = given(code, &["id", "uri", "url"])?;
    let url = match value.strip_prefix("spotify:") {
        Some(uri) => format!("https://open.spotify.com/{}", uri.replace(':', "/")),
        None => value,
    };
    Some(put(&as_address(&url)?, rest))
}

/// An address without the size that WordPress.com takes from it: `…?v=x&w=320&h=240` → `…?v=x`
fn without_size(url: &str) -> &str {
    let mut url = url;
    while let Some((before, digits)) = url.rsplit_once('=') {
        let is_size = digits.bytes().all(|byte| byte.is_ascii_digit());
        let size = ["width", "height", "w", "h"].iter().find_map(|it| before.strip_suffix(it));
        let marks = ["&#038;", "&amp;", "&"];
        let shorter = size.and_then(|it| marks.iter().find_map(|mark| it.strip_suffix(mark)));
        match shorter.filter(|_| is_size) {
            Some(shorter) => url = shorter,
            None => break,
        }
    }
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted() {
        assert!(HANDLERS.is_sorted_by(|one, other| one.name < other.name));
    }

    #[test]
    fn every_shortcode_has_a_case_and_is_documented() {
        let page = include_str!("../../../../docs/shortcodes.md");
        let cases = include_str!("../../../../tests/cases/content-embeds.md");
        for Handler { name, .. } in HANDLERS {
            assert!(page.contains(&format!("`{name}`")), "{name} is not in docs/shortcodes.md");
            assert!(cases.contains(&format!("[{name}")), "[{name}] has no case");
        }
    }
}

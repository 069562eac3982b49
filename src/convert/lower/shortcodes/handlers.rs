//! The shortcodes that stand for something once paragraphs are made: name → plain function.

use super::super::{footnotes, markup};
use super::caption::caption;
use super::gallery::{gallery, playlist};
use super::player::{address, audio, video};
use super::{Replacement, Shortcode, plugins};
use crate::convert::lower::Context;

/// Where a shortcode's HTML belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// In place of the paragraph that holds nothing else.
    Block,
    /// In the line.
    Line,
}

/// What becomes of the content between the ends of a shortcode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// The shortcode's HTML holds it.
    Used,
    /// WordPress drops it; it is the author's text, so it follows the shortcode's HTML.
    Behind,
}

/// How a shortcode is replaced.
#[derive(Clone, Copy, Debug)]
pub(super) struct Handler {
    pub(super) name: &'static str,
    pub(super) place: Place,
    pub(super) content: Content,
    /// `None` where the shortcode is no use and stays as text.
    pub(super) replace: fn(&Shortcode<'_>, &Context<'_>) -> Option<Replacement>,
}

const HANDLERS: &[Handler] = &[
    Handler { name: "audio", place: Place::Line, content: Content::Used, replace: audio },
    Handler { name: "caption", place: Place::Block, content: Content::Used, replace: caption },
    Handler { name: "efn_note", place: Place::Line, content: Content::Used, replace: note },
    Handler { name: "fn", place: Place::Line, content: Content::Used, replace: note },
    Handler { name: "footnote", place: Place::Line, content: Content::Used, replace: note },
    Handler { name: "gallery", place: Place::Block, content: Content::Behind, replace: gallery },
    Handler { name: "mfn", place: Place::Line, content: Content::Used, replace: note },
    Handler { name: "playlist", place: Place::Block, content: Content::Behind, replace: playlist },
    Handler { name: "ref", place: Place::Line, content: Content::Used, replace: note },
    Handler { name: "video", place: Place::Block, content: Content::Used, replace: video },
    Handler { name: "vimeo", place: Place::Line, content: Content::Used, replace: vimeo },
    Handler { name: "wp_caption", place: Place::Block, content: Content::Used, replace: caption },
    Handler { name: "youtube", place: Place::Line, content: Content::Used, replace: youtube },
];

/// Shortcodes of WordPress itself.
const CORE: &[&str] = &["audio", "caption", "embed", "gallery", "playlist", "video", "wp_caption"];

/// The handler of a name: of WordPress's own, of other sites' players, of plugins.
pub(super) fn find(name: &str) -> Option<Handler> {
    let index = HANDLERS.binary_search_by(|handler| handler.name.cmp(name));
    index.ok().map(|index| HANDLERS[index]).or_else(|| plugins::find(name))
}

/// Whether every WordPress knows a shortcode.
pub(super) fn is_core(name: &str) -> bool {
    CORE.binary_search(&name).is_ok()
}

/// `word[ref]A source.[/ref]` → `word<sup><a role="doc-noteref" href="#fn-1">1</a></sup>`, and the note
/// at the end of the post.
fn note(code: &Shortcode<'_>, _cx: &Context<'_>) -> Option<Replacement> {
    Some(footnotes::inline(code.content?)?.into())
}

/// `[vimeo 1234]` → `<a href="https://vimeo.com/1234">https://vimeo.com/1234</a>`
fn vimeo(code: &Shortcode<'_>, _cx: &Context<'_>) -> Option<Replacement> {
    film(code, "https://vimeo.com/")
}

/// `[youtube id="x"]` → `<a href="https://www.youtube.com/watch?v=x">https://www.youtube.com/watch?v=x</a>`
fn youtube(code: &Shortcode<'_>, _cx: &Context<'_>) -> Option<Replacement> {
    film(code, "https://www.youtube.com/watch?v=")
}

/// A link to a film that is given by its address or by its number, in any of the forms that plugins
/// had: `[x URL]`, `[x=URL]`, `[x id="N"]`, `[x N]`, `[x]N[/x]`.
fn film(code: &Shortcode<'_>, prefix: &str) -> Option<Replacement> {
    let attributes = code.attributes();
    let named = attributes.first_of(&["id", "url", "src", "video", "v", "clip_id"]);
    let bare = attributes.bare.iter().map(|value| value.trim_start_matches('=')).next();
    let content = code.content.map(str::trim_ascii);
    let film = named.or(bare).or(content).filter(|film| !film.is_empty())?;
    let film = address(film);
    if content.is_some_and(|content| !content.is_empty()) && (named.is_some() || bare.is_some()) {
        return None;
    }
    if film.contains("://") || film.starts_with("//") {
        return Some(markup::link(without_size(film)).into());
    }
    let is_number = film.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte));
    is_number.then(|| markup::link(&format!("{prefix}{film}")).into())
}

/// An address without the size that WordPress.com takes from it: `…?v=x&w=320&h=240` → `…?v=x`
fn without_size(url: &str) -> &str {
    let mut url = url;
    while let Some((before, digits)) = url.rsplit_once('=') {
        let is_size = digits.bytes().all(|byte| byte.is_ascii_digit());
        let sizes = ["&#038;w", "&#038;h", "&amp;w", "&amp;h", "&w", "&h"];
        match sizes.iter().find_map(|size| before.strip_suffix(size)).filter(|_| is_size) {
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
        assert!(CORE.is_sorted());
    }

    #[test]
    fn every_shortcode_has_a_case() {
        let cases = ["shortcodes", "embeds"].map(|name| {
            let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases");
            std::fs::read_to_string(format!("{folder}/content-{name}.md")).expect("a case file")
        });
        for Handler { name, .. } in HANDLERS {
            assert!(
                cases.iter().any(|text| text.contains(&format!("[{name}"))),
                "[{name}] has none"
            );
        }
    }
}

//! The shortcodes that stand for something once paragraphs are made: name → plain function.

use super::caption::caption;
use super::gallery::{gallery, playlist};
use super::player::{audio, video};
use super::{Replacement, Shortcode, plugins, sites};
use crate::convert::lower::Context;
use crate::convert::lower::footnotes;

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
    Handler { name: "wp_caption", place: Place::Block, content: Content::Used, replace: caption },
];

/// Shortcodes of WordPress itself.
const CORE: &[&str] = &["audio", "caption", "embed", "gallery", "playlist", "video", "wp_caption"];

/// The handler of a name: of WordPress's own, of other sites' players, of plugins.
pub(super) fn find(name: &str) -> Option<Handler> {
    let index = HANDLERS.binary_search_by(|handler| handler.name.cmp(name));
    let own = index.ok().map(|index| HANDLERS[index]);
    own.or_else(|| sites::find(name)).or_else(|| plugins::find(name))
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

//! Which blocks show nothing of their own: those that a server fills in, and those that are the mould
//! in which it casts what it finds.

/// Blocks of WordPress that save what they show. Empty ones show nothing in WordPress either.
const SAVED: &[&str] = &[
    "core/accordion",
    "core/accordion-heading",
    "core/accordion-item",
    "core/accordion-panel",
    "core/audio",
    "core/block",
    "core/button",
    "core/buttons",
    "core/code",
    "core/column",
    "core/columns",
    "core/cover",
    "core/details",
    "core/embed",
    "core/file",
    "core/footnotes",
    "core/freeform",
    "core/gallery",
    "core/group",
    "core/heading",
    "core/html",
    "core/icon",
    "core/image",
    "core/list",
    "core/list-item",
    "core/math",
    "core/media-text",
    "core/missing",
    "core/more",
    "core/navigation-link",
    "core/nextpage",
    "core/paragraph",
    "core/playlist",
    "core/playlist-track",
    "core/preformatted",
    "core/pullquote",
    "core/quote",
    "core/separator",
    "core/shortcode",
    "core/social-link",
    "core/social-links",
    "core/spacer",
    "core/subhead",
    "core/tab-list",
    "core/tab-panel",
    "core/tab-panels",
    "core/table",
    "core/tabs",
    "core/text-columns",
    "core/verse",
    "core/video",
];

/// Blocks of WordPress whose inside is shown once for each thing that a query finds, or only if it
/// finds none.
const MOULDS: &[&str] = &[
    "core/comment-template",
    "core/comments-pagination",
    "core/post-template",
    "core/query-no-results",
    "core/query-pagination",
    "core/term-template",
];

/// Whether somebody else fills the block in: WordPress, or the plugin that it belongs to.
pub(in crate::convert::lower) fn is_filled_in(name: &str) -> bool {
    SAVED.binary_search(&name).is_err()
}

/// Whether the inside of a block is no text of the post.
pub(in crate::convert::lower) fn is_mould(name: &str) -> bool {
    MOULDS.binary_search(&name).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_sorted() {
        assert!(SAVED.is_sorted());
        assert!(MOULDS.is_sorted());
    }
}

//! Endings under which WordPress answers beside every address: feeds, comment pages, AMP …
//!
//! WordPress makes them up (`WP_Rewrite::generate_rewrite_rules`) for posts, pages and listings
//! alike, so they are no list but a rule: `/x/feed/` leads to `/x/`.

use super::{OldAddress, Redirect};
use crate::link::resolve::{Part, whole};

/// Single words. The feeds stand in `WP_Rewrite::$feeds`; `amp` is of the AMP plugins.
pub(super) const WORDS: &[&str] =
    &["amp", "atom", "embed", "feed", "rdf", "rss", "rss2", "trackback"];

/// What may follow `feed/`.
pub(super) const FEEDS: &[&str] = &["atom", "feed", "rdf", "rss", "rss2"];

/// All of them for PCRE, RE2 and JavaScript alike, without the slashes around them and without
/// a group that captures.
pub(super) const PATTERN: &str = "(?:(?:feed/)?(?:feed|rdf|rss2?|atom)|amp|embed|trackback|\
                                  comment-page-[0-9]+|page/[0-9]+)";

/// The same without the pages of lists, which many generators write at the addresses of WordPress.
pub(super) const PATTERN_WITHOUT_PAGES: &str =
    "(?:(?:feed/)?(?:feed|rdf|rss2?|atom)|amp|embed|trackback|comment-page-[0-9]+)";

/// Whether an address without the slash at its end has one of the endings.
pub(super) fn is_one(path: &str) -> bool {
    match whole(path).1 {
        Part::Feed | Part::Form | Part::Page => true,
        Part::Whole | Part::Text => false,
    }
}

/// The feeds of a listing → the feed that the new site has for it.
///
/// `/category/sea/`, `/category/sea/index.xml` → redirects from `/category/sea/feed/`,
/// `/category/sea/feed/atom/` …
pub fn feeds(listing: &str, feed: &str) -> impl Iterator<Item = Redirect> {
    let listing = super::bare(listing);
    let below = FEEDS.iter().map(|name| format!("{name}/"));
    std::iter::once(String::new()).chain(below).map(move |name| Redirect {
        from: OldAddress::Path(format!("{listing}/feed/{name}")),
        to: feed.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_are_whole_words_at_the_end() {
        for path in ["/feed", "/a/feed/atom", "/a/amp", "/a/comment-page-12", "/a/page/2"] {
            assert!(is_one(path), "{path}");
        }
        for path in ["", "/feeds", "/feed/a", "/a/page", "/page-2", "/a/2", "/comment-page-x"] {
            assert!(!is_one(path), "{path}");
        }
    }

    #[test]
    fn feeds_of_the_front_page_and_of_listings() {
        let from = |listing| {
            feeds(listing, "/index.xml")
                .map(|it| match it.from {
                    OldAddress::Path(path) => path,
                    OldAddress::Query { .. } => String::new(),
                })
                .collect::<Vec<_>>()
        };
        assert_eq!(from("/")[..2], ["/feed/", "/feed/atom/"]);
        assert_eq!(from("/tag/sea/")[5], "/tag/sea/feed/rss2/");
    }
}

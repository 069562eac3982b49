//! What stands behind the path of a link → what of it still means something on the new site.

use crate::site::Url;

/// Parameters that WordPress itself reads, so that on the new site nothing does. Sorted.
/// <https://developer.wordpress.org/reference/classes/wp/#source>, `$public_query_vars`
const PARAMETERS: &[&str] = &[
    "_thumbnail_id",
    "amp",
    "attachment",
    "attachment_id",
    "author",
    "author_name",
    "cat",
    "category_name",
    "cpage",
    "customize_changeset_uuid",
    "day",
    "elementor-preview",
    "embed",
    "feed",
    "fl_builder",
    "hour",
    "lang",
    "like_comment",
    "m",
    "minute",
    "moderation-hash",
    "monthnum",
    "more",
    "name",
    "noamp",
    "order",
    "orderby",
    "p",
    "page",
    "page_id",
    "paged",
    "pagename",
    "post_format",
    "post_type",
    "preview",
    "preview_id",
    "preview_nonce",
    "preview_time",
    "replytocom",
    "s",
    "search",
    "second",
    "share",
    "subpage",
    "subpost",
    "subpost_id",
    "tag",
    "taxonomy",
    "tb",
    "term",
    "unapproved",
    "w",
    "withcomments",
    "withoutcomments",
    "year",
];

/// Beginnings of fragments that name a comment: WordPress' own, and those of themes.
const COMMENT_PREFIXES: &[&str] = &["comment-", "div-comment-", "li-comment-"];

/// The query with its `?` and the fragment with its `#`, each empty if there is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Suffix {
    pub(super) query: String,
    pub(super) fragment: String,
}

impl Suffix {
    /// What a link to a page keeps: what WordPress does not read, as it was typed, and the comments that
    /// the page has.
    ///
    /// `/a/?p=1&utm_source=letter#more-1` → `?utm_source=letter`
    pub(super) fn of(text: &str, has_comment: impl Fn(u64) -> bool) -> Self {
        let url = Url::split(text);
        Self {
            query: url.query.map(query).unwrap_or_default(),
            fragment: url.fragment.map(|typed| fragment(typed, has_comment)).unwrap_or_default(),
        }
    }

    /// Both, as they stand behind a path.
    pub(super) fn text(&self) -> String {
        format!("{}{}", self.query, self.fragment)
    }
}

fn query(typed: &str) -> String {
    let parameters = typed.split('&').map(|parameter| {
        // `&amp;` and `&#038;` that were escaped twice.
        parameter.trim_start_matches("amp;").trim_start_matches("#038;")
    });
    let is_kept = |parameter: &&str| {
        let name = parameter.split('=').next().unwrap_or_default();
        !name.is_empty() && PARAMETERS.binary_search(&name).is_err()
    };
    let kept: Vec<&str> = parameters.filter(is_kept).collect();
    if kept.is_empty() { String::new() } else { format!("?{}", kept.join("&")) }
}

/// `#more-31` marks where the excerpt ends, and no generator keeps it; the section of comments has
/// no anchor of its own, and there is no form to respond with. A comment that is not written has no place.
fn fragment(typed: &str, has_comment: impl Fn(u64) -> bool) -> String {
    if typed.is_empty() || typed.starts_with("more-") || matches!(typed, "comments" | "respond") {
        return String::new();
    }
    match comment(typed) {
        Some(number) if has_comment(number) => format!("#comment-{number}"),
        Some(_) => String::new(),
        None => format!("#{typed}"),
    }
}

/// The comment that a fragment names: `div-comment-7` → 7
pub(super) fn comment(fragment: &str) -> Option<u64> {
    let number = COMMENT_PREFIXES.iter().find_map(|prefix| fragment.strip_prefix(prefix))?;
    number.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted() {
        assert!(PARAMETERS.is_sorted());
    }

    #[test]
    fn what_wordpress_reads_is_dropped() {
        for (text, kept) in [
            ("/a/", ""),
            ("/?p=1", ""),
            ("/?p=1&preview=true&utm_source=letter", "?utm_source=letter"),
            ("/a/?utm_source=letter&utm_medium=mail", "?utm_source=letter&utm_medium=mail"),
            ("/a/?p=1&amp;x=%D1%88", "?x=%D1%88"),
            ("/a/?replytocom=3#respond", ""),
            ("/a/#comments", ""),
            ("/a/#more-31", ""),
            ("/a/#morels", "#morels"),
            ("/a/?x#%d1%88", "?x#%d1%88"),
            ("/a/#comment-7x", "#comment-7x"),
            ("/a/#div-comment-7", "#comment-7"),
            ("/a/#comment-8", ""),
            ("/a/?&#", ""),
        ] {
            assert_eq!(Suffix::of(text, |number| number == 7).text(), kept, "{text}");
        }
    }
}

//! The shortcodes of plugins and themes: name → what it comes to.
//!
//! Page builders and collections of shortcodes put a prefix before names that others use bare, so
//! `su_button`, `fusion_button` and `button` are one row.

use super::handlers::{Content, Handler, Place};
use super::{Replacement, Shortcode, builders, forms, media};
use crate::convert::lower::Context;

/// Ends of names that say where in its row a column stands.
const ENDS: &[&str] = &["_first", "_last"];

/// Where a name is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// Everywhere.
    Anywhere,
    /// Behind a prefix only, as it is too common a word.
    Prefixed,
    /// Everywhere but behind the prefix of a page builder, whose modules say more.
    Simple,
    /// The same, but it stays as it was written where unknown ones stay: sites have boxes of their own
    /// to put in the place of these.
    Boxed,
}

impl Reach {
    /// Whether a page builder's prefix changes nothing.
    fn is_any(self) -> bool {
        match self {
            Self::Anywhere | Self::Prefixed => true,
            Self::Simple | Self::Boxed => false,
        }
    }
}

/// A name and what it comes to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    name: &'static str,
    reach: Reach,
    handler: Handler,
}

type Replace = fn(&Shortcode<'_>, &Context<'_>) -> Option<Replacement>;

const fn row(name: &'static str, reach: Reach, place: Place, replace: Replace) -> Row {
    Row { name, reach, handler: Handler { name, place, content: Content::Used, replace } }
}

const ROWS: &[Row] = &[
    row("accordion", Reach::Anywhere, Place::Block, forms::layout),
    row("accordion_group", Reach::Anywhere, Place::Block, forms::layout),
    row("accordion_item", Reach::Anywhere, Place::Block, forms::details),
    row("accordion_section", Reach::Anywhere, Place::Block, forms::details),
    row("accordion_tab", Reach::Prefixed, Place::Block, forms::details),
    row("accordions", Reach::Anywhere, Place::Block, forms::layout),
    row("advlist", Reach::Anywhere, Place::Block, forms::layout),
    row("alert", Reach::Boxed, Place::Block, forms::boxed),
    row("baroque_empty_space", Reach::Anywhere, Place::Block, forms::nothing),
    row("blockquote", Reach::Anywhere, Place::Block, forms::quote),
    row("box", Reach::Boxed, Place::Block, forms::boxed),
    row("btn", Reach::Anywhere, Place::Line, forms::button),
    row("button", Reach::Anywhere, Place::Line, forms::button),
    row("button2", Reach::Prefixed, Place::Line, forms::button),
    row("buttons", Reach::Anywhere, Place::Block, forms::layout),
    row("callout", Reach::Boxed, Place::Block, forms::boxed),
    row("center", Reach::Anywhere, Place::Block, forms::layout),
    row("checklist", Reach::Anywhere, Place::Block, forms::list),
    row("clear", Reach::Anywhere, Place::Block, forms::nothing),
    row("clearfix", Reach::Anywhere, Place::Block, forms::nothing),
    row("code", Reach::Prefixed, Place::Block, media::raw),
    row("codegroup", Reach::Anywhere, Place::Block, forms::layout),
    row("col", Reach::Anywhere, Place::Block, forms::layout),
    row("collapse", Reach::Anywhere, Place::Block, forms::details),
    row("column", Reach::Anywhere, Place::Block, forms::layout),
    row("columns", Reach::Anywhere, Place::Block, forms::layout),
    row("container", Reach::Anywhere, Place::Block, forms::layout),
    row("content_box", Reach::Boxed, Place::Block, forms::boxed),
    row("content_boxes", Reach::Anywhere, Place::Block, forms::layout),
    row("contentbox", Reach::Boxed, Place::Block, forms::boxed),
    row("custom_gallery", Reach::Prefixed, Place::Block, media::slideshow),
    row("custom_heading", Reach::Prefixed, Place::Block, forms::heading),
    row("custom_headline", Reach::Prefixed, Place::Block, forms::heading),
    row("divider", Reach::Anywhere, Place::Block, forms::rule),
    row("dropcap", Reach::Anywhere, Place::Line, forms::plain),
    row("easyazon_link", Reach::Anywhere, Place::Line, forms::shop),
    row("empty_space", Reach::Prefixed, Place::Block, forms::nothing),
    row("error", Reach::Boxed, Place::Block, forms::boxed),
    row("expand", Reach::Anywhere, Place::Block, forms::details),
    row("ez-toc", Reach::Anywhere, Place::Block, forms::contents),
    row("fancy_title", Reach::Prefixed, Place::Block, forms::heading),
    row("faq", Reach::Anywhere, Place::Block, forms::details),
    row("five_sixth", Reach::Anywhere, Place::Block, forms::layout),
    row("four_fifth", Reach::Anywhere, Place::Block, forms::layout),
    row("fullwidth_gallery", Reach::Prefixed, Place::Block, media::slideshow),
    row("gallery", Reach::Prefixed, Place::Block, media::slideshow),
    row("gap", Reach::Anywhere, Place::Block, forms::nothing),
    row("heading", Reach::Anywhere, Place::Block, forms::heading),
    row("headings", Reach::Anywhere, Place::Block, forms::heading),
    row("headline", Reach::Anywhere, Place::Block, forms::heading),
    row("highlight", Reach::Anywhere, Place::Line, forms::highlight),
    row("hr", Reach::Anywhere, Place::Block, forms::rule),
    row("icon", Reach::Anywhere, Place::Line, forms::nothing),
    row("iconbox", Reach::Boxed, Place::Block, forms::boxed),
    row("image", Reach::Prefixed, Place::Block, media::image),
    row("image_carousel", Reach::Prefixed, Place::Block, media::slideshow),
    row("imageframe", Reach::Prefixed, Place::Block, media::image),
    row("images_carousel", Reach::Prefixed, Place::Block, media::slideshow),
    row("important", Reach::Boxed, Place::Block, forms::boxed),
    row("info", Reach::Boxed, Place::Block, forms::boxed),
    row("infobox", Reach::Boxed, Place::Block, forms::boxed),
    row("lead", Reach::Anywhere, Place::Line, forms::plain),
    row("li", Reach::Anywhere, Place::Block, forms::item),
    row("li_item", Reach::Anywhere, Place::Block, forms::item),
    row("line", Reach::Anywhere, Place::Block, forms::rule),
    row("list", Reach::Anywhere, Place::Block, forms::list),
    row("list_item", Reach::Anywhere, Place::Block, forms::item),
    row("lwptoc", Reach::Anywhere, Place::Block, forms::contents),
    row("mark", Reach::Anywhere, Place::Line, forms::highlight),
    row("masonry_media_grid", Reach::Prefixed, Place::Block, media::slideshow),
    row("media_grid", Reach::Prefixed, Place::Block, media::slideshow),
    row("message", Reach::Boxed, Place::Block, forms::boxed),
    row("note", Reach::Anywhere, Place::Line, forms::note),
    row("notice", Reach::Boxed, Place::Block, forms::boxed),
    row("one_fifth", Reach::Anywhere, Place::Block, forms::layout),
    row("one_fourth", Reach::Anywhere, Place::Block, forms::layout),
    row("one_half", Reach::Anywhere, Place::Block, forms::layout),
    row("one_quarter", Reach::Anywhere, Place::Block, forms::layout),
    row("one_sixth", Reach::Anywhere, Place::Block, forms::layout),
    row("one_third", Reach::Anywhere, Place::Block, forms::layout),
    row("padding_divider", Reach::Prefixed, Place::Block, forms::nothing),
    row("pane", Reach::Simple, Place::Block, forms::section),
    row("panel", Reach::Simple, Place::Block, forms::section),
    row("pullquote", Reach::Anywhere, Place::Block, forms::quote),
    row("quote", Reach::Anywhere, Place::Block, forms::quote),
    row("raw_code", Reach::Prefixed, Place::Block, media::raw),
    row("raw_content", Reach::Prefixed, Place::Block, media::raw),
    row("raw_html", Reach::Prefixed, Place::Block, media::raw),
    row("raw_js", Reach::Prefixed, Place::Block, forms::program),
    row("read", Reach::Anywhere, Place::Block, forms::details),
    row("row", Reach::Anywhere, Place::Block, forms::layout),
    row("section", Reach::Anywhere, Place::Block, forms::layout),
    row("separator", Reach::Anywhere, Place::Block, forms::rule),
    row("service", Reach::Boxed, Place::Block, forms::boxed),
    row("services", Reach::Boxed, Place::Block, forms::boxed),
    row("simple_image", Reach::Prefixed, Place::Block, media::image),
    row("simpleimage", Reach::Prefixed, Place::Block, media::image),
    row("single_image", Reach::Prefixed, Place::Block, media::image),
    row("slideshow", Reach::Anywhere, Place::Block, media::slideshow),
    row("space", Reach::Anywhere, Place::Block, forms::nothing),
    row("spacer", Reach::Anywhere, Place::Block, forms::nothing),
    row("spacing", Reach::Anywhere, Place::Block, forms::nothing),
    row("spoiler", Reach::Anywhere, Place::Block, forms::details),
    row("success", Reach::Boxed, Place::Block, forms::boxed),
    row("tab", Reach::Simple, Place::Block, forms::section),
    row("tab_group", Reach::Anywhere, Place::Block, forms::layout),
    row("tabgroup", Reach::Anywhere, Place::Block, forms::layout),
    row("table_of_contents", Reach::Anywhere, Place::Block, forms::contents),
    row("tabs", Reach::Anywhere, Place::Block, forms::layout),
    row("testimonial", Reach::Anywhere, Place::Block, forms::quote),
    row("text_separator", Reach::Prefixed, Place::Block, forms::rule),
    row("three_fifth", Reach::Anywhere, Place::Block, forms::layout),
    row("three_fourth", Reach::Anywhere, Place::Block, forms::layout),
    row("three_quarters", Reach::Anywhere, Place::Block, forms::layout),
    row("tip", Reach::Boxed, Place::Block, forms::boxed),
    row("title", Reach::Prefixed, Place::Block, forms::heading),
    row("toc", Reach::Anywhere, Place::Block, forms::contents),
    row("toggle", Reach::Anywhere, Place::Block, forms::details),
    row("toggles", Reach::Anywhere, Place::Block, forms::layout),
    row("tooltip", Reach::Anywhere, Place::Line, forms::plain),
    row("tta_section", Reach::Prefixed, Place::Block, forms::details),
    row("two_fifth", Reach::Anywhere, Place::Block, forms::layout),
    row("two_third", Reach::Anywhere, Place::Block, forms::layout),
    row("two_thirds", Reach::Anywhere, Place::Block, forms::layout),
    row("update", Reach::Boxed, Place::Block, forms::boxed),
    row("video", Reach::Prefixed, Place::Block, media::film),
    row("video_embed", Reach::Prefixed, Place::Block, media::film),
    row("video_play", Reach::Prefixed, Place::Block, media::film),
    row("vimeo", Reach::Prefixed, Place::Block, media::film),
    row("warning", Reach::Boxed, Place::Block, forms::boxed),
    row("wm_button", Reach::Anywhere, Place::Line, forms::button),
    row("wm_content_module", Reach::Anywhere, Place::Block, forms::layout),
    row("youtube", Reach::Prefixed, Place::Block, media::film),
    row("zilla_button", Reach::Anywhere, Place::Line, forms::button),
];

/// The handler of a name, with or without the prefix of a page builder.
pub(super) fn find(name: &str) -> Option<Handler> {
    if let Some(row) = find_row(name).filter(|row| row.reach != Reach::Prefixed) {
        return Some(row.handler);
    }
    let (family, rest) = builders::family(name)?;
    let row = find_row(rest).filter(|row| row.reach.is_any() || family.builder().is_none());
    row.map(|row| row.handler).or_else(|| family.module())
}

/// Whether a name is that of a box, which a site may have of its own.
pub(super) fn is_box(name: &str) -> bool {
    find_row(name).is_some_and(|row| row.reach == Reach::Boxed)
}

fn find_row(name: &str) -> Option<Row> {
    let name = ENDS.iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name);
    let index = ROWS.binary_search_by(|row| row.name.cmp(name)).ok()?;
    Some(ROWS[index])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted() {
        assert!(ROWS.is_sorted_by(|one, other| one.name < other.name));
    }

    #[test]
    fn every_row_is_documented_and_has_a_case() {
        let page = include_str!("../../../../docs/shortcodes.md");
        let cases = include_str!("../../../../tests/cases/content-shortcodes.md");
        for Row { name, reach, .. } in ROWS {
            assert!(page.contains(&format!("`{name}`")), "{name} is not in docs/shortcodes.md");
            let bare = *reach != Reach::Prefixed && cases.contains(&format!("[{name}"));
            let prefixed =
                ["]", " ", "/"].iter().any(|end| cases.contains(&format!("_{name}{end}")));
            assert!(bare || prefixed, "{name} has no case");
        }
    }

    #[test]
    fn names_with_a_prefix_or_an_end() {
        for name in
            ["su_button", "fusion_button", "one_half_last", "vc_single_image", "et_pb_blurb"]
        {
            assert!(find(name).is_some(), "{name}");
        }
        for name in ["image", "text_separator", "su_acme", "vc_", "vc_1", "sic"] {
            assert!(find(name).is_none(), "{name}");
        }
    }
}

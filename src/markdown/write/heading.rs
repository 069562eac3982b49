//! Headings, and their ids: those that the renderer would not give them by itself.

use super::line::{Frame, Pen};
use super::page::Page;
use crate::html::escape_attribute;
use crate::markdown::dialect::{Dialect, HeadingIds, RawHtml, Support};
use crate::markdown::heading_id::{Candidate, explicit};
use crate::markdown::slug::slug;
use crate::markdown::tree::Heading;

/// A heading that stands in the text, still without its id.
pub(super) struct Placed<'b> {
    heading: &'b Heading<'b>,
    /// Where its words start and end.
    start: usize,
    end: usize,
}

/// `## Words`
pub(super) fn write_heading<'b>(heading: &'b Heading<'b>, pen: &mut Pen<'b, '_>, page: &mut Page) {
    page.open_line();
    let level = usize::from(heading.level.clamp(1, 6));
    page.out.extend(std::iter::repeat_n('#', level));
    if !heading.content.is_empty() {
        page.out.push(' ');
    }
    let start = page.out.len();
    super::block::write_content(&heading.content, Frame::Heading, pen, page);
    close_words(start, pen.dialect, page);
    pen.headings.push(Placed { heading, start, end: page.out.len() });
}

/// A run of `#` at the end would be taken for the end of the heading.
fn close_words(start: usize, dialect: &Dialect, page: &mut Page) {
    let end = page.out[start..].trim_end_matches('#').len() + start;
    let closes = end < page.out.len()
        && (end == start || page.out[..end].ends_with(' ') || dialect.heading_blank == Support::No);
    if closes {
        page.out.insert(page.out.len() - 1, '\\');
    }
    let backslashes = page.out.len() - page.out.trim_end_matches('\\').len();
    if dialect.heading_blank == Support::No && backslashes % 2 == 1 {
        page.out.push('\\');
    }
}

/// The text of a page whose headings know their ids.
pub(super) fn with_ids(text: String, headings: &[Placed<'_>], dialect: &Dialect) -> String {
    if headings.iter().all(|placed| placed.heading.id.is_none()) {
        return text;
    }
    let candidates: Vec<Candidate<'_>> = headings
        .iter()
        .map(|Placed { heading, start, end }| Candidate {
            id: heading.id.as_ref(),
            slug: slug(&heading.content, &text[*start..*end], dialect.automatic_ids),
        })
        .collect();
    let ids = explicit(&candidates, dialect.automatic_ids, dialect.heading_ids);
    let mut with_ids = String::with_capacity(text.len());
    let mut copied = 0;
    for (placed, id) in headings.iter().zip(&ids) {
        let Some(id) = id else { continue };
        let (anchor, attribute) = spell(id, dialect);
        with_ids.push_str(&text[copied..placed.start]);
        if placed.start == placed.end && !anchor.is_empty() {
            with_ids.push(' ');
        }
        with_ids.push_str(&anchor);
        with_ids.push_str(&text[placed.start..placed.end]);
        with_ids.push_str(&attribute);
        copied = placed.end;
    }
    with_ids.push_str(&text[copied..]);
    with_ids
}

/// What stands before the words, and what behind them.
fn spell(id: &str, dialect: &Dialect) -> (String, String) {
    match dialect.heading_ids {
        HeadingIds::None => (String::new(), String::new()),
        HeadingIds::Attribute | HeadingIds::Name if is_name(id) => {
            (String::new(), format!(" {{#{id}}}"))
        }
        HeadingIds::Attribute if !id.contains(['"', '\\', '{', '}', '<', '&', '\n', '\r']) => {
            (String::new(), format!(" {{id=\"{id}\"}}"))
        }
        HeadingIds::Anchor | HeadingIds::Attribute | HeadingIds::Name => {
            let mut anchor = String::new();
            if dialect.raw_html == RawHtml::Keep {
                anchor.push_str("<a id=\"");
                escape_attribute(id, &mut anchor);
                anchor.push_str("\"></a>");
            }
            (anchor, String::new())
        }
    }
}

/// Is it what every renderer takes behind `{#`?
fn is_name(id: &str) -> bool {
    id.starts_with(|c: char| c.is_ascii_alphabetic())
        && id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':'))
}

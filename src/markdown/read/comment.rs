//! Comments: the two that WordPress gives a meaning, and the others.

use super::Keep;
use super::builder::Builder;
use super::runs::RunKind;
use crate::markdown::tree::{Block, Inline};

/// `<!--more-->` ends the summary, `<!--nextpage-->` ends a page; both end the paragraph they
/// stand in.
pub(super) fn read<'a>(comment: &'a str, builder: &mut Builder<'a>) {
    let block = match comment.trim() {
        "nextpage" => Block::PageBreak,
        text if is_more(text) => Block::SummaryDivider,
        _ => {
            keep(comment, builder);
            return;
        }
    };
    builder.flush();
    builder.push_block(block);
}

/// Does a comment end the paragraph that it stands in?
pub(in crate::markdown) fn divides(comment: &str) -> bool {
    let text = comment.trim();
    text == "nextpage" || is_more(text)
}

/// WordPress allows other words for "read more" behind it: `<!--more Go on-->`.
fn is_more(text: &str) -> bool {
    text.strip_prefix("more").is_some_and(|rest| {
        !rest.starts_with(|c: char| c.is_alphanumeric() || c == '-' || c == '_')
    })
}

fn keep(comment: &str, builder: &mut Builder<'_>) {
    if builder.reading.keep == Keep::Sayable {
        return;
    }
    let html = format!("<!--{comment}-->");
    if builder.has_seen {
        builder.push(RunKind::Unseen(Inline::Html(html.into())));
    } else {
        builder.flush();
        builder.push_block(Block::Html(html.into()));
    }
}

//! Quotes and lists that a dialect cannot say.

use crate::markdown::dialect::{Containers, Dialect, ListStart, Support};
use crate::markdown::tree::{Block, ListKind};

/// Does the quote or list hold, however deep, what the dialect has no Markdown for there?
pub(super) fn needs_html(block: &Block<'_>, dialect: &Dialect) -> bool {
    let is_plain = dialect.containers == Containers::Plain;
    if !is_plain && dialect.empty_items == Support::Yes && dialect.list_start != ListStart::Html {
        return false;
    }
    let mut blocks = vec![block];
    while let Some(block) = blocks.pop() {
        match block {
            Block::List(list) => {
                let is_told_by_html = dialect.list_start == ListStart::Html
                    && matches!(list.kind, ListKind::Ordered { start } if start != 1);
                let is_unsaid = |first: Option<&Block<'_>>| match first {
                    None => dialect.empty_items == Support::No,
                    // The blanks behind the marker would not count.
                    Some(Block::Code(_)) => is_plain,
                    Some(_) => false,
                };
                let mut items = list.items.iter();
                if is_told_by_html || items.any(|item| is_unsaid(item.blocks.first())) {
                    return true;
                }
                if is_plain && list.items.iter().any(|item| has_code_below_list(&item.blocks)) {
                    return true;
                }
                blocks.extend(list.items.iter().flat_map(|item| &item.blocks));
            }
            Block::Quote(inner) if is_plain && has_code_below_list(inner) => return true,
            Block::Quote(inner) => blocks.extend(inner),
            Block::Html(_) | Block::Element { .. } if is_plain => return true,
            Block::Paragraph(_)
            | Block::Heading(_)
            | Block::Code(_)
            | Block::Table(_)
            | Block::Definitions(_)
            | Block::Footnote { .. }
            | Block::Element { .. }
            | Block::Html(_)
            | Block::Source(_)
            | Block::Divider
            | Block::SummaryDivider
            | Block::PageBreak => {}
        }
    }
    false
}

/// Indented lines below a list would be part of its last item.
fn has_code_below_list(blocks: &[Block<'_>]) -> bool {
    blocks.windows(2).any(|pair| matches!(pair, [Block::List(_), Block::Code(_)]))
}

//! Lists: markers, boxes, indentation.

use std::fmt::Write as _;

use super::block::{Row, Step};
use super::page::{Gap, Page};
use crate::markdown::dialect::{
    Bullet, Containers, Dialect, ListIndent, ListSeparation, ListStart, Support,
};
use crate::markdown::tree::{Block, Item, List, ListKind, Spacing, Task};

/// The items of a list that are still to be written.
pub(super) struct Items<'b, 'a> {
    pub(super) list: &'b List<'a>,
    pub(super) at: usize,
    /// Does the list have the marker that the list before it has not?
    pub(super) other_marker: bool,
}

/// Do the first items hold nothing but first items? `- - -` would be a divider.
pub(super) fn is_hollow(list: &List<'_>) -> bool {
    let mut list = list;
    for _ in 0..8 {
        match list.items.first().map(|item| item.blocks.as_slice()) {
            None | Some([]) => return true,
            Some([Block::List(inner), ..]) => list = inner,
            Some(_) => return false,
        }
    }
    true
}

pub(super) fn write_item<'b, 'a>(
    mut items: Items<'b, 'a>,
    steps: &mut Vec<Step<'b, 'a>>,
    dialect: &Dialect,
    page: &mut Page,
) {
    let list = items.list;
    let Some(item) = list.items.get(items.at) else {
        if let (ListKind::Ordered { start }, ListStart::Attribute) = (list.kind, dialect.list_start)
            && start != 1
        {
            page.open_line();
            let _ = write!(page.out, "{{: start=\"{start}\"}}");
        }
        return;
    };
    if let Some(before) = items.at.checked_sub(1).map(|at| &list.items[at]) {
        let is_plain = dialect.containers == Containers::Plain;
        page.ask(match list.spacing {
            Spacing::Tight if is_plain && ends_in_paragraph(before) => Gap::Blank,
            Spacing::Tight => Gap::Line,
            Spacing::Loose => Gap::Blank,
        });
    }
    let marker = marker(list.kind, &items, dialect);
    let indent = match dialect.list_indent {
        ListIndent::Content => &BLANKS[..marker.len()],
        ListIndent::Four => &BLANKS[..4],
    };
    let prefix = page.enter(&marker, indent);
    write_box(item, dialect, page);
    items.at += 1;
    steps.push(Step::Items(items));
    steps.push(Step::Leave(prefix));
    let row = Row {
        blocks: &item.blocks,
        spacing: list.spacing,
        previous: None,
        other_marker: false,
        in_item: item.task.is_none(),
    };
    steps.push(Step::Blocks(row));
}

/// Does the last paragraph of the item stand behind a blank line, so that it goes on until the next?
fn ends_in_paragraph(item: &Item<'_>) -> bool {
    let mut item = item;
    loop {
        match item.blocks.last() {
            Some(Block::List(list)) => match list.items.last() {
                Some(inner) => item = inner,
                None => return false,
            },
            _ => return item.blocks.len() > 1,
        }
    }
}

const BLANKS: &str = "            ";

fn marker(kind: ListKind, items: &Items<'_, '_>, dialect: &Dialect) -> String {
    match kind {
        ListKind::Bullet => match (dialect.bullet, items.other_marker) {
            (Bullet::Dash, false) | (Bullet::Asterisk | Bullet::Plus, true) => "- ".to_owned(),
            (Bullet::Dash, true) | (Bullet::Asterisk, false) => "* ".to_owned(),
            (Bullet::Plus, false) => "+ ".to_owned(),
        },
        ListKind::Ordered { start } => {
            // Numbers have nine digits at most.
            let number = (start.min(999_999_999) + items.at as u64).min(999_999_999);
            let has_other = dialect.list_separation == ListSeparation::Marker;
            let sign = if items.other_marker && has_other { ')' } else { '.' };
            format!("{number}{sign} ")
        }
    }
}

fn write_box(item: &Item<'_>, dialect: &Dialect, page: &mut Page) {
    let Some(task) = item.task else { return };
    page.out.push_str(match (task, dialect.task_lists) {
        (Task::Open, Support::Yes) => "[ ] ",
        (Task::Done, Support::Yes) => "[x] ",
        (Task::Open, Support::No) => "☐ ",
        (Task::Done, Support::No) => "☑ ",
    });
}

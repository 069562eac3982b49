//! Shortcodes, blocks and hosts. What a person may have to look at comes first, then the most frequent.

use std::cmp::Reverse;

use super::columns::{WIDTH, fit, shorten, width};
use super::ink::Ink;
use super::page::{NUMBER, Page};
use crate::convert::lower::Knowledge;
use crate::inspect::{Host, Inspection, ShortcodeSums};

/// How many lines of each table are shown, and how many of them at most are of what wants a look.
const MAX_ROWS: usize = 14;
const MAX_TROUBLED: usize = 8;

/// How wide a name may be.
const NAME: usize = 30;

pub(super) fn write(inspection: &Inspection, page: &mut Page) {
    shortcodes(inspection, page);
    blocks(inspection, page);
    hosts(&inspection.hosts, page);
}

/// A row of a table.
struct Row<'a> {
    numbers: [u64; 2],
    name: &'a str,
    /// Whether a person may have to look at it.
    is_troubled: bool,
    fate: String,
}

/// What wants a look, then the rest; names are padded to the widest that is shown.
fn table(rows: &[Row<'_>], page: &mut Page) {
    let (troubled, settled): (Vec<&Row<'_>>, Vec<&Row<'_>>) =
        rows.iter().partition(|row| row.is_troubled);
    let first = &troubled[..troubled.len().min(MAX_TROUBLED)];
    let second = &settled[..settled.len().min(MAX_ROWS - first.len())];
    let names = first.iter().chain(second).map(|row| width(row.name));
    let widest = names.max().unwrap_or_default().min(NAME);
    page.columns(&["uses", "posts"]);
    for (all, shown, ink, name) in [
        (troubled.len(), first, Ink::Yellow, "to look at"),
        (settled.len(), second, Ink::Green, "converted"),
    ] {
        for row in shown {
            let room = WIDTH - 2 * NUMBER - 2 - widest - 2;
            let fate = ink.paint(&shorten(&row.fate, room));
            page.painted_row(&row.numbers, &format!("{}  {fate}", fit(row.name, widest)));
        }
        page.rest_of(all, shown.len(), 2, name);
    }
}

fn shortcodes(inspection: &Inspection, page: &mut Page) {
    let shortcodes = &inspection.contents.shortcodes;
    if shortcodes.is_empty() {
        return;
    }
    page.heading(&format!("Shortcodes, {}", shortcodes.len()), "in the items that a run writes");
    let mut sorted: Vec<(&String, &ShortcodeSums)> = shortcodes.iter().collect();
    sorted.sort_by_key(|(name, sums)| {
        (sums.is_settled(), sums.knowledge(name), Reverse(sums.uses()))
    });
    let rows: Vec<Row<'_>> = sorted
        .into_iter()
        .map(|(name, sums)| {
            let remark = match sums.knowledge(name) {
                Knowledge::Unknown => "unknown, ",
                Knowledge::FilledIn => "filled in by a server, ",
                Knowledge::Known => "",
            };
            let fates: Vec<&str> = sums.fates.keys().map(|fate| fate.name()).collect();
            let fate = format!("{remark}{}", fates.join(", "));
            let is_troubled = !sums.is_settled();
            Row { numbers: [sums.uses(), sums.posts], name, is_troubled, fate }
        })
        .collect();
    table(&rows, page);
}

fn blocks(inspection: &Inspection, page: &mut Page) {
    let blocks = &inspection.contents.blocks;
    if blocks.is_empty() {
        return;
    }
    page.heading(&format!("Blocks, {}", blocks.len()), "in the items that a run writes");
    let mut sorted: Vec<_> = blocks.iter().collect();
    sorted.sort_by_key(|(_, sums)| {
        (sums.left_nothing == 0, Reverse(sums.left_nothing), Reverse(sums.uses))
    });
    let rows: Vec<Row<'_>> = sorted
        .into_iter()
        .map(|(name, sums)| {
            let fate = match sums.left_nothing {
                0 => "converted".to_owned(),
                all if all == sums.uses => "left out: filled in when a page is shown".to_owned(),
                some => format!("converted, {some} left out"),
            };
            let is_troubled = sums.left_nothing > 0;
            Row { numbers: [sums.uses, sums.posts], name, is_troubled, fate }
        })
        .collect();
    table(&rows, page);
}

fn hosts(hosts: &[Host], page: &mut Page) {
    let own = hosts.iter().find(|host| host.is_own).map(|host| &host.name);
    let hosts: Vec<&Host> = hosts.iter().filter(|host| host.uses.total() > 0).collect();
    if hosts.is_empty() {
        return;
    }
    page.heading(&format!("Hosts, {}", hosts.len()), "in bodies and comments that a run writes");
    page.columns(&["links", "images", "embeds"]);
    for host in hosts.iter().take(MAX_ROWS) {
        let uses = host.uses;
        let (ink, remark) = if host.is_own {
            (Ink::Green, "  the site itself")
        } else if own == Some(&host.name) {
            (Ink::Dim, "  another site there")
        } else if host.may_be_former_domain() {
            (Ink::Yellow, "  a former domain of the site?")
        } else {
            (Ink::Dim, "")
        };
        let name = shorten(&host.name, WIDTH - 3 * NUMBER - 2 - remark.len());
        let text = format!("{name}{}", ink.paint(remark));
        page.painted_row(&[uses.links, uses.images, uses.embeds], &text);
    }
    page.rest(hosts.len(), MAX_ROWS, 3);
}

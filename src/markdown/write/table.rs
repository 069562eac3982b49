//! Tables with pipes (GFM 4.10).

use super::block::write_content;
use super::line::{Frame, Pen};
use super::page::Page;
use crate::markdown::dialect::Pipes;
use crate::markdown::tree::{Alignment, Inline, Table};

pub(super) fn write_table<'b>(table: &'b Table<'_>, pen: &mut Pen<'b, '_>, page: &mut Page) {
    let widest = table.rows.iter().map(Vec::len).max().unwrap_or(0);
    // A row that is wider than the header loses its last cells, so the header is filled up.
    let columns = table.header.len().max(widest);
    page.open_line();
    write_row(&table.header, columns, pen, page);
    page.open_line();
    page.out.push('|');
    for column in 0..columns {
        page.out.push_str(match table.alignments.get(column).copied().unwrap_or_default() {
            Alignment::None => " --- |",
            Alignment::Left => " :--- |",
            Alignment::Center => " :---: |",
            Alignment::Right => " ---: |",
        });
    }
    for row in &table.rows {
        page.open_line();
        // Readers add the cells that are missing.
        write_row(row, row.len().max(1), pen, page);
    }
}

fn write_row<'b>(
    cells: &'b [Vec<Inline<'_>>],
    columns: usize,
    pen: &mut Pen<'b, '_>,
    page: &mut Page,
) {
    page.out.push('|');
    for column in 0..columns {
        page.out.push(' ');
        let start = page.out.len();
        if let Some(cell) = cells.get(column) {
            write_content(cell, Frame::Cell, pen, page);
            // Tables are split at pipes before anything else is read, in code too.
            if page.out[start..].contains('|') {
                let cell = &page.out[start..];
                let escaped = match pen.dialect.pipes {
                    Pipes::Backslash => cell.replace('|', "\\|"),
                    Pipes::Entity => cell.replace('|', "&#124;"),
                    Pipes::Everywhere => cell.replace("\\|", "&#124;").replace('|', "&#124;"),
                };
                page.out.replace_range(start.., &escaped);
            }
        }
        page.out.push_str(" |");
    }
}

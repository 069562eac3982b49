//! The parts that a page is made of: headings, facts, rows and remarks, none wider than the page.

use std::fmt::Write as _;

use super::columns::{WIDTH, fit, shorten, visible, width, wrap};
use super::ink::Ink;
use crate::report::summary::plural;

/// Where the values of facts begin.
const VALUES: usize = 14;

/// How wide a number is, and the columns of tables.
pub(super) const NUMBER: usize = 8;

/// A page that is being written.
#[derive(Debug, Default)]
pub(super) struct Page {
    text: String,
}

impl Page {
    pub(super) fn into_text(self) -> String {
        self.text
    }

    /// A line, as wide as it is.
    pub(super) fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    /// The name of what follows, with a remark at the right edge.
    pub(super) fn heading(&mut self, name: &str, remark: &str) {
        self.line("");
        let room = WIDTH - width(name) - 2;
        let remark = shorten(remark, room);
        let gap = " ".repeat(WIDTH - width(name) - width(&remark));
        let line = format!("{}{gap}{}", Ink::Bold.paint(name), Ink::Dim.paint(&remark));
        self.line(&line);
    }

    /// A name and its value, which may take several lines.
    pub(super) fn fact(&mut self, name: &str, value: &str) {
        let mut name = Ink::Dim.paint(&fit(name, VALUES - 2));
        for line in wrap(value, WIDTH - VALUES) {
            self.line(&format!("  {name}{line}"));
            name = " ".repeat(VALUES - 2);
        }
    }

    /// What the numbers of a table mean: each stands above its column.
    pub(super) fn columns(&mut self, names: &[&str]) {
        let mut line = String::new();
        for name in names {
            let _ = write!(line, "{name:>NUMBER$}");
        }
        self.line(&Ink::Dim.paint(&line));
    }

    /// Numbers in their columns, then a text that is cut at the edge.
    pub(super) fn row(&mut self, numbers: &[u64], text: &str) {
        let room = WIDTH - numbers.len() * NUMBER - 2;
        self.painted_row(numbers, &shorten(text, room));
    }

    /// The same with a text that is painted, and known to fit.
    pub(super) fn painted_row(&mut self, numbers: &[u64], text: &str) {
        let mut line = String::new();
        for number in numbers {
            let _ = write!(line, "{:>NUMBER$}", figure(*number));
        }
        self.line(&format!("{line}  {text}"));
    }

    /// A number, and a text that may take several lines, the first in a colour.
    pub(super) fn remark(&mut self, number: u64, ink: Ink, text: &str, hint: &str) {
        let mut start = ink.paint(&format!("{:>NUMBER$}", figure(number)));
        for line in wrap(text, WIDTH - NUMBER - 2) {
            self.line(&format!("{start}  {line}"));
            start = " ".repeat(NUMBER);
        }
        for line in wrap(hint, WIDTH - NUMBER - 2) {
            self.line(&format!("{}  {}", " ".repeat(NUMBER), Ink::Dim.paint(&line)));
        }
    }

    /// A text between two margins, which may take several lines.
    pub(super) fn paragraph(&mut self, text: &str) {
        for line in wrap(text, WIDTH - 4) {
            self.line(&format!("  {line}"));
        }
    }

    /// A line below a table or remark.
    pub(super) fn note(&mut self, text: &str) {
        let text = shorten(&visible(text), WIDTH - NUMBER - 2);
        self.line(&format!("{}  {}", " ".repeat(NUMBER), Ink::Dim.paint(&text)));
    }

    /// How much of a table is not shown, if any of it is not.
    pub(super) fn rest(&mut self, all: usize, shown: usize, columns: usize) {
        self.rest_of(all, shown, columns, "");
    }

    /// The same of a part of the table, which is called so.
    pub(super) fn rest_of(&mut self, all: usize, shown: usize, columns: usize, name: &str) {
        if all > shown {
            let text = format!("… and {} more {name}", all - shown);
            self.line(&format!(
                "{}  {}",
                " ".repeat(columns * NUMBER),
                Ink::Dim.paint(text.trim_end())
            ));
        }
    }
}

/// A number that fits its column: `1234567` → `1.2M`
pub(super) fn figure(number: u64) -> String {
    match number {
        0..=999_999 => number.to_string(),
        1_000_000..=999_999_999 => format!("{}.{}M", number / 1_000_000, number / 100_000 % 10),
        _ => format!("{}.{}G", number / 1_000_000_000, number / 100_000_000 % 10),
    }
}

/// `1 item`, `2 items`
pub(super) fn counted(number: u64, noun: &str) -> String {
    format!("{number} {}", plural(number, noun))
}

/// The parts of a sum that are not zero, `3 held, 1 spam`.
pub(super) fn parts(counts: &[(u64, &str)]) -> String {
    let parts: Vec<String> = counts
        .iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, name)| format!("{number} {name}"))
        .collect();
    parts.join(", ")
}

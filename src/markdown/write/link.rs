//! What links are written with beside their words: `](/path "title")`, `[[note|words]]`.

use super::code::write_replacing;
use super::destination::{push_percent, write_destination, write_title};
use crate::markdown::dialect::{Dialect, Pipes};

/// What follows `](`: where a link leads, its title, and its end.
pub(super) fn write_target(
    destination: &str,
    title: Option<&str>,
    dialect: &Dialect,
    out: &mut String,
) {
    let start = out.len();
    if title.is_some() || !destination.is_empty() {
        write_destination(destination, out);
    }
    write_own_encoded(start, dialect, out);
    let behind = out.len();
    write_title_of(title, out);
    write_own_referred(behind, dialect, out);
    if dialect.pipes == Pipes::Everywhere && out[start..].contains('|') {
        let end = start + out[start..].find(" \"").unwrap_or(out.len() - start);
        let titles = out[end..].replace('|', "&#124;");
        let written = out[start..end].replace('|', "%7C") + &titles;
        out.replace_range(start.., &written);
    }
}

/// Replaces what the generator would take for its own in a destination, which stands behind `start`, so
/// that it leads to the same: `{{<` → `%7B%7B%3C`
pub(super) fn write_own_encoded(start: usize, dialect: &Dialect, out: &mut String) {
    write_own(start, dialect, out, |sign, out| match sign {
        // What is encoded already starts with it.
        '%' => out.push('%'),
        sign if sign.is_ascii() => push_percent(sign, out),
        sign => out.push(sign),
    });
}

/// The same in a title: `{{<` → `&#123;&#123;&#60;`
fn write_own_referred(start: usize, dialect: &Dialect, out: &mut String) {
    write_own(start, dialect, out, |sign, out| {
        out.push_str("&#");
        out.push_str(&u32::from(sign).to_string());
        out.push(';');
    });
}

fn write_own(start: usize, dialect: &Dialect, out: &mut String, sign: impl Fn(char, &mut String)) {
    if dialect.escapes.iter().any(|escape| out[start..].contains(&escape.find)) {
        let text = out.split_off(start);
        write_replacing(&text, dialect, out, |escape, out| {
            escape.find.chars().for_each(|c| sign(c, out));
        });
    }
}

/// The title of a link, if it has one, and the end of the link.
fn write_title_of(title: Option<&str>, out: &mut String) {
    if let Some(title) = title {
        out.push(' ');
        write_title(title, out);
    }
    out.push(')');
}

/// As [`write_target`], with a destination that goes out as it is.
pub(super) fn write_source_target(source: &str, title: Option<&str>, out: &mut String) {
    out.push_str(source);
    write_title_of(title, out);
}

/// `[[note|words]]`; in a table the pipe is escaped as any other, which is how wikis want it.
pub(super) fn write_wiki(note: &str, words: &str, out: &mut String) {
    out.push_str("[[");
    out.push_str(note);
    if words != note {
        out.push('|');
        out.push_str(words);
    }
    out.push_str("]]");
}

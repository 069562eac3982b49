//! What links are written with beside their words: `](/path "title")`, `[[note|words]]`.

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
    write_own(start, dialect, out, |sign, written| match sign {
        // What is encoded already starts with it.
        '%' => written.push('%'),
        sign if sign.is_ascii() => push_percent(sign, written),
        sign => written.push(sign),
    });
}

/// The same in a title: `{{<` → `&#123;&#123;&#60;`
fn write_own_referred(start: usize, dialect: &Dialect, out: &mut String) {
    write_own(start, dialect, out, |sign, written| {
        written.push_str("&#");
        written.push_str(&u32::from(sign).to_string());
        written.push(';');
    });
}

fn write_own(
    start: usize,
    dialect: &Dialect,
    out: &mut String,
    replace: impl Fn(char, &mut String),
) {
    let holds_own = |text: &str| dialect.escapes.iter().any(|escape| text.contains(&escape.find));
    if dialect.escapes.is_empty() || !holds_own(&out[start..]) {
        return;
    }
    let mut written = String::with_capacity(out.len() - start + 32);
    let mut rest = &out[start..];
    while let Some(sign) = rest.chars().next() {
        let own = dialect.escapes.iter().find(|escape| rest.starts_with(&escape.find));
        let own = own.map_or("", |escape| escape.find.as_str());
        if own.is_empty() {
            written.push(sign);
            rest = &rest[sign.len_utf8()..];
        } else {
            own.chars().for_each(|sign| replace(sign, &mut written));
            rest = &rest[own.len()..];
        }
    }
    out.replace_range(start.., &written);
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

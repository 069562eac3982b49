//! Names as they are on disk or in an archive, and which of them is meant by a name that is spelled a
//! little differently.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// How far a name may differ from the one that is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Likeness {
    /// Equal once both are composed (macOS writes accents as characters of their own) and escapes
    /// of backup tools (`caf%C3%A9.jpg`) are read.
    Same,
    /// Equal but for case, and no other name is.
    AnyCase,
}

/// Sorted names that are found by every spelling.
#[derive(Debug, Default)]
pub(super) struct Names {
    names: Vec<String>,
    /// Positions of the names, sorted by what is the same for all spellings.
    by_key: Vec<usize>,
}

impl Names {
    /// Sorts names; equal ones become one.
    pub(super) fn of(mut names: Vec<String>) -> Self {
        names.sort_unstable();
        names.dedup();
        let mut by_key: Vec<usize> = (0..names.len()).collect();
        by_key.sort_by_cached_key(|at| (key(&names[*at]).into_owned(), *at));
        Self { names, by_key }
    }

    /// All of them, sorted.
    pub(super) fn all(&self) -> &[String] {
        &self.names
    }

    /// The position of the name that is meant.
    pub(super) fn find(&self, name: &str, likeness: Likeness) -> Option<usize> {
        if let Ok(at) = self.names.binary_search_by(|known| known.as_str().cmp(name)) {
            return Some(at);
        }
        let wanted = key(name);
        let start = self.by_key.partition_point(|at| key(&self.names[*at]) < wanted);
        let alike = &self.by_key[start..];
        let end = alike.partition_point(|at| key(&self.names[*at]) == wanted);
        let alike = &alike[..end];
        match likeness {
            Likeness::Same => {
                let wanted = composed(name);
                let written = |at: &&usize| composed(&self.names[**at]) == wanted;
                let meant = |at: &&usize| composed(&decoded(&self.names[**at])) == wanted;
                alike.iter().find(written).or_else(|| alike.iter().find(meant)).copied()
            }
            Likeness::AnyCase => match alike {
                [at] => Some(*at),
                [] | [_, _, ..] => None,
            },
        }
    }
}

/// A name with accents composed, as WordPress has it.
pub(super) fn composed(name: &str) -> Cow<'_, str> {
    match is_nfc_quick(name.chars()) {
        IsNormalized::Yes => Cow::Borrowed(name),
        IsNormalized::No | IsNormalized::Maybe => Cow::Owned(name.nfc().collect()),
    }
}

fn decoded(name: &str) -> Cow<'_, str> {
    if !name.contains('%') {
        return Cow::Borrowed(name);
    }
    percent_decode_str(name).decode_utf8().unwrap_or(Cow::Borrowed(name))
}

/// What is the same for all spellings of a name.
fn key(name: &str) -> Cow<'_, str> {
    let is_plain = |byte: u8| byte.is_ascii() && byte != b'%' && !byte.is_ascii_uppercase();
    if name.bytes().all(is_plain) {
        return Cow::Borrowed(name);
    }
    Cow::Owned(composed(&decoded(name)).to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(names: &[&str], name: &str, likeness: Likeness) -> Option<String> {
        let names = Names::of(names.iter().map(|&name| name.to_owned()).collect());
        names.find(name, likeness).map(|at| names.all()[at].clone())
    }

    #[test]
    fn a_name_is_found_by_its_spellings() {
        let (composed, decomposed) = ("caf\u{e9}.jpg", "cafe\u{301}.jpg");
        for (names, name, same, any_case) in [
            (&["a.jpg", "b.jpg"][..], "b.jpg", Some("b.jpg"), Some("b.jpg")),
            (&["A.jpg"], "a.jpg", None, Some("A.jpg")),
            (&["A.jpg", "A.JPG"], "a.jpg", None, None),
            (&["a.jpg", "A.jpg"], "a.jpg", Some("a.jpg"), Some("a.jpg")),
            (&[decomposed], composed, Some(decomposed), Some(decomposed)),
            (&[composed], decomposed, Some(composed), Some(composed)),
            (&["CAFE\u{301}.jpg"], composed, None, Some("CAFE\u{301}.jpg")),
            (&["caf%C3%A9.jpg"], composed, Some("caf%C3%A9.jpg"), Some("caf%C3%A9.jpg")),
            (&["100%.jpg"], "100%.JPG", None, Some("100%.jpg")),
            (&["a%20b.jpg", "a b.jpg"], "a b.jpg", Some("a b.jpg"), Some("a b.jpg")),
            (&["b.jpg"], "a.jpg", None, None),
            (&[], "a.jpg", None, None),
        ] {
            let [same, any_case] = [same, any_case].map(|name| name.map(str::to_owned));
            assert_eq!(find(names, name, Likeness::Same), same, "{names:?} {name}");
            assert_eq!(find(names, name, Likeness::AnyCase), any_case, "{names:?} {name}");
        }
    }
}

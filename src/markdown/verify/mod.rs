//! Written Markdown, read back by an independent reader: does it show what the HTML showed?
//!
//! Compared are words, links, files and lines of code, each as a whole; their order is not, because
//! notes and captions move. What the reader drops and reports itself (scripts, forms) is left out.

mod dom;
mod shown;
mod text;

use std::collections::HashMap;

pub use shown::Shown;
use shown::{Bag, Looking};

use super::dialect::{Dialect, Highlight, HtmlSyntax, ListStart, Support};

/// What the Markdown shows otherwise than the HTML did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What it is.
    pub part: Part,
    /// What the HTML shows and the Markdown does not, in order.
    pub missing: Vec<String>,
    /// What the Markdown shows and the HTML does not, in order.
    pub added: Vec<String>,
}

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Words, as blanks set them apart; those that stand for images as well.
    Words,
    /// Where links lead.
    Links,
    /// Where images, players and frames are.
    Files,
    /// The lines of listings; what the Markdown has more is no difference.
    Code,
}

/// Compares what is expected with what Markdown shows; nothing if they are the same.
///
/// ```
/// use pressdown::markdown::{Dialect, Reading, verify};
///
/// let dom = pressdown::html::parse("<p>Some <b>words</b>.</p>");
/// let (reading, dialect) = (Reading::default(), Dialect::default());
/// assert!(verify(|shown| shown.add_dom(&dom, &reading, &dialect), "Some **words**.\n", &dialect).is_empty());
/// let differences = verify(|shown| shown.add_dom(&dom, &reading, &dialect), "Some ** words**.\n", &dialect);
/// assert_eq!(differences[0].missing, ["words."]);
/// assert_eq!(differences[0].added, ["**", "words**."]);
/// ```
#[must_use]
pub fn verify(expect: impl Fn(&mut Shown), text: &str, dialect: &Dialect) -> Vec<Difference> {
    let look = |looking| {
        let (mut expected, mut written) = (Shown::new(looking), Shown::new(looking));
        expect(&mut expected);
        expected.end();
        text::add(text, dialect, &mut written);
        written.end();
        (expected, written)
    };
    let (expected, written) = look(Looking::Sums);
    let parts: Vec<Part> = [Part::Words, Part::Links, Part::Files, Part::Code]
        .into_iter()
        .filter(|part| !part.of(&expected).is_same(part.of(&written)))
        .collect();
    if parts.is_empty() {
        return Vec::new();
    }
    let (expected, written) = look(Looking::Lists);
    parts.into_iter().filter_map(|part| part.difference(&expected, &written, dialect)).collect()
}

impl Part {
    fn of(self, shown: &Shown) -> &Bag {
        match self {
            Self::Words => &shown.words,
            Self::Links => &shown.links,
            Self::Files => &shown.files,
            Self::Code => &shown.code,
        }
    }

    fn difference(
        self,
        expected: &Shown,
        written: &Shown,
        dialect: &Dialect,
    ) -> Option<Difference> {
        let list = |shown| {
            let list = Self::of(self, shown).list.as_deref().unwrap_or_default();
            list.iter().map(|text| without_escapes(text, dialect)).collect::<Vec<_>>()
        };
        let (expected, written) = (list(expected), list(written));
        let (mut missing, mut added) = (without(&expected, &written), without(&written, &expected));
        if self == Self::Links || self == Self::Files {
            // A link around blocks is a link in each of them.
            missing.retain(|address| !written.contains(address));
            added.retain(|address| !expected.contains(address));
        }
        if self == Self::Words {
            added.retain(|word| !is_markup(word, dialect));
        }
        if self == Self::Code {
            added.clear();
        }
        let is_same = missing.is_empty() && added.is_empty();
        (!is_same).then_some(Difference { part: self, missing, added })
    }
}

/// Is it something that the dialect has beyond what reads it back?
fn is_markup(word: &str, dialect: &Dialect) -> bool {
    dialect.summary_divider.contains(word)
        || dialect.task_lists == Support::No && matches!(word, "☑" | "☐")
        || dialect.html_syntax == HtmlSyntax::Jsx && word == "nextpage"
        || dialect.list_start == ListStart::Attribute
            && (word == "{:" || word.starts_with("start=\""))
}

/// What a generator's template language does not see is not shown.
fn without_escapes(text: &str, dialect: &Dialect) -> String {
    let mut text = match dialect.highlight {
        Highlight::Equals => text.replace("==", ""),
        Highlight::Html => text.to_owned(),
    };
    for escape in &dialect.escapes {
        for written in [&escape.text, &escape.code] {
            if written != &escape.find && text.contains(written) {
                text = text.replace(written, &escape.find);
            }
        }
    }
    text
}

/// The first list without what the second has, each as often as it is there.
fn without(list: &[String], other: &[String]) -> Vec<String> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for text in other {
        *counts.entry(text).or_default() += 1;
    }
    let is_left = |text: &&String| match counts.get_mut(text.as_str()) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    };
    list.iter().filter(is_left).cloned().collect()
}

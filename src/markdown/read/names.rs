//! Names of elements, as a set that is as small as a number: those that are to stay HTML.

/// Elements that stay HTML, by their names.
///
/// ```
/// use pressdown::markdown::ElementSet;
///
/// let table = ElementSet::named("table").expect("an element of HTML");
/// assert_eq!(ElementSet::default().with(table), table);
/// assert_eq!(ElementSet::named("tabel"), None);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ElementSet(u128);

/// How an element stays HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::markdown) enum Form {
    /// Its tags stand in the line; what it holds is Markdown.
    Line,
    /// In the line, with all that it holds.
    Whole,
    /// A block if nothing else is on the line, else in the line; with all that it holds.
    Frame,
    /// A block, with all that it holds.
    Block,
    /// A block that shows nothing: no paragraph ends where it stands.
    Hidden,
}

/// The elements that can be named. The parts of others are in [`PARTS`].
const NAMES: &[(&str, Form)] = &[
    ("a", Form::Line),
    ("abbr", Form::Line),
    ("acronym", Form::Line),
    ("address", Form::Block),
    ("article", Form::Block),
    ("aside", Form::Block),
    ("audio", Form::Whole),
    ("b", Form::Line),
    ("bdi", Form::Line),
    ("bdo", Form::Line),
    ("big", Form::Line),
    ("blockquote", Form::Block),
    ("br", Form::Whole),
    ("button", Form::Whole),
    ("canvas", Form::Whole),
    ("center", Form::Block),
    ("cite", Form::Line),
    ("code", Form::Whole),
    ("data", Form::Line),
    ("datalist", Form::Whole),
    ("del", Form::Line),
    ("details", Form::Block),
    ("dfn", Form::Line),
    ("dialog", Form::Block),
    ("dir", Form::Block),
    ("div", Form::Block),
    ("dl", Form::Block),
    ("em", Form::Line),
    ("embed", Form::Whole),
    ("fieldset", Form::Block),
    ("figure", Form::Block),
    ("font", Form::Line),
    ("footer", Form::Block),
    ("form", Form::Block),
    ("h1", Form::Block),
    ("h2", Form::Block),
    ("h3", Form::Block),
    ("h4", Form::Block),
    ("h5", Form::Block),
    ("h6", Form::Block),
    ("header", Form::Block),
    ("hgroup", Form::Block),
    ("hr", Form::Block),
    ("i", Form::Line),
    ("iframe", Form::Frame),
    ("img", Form::Whole),
    ("input", Form::Whole),
    ("ins", Form::Line),
    ("kbd", Form::Line),
    ("label", Form::Line),
    ("link", Form::Hidden),
    ("main", Form::Block),
    ("map", Form::Whole),
    ("mark", Form::Line),
    ("math", Form::Whole),
    ("menu", Form::Block),
    ("meta", Form::Hidden),
    ("meter", Form::Whole),
    ("nav", Form::Block),
    ("nobr", Form::Line),
    ("noscript", Form::Whole),
    ("object", Form::Whole),
    ("ol", Form::Block),
    ("output", Form::Line),
    ("p", Form::Block),
    ("picture", Form::Whole),
    ("pre", Form::Block),
    ("progress", Form::Whole),
    ("q", Form::Line),
    ("ruby", Form::Whole),
    ("s", Form::Line),
    ("samp", Form::Line),
    ("script", Form::Hidden),
    ("search", Form::Block),
    ("section", Form::Block),
    ("select", Form::Whole),
    ("small", Form::Line),
    ("span", Form::Line),
    ("strike", Form::Line),
    ("strong", Form::Line),
    ("style", Form::Hidden),
    ("sub", Form::Line),
    ("sup", Form::Line),
    ("svg", Form::Whole),
    ("table", Form::Block),
    ("template", Form::Whole),
    ("textarea", Form::Whole),
    ("time", Form::Line),
    ("tt", Form::Line),
    ("u", Form::Line),
    ("ul", Form::Block),
    ("var", Form::Line),
    ("video", Form::Whole),
    ("wbr", Form::Whole),
];

/// Elements that are nothing without the one that holds them.
const PARTS: &[(&str, &str)] = &[
    ("area", "map"),
    ("caption", "table"),
    ("col", "table"),
    ("colgroup", "table"),
    ("dd", "dl"),
    ("dt", "dl"),
    ("figcaption", "figure"),
    ("legend", "fieldset"),
    ("li", "ul"),
    ("optgroup", "select"),
    ("option", "select"),
    ("param", "object"),
    ("rp", "ruby"),
    ("rt", "ruby"),
    ("source", "video"),
    ("summary", "details"),
    ("tbody", "table"),
    ("td", "table"),
    ("tfoot", "table"),
    ("th", "table"),
    ("thead", "table"),
    ("tr", "table"),
    ("track", "video"),
];

/// Elements that hold text in which CommonMark would see the end of an HTML block, or its own
/// markup: they become fences, whatever is to stay.
const FENCES: &[&str] = &["listing", "plaintext", "xmp"];

const _: () = assert!(NAMES.len() < 128, "a bit for each, and one that only the set of all has");

impl ElementSet {
    /// Every element, whatever its name.
    pub const ALL: Self = Self(u128::MAX);

    /// The elements of one name; none if there is no such name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let at = NAMES.binary_search_by_key(&name, |(name, _)| name).ok()?;
        Some(Self(1 << at))
    }

    /// The names that can be given, sorted.
    pub fn names() -> impl Iterator<Item = &'static str> {
        NAMES.iter().map(|(name, _)| *name)
    }

    /// The element that elements of this name are a part of, if they are one.
    #[must_use]
    pub fn whole_of(part: &str) -> Option<&'static str> {
        let at = PARTS.binary_search_by_key(&part, |(part, _)| part).ok()?;
        Some(PARTS[at].1)
    }

    /// The elements of both.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Does nothing stay HTML?
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Does everything?
    pub(in crate::markdown) const fn is_all(self) -> bool {
        self.0 == u128::MAX
    }

    /// How elements of this name stay HTML; none if they do not.
    pub(in crate::markdown) fn form(self, name: &str) -> Option<Form> {
        match NAMES.binary_search_by_key(&name, |(name, _)| name) {
            Ok(at) => (self.0 & (1 << at) != 0).then_some(NAMES[at].1),
            Err(_) if !self.is_all() || FENCES.contains(&name) => None,
            Err(_) if Self::whole_of(name).is_some() => Some(Form::Whole),
            Err(_) => Some(Form::Line),
        }
    }

    /// Do elements of this name stay HTML with all that they hold?
    pub(in crate::markdown) fn keeps_whole(self, name: &str) -> bool {
        !matches!(self.form(name), None | Some(Form::Line))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted_and_name_each_element_once() {
        assert!(NAMES.is_sorted_by_key(|(name, _)| name));
        assert!(PARTS.is_sorted_by_key(|(part, _)| part));
        assert!(FENCES.is_sorted());
        for (part, whole) in PARTS {
            assert!(ElementSet::named(part).is_none(), "{part}");
            assert!(ElementSet::named(whole).is_some(), "{whole}");
        }
    }

    #[test]
    fn a_set_holds_what_was_put_in() {
        for (name, form) in NAMES {
            let set = ElementSet::named(name).expect("a name of the table");
            let held: Vec<_> =
                ElementSet::names().filter(|name| set.form(name).is_some()).collect();
            assert_eq!(held, [*name]);
            assert_eq!(set.form(name), Some(*form));
            assert!(!set.is_empty() && !set.is_all());
            assert_eq!(ElementSet::default().form(name), None);
            assert_eq!(ElementSet::ALL.form(name), Some(*form));
        }
        assert_eq!(ElementSet::ALL.form("my-element"), Some(Form::Line));
        assert_eq!(ElementSet::ALL.form("xmp"), None);
    }
}

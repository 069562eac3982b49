//! Categories, tags and terms of other taxonomies of all exports, each once, with those above it.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};

use crate::site::path::slug_of_title;
use crate::site::url::path_key;
use crate::wxr;

/// Taxonomies that WordPress and its plugins use for their own ends. Sorted.
const MACHINERY: &[&str] = &[
    "elementor_library_type",
    "nav_menu",
    "post_format",
    "post_translations",
    "product_type",
    "product_visibility",
    "term_language",
    "term_translations",
    "wp_pattern_category",
    "wp_theme",
];

/// How many terms may stand above one another; only an export that is made to be slow has more.
const MOST_ABOVE: usize = 64;

/// Whether a taxonomy is meant for readers.
#[must_use]
pub fn is_for_readers(taxonomy: &str) -> bool {
    MACHINERY.binary_search(&taxonomy).is_err()
}

/// A term of a taxonomy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Term {
    /// As stored; made from the name where an export has none.
    pub slug: String,
    /// The name that readers saw; empty where no export has one.
    pub name: String,
    /// HTML.
    pub description: String,
    /// The number that WordPress gave it.
    pub id: Option<u64>,
    parent: Option<Parent>,
}

/// How an export names the term above. Which of the two it is, the version of the export tells, but
/// not every tool knows, so each stands in for the other.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Parent {
    Slug(String),
    Name(String),
}

/// All terms of a site.
#[derive(Debug, Default)]
pub struct Terms {
    taxonomies: BTreeMap<String, Taxonomy>,
    /// The taxonomy and the [`key`] of the slug; `None` where several sites use a number for
    /// several terms.
    ids: BTreeMap<u64, Option<(String, String)>>,
}

#[derive(Debug, Default)]
struct Taxonomy {
    /// By [`key`] of the slug.
    terms: BTreeMap<String, Term>,
    /// The first term of each name.
    by_name: HashMap<String, String>,
}

impl Terms {
    /// Takes in a term of an export of this WXR version.
    pub(super) fn add(&mut self, term: wxr::Term, wxr_version: &str) {
        let wxr::Term { id, taxonomy, slug, name, parent, description, meta: _ } = term;
        let Taxonomy { terms, by_name } = self.taxonomies.entry(taxonomy.clone()).or_default();
        let slug = match (slug.is_empty(), by_name.get(&name)) {
            (false, _) => slug,
            (true, Some(known)) => known.clone(),
            (true, None) => slug_of_title(&name),
        };
        let key = key(&slug);
        by_name.entry(name.clone()).or_insert_with(|| key.clone());
        if let Some(id) = id {
            let named = (taxonomy, key.clone());
            let known = self.ids.entry(id).or_insert_with(|| Some(named.clone()));
            if known.as_ref() != Some(&named) {
                *known = None;
            }
        }
        let known = terms.entry(key).or_default();
        if known.slug.is_empty() {
            known.slug = slug;
        }
        if known.name.is_empty() {
            known.name = name;
        }
        known.id = known.id.or(id);
        if known.description.is_empty() {
            known.description = description;
        }
        let has_names = matches!(wxr_version, "" | "1.0");
        known.parent = match known.parent.take() {
            _ if !parent.is_empty() && !has_names => Some(Parent::Slug(parent)),
            None if !parent.is_empty() => Some(Parent::Name(parent)),
            known => known,
        };
    }

    /// Takes in a term that an item names; lists of terms know more of it.
    pub(super) fn add_used(&mut self, taxonomy: &str, slug: &str, name: &str) {
        let Taxonomy { terms, by_name } = self.taxonomies.entry(taxonomy.to_owned()).or_default();
        let slug = if slug.is_empty() { slug_of_title(name) } else { slug.to_owned() };
        let key = key(&slug);
        let known = terms.entry(key.clone()).or_insert_with(|| Term { slug, ..Term::default() });
        if known.name.is_empty() {
            name.clone_into(&mut known.name);
            by_name.entry(name.to_owned()).or_insert(key);
        }
    }

    /// Every term with its taxonomy, sorted by taxonomy and slug.
    pub fn all(&self) -> impl Iterator<Item = (&str, &Term)> {
        self.taxonomies.iter().flat_map(|(name, taxonomy)| {
            taxonomy.terms.values().map(move |term| (name.as_str(), term))
        })
    }

    /// The number of a term, as `?cat=2` asks for it.
    #[must_use]
    pub fn number(&self, taxonomy: &str, slug: &str) -> Option<u64> {
        self.get(taxonomy, slug)?.id
    }

    /// The term of this number, with its taxonomy.
    #[must_use]
    pub fn by_id(&self, id: u64) -> Option<(&str, &Term)> {
        let (taxonomy, key) = self.ids.get(&id)?.as_ref()?;
        Some((taxonomy, self.taxonomies.get(taxonomy)?.terms.get(key)?))
    }

    /// The term of this slug.
    #[must_use]
    pub fn get(&self, taxonomy: &str, slug: &str) -> Option<&Term> {
        self.taxonomies.get(taxonomy)?.terms.get(&key(slug))
    }

    /// The term above a term.
    #[must_use]
    pub fn above(&self, taxonomy: &str, slug: &str) -> Option<&Term> {
        let taxonomy = self.taxonomies.get(taxonomy)?;
        taxonomy.above(taxonomy.terms.get(&key(slug))?)
    }

    /// The terms above a term, the next one first, up to 64. Where they stand in a circle, each
    /// comes once.
    #[must_use]
    pub fn ancestors(&self, taxonomy: &str, slug: &str) -> Vec<&Term> {
        let Some(taxonomy) = self.taxonomies.get(taxonomy) else { return Vec::new() };
        let mut ancestors: Vec<&Term> = Vec::new();
        let mut term = taxonomy.terms.get(&key(slug));
        let mut seen: HashSet<&str> = term.into_iter().map(|term| &*term.slug).collect();
        while let Some(parent) = term.and_then(|term| taxonomy.above(term)) {
            if !seen.insert(&parent.slug) {
                break;
            }
            ancestors.push(parent);
            if ancestors.len() == MOST_ABOVE {
                break;
            }
            term = Some(parent);
        }
        ancestors
    }
}

impl Taxonomy {
    fn above(&self, term: &Term) -> Option<&Term> {
        let by_slug = |slug: &str| self.terms.get(&key(slug));
        let by_name = |name: &str| self.by_name.get(name).and_then(|key| self.terms.get(key));
        match term.parent.as_ref()? {
            Parent::Slug(parent) => by_slug(parent).or_else(|| by_name(parent)),
            Parent::Name(parent) => by_name(parent).or_else(|| by_slug(parent)),
        }
    }
}

/// The slug of a term as an item names it; made from the name where there is none.
#[must_use]
pub fn term_slug<'a>(term: &'a wxr::ItemTerm<'_>) -> Cow<'a, str> {
    if term.slug.is_empty() {
        Cow::Owned(slug_of_title(&crate::html::plain_text(&term.name)))
    } else {
        Cow::Borrowed(&term.slug)
    }
}

/// A slug as a key: decoded, since not every tool escapes it.
pub(super) fn key(slug: &str) -> String {
    path_key(slug).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn term(slug: &str, name: &str, parent: &str) -> wxr::Term {
        let [taxonomy, slug, name, parent] = ["category", slug, name, parent].map(str::to_owned);
        wxr::Term { taxonomy, slug, name, parent, ..wxr::Term::default() }
    }

    fn above(terms: &Terms, slug: &str) -> Vec<String> {
        terms.ancestors("category", slug).iter().map(|term| term.slug.clone()).collect()
    }

    /// As WordPress exports them: those above come first.
    #[test]
    fn parents_are_slugs_and_in_wxr_1_0_names() {
        for (version, parents) in
            [("1.2", ["kitchen", "market", "bread"]), ("1.0", ["Kitchen", "Market", "Bread"])]
        {
            let mut terms = Terms::default();
            terms.add(term("kitchen", "Kitchen", ""), version);
            terms.add(term("market", "Market", ""), version);
            terms.add(term("bread", "Bread", parents[0]), version);
            terms.add(term("bread-market", "Bread", parents[1]), version);
            terms.add(term("sourdough", "Sourdough", parents[2]), version);
            assert_eq!(above(&terms, "sourdough"), ["bread", "kitchen"], "{version}");
            assert_eq!(above(&terms, "bread-market"), ["market"]);
            assert_eq!(above(&terms, "market"), Vec::<String>::new());
            assert_eq!(above(&terms, "missing"), Vec::<String>::new());
        }
    }

    #[test]
    fn a_term_of_several_exports_is_one() {
        let old = [
            term("bread", "Bread", ""),
            term("rye-bread", "Bread", ""),
            term("rolls", "Rolls", "Bread"),
        ];
        let new = [term("rolls", "", "rye-bread"), term("BREAD", "Loaves", "")];
        for order in [["1.0", "1.2"], ["1.2", "1.0"]] {
            let mut terms = Terms::default();
            for version in order {
                for term in if version == "1.0" { &old[..] } else { &new[..] } {
                    terms.add(term.clone(), version);
                }
            }
            // The slug is sure, the name is not.
            assert_eq!(above(&terms, "rolls"), ["rye-bread"]);
            assert_eq!(terms.get("category", "rolls").map(|term| &*term.name), Some("Rolls"));
            assert_eq!(terms.get("post_tag", "rolls"), None);
            assert!(terms.all().all(|(taxonomy, _)| taxonomy == "category"));
            assert_ne!(terms.all().count(), 0);
        }
    }

    #[test]
    fn a_term_without_slug_is_known_by_its_name() {
        let mut terms = Terms::default();
        terms.add(term("c-plus-plus", "C++", ""), "1.0");
        terms.add(term("", "C++", "Code"), "1.0");
        terms.add(term("", "Code", ""), "1.0");
        assert_eq!(above(&terms, "c-plus-plus"), ["code"]);
    }

    #[test]
    fn escaped_slugs_and_plain_ones_are_the_same() {
        let mut terms = Terms::default();
        terms.add(term("%e6%b5%b7", "海", ""), "1.2");
        assert_eq!(terms.get("category", "海").map(|term| &*term.name), Some("海"));
    }

    #[test]
    fn circles_end() {
        let mut terms = Terms::default();
        for (slug, parent) in [("a", "b"), ("b", "c"), ("c", "a"), ("d", "d"), ("e", "none")] {
            terms.add(term(slug, slug, parent), "1.2");
        }
        assert_eq!(above(&terms, "a"), ["b", "c"]);
        assert_eq!(above(&terms, "d"), Vec::<String>::new());
        assert_eq!(above(&terms, "e"), Vec::<String>::new());
        for number in 0..100_000 {
            terms.add(term(&format!("t{number}"), "", &format!("t{}", number + 1)), "1.2");
        }
        assert_eq!(above(&terms, "t0").len(), MOST_ABOVE);
    }
}

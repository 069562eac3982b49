//! Terms by taxonomy, with how often items use them.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::{Census, Known};
use crate::site::decode;

/// Categories, tags, or another kind of terms.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taxonomy {
    /// `category`, `post_tag` or another name.
    pub name: String,
    /// The terms, the most used first.
    pub terms: Vec<Term>,
    /// How often items use them, all terms together.
    pub uses: u64,
}

/// A term.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Term {
    /// Decoded.
    pub slug: String,
    /// The name that readers saw.
    pub name: String,
    /// Whether the export lists it, and not only items that use it.
    pub is_listed: bool,
    /// How many items use it.
    pub uses: u64,
}

/// The taxonomies, the most used first.
pub(super) fn count(known: &[Known<'_>], census: &Census) -> Vec<Taxonomy> {
    let mut uses: Vec<u64> = vec![0; census.terms.values().len()];
    let numbers = known.iter().flat_map(|item| &item.facts.terms);
    for number in numbers.filter_map(|number| usize::try_from(*number).ok()) {
        uses[number] += 1;
    }
    let mut taxonomies: BTreeMap<&str, Taxonomy> = BTreeMap::new();
    for (number, (key, uses)) in (0_u32..).zip(census.terms.values().iter().zip(uses)) {
        let naming = census.names.get(&number);
        let term = Term {
            slug: decode(&key.slug).into_owned(),
            name: naming.map(|naming| naming.name.clone()).unwrap_or_default(),
            is_listed: naming.is_some_and(|naming| naming.is_listed),
            uses,
        };
        let taxonomy = taxonomies.entry(&key.taxonomy).or_default();
        taxonomy.name.clone_from(&key.taxonomy);
        taxonomy.uses += uses;
        taxonomy.terms.push(term);
    }
    let mut taxonomies: Vec<Taxonomy> = taxonomies.into_values().collect();
    for taxonomy in &mut taxonomies {
        taxonomy.terms.sort_by(|a, b| {
            Reverse(a.uses).cmp(&Reverse(b.uses)).then_with(|| a.slug.cmp(&b.slug))
        });
    }
    taxonomies
        .sort_by(|a, b| Reverse(a.uses).cmp(&Reverse(b.uses)).then_with(|| a.name.cmp(&b.name)));
    taxonomies
}

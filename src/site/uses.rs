//! What items have in common, terms and authors → the items that have it.

use std::collections::HashMap;

use crate::site::term::{Terms, term_slug};
use crate::wxr::ItemTerm;

/// How long names may be. WordPress's own are 32 characters for a taxonomy and 200 for a slug.
const LONGEST: usize = 2000;

/// The terms and authors of the items that readers could see.
#[derive(Debug, Default)]
pub(super) struct Uses {
    taxonomies: HashMap<String, Named>,
    creators: Named,
}

/// Names, by number, and the items that have each.
#[derive(Debug, Default)]
pub(super) struct Named {
    numbers: HashMap<String, u32>,
    /// The name as items write it, and what readers saw.
    names: Vec<(String, String)>,
    /// The positions of the items that have each.
    members: Vec<Vec<u32>>,
}

impl Uses {
    /// Takes in an item at its position among the records.
    pub(super) fn add(&mut self, creator: &str, terms: &[ItemTerm<'_>], record: usize) {
        self.creators.add(creator, "", record);
        let is_usual = |term: &&ItemTerm<'_>| term.taxonomy.len().max(term.slug.len()) <= LONGEST;
        for term in terms.iter().filter(is_usual) {
            if !self.taxonomies.contains_key(&*term.taxonomy) {
                self.taxonomies.insert(term.taxonomy.clone().into_owned(), Named::default());
            }
            if let Some(taxonomy) = self.taxonomies.get_mut(&*term.taxonomy) {
                taxonomy.add(&term_slug(term), &term.name, record);
            }
        }
    }

    /// Tells the list of terms which ones items have that it may lack.
    pub(super) fn complete(&self, terms: &mut Terms) {
        for (taxonomy, named) in &self.taxonomies {
            for (slug, name) in &named.names {
                terms.add_used(taxonomy, slug, &crate::html::plain_text(name));
            }
        }
    }

    /// The items of each term of a taxonomy, by the slug as items write it.
    pub(super) fn take_taxonomy(&mut self, taxonomy: &str) -> Named {
        self.taxonomies.remove(taxonomy).unwrap_or_default()
    }

    /// The items of each author, by the name in `dc:creator`.
    pub(super) fn take_creators(&mut self) -> Named {
        std::mem::take(&mut self.creators)
    }
}

impl Named {
    fn add(&mut self, name: &str, seen: &str, record: usize) {
        let Ok(record) = u32::try_from(record) else { return };
        let number = if let Some(number) = self.numbers.get(name) {
            *number
        } else {
            let Ok(number) = u32::try_from(self.names.len()) else { return };
            self.numbers.insert(name.to_owned(), number);
            self.names.push((name.to_owned(), seen.to_owned()));
            self.members.push(Vec::new());
            number
        };
        self.members[number as usize].push(record);
    }

    /// Each name with the positions of its items.
    pub(super) fn into_members(self) -> impl Iterator<Item = (String, Vec<u32>)> {
        self.names.into_iter().map(|(name, _)| name).zip(self.members)
    }
}

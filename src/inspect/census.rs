//! Pass 1: entries → the facts that are counted, beside those that the index keeps anyway.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::DateTime;

use super::comments::Tally;
use super::media::Medium;
use super::numbers::Numbers;
use super::time_zone::Distance;
use crate::convert::lower::builder_of_item;
use crate::convert::published_at;
use crate::html::plain_text;
use crate::wxr::date::parse_field;
use crate::wxr::{self, Entry, Item, ItemTerm};

/// What the first pass counts.
#[derive(Debug, Default)]
pub struct Census {
    /// Display names by login, as the export lists them.
    pub(super) authors: BTreeMap<String, String>,
    /// Whom items name as their author.
    pub(super) creators: Numbers<String>,
    /// Terms that were listed or used.
    pub(super) terms: Numbers<TermKey>,
    /// Names and parents of terms by number; of those that are not listed, the name that an item uses.
    pub(super) names: HashMap<u32, Naming>,
    /// Of each item, in the order of the exports.
    pub(super) facts: Vec<Facts>,
}

/// What tells terms apart.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct TermKey {
    pub(super) taxonomy: String,
    /// The slug as stored; the name where exporters before WXR 1.1 gave no slug.
    pub(super) slug: String,
}

/// What a term is called.
#[derive(Clone, Debug, Default)]
pub(super) struct Naming {
    /// Plain text.
    pub(super) name: String,
    /// The slug of the term above it, in WXR 1.0 its name; empty at the top.
    pub(super) parent: String,
    pub(super) is_listed: bool,
}

/// What is kept of an item.
#[derive(Debug, Default)]
pub(super) struct Facts {
    /// The number of its author.
    pub(super) creator: u32,
    /// When it was published, as its front matter says.
    pub(super) published: Option<DateTime>,
    /// The local time that it has, from which WordPress makes its address.
    pub(super) local: Option<DateTime>,
    /// How far its local time is from GMT.
    pub(super) distance: Distance,
    /// The numbers of its terms.
    pub(super) terms: Vec<u32>,
    pub(super) comments: Tally,
    /// For an attachment.
    pub(super) medium: Option<Medium>,
    /// The page builder that keeps data of its own beside the content.
    pub(super) builder: Option<&'static str>,
}

impl Census {
    /// Takes in one entry.
    pub fn add(&mut self, entry: &Entry<'_>) {
        match entry {
            Entry::Channel(_) => {}
            Entry::Author(author) => {
                let name = self.authors.entry(author.login.clone()).or_default();
                if name.is_empty() {
                    name.clone_from(&author.display_name);
                }
            }
            Entry::Term(term) => self.add_term(term),
            Entry::Item(item, _) => self.add_item(item),
        }
    }

    fn add_term(&mut self, term: &wxr::Term) {
        let slug = if term.slug.is_empty() { &term.name } else { &term.slug };
        let key = TermKey { taxonomy: term.taxonomy.clone(), slug: slug.clone() };
        let naming = self.names.entry(self.terms.number(&key)).or_default();
        if !naming.is_listed {
            *naming =
                Naming { name: term.name.clone(), parent: term.parent.clone(), is_listed: true };
        }
    }

    fn add_item(&mut self, item: &Item<'_>) {
        let facts = Facts {
            creator: self.creators.number(&item.creator.clone().into_owned()),
            published: published_at(item),
            local: parse_field(&item.date).map(|written| written.local),
            distance: Distance::of(item),
            terms: item.terms.iter().map(|term| self.number(term)).collect(),
            comments: Tally::of(&item.comments),
            medium: (item.post_type == "attachment").then(|| Medium::of(item)),
            builder: builder_of_item(item),
        };
        self.facts.push(facts);
    }

    /// The number of a term that an item names.
    fn number(&mut self, term: &ItemTerm<'_>) -> u32 {
        let name = || plain_text(&term.name);
        let slug = if term.slug.is_empty() { name() } else { term.slug.clone().into_owned() };
        let key = TermKey { taxonomy: term.taxonomy.clone().into_owned(), slug };
        let number = self.terms.number(&key);
        let named = || Naming { name: name(), ..Naming::default() };
        self.names.entry(number).or_insert_with(named);
        number
    }
}

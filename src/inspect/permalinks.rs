//! The permalink structure of a site, from the addresses of its published posts.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::structure::{Ingredients, structures};
use super::{Census, Known};
use crate::site::{Belonging, Site, Url, decode, nicename, path_key};
use crate::wxr::Status;

/// How many different structures are told apart; only addresses that follow none have more.
const MOST_STRUCTURES: usize = 4096;

/// How many categories may stand above one another; only a loop has more.
const MAX_DEPTH: usize = 16;

/// How the addresses of posts are made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Permalinks {
    /// Published posts.
    pub posts: u64,
    /// Structures in WordPress's own tags, each with the posts that follow it, the most frequent first.
    pub structures: Vec<(String, u64)>,
    /// Posts whose address follows none.
    pub others: u64,
}

/// Asks every published post. A post that may follow several structures follows the one that most others
/// may follow, too.
pub(super) fn infer(known: &[Known<'_>], census: &Census, site: &Site) -> Permalinks {
    let parents = parents(census);
    let is_post = |item: &&Known<'_>| {
        item.record.post_type == "post" && item.record.status == Status::Publish
    };
    let readings: Vec<Vec<String>> =
        known.iter().filter(is_post).map(|item| readings(item, census, &parents, site)).collect();
    let mut votes: BTreeMap<&str, u64> = BTreeMap::new();
    for structure in readings.iter().flatten() {
        if votes.contains_key(structure.as_str()) || votes.len() < MOST_STRUCTURES {
            *votes.entry(structure).or_default() += 1;
        }
    }
    let mut permalinks = Permalinks { posts: readings.len() as u64, ..Permalinks::default() };
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for reading in &readings {
        // Of equals the one with the most tags.
        let ranks = reading.iter().map(|structure| {
            let structure = structure.as_str();
            (votes.get(structure), structure.matches('%').count(), Reverse(structure))
        });
        match ranks.max() {
            Some((_, _, Reverse(structure))) => *counts.entry(structure).or_default() += 1,
            None => permalinks.others += 1,
        }
    }
    let owned = |(structure, posts): (&str, u64)| (structure.to_owned(), posts);
    permalinks.structures = counts.into_iter().map(owned).collect();
    permalinks.structures.sort_by_key(|(_, posts)| Reverse(*posts));
    permalinks
}

/// The structures that the address of a post may follow.
fn readings(
    item: &Known<'_>,
    census: &Census,
    parents: &BTreeMap<&str, &str>,
    site: &Site,
) -> Vec<String> {
    let url = Url::split(&item.record.link);
    let Belonging::Site { site_path, .. } = site.roots.locate(&url) else { return Vec::new() };
    let id = item.record.id.map_or(String::new(), |id| id.0.to_string());
    if let Some(asked) = url.parameter("p") {
        let is_plain = site_path.is_empty() && asked == id;
        return is_plain.then(|| "/?p=%post_id%".to_owned()).into_iter().collect();
    }
    let terms = item.facts.terms.iter().filter_map(|number| census.terms.value(*number));
    let categories = terms.filter(|term| term.taxonomy == "category");
    let creator = census.creators.value(item.facts.creator).map_or("", String::as_str);
    let post = Ingredients {
        id,
        slug: path_key(&item.record.slug),
        date: item.facts.local,
        categories: categories.map(|category| chain(&category.slug, parents)).collect(),
        author: nicename(creator),
    };
    structures(&site_path, url.path.ends_with('/'), &post)
}

/// The category above each category, both by their slugs. In WXR 1.0 a parent is told by its name.
fn parents(census: &Census) -> BTreeMap<&str, &str> {
    let categories: Vec<(&str, &str, &str)> = (0_u32..)
        .zip(census.terms.values())
        .filter(|(_, term)| term.taxonomy == "category")
        .filter_map(|(number, term)| {
            let naming = census.names.get(&number)?;
            Some((term.slug.as_str(), naming.name.as_str(), naming.parent.as_str()))
        })
        .collect();
    let slugs: BTreeSet<&str> = categories.iter().map(|(slug, ..)| *slug).collect();
    let by_name: BTreeMap<&str, &str> =
        categories.iter().map(|(slug, name, _)| (*name, *slug)).collect();
    let above = |parent: &str| slugs.get(parent).copied().or_else(|| by_name.get(parent).copied());
    categories.iter().filter_map(|(slug, _, parent)| Some((*slug, above(parent)?))).collect()
}

/// A category with those above it, the topmost first, decoded.
fn chain(slug: &str, parents: &BTreeMap<&str, &str>) -> Vec<String> {
    let mut chain = vec![decode(slug).into_owned()];
    let mut below = slug;
    while let Some(above) = parents.get(below).filter(|_| chain.len() < MAX_DEPTH) {
        chain.insert(0, decode(above).into_owned());
        below = above;
    }
    chain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loop_of_categories_ends() {
        let parents = BTreeMap::from([("a", "b"), ("b", "a")]);
        assert_eq!(chain("a", &parents).len(), MAX_DEPTH);
        assert_eq!(chain("c", &parents), ["c"]);
    }
}

//! Which headings of a document must be told their ids, so that each has the one that links point at:
//! those to which the renderer would give another one by itself.

use std::collections::{HashMap, HashSet};

use super::dialect::{AutomaticIds, HeadingIds};
use super::tree::{HeadingId, Use};

/// A heading as far as ids go.
pub(super) struct Candidate<'h> {
    /// The id that it is to have.
    pub(super) id: Option<&'h HeadingId<'h>>,
    /// What the renderer makes of its words; none if that is not sure.
    pub(super) slug: Option<String>,
}

/// For each heading the id that it must be told, if any.
pub(super) fn explicit(
    headings: &[Candidate<'_>],
    rule: AutomaticIds,
    form: HeadingIds,
) -> Vec<Option<String>> {
    let wanted = wanted(headings, form);
    if wanted.iter().all(Option::is_none) {
        return vec![None; headings.len()];
    }
    if rule == AutomaticIds::None {
        return wanted.into_iter().map(|id| id.map(str::to_owned)).collect();
    }
    let mut told = vec![None; headings.len()];
    if !sees_explicit_first(rule) {
        assign(headings, &wanted, Ids::new(rule), form, &mut told);
        return told;
    }
    // What is told takes ids from the headings before it as well, so others may have to be told.
    for _ in 0..2 {
        let before = told.iter().flatten().count();
        let mut ids = Ids::new(rule);
        ids.taken.extend(told.iter().flatten().cloned());
        assign(headings, &wanted, ids, form, &mut told);
        if told.iter().flatten().count() == before {
            return told;
        }
    }
    wanted.into_iter().map(|id| id.map(str::to_owned)).collect()
}

/// The ids that headings are to have, each once. One that no link points at is not worth HTML.
fn wanted<'h>(headings: &[Candidate<'h>], form: HeadingIds) -> Vec<Option<&'h str>> {
    let is_worth = |id: &HeadingId<'_>| match (form, id.used) {
        (HeadingIds::None, _) | (HeadingIds::Anchor, Use::Unknown) => false,
        (HeadingIds::Anchor, Use::Linked) | (HeadingIds::Attribute | HeadingIds::Name, _) => true,
    };
    let linked: HashSet<&str> = headings
        .iter()
        .filter_map(|heading| heading.id.filter(|id| id.used == Use::Linked))
        .map(|id| &*id.name)
        .collect();
    let mut seen = HashSet::new();
    let id = |heading: &Candidate<'h>| {
        let id = heading.id.filter(|id| is_worth(id))?;
        let is_first = id.used == Use::Linked || !linked.contains(&*id.name);
        (is_first && seen.insert(&*id.name)).then_some(&*id.name)
    };
    headings.iter().map(id).collect()
}

/// Goes through a document as the renderer does.
fn assign(
    headings: &[Candidate<'_>],
    wanted: &[Option<&str>],
    mut ids: Ids,
    form: HeadingIds,
    told: &mut [Option<String>],
) {
    let mut ahead: HashSet<&str> = wanted.iter().flatten().copied().collect();
    for ((heading, wanted), told) in headings.iter().zip(wanted).zip(told) {
        wanted.inspect(|id| {
            ahead.remove(id);
        });
        let automatic = heading.slug.as_deref().map(|slug| ids.next(slug));
        if told.is_none() {
            *told = match (wanted, automatic.as_deref()) {
                (Some(id), Some(automatic)) if *id == automatic => None,
                (Some(id), _) => Some((*id).to_owned()),
                // A link would lead here, and not to the heading that it points at.
                (None, Some(automatic))
                    if form != HeadingIds::Anchor && ahead.contains(automatic) =>
                {
                    ids.other(automatic, &ahead)
                }
                (None, _) => None,
            };
        }
        let replaces = told.is_some() && form != HeadingIds::Anchor;
        if let Some(told) = told.as_ref().filter(|_| replaces && counts_explicit(ids.rule)) {
            ids.taken.insert(told.clone());
        }
        if let (Some(slug), Some(automatic), false) = (&heading.slug, automatic, replaces) {
            ids.give(slug, automatic);
        }
    }
}

/// Does the renderer look at all ids that are told before it makes the first of its own?
fn sees_explicit_first(rule: AutomaticIds) -> bool {
    matches!(rule, AutomaticIds::AsciiSlug | AutomaticIds::AsciiWords)
}

/// Does it make no id twice that was told?
fn counts_explicit(rule: AutomaticIds) -> bool {
    match rule {
        AutomaticIds::GithubLine
        | AutomaticIds::DashedWords
        | AutomaticIds::AsciiSlug
        | AutomaticIds::AsciiWords => true,
        AutomaticIds::None
        | AutomaticIds::GithubWords
        | AutomaticIds::GithubSlugger
        | AutomaticIds::CasedWords => false,
    }
}

/// The ids that were given so far.
struct Ids {
    rule: AutomaticIds,
    taken: HashSet<String>,
    /// For each slug how many headings had it, or up to which number its ids are taken.
    counts: HashMap<String, usize>,
    /// For each id that was wanted elsewhere the last number of those that stood for it.
    others: HashMap<String, usize>,
}

impl Ids {
    fn new(rule: AutomaticIds) -> Self {
        Self { rule, taken: HashSet::new(), counts: HashMap::new(), others: HashMap::new() }
    }

    /// The id that the next heading of this slug gets by itself.
    fn next(&mut self, slug: &str) -> String {
        match self.rule {
            AutomaticIds::GithubWords | AutomaticIds::CasedWords => match self.counts.get(slug) {
                None => slug.to_owned(),
                Some(count) => format!("{slug}-{count}"),
            },
            AutomaticIds::GithubLine if slug.is_empty() => self.next_free("heading", '-'),
            AutomaticIds::AsciiWords => self.next_underscored(slug),
            AutomaticIds::None
            | AutomaticIds::GithubLine
            | AutomaticIds::GithubSlugger
            | AutomaticIds::AsciiSlug
            | AutomaticIds::DashedWords => self.next_free(slug, '-'),
        }
    }

    fn next_free(&mut self, slug: &str, sign: char) -> String {
        if self.taken.contains(slug) { self.numbered(slug, sign, 0) } else { slug.to_owned() }
    }

    /// `a`, `a_1`, `a_2`; also behind the `a_1` that somebody wrote.
    fn next_underscored(&mut self, slug: &str) -> String {
        if !slug.is_empty() && !self.taken.contains(slug) {
            return slug.to_owned();
        }
        let number = |digits: &str| match digits.bytes().all(|b| b.is_ascii_digit()) {
            true => digits.parse::<usize>().ok(),
            false => None,
        };
        let split = slug.rsplit_once('_').and_then(|(base, end)| Some((base, number(end)?)));
        let (base, count) = split.unwrap_or((slug, 0));
        self.numbered(base, '_', count)
    }

    /// The first number above `count` that is free. Those up to the one that was found last are not.
    fn numbered(&mut self, base: &str, sign: char, count: usize) -> String {
        let known = self.counts.get(base).copied().unwrap_or(0);
        let continues = count <= known;
        let mut number = count.max(known);
        let id = loop {
            number += 1;
            let id = format!("{base}{sign}{number}");
            if !self.taken.contains(&id) {
                break id;
            }
        };
        if continues {
            self.counts.insert(base.to_owned(), number - 1);
        }
        id
    }

    fn give(&mut self, slug: &str, id: String) {
        if matches!(self.rule, AutomaticIds::GithubWords | AutomaticIds::CasedWords) {
            *self.counts.entry(slug.to_owned()).or_default() += 1;
        }
        self.taken.insert(id);
    }

    /// An id for a heading that nobody points at, and that would have the id of one that is.
    fn other(&mut self, automatic: &str, wanted: &HashSet<&str>) -> Option<String> {
        if sees_explicit_first(self.rule) {
            return None;
        }
        let number = self.others.entry(automatic.to_owned()).or_default();
        loop {
            *number += 1;
            let id = format!("{automatic}-{number}");
            if !wanted.contains(id.as_str()) && !self.taken.contains(&id) {
                return Some(id);
            }
        }
    }
}

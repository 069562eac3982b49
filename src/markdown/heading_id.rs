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
    /// For each slug how many headings had it.
    counts: HashMap<String, usize>,
    /// For each slug and number up to which one all that follow are taken.
    runs: HashMap<String, HashMap<usize, usize>>,
    /// For each id that was wanted elsewhere the last number of those that stood for it.
    others: HashMap<String, usize>,
}

impl Ids {
    fn new(rule: AutomaticIds) -> Self {
        Self {
            rule,
            taken: HashSet::new(),
            counts: HashMap::new(),
            runs: HashMap::new(),
            others: HashMap::new(),
        }
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
        // Nobody numbers further by hand.
        let number = |digits: &str| {
            let is_number = digits.len() < 10 && digits.bytes().all(|b| b.is_ascii_digit());
            digits.parse::<usize>().ok().filter(|_| is_number)
        };
        let split = slug.rsplit_once('_').and_then(|(base, end)| Some((base, number(end)?)));
        let (base, count) = split.unwrap_or((slug, 0));
        self.numbered(base, '_', count)
    }

    /// The first number above `count` that is free. What was found taken once is not tried again.
    fn numbered(&mut self, base: &str, sign: char, count: usize) -> String {
        let runs = self.runs.entry(base.to_owned()).or_default();
        let (mut tried, mut at) = (Vec::new(), count);
        let id = loop {
            let last = runs.get(&at).copied();
            let id = format!("{base}{sign}{}", at + 1);
            if last.is_none() && !self.taken.contains(&id) {
                break id;
            }
            tried.push(at);
            at = last.unwrap_or(at + 1);
        };
        runs.extend(tried.into_iter().map(|before| (before, at)));
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The rules of renderers that give no id twice.
    const ONCE: [AutomaticIds; 5] = [
        AutomaticIds::GithubLine,
        AutomaticIds::GithubSlugger,
        AutomaticIds::AsciiSlug,
        AutomaticIds::AsciiWords,
        AutomaticIds::DashedWords,
    ];

    /// The ids that a page has if its headings are told these.
    fn shown(slugs: &[&str], told: &[&str], rule: AutomaticIds) -> Vec<String> {
        let mut ids = Ids::new(rule);
        let mut told: Vec<String> = told.iter().map(|&id| id.to_owned()).collect();
        if sees_explicit_first(rule) {
            ids.taken.extend(told.iter().filter(|id| !id.is_empty()).cloned());
        }
        for (slug, id) in slugs.iter().zip(&mut told) {
            if id.is_empty() {
                *id = ids.next(slug);
                ids.give(slug, id.clone());
            } else if counts_explicit(rule) {
                ids.taken.insert(id.clone());
            }
        }
        told
    }

    /// What headings of these slugs must be told to have these ids.
    fn told(headings: &[(&str, &str)], rule: AutomaticIds, form: HeadingIds) -> Vec<String> {
        let ids: Vec<HeadingId<'_>> = headings
            .iter()
            .map(|&(_, id)| HeadingId { name: id.into(), used: Use::Linked })
            .collect();
        let candidates: Vec<Candidate<'_>> = headings
            .iter()
            .zip(&ids)
            .map(|((slug, _), id)| Candidate {
                id: Some(id).filter(|id| !id.name.is_empty()),
                slug: Some((*slug).to_owned()),
            })
            .collect();
        explicit(&candidates, rule, form).into_iter().map(Option::unwrap_or_default).collect()
    }

    /// As the renderers count.
    #[test]
    fn the_same_words_get_a_number() {
        let slugs = ["a", "a", "a-1", "a", "", "", "a_1"];
        for (rule, ids) in [
            (AutomaticIds::GithubLine, ["a", "a-1", "a-1-1", "a-2", "heading", "heading-1", "a_1"]),
            (AutomaticIds::GithubWords, ["a", "a-1", "a-1", "a-2", "", "-1", "a_1"]),
            (AutomaticIds::GithubSlugger, ["a", "a-1", "a-1-1", "a-2", "", "-1", "a_1"]),
            (AutomaticIds::AsciiSlug, ["a", "a-1", "a-1-1", "a-2", "", "-1", "a_1"]),
            (AutomaticIds::AsciiWords, ["a", "a_1", "a-1", "a_2", "_1", "_2", "a_3"]),
            (AutomaticIds::DashedWords, ["a", "a-1", "a-1-1", "a-2", "", "-1", "a_1"]),
            (AutomaticIds::CasedWords, ["a", "a-1", "a-1", "a-2", "", "-1", "a_1"]),
        ] {
            assert_eq!(shown(&slugs, &[""; 7], rule), ids, "{rule:?}");
        }
    }

    #[test]
    fn an_id_is_told_only_where_another_would_be_given() {
        let told = |headings: &[(&str, &str)]| {
            told(headings, AutomaticIds::GithubLine, HeadingIds::Attribute)
        };
        assert_eq!(told(&[("a", "a"), ("a", "a-1"), ("b", "c")]), ["", "", "c"]);
        // The second is meant, so the first makes way.
        assert_eq!(told(&[("a", ""), ("a", "a")]), ["a-1", ""]);
        // An id belongs to the first that has it.
        assert_eq!(told(&[("a", "x"), ("b", "x")]), ["x", ""]);
    }

    #[test]
    fn without_ids_of_its_own_each_is_told() {
        for form in [HeadingIds::Anchor, HeadingIds::Attribute] {
            let headings = [("a", "a"), ("b", ""), ("a", "a")];
            assert_eq!(told(&headings, AutomaticIds::None, form), ["a", "", ""]);
        }
        assert_eq!(told(&[("a", "b")], AutomaticIds::None, HeadingIds::None), [""]);
    }

    fn word() -> impl Strategy<Value = &'static str> {
        prop::sample::select(vec!["", "a", "b", "a-1", "a-2", "a_1", "a-1-1", "heading"])
    }

    proptest! {
        #[test]
        fn no_two_headings_get_one_id(slugs in prop::collection::vec(word(), 0..12)) {
            for rule in ONCE {
                let ids = shown(&slugs, &vec![""; slugs.len()], rule);
                let different: HashSet<&String> = ids.iter().collect();
                prop_assert_eq!(different.len(), ids.len(), "{:?}: {:?}", rule, ids);
            }
        }

        #[test]
        fn each_link_leads_to_its_heading(
            headings in prop::collection::vec((word(), word()), 0..12),
        ) {
            let slugs: Vec<&str> = headings.iter().map(|(slug, _)| *slug).collect();
            for rule in ONCE.into_iter().chain([AutomaticIds::GithubWords]) {
                let told = told(&headings, rule, HeadingIds::Attribute);
                let told: Vec<&str> = told.iter().map(String::as_str).collect();
                let ids = shown(&slugs, &told, rule);
                for (_, id) in headings.iter().filter(|(_, id)| !id.is_empty()) {
                    let meant = headings.iter().position(|(_, other)| other == id);
                    let leads_to = ids.iter().position(|shown| shown == id);
                    prop_assert_eq!(leads_to, meant, "{:?}: {} in {:?}", rule, id, ids);
                }
            }
        }
    }
}

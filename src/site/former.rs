//! Addresses that items had before somebody changed their slug or their date.
//!
//! WordPress remembers both in custom fields and answers the old addresses with the new one
//! (<https://developer.wordpress.org/reference/functions/wp_old_slug_redirect/>).

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::site::record::Record;
use crate::site::table::{Table, hash};
use crate::site::url::{Belonging, Roots, Url, fold, path_key};
use crate::wxr::Item;

/// How many addresses of one item are followed: as many as people make.
const MOST: usize = 64;

/// What a custom field says of a former address.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// A slug, as stored.
    Slug(Box<str>),
    /// A day.
    Day(Date),
}

impl Mark {
    /// The marks that an item bears.
    pub(super) fn of_item<'a>(item: &'a Item<'_>) -> impl Iterator<Item = Self> + 'a {
        item.meta.iter().filter_map(|meta| {
            let value = meta.value.trim();
            match meta.key.as_ref() {
                "_wp_old_slug" if !value.is_empty() => Some(Self::Slug(value.into())),
                "_wp_old_date" => value.parse().ok().map(Self::Day),
                _ => None,
            }
        })
    }
}

/// The former addresses of all items, as decoded paths below the domain without slashes at their ends.
#[derive(Debug, Default)]
pub(super) struct Former {
    by_path: Table,
    /// By the position of the item, sorted.
    by_record: Vec<(usize, Box<[Box<str>]>)>,
}

impl Former {
    /// Of two items that once had one address, the one that comes first in the exports counts.
    pub(super) fn of(marks: Vec<(usize, Mark)>, records: &[Record], roots: &Roots) -> Self {
        let mut by_record: BTreeMap<usize, Vec<Mark>> = BTreeMap::new();
        for (record, mark) in marks {
            by_record.entry(record).or_default().push(mark);
        }
        let of = |(index, marks): (usize, Vec<Mark>)| {
            let paths = paths(&records[index], &marks, roots).into_iter();
            (index, paths.map(String::into_boxed_str).collect())
        };
        let by_record: Vec<(usize, Box<[Box<str>]>)> = by_record.into_iter().map(of).collect();
        let entries = by_record
            .iter()
            .flat_map(|(index, paths)| paths.iter().map(|path| (hash(&fold(path)), *index)));
        Self { by_path: Table::of(entries), by_record }
    }

    /// The position of the item that once had this address, in whatever case.
    pub(super) fn find(&self, path: &str) -> Option<usize> {
        if self.by_record.is_empty() {
            return None;
        }
        let path = fold(path);
        let is_former = |index: &usize| self.of_record(*index).iter().any(|it| fold(it) == path);
        self.by_path.candidates(hash(&path)).find(is_former)
    }

    /// The former addresses of the item at this position.
    pub(super) fn of_record(&self, index: usize) -> &[Box<str>] {
        let at = self.by_record.binary_search_by_key(&index, |(index, _)| *index);
        at.map_or(&[], |at| &self.by_record[at].1)
    }
}

/// The address with every former slug and day, alone and together, in place of today's.
fn paths(record: &Record, marks: &[Mark], roots: &Roots) -> Vec<String> {
    let url = Url::split(&record.link);
    let Belonging::Site { domain_path, .. } = roots.locate(&url) else { return Vec::new() };
    let domain_path = domain_path.into_owned();
    if url.query.is_some() || domain_path.is_empty() {
        return Vec::new();
    }
    let slugs = marks.iter().filter_map(|mark| match mark {
        Mark::Slug(slug) => Some(path_key(slug)),
        Mark::Day(_) => None,
    });
    let mut with_slugs = vec![domain_path.clone()];
    with_slugs.extend(slugs.filter_map(|slug| with_slug(&domain_path, &record.slug, &slug)));
    let mut paths: BTreeSet<String> = with_slugs.iter().cloned().collect();
    for mark in marks {
        if let (Mark::Day(day), Some(today)) = (mark, record.day) {
            paths.extend(with_slugs.iter().take(MOST).filter_map(|it| with_day(it, today, *day)));
        }
    }
    paths.remove(&domain_path);
    paths.into_iter().take(MOST).collect()
}

/// `2012/05/pier.html` with the slug `pier` → `2012/05/jetty.html`
fn with_slug(path: &str, slug: &str, former: &str) -> Option<String> {
    let (folder, name) = path.rsplit_once('/').map_or(("", path), |(folder, name)| (folder, name));
    let ending = name.strip_prefix(path_key(slug).as_str())?;
    let slash = if folder.is_empty() { "" } else { "/" };
    (ending.is_empty() || ending.starts_with('.'))
        .then(|| format!("{folder}{slash}{former}{ending}"))
}

/// `2012/05/19/pier` of 2012-05-19 → `2011/01/02/pier` of 2011-01-02; likewise without a day.
fn with_day(path: &str, today: Date, former: Date) -> Option<String> {
    let month = |day: Date| format!("{:04}/{:02}", day.year(), day.month());
    let whole = |day: Date| format!("{}/{:02}", month(day), day.day());
    let parts = |text: &str, start: usize| -> Option<(usize, usize)> {
        let at = path[start..].find(text)? + start;
        let is_whole = path[..at].is_empty() || path[..at].ends_with('/');
        (is_whole && path[at + text.len()..].starts_with('/')).then_some((at, text.len()))
    };
    let (from, to) = [(whole(today), whole(former)), (month(today), month(former))]
        .into_iter()
        .find(|(from, _)| parts(from, 0).is_some())?;
    let (at, length) = parts(&from, 0)?;
    (from != to).then(|| format!("{}{to}{}", &path[..at], &path[at + length..]))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn slugs_are_replaced_as_a_whole() {
        let new = |path, slug| with_slug(path, slug, "jetty");
        assert_eq!(new("2012/05/pier", "pier").as_deref(), Some("2012/05/jetty"));
        assert_eq!(new("pier", "pier").as_deref(), Some("jetty"));
        assert_eq!(new("pier.html", "pier").as_deref(), Some("jetty.html"));
        assert_eq!(new("archives/31", "pier"), None);
        assert_eq!(new("pier-2", "pier"), None);
        assert_eq!(new("ш/шел", "%d1%88%d0%b5%d0%bb").as_deref(), Some("ш/jetty"));
    }

    #[test]
    fn days_are_replaced_where_the_address_has_them() {
        let new = |path| with_day(path, date(2012, 5, 19), date(2011, 1, 2));
        assert_eq!(new("2012/05/19/pier").as_deref(), Some("2011/01/02/pier"));
        assert_eq!(new("blog/2012/05/pier").as_deref(), Some("blog/2011/01/pier"));
        assert_eq!(new("12012/05/pier"), None);
        assert_eq!(new("pier"), None);
        assert_eq!(with_day("2012/05/pier", date(2012, 5, 19), date(2012, 5, 2)), None);
    }
}

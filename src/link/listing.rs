//! Addresses and queries of WordPress's lists of posts → the archive.

use crate::site::{ArchiveId, Period, Record, Site, Url, base, path_key};

/// The archive at a path below the site's root, without slashes at its ends. `domain_path` is the whole
/// path below the domain.
pub(super) fn at(path: &str, domain_path: &str, site: &Site) -> Option<ArchiveId> {
    if path.is_empty() {
        return Some(site.archives.home());
    }
    let parts: Vec<&str> = path.split('/').collect();
    // Something may stand before everything that is no page: `blog/category/kitchen`.
    let front = site.archives.front();
    let has_front = !front.is_empty() && parts[0].eq_ignore_ascii_case(front);
    let without_front = if has_front { &parts[1..] } else { &[] };
    by_base(&parts, site)
        .or_else(|| by_date(&parts, site))
        .or_else(|| site.archives.of_type_at(domain_path))
        .or_else(|| by_base(without_front, site))
        .or_else(|| by_date(without_front, site))
}

fn by_date(parts: &[&str], site: &Site) -> Option<ArchiveId> {
    let parts = if parts.first() == Some(&"date") { &parts[1..] } else { parts };
    site.archives.date(Period::of_parts(parts)?)
}

/// `category/kitchen/bread`, `tag/fog`, `author/ann`: WordPress looks at the last name alone.
fn by_base(parts: &[&str], site: &Site) -> Option<ArchiveId> {
    let (first, rest) = parts.split_first()?;
    let last = rest.last()?;
    if first.eq_ignore_ascii_case("author") {
        return site.archives.author(last);
    }
    let mut taxonomies =
        site.archives.taxonomies().filter(|it| first.eq_ignore_ascii_case(base(it)));
    taxonomies.find_map(|taxonomy| {
        let slug = match taxonomy {
            "post_format" => format!("post-format-{last}"),
            _ => (*last).to_owned(),
        };
        site.archives.term(taxonomy, &slug)
    })
}

/// What an address may mean that has another first part than the lists of the site have, which no export
/// tells: `blog/2012/05`, `topics/kitchen/bread`.
pub(super) fn guess(path: &str, site: &Site) -> Option<ArchiveId> {
    let parts: Vec<&str> = path.split('/').collect();
    let rest = parts.get(1..).filter(|rest| !rest.is_empty())?;
    by_base(rest, site).or_else(|| by_date(rest, site)).or_else(|| by_chain(rest, site))
}

/// A term with all those above it, of one taxonomy alone.
fn by_chain(chain: &[&str], site: &Site) -> Option<ArchiveId> {
    let last = chain.last()?;
    let mut found = site.archives.taxonomies().filter_map(|taxonomy| {
        let id = site.archives.term(taxonomy, last)?;
        let above = site.terms.ancestors(taxonomy, last);
        let above = above.iter().rev().map(|term| path_key(&term.slug));
        let is_whole = above.eq(chain[..chain.len() - 1].iter().map(|name| (*name).to_owned()));
        is_whole.then_some(id)
    });
    let id = found.next()?;
    found.next().is_none().then_some(id)
}

/// What a query at the front page asks for.
pub(super) enum Asked {
    /// An archive.
    For(ArchiveId),
    /// An archive that there is not.
    ForNothing,
    /// No archive.
    Nothing,
}

/// The archive that a query at the front page asks for.
pub(super) fn asked_for(url: &Url<'_>, site: &Site) -> Asked {
    let archives = &site.archives;
    if let (Some(taxonomy), Some(slug)) = (url.parameter("taxonomy"), url.parameter("term")) {
        return Asked::of(by_slug(taxonomy, slug, site));
    }
    for (key, value) in url.parameters() {
        let found = match key {
            "cat" | "tag_id" => by_number(value, site),
            "category_name" => by_slug("category", value, site),
            "tag" => by_slug("post_tag", value, site),
            "author" => value.trim().parse().ok().and_then(|id| archives.author_by_id(id)),
            "author_name" => archives.author(&path_key(value)),
            "m" => Period::of_digits(value).and_then(|period| archives.date(period)),
            "year" => by_parts(url).and_then(|period| archives.date(period)),
            "post_type" => archives.of_type(value),
            taxonomy => match by_slug(taxonomy, value, site) {
                Some(id) => Some(id),
                None => continue,
            },
        };
        return Asked::of(found);
    }
    Asked::Nothing
}

impl Asked {
    fn of(found: Option<ArchiveId>) -> Self {
        found.map_or(Self::ForNothing, Self::For)
    }
}

fn by_slug(taxonomy: &str, slug: &str, site: &Site) -> Option<ArchiveId> {
    let slug = path_key(slug);
    site.archives.term(taxonomy, slug.rsplit('/').next().unwrap_or_default())
}

fn by_number(number: &str, site: &Site) -> Option<ArchiveId> {
    let (taxonomy, term) = site.terms.by_id(number.trim().parse().ok()?)?;
    site.archives.term(taxonomy, &term.slug)
}

/// `?year=2013&monthnum=5`
fn by_parts(url: &Url<'_>) -> Option<Period> {
    let parts = ["year", "monthnum", "day"].iter().map_while(|name| url.parameter(name));
    let parts: Vec<String> = parts.map(|value| format!("{value:0>2}")).collect();
    Period::of_parts(&parts.iter().map(String::as_str).collect::<Vec<_>>())
}

/// Whether a date in an address, if there is one, is that of an item.
pub(super) fn agrees(parts: &[&str], record: &Record) -> bool {
    let Some(day) = record.day else { return true };
    let is_year = |part: &&str| part.len() == 4 && part.bytes().all(|b| b.is_ascii_digit());
    let Some(start) = parts.iter().position(is_year) else { return true };
    let parts = &parts[start..parts.len() - 1];
    let periods = (1..=parts.len().min(3)).rev().filter_map(|end| Period::of_parts(&parts[..end]));
    periods.take(1).all(|period| period.holds(day))
}

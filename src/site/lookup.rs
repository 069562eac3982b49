//! Numbers, addresses and slugs → items.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::site::document::Documents;
use crate::site::record::Record;
use crate::site::table::{Table, hash};
use crate::site::url::{Belonging, Roots, Url, fold, key_of_path};
use crate::site::version::{Versions, by_id};
use crate::wxr::PostId;

/// The items by number.
#[derive(Debug, Default)]
pub(super) struct Ids(Table);

/// The items by address and by slug.
#[derive(Debug, Default)]
pub(super) struct Addresses {
    paths: Table,
    slugs: Table,
    /// The version that counts, for items that are older versions.
    counting: HashMap<usize, usize>,
}

impl Ids {
    /// The first item of each id, in the version that counts. An id that several sites use for
    /// several items says nothing: a gallery must not show the pictures of another site.
    pub(super) fn of(records: &[Record], versions: &Versions, documents: &Documents) -> Self {
        let mut ids = by_id(records);
        ids.retain(|(_, index)| versions.counts(*index as usize));
        let site = |index: u32| documents.site_of(records[index as usize].document);
        let first = |alike: &[(PostId, u32)]| {
            let (id, index) = alike[0];
            let is_one = alike.iter().all(|(_, other)| site(*other) == site(index));
            is_one.then_some((hash_of(id), index as usize))
        };
        Self(Table::of(ids.chunk_by(|a, b| a.0 == b.0).filter_map(first)))
    }

    /// The position of the item of this number.
    pub(super) fn find(&self, id: PostId, records: &[Record]) -> Option<usize> {
        self.0.candidates(hash_of(id)).find(|index| records[*index].id == Some(id))
    }
}

/// Numbers that follow each other are spread, so that the table stays one of hashes.
fn hash_of(PostId(id): PostId) -> u32 {
    (id.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as u32
}

impl Addresses {
    /// An item that is written goes before one that is not: menu entries and design parts have
    /// addresses that nobody ever saw.
    pub(super) fn of(records: &[Record], roots: &Roots, versions: &Versions) -> Self {
        let of = |is_written: bool| {
            let all = records.iter().enumerate();
            all.filter(move |(_, record)| record.destination().is_some() == is_written)
        };
        let paths = of(true)
            .chain(of(false))
            .filter_map(|(index, record)| Some((hash(&fold(&domain_path(record, roots)?)), index)));
        let public = records.iter().enumerate().filter(|(_, record)| record.is_public());
        let slugs = public.filter_map(|(index, record)| {
            let slug = key_of_path(&record.slug);
            (!slug.is_empty()).then(|| (hash(&fold(&slug)), index))
        });
        Self {
            paths: Table::of(paths),
            slugs: Table::of(slugs),
            counting: versions.older().clone(),
        }
    }

    /// The position of the item at a decoded path below the domain. WordPress answers an address in
    /// any case, so an exact match only goes first. The address of an older version leads to the one
    /// that counts.
    pub(super) fn find(&self, path: &str, records: &[Record], roots: &Roots) -> Option<usize> {
        let lower = fold(path);
        let mut alike = None;
        for index in self.paths.candidates(hash(&lower)) {
            let Some(known) = domain_path(&records[index], roots) else { continue };
            if known == path {
                alike = Some(index);
                break;
            }
            if alike.is_none() && fold(&known) == lower {
                alike = Some(index);
            }
        }
        alike.map(|index| self.counting.get(&index).copied().unwrap_or(index))
    }

    /// The positions of the public items that have this slug, decoded.
    pub(super) fn of_slug<'a>(
        &'a self,
        slug: &str,
        records: &'a [Record],
    ) -> impl Iterator<Item = usize> + 'a {
        let slug = slug.to_lowercase();
        let found = self.slugs.candidates(hash(&slug));
        found.filter(move |index| fold(&key_of_path(&records[*index].slug)) == slug)
    }
}

/// The decoded path of an item's permalink below the domain.
pub(super) fn domain_path<'a>(record: &'a Record, roots: &Roots) -> Option<Cow<'a, str>> {
    let url = Url::split(&record.link);
    if url.query.is_some() {
        return None;
    }
    match roots.locate(&url) {
        Belonging::Site { domain_path, .. } => Some(domain_path),
        Belonging::Domain { .. } | Belonging::Elsewhere => None,
    }
}

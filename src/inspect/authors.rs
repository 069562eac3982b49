//! Who wrote the items. E-mail addresses that serve as names are not shown.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::{Census, Known};
use crate::html::plain_text;
use crate::wxr::private_name;

/// An author.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Author {
    /// The login (in WXR 1.0 the display name); empty for items that name nobody.
    pub login: String,
    /// The name that readers saw; empty where the export does not list the author.
    pub name: String,
    /// Whether the export lists the author.
    pub is_listed: bool,
    /// Items of any type.
    pub items: u64,
    /// Of those, the ones that a run would write.
    pub written: u64,
}

/// The authors, those with the most written items first.
pub(super) fn count(known: &[Known<'_>], census: &Census) -> Vec<Author> {
    let listed = census.authors.iter().map(|(login, name)| {
        let author = Author {
            login: private_name(login),
            name: private_name(name),
            is_listed: true,
            ..Author::default()
        };
        (login.as_str(), author)
    });
    let mut authors: BTreeMap<&str, Author> = listed.collect();
    for item in known {
        let login = census.creators.value(item.facts.creator).map_or("", String::as_str);
        let author = authors.entry(login).or_insert_with(|| Author {
            login: private_name(&plain_text(login)),
            ..Author::default()
        });
        author.items += 1;
        author.written += u64::from(item.is_written());
    }
    let mut authors: Vec<Author> = authors.into_values().collect();
    authors.sort_by(|a, b| {
        let key = |author: &Author| (Reverse(author.written), Reverse(author.items));
        key(a).cmp(&key(b)).then_with(|| a.login.cmp(&b.login))
    });
    authors
}

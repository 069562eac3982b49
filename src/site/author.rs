//! Who wrote the items, by the names that exports and addresses have for them.

use std::collections::BTreeMap;

use crate::wxr;

/// An author.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Author {
    /// The name that readers saw; empty where no export has one.
    pub name: String,
    /// The number that `?author=2` asks for.
    pub id: Option<u64>,
}

/// All authors of the exports, by the name in `dc:creator`: the login, and before WordPress 3.1 the
/// name that readers saw.
#[derive(Debug, Default)]
pub(super) struct Authors {
    by_login: BTreeMap<String, Author>,
    /// Logins.
    by_number: BTreeMap<u64, String>,
}

impl Authors {
    /// Takes in an author of an export; the first name and number that are any count.
    pub(super) fn add(&mut self, author: wxr::Author) {
        if let Some(number) = author.id {
            self.by_number.entry(number).or_insert_with(|| author.login.clone());
        }
        let known = self.by_login.entry(author.login).or_default();
        known.id = known.id.or(author.id);
        if known.name.is_empty() {
            known.name = author.display_name;
        }
    }

    /// What is known of the author with this login.
    pub(super) fn get(&self, login: &str) -> Option<&Author> {
        self.by_login.get(login)
    }

    /// The author with this number, with the login.
    pub(super) fn numbered(&self, number: u64) -> Option<(&str, &Author)> {
        let login = self.by_number.get(&number)?;
        Some((login, self.by_login.get(login)?))
    }

    /// Every author with the login, sorted by it.
    pub(super) fn all(&self) -> impl Iterator<Item = (&str, &Author)> {
        self.by_login.iter().map(|(login, author)| (login.as_str(), author))
    }
}

/// What WordPress makes of a login for addresses, unless somebody changed it, which no export tells:
/// `old.salt@pier` → `old-saltpier`
#[must_use]
pub fn nicename(login: &str) -> String {
    let mut name = String::new();
    for c in login.to_lowercase().chars() {
        match c {
            ' ' | '.' | '-' if !name.ends_with('-') => name.push('-'),
            c if c.is_alphanumeric() || c == '_' => name.push(c),
            _ => {}
        }
    }
    name.trim_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logins_in_addresses() {
        assert_eq!(nicename("old.salt@pier"), "old-saltpier");
        assert_eq!(nicename("Jane  Doe"), "jane-doe");
    }

    #[test]
    fn an_author_of_several_exports_is_one() {
        let author = |id, name: &str| wxr::Author {
            id,
            login: "ann".to_owned(),
            display_name: name.to_owned(),
        };
        let mut authors = Authors::default();
        for one in [author(None, ""), author(Some(2), "Ann"), author(Some(3), "Anna")] {
            authors.add(one);
        }
        assert_eq!(authors.get("ann"), Some(&Author { name: "Ann".to_owned(), id: Some(2) }));
        assert_eq!(authors.all().count(), 1);
    }
}

//! [`Vocabulary`]: the prefixes of an export → the ones by which the reader knows elements.
//!
//! Elements are matched by prefix, declared or not, or by the namespace that a prefix was declared
//! for, whatever its version: `http://wordpress.org/export/1.0/` and `…/1.2/` are one, and tools that
//! rewrote an export may call it `ns0:`.

use std::borrow::Cow;

use memchr::memchr;

/// How many prefixes of its own an export may declare.
const MOST: usize = 16;

/// Parts of the names of namespaces, and the prefix that WordPress uses for each. The first goes
/// before the second, which it contains.
const NAMESPACES: &[(&str, &str, &str)] = &[
    ("wordpress.org/export/", "/excerpt", "excerpt"),
    ("wordpress.org/export/", "", "wp"),
    ("purl.org/rss/1.0/modules/content", "", "content"),
    ("purl.org/dc/elements/", "", "dc"),
];

/// What an export calls the vocabularies that the reader knows, where it does not call them as
/// WordPress does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vocabulary(Vec<(String, &'static str)>);

impl Vocabulary {
    /// Takes in `xmlns:prefix="namespace"`. The first declaration of a prefix counts.
    pub(super) fn declare(&mut self, prefix: &str, namespace: &str) {
        let known = NAMESPACES.iter().find(|(start, end, _)| {
            namespace.contains(start) && namespace.trim_end_matches('/').ends_with(end)
        });
        if let Some((.., usual)) = known
            && prefix != *usual
            && self.0.len() < MOST
            && !self.0.iter().any(|(known, _)| known == prefix)
        {
            self.0.push((prefix.to_owned(), usual));
        }
    }

    /// `ns0:post_id` → `wp:post_id`
    pub(super) fn name<'a>(&self, written: &'a str) -> Cow<'a, str> {
        let Some(colon) = memchr(b':', written.as_bytes()) else { return Cow::Borrowed(written) };
        let (prefix, local) = (&written[..colon], &written[colon + 1..]);
        let usual = match prefix {
            "content" | "dc" | "excerpt" | "wp" => return Cow::Borrowed(written),
            // Some tools write it without a declaration, too.
            "wxr" => Some("wp"),
            _ => self.0.iter().find(|(known, _)| known == prefix).map(|(_, usual)| *usual),
        };
        usual.map_or(Cow::Borrowed(written), |usual| Cow::Owned(format!("{usual}:{local}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn namespaces_are_known_in_every_version() {
        for (namespace, name) in [
            ("http://wordpress.org/export/1.0/", "wp:x"),
            ("https://wordpress.org/export/1.2", "wp:x"),
            ("http://wordpress.org/export/9.9/", "wp:x"),
            ("http://wordpress.org/export/1.1/excerpt/", "excerpt:x"),
            ("http://purl.org/rss/1.0/modules/content/", "content:x"),
            ("http://purl.org/dc/elements/1.1/", "dc:x"),
            ("http://www.w3.org/2005/Atom", "ns0:x"),
        ] {
            let mut vocabulary = Vocabulary::default();
            vocabulary.declare("ns0", namespace);
            assert_eq!(vocabulary.name("ns0:x"), name, "{namespace}");
        }
    }

    #[test]
    fn undeclared_prefixes_mean_what_wordpress_means() {
        let vocabulary = Vocabulary::default();
        for name in ["wp:x", "dc:x", "content:x", "excerpt:x", "atom:x", "title"] {
            assert_eq!(vocabulary.name(name), name);
        }
        assert_eq!(vocabulary.name("wxr:x"), "wp:x");
    }

    #[test]
    fn the_first_declaration_counts_and_few_are_kept() {
        let mut vocabulary = Vocabulary::default();
        vocabulary.declare("a", "http://wordpress.org/export/1.2/");
        vocabulary.declare("a", "http://purl.org/dc/elements/1.1/");
        assert_eq!(vocabulary.name("a:x"), "wp:x");
        for number in 0..100 {
            vocabulary.declare(&format!("p{number}"), "http://wordpress.org/export/1.2/");
        }
        assert_eq!(vocabulary.0.len(), MOST);
    }
}

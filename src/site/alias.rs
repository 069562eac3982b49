//! Which other hosts stood for the site: its former domains, and networks that hand out its files.
//!
//! Two things tell. WordPress never changes a guid, so `http://localhost/?p=31` on item 31 names a
//! host at which the site once lived. And a host that has the site's own uploads at their own paths
//! is the site, or a copy of it.

use std::collections::{BTreeMap, HashSet};

use crate::notice::{Code, Notice};
use crate::site::scan::Scan;
use crate::site::table::hash;
use crate::site::upload::UPLOADS;
use crate::site::url::{Roots, Url, decode, host_key};
use crate::wxr::{Item, PostId};

/// So many items or files must tell.
const LEAST: usize = 3;

/// How many paths of one host are remembered, and how many hosts.
const MOST_PATHS: usize = 64;
const MOST_HOSTS: usize = 512;

/// How far before the folder of uploads an address may begin.
const LONGEST_BEFORE: usize = 256;

/// How many characters behind it one may have.
const LONGEST_BEHIND: usize = 512;

/// What the items tell of hosts.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    /// Paths below the uploads folder, as hashes, by the host as it is written.
    uploads: BTreeMap<String, HashSet<u32>>,
    /// How many items have a guid with their own number, by the address before it.
    guids: BTreeMap<String, usize>,
}

/// A host that was found out, and what told.
#[derive(Debug, PartialEq, Eq)]
struct Found {
    /// `cdn.old.example`, or with the folder in which the site lay: `localhost/blog`.
    address: String,
    because: String,
}

impl Evidence {
    /// Takes in an item. `own` is the address of the site that it is of.
    pub(super) fn add(&mut self, item: &Item<'_>, own: &str, scan: &Scan) {
        self.add_guid(&item.guid, item.id, own);
        let own = Url::split(own).host.unwrap_or_default();
        let content = item.content.as_ref();
        for at in scan.uploads(content) {
            let Some((host, path)) = upload(content, at) else { continue };
            if host != own {
                self.add_upload(host, path);
            }
        }
    }

    fn add_guid(&mut self, guid: &str, id: Option<PostId>, own: &str) {
        let (Some((address, query)), Some(id)) = (guid.split_once("/?"), id) else { return };
        let query = Url { query: Some(query), ..Url::split("") };
        if query.parameter("p").and_then(|number| number.parse().ok()) != Some(id.0)
            || address == own
        {
            return;
        }
        if let Some(items) = self.guids.get_mut(address) {
            *items += 1;
        } else if self.guids.len() < MOST_HOSTS {
            self.guids.insert(address.to_owned(), 1);
        }
    }

    fn add_upload(&mut self, host: &str, path: &str) {
        let is_new = !self.uploads.contains_key(host);
        if is_new && self.uploads.len() >= MOST_HOSTS {
            return;
        }
        let paths = self.uploads.entry(host.to_owned()).or_default();
        if paths.len() < MOST_PATHS {
            paths.insert(hash(&decode(path)));
        }
    }

    /// Adds the hosts that are told by enough to the addresses of the site, and says so. `files` are
    /// the paths of the library.
    pub(super) fn settle<'a>(
        self,
        roots: &mut Roots,
        files: impl Iterator<Item = &'a str>,
    ) -> Vec<Notice> {
        let files: HashSet<u32> = files.map(hash).collect();
        let mut notices = Vec::new();
        for found in self.found(&files, roots) {
            roots.add_alias(&found.address);
            let message = format!("`{}` is taken for this site: {}", found.address, found.because);
            notices.push(Notice::new(Code::InferredHost, message));
        }
        notices
    }

    fn found(&self, files: &HashSet<u32>, roots: &Roots) -> Vec<Found> {
        let mut by_address: BTreeMap<String, usize> = BTreeMap::new();
        for (address, items) in &self.guids {
            let url = Url::split(address);
            let host = url.host.map(host_key).filter(|host| !host.is_empty());
            if let Some(host) = host.filter(|_| url.is_web()) {
                let path = url.path.trim_matches('/');
                let slash = if path.is_empty() { "" } else { "/" };
                *by_address.entry(format!("{host}{slash}{path}")).or_default() += items;
            }
        }
        let former =
            by_address.into_iter().filter(|(_, items)| *items >= LEAST).map(|(address, items)| {
                Found {
                    address,
                    because: format!(
                        "{items} items have it in the name that never changes, the guid"
                    ),
                }
            });
        let mut by_host: BTreeMap<String, HashSet<u32>> = BTreeMap::new();
        for (host, paths) in &self.uploads {
            by_host.entry(host_key(host)).or_default().extend(paths);
        }
        let copies = by_host.into_iter().filter_map(|(address, paths)| {
            let own = paths.iter().filter(|path| files.contains(path)).count();
            let because = format!("{own} of the files that are linked there are in the library");
            (own >= LEAST && own * 2 >= paths.len()).then_some(Found { address, because })
        });
        let mut found: Vec<Found> = former.chain(copies).collect();
        found.retain(|found| !roots.has_host(&Url::split(&format!("//{}", found.address))));
        found.dedup_by(|a, b| a.address == b.address);
        found
    }
}

/// The host and the path below the uploads folder of the address in whose middle `at` stands.
fn upload(content: &str, at: usize) -> Option<(&str, &str)> {
    let is_outside = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '(' | '<' | '>' | ',');
    let before = content.as_bytes()[..at].iter().rev().take(LONGEST_BEFORE);
    let start = at - before.take_while(|byte| !is_outside(char::from(**byte))).count();
    let start = (start..=at).find(|start| content.is_char_boundary(*start))?;
    let host = Url::split(&content[start..at]).host.filter(|host| !host.is_empty())?;
    let path = &content[at + UPLOADS.len()..];
    let ends = |c: char| is_outside(c) || matches!(c, ')' | '?' | '#' | '&' | '\\' | ']');
    let near = path.char_indices().take(LONGEST_BEHIND);
    let end = near.chain([(path.len(), ' ')]).find(|(_, c)| ends(*c))?.0;
    (end > 0 && end <= LONGEST_BEHIND * 4).then(|| (host, &path[..end]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wxr::Channel;

    const OWN: &str = "https://old.example";

    fn add(evidence: &mut Evidence, guid: &str, id: Option<PostId>, content: &str) {
        let item = Item { guid: guid.into(), id, content: content.into(), ..Item::default() };
        evidence.add(&item, OWN, &Scan::default());
    }

    fn settle(evidence: Evidence) -> (Vec<String>, Roots) {
        let channel = Channel { link: OWN.into(), ..Channel::default() };
        let mut roots = Roots::from_channels([&channel]);
        let files = ["2012/05/a.jpg", "2012/05/b.jpg", "2012/05/ü c.jpg"];
        let notices = evidence.settle(&mut roots, files.into_iter());
        (notices.into_iter().map(|notice| notice.message).collect(), roots)
    }

    #[test]
    fn a_host_of_many_own_uploads_is_the_site() {
        let mut evidence = Evidence::default();
        let content = "<img src=\"https://CDN.example/wp-content/uploads/2012/05/a.jpg?w=3\" \
             srcset=\"//cdn.example/wp-content/uploads/2012/05/b.jpg 2x\"> \
             http://cdn.example/wp-content/uploads/2012/05/%c3%bc%20c.jpg \
             https://old.example/wp-content/uploads/2012/05/a.jpg \
             /wp-content/uploads/2012/05/a.jpg \
             https://few.example/wp-content/uploads/2012/05/a.jpg";
        add(&mut evidence, "", None, content);
        let (messages, roots) = settle(evidence);
        assert_eq!(
            messages,
            [
                "`cdn.example` is taken for this site: 3 of the files that are linked there are in the library"
            ]
        );
        assert!(roots.is_below(&Url::split("https://cdn.example/2012/05/hello/")));
    }

    #[test]
    fn a_host_with_mostly_other_files_is_another_site() {
        let mut evidence = Evidence::default();
        for name in ["05/a", "05/b", "05/%c3%bc%20c", "01/x", "01/y", "01/z", "01/w"] {
            let content = format!("//b.example/wp-content/uploads/2012/{name}.jpg");
            add(&mut evidence, "", None, &content);
        }
        assert_eq!(settle(evidence).0, [""; 0]);
    }

    #[test]
    fn guids_name_former_domains() {
        let mut evidence = Evidence::default();
        for id in 1..=3 {
            let guid = format!("http://localhost:8888/blog/?p={id}");
            add(&mut evidence, &guid, Some(PostId(id)), "");
            // From another blog: the numbers do not agree.
            let guid = format!("http://imported.example/?p={}", id + 100);
            add(&mut evidence, &guid, Some(PostId(id)), "");
            add(&mut evidence, &format!("{OWN}/?p={id}"), Some(PostId(id)), "");
        }
        let (messages, roots) = settle(evidence);
        assert_eq!(messages.len(), 1, "{messages:?}");
        assert!(roots.is_below(&Url::split("http://localhost:8888/blog/a/")));
        assert!(!roots.is_below(&Url::split("http://localhost:8888/a/")));
    }

    #[test]
    fn addresses_end_where_nobody_writes_on() {
        for (content, expected) in [
            ("(https://a.b/wp-content/uploads/x.jpg)", Some(("a.b", "x.jpg"))),
            ("url('//a.b/c/wp-content/uploads/x.jpg')", Some(("a.b", "x.jpg"))),
            ("wp-content/uploads/x.jpg", None),
            ("/wp-content/uploads/x.jpg", None),
            ("https://a.b/wp-content/uploads/", None),
            ("ш//a.b/wp-content/uploads/x", None),
        ] {
            let at = content.find("wp-content/uploads/").expect("an address");
            assert_eq!(upload(content, at), expected, "{content}");
        }
    }
}

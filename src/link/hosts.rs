//! The hosts that the links, pictures and players of documents lead to.

use std::collections::BTreeMap;

use crate::site::{Site, Url, host_key};

/// What leads to a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reference {
    /// Something to click on.
    Link,
    /// Something to look at.
    Image,
    /// Something that plays, or a frame.
    Embed,
}

impl Reference {
    /// What an attribute of an element is.
    pub(super) fn of(element: Option<&str>, attribute: &str) -> Self {
        match (element.unwrap_or_default(), attribute) {
            (_, "longdesc") => Self::Link,
            (_, "poster") | ("img" | "image" | "input", _) => Self::Image,
            (
                "audio" | "embed" | "frame" | "iframe" | "object" | "source" | "track" | "video",
                _,
            ) => Self::Embed,
            _ => Self::Link,
        }
    }
}

/// How often documents lead to a host.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HostUses {
    /// Links.
    pub links: u64,
    /// Pictures.
    pub images: u64,
    /// Players, frames and posts of other sites.
    pub embeds: u64,
    /// Of all these, the ones that name a page or an upload that the exported site has, too.
    pub alike: u64,
}

impl HostUses {
    /// Adds the uses in another document.
    pub fn add(&mut self, other: Self) {
        self.links += other.links;
        self.images += other.images;
        self.embeds += other.embeds;
        self.alike += other.alike;
    }

    /// Links, pictures and embeds together.
    #[must_use]
    pub fn total(self) -> u64 {
        self.links + self.images + self.embeds
    }

    fn count(&mut self, reference: Reference) {
        *match reference {
            Reference::Link => &mut self.links,
            Reference::Image => &mut self.images,
            Reference::Embed => &mut self.embeds,
        } += 1;
    }
}

/// How often documents lead where.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hosts {
    /// Into the exported sites, however the address is written.
    pub own: HostUses,
    /// To other hosts, each by its [`host_key`].
    pub others: BTreeMap<String, HostUses>,
}

impl Hosts {
    /// Adds the hosts of another document.
    pub fn add(&mut self, other: Self) {
        self.own.add(other.own);
        for (host, uses) in other.others {
            self.others.entry(host).or_default().add(uses);
        }
    }

    /// Counts an address that an embed stands for. One that is written as a link was counted as one.
    pub fn add_embed(&mut self, address: &str, is_link: bool, site: &Site) {
        let url = Url::split(address);
        let uses = if site.roots.is_below(&url) {
            &mut self.own
        } else {
            let Some(host) = url.host else { return };
            self.others.entry(host_key(host)).or_default()
        };
        uses.embeds += 1;
        uses.links = uses.links.saturating_sub(u64::from(is_link));
    }

    pub(super) fn count_own(&mut self, reference: Reference) {
        self.own.count(reference);
    }

    pub(super) fn count_other(&mut self, url: &Url<'_>, reference: Reference, site: &Site) {
        let Some(host) = url.host.map(host_key).filter(|host| !host.is_empty()) else { return };
        let uses = self.others.entry(host).or_default();
        uses.count(reference);
        uses.alike += u64::from(site.has_alike(url));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_attribute_is() {
        assert_eq!(Reference::of(Some("a"), "href"), Reference::Link);
        assert_eq!(Reference::of(Some("img"), "src"), Reference::Image);
        assert_eq!(Reference::of(Some("img"), "longdesc"), Reference::Link);
        assert_eq!(Reference::of(Some("video"), "poster"), Reference::Image);
        assert_eq!(Reference::of(Some("video"), "src"), Reference::Embed);
        assert_eq!(Reference::of(Some("object"), "data"), Reference::Embed);
        assert_eq!(Reference::of(None, "href"), Reference::Link);
    }

    #[test]
    fn an_embed_that_is_written_as_a_link_is_no_link() {
        let site = Site::default();
        let mut hosts = Hosts::default();
        let url = Url::split("https://www.films.example/a");
        hosts.count_other(&url, Reference::Link, &site);
        hosts.count_other(&url, Reference::Link, &site);
        hosts.add_embed("https://films.example/a", true, &site);
        hosts.add_embed("https://films.example/b", false, &site);
        let uses = HostUses { links: 1, embeds: 2, ..HostUses::default() };
        assert_eq!(hosts.others, BTreeMap::from([("films.example".to_owned(), uses)]));
    }
}

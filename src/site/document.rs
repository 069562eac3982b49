//! Documents: exports as WordPress wrote them, and the sites that they are of. A file holds several
//! where somebody put them behind each other; several can be parts of one site.

use std::collections::BTreeMap;

use crate::notice::{Code, Notice, Place};
use crate::site::url::{Url, host_key, path_key};
use crate::wxr::Channel;

/// All documents of a run, in the order of the exports.
#[derive(Debug, Default)]
pub(super) struct Documents {
    documents: Vec<Document>,
    /// The address of each site, as the first document of it has it, under what is the same for all.
    sites: Vec<(String, String)>,
}

#[derive(Debug)]
struct Document {
    export: usize,
    channel: Channel,
    /// `None` where the head does not say, or is missing.
    site: Option<usize>,
}

impl Documents {
    /// Takes in the head of a document.
    pub(super) fn add(&mut self, channel: Channel, export: usize) {
        let site = self.site_at(channel.address());
        self.documents.push(Document { export, channel, site });
    }

    /// The document that is being read of this export. What somebody cut out of an export has no head.
    pub(super) fn current(&mut self, export: usize) -> usize {
        if self.documents.last().is_none_or(|document| document.export != export) {
            self.add(Channel::default(), export);
        }
        self.documents.len() - 1
    }

    /// The head of a document.
    pub(super) fn channel(&self, document: usize) -> &Channel {
        &self.documents[document].channel
    }

    /// The heads of all documents.
    pub(super) fn channels(&self) -> impl Iterator<Item = &Channel> {
        self.documents.iter().map(|document| &document.channel)
    }

    /// The first head of each export, by the position of the export.
    pub(super) fn into_channels(self) -> BTreeMap<usize, Channel> {
        let mut channels = BTreeMap::new();
        for Document { export, channel, .. } in self.documents {
            channels.entry(export).or_insert(channel);
        }
        channels
    }

    /// Which site a document is of. One that does not say is taken for a part of the first.
    pub(super) fn site_of(&self, document: usize) -> usize {
        self.documents[document].site.unwrap_or(0)
    }

    /// What to say of exports of several sites: one notice for each but the first.
    pub(super) fn notices(&self) -> Vec<Notice> {
        let of = |(site, (_, address)): (usize, &(String, String))| {
            let export = self.documents.iter().find(|it| it.site == Some(site))?.export;
            let message = format!("`{address}` is another site than `{}`", self.sites[0].1);
            let place = Place { export, line: 1 };
            Some(Notice::new(Code::SeveralSites, message).at(None, place))
        };
        self.sites.iter().enumerate().skip(1).filter_map(of).collect()
    }

    fn site_at(&mut self, address: &str) -> Option<usize> {
        let url = Url::split(address);
        let host = url.host.filter(|host| !host.is_empty())?;
        let key = format!("{}/{}", host_key(host), path_key(url.path).to_lowercase());
        let known = self.sites.iter().position(|(known, _)| *known == key);
        Some(known.unwrap_or_else(|| {
            self.sites.push((key, address.to_owned()));
            self.sites.len() - 1
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn channel(base_blog_url: &str, link: &str) -> Channel {
        Channel {
            base_blog_url: base_blog_url.to_owned(),
            link: link.to_owned(),
            ..Channel::default()
        }
    }

    #[test]
    fn an_address_is_the_same_site_s_whatever_its_scheme_case_and_www() {
        let mut documents = Documents::default();
        documents.add(Channel::default(), 0);
        for address in ["http://www.old.example", "https://OLD.example/", "https://old.example:443"]
        {
            documents.add(channel(address, "https://other.example"), 1);
            documents.add(channel("", address), 2);
        }
        assert_eq!((0..7).map(|at| documents.site_of(at)).max(), Some(0));
        assert_eq!(documents.notices(), []);
    }

    #[test]
    fn several_sites_are_told() {
        let mut documents = Documents::default();
        documents.add(channel("https://old.example", ""), 0);
        documents.add(channel("https://old.example/blog", ""), 1);
        assert_eq!((documents.site_of(0), documents.site_of(1)), (0, 1));
        let [notice] = &documents.notices()[..] else { panic!("one notice") };
        let want = "`https://old.example/blog` is another site than `https://old.example`";
        assert_eq!(notice.message, want);
        assert_eq!(notice.place.map(|place| place.export), Some(1));
        // Its items come after another export's, and it has no head.
        assert_eq!((documents.current(1), documents.current(2)), (1, 2));
        assert_eq!(documents.site_of(2), 0);
    }
}

//! What the user decided about the web.

use std::collections::BTreeSet;
use std::time::Duration;

use super::address::Address;
use super::header::Header;

/// Whether addresses of private networks may be asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Private {
    /// Never: an export may name any address, and what answers there is none of its business.
    #[default]
    Refuse,
    /// Where the site itself lives there.
    OwnHosts,
}

/// What the user decided.
#[derive(Clone, Debug)]
pub struct Rules {
    /// Further attempts after a failure that may pass.
    pub retries: u32,
    /// The longest wait to connect, for an answer, and between two bytes.
    pub timeout: Duration,
    /// The most requests a second to one host.
    pub rate: Option<f64>,
    /// The most bytes of one file, unpacked.
    pub max_file: u64,
    /// What is sent to the site's own hosts, and to nobody else; in the clear only where the site's own
    /// address is `http`.
    pub headers: Vec<Header>,
    /// The hosts of the site itself: lower case, without `www.`, with `:port` where there is one.
    pub own_hosts: BTreeSet<String>,
    /// Whether addresses of private networks may be asked.
    pub private: Private,
    /// The site's address, which own hosts are told where the request comes from; many sites show
    /// pictures to visitors of their own pages only.
    pub referer: Option<String>,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            retries: 4,
            timeout: Duration::from_secs(30),
            rate: None,
            max_file: u64::MAX,
            headers: Vec::new(),
            own_hosts: BTreeSet::new(),
            private: Private::default(),
            referer: None,
        }
    }
}

impl Rules {
    /// Own hosts and the site's address as they are sent, however they were written.
    pub(super) fn spelt_out(self) -> Self {
        let plain = |host: String| {
            Address::parse(&format!("http://{host}")).map_or(host, |address| address.key())
        };
        let own_hosts = self.own_hosts.into_iter().map(plain).collect();
        let referer = self.referer.as_deref().and_then(Address::parse);
        Self { own_hosts, referer: referer.map(|address| address.to_string()), ..self }
    }

    pub(super) fn is_own(&self, address: &Address) -> bool {
        self.own_hosts.contains(&address.key())
    }

    /// Whether an address may be told the user's headers. What a browser has of a site at `https` is for
    /// `https` alone, however many pictures the export names with `http`.
    pub(super) fn may_know_secrets(&self, address: &Address) -> bool {
        self.is_own(address) && (address.is_secure || self.lives_in_the_clear())
    }

    /// Whether an address is better asked by `https` first, as only that may be told the user's headers.
    pub(super) fn wants_https(&self, address: &Address) -> bool {
        !self.headers.is_empty() && self.is_own(address) && !self.may_know_secrets(address)
    }

    fn lives_in_the_clear(&self) -> bool {
        let site = self.referer.as_deref().and_then(Address::parse);
        site.is_some_and(|site| !site.is_secure)
    }

    /// Whether the host may stand in a private network.
    pub(super) fn may_be_private(&self, address: &Address) -> bool {
        match self.private {
            Private::Refuse => false,
            Private::OwnHosts => self.is_own(address),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_told_in_the_clear_only_by_a_site_at_http() {
        let header = Header::parse("Cookie: a=b").expect("a header");
        for (site, url, may_know, wants_https) in [
            (Some("http://old.example"), "http://old.example/a.jpg", true, false),
            (Some("http://old.example"), "https://old.example/a.jpg", true, false),
            (Some("http://old.example"), "http://cdn.example/a.jpg", false, false),
            (Some("https://old.example"), "https://www.old.example/a.jpg", true, false),
            (Some("https://old.example"), "http://www.old.example/a.jpg", false, true),
            (Some("https://old.example"), "http://cdn.example/a.jpg", false, false),
            (None, "http://old.example/a.jpg", false, true),
        ] {
            let rules = Rules {
                own_hosts: ["old.example".to_owned()].into(),
                headers: vec![header.clone()],
                referer: site.map(str::to_owned),
                ..Rules::default()
            };
            let address = Address::parse(url).expect("an address");
            assert_eq!(rules.may_know_secrets(&address), may_know, "{site:?} {url}");
            assert_eq!(rules.wants_https(&address), wants_https, "{site:?} {url}");
            let without = Rules { headers: Vec::new(), ..rules };
            assert!(!without.wants_https(&address), "{site:?} {url}");
        }
    }

    #[test]
    fn own_hosts_are_known_however_they_are_written() {
        let own_hosts = ["www.Müller.example", "127.0.0.1:8080"].map(str::to_owned);
        let referer = Some("https://müller.example".to_owned());
        let rules = Rules { own_hosts: BTreeSet::from(own_hosts), referer, ..Rules::default() };
        let rules = rules.spelt_out();
        assert_eq!(rules.referer.as_deref(), Some("https://xn--mller-kva.example/"));
        for (url, is_own) in [
            ("https://xn--mller-kva.example/a.jpg", true),
            ("http://www.müller.example:80/a.jpg", true),
            ("http://127.0.0.1:8080/a.jpg", true),
            ("http://127.0.0.1/a.jpg", false),
            ("http://0x7f.1:8080/a.jpg", false),
            ("http://müller.example.evil.example/a.jpg", false),
        ] {
            assert_eq!(rules.is_own(&Address::parse(url).expect("an address")), is_own, "{url}");
        }
    }
}

//! The hosts that links, pictures and embeds lead to, the most frequent first.

use std::cmp::Reverse;

use crate::link::{HostUses, Hosts};
use crate::site::Site;

/// A former domain has at least so many addresses that the site has, too.
const LEAST_ALIKE: u64 = 2;

/// A host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Host {
    /// Without `www.`; of the exported sites the first one's.
    pub name: String,
    /// Whether the exported sites are meant. A network has sites beside them on the same host.
    pub is_own: bool,
    /// What leads there.
    pub uses: HostUses,
}

impl Host {
    /// Whether it looks like a domain that the site had before: half of what leads there, and more
    /// than one address, names what the site has, too.
    #[must_use]
    pub fn may_be_former_domain(&self) -> bool {
        let HostUses { alike, .. } = self.uses;
        !self.is_own && alike >= LEAST_ALIKE && alike * 2 >= self.uses.total()
    }
}

/// The site's own host, then the others.
pub(super) fn rank(hosts: &Hosts, site: &Site) -> Vec<Host> {
    let own = site.roots.hosts().next().map(|name| Host {
        name: name.to_owned(),
        is_own: true,
        uses: hosts.own,
    });
    let mut others: Vec<Host> = hosts
        .others
        .iter()
        .map(|(name, uses)| Host { name: name.clone(), is_own: false, uses: *uses })
        .collect();
    // The map is sorted by name, and this sort keeps the order of equals.
    others.sort_by_key(|host| Reverse(host.uses.total()));
    own.into_iter().chain(others).collect()
}

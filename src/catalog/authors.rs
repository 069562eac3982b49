//! Those who wrote what readers could see, by the names that readers saw. Logins stay out: they are half
//! of what is needed to log in.

use serde::Serialize;

use super::Scene;
use crate::inspect::private;
use crate::site::{ArchiveKind, nicename};

#[derive(Serialize)]
pub(super) struct Author {
    /// The name in addresses.
    slug: String,
    name: String,
    id: Option<u64>,
    /// The address of the list of posts, if there is one.
    address: Option<String>,
    /// That of the old site.
    permalink: Option<String>,
    posts: usize,
}

/// Every author of public items, sorted by login.
pub(super) fn list(scene: &Scene<'_>) -> Vec<Author> {
    let site = scene.site;
    let one = |(id, archive): (_, &crate::site::Archive)| {
        let ArchiveKind::Author { login } = &archive.kind else { return None };
        (site.archives.own_items(id) > 0).then(|| Author {
            slug: nicename(login),
            name: private(&archive.title),
            id: site.author_number(login),
            address: scene.address(archive),
            permalink: site.old_address(&archive.path),
            posts: site.archives.members(id).len(),
        })
    };
    site.archives.listed().filter_map(one).collect()
}

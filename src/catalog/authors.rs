//! Those who wrote what readers could see, by the names that readers saw. Logins stay out: they are half
//! of what is needed to log in.

use serde::Serialize;

use super::Scene;
use crate::convert::Writing;
use crate::convert::lower::{self, Context};
use crate::site::{Archive, ArchiveKind, nicename};
use crate::wxr::private_name;

#[derive(Serialize)]
pub(super) struct Author {
    /// The name in addresses.
    slug: String,
    /// As the front matter of posts has it.
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
    let Scene { site, writing: Writing { target, rules, .. }, .. } = *scene;
    let context = Context { site, post: None, meta: &[], rules, target };
    let one = |(id, archive): (_, &Archive)| {
        let ArchiveKind::Author { login } = &archive.kind else { return None };
        (site.archives.own_items(id) > 0).then(|| Author {
            slug: nicename(login),
            name: private_name(&lower::line(site.author(login), &context)),
            id: site.author_number(login),
            address: scene.address(id, archive),
            permalink: site.old_address(&archive.path),
            posts: site.archives.members(id).len(),
        })
    };
    site.archives.listed().filter_map(one).collect()
}

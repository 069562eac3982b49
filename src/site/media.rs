//! What a site knows of its media files, for whoever links to them, shows them or brings them.

use crate::site::bundle::{self, InBundle};
use crate::site::upload::{Picture, Upload};
use crate::site::url::{Url, path_key};
use crate::site::{Destination, Site, hidden_upload, stand_in};
use crate::wxr::PostId;

impl Site {
    /// The uploaded file that a URL names, or the file of another host that the site takes in.
    #[must_use]
    pub fn upload(&self, url: &Url<'_>) -> Option<Upload> {
        self.uploads.find(url, self).or_else(|| self.media_hosts.find(url))
    }

    /// Where an upload lies that the post takes along to which it was uploaded.
    #[must_use]
    pub fn bundled(&self, upload: &Upload) -> Option<InBundle<'_>> {
        bundle::bundled(upload, self)
    }

    /// The path that stands for a document: that of its file without the ending, or of the folder that it
    /// has to itself.
    #[must_use]
    pub fn folder<'a>(&self, to: &'a Destination) -> &'a str {
        bundle::folder(to, self)
    }

    /// Whether an attachment is not public, or was uploaded to an item that is not.
    #[must_use]
    pub fn is_hidden(&self, attachment: PostId) -> bool {
        hidden_upload::is_hidden(attachment, self)
    }

    /// The names of files in the folder of an upload that can stand in for it, the best first.
    #[must_use]
    pub fn stand_ins(&self, upload: &Upload) -> Vec<String> {
        stand_in::stand_ins(upload, self)
    }

    /// The address at which the old site has an upload; empty where nothing tells.
    #[must_use]
    pub fn address_of(&self, upload: &Upload) -> String {
        stand_in::address(upload, self)
    }

    /// The picture of the media library that a URL names, in whatever size. `named` is the
    /// attachment that the post itself says it is; it counts where the library lists no sizes.
    #[must_use]
    pub fn picture(&self, url: &Url<'_>, named: Option<PostId>) -> Option<Picture<'_>> {
        self.uploads.picture(url, named, self)
    }

    /// Whether the site has at the path of a URL what another host has there: an upload of the
    /// library, or a page whose address is more than one word.
    #[must_use]
    pub fn has_alike(&self, url: &Url<'_>) -> bool {
        let path = url.path.trim_matches('/');
        let may_be_page = path.contains(['/', '-', '%']) && url.query.is_none();
        self.uploads.has_alike(url, self) || may_be_page && self.by_path(&path_key(path)).is_some()
    }
}

//! What the media library knows of the pictures of a body: the file in full size, the alternative.

use super::{Elements, filled};
use crate::convert::lower::PictureSize;
use crate::html::{Dom, NodeId};
use crate::site::{Picture, Site, Url};
use crate::wxr::PostId;

/// Points pictures, and the links around them, at the files that show them in full, and gives
/// those without an `alt` the library's. An empty one was typed and says that there is nothing to
/// say.
pub(super) fn consult(dom: &mut Dom, elements: &Elements, site: &Site, shown: PictureSize) {
    for image in elements.images.iter().copied() {
        let Some(address) = filled(dom, image, "src") else { continue };
        let picture = site.picture(&Url::split(address), attachment(dom, image));
        let Some(Picture { attachment, full }) = picture else { continue };
        if let (Some(full), PictureSize::Original) = (full, shown) {
            dom.set_attribute(image, "src", &full);
        }
        let alternative = attachment.alt.trim();
        if dom.attribute(image, "alt").is_none() && !alternative.is_empty() {
            dom.set_attribute(image, "alt", alternative);
        }
    }
    if shown == PictureSize::Original {
        enlarge(dom, elements, site);
    }
}

/// `<a href="a-1024x683.jpg"><img src="a-300x200.jpg"></a>` → a link to `a.jpg`
///
/// A link that holds words may well mean the smaller file.
fn enlarge(dom: &mut Dom, elements: &Elements, site: &Site) {
    let holds_picture =
        |dom: &Dom, link| dom.elements_in(link).any(|element| dom.name(element) == Some("img"));
    let links = elements.links.iter().map(|link| (*link, "href"));
    let films = elements.films.iter().map(|film| (*film, "poster"));
    for (element, attribute) in links.chain(films) {
        let Some(address) = filled(dom, element, attribute) else { continue };
        let picture = site.picture(&Url::split(address), None);
        let Some(full) = picture.and_then(|picture| picture.full) else { continue };
        if attribute == "poster" || holds_picture(dom, element) {
            dom.set_attribute(element, attribute, &full);
        }
    }
}

/// The attachment that the editor wrote down: `class="size-large wp-image-13"`.
fn attachment(dom: &Dom, image: NodeId) -> Option<PostId> {
    let classes = dom.attribute(image, "class").unwrap_or_default();
    let mut names = classes.split_ascii_whitespace();
    let number = names.find_map(|name| name.strip_prefix("wp-image-"))?;
    number.parse().ok().map(PostId)
}

//! The pictures of a body: which file each shows, what it is called, and whether it shows anything.
//!
//! In: the DOM of a body with its links as WordPress wrote them. Out: the same with every picture
//! once, at its real address and in its full size. [`write_out`] comes after the links are rewritten.

mod embedded;
mod lazy;
mod library;
mod side;
mod tracker;

use crate::convert::lower::Rules;
use crate::html::{Dom, NodeId};
use crate::notice::Notice;
use crate::site::Site;

pub use embedded::Embedded;
pub(super) use embedded::write_out;

/// What became of the pictures of a body.
#[derive(Debug, Default)]
pub(super) struct Settled {
    /// The pictures that are left.
    pub(super) images: Vec<NodeId>,
    /// What was dropped.
    pub(super) notices: Vec<Notice>,
}

/// The elements of a body that have to do with pictures, each kind in document order.
#[derive(Debug, Default)]
struct Elements {
    films: Vec<NodeId>,
    frames: Vec<NodeId>,
    images: Vec<NodeId>,
    links: Vec<NodeId>,
    noscripts: Vec<NodeId>,
    pictures: Vec<NodeId>,
}

/// Settles every picture of a body.
pub(super) fn settle(dom: &mut Dom, site: &Site, rules: &Rules) -> Settled {
    let mut elements = Elements::of(dom);
    lazy::load(dom, &elements);
    let notices = tracker::remove(dom, &elements.images, site);
    // What was taken out of the tree has no parent.
    elements.images.retain(|image| dom.parent(*image).is_some());
    library::consult(dom, &elements, site, rules.pictures);
    side::set_apart(dom, &elements.images);
    Settled { images: elements.images, notices }
}

impl Elements {
    fn of(dom: &Dom) -> Self {
        let mut elements = Self::default();
        for element in dom.elements() {
            let kind = match dom.name(element) {
                Some("a") => &mut elements.links,
                Some("iframe") => &mut elements.frames,
                Some("img") => &mut elements.images,
                Some("noscript") => &mut elements.noscripts,
                Some("picture") => &mut elements.pictures,
                Some("video") => &mut elements.films,
                _ => continue,
            };
            kind.push(element);
        }
        elements
    }
}

/// The value of an attribute without blanks at its ends; `None` also where that leaves nothing.
fn filled<'d>(dom: &'d Dom, element: NodeId, attribute: &str) -> Option<&'d str> {
    dom.attribute(element, attribute).map(str::trim).filter(|value| !value.is_empty())
}

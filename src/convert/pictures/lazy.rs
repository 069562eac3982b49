//! Pictures that a script was to load when a reader came near → pictures.
//!
//! Plugins write a placeholder as `src` and the address into an attribute of their own, with the
//! picture once more in a `<noscript>` beside it. Such HTML is in an export where somebody pasted a
//! rendered page, or where a plugin stored what it made.

use super::{Elements, filled};
use crate::html::{self, Dom, NodeId};

/// Attributes that hold the address until a script puts it into `src`; the surest first.
const ADDRESSES: &[&str] = &[
    "data-src",
    "data-lazy-src",
    "data-original",
    "data-lazyload",
    "data-lazy",
    "data-cfsrc",
    "data-echo",
    "data-opt-src",
    "nitro-lazy-src",
];

/// Attributes that hold candidates until a script puts them into `srcset`.
const CANDIDATES: &[&str] = &[
    "data-srcset",
    "data-lazy-srcset",
    "data-original-set",
    "data-opt-srcset",
    "nitro-lazy-srcset",
    "srcset",
];

/// Attributes in which other plugins keep the full picture beside a `src` that shows it.
const ORIGINALS: &[&str] = &["data-orig-file", "data-large-file", "data-full-url"];

/// Names of the files that stand in a picture's place until it is loaded, without their ending.
/// Sorted.
const PLACEHOLDERS: &[&str] = &[
    "1x1",
    "1x1.trans",
    "blank",
    "grey",
    "lazy",
    "lazy_placeholder",
    "lazyload",
    "loading",
    "pixel",
    "placeholder",
    "spacer",
    "trans",
    "transparent",
];

/// Gives every picture and frame its real address, and takes each `<noscript>` out that repeats
/// one or holds one.
pub(super) fn load(dom: &mut Dom, elements: &Elements) {
    let mut loaded = Vec::new();
    for element in elements.images.iter().chain(&elements.frames) {
        let shown = filled(dom, *element, "src");
        let real = real_address(dom, *element).filter(|address| Some(*address) != shown);
        if let Some(address) = real.map(str::to_owned) {
            dom.set_attribute(*element, "src", &address);
            loaded.push(*element);
        }
    }
    loaded.sort_unstable();
    for picture in &elements.pictures {
        choose_source(dom, *picture);
    }
    for noscript in &elements.noscripts {
        settle(dom, *noscript, &loaded);
    }
}

/// The address that the script would have shown.
fn real_address(dom: &Dom, element: NodeId) -> Option<&str> {
    let values =
        |names: &'static [&str]| names.iter().filter_map(move |name| filled(dom, element, name));
    let shown = filled(dom, element, "src").filter(|address| !is_placeholder(address));
    values(ADDRESSES)
        // A plugin adds this mark to the address that `src` holds as well.
        .find(|address| !is_inline(address) && !address.contains("is-pending-load="))
        .or(shown)
        .or_else(|| values(CANDIDATES).find_map(largest))
        .or_else(|| values(ORIGINALS).next())
}

/// `<picture><source srcset="a.webp"><img></picture>` → its image with an address
fn choose_source(dom: &mut Dom, picture: NodeId) {
    let mut image = None;
    let mut address = None;
    for element in dom.children(picture) {
        match dom.name(element) {
            Some("img") => image = image.or(Some(element)),
            Some("source") => {
                let mut sets = CANDIDATES.iter().filter_map(|name| filled(dom, element, name));
                address = address.or_else(|| sets.find_map(largest));
            }
            _ => {}
        }
    }
    let (Some(image), Some(address)) = (image, address.map(str::to_owned)) else { return };
    if !has_address(dom, image) {
        dom.set_attribute(image, "src", &address);
    }
}

/// Takes what stands beside a `<noscript>` out of it, and opens it if that leaves a picture.
fn settle(dom: &mut Dom, noscript: NodeId, loaded: &[NodeId]) {
    let inner: Vec<NodeId> = pictures(dom, noscript).collect();
    if inner.is_empty() || has_words(dom, noscript) {
        return;
    }
    let before = beside(dom, noscript, Dom::previous_sibling);
    let after = beside(dom, noscript, Dom::next_sibling);
    let nearest = before.len().saturating_sub(inner.len());
    let mut is_left = false;
    for (place, picture) in inner.into_iter().enumerate() {
        let twins = [before.get(nearest + place), after.get(place)];
        match twins.into_iter().flatten().find(|twin| is_twin(dom, **twin, picture, loaded)) {
            Some(twin) => {
                adopt(dom, *twin, picture);
                dom.remove(picture);
            }
            None => is_left = true,
        }
    }
    if is_left {
        dom.replace_by_children(noscript);
    } else {
        dom.remove(noscript);
    }
}

/// Whether a picture is the one that a `<noscript>` beside it repeats.
fn is_twin(dom: &Dom, picture: NodeId, repeated: NodeId, loaded: &[NodeId]) -> bool {
    let is_open = !has_address(dom, picture) || loaded.binary_search(&picture).is_ok();
    let is_same = filled(dom, picture, "src") == filled(dom, repeated, "src");
    dom.name(picture) == dom.name(repeated) && (is_open || is_same)
}

/// Takes over what the twin in the `<noscript>` says.
fn adopt(dom: &mut Dom, picture: NodeId, twin: NodeId) {
    if has_address(dom, picture) {
        return;
    }
    for name in ["src", "alt"] {
        if let Some(value) = filled(dom, twin, name).map(str::to_owned) {
            dom.set_attribute(picture, name, &value);
        }
    }
}

fn has_words(dom: &Dom, top: NodeId) -> bool {
    let nodes = std::iter::successors(dom.first_child(top), |node| dom.following(*node, top));
    nodes.filter_map(|node| dom.text(node)).any(|text| !text.trim().is_empty())
}

/// The pictures and frames at or below a node.
fn pictures(dom: &Dom, node: NodeId) -> impl Iterator<Item = NodeId> + '_ {
    let nodes = std::iter::once(node).chain(dom.elements_in(node));
    nodes.filter(|node| matches!(dom.name(*node), Some("iframe" | "img")))
}

/// The pictures in the next node to one side that is no blank text.
fn beside(dom: &Dom, node: NodeId, step: fn(&Dom, NodeId) -> Option<NodeId>) -> Vec<NodeId> {
    let is_blank = |node: &NodeId| dom.text(*node).is_some_and(|text| text.trim().is_empty());
    let next = step(dom, node);
    let next =
        if next.as_ref().is_some_and(is_blank) { next.and_then(|it| step(dom, it)) } else { next };
    let other = next.filter(|node| dom.name(*node) != Some("noscript"));
    other.map(|node| pictures(dom, node).collect()).unwrap_or_default()
}

fn has_address(dom: &Dom, element: NodeId) -> bool {
    filled(dom, element, "src").is_some_and(|address| !is_placeholder(address))
}

/// Whether an address holds its own content, or none.
fn is_inline(address: &str) -> bool {
    let scheme = address.split(':').next().unwrap_or_default();
    scheme.eq_ignore_ascii_case("data") || scheme.eq_ignore_ascii_case("about")
}

/// Whether an address stands in a picture's place: `data:image/gif;base64,…`, `blank.gif`.
fn is_placeholder(address: &str) -> bool {
    if is_inline(address) {
        return true;
    }
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let name = path.rsplit('/').next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or("", |(stem, _)| stem).to_ascii_lowercase();
    PLACEHOLDERS.binary_search(&stem.as_str()).is_ok()
}

/// The address of the largest candidate; of equals the first.
fn largest(candidates: &str) -> Option<&str> {
    let mut best: Option<(&str, f64)> = None;
    for (address, descriptor) in html::candidates(candidates) {
        let size = descriptor.trim_end_matches(['w', 'x']).parse().unwrap_or(1.0);
        let is_larger = best.is_none_or(|(_, largest)| size > largest);
        if is_larger && !is_inline(address) {
            best = Some((address, size));
        }
    }
    best.map(|(address, _)| address)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The address of the only picture.
    fn loaded(html: &str) -> String {
        let mut dom = html::parse(html);
        let elements = Elements::of(&dom);
        load(&mut dom, &elements);
        let images: Vec<NodeId> =
            dom.elements().filter(|element| dom.name(*element) == Some("img")).collect();
        assert_eq!(images.len(), 1, "{html}");
        filled(&dom, images[0], "src").unwrap_or_default().to_owned()
    }

    #[test]
    fn every_attribute_is_read() {
        for name in ADDRESSES.iter().chain(CANDIDATES).chain(ORIGINALS) {
            assert_eq!(loaded(&format!("<img src='/x/blank.gif' {name}='/a.jpg'>")), "/a.jpg");
            assert_eq!(loaded(&format!("<img {name}='/a.jpg'>")), "/a.jpg", "{name}");
        }
    }

    #[test]
    fn every_placeholder_makes_way() {
        assert!(PLACEHOLDERS.is_sorted());
        for name in PLACEHOLDERS {
            let html =
                format!("<img src='/x/{name}.png?v=1'><noscript><img src=/a.jpg></noscript>");
            assert_eq!(loaded(&html), "/a.jpg", "{name}");
            assert_eq!(loaded(&format!("<img src='/x/{name}.png'>")), format!("/x/{name}.png"));
        }
    }

    #[test]
    fn marks_of_plugins_are_no_part_of_an_address() {
        let html = "<img src='/a.jpg' data-lazy-src='/a.jpg?is-pending-load=1' srcset='data:,'>\
                    <noscript><img src='/a.jpg'></noscript>";
        assert_eq!(loaded(html), "/a.jpg");
    }

    #[test]
    fn the_largest_candidate_counts() {
        assert_eq!(largest("a.jpg 300w, b.jpg 1024w, c.jpg 768w"), Some("b.jpg"));
        assert_eq!(largest("a.jpg, b.jpg 1.5x"), Some("b.jpg"));
        assert_eq!(largest("data:image/gif;base64,R0 1w"), None);
        assert_eq!(largest("a.jpg NaNw, b.jpg -1w"), Some("a.jpg"));
    }
}

//! Rewrites every link of a DOM to the new site.

use crate::html::{self, Dom, NodeId};
use crate::link::account::{Rewritten, settle};
use crate::link::destination::locate;
use crate::link::hosts::Reference;
use crate::link::resolve::resolve;
use crate::link::source;
use crate::markdown::MARKDOWN_SOURCE;
use crate::site::{Destination, Site};
use crate::target::Target;

/// Attributes that hold one URL. Sorted.
const ATTRIBUTES: &[&str] = &["data", "href", "longdesc", "poster", "src"];

/// Rewrites every link of the DOM, which is part of the document at `from`.
pub fn rewrite(dom: &mut Dom, from: &Destination, site: &Site, target: &Target) -> Rewritten {
    let mut rewritten = Rewritten::default();
    let elements: Vec<NodeId> = dom.elements().collect();
    for element in elements {
        if matches!(dom.name(element), Some("script" | "style" | "link" | "meta")) {
            continue;
        }
        if dom.name(element) == Some(MARKDOWN_SOURCE) {
            rewrite_source(element, dom, |text| {
                settle(text, Reference::Link, from, site, target, &mut rewritten)
            });
        }
        for name in ATTRIBUTES {
            let Some(value) = dom.attribute(element, name) else { continue };
            let reference = Reference::of(dom.name(element), name);
            let new = settle(value, reference, from, site, target, &mut rewritten);
            if let Some(new) = new {
                dom.set_attribute(element, name, &new);
            }
        }
        if let Some(value) = dom.attribute(element, "srcset") {
            let new = candidates(value, from, site, target);
            dom.set_attribute(element, "srcset", &new);
        }
    }
    rewritten
}

/// Rewrites the links of an element that holds Markdown.
fn rewrite_source(element: NodeId, dom: &mut Dom, mut new: impl FnMut(&str) -> Option<String>) {
    let texts: Vec<NodeId> = dom.children(element).collect();
    for node in texts {
        let Some(text) = dom.text(node).filter(|text| text.contains(['(', '<', ':'])) else {
            continue;
        };
        let text = source::rewrite(text, &mut new);
        dom.set_text(node, &text);
    }
}

/// Rewrites the candidates of a `srcset`; they show the same picture as `src`, so they are not
/// accounted for again.
fn candidates(value: &str, from: &Destination, site: &Site, target: &Target) -> String {
    let mut new = String::with_capacity(value.len());
    for (address, descriptor) in html::candidates(value) {
        let located =
            locate(&resolve(address, &from.address, site).resolved, address, from, target);
        if !new.is_empty() {
            new.push_str(", ");
        }
        new.push_str(located.as_deref().unwrap_or(address));
        if !descriptor.is_empty() {
            new.push(' ');
            new.push_str(descriptor);
        }
    }
    new
}

//! Rewrites every link of a DOM to the new site.

use crate::html::{self, Dom, NodeId};
use crate::link::account::{Rewritten, settle};
use crate::link::destination::{locate, own_words};
use crate::link::hosts::Reference;
use crate::link::resolve::{Resolved, resolve};
use crate::link::source;
use crate::markdown::{MARKDOWN_SOURCE, is_program};
use crate::site::{Destination, Site};
use crate::target::{HiddenLinks, Target};

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
                settle_source(text, from, site, target, &mut rewritten)
            });
        }
        let is_link = dom.name(element) == Some("a");
        for name in ATTRIBUTES {
            let Some(value) = dom.attribute(element, name) else { continue };
            let reference = Reference::of(dom.name(element), name);
            let (new, resolved) = settle(value, reference, from, site, target, &mut rewritten);
            let is_destination = is_link && *name == "href";
            let is_hidden = is_destination && matches!(resolved, Resolved::Unpublished(_));
            let words = Some(value).filter(|_| is_destination && target.links.has_own_words());
            let words = words.and_then(|value| own_words(&resolved, value, from, site, target));
            if is_hidden && target.hidden_links == HiddenLinks::Text {
                dom.replace_by_children(element);
                break;
            }
            if let Some(new) = new {
                dom.set_attribute(element, name, &new);
            }
            if let Some((name, value)) = words {
                dom.set_attribute(element, name, &value);
            }
        }
        // They show the same picture as `src`, so they are not accounted for again; but where the element
        // stays HTML, browsers choose among them.
        let same = dom.attribute(element, "srcset").and_then(|value| {
            candidates(value, |text| {
                let resolved = resolve(text, &from.address, site).resolved;
                let new = locate(&resolved, text, from, site, target);
                rewritten.may_need(&resolved, new.as_deref());
                new
            })
        });
        if let Some(same) = same {
            dom.set_attribute(element, "srcset", &same);
        }
    }
    rewritten
}

/// The new text of a URL in a text that is Markdown already. What would run a program leads nowhere.
fn settle_source(
    text: &str,
    from: &Destination,
    site: &Site,
    target: &Target,
    account: &mut Rewritten,
) -> Option<String> {
    if is_program(&html::decode(text)) {
        return Some("#".to_owned());
    }
    settle(text, Reference::Link, from, site, target, account).0
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

/// The value of a `srcset` with each address as `new` has it; none if nothing changes.
pub(super) fn candidates(
    value: &str,
    mut new: impl FnMut(&str) -> Option<String>,
) -> Option<String> {
    let mut changes = false;
    let candidates = html::candidates(value).map(|(address, descriptor)| {
        let new = new(address);
        changes |= new.is_some();
        let address = new.unwrap_or_else(|| address.to_owned());
        if descriptor.is_empty() { address } else { format!("{address} {descriptor}") }
    });
    let new = candidates.collect::<Vec<_>>().join(", ");
    changes.then_some(new)
}

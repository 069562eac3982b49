//! Rewrites what leads to the site in attributes and styles that only HTML has: `data-full-url`,
//! `cite`, `background`, `url(…)` in a style. Markdown says none of it, so it counts where elements
//! stay HTML.
//!
//! These name what the element shows anyway, or what a script of the old theme asked for. So they are
//! no links to be counted or missed, and only the files that they name are needed.

use crate::html::{Dom, NodeId};
use crate::link::account::Rewritten;
use crate::link::css;
use crate::link::destination::locate;
use crate::link::resolve::resolve;
use crate::link::rewrite::candidates;
use crate::site::{Destination, Site};
use crate::target::Target;

/// Attributes that hold one address. Sorted.
const ATTRIBUTES: &[&str] = &["background", "cite"];

/// Where an address begins that is worth a look in an attribute of a plugin's own.
const BEGINNINGS: &[&str] = &["http://", "https://", "//", "/wp-content/"];

/// Rewrites the DOM, which is part of the document at `from`, and adds the files that it names to
/// what the document needs.
pub fn rewrite_kept(
    dom: &mut Dom,
    from: &Destination,
    site: &Site,
    target: &Target,
    account: &mut Rewritten,
) {
    let elements: Vec<NodeId> = dom.elements().collect();
    for element in elements {
        let mut new = |address: &str| new(address, from, site, target, account);
        match dom.name(element) {
            Some("link" | "meta" | "script") => continue,
            Some("style") => rewrite_style(element, dom, &mut new),
            Some(_) | None => {}
        }
        let attributes = dom.attributes(element).filter_map(|(name, value)| {
            changed(name, value, &mut new).map(|value| (name.to_owned(), value))
        });
        for (name, value) in attributes.collect::<Vec<_>>() {
            dom.set_attribute(element, &name, &value);
        }
    }
}

fn rewrite_style(element: NodeId, dom: &mut Dom, new: &mut impl FnMut(&str) -> Option<String>) {
    let texts: Vec<NodeId> = dom.children(element).collect();
    for node in texts {
        if let Some(style) = dom.text(node).and_then(|text| css::rewrite(text, &mut *new)) {
            dom.set_text(node, &style);
        }
    }
}

/// The new value of an attribute, if it changes.
fn changed(
    name: &str,
    value: &str,
    new: &mut impl FnMut(&str) -> Option<String>,
) -> Option<String> {
    if name == "style" {
        return css::rewrite(value, new);
    }
    if ATTRIBUTES.binary_search(&name).is_ok() {
        return new(value);
    }
    let own = name.strip_prefix("data-")?;
    if own.ends_with("srcset") {
        return candidates(value, new);
    }
    let value = value.trim();
    let is_address = BEGINNINGS.iter().any(|it| {
        value.get(..it.len()).is_some_and(|beginning| beginning.eq_ignore_ascii_case(it))
    });
    if is_address { new(value) } else { None }
}

/// The new text of an address that leads to a page or an upload.
fn new(
    address: &str,
    from: &Destination,
    site: &Site,
    target: &Target,
    account: &mut Rewritten,
) -> Option<String> {
    let resolved = resolve(address, &from.address, site).resolved;
    let new = locate(&resolved, address, from, site, target);
    account.need(&resolved);
    new
}

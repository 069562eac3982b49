//! Elements of a DOM whose text is no text to be read, but source that goes out as it is.
//!
//! They let whoever makes the HTML say what HTML has no words for: a template of the generator, a
//! formula, a body that already is Markdown. No browser shows them in another way than their text.

use std::borrow::Cow;

use crate::html::{Dom, NodeId};
use crate::markdown::tree::Source;

/// `<markdown-source>*words*</markdown-source>` → `*words*`; a generator's template language in it is
/// escaped.
pub const MARKDOWN_SOURCE: &str = "markdown-source";

/// `<template-source>{{< figure >}}</template-source>` → `{{< figure >}}`
pub const TEMPLATE_SOURCE: &str = "template-source";

/// Does an element of this name hold source?
pub(super) fn is_source(name: &str) -> bool {
    name == MARKDOWN_SOURCE || name == TEMPLATE_SOURCE
}

/// The source that an element holds.
pub(super) fn of_element(node: NodeId, dom: &Dom) -> Source<'_> {
    let text = inner(node, dom);
    match dom.name(node) {
        Some(TEMPLATE_SOURCE) => Source::Template(text),
        _ => Source::Markdown(text),
    }
}

fn inner(node: NodeId, dom: &Dom) -> Cow<'_, str> {
    let mut children = dom.children(node);
    match (children.next(), children.next()) {
        (None, _) => Cow::Borrowed(""),
        (Some(only), None) => {
            dom.text(only).map_or_else(|| dom.inner_text(node).into(), Cow::Borrowed)
        }
        (Some(_), Some(_)) => dom.inner_text(node).into(),
    }
}

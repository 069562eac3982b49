//! The bytes of one `<item>` → [`Item`], borrowed where the text needs no decoding.
//!
//! A malformed item costs only itself: what was read up to the fault is kept, and a fault tells.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::elements::{Element, Elements, EndTag, Tag};
use super::fault::{Fault, Faults};
use super::fields;
use super::foreign::Foreign;
use super::repair::repair;
use super::vocabulary::Vocabulary;
use super::{Comment, Item, ItemTerm, Meta};
use crate::notice::Code;

/// Reads one item of an export of this vocabulary, with what had to be repaired.
#[must_use]
pub fn read_item<'a>(bytes: &'a [u8], vocabulary: &Vocabulary) -> (Item<'a>, Vec<Fault>) {
    let mut faults = Faults::default();
    let item = match repair(bytes, &mut faults) {
        Cow::Borrowed(text) => parse(text, vocabulary, &mut faults),
        Cow::Owned(text) => parse(&text, vocabulary, &mut faults).into_owned(),
    };
    (item, faults.into_list())
}

/// An item that is being read.
#[derive(Default)]
struct Draft<'a> {
    item: Item<'a>,
    comment: Option<Comment<'a>>,
    /// A custom field of the comment, or of the item.
    meta: Option<Meta<'a>>,
    foreign: Foreign<'a>,
}

fn parse<'a>(text: &'a str, vocabulary: &Vocabulary, faults: &mut Faults) -> Item<'a> {
    let mut elements = Elements::of(text, vocabulary);
    let mut draft = Draft::default();
    loop {
        match elements.next() {
            Element::Start(tag) => start(&mut draft, &tag, &mut elements, faults),
            Element::End(tag) => end(&mut draft, &tag, &elements, faults),
            Element::Finished => break,
            other => draft.foreign.other(other, &elements, faults),
        }
    }
    draft.foreign.finish(&elements, faults);
    close_comment(&mut draft, Closing::Missing, &elements, faults);
    faults.place(elements.text().as_bytes());
    let mut item = draft.item;
    drop_doubles(&mut item.terms);
    item
}

fn start<'a>(
    draft: &mut Draft<'a>,
    tag: &Tag<'a>,
    elements: &mut Elements<'a>,
    faults: &mut Faults,
) {
    match tag.name.as_ref() {
        "item" => {}
        "wp:comment" | "wp:postmeta" => {
            close_comment(draft, Closing::Missing, elements, faults);
            if tag.name == "wp:comment" {
                draft.comment = Some(Comment::default());
            } else {
                draft.meta = Some(Meta::default());
            }
        }
        "wp:commentmeta" => {
            close_meta(draft, Closing::Missing, elements, faults);
            draft.meta = Some(Meta::default());
        }
        name if draft.foreign.holds(name) => draft.foreign.start(tag, elements, faults),
        "category" => {
            let term = term(tag, elements.value(tag, faults));
            draft.item.terms.push(term);
        }
        _ => {
            let is_known = if let Some(meta) = &mut draft.meta {
                elements.field(fields::META, tag, meta, faults)
            } else if let Some(comment) = &mut draft.comment {
                elements.field(fields::COMMENT, tag, comment, faults)
            } else {
                elements.field(fields::ITEM, tag, &mut draft.item, faults)
            };
            if !is_known {
                draft.foreign.start(tag, elements, faults);
            }
        }
    }
}

fn end<'a>(draft: &mut Draft<'a>, tag: &EndTag<'a>, elements: &Elements<'a>, faults: &mut Faults) {
    match tag.name.as_ref() {
        "item" => {}
        "wp:comment" if draft.comment.is_some() => {
            close_comment(draft, Closing::Here, elements, faults);
        }
        "wp:commentmeta" | "wp:postmeta" if draft.meta.is_some() => {
            close_meta(draft, Closing::Here, elements, faults);
        }
        _ => draft.foreign.end(tag, elements, faults),
    }
}

/// Whether an element ends by its end tag.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Closing {
    Here,
    Missing,
}

/// Puts the comment that is open, if any, into the item.
fn close_comment<'a>(
    draft: &mut Draft<'a>,
    closing: Closing,
    elements: &Elements<'a>,
    faults: &mut Faults,
) {
    close_meta(draft, Closing::Missing, elements, faults);
    if let Some(comment) = draft.comment.take() {
        unclosed("wp:comment", closing, elements, faults);
        draft.item.comments.push(comment);
    }
}

/// Puts the custom field that is open, if any, where it belongs.
fn close_meta<'a>(
    draft: &mut Draft<'a>,
    closing: Closing,
    elements: &Elements<'a>,
    faults: &mut Faults,
) {
    let Some(meta) = draft.meta.take() else { return };
    match &mut draft.comment {
        None => {
            unclosed("wp:postmeta", closing, elements, faults);
            draft.item.meta.push(meta);
        }
        Some(comment) => {
            unclosed("wp:commentmeta", closing, elements, faults);
            if !fields::is_personal(&meta) {
                comment.meta.push(meta);
            }
        }
    }
}

fn unclosed(name: &str, closing: Closing, elements: &Elements<'_>, faults: &mut Faults) {
    if closing == Closing::Missing {
        let message = format!("`<{name}>` is not closed");
        faults.tell(Code::MalformedMarkup, elements.position(), message);
    }
}

/// `<category domain="post_tag" nicename="fog">Fog</category>` → fog, a tag
fn term<'a>(tag: &Tag<'a>, name: Cow<'a, str>) -> ItemTerm<'a> {
    let taxonomy = match tag.attribute("domain") {
        None => Cow::Borrowed("category"),
        // WXR 1.0 called tags so.
        Some(domain) if domain == "tag" => Cow::Borrowed("post_tag"),
        Some(domain) => domain,
    };
    ItemTerm { taxonomy, slug: tag.attribute("nicename").unwrap_or_default(), name }
}

/// WXR 1.0 wrote each term twice, once without its slug.
fn drop_doubles(terms: &mut Vec<ItemTerm<'_>>) {
    if terms.iter().all(|term| !term.slug.is_empty()) {
        return;
    }
    let whole = terms.iter().filter(|term| !term.slug.is_empty());
    let named: BTreeSet<(String, String)> =
        whole.map(|term| (term.taxonomy.to_string(), term.name.to_string())).collect();
    terms.retain(|term| {
        let key = (term.taxonomy.to_string(), term.name.to_string());
        !term.slug.is_empty() || !named.contains(&key)
    });
}

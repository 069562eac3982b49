//! The bytes of one `<item>` → [`Item`], borrowed where the text needs no decoding.
//!
//! A malformed item costs only itself: what was read up to the fault is kept, and a notice tells.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::mem;

use super::elements::{Element, Elements, Tag, note};
use super::fields;
use super::repair::repair;
use super::{Comment, Item, ItemTerm, Meta};
use crate::notice::Notice;

/// Reads one item, with what had to be repaired. The notices have no place yet.
#[must_use]
pub fn read_item(bytes: &[u8]) -> (Item<'_>, Vec<Notice>) {
    let mut notices = Vec::new();
    let item = match repair(bytes, &mut notices) {
        Cow::Borrowed(text) => parse(text, &mut notices),
        Cow::Owned(text) => parse(&text, &mut notices).into_owned(),
    };
    (item, notices)
}

/// The element whose fields are being read.
enum Open<'a> {
    Item,
    Meta(Meta<'a>),
    Comment(Comment<'a>),
}

/// An item that is being read.
struct Draft<'a> {
    item: Item<'a>,
    open: Open<'a>,
    /// How many elements of other vocabularies are open; their `<title>` is not the item's.
    foreign: usize,
}

fn parse<'a>(text: &'a str, notices: &mut Vec<Notice>) -> Item<'a> {
    let mut elements = Elements::of(text);
    let mut draft = Draft { item: Item::default(), open: Open::Item, foreign: 0 };
    loop {
        match elements.next() {
            Element::Start(tag) => start(&mut draft, &tag, &mut elements, notices),
            Element::End("wp:postmeta" | "wp:comment" | "wxr:postmeta" | "wxr:comment") => {
                open(&mut draft, Open::Item);
            }
            Element::End(_) => draft.foreign = draft.foreign.saturating_sub(1),
            Element::Comment(_) => {}
            Element::Malformed(notice) => note(notices, notice),
            Element::Finished => break,
        }
    }
    open(&mut draft, Open::Item);
    let mut item = draft.item;
    drop_doubles(&mut item.terms);
    item
}

fn start<'a>(
    draft: &mut Draft<'a>,
    tag: &Tag<'a>,
    elements: &mut Elements<'a>,
    notices: &mut Vec<Notice>,
) {
    let name = tag.name.as_ref();
    let is_known = match name {
        "item" => true,
        "wp:postmeta" => open(draft, Open::Meta(Meta::default())),
        "wp:comment" => open(draft, Open::Comment(Comment::default())),
        _ if draft.foreign > 0 && !name.contains(':') => false,
        "category" => {
            let term = term(tag, elements.value(tag, notices));
            draft.item.terms.push(term);
            true
        }
        _ => match &mut draft.open {
            Open::Item => elements.field(fields::ITEM, tag, &mut draft.item, notices),
            Open::Meta(meta) => elements.field(fields::META, tag, meta, notices),
            Open::Comment(comment) => elements.field(fields::COMMENT, tag, comment, notices),
        },
    };
    if !is_known && !tag.is_empty {
        draft.foreign += 1;
        elements.skip(tag);
    }
}

/// Opens an element, and puts the one that was open into the item.
fn open<'a>(draft: &mut Draft<'a>, next: Open<'a>) -> bool {
    match mem::replace(&mut draft.open, next) {
        Open::Item => {}
        Open::Meta(meta) => draft.item.meta.push(meta),
        Open::Comment(comment) => draft.item.comments.push(comment),
    }
    true
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

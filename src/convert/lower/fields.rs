//! Fields that are no body: titles, names, excerpts → the plain text that a reader sees.
//!
//! They go through what bodies go through as far as it concerns them: encoding, languages,
//! punctuation.

use super::text::{languages, mojibake, punctuation};
use super::{Context, Mojibake};
use crate::convert::lower::text::mojibake::Found;
use crate::html::{Dom, NodeId, plain_text};
use crate::notice::{Code, Notice};
use crate::wxr::Item;

/// Attributes that readers see.
const SHOWN: &[&str] = &["alt", "title"];

/// A field of one line.
///
/// `[:en]Fish &amp; <em>chips</em>[:de]Backfisch[:]` → `Fish & chips`
#[must_use]
pub fn line(text: &str, cx: &Context<'_>) -> String {
    let text = repaired(text, cx);
    let text = languages::in_own(&text, cx.language());
    let way = cx.rules.punctuation;
    punctuation::straight_line(plain_text(&punctuation::curled(&text, way)), way)
}

/// An excerpt that somebody wrote: shortcodes, blocks and entities as in a body, on one line.
///
/// `<p>Low tide</p>\n<p>[gallery]</p>` → `Low tide`
#[must_use]
pub fn excerpt(text: &str, cx: &Context<'_>) -> String {
    let text = repaired(text, cx);
    let text = languages::in_own(&text, cx.language());
    // The custom fields are those of the body: its footnotes belong to no excerpt.
    let cx = Context { meta: &[], ..*cx };
    plain_text(&super::one_language(&text, &cx, &mut super::Lowered::default()))
}

/// The captions that the media library has, as a body's own text is treated.
pub(super) fn caption(text: &str, cx: &Context<'_>) -> String {
    let text = repaired(text, cx);
    let text = languages::in_own(&text, cx.language());
    punctuation::curled(&text, cx.rules.punctuation).into_owned()
}

/// Treats the words of pictures and the titles of links as one-line fields are; WordPress curls neither.
pub fn settle_attributes(dom: &mut Dom, cx: &Context<'_>) {
    let elements: Vec<NodeId> = dom.elements().collect();
    for element in elements {
        for name in SHOWN {
            let Some(value) = dom.attribute(element, name) else { continue };
            let text = repaired(value, cx);
            let text = languages::in_own(&text, cx.language()).into_owned();
            let text = punctuation::straight_line(text, cx.rules.punctuation);
            if text != value {
                dom.set_attribute(element, name, &text);
            }
        }
    }
}

/// The text as it was before it was decoded in the wrong encoding, if that is wanted.
pub(super) fn repaired<'a>(text: &'a str, cx: &Context<'_>) -> std::borrow::Cow<'a, str> {
    match cx.rules.mojibake {
        Mojibake::Fix => mojibake::repair(text, &mut Found::default()),
        Mojibake::Keep => text.into(),
    }
}

/// Says how much of an item's text was decoded in the wrong encoding once.
#[must_use]
pub fn damage(item: &Item<'_>, cx: &Context<'_>) -> Option<Notice> {
    let terms = item.terms.iter().map(|term| &*term.name);
    let comments = item.comments.iter().flat_map(|comment| [&*comment.author, &*comment.content]);
    let own = [&*item.title, &*item.excerpt, &*item.content, cx.site.author(&item.creator)];
    damage_in(own.into_iter().chain(terms).chain(comments), cx)
}

/// Says how much of these texts was decoded in the wrong encoding once.
pub fn damage_in<'t>(texts: impl Iterator<Item = &'t str>, cx: &Context<'_>) -> Option<Notice> {
    let mut found = Found::default();
    for text in texts {
        let _ = mojibake::repair(text, &mut found);
    }
    let (damaged, meant) = found.sample?;
    let times = if found.count == 1 { "once".to_owned() } else { format!("{} times", found.count) };
    let message = match cx.rules.mojibake {
        Mojibake::Keep => format!("`{damaged}` is `{meant}` in the wrong encoding, {times} in all"),
        Mojibake::Fix => format!("`{damaged}` was repaired to `{meant}`, {times} in all"),
    };
    Some(Notice::new(Code::WrongEncoding, message))
}

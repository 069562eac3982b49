//! Shortcodes in HTML → the HTML that they stand for; unknown ones become what the user decided.
//!
//! A known shortcode alone in a paragraph takes the paragraph's place, as in WordPress.
//! `[[name]]` is how one writes `[name]`. In `<pre>` and `<code>` people write about shortcodes, so
//! nothing happens there.

mod attributes;
mod builders;
mod caption;
mod dynamic;
mod forms;
mod gallery;
mod grammar;
mod handlers;
mod in_tags;
mod media;
mod player;
mod plugins;
mod raw_html;
mod replacing;
mod sites;
mod template;
pub(super) mod verbatim;

use std::borrow::Cow;

use crate::convert::lower::uses::{self, ShortcodeUses};
use crate::convert::lower::{Context, ShortcodeRules};
use crate::notice::Notice;

use attributes::Attributes;

pub(super) use player::{player_of_file, sound};

/// A known shortcode.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shortcode<'a> {
    /// As written: `su_button`.
    pub(super) name: &'a str,
    /// Its attributes as written.
    pub(super) attributes: &'a str,
    /// What stands between its ends, shortcodes in it done; `None` where it has no end.
    pub(super) content: Option<&'a str>,
    /// Where it stands.
    pub(super) position: Position,
}

/// Where a shortcode stands in its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Position {
    /// Nothing else stands on the line.
    Alone,
    /// It begins the line.
    First,
    /// Text stands before it.
    Within,
}

impl Shortcode<'_> {
    fn attributes(&self) -> Attributes {
        Attributes::parse(self.attributes)
    }
}

/// What a shortcode stands for.
#[derive(Debug, Default)]
pub(super) struct Replacement {
    html: String,
    notices: Vec<Notice>,
}

impl From<String> for Replacement {
    fn from(html: String) -> Self {
        Self { html, notices: Vec::new() }
    }
}

/// HTML without known shortcodes.
#[derive(Debug, Default)]
pub(super) struct Replaced {
    /// The HTML.
    pub(super) html: String,
    /// What was missing, and which names are unknown.
    pub(super) notices: Vec<Notice>,
    /// Uses by name, known and unknown.
    pub(super) uses: ShortcodeUses,
}

/// Replaces the shortcodes of a text that has its paragraphs.
pub(super) fn replace(html: String, cx: &Context<'_>) -> Replaced {
    let rules = &cx.rules.shortcodes;
    let mut uses = ShortcodeUses::new();
    let html = match in_tags::replace(&html, rules, &mut uses) {
        Cow::Owned(changed) => changed,
        Cow::Borrowed(_) => html,
    };
    let marks = grammar::marks(&html, &|name| is_known(name, rules));
    if marks.is_empty() {
        drop(marks);
        return Replaced { html, uses, ..Replaced::default() };
    }
    let mut replaced = replacing::run(&html, &marks, cx);
    uses::add(&mut replaced.uses, uses);
    replaced
}

/// The shortcode that a text begins with, if it surely is one: known, or with attributes.
///
/// `[audio] …` → `[audio]`, `[sc a="1"] …` → `[sc a="1"]`, but `[sic] …` → nothing
pub(super) fn surely_at(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('[')?;
    let inner = inner.strip_prefix(['/', '[']).unwrap_or(inner);
    let name = grammar::name(inner)?;
    let attributes = &inner[name.len()..];
    let length = memchr::memchr2(b'[', b']', attributes.as_bytes())?;
    let is_sure = handlers::find(name).is_some() || attributes[..length].contains('=');
    let end = text.len() - attributes.len() + length + 1;
    (is_sure && attributes[length..].starts_with(']')).then(|| &text[..end])
}

/// What pressdown knows of a shortcode that stayed in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Knowledge {
    /// Nothing.
    Unknown,
    /// A server fills it in whenever a page is shown, so it stands for nothing in an export.
    FilledIn,
    /// What it stands for, but not as it was written here.
    Known,
}

/// What is known of a shortcode of this name that stayed in the text.
#[must_use]
pub fn knowledge(name: &str) -> Knowledge {
    if handlers::find(name).is_some() {
        Knowledge::Known
    } else if dynamic::is_dynamic(name) {
        Knowledge::FilledIn
    } else {
        Knowledge::Unknown
    }
}

/// The page builder that a shortcode of this name belongs to.
///
/// `vc_row` → `WPBakery`
#[must_use]
pub fn builder_of_shortcode(name: &str) -> Option<&'static str> {
    builders::family(name)?.0.builder()
}

/// Whether a name is surely a shortcode's, so that anything may stand in its attributes.
fn is_known(name: &str, rules: &ShortcodeRules) -> bool {
    rules.own.contains_key(name) || handlers::find(name).is_some()
}

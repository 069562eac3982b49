//! Post content → the HTML that WordPress would have shown: blocks, shortcodes, paragraphs.
//!
//! In: `post_content` as an export holds it. Out: HTML without block comments, and without the
//! shortcodes that are known. The steps keep WordPress's order: shortcodes that hold code or an
//! address come before paragraphs, all others after them.

mod addresses;
mod autop;
mod block_dynamic;
mod block_handlers;
mod block_layout;
mod block_plugins;
mod blocks;
mod elementor;
mod embeds;
mod emoji;
mod footnotes;
mod highlighters;
mod listings;
mod markup;
mod paragraph;
mod pieces;
mod reusable;
mod rules;
mod shortcodes;
mod uses;

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::notice::{Code, Notice};
use crate::site::Site;
use crate::target::Target;
use crate::wxr::{Item, Meta, PostId};

pub use autop::autop;
pub use rules::{
    ContentKind, EmbedForm, Mojibake, PictureSize, Punctuation, Rules, ShortcodeRule,
    ShortcodeRules, UnknownShortcodes,
};
pub use uses::{Fate, ShortcodeUses};

/// A mark beside `<!--more-->`: tells a theme not to show again what stands above.
const NO_TEASER: &str = "<!--noteaser-->";

/// What a post's content may ask about.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// Attachments and reusable blocks.
    pub site: &'a Site,
    /// The post, for what is attached to it.
    pub post: Option<PostId>,
    /// The custom fields of the post: footnotes, what other sites answered, page builders' content.
    pub meta: &'a [Meta<'a>],
    /// What the user decided.
    pub rules: &'a Rules,
    /// The generator's conventions.
    pub target: &'a Target,
}

impl<'a> Context<'a> {
    /// What the content of an item may ask about.
    #[must_use]
    pub fn of_item(
        item: &'a Item<'a>,
        site: &'a Site,
        rules: &'a Rules,
        target: &'a Target,
    ) -> Self {
        Self { site, post: item.id, meta: &item.meta, rules, target }
    }

    /// The value of a custom field; of two the first counts.
    #[must_use]
    pub fn meta_value(&self, key: &str) -> Option<&'a str> {
        self.meta.iter().find(|meta| meta.key == key).map(|meta| &*meta.value)
    }
}

/// Content as HTML.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lowered {
    /// The HTML.
    pub html: String,
    /// What was lost or guessed; without post and place.
    pub notices: Vec<Notice>,
    /// Uses of shortcodes by name, known and unknown.
    pub shortcodes: ShortcodeUses,
    /// Uses of blocks by name, `core/paragraph`.
    pub blocks: BTreeMap<String, u32>,
}

/// Lowers the content of a post.
///
/// `Hello\n\nyou` → `<p>Hello</p>\n<p>you</p>\n`
#[must_use]
pub fn post(content: &str, cx: &Context<'_>) -> Lowered {
    let mut lowered = Lowered::default();
    let content = without_no_teaser(newlines(content));
    let built = elementor::content(&content, cx, &mut lowered.notices);
    let has_paragraphs = built.is_some();
    let content = built.map_or(content, Cow::Owned);
    let content = reusable::include(&content, cx, &mut lowered.notices);
    let content = highlighters::escape_raw(&content);
    let content = shortcodes::verbatim::replace(&content, cx.rules, &mut lowered.shortcodes);
    let content = embeds::place_lines(&content);
    let html =
        if has_paragraphs { content.into_owned() } else { structure(&content, &mut lowered) };
    let replaced = shortcodes::replace(&html, cx);
    lowered.notices.extend(replaced.notices);
    uses::add(&mut lowered.shortcodes, replaced.uses);
    let html = footnotes::in_brackets(replaced.html);
    let html = footnotes::resolve(html, cx.meta_value("footnotes"), &mut lowered.notices);
    let html = embeds::resolve(html, cx, &mut lowered.notices);
    let html = highlighters::name_languages(&html);
    lowered.html = emoji::as_text(&html).into_owned();
    lowered
}

/// Content → HTML with paragraphs: by its blocks where it has some, else by its blank lines.
fn structure(content: &str, lowered: &mut Lowered) -> String {
    if !blocks::has_blocks(content) {
        return autop(&listings::wrap(content));
    }
    let rendered = blocks::render(content);
    lowered.blocks = rendered.uses;
    lowered.notices.extend(rendered.empty.iter().map(|(name, words)| empty_block(name, words)));
    rendered.html
}

/// What a user must hear about blocks that left nothing.
fn empty_block(name: &str, words: &[String]) -> Notice {
    let mut message = format!("the block `{name}` left nothing");
    if !words.is_empty() {
        let words: Vec<_> = words.iter().map(|words| format!("`{words}`")).collect();
        message = format!("{message}; its data says {}", words.join(", "));
    }
    Notice::new(Code::DynamicBlock, message)
}

/// Lowers the text of a comment: paragraphs and links, neither blocks nor shortcodes. A `<` or `&`
/// that begins no tag or entity is text.
///
/// `1 < 2, see www.x.org` → `<p>1 &lt; 2, see <a href="http://www.x.org">http://www.x.org</a></p>\n`
#[must_use]
pub fn comment(content: &str) -> String {
    let content = newlines(content);
    let content = markup::escape_text(&content);
    autop(&addresses::link(&content))
}

fn without_no_teaser(content: Cow<'_, str>) -> Cow<'_, str> {
    if content.contains(NO_TEASER) { content.replace(NO_TEASER, "").into() } else { content }
}

/// The text with `\n` for every kind of newline.
fn newlines(text: &str) -> Cow<'_, str> {
    match memchr::memchr(b'\r', text.as_bytes()) {
        Some(_) => Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")),
        None => Cow::Borrowed(text),
    }
}

//! Post content → the HTML that WordPress would have shown: blocks, shortcodes, paragraphs.
//!
//! In: `post_content` as an export holds it. Out: HTML without block comments, and without the
//! shortcodes that are known. The steps keep WordPress's order: shortcodes that hold code or an
//! address come before paragraphs, all others after them.

mod blocks;
mod code;
mod elementor;
mod embeds;
mod fields;
mod footnotes;
mod markup;
mod paragraphs;
mod rules;
mod shortcodes;
mod text;
mod uses;

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::notice::{Code, Notice};
use crate::site::Site;
use crate::target::Target;
use crate::wxr::{Item, Meta, PostId};

pub use elementor::builder_of_item;
pub use fields::{damage, damage_in, excerpt, line, settle_attributes};
pub use paragraphs::autop;
pub use rules::{
    ContentKind, EmbedForm, Mojibake, PictureSize, Punctuation, Rules, ShortcodeRule,
    ShortcodeRules, UnknownShortcodes,
};
pub use shortcodes::{Knowledge, builder_of_shortcode, knowledge};
pub use uses::{BlockUses, EmbedUse, Fate, ShortcodeUses};

use code::{highlighters, listings};
use text::{addresses, emoji, formulas, languages, punctuation, smilies, source_language};

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

    /// The language of the site that the post comes from: `en-US`; empty where nobody said.
    pub(in crate::convert) fn language(&self) -> &'a str {
        let export = self.post.and_then(|post| self.site.by_id(post)).map(|record| record.export);
        let channel = match export {
            Some(export) => self.site.channels.get(&export),
            None => self.site.channels.values().next(),
        };
        channel.map_or("", |channel| &channel.language)
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
    pub blocks: BTreeMap<String, BlockUses>,
    /// Players and posts of other sites that stand there by their address, in text order.
    pub embeds: Vec<EmbedUse>,
}

/// Lowers the content of a post.
///
/// `Hello\n\nyou` → `<p>Hello</p>\n<p>you</p>\n`
#[must_use]
pub fn post(content: &str, cx: &Context<'_>) -> Lowered {
    let mut lowered = Lowered::default();
    let content = newlines(content);
    let content = fields::repaired(&content, cx);
    if is_markdown(&content, cx.rules) {
        let message = "the body is Markdown already and was left as it is";
        lowered.notices.push(Notice::new(Code::MarkdownBody, message));
        lowered.html = markup::markdown_source(content.trim_matches('\n'));
        return lowered;
    }
    let versions = languages::versions(&content, cx.language());
    if versions.is_empty() {
        lowered.html = one_language(&content, cx, &mut lowered);
        return lowered;
    }
    for (index, version) in versions.iter().enumerate() {
        if index > 0 {
            lowered.html += &language_heading(version.language, cx);
        }
        let html = one_language(&version.text, cx, &mut lowered);
        lowered.html += &html;
    }
    lowered.notices.extend(several_languages(&versions));
    lowered
}

fn is_markdown(content: &str, rules: &Rules) -> bool {
    match rules.content {
        ContentKind::Auto => {
            source_language::is_markdown(content) && {
                // Code in shortcodes may look like Markdown, `# a comment`; `<pre>` in its place does not.
                let mut uses = ShortcodeUses::new();
                source_language::is_markdown(&shortcodes::verbatim::replace(
                    content, rules, &mut uses,
                ))
            }
        }
        ContentKind::Html => false,
        ContentKind::Markdown => !content.trim_ascii().is_empty(),
    }
}

/// What stands above a text in a language that is not the site's: `## Hallo (de)`
fn language_heading(language: &str, cx: &Context<'_>) -> String {
    let title = cx.post.and_then(|post| cx.site.by_id(post)).map_or("", |record| &record.title);
    let versions = languages::versions(title, language);
    let title = versions.first().filter(|version| version.language == language);
    let Some(title) = title else { return format!("<hr /><h2>{language}</h2>") };
    // Straight quotation marks stay, for they may be curled.
    let title = markup::escape(&title.text).replace("&quot;", "\"");
    let title = fields::repaired(&title, cx);
    let way = cx.rules.punctuation;
    in_style(format!("<hr /><h2>{} ({language})</h2>", punctuation::curled(&title, way)), way)
}

fn several_languages(versions: &[languages::Version<'_>]) -> Option<Notice> {
    let names: Vec<_> = versions.iter().map(|version| format!("`{}`", version.language)).collect();
    let message = format!("the text is there in {}, one after the other", names.join(" and "));
    (names.len() > 1).then(|| Notice::new(Code::SeveralLanguages, message))
}

/// Lowers content that has one language.
fn one_language(content: &str, cx: &Context<'_>, lowered: &mut Lowered) -> String {
    let content = without_no_teaser(content.into());
    let built = elementor::content(&content, cx, &mut lowered.notices);
    let has_paragraphs = built.is_some();
    let content = built.map_or(content, Cow::Owned);
    let content = blocks::reusable::include(&content, cx, &mut lowered.notices);
    let content = fields::repaired(&content, cx);
    let content = highlighters::escape_raw(&content);
    let content = shortcodes::verbatim::replace(&content, cx.rules, &mut lowered.shortcodes);
    let content = formulas::keep(&content, cx, &mut lowered.shortcodes);
    let content = embeds::place_lines(&content);
    let way = cx.rules.punctuation;
    let html = if has_paragraphs {
        step(content.into_owned(), |html| punctuation::curled(html, way))
    } else {
        structure(&content, way, lowered)
    };
    let replaced = shortcodes::replace(html, cx);
    lowered.notices.extend(replaced.notices);
    uses::add(&mut lowered.shortcodes, replaced.uses);
    let html = footnotes::in_brackets(replaced.html);
    let html = footnotes::resolve(html, cx, &mut lowered.notices);
    let html = embeds::resolve(html, cx, lowered);
    let html = step(html, highlighters::name_languages);
    in_style(step(html, emoji::as_text), way)
}

/// HTML after a step that gives back what it was given where there is nothing to do.
fn step(html: String, change: impl FnOnce(&str) -> Cow<'_, str>) -> String {
    match change(&html) {
        Cow::Owned(changed) => changed,
        Cow::Borrowed(_) => html,
    }
}

/// HTML that is done but for smilies and ASCII.
fn in_style(html: String, way: Punctuation) -> String {
    match way {
        Punctuation::Keep => html,
        Punctuation::WordPress => step(html, smilies::as_emoji),
        Punctuation::Ascii => step(html, |html| punctuation::straightened(html, way)),
    }
}

/// Content → HTML with paragraphs: by its blocks where it has some, else by its blank lines.
fn structure(content: &str, way: Punctuation, lowered: &mut Lowered) -> String {
    if !blocks::has_blocks(content) {
        return autop(&punctuation::curled(&listings::wrap(content), way));
    }
    let rendered = blocks::render(content);
    for (name, uses) in rendered.uses {
        lowered.blocks.entry(name).or_default().add(uses);
    }
    lowered.notices.extend(rendered.empty.iter().map(|(name, words)| empty_block(name, words)));
    step(rendered.html, |html| punctuation::curled(html, way))
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
pub fn comment(content: &str, cx: &Context<'_>) -> String {
    let way = cx.rules.punctuation;
    let content = newlines(content);
    let content = fields::repaired(&content, cx);
    let content = markup::escape_text(&content);
    let content = punctuation::curled(&content, way);
    in_style(autop(&addresses::link(&content)), way)
}

fn without_no_teaser(content: Cow<'_, str>) -> Cow<'_, str> {
    if markup::holds(&content, NO_TEASER) { content.replace(NO_TEASER, "").into() } else { content }
}

/// The text with `\n` for every kind of newline.
fn newlines(text: &str) -> Cow<'_, str> {
    match memchr::memchr(b'\r', text.as_bytes()) {
        Some(_) => Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")),
        None => Cow::Borrowed(text),
    }
}

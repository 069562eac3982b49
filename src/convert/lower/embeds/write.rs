//! What is written for one embed, by the user's rules and the target's templates.

use super::answers::{Answer, Answers};
use super::providers::{self, Embed};
use super::{address, lines};
use crate::convert::lower::paragraphs::pieces::is_block;
use crate::convert::lower::shortcodes::player_of_file;
use crate::convert::lower::{Context, EmbedForm, EmbedUse, markup};

/// HTML for an embed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) html: String,
    /// Whether it cannot stand in a paragraph.
    pub(super) is_block: bool,
    /// The address that it stands for; `None` for a file's own player.
    pub(super) embed: Option<EmbedUse>,
}

impl Written {
    fn line(html: String) -> Self {
        Self { html, is_block: false, embed: None }
    }

    /// The same, told of what it stands for.
    fn showing(self, url: &str, embed: Option<&Embed>) -> Self {
        let address = page(url, embed);
        Self { embed: self.embed.or(Some(EmbedUse { address, is_link: false })), ..self }
    }
}

impl From<&Answer> for Written {
    fn from(answer: &Answer) -> Self {
        let mut tokens = markup::as_browser(&answer.html);
        let is_block =
            tokens.any(|token| matches!(token, markup::Token::Tag(tag) if is_block(tag.name)));
        Self { html: answer.html.clone(), is_block, embed: None }
    }
}

/// What an address becomes that WordPress would have shown as a player or post.
pub(super) fn address(url: &str, cx: &Context<'_>, answers: &Answers) -> Written {
    if let Some(player) = player_of_file(url) {
        return Written { is_block: player.starts_with("<div"), ..Written::line(player) };
    }
    let embed = providers::read(url);
    let embed = embed.as_ref();
    let answer = answers.find(url, embed);
    let instead = match cx.rules.embeds {
        EmbedForm::Link => None,
        EmbedForm::Target => template(url, embed, cx)
            .or_else(|| answer.filter(|answer| !answer.is_player).map(Written::from)),
        EmbedForm::Player => answer.map(Written::from).or_else(|| player(embed)),
    };
    instead.unwrap_or_else(|| link(url, embed)).showing(url, embed)
}

/// What a frame becomes that somebody pasted; `None` where it stays.
pub(super) fn frame(url: &str, cx: &Context<'_>) -> Option<Written> {
    let embed = providers::read(url)?;
    let written = match cx.rules.embeds {
        EmbedForm::Link => Some(link(url, Some(&embed))),
        EmbedForm::Target => template(url, Some(&embed), cx),
        EmbedForm::Player => None,
    };
    written.map(|written| written.showing(url, Some(&embed)))
}

/// What a Flash player becomes, which plays nowhere any more; `None` where nobody knows its site.
pub(super) fn flash(url: &str, cx: &Context<'_>, answers: &Answers) -> Option<Written> {
    providers::read(url)?;
    Some(address(url, cx, answers))
}

/// The generator's own way, where its target file has one for the provider.
fn template(url: &str, embed: Option<&Embed>, cx: &Context<'_>) -> Option<Written> {
    let embed = embed?;
    let text = cx.target.embeds.fill(embed.provider, |name| value(name, embed, url))?;
    Some(Written::line(markup::template_source(&text)))
}

/// What a template may ask for. Nothing that would end a quotation or a template.
fn value(name: &str, embed: &Embed, url: &str) -> Option<String> {
    let value = match name {
        "id" => embed.id.clone(),
        "kind" => embed.kind.clone(),
        "player" => embed.player.clone()?,
        "start" => embed.start?.to_string(),
        "url" => embed.page.clone().unwrap_or_else(|| absolute(&address::without_entities(url))),
        "user" => embed.user.clone(),
        _ => return None,
    };
    let is_plain = !value.is_empty() && !value.contains(['"', '\'', '`', '{', '}', '<', '>', '\\']);
    is_plain.then_some(value)
}

/// The player of the provider, in the size that most of them hand out.
fn player(embed: Option<&Embed>) -> Option<Written> {
    let url = markup::escape(embed?.player.as_ref()?);
    let size = "width=\"560\" height=\"315\"";
    Some(Written::line(format!("<iframe src=\"{url}\" {size} allowfullscreen></iframe>")))
}

/// The address of the page; one that is a page already stays as it was typed.
fn link(url: &str, embed: Option<&Embed>) -> Written {
    let address = page(url, embed);
    let html = markup::link(&address);
    Written { embed: Some(EmbedUse { address, is_link: true }), ..Written::line(html) }
}

/// The address of the page, as HTML holds it.
fn page(url: &str, embed: Option<&Embed>) -> String {
    match embed.and_then(|embed| embed.page.as_ref()) {
        Some(page) => markup::escape(page),
        None => absolute(url),
    }
}

/// `//x.org/a` → `https://x.org/a`
fn absolute(url: &str) -> String {
    if lines::is_url(url) {
        url.to_owned()
    } else {
        format!("https://{}", url.trim_start_matches('/'))
    }
}

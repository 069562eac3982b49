//! What blocks become whose saved HTML is not what readers saw: name → plain function.
//!
//! A block without an entry shows its saved HTML. One that saved nothing and that WordPress or a
//! plugin fills in leaves nothing, and the caller says so.

use serde_json::Value;

use super::dynamic;
use super::layout::{accordion_heading, file, gallery, verse};
use super::plugins::{code_block_pro, questions, steps};
use crate::convert::lower::blocks::Block;
use crate::convert::lower::embeds;
use crate::convert::lower::markup::{self, Token};
use crate::convert::lower::paragraphs::autop;
use crate::convert::lower::shortcodes::sound;

/// What a block becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::convert::lower) enum Shown {
    /// The HTML inside it, as saved.
    AsSaved,
    /// This HTML.
    As(String),
    /// The HTML inside it, as saved, and this behind it.
    With(String),
    /// Nothing, although WordPress would have shown something.
    Nothing,
}

/// Names of services that a capital letter does not make.
const SERVICES: &[(&str, &str)] = &[
    ("500px", "500px"),
    ("deviantart", "DeviantArt"),
    ("github", "GitHub"),
    ("gitlab", "GitLab"),
    ("lastfm", "Last.fm"),
    ("linkedin", "LinkedIn"),
    ("soundcloud", "SoundCloud"),
    ("tiktok", "TikTok"),
    ("vk", "VK"),
    ("whatsapp", "WhatsApp"),
    ("wordpress", "WordPress"),
    ("youtube", "YouTube"),
];

/// A block's name and what it becomes.
type Handler = (&'static str, fn(&Block<'_>) -> Shown);

const HANDLERS: &[Handler] = &[
    ("core/accordion-heading", accordion_heading),
    ("core/button", button),
    ("core/code-block-pro", code_block_pro),
    ("core/embed", embed),
    ("core/file", file),
    ("core/footnotes", |block| without_text(block, footnotes)),
    ("core/freeform", freeform),
    ("core/gallery", gallery),
    ("core/heading", rich_text),
    ("core/image", image),
    ("core/list-item", rich_text),
    ("core/more", |block| without_text(block, more)),
    ("core/navigation-link", |block| without_text(block, item_link)),
    ("core/nextpage", |block| without_text(block, nextpage)),
    ("core/paragraph", rich_text),
    ("core/playlist-track", |block| without_text(block, track)),
    ("core/shortcode", freeform),
    ("core/social-link", |block| without_text(block, item_link)),
    ("core/verse", verse),
    ("jetpack/markdown", markdown),
    ("kevinbatdorf/code-block-pro", code_block_pro),
    ("rank-math/faq-block", questions),
    ("rank-math/howto-block", steps),
    ("yoast/faq-block", questions),
    ("yoast/how-to-block", steps),
];

/// What a block becomes that has no blocks inside.
pub(in crate::convert::lower) fn leaf(block: &Block<'_>) -> Shown {
    let name = if block.name.starts_with("core-embed/") { "core/embed" } else { block.name };
    match HANDLERS.binary_search_by_key(&name, |(name, _)| name) {
        Ok(index) => HANDLERS[index].1(block),
        Err(_) if block.inner.contains("<pre") => code(block),
        Err(_) => parent(block),
    }
}

/// What a block becomes whose saved HTML says nothing; text in it, which WordPress never saves
/// there, is kept.
fn without_text(block: &Block<'_>, handler: fn(&Block<'_>) -> Shown) -> Shown {
    let mut tokens = markup::as_browser(block.inner);
    if tokens.any(|token| matches!(token, Token::Text(text) if !text.trim_ascii().is_empty())) {
        Shown::AsSaved
    } else {
        handler(block)
    }
}

/// What a block becomes that has blocks inside.
pub(in crate::convert::lower) fn parent(block: &Block<'_>) -> Shown {
    if dynamic::is_filled_in(block.name) && is_empty(block.inner) || dynamic::is_mould(block.name) {
        Shown::Nothing
    } else {
        Shown::AsSaved
    }
}

/// Whether HTML shows nothing: white space, or elements around nothing.
fn is_empty(html: &str) -> bool {
    const SHOWING: &[&str] = &[
        "audio", "canvas", "embed", "hr", "iframe", "img", "input", "math", "object", "svg",
        "video",
    ];
    // What is longer holds other blocks; to read it all again for each of them would take for ever.
    const LONGEST: usize = 64;
    let mut tokens = markup::as_browser(html);
    for _ in 0..LONGEST {
        match tokens.next() {
            None => return true,
            Some(Token::Text(text)) if text.trim_ascii().is_empty() => {}
            Some(Token::Tag(tag)) if !SHOWING.iter().any(|name| tag.is(name)) => {}
            Some(_) => return false,
        }
    }
    false
}

/// `{"language":"css"}` and `<pre>…</pre>` → `<pre data-language="css">…</pre>`, which the
/// highlighters' step reads.
fn code(block: &Block<'_>) -> Shown {
    let language = block.text("language").or_else(|| block.text("lang"));
    match (language, block.inner.split_once("<pre")) {
        (Some(language), Some((before, behind))) if !block.inner.contains("language-") => {
            let language = markup::escape(&language);
            Shown::As(format!("{before}<pre data-language=\"{language}\"{behind}"))
        }
        _ => Shown::AsSaved,
    }
}

/// Text that the reusable block around it may change.
fn button(block: &Block<'_>) -> Shown {
    overridden(block, "text", "<a")
}

/// `{"url":"https://x.org/1"}` → the place of the address, in a paragraph or above its caption
fn embed(block: &Block<'_>) -> Shown {
    let url = block.text("url").filter(|url| embeds::is_url(url));
    let Some(url) = url else { return Shown::AsSaved };
    let place = embeds::place(&url.replace('&', "&amp;"));
    let caption = block.inner.find("<figcaption").and_then(|start| {
        let end = block.inner.rfind("</figcaption>").filter(|end| *end > start)?;
        Some(&block.inner[start..end])
    });
    Shown::As(match caption {
        Some(caption) => format!("<figure>{place}{caption}</figcaption></figure>"),
        None => format!("<p>{place}</p>"),
    })
}

/// The notes themselves are written when all marks have their numbers.
fn footnotes(_block: &Block<'_>) -> Shown {
    Shown::As(crate::convert::lower::footnotes::PLACE.to_owned())
}

/// Text as the classic editor has it: `one\n\ntwo` → `<p>one</p>\n<p>two</p>\n`
fn freeform(block: &Block<'_>) -> Shown {
    Shown::As(autop(block.inner))
}

/// An image without an address shows nothing in WordPress either.
fn image(block: &Block<'_>) -> Shown {
    if block.inner.contains("<img") && !block.inner.contains("src=") {
        Shown::As(String::new())
    } else {
        Shown::AsSaved
    }
}

/// `{"url":"https://x.org/@a","service":"mastodon"}` → `<li><a href="https://x.org/@a">Mastodon</a></li>`
fn item_link(block: &Block<'_>) -> Shown {
    let Some(url) = block.text("url") else { return Shown::AsSaved };
    let label = block.text("label").filter(|label| !label.is_empty());
    let label = label.or_else(|| block.text("service").map(|name| service(&name)));
    Shown::As(item(&url, &label.unwrap_or_else(|| markup::escape(&url))))
}

fn item(url: &str, label: &str) -> String {
    format!("<li><a href=\"{}\">{label}</a></li>", markup::escape(url))
}

/// `github` → `GitHub`
fn service(name: &str) -> String {
    if let Ok(index) = SERVICES.binary_search_by_key(&name, |(name, _)| name) {
        return SERVICES[index].1.to_owned();
    }
    let mut letters = name.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}

/// `<!--more Read on-->` → `<!--more-->`
fn more(_block: &Block<'_>) -> Shown {
    Shown::As("<!--more-->".to_owned())
}

fn nextpage(_block: &Block<'_>) -> Shown {
    Shown::As("<!--nextpage-->".to_owned())
}

/// Text that the reusable block around it may change.
fn rich_text(block: &Block<'_>) -> Shown {
    overridden(block, "content", "<")
}

/// The saved HTML with the text that the reusable block gives to blocks of this name.
fn overridden(block: &Block<'_>, attribute: &str, tag: &str) -> Shown {
    let text = || {
        let overrides = block.overrides?;
        let attributes = block.attributes();
        let name = attributes.get("metadata")?.get("name")?.as_str()?;
        let text = overrides.get(name)?.get(attribute)?.as_str()?;
        let start = block.inner.find(tag)?;
        let start = start + block.inner[start..].find('>')? + 1;
        let closing = if tag == "<" { "</" } else { "</a>" };
        let end = block.inner.rfind(closing).filter(|end| *end >= start)?;
        Some(format!("{}{text}{}", &block.inner[..start], &block.inner[end..]))
    };
    text().map_or(Shown::AsSaved, Shown::As)
}

/// `{"src":"a.mp3","title":"Shanty"}` → `<li><a href="a.mp3">Shanty</a> <audio …></audio></li>`
fn track(block: &Block<'_>) -> Shown {
    let Some(url) = block.text("src") else { return Shown::AsSaved };
    let details = ["title", "artist", "length"].into_iter().filter_map(|key| block.text(key));
    let mut details = details.filter(|detail| !detail.is_empty());
    let title = details.next().unwrap_or_else(|| markup::escape(&url));
    let mut html = item(&url, &title);
    let rest: Vec<String> = details.collect();
    if !rest.is_empty() {
        html.insert_str(html.len() - "</li>".len(), &format!(" ({})", rest.join(", ")));
    }
    html.insert_str(html.len() - "</li>".len(), &format!(" {}", sound(&markup::escape(&url))));
    Shown::As(html)
}

/// `{"source":"## A"}` → `## A`, as it was written; the saved HTML was made from it.
fn markdown(block: &Block<'_>) -> Shown {
    match block.text("source").filter(|source| !source.trim_ascii().is_empty()) {
        // The paragraph around it keeps two such blocks in a row apart.
        Some(source) => {
            let source = markup::markdown_source(source.trim_matches('\n'));
            Shown::As(format!("<p>{source}</p>"))
        }
        None => parent(block),
    }
}

/// The texts that a reusable block gives to the blocks in it, by their names.
pub(in crate::convert::lower) fn overrides(
    attributes: &str,
) -> Option<serde_json::Map<String, Value>> {
    if !attributes.contains("\"content\"") {
        return None;
    }
    let mut attributes: serde_json::Map<String, Value> = serde_json::from_str(attributes).ok()?;
    match attributes.remove("content") {
        Some(Value::Object(overrides)) => Some(overrides),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_sorted() {
        assert!(SERVICES.is_sorted());
        assert!(HANDLERS.is_sorted_by_key(|(name, _)| name));
    }

    #[test]
    fn every_block_is_documented() {
        let docs = include_str!("../../../../docs/blocks.md");
        for (name, _) in HANDLERS {
            assert!(docs.contains(&format!("`{name}`")), "{name} is not");
        }
    }

    #[test]
    fn every_block_has_a_case() {
        let cases = ["blocks", "embeds", "code"].map(|name| {
            let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases");
            std::fs::read_to_string(format!("{folder}/content-{name}.md")).expect("a case file")
        });
        for (name, _) in HANDLERS {
            let comment = format!("<!-- wp:{} ", name.trim_start_matches("core/"));
            assert!(cases.iter().any(|text| text.contains(&comment)), "{name} has none");
        }
    }
}

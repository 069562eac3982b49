//! What shortcodes of plugins and themes come to: names differ, forms are few.

use super::super::{footnotes, markup};
use super::attributes::Attributes;
use super::{Position, Replacement, Shortcode, builders};
use crate::convert::lower::Context;
use crate::notice::{Code, Notice};

/// Attributes that hold a title.
const TITLES: &[&str] = &["title", "heading", "head", "header", "name", "label", "question"];

/// Attributes that hold an address.
const ADDRESSES: &[&str] = &["url", "link", "href", "button_url", "button_link"];

/// Attributes that hold the words of a button.
const LABELS: &[&str] = &["button_text", "text", "label", "text_title", "title", "value"];

/// Attributes that say who is quoted.
const SOURCES: &[&str] =
    &["cite", "author", "name", "by", "source", "job_title", "position", "company_name", "company"];

/// Values of switches, which are no words to read.
const SWITCHES: &[&str] = &[
    "", "0", "1", "center", "default", "false", "left", "no", "none", "off", "on", "right", "true",
    "yes",
];

/// Shops by the country codes of `EasyAzon`.
const SHOPS: &[(&str, &str)] = &[
    ("AU", "com.au"),
    ("CA", "ca"),
    ("DE", "de"),
    ("ES", "es"),
    ("FR", "fr"),
    ("IN", "in"),
    ("IT", "it"),
    ("JP", "co.jp"),
    ("UK", "co.uk"),
    ("US", "com"),
];

/// `[col]words[/col]` → `<div>words</div>`
pub(super) fn layout(code: &Shortcode<'_>, _cx: &Context<'_>) -> Option<Replacement> {
    // A builder's row that was never closed shows nothing.
    let content = code.content.or_else(|| builders::family(code.name).map(|_| ""));
    Some(wrapped("", content?).into())
}

/// `[dropcap]W[/dropcap]ords` → `Words`
pub(super) fn plain(code: &Shortcode<'_>, _cx: &Context<'_>) -> Option<Replacement> {
    Some(code.content?.to_owned().into())
}

/// `[box title="Note"]words[/box]` → `<div><p><strong>Note</strong></p>words</div>`
pub(super) fn boxed(code: &Shortcode<'_>, _cx: &Context<'_>) -> Option<Replacement> {
    let title = text_of(&code.attributes(), TITLES);
    let title = title.map_or(String::new(), |title| format!("<p><strong>{title}</strong></p>"));
    Some(wrapped(&title, code.content?).into())
}

/// `[tab title="One"]words[/tab]` → `<div><h3>One</h3>words</div>`
pub(super) fn section(code: &Shortcode<'_>, _cx: &Context<'_>) -> Option<Replacement> {
    let title = text_of(&code.attributes(), TITLES);
    let title = title.map_or(String::new(), |title| format!("<h3>{title}</h3>"));
    Some(wrapped(&title, code.content?).into())
}

/// `[spoiler title="Who"]words[/spoiler]` → `<details><summary>Who</summary>words</details>`
pub(super) fn details(code: &Shortcode<'_>, cx: &Context<'_>) -> Option<Replacement> {
    let attributes = code.attributes();
    let bare = attributes.bare.first().map(|value| value.trim_start_matches('=').to_owned());
    let content = code.content?;
    let Some(title) = text_of(&attributes, TITLES).or(bare) else {
        let is_line = code.position == Position::Within && !content.contains(['<', '\n']);
        return if is_line { plain(code, cx) } else { layout(code, cx) };
    };
    let content = block(content);
    Some(format!("<details><summary>{title}</summary>{content}</details>").into())
}

/// `[button url="/a"]Go[/button]` → `<a href="/a">Go</a>`
pub(super) fn button(code: &Shortcode<'_>, _cx: &Context<'_>) -> Option<Replacement> {
    let attributes = code.attributes();
    let words = code.content.map(str::trim_ascii).filter(|content| !content.is_empty());
    let words = words.map(str::to_owned).or_else(|| text_of(&attributes, LABELS))?;
    let address = attributes.first_of(ADDRESSES).and_then(address);
    Some(linked(words, address).into())
}

/// `[highlight]words[/highlight]` → `<mark>words</mark>`
pub(super) fn highlight(code: &Shortcode<'_>, _cx: &Context<'_>) -> Option<Replacement> {
    Some(format!("<mark>{}</mark>", code.content?).into())
}

/// `[pullquote cite="Ann"]words[/pullquote]` → `<blockquote>words<p><cite>Ann</cite></p></blockquote>`
pub(super) fn quote(code: &Shortcode<'_>, _cx: &Context<'_>) -> Option<Replacement> {
    let attributes = code.attributes();
    let bare = attributes.bare.first().and_then(|value| value.strip_prefix('=')).map(str::to_owned);
    let content = block(code.content?);
    let named = SOURCES.iter().filter_map(|name| text_of(&attributes, &[name]));
    let sources: Vec<String> = named.chain(bare).collect();
    let source = match sources.join(", ").as_str() {
        "" => String::new(),
        source => format!("<p><cite>{source}</cite></p>"),
    };
    Some(format!("<blockquote>{content}{source}</blockquote>").into())
}

/// `[heading]Words[/heading]` → `<h3>Words</h3>`, `[vc_custom_heading text="Words" font_container="tag:h2"]` → `<h2>Words</h2>`
pub(super) fn heading(code: &Shortcode<'_>, _cx: &Context<'_>) -> Option<Replacement> {
    let attributes = code.attributes();
    let content = code.content.map(str::trim_ascii).filter(|content| !content.is_empty());
    let words = content.map(str::to_owned);
    let words =
        words.or_else(|| text_of(&attributes, &["text", "title", "heading", "headline"]))?;
    let words = words.trim_start_matches("</p>").trim_end_matches("<p>").to_owned();
    let tag = level(&attributes);
    let link = attributes.first_of(ADDRESSES).and_then(address);
    Some(format!("<{tag}>{}</{tag}>", linked(words, link)).into())
}

/// Which heading the attributes ask for.
fn level(attributes: &Attributes) -> String {
    let named = attributes.first_of(&["tag", "level", "html_tag", "type", "size", "heading_tag"]);
    let inside = attributes.get("font_container").and_then(|value| value.split_once("tag:"));
    let value = named.or(inside.map(|(_, tag)| tag)).unwrap_or_default();
    let digit = value.trim_start_matches(['h', 'H']).chars().next();
    match digit.filter(|digit| ('1'..='6').contains(digit)) {
        Some(digit) if value.len() < 3 || inside.is_some() => format!("h{digit}"),
        _ => "h3".to_owned(),
    }
}

/// `[divider]` → `<hr />`
pub(super) fn rule(code: &Shortcode<'_>, _cx: &Context<'_>) -> Option<Replacement> {
    let title = text_of(&code.attributes(), &["title", "text"]);
    let title = title.map_or(String::new(), |title| format!("<p>{title}</p>"));
    is_void(code).then(|| format!("<hr />{title}").into())
}

/// `[space height="20"]` → nothing
pub(super) fn nothing(code: &Shortcode<'_>, _cx: &Context<'_>) -> Option<Replacement> {
    is_void(code).then(Replacement::default)
}

/// `[vc_raw_js]…[/vc_raw_js]` → nothing: a script is no text to read
pub(super) fn program(code: &Shortcode<'_>, _cx: &Context<'_>) -> Option<Replacement> {
    code.content?;
    let message = format!("the script of `[{}]` was dropped", code.name);
    let notices = vec![Notice::new(Code::ElementDropped, message)];
    Some(Replacement { html: String::new(), notices })
}

/// Whether a shortcode without content is surely one: alone on its line, or with attributes. The
/// word in brackets may be a word in brackets.
pub(super) fn is_void(code: &Shortcode<'_>) -> bool {
    let is_empty = code.content.is_none_or(|content| content.trim_ascii().is_empty());
    is_empty
        && (code.position == Position::Alone
            || code.content.is_some()
            || code.attributes.ends_with('/')
            || builders::family(code.name).is_some()
            || code.attributes().has_names())
}

/// `[toc]` → nothing: generators make tables of contents themselves.
#[expect(clippy::unnecessary_wraps, reason = "all handlers of the table have one type")]
pub(super) fn contents(code: &Shortcode<'_>, _cx: &Context<'_>) -> Option<Replacement> {
    let message = format!("the table of contents `[{}]` left nothing", code.name);
    let notices = vec![Notice::new(Code::TableOfContents, message)];
    Some(Replacement { html: code.content.unwrap_or_default().to_owned(), notices })
}

/// `[list]<li>words</li>[/list]` → `<ul><li>words</li></ul>`
pub(super) fn list(code: &Shortcode<'_>, cx: &Context<'_>) -> Option<Replacement> {
    let content = code.content?;
    let has_list = ["<ul", "<ol"].iter().any(|tag| content.contains(tag));
    if has_list || !content.contains("<li>") {
        return layout(code, cx);
    }
    Some(format!("<ul>{}</ul>", block(content)).into())
}

/// `[li]words[/li]` → `<li>words</li>`
pub(super) fn item(code: &Shortcode<'_>, _cx: &Context<'_>) -> Option<Replacement> {
    Some(format!("<li>{}</li>", block(code.content?)).into())
}

/// `word[note]A source.[/note]` → a footnote; `[note]` that begins a line → a box
pub(super) fn note(code: &Shortcode<'_>, cx: &Context<'_>) -> Option<Replacement> {
    let content = code.content?;
    let is_inline = !["<p>", "</p>", "<div", "<ul"].iter().any(|tag| content.contains(tag));
    if code.position == Position::Within && is_inline && !code.attributes().has_names() {
        return Some(footnotes::inline(content)?.into());
    }
    boxed(code, cx)
}

/// `[easyazon_link identifier="B00X" locale="US"]words[/easyazon_link]` → `<a href="https://www.amazon.com/dp/B00X">words</a>`
pub(super) fn shop(code: &Shortcode<'_>, _cx: &Context<'_>) -> Option<Replacement> {
    let attributes = code.attributes();
    let product = attributes.first_of(&["identifier", "asin"])?;
    let is_number = product.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let country = attributes.first_of(&["locale"]).unwrap_or("US").to_ascii_uppercase();
    let index = SHOPS.binary_search_by(|(name, _)| (*name).cmp(country.as_str())).ok()?;
    let address = format!("https://www.amazon.{}/dp/{product}", SHOPS[index].1);
    let words = code.content?.to_owned();
    is_number.then(|| linked(words, Some(address)).into())
}

/// A block that begins with `title`; nothing where there is nothing.
pub(super) fn wrapped(title: &str, content: &str) -> String {
    let content = block(content);
    if title.is_empty() && content.trim_ascii().is_empty() {
        return String::new();
    }
    format!("<div>{title}{content}</div>")
}

/// Content that stands in a block of its own: without the line breaks and halves of paragraphs that
/// belong to the lines of the shortcode's ends.
pub(super) fn block(content: &str) -> String {
    let mut content = content.trim_ascii();
    loop {
        let shorter = ["</p>", "<br />", "<br>"].iter().find_map(|it| content.strip_prefix(it));
        let shorter = shorter
            .or_else(|| ["<p>", "<br />", "<br>"].iter().find_map(|it| content.strip_suffix(it)));
        match shorter {
            Some(shorter) => content = shorter.trim_ascii(),
            None => break,
        }
    }
    let begins_inside = match (content.find("</p>"), content.find("<p>")) {
        (Some(end), Some(start)) => end < start,
        (Some(_), None) => true,
        (None, _) => false,
    };
    let ends_inside = match (content.rfind("</p>"), content.rfind("<p>")) {
        (Some(end), Some(start)) => end < start,
        (None, Some(_)) => true,
        (_, None) => false,
    };
    let start = if begins_inside { "<p>" } else { "" };
    let end = if ends_inside { "</p>" } else { "" };
    [start, content, end].concat()
}

/// The first of the attributes that holds words.
pub(super) fn text_of(attributes: &Attributes, names: &[&str]) -> Option<String> {
    let values = names.iter().filter_map(|name| attributes.first_of(&[name]));
    let mut words = values.filter(|value| SWITCHES.binary_search(value).is_err());
    words.next().map(|value| markup::escape_text(&decoded(value)).into_owned())
}

/// Words or a picture, linked where there is an address.
pub(super) fn linked(words: String, address: Option<String>) -> String {
    match address {
        Some(address) => format!("<a href=\"{}\">{words}</a>", markup::quote(&address)),
        None => words,
    }
}

/// The characters that page builders hide from the grammar of shortcodes: `%22`, `%91` and `%93` of
/// Divi, the accents of `WPBakery`.
pub(super) fn decoded(value: &str) -> String {
    const HIDDEN: &[(&str, &str)] = &[
        ("%22", "&quot;"),
        ("%91", "["),
        ("%93", "]"),
        ("`{`", "["),
        ("`}`", "]"),
        ("``", "&quot;"),
    ];
    let mut text = value.to_owned();
    for (hidden, shown) in HIDDEN {
        if text.contains(hidden) {
            text = text.replace(hidden, shown);
        }
    }
    text
}

/// The address of a link as page builders write it: bare, `url:https%3A%2F%2Fx.org%2F|title:x`,
/// `manually,https://x.org/`, `https://x.org/|x|_self`. `None` for what leads nowhere.
pub(super) fn address(value: &str) -> Option<String> {
    let value = value.trim();
    let value = value.strip_prefix("manually,").unwrap_or(value);
    let parts = value.strip_prefix("url:");
    let bare = parts.unwrap_or(value).split('|').next().unwrap_or_default().trim();
    let address = match parts {
        Some(_) => percent_encoding::percent_decode_str(bare).decode_utf8_lossy().into_owned(),
        None => bare.to_owned(),
    };
    let leads =
        address.contains(['/', '.', '@']) || (address.len() > 1 && address.starts_with('#'));
    let is_one = !address.contains(['<', '>', ' ', '[']);
    let is_scheme = address.ends_with("://");
    (leads && is_one && !is_scheme).then_some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_sorted() {
        assert!(SWITCHES.is_sorted());
        assert!(SHOPS.is_sorted());
    }

    #[test]
    fn addresses_of_every_builder() {
        for (value, found) in [
            ("url:https%3A%2F%2Fx.org%2Fa|title:A|target:_blank", "https://x.org/a"),
            ("manually,https://x.org/", "https://x.org/"),
            ("https://x.org/|words|_self", "https://x.org/"),
            ("/a/", "/a/"),
        ] {
            assert_eq!(address(value).as_deref(), Some(found));
        }
        for value in ["#", "", "none", "http://", "url:|title:x", "javascript void"] {
            assert_eq!(address(value), None, "{value}");
        }
    }

    #[test]
    fn halves_of_paragraphs_are_made_whole() {
        assert_eq!(block("<br />\none</p>\n<p>two<br />"), "<p>one</p>\n<p>two</p>");
        assert_eq!(block("</p>\n<p>one</p>\n<p>"), "<p>one</p>");
        assert_eq!(block("one"), "one");
    }
}

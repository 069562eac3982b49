//! Elementor's widgets: name and settings → HTML.

use std::fmt::Write as _;

use serde_json::Value;

use crate::convert::lower::markup;
use crate::convert::lower::paragraphs::autop;

/// A widget: `None` for one that is not known, which is named in a notice.
type Render = fn(&Value) -> String;

/// Sorted by name.
const WIDGETS: &[(&str, Render)] = &[
    ("accordion", tabs),
    ("alert", alert),
    ("animated-headline", headline),
    ("audio", player),
    ("blockquote", blockquote),
    ("button", button),
    ("call-to-action", call),
    ("code-highlight", code),
    ("counter", counter),
    ("divider", divider),
    ("flip-box", flip_box),
    ("gallery", gallery),
    ("google_maps", map),
    ("heading", heading),
    ("html", html),
    ("icon-box", image_box),
    ("icon-list", icon_list),
    ("image", image),
    ("image-box", image_box),
    ("image-carousel", gallery),
    ("image-gallery", gallery),
    ("menu-anchor", nothing),
    ("price-list", price_list),
    ("price-table", price_table),
    ("progress", progress),
    ("shortcode", shortcode),
    ("spacer", nothing),
    ("tabs", tabs),
    ("testimonial", testimonial),
    ("text-editor", text_editor),
    ("toggle", tabs),
    ("video", player),
];

/// The HTML of a widget; `None` if its name is not known.
pub(super) fn render(name: &str, settings: &Value) -> Option<String> {
    let index = WIDGETS.binary_search_by(|(known, _)| known.cmp(&name)).ok()?;
    Some(WIDGETS[index].1(settings))
}

/// `tabs: [{tab_title, tab_content}]` → `<h3>title</h3>` and the content, for each
fn tabs(settings: &Value) -> String {
    let one =
        |tab: &Value| [element("h3", tab, "tab_title"), prose(text(tab, "tab_content"))].concat();
    items(settings, "tabs").iter().map(one).collect()
}

/// `alert_title`, `alert_description` → two paragraphs, the first one strong
fn alert(settings: &Value) -> String {
    let title = text(settings, "alert_title");
    let title = some(title).map_or(String::new(), |it| format!("<p><strong>{it}</strong></p>\n"));
    [title, prose(text(settings, "alert_description"))].concat()
}

/// `before_text`, `highlighted_text` or `rotating_text`, `after_text` → `<h3>before highlighted after</h3>`
fn headline(settings: &Value) -> String {
    let names = ["before_text", "highlighted_text", "rotating_text", "after_text"];
    let words: Vec<&str> = names.iter().filter_map(|name| some(text(settings, name))).collect();
    if words.is_empty() { String::new() } else { format!("<h3>{}</h3>\n", words.join(" ")) }
}

/// `youtube_url: "https://youtu.be/x"` → `<p><a href="https://youtu.be/x">https://youtu.be/x</a></p>`
fn player(settings: &Value) -> String {
    let chosen = match text(settings, "video_type") {
        "" => None,
        chosen => some(text(settings, &format!("{chosen}_url"))),
    };
    let names = ["youtube_url", "vimeo_url", "dailymotion_url", "videopress_url"];
    let addresses = names.iter().map(|name| text(settings, name));
    let files = ["hosted_url", "external_url", "link"].iter().map(|name| url(&settings[name]));
    let mut found = chosen.into_iter().chain(addresses).chain(files).filter_map(some);
    found.next().map_or(String::new(), |url| format!("<p>{}</p>\n", markup::link(url)))
}

/// `blockquote_content`, `author_name` → `<blockquote>content<p><cite>author</cite></p></blockquote>`
fn blockquote(settings: &Value) -> String {
    let author = some(text(settings, "author_name"));
    let author = author.map_or(String::new(), |it| format!("<p><cite>{it}</cite></p>"));
    format!("<blockquote>{}{author}</blockquote>\n", prose(text(settings, "blockquote_content")))
}

/// `text: "Go"`, `link: {url}` → `<p><a href="url">Go</a></p>`
fn button(settings: &Value) -> String {
    paragraph(&linked(text(settings, "text"), settings))
}

/// `title`, `description`, `button`, `link` → a heading, a paragraph and a link
fn call(settings: &Value) -> String {
    [
        picture(&settings["graphic_image"], ""),
        element("h3", settings, "title"),
        prose(text(settings, "description")),
        paragraph(&linked(text(settings, "button"), settings)),
    ]
    .concat()
}

/// `code`, `language` → `<pre><code class="language-x">code</code></pre>`
fn code(settings: &Value) -> String {
    let class = some(text(settings, "language"));
    let class =
        class.map_or(String::new(), |it| format!(" class=\"language-{}\"", markup::quote(it)));
    let body = markup::escape(text(settings, "code")).replace('[', "&#91;");
    format!("<pre><code{class}>{body}</code></pre>\n")
}

/// `prefix`, `ending_number`, `suffix`, `title` → `<p>prefix number suffix title</p>`
fn counter(settings: &Value) -> String {
    let number = number(settings, "ending_number");
    let (prefix, suffix) = (text(settings, "prefix"), text(settings, "suffix"));
    paragraph(&format!("{prefix}{number}{suffix} {}", text(settings, "title")))
}

/// `text` → `<hr />` and the words that stand on it
fn divider(settings: &Value) -> String {
    format!("<hr />\n{}", paragraph(text(settings, "text")))
}

/// The two sides of a box, and its button
fn flip_box(settings: &Value) -> String {
    [
        element("h3", settings, "title_text_a"),
        prose(text(settings, "description_text_a")),
        element("h3", settings, "title_text_b"),
        prose(text(settings, "description_text_b")),
        paragraph(&linked(text(settings, "button_text"), settings)),
    ]
    .concat()
}

/// `wp_gallery: [{url}]` → a figure for each
fn gallery(settings: &Value) -> String {
    let all = ["wp_gallery", "carousel", "gallery"].iter().flat_map(|name| items(settings, name));
    all.map(|image| picture(image, "")).collect()
}

/// `address` → a paragraph
fn map(settings: &Value) -> String {
    paragraph(text(settings, "address"))
}

/// `title: "Words"`, `header_size: "h2"` → `<h2>Words</h2>`
fn heading(settings: &Value) -> String {
    let size = text(settings, "header_size");
    let words = linked(text(settings, "title"), settings);
    let is_heading = matches!(size, "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
    match (words.as_str(), size) {
        ("", _) => String::new(),
        (_, "div" | "span" | "p") => paragraph(&words),
        _ => {
            let tag = if is_heading { size } else { "h2" };
            format!("<{tag}>{words}</{tag}>\n")
        }
    }
}

/// `html` → the same
fn html(settings: &Value) -> String {
    format!("{}\n", text(settings, "html"))
}

/// `image`, `title_text`, `description_text`, `link` → a figure, a heading and a paragraph
fn image_box(settings: &Value) -> String {
    let title = linked(text(settings, "title_text"), settings);
    let title = some(&title).map_or(String::new(), |title| format!("<h3>{title}</h3>\n"));
    let image = picture(&settings["image"], "");
    [image, title, prose(text(settings, "description_text"))].concat()
}

/// `icon_list: [{text, link}]` → `<ul><li>text</li></ul>`
fn icon_list(settings: &Value) -> String {
    list(items(settings, "icon_list").iter().map(|item| linked(text(item, "text"), item)))
}

/// `image: {url, alt}`, `caption` → `<figure><img src="url" alt="alt" /><figcaption>caption</figcaption></figure>`
fn image(settings: &Value) -> String {
    let caption = text(settings, "caption");
    let image = picture(&settings["image"], caption);
    let link = some(url(&settings["link"])).filter(|_| text(settings, "link_to") == "custom");
    match link {
        Some(link) => image
            .replacen("<img", &format!("<a href=\"{}\"><img", markup::quote(link)), 1)
            .replacen(" />", " /></a>", 1),
        None => image,
    }
}

/// Nothing that anybody reads
fn nothing(_: &Value) -> String {
    String::new()
}

/// `price_list: [{title, item_description, price}]` → a list
fn price_list(settings: &Value) -> String {
    list(items(settings, "price_list").iter().map(|item| {
        let names = ["title", "item_description", "price"];
        let words: Vec<&str> = names.iter().filter_map(|name| some(text(item, name))).collect();
        words.join(" – ")
    }))
}

/// `heading`, `sub_heading`, `price`, `features_list: [{item_text}]`, `button_text` → what it says
fn price_table(settings: &Value) -> String {
    let price = [number(settings, "price"), text(settings, "period").to_owned()].join(" ");
    [
        element("h3", settings, "heading"),
        paragraph(text(settings, "sub_heading")),
        paragraph(&price),
        list(items(settings, "features_list").iter().map(|it| text(it, "item_text").to_owned())),
        paragraph(&linked(text(settings, "button_text"), settings)),
    ]
    .concat()
}

/// `title`, `percent: {size}` → `<p>title size %</p>`
fn progress(settings: &Value) -> String {
    let share = number(&settings["percent"], "size");
    let share = some(&share).map_or(String::new(), |share| format!(" {share} %"));
    paragraph(&format!("{}{share}", text(settings, "title")))
}

/// `shortcode` → the same, for the step that does shortcodes
fn shortcode(settings: &Value) -> String {
    paragraph(text(settings, "shortcode"))
}

/// `testimonial_content`, `testimonial_name`, `testimonial_job` → a quotation
fn testimonial(settings: &Value) -> String {
    let names = ["testimonial_name", "testimonial_job"];
    let who: Vec<&str> = names.iter().filter_map(|name| some(text(settings, name))).collect();
    let who = if who.is_empty() {
        String::new()
    } else {
        format!("<p><cite>{}</cite></p>", who.join(", "))
    };
    let content = prose(text(settings, "testimonial_content"));
    format!(
        "{}<blockquote>{content}{who}</blockquote>\n",
        picture(&settings["testimonial_image"], "")
    )
}

/// `editor` → its HTML with paragraphs
fn text_editor(settings: &Value) -> String {
    prose(text(settings, "editor"))
}

/// Text with paragraphs.
fn prose(html: &str) -> String {
    if html.trim_ascii().is_empty() { String::new() } else { autop(html) }
}

fn paragraph(html: &str) -> String {
    some(html).map_or(String::new(), |html| format!("<p>{html}</p>\n"))
}

fn element(tag: &str, settings: &Value, name: &str) -> String {
    some(text(settings, name)).map_or(String::new(), |html| format!("<{tag}>{html}</{tag}>\n"))
}

fn list(entries: impl Iterator<Item = String>) -> String {
    let entries = entries.filter(|entry| !entry.trim_ascii().is_empty());
    let entries: Vec<String> = entries.map(|entry| format!("<li>{entry}</li>")).collect();
    if entries.is_empty() { String::new() } else { format!("<ul>{}</ul>\n", entries.concat()) }
}

/// A picture with its caption.
fn picture(image: &Value, caption: &str) -> String {
    let Some(source) = some(url(image)) else { return String::new() };
    let mut html = format!(
        "<figure><img src=\"{}\" alt=\"{}\" />",
        markup::escape(source),
        markup::escape(text(image, "alt"))
    );
    if let Some(caption) = some(caption) {
        let _ = write!(html, "<figcaption>{caption}</figcaption>");
    }
    html + "</figure>\n"
}

/// Words, linked where the settings have a link.
fn linked(words: &str, settings: &Value) -> String {
    let link = some(url(&settings["link"])).filter(|link| *link != "#");
    match (some(words), link) {
        (Some(words), Some(link)) => format!("<a href=\"{}\">{words}</a>", markup::escape(link)),
        (words, _) => words.unwrap_or_default().to_owned(),
    }
}

fn text<'v>(settings: &'v Value, name: &str) -> &'v str {
    settings[name].as_str().unwrap_or_default().trim()
}

/// A number, which Elementor stores as a number or as text.
fn number(settings: &Value, name: &str) -> String {
    match &settings[name] {
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => String::new(),
    }
}

fn url(link: &Value) -> &str {
    link["url"].as_str().unwrap_or_default().trim()
}

fn items<'v>(settings: &'v Value, name: &str) -> &'v [Value] {
    settings[name].as_array().map(Vec::as_slice).unwrap_or_default()
}

fn some(text: &str) -> Option<&str> {
    (!text.trim_ascii().is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_each_widget_has_a_case() {
        assert!(WIDGETS.is_sorted_by(|one, other| one.0 < other.0));
        let cases = include_str!("../../../../tests/cases/content-elementor.md");
        for (name, _) in WIDGETS {
            assert!(cases.contains(&format!("\"widgetType\": \"{name}\"")), "{name} has no case");
        }
    }
}

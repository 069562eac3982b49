//! Page builders: their modules hold what readers read in attributes and between their ends, and
//! everything else is layout.
//!
//! Divi (`et_pb_`), `WPBakery` (`vc_`), Avada (`fusion_`), Enfold (`av_`), King Composer (`kc_`), Bold
//! Builder (`bt_bb_`), Tatsu (`tatsu_`), Jupiter (`mk_`), Cornerstone (`cs_`, `x_`).

use std::mem;

use super::attributes::Attributes;
use super::forms::{address, decoded, linked, text_of, wrapped};
use super::handlers::{Content, Handler, Place};
use super::media::{image, slideshow};
use super::{Replacement, Shortcode};
use crate::convert::lower::{Context, markup};
use crate::notice::{Code, Notice};

/// What stands before the names of a family.
#[derive(Clone, Copy, Debug)]
pub(super) struct Family {
    prefix: &'static str,
    /// The page builder whose layout and modules are all names that no table has.
    builder: Option<&'static str>,
}

/// Sorted by prefix.
const FAMILIES: &[Family] = &[
    Family { prefix: "av_", builder: Some("Enfold") },
    Family { prefix: "bt_bb_", builder: Some("Bold Builder") },
    Family { prefix: "cs_", builder: Some("Cornerstone") },
    Family { prefix: "et_pb_", builder: Some("Divi") },
    Family { prefix: "fusion_", builder: Some("Avada") },
    Family { prefix: "kc_", builder: Some("King Composer") },
    Family { prefix: "mk_", builder: Some("Jupiter") },
    Family { prefix: "su_", builder: None },
    Family { prefix: "tatsu_", builder: Some("Tatsu") },
    Family { prefix: "vc_", builder: Some("WPBakery") },
    Family { prefix: "x_", builder: None },
];

/// Attributes that hold a module's title, the first one first.
const TITLES: &[&str] =
    &["title", "heading", "headline", "h2", "primary_title", "title_front", "call_text", "header"];

/// Attributes that hold words below it.
const TEXTS: &[&str] = &[
    "subhead",
    "subheading",
    "subtitle",
    "author",
    "job_title",
    "job",
    "company_name",
    "company",
    "position",
    "name",
    "currency_price",
    "sum",
    "number",
    "percent",
    "description",
    "message",
    "text",
    "text_front",
    "text_back",
];

/// Attributes that hold a picture, by its address or number.
const PICTURES: &[&str] = &[
    "image",
    "image_url",
    "header_image_url",
    "portrait_url",
    "logo_image_url",
    "picture",
    "photo",
    "img",
    "src",
];

/// Attributes that hold a gallery.
const GALLERIES: &[&str] = &["gallery_ids", "image_ids", "images"];

/// Attributes that hold a film or a sound.
const PLAYERS: &[&str] = &["audio", "video", "video_link", "video_url"];

/// Attributes that hold the words of a button, and where it leads.
const BUTTONS: &[(&str, &str)] = &[
    ("button_text", "button_url"),
    ("button_text", "button_link"),
    ("button_text", "url"),
    ("button_one_text", "button_one_url"),
    ("button_two_text", "button_two_url"),
    ("btn_title", "btn_link"),
    ("button", "link"),
    ("link_text", "link"),
    ("linktext", "link"),
];

/// The family of a name, and the name behind its prefix.
pub(super) fn family(name: &str) -> Option<(Family, &str)> {
    let family = FAMILIES.iter().find(|family| name.starts_with(family.prefix))?;
    let rest = &name[family.prefix.len()..];
    rest.starts_with(|c: char| c.is_ascii_alphabetic()).then_some((*family, rest))
}

impl Family {
    /// The page builder that every name behind the prefix belongs to.
    pub(super) fn builder(self) -> Option<&'static str> {
        self.builder
    }

    /// The handler of every other name.
    pub(super) fn module(self) -> Option<Handler> {
        let (name, place, content) = (self.prefix, Place::Block, Content::Used);
        self.builder.map(|_| Handler { name, place, content, replace: module })
    }
}

/// `[et_pb_blurb title="One" image="a.png" url="/b"]words[/et_pb_blurb]` → `<div><h3><a href="/b">One</a></h3><figure><img src="a.png" alt="" /></figure>words</div>`
#[expect(clippy::unnecessary_wraps, reason = "all handlers of the table have one type")]
fn module(code: &Shortcode<'_>, cx: &Context<'_>) -> Option<Replacement> {
    let attributes = code.attributes();
    let mut content = code.content.unwrap_or_default().to_owned();
    let mut out = Replacement::default();
    title(&attributes, &mut content, &mut out.html);
    pictures(code, &attributes, cx, &mut out);
    for name in PLAYERS {
        let player = attributes.first_of(&[name]).and_then(|value| address(&decoded(value)));
        out.html.extend(player.map(|player| format!("<p>{}</p>", markup::link(&player))));
    }
    for name in TEXTS {
        let text = text_of(&attributes, &[name]);
        out.html.extend(text.map(|text| format!("<p>{text}</p>")));
    }
    let html = wrapped(&out.html, &(content + &buttons(&attributes)));
    if html.is_empty() && code.content.is_none() {
        let message = format!("the page builder's module `[{}]` left nothing", code.name);
        out.notices.push(Notice::new(Code::DynamicShortcode, message));
    }
    Some(Replacement { html, notices: out.notices })
}

/// The title, linked where the module is a link and has no button. Without a title its words are the
/// link, if it has no others than those of one line.
fn title(attributes: &Attributes, content: &mut String, html: &mut String) {
    let has_button = BUTTONS.iter().any(|(words, _)| text_of(attributes, &[words]).is_some());
    let link = attributes.first_of(&["url", "link", "href"]).filter(|_| !has_button);
    let link = link.and_then(address);
    let is_line = !content.trim_ascii().is_empty() && !content.contains(['<', '\n']);
    match text_of(attributes, TITLES) {
        Some(title) => html.extend(["<h3>", &linked(title, link), "</h3>"]),
        None if is_line && link.is_some() => *content = linked(mem::take(content), link),
        None => html.extend(link.map(|link| format!("<p>{}</p>", markup::link(&link)))),
    }
}

fn pictures(
    code: &Shortcode<'_>,
    attributes: &Attributes,
    cx: &Context<'_>,
    out: &mut Replacement,
) {
    let value = |name: &&str| attributes.first_of(&[name]).filter(|value| is_picture(value));
    let one = PICTURES.iter().find_map(value).map(|value| format!("src=\"{value}\""));
    let alternative = attributes.first_of(&["alt", "image_alt"]).map(markup::quote);
    let alternative = alternative.unwrap_or_default();
    let one = one.map(|source| format!("{source} alt=\"{alternative}\""));
    let one = one.and_then(|attributes| {
        image(&Shortcode { attributes: &attributes, content: None, ..*code }, cx)
    });
    let many = attributes.first_of(GALLERIES).map(|ids| format!("ids=\"{ids}\""));
    let many = many.and_then(|attributes| {
        slideshow(&Shortcode { attributes: &attributes, content: None, ..*code }, cx)
    });
    for picture in [one, many].into_iter().flatten() {
        out.html.push_str(&picture.html);
        out.notices.extend(picture.notices);
    }
}

/// Whether a value is an attachment's number or a file's address.
fn is_picture(value: &str) -> bool {
    let number = value.bytes().all(|byte| byte.is_ascii_digit()) && value != "0";
    number || (value.contains(['/', '.']) && !value.contains(['<', ' ']))
}

fn buttons(attributes: &Attributes) -> String {
    let mut html = String::new();
    let mut seen = Vec::new();
    for (words, link) in BUTTONS {
        let Some(text) = text_of(attributes, &[words]) else { continue };
        let link = attributes.first_of(&[link]).and_then(address);
        if link.is_some() && !seen.contains(words) {
            html.extend(["<p>", &linked(text, link), "</p>"]);
            seen.push(words);
        }
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted() {
        assert!(FAMILIES.is_sorted_by(|one, other| one.prefix < other.prefix));
    }

    #[test]
    fn every_family_is_documented_and_has_a_case() {
        let page = include_str!("../../../../docs/shortcodes.md");
        let cases = include_str!("../../../../tests/cases/content-shortcodes.md");
        for Family { prefix, .. } in FAMILIES {
            assert!(page.contains(&format!("`{prefix}")), "{prefix} is not in docs/shortcodes.md");
            assert!(cases.contains(&format!("[{prefix}")), "{prefix} has no case");
        }
    }
}

//! Elementor keeps a page as JSON in a custom field; where the content itself is empty, the widgets
//! there are what readers saw.
//!
//! In: `_elementor_data`, a tree of elements with `elType`, `widgetType`, `settings` and `elements`.
//! Out: the HTML of the widgets in order, without layout. Widgets that are not known are named.
//! <https://developers.elementor.com/docs/data-structure/>

mod widgets;

use std::collections::BTreeSet;

use serde_json::Value;

use super::markup::{self, Token};
use crate::convert::lower::Context;
use crate::notice::{Code, Notice};
use crate::wxr::Item;

/// Where Elementor keeps its elements.
const KEY: &str = "_elementor_data";

/// Custom fields of page builders whose form pressdown cannot read.
const OTHERS: &[(&str, &str)] = &[
    ("_breakdance_data", "Breakdance"),
    ("_bricks_page_content_2", "Bricks"),
    ("_cornerstone_data", "Cornerstone"),
    ("_fl_builder_data", "Beaver Builder"),
    ("_themify_builder_settings_json", "Themify Builder"),
    ("ct_builder_json", "Oxygen"),
    ("mfn-page-items", "Muffin Builder"),
    ("panels_data", "SiteOrigin Page Builder"),
];

/// What is done next.
enum Step<'a> {
    /// An element is written.
    Element(&'a Value),
    /// A title that stands above an element.
    Title(&'a str),
}

/// The HTML of a page builder's data, where the content shows nothing.
pub(super) fn content(
    content: &str,
    cx: &Context<'_>,
    notices: &mut Vec<Notice>,
) -> Option<String> {
    if !is_blank(content) {
        return None;
    }
    let Some(stored) = cx.meta_value(KEY).filter(|stored| !matches!(*stored, "" | "[]")) else {
        let other =
            OTHERS.iter().find(|(key, _)| cx.meta_value(key).is_some_and(|it| !it.is_empty()));
        notices.extend(other.map(|(key, name)| {
            let message = format!("{name} keeps the content in `{key}`, which cannot be read");
            Notice::new(Code::BuilderContent, message)
        }));
        return None;
    };
    let Ok(Value::Array(elements)) = serde_json::from_str(stored) else {
        let message =
            format!("Elementor keeps the content in `{KEY}`, which is not the JSON it should be");
        notices.push(Notice::new(Code::BuilderContent, message));
        return None;
    };
    let (html, missing) = render(&elements);
    notices.extend(missing.into_iter().map(|widget| {
        Notice::new(Code::BuilderContent, format!("the Elementor widget `{widget}` left nothing"))
    }));
    Some(html)
}

/// The page builder that keeps data of its own in the custom fields of an item.
#[must_use]
pub fn builder_of_item(item: &Item<'_>) -> Option<&'static str> {
    let holds = |key: &str| item.meta_value(key).is_some_and(|value| !matches!(value, "" | "[]"));
    if holds(KEY) {
        return Some("Elementor");
    }
    OTHERS.iter().find(|(key, _)| holds(key)).map(|(_, name)| *name)
}

/// The HTML of elements, and the names of widgets that left nothing.
fn render(elements: &[Value]) -> (String, BTreeSet<&str>) {
    let mut html = String::new();
    let mut missing = BTreeSet::new();
    let mut steps: Vec<Step<'_>> = elements.iter().rev().map(Step::Element).collect();
    while let Some(step) = steps.pop() {
        let element = match step {
            Step::Title(title) => {
                html.extend(["<h3>", title, "</h3>\n"]);
                continue;
            }
            Step::Element(element) => element,
        };
        let children = element["elements"].as_array().map(Vec::as_slice).unwrap_or_default();
        if let Some(name) = element["widgetType"].as_str() {
            let widget = widgets::render(name, &element["settings"]);
            if widget.is_none() && children.is_empty() {
                missing.insert(name);
            }
            html.push_str(&widget.unwrap_or_default());
        }
        let titles = element["settings"]["items"].as_array().map(Vec::as_slice).unwrap_or_default();
        for (index, child) in children.iter().enumerate().rev() {
            steps.push(Step::Element(child));
            let title = titles.get(index).and_then(|item| item["item_title"].as_str());
            steps.extend(title.map(Step::Title));
        }
    }
    (html, missing)
}

/// Whether content shows nothing: white space, comments and empty paragraphs.
fn is_blank(content: &str) -> bool {
    markup::as_browser(content).all(|token| match token {
        Token::Comment(_) => true,
        Token::Tag(tag) => ["br", "div", "p", "span"].iter().any(|name| tag.is(name)),
        Token::Text(text) => text.replace("&nbsp;", " ").trim().is_empty(),
    })
}

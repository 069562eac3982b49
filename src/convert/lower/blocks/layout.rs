//! Blocks that set their content out in a way that a page of Markdown does not have: covers, tabs,
//! accordions, old galleries, previews.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::ops::Range;

use super::handlers::Shown;
use crate::convert::lower::blocks::Block;
use crate::convert::lower::markup::{self, End, Token};

/// The labels of the tabs that are open, for the panels that follow.
#[derive(Debug, Default)]
pub(in crate::convert::lower) struct Tabs {
    /// One list for each set of tabs.
    sets: Vec<VecDeque<String>>,
}

impl Tabs {
    /// What stands before the inside of a block that opens.
    pub(in crate::convert::lower) fn open(&mut self, block: &str) -> Option<String> {
        match block {
            "tabs" => {
                self.sets.push(VecDeque::new());
                None
            }
            "tab-panel" => Some(label(&self.sets.last_mut()?.pop_front()?)),
            _ => None,
        }
    }

    /// What a block becomes that closes: the list of labels vanishes, because each stands above its
    /// panel; labels without a panel stand at the end.
    pub(in crate::convert::lower) fn close(&mut self, block: &Block<'_>) -> Option<Shown> {
        match block.name {
            "core/tab-list" => {
                let set = self.sets.last_mut()?;
                set.extend(labels(block.inner));
                Some(Shown::As(String::new()))
            }
            "core/tabs" => {
                let rest = self.sets.pop()?;
                let rest: String = rest.iter().map(|text| label(text)).collect();
                (!rest.is_empty()).then_some(Shown::With(rest))
            }
            _ => None,
        }
    }
}

/// `<button role="tab">Morning</button>` → `Morning`
fn labels(html: &str) -> Vec<String> {
    let mut labels: Vec<String> = Vec::new();
    let mut is_in_tab = false;
    for token in markup::as_browser(html) {
        match token {
            Token::Tag(tag) if tag.is("button") || tag.is("a") => {
                is_in_tab = tag.end == End::Open;
                if is_in_tab {
                    labels.push(String::new());
                }
            }
            Token::Text(text) if !is_in_tab && text.trim_ascii().is_empty() => {}
            Token::Text(raw) | Token::Tag(markup::Tag { raw, .. }) => {
                let is_text = matches!(token, Token::Text(_));
                match labels.last_mut() {
                    Some(label) if is_in_tab => label.push_str(raw),
                    _ if is_text => labels.push(raw.to_owned()),
                    _ => {}
                }
            }
            Token::Comment(_) => {}
        }
    }
    labels
}

fn label(text: &str) -> String {
    format!("<p><strong>{text}</strong></p>")
}

/// `<h3 …><button …><span>Question?</span><span aria-hidden="true">+</span></button></h3>` →
/// `<h3><span>Question?</span></h3>`
///
/// The button opens the panel below, and the sign in it says so.
pub(in crate::convert::lower) fn accordion_heading(block: &Block<'_>) -> Shown {
    let mut html = String::with_capacity(block.inner.len());
    let mut hidden = 0_usize;
    for token in markup::as_browser(block.inner) {
        match token {
            Token::Tag(tag) if tag.is("span") && (hidden > 0 || is_hidden(tag.raw)) => {
                hidden = match tag.end {
                    End::Open => hidden + 1,
                    End::Close => hidden.saturating_sub(1),
                };
            }
            Token::Tag(tag) if tag.is("button") => {}
            // Signs are no words; anything else was typed by somebody.
            Token::Text(text) if hidden > 0 && !text.contains(char::is_alphanumeric) => {}
            token => html.push_str(token.raw()),
        }
    }
    Shown::As(html)
}

fn is_hidden(tag: &str) -> bool {
    markup::attribute(tag, "aria-hidden") == Some("true")
}

/// The first HTML inside a block, where the block's own element opens, if it becomes something else.
pub(in crate::convert::lower) fn opening(block: &Block<'_>) -> Option<String> {
    match block.name {
        "cover" => Some(cover_picture(block)? + block.inner),
        "list" => list_kind(block.inner),
        _ => None,
    }
}

/// `{"url":"pier.jpg","alt":"Pier"}` → `<img src="pier.jpg" alt="Pier" />`
///
/// A picture that stays where it is while the page moves is saved as a background.
fn cover_picture(block: &Block<'_>) -> Option<String> {
    let has_own = ["<img", "<video", "<iframe"].iter().any(|tag| block.inner.contains(tag));
    let url = block.text("url").filter(|url| !has_own && !url.is_empty())?;
    let alternative = block.text("alt").unwrap_or_default();
    let (url, alternative) = (markup::escape(&url), markup::escape(&alternative));
    Some(format!("<img src=\"{url}\" alt=\"{alternative}\" />"))
}

/// `<object data="menu.pdf" style="width:100%;height:600px"></object><a …>Menu</a><a …>Download</a>` →
/// `<p><object data="menu.pdf" …></object></p><p><a …>Menu</a></p>`
pub(in crate::convert::lower) fn file(block: &Block<'_>) -> Shown {
    let end = "</object>";
    let preview = block.inner.find("<object").zip(block.inner.rfind(end));
    // WordPress saves no words in a preview; where some are, somebody wrote them.
    let is_preview =
        |(start, at): &(usize, usize)| start < at && !has_words(&block.inner[*start..*at]);
    let (preview, rest) = match preview.filter(is_preview) {
        Some((start, at)) => {
            let rest = [&block.inner[..start], &block.inner[at + end.len()..]].concat();
            (object(&block.inner[start..at]), rest)
        }
        None => (None, block.inner.to_owned()),
    };
    let rest = without_button(&rest).replace("</a><a", "</a> <a");
    Shown::As(preview.unwrap_or_default() + &rest)
}

/// `<a href="menu.pdf">Menu</a><a href="menu.pdf" class="wp-block-file__button" download>Download</a>` →
/// `<a href="menu.pdf">Menu</a>`
///
/// One link to a file is enough; a button that leads elsewhere, or is alone, stays.
fn without_button(html: &str) -> Cow<'_, str> {
    let links = links(html);
    let Some(button) = links.iter().find(|link| is_button(link)) else { return html.into() };
    let address = markup::attribute(button.tag, "href");
    let says_the_same = |link: &Link<'_>| {
        !is_button(link)
            && markup::attribute(link.tag, "href") == address
            && has_words(&html[link.place.clone()])
    };
    if address.is_none() || !links.iter().any(says_the_same) {
        return html.into();
    }
    [&html[..button.place.start], &html[button.place.end..]].concat().into()
}

fn is_button(link: &Link<'_>) -> bool {
    let mut classes =
        markup::attribute(link.tag, "class").unwrap_or_default().split_ascii_whitespace();
    classes.any(|class| class == "wp-block-file__button")
}

/// A link in HTML: its first tag, and where it stands.
struct Link<'a> {
    tag: &'a str,
    place: Range<usize>,
}

fn links(html: &str) -> Vec<Link<'_>> {
    let mut links = Vec::new();
    let mut open = None;
    let mut at = 0;
    for token in markup::as_browser(html) {
        let start = at;
        at += token.raw().len();
        match token {
            Token::Tag(tag) if tag.is("a") && tag.end == End::Open => open = Some((tag.raw, start)),
            Token::Tag(tag) if tag.is("a") => {
                links.extend(open.take().map(|(tag, start)| Link { tag, place: start..at }));
            }
            _ => {}
        }
    }
    links
}

fn has_words(html: &str) -> bool {
    let mut tokens = markup::as_browser(html);
    tokens.any(|token| matches!(token, Token::Text(text) if !text.trim_ascii().is_empty()))
}

/// The preview of a document, at the height that its style has.
fn object(html: &str) -> Option<String> {
    let Some(Token::Tag(tag)) = markup::as_browser(html).next() else { return None };
    let address = markup::attribute(tag.raw, "data")?;
    let style = markup::attribute(tag.raw, "style").unwrap_or_default();
    let height = style.split(';').find_map(|rule| {
        rule.trim_ascii().strip_prefix("height:")?.trim_ascii().strip_suffix("px")
    });
    let height = height.unwrap_or("600");
    let kind = markup::attribute(tag.raw, "type").unwrap_or("application/pdf");
    Some(format!(
        "<p><object data=\"{address}\" type=\"{kind}\" width=\"100%\" height=\"{height}\"></object></p>"
    ))
}

/// `<ul class="blocks-gallery-grid"><li class="blocks-gallery-item"><figure>…` → `<div><div><figure>…`
///
/// Before WordPress 5.9 a gallery was a list; its pictures are no items of one to a reader.
pub(in crate::convert::lower) fn gallery(block: &Block<'_>) -> Shown {
    if !block.inner.contains("blocks-gallery-item") {
        return Shown::AsSaved;
    }
    let mut html = String::with_capacity(block.inner.len());
    for token in markup::as_browser(block.inner) {
        match token {
            Token::Tag(tag) if tag.is("ul") || tag.is("li") => {
                html.push_str(if tag.end == End::Open { "<div>" } else { "</div>" });
            }
            token => html.push_str(token.raw()),
        }
    }
    Shown::As(html)
}

/// `{"type":"lower-alpha"}`, `<ol style="list-style-type:lower-alpha">` → `<ol type="a" …>`
///
/// How the items are counted is said by a style, which no Markdown keeps; HTML has an attribute for it.
fn list_kind(html: &str) -> Option<String> {
    const KINDS: &[(&str, &str)] = &[
        ("lower-alpha", "a"),
        ("lower-latin", "a"),
        ("lower-roman", "i"),
        ("upper-alpha", "A"),
        ("upper-latin", "A"),
        ("upper-roman", "I"),
    ];
    let at = html.find("<ol")?;
    let style = markup::attribute(&html[at..=at + html[at..].find('>')?], "style")?;
    let kind =
        style.split(';').find_map(|rule| rule.trim_ascii().strip_prefix("list-style-type:"))?;
    let (_, letter) = KINDS.iter().find(|(name, _)| *name == kind.trim_ascii())?;
    Some(format!("{}<ol type=\"{letter}\"{}", &html[..at], &html[at + 3..]))
}

/// `<pre class="wp-block-verse">one<br>two</pre>` → `<p>one<br>two</p>`
///
/// A poem is no code. Where blanks indent its lines it stays as it is, because only `<pre>` keeps them.
pub(in crate::convert::lower) fn verse(block: &Block<'_>) -> Shown {
    let is_set = |text: &str| {
        text.contains("  ") || text.contains('\t') || text.lines().any(|line| line.starts_with(' '))
    };
    let html = block.inner.trim_ascii();
    let inner = html.strip_prefix("<pre").and_then(|rest| rest.strip_suffix("</pre>"));
    let Some((_, inner)) = inner.and_then(|rest| rest.split_once('>')) else {
        return Shown::AsSaved;
    };
    let lines = inner.replace("<br />", "\n").replace("<br/>", "\n").replace("<br>", "\n");
    if inner.contains("<pre") || is_set(&lines) {
        return Shown::AsSaved;
    }
    let stanzas = lines.split("\n\n").filter(|stanza| !stanza.trim_ascii().is_empty());
    let stanzas =
        stanzas.map(|stanza| format!("<p>{}</p>", stanza.trim_ascii().replace('\n', "<br>")));
    Shown::As(stanzas.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_what_stands_in_buttons() {
        let html =
            "<div role=\"tablist\"><button>One</button> <button>Two <em>b</em></button></div>";
        assert_eq!(labels(html), ["One", "Two <em>b</em>"]);
        assert_eq!(labels("loose <b>words</b>"), ["loose ", "words"]);
    }

    #[test]
    fn a_style_that_counts_becomes_an_attribute() {
        assert_eq!(
            list_kind("<ol style=\"list-style-type:upper-roman\" class=\"x\">").as_deref(),
            Some("<ol type=\"I\" style=\"list-style-type:upper-roman\" class=\"x\">")
        );
        assert_eq!(list_kind("<ol class=\"x\"><li>style</li></ol>"), None);
    }
}

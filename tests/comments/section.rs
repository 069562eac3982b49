//! The section below a body, read by a Markdown parser that is not ours.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

/// A comment as the section shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) id: u64,
    /// How many comments it stands below.
    pub(crate) depth: usize,
    /// The line above its words.
    pub(crate) byline: String,
    /// Its words, one blank between two.
    pub(crate) words: String,
}

/// What makes a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Level {
    Quote,
    List,
}

/// The headings of a section, and the comments below them.
pub(crate) fn read(text: &str, level: Level) -> (Vec<String>, Vec<Seen>) {
    let Some((_, section)) = text.split_once("<!-- comments -->\n") else {
        return Default::default();
    };
    let (mut headings, mut seen) = (Vec::new(), Vec::<Seen>::new());
    let (mut depth, mut is_byline, mut is_heading, mut is_image) = (0, false, false, false);
    for event in Parser::new_ext(section, pulldown_cmark::Options::ENABLE_STRIKETHROUGH) {
        let is_level = |tag: &Tag<'_>| match level {
            Level::Quote => matches!(tag, Tag::BlockQuote(_)),
            Level::List => matches!(tag, Tag::List(_)),
        };
        match event {
            Event::Start(Tag::Heading { .. }) if depth == 0 => {
                is_heading = true;
                headings.push(String::new());
            }
            Event::End(TagEnd::Heading(_)) => is_heading = false,
            Event::Start(Tag::Image { .. }) => is_image = true,
            Event::End(TagEnd::Image) => is_image = false,
            Event::Start(tag) if is_level(&tag) => depth += 1,
            Event::End(TagEnd::BlockQuote(_)) if level == Level::Quote => depth -= 1,
            Event::End(TagEnd::List(_)) if level == Level::List => depth -= 1,
            Event::End(TagEnd::Paragraph) if is_byline => is_byline = false,
            Event::InlineHtml(html) if html.starts_with("<a id=\"comment-") => {
                let id = html.trim_matches(|c: char| !c.is_ascii_digit()).parse();
                let top = usize::from(level == Level::List);
                let id = id.expect("a number");
                seen.push(Seen { id, depth: depth - top, ..Seen::default() });
                is_byline = true;
            }
            Event::Text(text) | Event::Code(text) if !is_image => {
                if is_heading {
                    headings.last_mut().expect("a heading").push_str(&text);
                } else if let Some(last) = seen.last_mut() {
                    let to = if is_byline { &mut last.byline } else { &mut last.words };
                    to.push_str(&text);
                }
            }
            Event::SoftBreak | Event::HardBreak | Event::End(_) => {
                if let Some(last) = seen.last_mut() {
                    let is_word = matches!(
                        event,
                        Event::End(
                            TagEnd::Emphasis
                                | TagEnd::Strong
                                | TagEnd::Link
                                | TagEnd::Strikethrough
                        )
                    );
                    if !is_word && !is_byline {
                        last.words.push(' ');
                    }
                }
            }
            _ => {}
        }
    }
    for comment in &mut seen {
        comment.words = words(&comment.words);
    }
    (headings, seen)
}

/// The words of a text, one blank between two.
pub(crate) fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

//! What Markdown shows, read by pulldown-cmark.

use pulldown_cmark::{CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};

use super::Shown;
use crate::markdown::dialect::{DefinitionLists, Dialect, HeadingIds, Support, Tables};

pub(super) fn add(text: &str, dialect: &Dialect, shown: &mut Shown) {
    let skips_references = dialect.footnotes == Support::No;
    let mut reader = Reader { shown, html: None, image: None, skips_references };
    for event in Parser::new_ext(text, options(dialect)) {
        reader.read(event);
    }
}

/// A piece of Markdown that stands in a line or alone: its words go on in what is around it.
pub(super) fn add_piece(text: &str, dialect: &Dialect, shown: &mut Shown) {
    let skips_references = dialect.footnotes == Support::No;
    let mut reader = Reader { shown, html: None, image: None, skips_references };
    let mut events = Parser::new_ext(text, options(dialect)).peekable();
    events.next_if(|event| matches!(event, Event::Start(Tag::Paragraph)));
    while let Some(event) = events.next() {
        let is_end = matches!(event, Event::End(TagEnd::Paragraph)) && events.peek().is_none();
        if !is_end {
            reader.read(event);
        }
    }
}

fn options(dialect: &Dialect) -> Options {
    let mut options = Options::empty();
    options.set(Options::ENABLE_TABLES, dialect.tables == Tables::Pipe);
    options.set(Options::ENABLE_FOOTNOTES, dialect.footnotes == Support::Yes);
    options.set(Options::ENABLE_STRIKETHROUGH, dialect.strikethrough == Support::Yes);
    options.set(Options::ENABLE_TASKLISTS, dialect.task_lists == Support::Yes);
    let has_attributes = matches!(dialect.heading_ids, HeadingIds::Attribute | HeadingIds::Name);
    options.set(Options::ENABLE_HEADING_ATTRIBUTES, has_attributes);
    let has_colons = dialect.definition_lists == DefinitionLists::Colon;
    options.set(Options::ENABLE_DEFINITION_LIST, has_colons);
    options
}

struct Reader<'s> {
    shown: &'s mut Shown,
    /// The HTML block that is open, which comes line by line.
    html: Option<String>,
    /// The image that is open: where it is, and its words so far.
    image: Option<(String, String)>,
    /// Are references to notes written as links?
    skips_references: bool,
}

impl Reader<'_> {
    fn read(&mut self, event: Event<'_>) {
        match event {
            Event::Start(Tag::Image { dest_url, .. }) => {
                self.image = Some((dest_url.into_string(), String::new()));
            }
            Event::End(TagEnd::Image) => {
                if let Some((address, words)) = self.image.take() {
                    self.shown.open("img", |name| match name {
                        "src" => Some(&*address),
                        "alt" => Some(&*words),
                        _ => None,
                    });
                }
            }
            Event::Start(Tag::HtmlBlock) => self.html = Some(String::new()),
            Event::End(TagEnd::HtmlBlock) => {
                if let Some(html) = self.html.take() {
                    self.shown.add_html(&html, self.skips_references);
                }
            }
            Event::Html(part) => match &mut self.html {
                Some(html) => html.push_str(&part),
                None => self.shown.add_html(&part, self.skips_references),
            },
            Event::InlineHtml(html) => self.shown.add_html(&html, self.skips_references),
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                let address = match link_type {
                    LinkType::Email => CowStr::from(format!("mailto:{dest_url}")),
                    _ => dest_url,
                };
                self.shown.open("a", |name| (name == "href").then_some(&*address));
            }
            Event::End(TagEnd::Link) => {
                self.shown.close("a");
            }
            Event::Start(Tag::CodeBlock(_)) => self.shown.open("pre", |_| None),
            Event::End(TagEnd::CodeBlock) => self.shown.close("pre"),
            Event::Start(tag) => self.border(tag.to_end()),
            Event::End(tag) => self.border(tag),
            Event::Text(text)
            | Event::Code(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text) => self.text(&text),
            Event::SoftBreak | Event::HardBreak => self.text("\n"),
            Event::Rule => self.shown.end_word(),
            Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
        }
    }

    fn text(&mut self, text: &str) {
        match &mut self.image {
            Some((_, words)) => words.push_str(text),
            None => self.shown.text(text),
        }
    }

    fn border(&mut self, tag: TagEnd) {
        let is_in_line = matches!(
            tag,
            TagEnd::Emphasis
                | TagEnd::Strong
                | TagEnd::Strikethrough
                | TagEnd::Superscript
                | TagEnd::Subscript
        );
        if !is_in_line {
            self.shown.end_word();
        }
    }
}

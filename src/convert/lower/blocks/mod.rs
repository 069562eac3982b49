//! The block editor's comments → the HTML inside them, each block by its handler.
//!
//! `<!-- wp:name {json} -->…<!-- /wp:name -->` and `<!-- wp:name {json} /-->`, nested to any depth.
//! Broken ones survive: an unclosed block closes with the text, a stray end is ignored, attributes
//! that are no JSON count as none. Text between blocks gets paragraphs, as classic content does.
//! <https://developer.wordpress.org/block-editor/getting-started/fundamentals/markup-representation-block/>

mod dynamic;
mod handlers;
mod layout;
mod plugins;
pub(super) mod reusable;

use std::collections::{BTreeMap, HashMap};

use serde_json::{Map, Value};

use super::autop;
use super::code::listings;
use super::uses::BlockUses;
use handlers::Shown;
use layout::Tabs;

/// Whether WordPress would call this content blocks.
pub(super) fn has_blocks(content: &str) -> bool {
    super::markup::holds(content, "<!-- wp:")
}

/// A block whose inside is already HTML.
#[derive(Clone, Copy, Debug)]
pub(super) struct Block<'a> {
    /// With its namespace: `core/paragraph`.
    pub(super) name: &'a str,
    /// JSON as written; empty where there is none.
    pub(super) attributes: &'a str,
    /// The saved HTML, the blocks in it done.
    pub(super) inner: &'a str,
    /// What the reusable block around it says about the blocks in it, by their names.
    pub(super) overrides: Option<&'a Map<String, Value>>,
}

impl Block<'_> {
    /// The attributes; none where the JSON is broken.
    pub(super) fn attributes(&self) -> Map<String, Value> {
        serde_json::from_str(self.attributes).unwrap_or_default()
    }

    /// An attribute that is text.
    pub(super) fn text(&self, key: &str) -> Option<String> {
        match self.attributes().remove(key) {
            Some(Value::String(text)) => Some(text),
            _ => None,
        }
    }
}

/// What came of the blocks of a text.
#[derive(Debug, Default)]
pub(super) struct Rendered {
    /// The HTML.
    pub(super) html: String,
    /// Uses by name.
    pub(super) uses: BTreeMap<String, BlockUses>,
    /// Blocks that left nothing, with words that their data holds.
    pub(super) empty: BTreeMap<String, Vec<String>>,
}

/// One end of a block, or a whole one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Delimiter<'a> {
    Open { name: &'a str, attributes: &'a str },
    Void { name: &'a str, attributes: &'a str },
    Close { name: &'a str },
}

/// Text between delimiters, and the delimiters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part<'a> {
    Html(&'a str),
    Delimiter(Delimiter<'a>),
}

/// A block that is open.
struct Frame<'a> {
    name: &'a str,
    attributes: &'a str,
    /// Where its inside begins in the output.
    start: usize,
    has_blocks: bool,
}

/// Renders content that has blocks.
pub(super) fn render(content: &str) -> Rendered {
    let mut stack = Stack::default();
    for part in parts(content) {
        match part {
            Part::Html(html) => stack.html(html),
            Part::Delimiter(Delimiter::Open { name, attributes }) => stack.open(name, attributes),
            Part::Delimiter(Delimiter::Void { name, attributes }) => {
                stack.open(name, attributes);
                stack.close();
            }
            Part::Delimiter(Delimiter::Close { name }) => stack.close_to(name),
        }
    }
    while !stack.frames.is_empty() {
        stack.close();
    }
    stack.rendered
}

/// The blocks that are open, and what is written so far.
#[derive(Default)]
struct Stack<'a> {
    frames: Vec<Frame<'a>>,
    /// How many blocks of a name are open, so that a stray end is told without a search.
    open: HashMap<&'a str, u32>,
    /// What the open reusable blocks say about the blocks in them.
    overrides: Vec<Option<Map<String, Value>>>,
    tabs: Tabs,
    rendered: Rendered,
}

impl<'a> Stack<'a> {
    fn html(&mut self, html: &str) {
        let is_between = self.frames.len() == self.overrides.len();
        if let Some(instead) = self.opening(html) {
            self.rendered.html.push_str(&instead);
        } else if is_between && !html.trim_ascii().is_empty() {
            self.rendered.html.push_str(&autop(&listings::wrap(html)));
        } else {
            self.rendered.html.push_str(html);
        }
    }

    fn open(&mut self, name: &'a str, attributes: &'a str) {
        if let Some(parent) = self.frames.last_mut() {
            parent.has_blocks = true;
        }
        if name == "block" {
            self.overrides.push(handlers::overrides(attributes));
        }
        let start = self.rendered.html.len();
        self.rendered.html.extend(self.tabs.open(name));
        self.frames.push(Frame { name, attributes, start, has_blocks: false });
        *self.open.entry(name).or_default() += 1;
    }

    /// What stands for the first HTML inside a block.
    fn opening(&self, html: &str) -> Option<String> {
        let frame = self.frames.last().filter(|frame| frame.start == self.rendered.html.len())?;
        let Frame { name, attributes, .. } = *frame;
        layout::opening(&Block { name, attributes, inner: html, overrides: None })
    }

    fn close_to(&mut self, name: &str) {
        if self.open.get(name).is_none_or(|count| *count == 0) {
            return;
        }
        while self.frames.last().is_some_and(|frame| frame.name != name) {
            self.close();
        }
        self.close();
    }

    /// Ends the innermost block: its handler says what its inside becomes.
    fn close(&mut self) {
        let Some(frame) = self.frames.pop() else { return };
        self.open.entry(frame.name).and_modify(|count| *count -= 1);
        if frame.name == "block" {
            self.overrides.pop();
        }
        let name = if frame.name.contains('/') {
            frame.name.to_ascii_lowercase()
        } else {
            format!("core/{}", frame.name.to_ascii_lowercase())
        };
        let html = &mut self.rendered.html;
        let block = Block {
            name: &name,
            attributes: frame.attributes,
            inner: &html[frame.start..],
            overrides: self.overrides.last().and_then(Option::as_ref),
        };
        let shown = match self.tabs.close(&block) {
            Some(shown) => shown,
            None if frame.has_blocks => handlers::parent(&block),
            None => handlers::leaf(&block),
        };
        let uses = BlockUses { count: 1, left_nothing: u32::from(shown == Shown::Nothing) };
        match shown {
            Shown::AsSaved => {}
            Shown::With(behind) => html.push_str(&behind),
            Shown::As(instead) => {
                html.truncate(frame.start);
                html.push_str(&instead);
            }
            Shown::Nothing => {
                html.truncate(frame.start);
                let words = self.rendered.empty.entry(name.clone()).or_default();
                if words.is_empty() && !name.starts_with("core/") {
                    *words = plugins::words_of(frame.attributes);
                }
            }
        }
        self.rendered.uses.entry(name).or_default().add(uses);
    }
}

/// Cuts content at the delimiters of blocks.
fn parts(content: &str) -> impl Iterator<Item = Part<'_>> {
    let mut rest = content;
    let mut pending = None;
    std::iter::from_fn(move || {
        if let Some(delimiter) = pending.take() {
            return Some(Part::Delimiter(delimiter));
        }
        if rest.is_empty() {
            return None;
        }
        let (before, delimiter, behind) = next_delimiter(rest);
        rest = behind;
        pending = delimiter;
        match before {
            "" => pending.take().map(Part::Delimiter),
            html => Some(Part::Html(html)),
        }
    })
}

/// What stands before the next delimiter, the delimiter, and what follows.
fn next_delimiter(text: &str) -> (&str, Option<Delimiter<'_>>, &str) {
    let mut searched = 0;
    while let Some(start) = text[searched..].find("<!--") {
        let start = searched + start;
        let Some(end) = text[start + 4..].find("-->") else { break };
        let end = start + 4 + end;
        if let Some(delimiter) = delimiter(&text[start + 4..end]) {
            return (&text[..start], Some(delimiter), &text[end + 3..]);
        }
        searched = end + 3;
    }
    (text, None, "")
}

/// The inside of a comment → what it says about blocks.
fn delimiter(comment: &str) -> Option<Delimiter<'_>> {
    let inner = comment.trim_ascii();
    if let Some(name) = inner.strip_prefix("/wp:") {
        let name = without_namespace(name.trim_ascii());
        return (!name.is_empty()).then_some(Delimiter::Close { name });
    }
    let inner = inner.strip_prefix("wp:")?;
    let void = inner.strip_suffix('/').map(str::trim_ascii_end);
    let inner = void.unwrap_or(inner);
    let (name, attributes) =
        inner.split_once(|c: char| c.is_ascii_whitespace()).unwrap_or((inner, ""));
    let (name, attributes) = (without_namespace(name), attributes.trim_ascii());
    if name.is_empty() {
        return None;
    }
    Some(if void.is_some() {
        Delimiter::Void { name, attributes }
    } else {
        Delimiter::Open { name, attributes }
    })
}

/// `core/list` and `list` are one name.
fn without_namespace(name: &str) -> &str {
    name.strip_prefix("core/").unwrap_or(name)
}

//! Shortcodes in HTML → the HTML that they stand for; unknown ones stay as they were written.
//!
//! A known shortcode alone in a paragraph takes the paragraph's place, as in WordPress.
//! `[[name]]` is how one writes `[name]`.

mod attributes;
mod caption;
mod gallery;
mod grammar;
mod handlers;
mod player;
mod sites;
pub(super) mod verbatim;

use std::collections::{BTreeMap, BTreeSet};

use crate::convert::lower::{Context, markup};
use crate::notice::{Code, Notice};

use attributes::{Attributes, straighten};
use grammar::{Kind, Mark};
use handlers::{Content, Handler, Place};

pub(super) use player::{player_of_file, sound};

/// How deep known shortcodes may stand in each other; deeper ones stay text.
const DEEPEST: usize = 16;

/// What stands before a line of its own.
const LINE_STARTS: &[&str] = &["\n", "<br />", "<br>", "<div>", "<li>", "<p>", "<td>", "</p>"];

/// What stands behind a line of its own.
const LINE_ENDS: &[&str] = &["\n", "<br", "</div>", "</li>", "</p>", "</td>"];

/// A known shortcode.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shortcode<'a> {
    /// Its attributes as written.
    pub(super) attributes: &'a str,
    /// What stands between its ends, shortcodes in it done; `None` where it has no end.
    pub(super) content: Option<&'a str>,
}

impl Shortcode<'_> {
    fn attributes(&self) -> Attributes {
        Attributes::parse(self.attributes)
    }
}

/// What a shortcode stands for.
#[derive(Debug, Default)]
pub(super) struct Replacement {
    html: String,
    notices: Vec<Notice>,
}

impl From<String> for Replacement {
    fn from(html: String) -> Self {
        Self { html, notices: Vec::new() }
    }
}

/// HTML without known shortcodes.
#[derive(Debug, Default)]
pub(super) struct Replaced {
    /// The HTML.
    pub(super) html: String,
    /// What was missing, and which names are unknown.
    pub(super) notices: Vec<Notice>,
    /// Uses by name, known and unknown.
    pub(super) uses: BTreeMap<String, u32>,
}

/// Replaces the known shortcodes of a text that has its paragraphs.
pub(super) fn replace(html: &str, cx: &Context<'_>) -> Replaced {
    let marks = grammar::marks(html, |name| handlers::find(name).is_some());
    if marks.is_empty() {
        return Replaced { html: html.to_owned(), ..Replaced::default() };
    }
    let mut state = Replacing {
        html,
        marks: &marks,
        cx,
        copied: 0,
        frames: Vec::new(),
        unknown: BTreeSet::new(),
        out: Replaced { html: String::with_capacity(html.len()), ..Replaced::default() },
    };
    for index in 0..marks.len() {
        state.mark(index);
    }
    state.finish()
}

/// A known shortcode whose content is being written.
struct Frame {
    handler: Handler,
    begin: usize,
    end: usize,
    /// Where its content begins in the output.
    start: usize,
}

/// How far a text is done.
struct Replacing<'a> {
    html: &'a str,
    marks: &'a [Mark<'a>],
    cx: &'a Context<'a>,
    /// How much of the text is in the output.
    copied: usize,
    frames: Vec<Frame>,
    unknown: BTreeSet<&'a str>,
    out: Replaced,
}

impl<'a> Replacing<'a> {
    fn mark(&mut self, index: usize) {
        let mark = self.marks[index];
        if mark.start < self.copied {
            return;
        }
        match mark.kind {
            Kind::End => self.end(index),
            Kind::Begin(end) => {
                let limit = self.frames.last().map_or(self.marks.len(), |frame| frame.end);
                let end = end.filter(|end| *end < limit);
                if let Some(past) = self.escaped(&mark, end) {
                    self.copy_to(mark.start - 1);
                    self.out.html.push_str(&self.html[mark.start..past]);
                    self.copied = past + 1;
                } else if let Some(handler) = handlers::find(mark.name) {
                    self.begin(index, end, handler);
                } else if !mark.in_code {
                    self.unknown(&mark, end);
                }
            }
        }
    }

    /// Where a shortcode in double brackets ends, without the outer one.
    fn escaped(&self, mark: &Mark<'_>, end: Option<usize>) -> Option<usize> {
        let bytes = self.html.as_bytes();
        let doubled = mark.start > self.copied && bytes[mark.start - 1] == b'[';
        let ends = [Some(mark.end), end.map(|end| self.marks[end].end)];
        let sure = handlers::find(mark.name).is_some() || !mark.in_code;
        ends.into_iter().flatten().find(|past| doubled && sure && bytes.get(*past) == Some(&b']'))
    }

    fn begin(&mut self, index: usize, end: Option<usize>, handler: Handler) {
        let mark = self.marks[index];
        match end {
            Some(_) if self.frames.len() >= DEEPEST => {}
            Some(end) => {
                self.copy_to(mark.start);
                self.copied = mark.end;
                let start = self.out.html.len();
                self.frames.push(Frame { handler, begin: index, end, start });
            }
            None => {
                let shortcode = Shortcode { attributes: mark.attributes, content: None };
                let Some(replacement) = (handler.replace)(&shortcode, self.cx) else { return };
                self.copy_to(mark.start);
                self.copied = mark.end;
                self.put(handler.place, replacement);
                self.count(mark.name);
            }
        }
    }

    fn end(&mut self, index: usize) {
        let Some(frame) = self.frames.pop_if(|frame| frame.end == index) else { return };
        let (begin, end) = (self.marks[frame.begin], self.marks[index]);
        self.copy_to(end.start);
        self.copied = end.end;
        let content = self.out.html.split_off(frame.start);
        let shortcode = Shortcode { attributes: begin.attributes, content: Some(&content) };
        if let Some(replacement) = (frame.handler.replace)(&shortcode, self.cx) {
            self.put(frame.handler.place, replacement);
            if frame.handler.content == Content::Behind {
                self.out.html.push_str(&content);
            }
            self.count(begin.name);
        } else {
            let (begin, end) = (&self.html[begin.start..begin.end], &self.html[end.start..end.end]);
            self.out.html.extend([begin, &content, end]);
        }
    }

    /// An unknown shortcode stays; if it surely is one, it is counted and its quotes are made straight.
    fn unknown(&mut self, mark: &Mark<'a>, end: Option<usize>) {
        let attributes = straighten(mark.attributes);
        let sure = end.is_some()
            || mark.attributes.ends_with('/')
            || Attributes::parse(mark.attributes).has_names()
            || is_alone(self.html, mark);
        if !sure {
            return;
        }
        self.copy_to(mark.start);
        self.copied = mark.end;
        let written = ["[", mark.name, &attributes, "]"].concat();
        self.out.html.push_str(&markup::markdown_source(&written));
        self.count(mark.name);
        self.unknown.insert(mark.name);
    }

    fn copy_to(&mut self, end: usize) {
        self.out.html.push_str(&self.html[self.copied..end]);
        self.copied = end;
    }

    fn count(&mut self, name: &str) {
        *self.out.uses.entry(name.to_owned()).or_default() += 1;
    }

    /// Writes what a shortcode stands for, in place of the paragraph that holds nothing else.
    fn put(&mut self, place: Place, replacement: Replacement) {
        // What stands before the content of an open shortcode is not of this line.
        let line = self.frames.last().map_or(0, |frame| frame.start);
        let alone =
            self.out.html[line..].ends_with("<p>") && self.html[self.copied..].starts_with("</p>");
        if alone && place == Place::Block {
            self.out.html.truncate(self.out.html.len() - "<p>".len());
            self.copied += "</p>".len();
        }
        self.out.html.push_str(&replacement.html);
        self.out.notices.extend(replacement.notices);
    }

    fn finish(mut self) -> Replaced {
        self.copy_to(self.html.len());
        self.out.notices.extend(self.unknown.iter().map(|name| {
            Notice::new(
                Code::UnknownShortcode,
                format!("the shortcode `[{name}]` was kept as text"),
            )
        }));
        self.out
    }
}

/// Whether nothing else stands on the line of a mark.
fn is_alone(html: &str, mark: &Mark<'_>) -> bool {
    let before = html[..mark.start].trim_end_matches([' ', '\t']);
    let behind = html[mark.end..].trim_start_matches([' ', '\t']);
    let begins = before.is_empty() || LINE_STARTS.iter().any(|start| before.ends_with(start));
    let ends = behind.is_empty() || LINE_ENDS.iter().any(|end| behind.starts_with(end));
    begins && ends
}

//! The walk over the marks of a text: each shortcode is replaced, written by a template, kept,
//! unwrapped or dropped.

use std::collections::{BTreeMap, BTreeSet};

use super::attributes::{Attributes, straighten};
use super::grammar::{Kind, Mark};
use super::handlers::{self, Content, Handler, Place};
use super::template::Template;
use super::{Position, Replaced, Replacement, Shortcode, dynamic, plugins};
use crate::convert::lower::markup::{self, Token};
use crate::convert::lower::uses::{Fate, count};
use crate::convert::lower::{Context, ShortcodeRule, UnknownShortcodes};
use crate::notice::{Code, Notice};

/// How deep known shortcodes may stand in each other; deeper ones count as unknown.
const DEEPEST: usize = 32;

/// How many characters of a lost text a notice shows.
const SHOWN: usize = 40;

/// What stands before a line of its own.
const LINE_STARTS: &[&str] = &["\n", "<br />", "<br>", "<div>", "<li>", "<p>", "<td>", "</p>"];

/// What stands behind a line of its own.
const LINE_ENDS: &[&str] = &["\n", "<br", "</div>", "</li>", "</p>", "</td>"];

/// Replaces the shortcodes that stand at the marks.
pub(super) fn run(html: &str, marks: &[Mark<'_>], cx: &Context<'_>) -> Replaced {
    let mut state = Replacing {
        html,
        marks,
        cx,
        copied: 0,
        frames: Vec::new(),
        ends: BTreeMap::new(),
        kept: BTreeSet::new(),
        lost: BTreeMap::new(),
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
    /// What is written where a shortcode ends that is no frame.
    ends: BTreeMap<usize, String>,
    /// Names that were kept as text.
    kept: BTreeSet<&'a str>,
    /// What became of shortcodes that were not replaced, and the first text that was lost with one.
    lost: BTreeMap<(&'a str, Fate), Option<String>>,
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
                } else if !mark.in_code {
                    self.begin(index, end);
                }
            }
        }
    }

    /// Where a shortcode in double brackets ends, without the outer one.
    fn escaped(&self, mark: &Mark<'_>, end: Option<usize>) -> Option<usize> {
        let bytes = self.html.as_bytes();
        let doubled = mark.start > self.copied && bytes[mark.start - 1] == b'[';
        let ends = [Some(mark.end), end.map(|end| self.marks[end].end)];
        // `[[table]]` in code is a table of TOML; WordPress has no shortcode of that name.
        let sure = handlers::is_core(mark.name) || !mark.in_code;
        ends.into_iter().flatten().find(|past| doubled && sure && bytes.get(*past) == Some(&b']'))
    }

    fn begin(&mut self, index: usize, end: Option<usize>) {
        let mark = self.marks[index];
        match self.cx.rules.shortcodes.own.get(mark.name) {
            Some(ShortcodeRule::Template(template)) => self.write(&mark, end, template),
            Some(ShortcodeRule::As(way)) => self.give_up(&mark, end, *way),
            None => match handlers::find(mark.name).filter(|_| !self.stays(mark.name)) {
                Some(handler) => self.replace(index, end, handler),
                None => self.unknown(&mark, end),
            },
        }
    }

    /// Whether a box stays as it was written, with all others.
    fn stays(&self, name: &str) -> bool {
        self.cx.rules.shortcodes.unknown == UnknownShortcodes::Keep && plugins::is_box(name)
    }

    fn replace(&mut self, index: usize, end: Option<usize>, handler: Handler) {
        let mark = self.marks[index];
        match end {
            Some(_) if self.frames.len() >= DEEPEST => self.unknown(&mark, end),
            Some(end) => {
                self.copy_to(mark.start);
                self.copied = mark.end;
                let start = self.out.html.len();
                self.frames.push(Frame { handler, begin: index, end, start });
            }
            None => {
                let position = position(self.html, mark.start, mark.end);
                let Mark { name, attributes, .. } = mark;
                let shortcode = Shortcode { name, attributes, content: None, position };
                let Some(replacement) = (handler.replace)(&shortcode, self.cx) else {
                    self.unknown(&mark, None);
                    return;
                };
                self.copy_to(mark.start);
                self.copied = mark.end;
                self.put(handler.place, replacement);
                count(&mut self.out.uses, name, Fate::Converted);
            }
        }
    }

    fn end(&mut self, index: usize) {
        let mark = self.marks[index];
        if let Some(instead) = self.ends.remove(&index) {
            self.copy_to(mark.start);
            self.copied = mark.end;
            self.out.html.push_str(&instead);
        } else if let Some(frame) = self.frames.pop_if(|frame| frame.end == index) {
            self.leave(&frame);
        } else if self.kept.contains(mark.name) && !mark.in_code {
            self.copy_to(mark.start);
            self.copied = mark.end;
            self.out.html.push_str(&written(&mark));
        }
    }

    fn leave(&mut self, frame: &Frame) {
        let (begin, end) = (self.marks[frame.begin], self.marks[frame.end]);
        self.copy_to(end.start);
        self.copied = end.end;
        let content = self.out.html.split_off(frame.start);
        let Mark { name, attributes, .. } = begin;
        let position = position(self.html, begin.start, end.end);
        let shortcode = Shortcode { name, attributes, content: Some(&content), position };
        let Some(replacement) = (frame.handler.replace)(&shortcode, self.cx) else {
            self.give_back(&begin, &end, &content);
            return;
        };
        self.put(frame.handler.place, replacement);
        if frame.handler.content == Content::Behind {
            self.out.html.push_str(&content);
        }
        count(&mut self.out.uses, name, Fate::Converted);
    }

    /// A shortcode that turned out to be no use of what it is known for.
    fn give_back(&mut self, begin: &Mark<'a>, end: &Mark<'a>, content: &str) {
        let way = self.cx.rules.shortcodes.unknown;
        let lost = match way {
            UnknownShortcodes::Keep => {
                self.kept.insert(begin.name);
                self.out.html.extend([&written(begin), content, &written(end)]);
                None
            }
            UnknownShortcodes::Unwrap => {
                self.out.html.push_str(content);
                None
            }
            UnknownShortcodes::Drop => first_words(content),
        };
        self.tell(begin.name, fate(way), lost);
    }

    /// A name that nobody knows; what is surely no shortcode stays text.
    fn unknown(&mut self, mark: &Mark<'a>, end: Option<usize>) {
        let attributes = Attributes::parse(mark.attributes);
        let sure = dynamic::is_dynamic(mark.name)
            || end.is_some()
            || mark.attributes.ends_with('/')
            || attributes.has_names()
            || (position(self.html, mark.start, mark.end) == Position::Alone
                && !is_prose(mark.name, &attributes.bare));
        if sure {
            self.give_up(mark, end, self.cx.rules.shortcodes.unknown);
        }
    }

    /// Keeps a shortcode as it was written, with straight quotes; or unwraps or drops it.
    fn give_up(&mut self, mark: &Mark<'a>, end: Option<usize>, way: UnknownShortcodes) {
        self.copy_to(mark.start);
        self.copied = mark.end;
        let mut lost = None;
        match way {
            UnknownShortcodes::Keep => {
                self.out.html.push_str(&written(mark));
                self.kept.insert(mark.name);
            }
            UnknownShortcodes::Unwrap => {
                self.ends.extend(end.map(|end| (end, String::new())));
            }
            UnknownShortcodes::Drop => {
                if let Some(end) = end.map(|end| self.marks[end]) {
                    lost = first_words(&self.html[mark.end..end.start]);
                    self.copied = end.end;
                }
            }
        }
        self.tell(mark.name, fate(way), lost);
    }

    /// Writes a shortcode as the user's template says. What stands between its ends is never lost:
    /// it follows a template that has no place for it.
    fn write(&mut self, mark: &Mark<'a>, end: Option<usize>, template: &str) {
        self.copy_to(mark.start);
        self.copied = mark.end;
        let template = Template { text: template, name: mark.name };
        let (before, behind) = template.around(&straighten(mark.attributes));
        self.out.html.push_str(&before);
        match end {
            Some(end) => {
                self.ends.insert(end, behind);
            }
            None => self.out.html.push_str(&behind),
        }
        count(&mut self.out.uses, mark.name, Fate::Templated);
    }

    fn copy_to(&mut self, end: usize) {
        self.out.html.push_str(&self.html[self.copied..end]);
        self.copied = end;
    }

    /// Counts a use, and remembers to say so unless the user decided on this very name.
    fn tell(&mut self, name: &'a str, fate: Fate, lost: Option<String>) {
        count(&mut self.out.uses, name, fate);
        if self.cx.rules.shortcodes.own.contains_key(name) {
            return;
        }
        let first = self.lost.entry((name, fate)).or_default();
        *first = first.take().or(lost);
    }

    /// Writes what a shortcode stands for, in place of the paragraph that holds nothing else. A line
    /// break beside a block breaks no line.
    fn put(&mut self, place: Place, replacement: Replacement) {
        if place == Place::Block {
            let start = self.frames.last().map_or(0, |frame| frame.start);
            let written = &self.out.html[start..];
            let line = written.strip_suffix('\n').unwrap_or(written);
            if let Some(line) = line.strip_suffix("<br />") {
                self.out.html.truncate(start + line.len());
            }
            let rest = &self.html[self.copied..];
            if let Some(rest) = rest.strip_prefix('\n').unwrap_or(rest).strip_prefix("<br />") {
                self.copied = self.html.len() - rest.len();
            }
            // What stands before the content of an open shortcode is not of this line.
            let is_alone = self.out.html[start..].ends_with("<p>");
            if is_alone && self.html[self.copied..].starts_with("</p>") {
                self.out.html.truncate(self.out.html.len() - "<p>".len());
                self.copied += "</p>".len();
            }
        }
        self.out.html.push_str(&replacement.html);
        self.out.notices.extend(replacement.notices);
    }

    fn finish(mut self) -> Replaced {
        self.copy_to(self.html.len());
        for ((name, fate), lost) in self.lost {
            self.out.notices.push(notice(name, fate, lost.as_deref()));
        }
        self.out
    }
}

fn fate(way: UnknownShortcodes) -> Fate {
    match way {
        UnknownShortcodes::Keep => Fate::Kept,
        UnknownShortcodes::Unwrap => Fate::Unwrapped,
        UnknownShortcodes::Drop => Fate::Dropped,
    }
}

fn notice(name: &str, fate: Fate, lost: Option<&str>) -> Notice {
    let mut message = format!("the shortcode `[{name}]` was {}", fate.name());
    if let Some(lost) = lost {
        message = format!("{message} with the text `{lost}`");
    }
    let code =
        if dynamic::is_dynamic(name) { Code::DynamicShortcode } else { Code::UnknownShortcode };
    Notice::new(code, message)
}

/// Whether what stands in brackets on a line of its own is a remark: `[Photo by Ann]`, `[Applause]`,
/// but not `[flickr 1234]`.
fn is_prose(name: &str, values: &[String]) -> bool {
    let is_word =
        |value: &String| value.chars().all(|c| c.is_alphabetic() || ".,:;!?'".contains(c));
    name.starts_with(|c: char| c.is_ascii_uppercase()) || values.iter().any(is_word)
}

/// A mark that goes out as it was written, with straight quotes.
fn written(mark: &Mark<'_>) -> String {
    let slash = if mark.kind == Kind::End { "/" } else { "" };
    let attributes = straighten(mark.attributes);
    markup::markdown_source(&["[", slash, mark.name, &attributes, "]"].concat())
}

/// The first words of what HTML shows; `None` if it shows none.
fn first_words(html: &str) -> Option<String> {
    let mut words = String::new();
    for token in markup::as_browser(html) {
        let Token::Text(text) = token else { continue };
        for word in text.split_ascii_whitespace() {
            if words.chars().count() + word.len() > SHOWN {
                return Some(words + "…");
            }
            if !words.is_empty() {
                words.push(' ');
            }
            words.push_str(word);
        }
    }
    (!words.is_empty()).then_some(words)
}

/// Where on its line a stretch of HTML stands.
fn position(html: &str, start: usize, end: usize) -> Position {
    let before = html[..start].trim_end_matches([' ', '\t']);
    let behind = html[end..].trim_start_matches([' ', '\t']);
    let begins = before.is_empty() || LINE_STARTS.iter().any(|start| before.ends_with(start));
    let ends = behind.is_empty() || LINE_ENDS.iter().any(|end| behind.starts_with(end));
    match (begins, ends) {
        (true, true) => Position::Alone,
        (true, false) => Position::First,
        (false, _) => Position::Within,
    }
}

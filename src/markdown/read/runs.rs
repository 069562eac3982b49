//! The inlines of one line: a flat list of runs, each with its marks, → a tree.
//!
//! Flat runs make the hard cases easy: emphasis that touches emphasis is one emphasis, emphasis
//! around blocks is emphasis in each of them, and emphasis around nothing is nothing.

use std::borrow::Cow;

use super::Keep;
use crate::markdown::tree::{Inline, LinkSource};

/// A stretch of a line.
#[derive(Clone, Debug)]
pub(super) struct Run<'a> {
    /// The innermost mark; 0 is none.
    pub(super) mark: usize,
    pub(super) kind: RunKind<'a>,
}

#[derive(Clone, Debug)]
pub(super) enum RunKind<'a> {
    Text(Cow<'a, str>),
    Break,
    /// What cannot be taken apart and shows something.
    Atom(Inline<'a>),
    /// What shows nothing: an anchor, a comment.
    Unseen(Inline<'a>),
    /// Nothing at all, but its marks are to stay.
    Nothing,
}

/// What is around a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Mark<'a> {
    Strong,
    Emphasis,
    Strikethrough,
    Link { destination: Cow<'a, str>, title: Option<Cow<'a, str>>, source: Option<LinkSource<'a>> },
    Element { open: Cow<'a, str>, close: Cow<'a, str> },
}

/// A mark with the marks around it.
#[derive(Clone, Debug)]
pub(super) struct Marked<'a> {
    pub(super) parent: usize,
    pub(super) depth: usize,
    pub(super) mark: Mark<'a>,
    /// Is it how something is set, so that emphasis in it still says something?
    pub(super) is_style: bool,
}

/// All marks of a document; the first, which nothing refers to, stands for none.
#[derive(Clone, Debug)]
pub(super) struct Marks<'a> {
    all: Vec<Marked<'a>>,
}

impl<'a> Marks<'a> {
    pub(super) fn new() -> Self {
        Self { all: vec![Marked { parent: 0, depth: 0, mark: Mark::Strong, is_style: false }] }
    }

    pub(super) fn add(&mut self, mark: Mark<'a>, parent: usize) -> usize {
        let depth = self.all[parent].depth + 1;
        self.all.push(Marked { parent, depth, mark, is_style: false });
        self.all.len() - 1
    }

    /// Emphasis that is how a caption or a source is set.
    pub(super) fn add_style(&mut self, parent: usize) -> usize {
        let number = self.add(Mark::Emphasis, parent);
        self.all[number].is_style = true;
        number
    }

    /// Does the mark, or one around it, say the same?
    pub(super) fn holds(&self, mark: usize, wanted: &Mark<'_>) -> bool {
        let mut at = mark;
        while at != 0 {
            if self.all[at].mark == *wanted && !self.all[at].is_style {
                return true;
            }
            at = self.all[at].parent;
        }
        false
    }

    /// Is it no mark, or only how something is set?
    pub(super) fn is_style(&self, mark: usize) -> bool {
        std::iter::successors(Some(mark), |&mark| Some(self.all[mark].parent))
            .take_while(|&mark| mark != 0)
            .all(|mark| self.all[mark].is_style)
    }

    /// The marks from the outermost to this one.
    fn path(&self, mark: usize, path: &mut Vec<usize>) {
        path.clear();
        let mut at = mark;
        while at != 0 {
            path.push(at);
            at = self.all[at].parent;
        }
        path.reverse();
    }
}

struct Open<'a> {
    mark: usize,
    content: Vec<Inline<'a>>,
    keeps_empty: bool,
}

/// Builds the tree of a line; blanks at the ends of marks are moved out of them.
pub(super) fn build<'a>(runs: Vec<Run<'a>>, marks: &Marks<'a>, keep: Keep) -> Vec<Inline<'a>> {
    let mut tree = Tree {
        open: vec![Open { mark: 0, content: Vec::with_capacity(runs.len()), keeps_empty: false }],
        marks,
        keep,
    };
    let mut path = Vec::new();
    for run in runs {
        let current = tree.open.last().map_or(0, |open| open.mark);
        if run.mark == current {
            tree.push(run.kind);
        } else {
            marks.path(run.mark, &mut path);
            let common = tree.common(&path);
            tree.close_to(common, first_char(&run.kind));
            let keeps = tree.keeps_blanks(&marks.all[run.mark].mark);
            let opens = common < path.len() && !keeps;
            if let Some(kind) = tree.push_leading_blanks(run.kind, opens) {
                for &mark in &path[tree.open.len() - 1..] {
                    tree.open.push(Open { mark, content: Vec::new(), keeps_empty: false });
                }
                tree.push(kind);
            }
        }
    }
    tree.close_to(0, None);
    let mut content = tree.open.pop().expect("the outermost is never closed").content;
    trim_end(&mut content);
    content
}

fn first_char(kind: &RunKind<'_>) -> Option<char> {
    match kind {
        RunKind::Text(text) => text.chars().next(),
        RunKind::Break | RunKind::Atom(_) | RunKind::Unseen(_) | RunKind::Nothing => None,
    }
}

fn is_blank(c: char) -> bool {
    c == ' ' || c == '\u{a0}'
}

/// Blanks and breaks at the end of a line show nothing.
fn trim_end(content: &mut Vec<Inline<'_>>) {
    loop {
        match content.last_mut() {
            Some(Inline::Break) => {}
            Some(Inline::Text(text)) => {
                let end = text.trim_end_matches(' ').len();
                if end > 0 {
                    truncate(text, end);
                    return;
                }
            }
            _ => return,
        }
        content.pop();
    }
}

fn truncate(text: &mut Cow<'_, str>, end: usize) {
    match text {
        Cow::Borrowed(text) => *text = &text[..end],
        Cow::Owned(text) => text.truncate(end),
    }
}

fn cut_start(text: Cow<'_, str>, start: usize) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(&text[start..]),
        Cow::Owned(mut text) => {
            text.drain(..start);
            Cow::Owned(text)
        }
    }
}

struct Tree<'m, 'a> {
    open: Vec<Open<'a>>,
    marks: &'m Marks<'a>,
    keep: Keep,
}

impl<'a> Tree<'_, 'a> {
    /// How many of the open marks the path shares.
    fn common(&self, path: &[usize]) -> usize {
        let open = self.open[1..].iter().map(|open| open.mark);
        open.zip(path).take_while(|&(open, &mark)| self.is_same(open, mark)).count()
    }

    fn is_same(&self, one: usize, other: usize) -> bool {
        let is_emphasis =
            |mark: &Mark<'_>| matches!(mark, Mark::Strong | Mark::Emphasis | Mark::Strikethrough);
        one == other
            || self.keep == Keep::Sayable
                && is_emphasis(&self.marks.all[one].mark)
                && self.marks.all[one].mark == self.marks.all[other].mark
    }

    /// Raw HTML keeps its blanks when all is kept.
    fn keeps_blanks(&self, mark: &Mark<'_>) -> bool {
        self.keep == Keep::Everything && matches!(mark, Mark::Element { .. })
    }

    fn push(&mut self, kind: RunKind<'a>) {
        let open = self.open.last_mut().expect("the outermost is never closed");
        match kind {
            RunKind::Text(text) => match open.content.last_mut() {
                Some(Inline::Text(before)) => before.to_mut().push_str(&text),
                _ => open.content.push(Inline::Text(text)),
            },
            RunKind::Break => open.content.push(Inline::Break),
            // Two code spans that touch would be read as one with more backticks.
            RunKind::Atom(Inline::Code(text)) if self.keep == Keep::Sayable => {
                match open.content.last_mut() {
                    Some(Inline::Code(before)) => before.to_mut().push_str(&text),
                    _ => open.content.push(Inline::Code(text)),
                }
            }
            RunKind::Atom(inline) | RunKind::Unseen(inline) => open.content.push(inline),
            RunKind::Nothing => open.keeps_empty = true,
        }
    }

    /// Pushes the blanks that a run starts with before its marks are opened; gives the rest.
    fn push_leading_blanks(&mut self, kind: RunKind<'a>, opens: bool) -> Option<RunKind<'a>> {
        if !opens {
            return Some(kind);
        }
        match kind {
            RunKind::Text(text) => {
                let rest = text.trim_start_matches(is_blank).len();
                let start = text.len() - rest;
                if start == 0 {
                    return Some(RunKind::Text(text));
                }
                self.push(RunKind::Text(Cow::Owned(text[..start].to_owned())));
                (rest > 0).then(|| RunKind::Text(cut_start(text, start)))
            }
            RunKind::Break => {
                self.push(RunKind::Break);
                None
            }
            RunKind::Atom(_) | RunKind::Unseen(_) | RunKind::Nothing => Some(kind),
        }
    }

    /// Closes marks until so many are open; `next` is the character that will follow.
    fn close_to(&mut self, depth: usize, next: Option<char>) {
        // What was taken off the ends, the last first.
        let mut moved: Vec<Inline<'a>> = Vec::new();
        while self.open.len() - 1 > depth {
            let mut open = self.open.pop().expect("more are open than wanted");
            let mark = &self.marks.all[open.mark].mark;
            if !self.keeps_blanks(mark) {
                move_blanks(&mut open.content, &mut moved);
            }
            let is_emphasis = matches!(mark, Mark::Strong | Mark::Emphasis);
            if is_emphasis && self.keep == Keep::Sayable && moved.is_empty() {
                move_punctuation(&mut open.content, next, &mut moved);
            }
            if open.content.is_empty() && !open.keeps_empty {
                continue;
            }
            let inline = close(mark.clone(), open.content, self.keep);
            let outer = self.open.last_mut().expect("the outermost is never closed");
            outer.content.push(inline);
        }
        for inline in moved.into_iter().rev() {
            match inline {
                Inline::Text(text) => self.push(RunKind::Text(text)),
                other => self.push(RunKind::Atom(other)),
            }
        }
    }
}

fn move_blanks<'a>(content: &mut Vec<Inline<'a>>, moved: &mut Vec<Inline<'a>>) {
    loop {
        match content.last_mut() {
            Some(Inline::Text(text)) => {
                let end = text.trim_end_matches(is_blank).len();
                if end < text.len() {
                    moved.push(Inline::Text(Cow::Owned(text[end..].to_owned())));
                    truncate(text, end);
                }
                if end > 0 {
                    return;
                }
            }
            Some(Inline::Break) => moved.push(Inline::Break),
            _ => return,
        }
        content.pop();
    }
}

/// Emphasis that ends in punctuation before a letter does not render in CommonMark, so the
/// punctuation is moved out: `**注意**：正文`.
fn move_punctuation<'a>(
    content: &mut [Inline<'a>],
    next: Option<char>,
    moved: &mut Vec<Inline<'a>>,
) {
    const MOVABLE: &[char] =
        &['!', ',', '.', ':', ';', '?', '…', '、', '。', '！', '，', '．', '：', '；', '？'];
    let Some(Inline::Text(text)) = content.last_mut() else { return };
    if !next.is_some_and(char::is_alphanumeric) {
        return;
    }
    let words = text.trim_end_matches(MOVABLE);
    if words.len() < text.len() && words.ends_with(char::is_alphanumeric) {
        let end = words.len();
        moved.push(Inline::Text(Cow::Owned(text[end..].to_owned())));
        truncate(text, end);
    }
}

fn close<'a>(mark: Mark<'a>, mut content: Vec<Inline<'a>>, keep: Keep) -> Inline<'a> {
    match mark {
        // `***x***` is strong inside of emphasis, and both look the same.
        Mark::Strong
            if keep == Keep::Sayable && matches!(content.as_slice(), [Inline::Emphasis(_)]) =>
        {
            match content.pop() {
                Some(Inline::Emphasis(inner)) => Inline::Emphasis(vec![Inline::Strong(inner)]),
                _ => unreachable!("it was matched above"),
            }
        }
        Mark::Strong => Inline::Strong(content),
        Mark::Emphasis => Inline::Emphasis(content),
        Mark::Strikethrough => Inline::Strikethrough(content),
        Mark::Link { destination, title, source } => {
            Inline::Link { destination, title, content, source: source.map(Box::new) }
        }
        Mark::Element { open, close } => Inline::Element { open, content, close },
    }
}

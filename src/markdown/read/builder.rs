//! What is known while a document is read: the open containers, the open line and its marks.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::runs::{Mark, Marks, Run, RunKind, build};
use super::space::{collapse, is_collapsed, is_spacer};
use super::tidy::{self, Detail};
use super::{Document, Keep, Loss, Reading};
use crate::html::{Dom, NodeId};
use crate::markdown::tree::{
    Alignment, Block, Definition, Heading, HeadingId, Inline, Item, ListKind, Task,
};

/// A container that is open.
pub(super) struct Frame<'a> {
    pub(super) kind: FrameKind<'a>,
    pub(super) blocks: Vec<Block<'a>>,
}

pub(super) enum FrameKind<'a> {
    Root,
    Quote,
    List {
        kind: ListKind,
        is_loose: bool,
        items: Vec<Item<'a>>,
    },
    Item {
        task: Option<Task>,
        has_paragraph: bool,
        is_bare: bool,
    },
    Element {
        open: Cow<'a, str>,
        close: &'static str,
    },
    Definitions(Vec<Definition<'a>>),
    Description,
    Note {
        label: String,
    },
    /// A figure or a table, which has its captions below.
    Captioned(Vec<Block<'a>>),
    Caption,
    Table(TableFrame<'a>),
}

#[derive(Default)]
pub(super) struct TableFrame<'a> {
    pub(super) rows: Vec<RowFrame<'a>>,
}

#[derive(Default)]
pub(super) struct RowFrame<'a> {
    pub(super) cells: Vec<Vec<Inline<'a>>>,
    pub(super) alignments: Vec<Alignment>,
    pub(super) is_header: bool,
}

/// What the open line becomes.
#[derive(Clone, Debug)]
pub(super) enum LineKind<'a> {
    Paragraph,
    Heading {
        level: u8,
        id: Option<HeadingId<'a>>,
    },
    /// A cell of a table or a term: blocks in it are lines of it.
    Cell,
}

pub(super) struct Builder<'a> {
    pub(super) dom: &'a Dom,
    pub(super) reading: Reading,
    pub(super) frames: Vec<Frame<'a>>,
    pub(super) entered: Vec<NodeId>,
    pub(super) line: Vec<Run<'a>>,
    pub(super) line_kind: LineKind<'a>,
    line_kinds: Vec<LineKind<'a>>,
    pub(super) marks: Marks<'a>,
    pub(super) mark: usize,
    outer_marks: Vec<usize>,
    /// Would a blank here follow a blank, or start the line?
    after_blank: bool,
    /// Is the line that of a `<p>`?
    pub(super) is_in_paragraph: bool,
    /// Does the line hold something that shows?
    pub(super) has_seen: bool,
    /// Is text code here?
    pub(super) in_code: usize,
    /// The element in the line that stays HTML with all that it holds.
    pub(super) whole: Option<NodeId>,
    /// How many elements are open in it that keep white space.
    pub(super) verbatim: usize,
    /// Blocks that follow the line.
    pub(super) behind: Vec<Block<'a>>,
    /// What links inside the document point at.
    pub(super) targets: HashSet<&'a str>,
    /// The ids of notes with their labels.
    pub(super) notes: HashMap<&'a str, String>,
    /// Summaries that were written with their details.
    pub(super) summaries: HashSet<NodeId>,
    pub(super) anchors: Vec<Cow<'a, str>>,
    pub(super) losses: Vec<Loss>,
}

impl<'a> Builder<'a> {
    pub(super) fn new(dom: &'a Dom, reading: Reading, linked: &'a [String]) -> Self {
        let root = Frame { kind: FrameKind::Root, blocks: Vec::new() };
        let mut builder = Self {
            dom,
            reading,
            frames: vec![root],
            entered: Vec::new(),
            line: Vec::new(),
            line_kind: LineKind::Paragraph,
            line_kinds: Vec::new(),
            marks: Marks::new(),
            mark: 0,
            outer_marks: Vec::new(),
            after_blank: true,
            is_in_paragraph: false,
            has_seen: false,
            in_code: 0,
            whole: None,
            verbatim: 0,
            behind: Vec::new(),
            targets: linked.iter().map(String::as_str).collect(),
            notes: HashMap::new(),
            summaries: HashSet::new(),
            anchors: Vec::new(),
            losses: Vec::new(),
        };
        if reading.keep == Keep::Sayable {
            super::notes::survey(&mut builder);
        }
        builder
    }

    pub(super) fn finish(mut self) -> Document<'a> {
        self.flush();
        self.flush_anchors();
        if self.dom.flattened() > 0 {
            self.losses.push(Loss::Nesting(self.dom.flattened()));
        }
        let blocks = self.frames.pop().map(|frame| frame.blocks).unwrap_or_default();
        Document { blocks, losses: self.losses }
    }

    pub(super) fn lose(&mut self, node: NodeId) {
        let name = self.dom.name(node).unwrap_or_default().to_owned();
        self.losses.push(Loss::Element(name));
    }

    /// An element as tidy HTML.
    pub(super) fn tidy(&mut self, node: NodeId) -> String {
        self.lose_within(node);
        tidy::element(self.dom, node, self.meaning())
    }

    /// What tidy HTML keeps.
    pub(super) fn meaning(&self) -> Detail<'_> {
        Detail::Meaning(self.reading.html, &self.targets)
    }

    /// Says what tidy HTML leaves out.
    pub(super) fn lose_within(&mut self, node: NodeId) {
        let dom = self.dom;
        for inner in dom.elements_in(node).filter(|&inner| tidy::is_lost(dom, inner)) {
            if !super::kept::is_kept_below(inner, node, self) {
                self.lose(inner);
            }
        }
    }

    pub(super) fn frame(&mut self) -> &mut Frame<'a> {
        self.frames.last_mut().expect("the root is never left")
    }

    /// Starts a container; what was on the line before it stays outside.
    pub(super) fn open(&mut self, kind: FrameKind<'a>) {
        self.flush();
        self.frames.push(Frame { kind, blocks: Vec::new() });
    }

    /// Ends a container.
    pub(super) fn close(&mut self) -> Frame<'a> {
        self.flush();
        self.frames.pop().expect("containers are closed as often as opened")
    }

    pub(super) fn push_block(&mut self, block: Block<'a>) {
        self.frame().blocks.push(block);
    }

    /// Starts a line of another kind.
    pub(super) fn open_line(&mut self, kind: LineKind<'a>) {
        self.line_kinds.push(std::mem::replace(&mut self.line_kind, kind));
    }

    /// Goes back to the kind of line before.
    pub(super) fn close_line(&mut self) {
        self.line_kind = self.line_kinds.pop().expect("lines are closed as often as opened");
    }

    /// Starts a mark; a second emphasis inside of emphasis says nothing new.
    pub(super) fn open_mark(&mut self, mark: Mark<'a>) {
        let is_new = self.reading.keep == Keep::Everything || !self.marks.holds(self.mark, &mark);
        if is_new {
            self.open_own_mark(mark);
        } else {
            self.open_no_mark();
        }
    }

    /// Starts a mark that says something inside of its like, too.
    pub(super) fn open_own_mark(&mut self, mark: Mark<'a>) {
        self.outer_marks.push(self.mark);
        self.mark = self.marks.add(mark, self.mark);
    }

    /// Starts emphasis that is how a caption or a source is set: emphasis in it is emphasis once more.
    pub(super) fn open_style(&mut self) {
        self.outer_marks.push(self.mark);
        if !self.marks.holds(self.mark, &Mark::Emphasis) {
            self.mark = self.marks.add_style(self.mark);
        }
    }

    /// Starts what has no mark but ends like one.
    pub(super) fn open_no_mark(&mut self) {
        self.outer_marks.push(self.mark);
    }

    pub(super) fn close_mark(&mut self) {
        self.mark = self.outer_marks.pop().expect("marks are closed as often as opened");
    }

    /// The edge of a block: ends the line, or starts a new one in a cell.
    pub(super) fn edge(&mut self) {
        match self.line_kind {
            LineKind::Paragraph => self.flush(),
            LineKind::Heading { .. } => self.push_blank(),
            LineKind::Cell => self.push_break(),
        }
    }

    /// Ends the line and gives it its place in the container, and what is to follow it.
    pub(super) fn flush(&mut self) {
        self.flush_line();
        super::kept::push_behind(self);
    }

    fn flush_line(&mut self) {
        let content = self.take_line();
        if content.is_empty() || self.reading.keep == Keep::Sayable && is_spacer(&content) {
            return;
        }
        let block = match &mut self.line_kind {
            LineKind::Paragraph if self.reading.keep == Keep::Everything => {
                super::exact::push_bare(content, self);
                return;
            }
            LineKind::Paragraph | LineKind::Cell => Block::Paragraph(content),
            LineKind::Heading { level, id } => {
                Block::Heading(Heading { level: *level, id: id.take(), content })
            }
        };
        self.push_block(block);
    }

    /// The inlines of the line, which is empty then.
    pub(super) fn take_line(&mut self) -> Vec<Inline<'a>> {
        self.after_blank = true;
        self.has_seen = false;
        if self.line.is_empty() {
            return Vec::new();
        }
        let runs = std::mem::take(&mut self.line);
        build(runs, &self.marks, self.reading.keep)
    }

    pub(super) fn push(&mut self, kind: RunKind<'a>) {
        if !self.anchors.is_empty() {
            self.push_anchors();
        }
        self.has_seen |= !matches!(kind, RunKind::Unseen(_) | RunKind::Nothing);
        self.line.push(Run { mark: self.mark, kind });
    }

    pub(super) fn push_atom(&mut self, inline: Inline<'a>) {
        self.push(RunKind::Atom(inline));
        self.after_blank = false;
    }

    /// A blank, unless it would follow a blank or start the line.
    pub(super) fn push_blank(&mut self) {
        if !self.after_blank {
            self.push(RunKind::Text(Cow::Borrowed(" ")));
            self.after_blank = true;
        }
    }

    /// Lets a blank be kept behind raw HTML.
    pub(super) fn allow_blank(&mut self) {
        self.after_blank = false;
    }

    pub(super) fn push_break(&mut self) {
        if !self.has_seen {
            return;
        }
        while let Some(Run { kind: RunKind::Text(text), .. }) = self.line.last_mut() {
            let end = text.trim_end_matches(' ').len();
            if end > 0 {
                if end < text.len() {
                    *text = Cow::Owned(text[..end].to_owned());
                }
                break;
            }
            self.line.pop();
        }
        let doubles = matches!(self.line.last(), Some(Run { kind: RunKind::Break, .. }))
            && self.reading.keep == Keep::Sayable
            && matches!(self.line_kind, LineKind::Paragraph);
        if doubles {
            // An empty line is what sets paragraphs apart.
            self.flush();
            return;
        }
        self.push(RunKind::Break);
        self.after_blank = true;
    }

    /// Text with its white space collapsed (CSS Text 3, 4.1.1).
    pub(super) fn push_text(&mut self, text: &'a str) {
        if self.verbatim > 0 {
            super::kept::push_verbatim(text, self);
            return;
        }
        if self.in_code > 0 && self.whole.is_none() {
            if !text.is_empty() {
                super::code::push_span(Cow::Borrowed(text), self);
            }
            return;
        }
        let bytes = text.as_bytes();
        let is_space = |byte: &u8| matches!(byte, b' ' | b'\n' | b'\t' | b'\r' | 0x0C);
        let start = bytes.iter().take_while(|byte| is_space(byte)).count();
        if start == bytes.len() {
            if start > 0 {
                self.push_blank();
            }
            return;
        }
        let end = bytes.len() - bytes.iter().rev().take_while(|byte| is_space(byte)).count();
        let first = if start > 0 && !self.after_blank { start - 1 } else { start };
        let last = if end < bytes.len() { end + 1 } else { end };
        let kind = if is_collapsed(&bytes[first..last]) {
            RunKind::Text(Cow::Borrowed(&text[first..last]))
        } else {
            RunKind::Text(Cow::Owned(collapse(&text[first..last])))
        };
        self.push(kind);
        self.after_blank = last > end;
    }
}

//! The text that is being written: blank lines are asked for and written when a line follows.

/// What stands between two blocks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    /// The next line.
    #[default]
    Line,
    /// A blank line.
    Blank,
}

/// How many quotes and items may stand in one another. markdown-it stops reading at 20 open
/// elements, of which a list takes two, and drops what is deeper without a word.
const DEEPEST: usize = 9;

/// Quotes and items that would indent further than this are written at the depth of what holds
/// them, so that the text grows no faster than the tree.
const DEEPEST_PREFIX: usize = 80;

/// The text, and what the next line starts with.
pub(super) struct Page {
    pub(super) out: String,
    prefix: String,
    gap: Gap,
    /// How many quotes, items and notes are open.
    depth: usize,
    /// Is the place already where the content of a line starts?
    fresh: bool,
}

impl Page {
    pub(super) fn new(capacity: usize) -> Self {
        Self {
            out: String::with_capacity(capacity),
            prefix: String::new(),
            gap: Gap::Line,
            depth: 0,
            fresh: true,
        }
    }

    /// What new lines start with, and the text.
    pub(super) fn prefix_and_out(&mut self) -> (&str, &mut String) {
        (&self.prefix, &mut self.out)
    }

    /// Is the place right behind the marker of an item or a quote, or at the start of the text?
    pub(super) fn is_fresh(&self) -> bool {
        self.fresh
    }

    /// Asks for a blank line before the next line.
    pub(super) fn ask(&mut self, gap: Gap) {
        self.gap = self.gap.max(gap);
    }

    /// Goes to where the content of a line starts.
    pub(super) fn open_line(&mut self) {
        if !std::mem::take(&mut self.fresh) {
            self.out.push('\n');
            if std::mem::take(&mut self.gap) == Gap::Blank {
                self.out.push_str(self.prefix.trim_end());
                self.out.push('\n');
            }
            self.out.push_str(&self.prefix);
        }
        self.gap = Gap::Line;
    }

    /// Writes lines of text that are to stand as they are.
    pub(super) fn write_lines(&mut self, text: &str) {
        for (number, line) in text.split('\n').enumerate() {
            if number > 0 {
                self.out.push('\n');
                let prefix = if line.is_empty() { self.prefix.trim_end() } else { &self.prefix };
                self.out.push_str(prefix);
            }
            self.out.push_str(line);
        }
    }

    /// Writes lines of text below the line that is open.
    pub(super) fn write_below(&mut self, text: &str) {
        for line in text.split('\n') {
            self.out.push('\n');
            let prefix = if line.is_empty() { self.prefix.trim_end() } else { &self.prefix };
            self.out.push_str(prefix);
            self.out.push_str(line);
        }
    }

    /// Starts a quote, an item or a note: the marker now, the indentation on the lines that follow.
    /// Gives what [`Page::leave`] takes.
    pub(super) fn enter(&mut self, marker: &str, indent: &str) -> usize {
        let before = self.prefix.len();
        self.open_line();
        self.out.push_str(marker);
        self.depth += 1;
        if before < DEEPEST_PREFIX {
            self.prefix.push_str(indent);
        }
        self.fresh = true;
        before
    }

    /// Is it too deep here for a quote or a list of Markdown?
    pub(super) fn is_deepest(&self) -> bool {
        self.depth >= DEEPEST
    }

    /// Is the place inside of a quote, an item or a note?
    pub(super) fn is_inside(&self) -> bool {
        !self.prefix.is_empty()
    }

    /// Is it too deep here to indent any further?
    pub(super) fn is_full(&self) -> bool {
        self.prefix.len() >= DEEPEST_PREFIX
    }

    /// Ends what [`Page::enter`] started.
    pub(super) fn leave(&mut self, before: usize) {
        self.prefix.truncate(before);
        self.depth -= 1;
        if std::mem::take(&mut self.fresh) {
            let end = self.out.trim_end_matches(' ').len();
            self.out.truncate(end);
        }
    }

    /// The text, with one newline at its end.
    pub(super) fn finish(mut self) -> String {
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        self.out
    }
}

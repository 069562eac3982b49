//! One pass over an export: bytes → entries, in file order.

use std::io::{self, Read};
use std::path::PathBuf;

use thiserror::Error;

use super::channel::{self, Head};
use super::frame::{Frames, Kind, Piece};
use super::sniff::{self, Foreign};
use super::{Channel, Entry, PostId, Span, read_item};
use crate::error::Error as RunError;
use crate::notice::{Code, Notice, Place};

/// What a pass over an export found beside its entries.
#[derive(Debug, Default)]
pub struct Reading {
    /// How many items there are, damaged ones included.
    pub items: u64,
    /// Everything that was repaired or is missing, each with its place.
    pub notices: Vec<Notice>,
}

impl Reading {
    /// Whether the export is cut off or malformed.
    #[must_use]
    pub fn is_damaged(&self) -> bool {
        let damage = crate::notice::Severity::Damage;
        self.notices.iter().any(|notice| notice.code.severity() == damage)
    }
}

/// Why an export cannot be read.
#[derive(Debug, Error)]
pub enum ReadError {
    /// The input failed.
    #[error("cannot be read: {0}")]
    Io(#[from] io::Error),
    /// The input is something other than a WordPress export.
    #[error("{line}: not a WordPress export: {seen}")]
    NotAnExport {
        /// Where the evidence stands, counted from 1.
        line: u64,
        /// What the input is instead.
        seen: String,
        /// What the user can do.
        hint: String,
    },
}

impl ReadError {
    /// The error that ends a run, which names the input.
    #[must_use]
    pub fn of(self, path: PathBuf) -> RunError {
        match self {
            Self::Io(cause) => RunError::Read { path, cause },
            Self::NotAnExport { line, seen, hint } => {
                RunError::NotAnExport { path, line, seen, hint }
            }
        }
    }
}

impl From<Foreign> for ReadError {
    fn from(foreign: Foreign) -> Self {
        Self::NotAnExport { line: foreign.line, seen: foreign.seen, hint: foreign.hint.to_owned() }
    }
}

/// Reads an export and hands each entry to `sink`, in file order and without keeping it.
///
/// `export` is the position of the input among all inputs; notices name it. Memory is one block and
/// the largest item. Entries may have come when an error returns.
pub fn read<R: Read>(
    input: R,
    export: usize,
    sink: &mut impl FnMut(Entry<'_>),
) -> Result<Reading, ReadError> {
    let mut frames = Frames::of(input);
    sniff::check(frames.peek()?)?;
    let mut pass = Pass { export, reading: Reading::default(), end: End::Fragment };
    // A head without a sign of WordPress waits for the first item, so that a feed gives no entry.
    let mut waiting: Option<(Vec<u8>, Span)> = None;
    while let Some(piece) = frames.next()? {
        let is_head = piece.span.bytes.start == 0 && piece.kind == Kind::Between;
        if !is_head && waiting.is_none() || sniff::has_wordpress(piece.bytes) {
            if let Some((head, span)) = waiting.take() {
                between(&mut pass, &head, &span, sink);
            }
            take(&mut pass, piece, sink);
        } else if is_head {
            waiting = Some((piece.bytes.to_vec(), piece.span));
        } else {
            return Err(Foreign::feed(1 + count_items(&mut frames)?).into());
        }
    }
    match waiting {
        Some(_) => Err(Foreign::feed(0).into()),
        None => Ok(finish(pass)),
    }
}

/// What a pass knows while it goes on.
struct Pass {
    export: usize,
    reading: Reading,
    end: End,
}

/// How the pieces so far left the export.
#[derive(Clone, Copy)]
enum End {
    /// A part that someone cut out of an export, without its root.
    Fragment,
    /// Elements are open; the last piece starts at this line.
    Open(u64),
    /// An item is cut off, which was said.
    CutOff,
    /// The root is closed.
    Closed,
    /// The root is closed, and behind it, in a piece that starts at this line, stands text.
    Overrun(u64),
}

fn take(pass: &mut Pass, piece: Piece<'_>, sink: &mut impl FnMut(Entry<'_>)) {
    let line = piece.span.line;
    if piece.kind == Kind::Between {
        between(pass, piece.bytes, &piece.span, sink);
        return;
    }
    let (item, mut notices) = read_item(piece.bytes);
    match piece.kind {
        Kind::Between | Kind::Item => {}
        Kind::Unclosed => {
            notices.push(Notice::new(Code::MalformedMarkup, "`</item>` is missing"));
        }
        Kind::CutOff => {
            // What is malformed at the cut is so because of the cut.
            notices.retain(|notice| notice.code != Code::MalformedMarkup);
            let whole = pass.reading.items;
            let message = format!("the file ends inside an item; {whole} items were read before");
            notices.push(Notice::new(Code::ExportCutOff, message));
        }
    }
    note(pass, notices, item.id, line);
    pass.reading.items += 1;
    pass.end = match (pass.end, piece.kind) {
        (End::Fragment, Kind::Item) => End::Fragment,
        (_, Kind::CutOff) => End::CutOff,
        _ => End::Open(line),
    };
    sink(Entry::Item(item, piece.span));
}

fn between(pass: &mut Pass, bytes: &[u8], span: &Span, sink: &mut impl FnMut(Entry<'_>)) {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return;
    }
    let is_first = span.bytes.start == 0;
    let mut notices = Vec::new();
    if is_first && sniff::has_text_before(bytes) {
        notices.push(Notice::new(Code::TextOutsideExport, "text before the XML was skipped"));
    }
    let Head { channel, authors, terms } = channel::read_head(bytes, &mut notices);
    note(pass, notices, None, span.line);
    if is_first || channel != Channel::default() {
        sink(Entry::Channel(channel));
    }
    for author in authors {
        sink(Entry::Author(author));
    }
    for term in terms {
        sink(Entry::Term(term));
    }
    pass.end = match pass.end {
        _ if sniff::has_text_behind(bytes) => End::Overrun(span.line),
        _ if sniff::is_closed(bytes) => End::Closed,
        End::Fragment if !sniff::has_root(bytes) => End::Fragment,
        _ => End::Open(span.line),
    };
}

fn finish(mut pass: Pass) -> Reading {
    let (line, notice) = match pass.end {
        End::Fragment | End::CutOff | End::Closed => return pass.reading,
        End::Open(line) => {
            // What is malformed at the cut is so because of the cut.
            pass.reading.notices.retain(|notice| {
                let place = notice.place.map(|place| place.line);
                notice.code != Code::MalformedMarkup || notice.post.is_some() || place != Some(line)
            });
            let message = format!("`</rss>` is missing; {} items were read", pass.reading.items);
            (line, Notice::new(Code::ExportCutOff, message))
        }
        End::Overrun(line) => {
            (line, Notice::new(Code::TextOutsideExport, "text behind `</rss>` was skipped"))
        }
    };
    note(&mut pass, vec![notice], None, line);
    pass.reading
}

/// Keeps notices, told of their place.
fn note(pass: &mut Pass, notices: Vec<Notice>, post: Option<PostId>, line: u64) {
    let place = Place { export: pass.export, line };
    pass.reading.notices.extend(notices.into_iter().map(|notice| notice.at(post, place)));
}

fn count_items<R: Read>(frames: &mut Frames<R>) -> io::Result<u64> {
    let mut items = 0;
    while let Some(piece) = frames.next()? {
        items += u64::from(piece.kind != Kind::Between);
    }
    Ok(items)
}

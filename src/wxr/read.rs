//! One pass over an export: bytes → entries, in file order.

use std::io::{self, Read};
use std::path::PathBuf;

use memchr::{memchr_iter, memmem};
use thiserror::Error;

use super::channel::{self, Head};
use super::fault::Fault;
use super::frame::{Frames, Kind, Piece};
use super::sniff::{self, Foreign};
use super::vocabulary::Vocabulary;
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
    /// What [`read_item`] needs to read an item again.
    pub vocabulary: Vocabulary,
}

impl Reading {
    /// Whether the export is cut off or malformed.
    #[must_use]
    pub fn is_damaged(&self) -> bool {
        self.notices.iter().any(Notice::is_damage)
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
    let mut pass = Pass { export, reading: Reading::default(), end: End::Fragment, head: 0 };
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
        None => Ok(finish(pass, frames.line())),
    }
}

/// What a pass knows while it goes on.
struct Pass {
    export: usize,
    reading: Reading,
    end: End,
    /// How many notices there were before the last head or tail.
    head: usize,
}

/// How the pieces so far left the export.
#[derive(Clone, Copy)]
enum End {
    /// A part that someone cut out of an export, without its root.
    Fragment,
    /// Elements are open.
    Open,
    /// An item is cut off, which was said.
    CutOff,
    /// The root is closed.
    Closed,
}

fn take(pass: &mut Pass, piece: Piece<'_>, sink: &mut impl FnMut(Entry<'_>)) {
    let Piece { kind, mut bytes, mut span } = piece;
    if kind == Kind::Between {
        between(pass, bytes, &span, sink);
        return;
    }
    let page = if kind == Kind::CutOff { sniff::error_page(bytes) } else { None };
    let whole = bytes;
    if let Some(at) = page {
        bytes = &bytes[..at];
        span.bytes.end = span.bytes.start + at as u64;
    }
    let (item, mut faults) = read_item(bytes, &pass.reading.vocabulary);
    let mut tell = |code, line, message| faults.push(Fault { code, line, message });
    match kind {
        Kind::Between | Kind::Item => {}
        Kind::Unclosed => {
            // Whether readers needed a password stands behind whether it was published.
            span.is_cut_off = memmem::find(bytes, b":post_password").is_none();
            tell(Code::MalformedMarkup, lines(whole), "`</item>` is missing".to_owned());
        }
        Kind::CutOff => {
            if page.is_some() {
                let message = "the error message of the server was skipped";
                tell(Code::TextOutsideExport, lines(bytes), message.to_owned());
            }
            let before = pass.reading.items;
            let message = format!(
                "the file ends inside the item of line {}; {before} items were read before",
                span.line
            );
            tell(Code::ExportCutOff, lines(whole), message);
            // What is malformed at the cut is so because of the cut.
            faults.retain(|fault| fault.code != Code::MalformedMarkup);
        }
    }
    note(pass, faults, item.id, span.line);
    pass.reading.items += 1;
    pass.end = match (pass.end, kind) {
        (End::Fragment, Kind::Item) => End::Fragment,
        (_, Kind::CutOff) => End::CutOff,
        _ => End::Open,
    };
    sink(Entry::Item(item, span));
}

/// On which line, counted from 0, the bytes end.
fn lines(bytes: &[u8]) -> u64 {
    memchr_iter(b'\n', bytes).count() as u64
}

fn between(pass: &mut Pass, bytes: &[u8], span: &Span, sink: &mut impl FnMut(Entry<'_>)) {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return;
    }
    pass.head = pass.reading.notices.len();
    let (head, faults) = channel::read_head(bytes, &mut pass.reading.vocabulary);
    let Head { channel, authors, terms } = head;
    note(pass, faults, None, span.line);
    if span.bytes.start == 0 || channel != Channel::default() {
        sink(Entry::Channel(channel));
    }
    for author in authors {
        sink(Entry::Author(author));
    }
    for term in terms {
        sink(Entry::Term(term));
    }
    pass.end = match pass.end {
        _ if sniff::is_closed(bytes) => End::Closed,
        End::Fragment if !sniff::has_root(bytes) => End::Fragment,
        _ => End::Open,
    };
}

/// What is to be said at the end of the input, which is on this line.
fn finish(mut pass: Pass, line: u64) -> Reading {
    match pass.end {
        End::Fragment | End::CutOff | End::Closed => {}
        End::Open => {
            let from = pass.head;
            let last = pass.reading.notices.split_off(from);
            // What is malformed at the cut is so because of the cut.
            let is_kept =
                |notice: &Notice| notice.post.is_some() || notice.code != Code::MalformedMarkup;
            pass.reading.notices.extend(last.into_iter().filter(is_kept));
            let message = format!("`</rss>` is missing; {} items were read", pass.reading.items);
            let fault = Fault { code: Code::ExportCutOff, line: 0, message };
            note(&mut pass, vec![fault], None, line);
        }
    }
    pass.reading
}

/// Keeps the faults of a piece that starts at this line.
fn note(pass: &mut Pass, faults: Vec<Fault>, post: Option<PostId>, line: u64) {
    for fault in faults {
        let place = Place { export: pass.export, line: line + fault.line };
        let notice = Notice::new(fault.code, fault.message).at(post, place);
        pass.reading.notices.push(notice);
    }
}

fn count_items<R: Read>(frames: &mut Frames<R>) -> io::Result<u64> {
    let mut items = 0;
    while let Some(piece) = frames.next()? {
        items += u64::from(piece.kind != Kind::Between);
    }
    Ok(items)
}

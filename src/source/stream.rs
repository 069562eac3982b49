//! Streams that may break off: what could be read of them, and what stopped it.

use std::io::{self, Read};
use std::mem;

use crate::source::content::FIRST;

/// As much as is lost where a stream turns out to be corrupt: decoders do not say how much they had
/// written when they met the fault.
const STEP: usize = 4 * 1024;

/// A stream of which the first bytes are known.
pub(super) struct Peeked<R> {
    pub(super) first: Vec<u8>,
    /// How many of them were read again.
    at: usize,
    /// How the stream goes on behind them.
    pub(super) behind: End,
    stream: R,
}

impl<R: Read> Peeked<R> {
    /// Looks at the first bytes of a stream.
    pub(super) fn of(mut stream: R) -> Self {
        let mut first = vec![0; FIRST];
        let (filled, behind) = fill(&mut stream, &mut first);
        first.truncate(filled);
        Self { first, at: 0, behind, stream }
    }
}

impl<R: Read> Read for Peeked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = (&self.first[self.at..]).read(buffer)?;
        self.at += read;
        if read > 0 {
            return Ok(read);
        }
        match mem::replace(&mut self.behind, End::Whole) {
            End::Open => {
                self.behind = End::Open;
                self.stream.read(buffer)
            }
            End::Whole => Ok(0),
            End::Broken(fault) => Err(fault),
        }
    }
}

/// How a stream goes on behind what was read.
pub(super) enum End {
    Open,
    Whole,
    Broken(io::Error),
}

/// Fills the buffer as far as the stream goes.
pub(super) fn fill(stream: &mut impl Read, buffer: &mut [u8]) -> (usize, End) {
    let mut filled = 0;
    while filled < buffer.len() {
        let step = buffer.len().min(filled + STEP);
        match stream.read(&mut buffer[filled..step]) {
            Ok(0) => return (filled, End::Whole),
            Ok(read) => filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return (filled, End::Broken(error)),
        }
    }
    (filled, End::Open)
}

//! Bytes in any encoding → UTF-8, as a stream.

use std::io::{self, Read};

use encoding_rs::{Decoder, DecoderResult, Encoding};

const BLOCK: usize = 64 * 1024;

/// A stream that reads as UTF-8 what another one holds.
pub(super) struct Transcoded<R> {
    stream: R,
    decoder: Decoder,
    /// What was decoded and, from `at` on, not handed out.
    text: String,
    at: usize,
    is_at_end: bool,
    /// How many sequences of bytes meant nothing and became `U+FFFD`.
    pub(super) replaced: u64,
}

impl<R: Read> Transcoded<R> {
    /// The text of a stream. A byte order mark is left out.
    pub(super) fn of(stream: R, encoding: &'static Encoding) -> Self {
        let decoder = encoding.new_decoder_with_bom_removal();
        Self { stream, decoder, text: String::new(), at: 0, is_at_end: false, replaced: 0 }
    }

    fn refill(&mut self) -> io::Result<()> {
        let mut bytes = vec![0; BLOCK];
        let read = self.stream.read(&mut bytes)?;
        self.is_at_end = read == 0;
        self.text.clear();
        self.at = 0;
        let mut rest = &bytes[..read];
        loop {
            let (text, decoder) = (&mut self.text, &mut self.decoder);
            text.reserve(2 * rest.len() + 16);
            let (result, taken) =
                decoder.decode_to_string_without_replacement(rest, text, self.is_at_end);
            rest = &rest[taken..];
            match result {
                DecoderResult::InputEmpty => return Ok(()),
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => {
                    text.push(char::REPLACEMENT_CHARACTER);
                    self.replaced += 1;
                }
            }
        }
    }
}

impl<R: Read> Read for Transcoded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at == self.text.len() && !self.is_at_end {
            self.refill()?;
        }
        let rest = &self.text.as_bytes()[self.at..];
        let read = rest.len().min(buffer.len());
        buffer[..read].copy_from_slice(&rest[..read]);
        self.at += read;
        Ok(read)
    }
}

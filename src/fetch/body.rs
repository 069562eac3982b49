//! The body of an answer → the sink: checked by its first bytes, counted, unpacked.

use std::io::{self, Read};

use flate2::read::MultiGzDecoder;
use ureq::Body;
use ureq::http::{HeaderMap, Response, header};

use super::answer;
use super::client::{Fetched, Held, Sink, Validators, Wanted};
use super::exchange;
use super::failure::Failure;
use super::kind;
use super::sniff;

/// As much is in memory at once.
const BUFFER: usize = 64 * 1024;

/// As much of a body that nobody wants is read to keep its connection.
const DRAINED: u64 = 256 * 1024;

/// A body that comes in.
pub(super) struct Incoming<'a> {
    pub(super) wanted: &'a Wanted<'a>,
    /// The most bytes of the file.
    pub(super) most: u64,
}

impl Incoming<'_> {
    /// The body of a 200.
    pub(super) fn whole(
        &self,
        response: Response<Body>,
        sink: &mut dyn Sink,
    ) -> Result<Fetched, Failure> {
        let headers = response.headers();
        let packing = answer::packing(headers);
        let is_nothing = answer::length(headers) == Some(0);
        let unpacks = exchange::unpacks(self.wanted.request.name, &packing)? && !is_nothing;
        let validators = validators(headers);
        let expected = answer::length(headers).filter(|_| !unpacks);
        if expected.is_some_and(|expected| expected > self.most) {
            return Err(Failure::TooLarge { most: self.most });
        }
        let content_type = answer::text(headers, header::CONTENT_TYPE).unwrap_or("").to_owned();
        let raw = response.into_body().into_reader();
        let mut reader: Box<dyn Read> =
            if unpacks { Box::new(MultiGzDecoder::new(raw)) } else { Box::new(raw) };
        let mut buffer = vec![0; BUFFER];
        let first = fill(&mut *reader, &mut buffer)?;
        if let Err(failure) = self.check(&content_type, &buffer[..first]) {
            read_out(&mut *reader);
            return Err(failure);
        }
        // What came packed cannot go on: the server counts packed bytes.
        let resumable = if unpacks { Validators::default() } else { validators.clone() };
        sink.begin(&self.wanted.url, &resumable, expected).map_err(Failure::Disk)?;
        let bytes = self.pour(&mut *reader, &mut buffer, first, 0, sink)?;
        Ok(self.done(validators, bytes))
    }

    /// The body of a 206, which goes on where the sink stopped and reaches the end of the very same
    /// version; `None` if anything about it is odd. A server may not know `If-Range` at all, and a file
    /// joined from two versions would never be noticed.
    pub(super) fn rest(
        &self,
        response: Response<Body>,
        held: &Held,
        sink: &mut dyn Sink,
    ) -> Result<Option<Fetched>, Failure> {
        let headers = response.headers();
        let is_plain = answer::packing(headers) == answer::Packing::None
            || kind::is_gzip(self.wanted.request.name);
        let total = answer::range(headers).and_then(|range| range.to_the_end_from(held.bytes));
        let total = total.filter(|total| {
            let is_long = answer::length(headers).is_none_or(|length| length == total - held.bytes);
            is_plain && is_long && is_of(headers, held, *total)
        });
        let Some(total) = total else {
            drain(response);
            return Ok(None);
        };
        if total > self.most {
            return Err(Failure::TooLarge { most: self.most });
        }
        // No byte goes behind the end that was told.
        let mut reader = response.into_body().into_reader().take(total - held.bytes);
        let bytes = self.pour(&mut reader, &mut vec![0; BUFFER], 0, held.bytes, sink)?;
        if bytes < total {
            return Err(Failure::CutOff);
        }
        read_out(reader.get_mut());
        Ok(Some(self.done(held.validators.clone(), bytes)))
    }

    /// A 416: what is held is all there is; `None` if it is not, or of another version.
    pub(super) fn nothing_left(&self, response: Response<Body>, held: &Held) -> Option<Fetched> {
        let headers = response.headers();
        let total = answer::range(headers).and_then(|range| range.total);
        let is_whole = total == Some(held.bytes)
            && held.total.is_none_or(|told| told == held.bytes)
            && is_same(validators(headers).etag.as_ref(), held.validators.etag.as_ref());
        drain(response);
        is_whole.then(|| self.done(held.validators.clone(), held.bytes))
    }

    pub(super) fn done(&self, validators: Validators, bytes: u64) -> Fetched {
        let Wanted { url, index, .. } = self.wanted;
        Fetched::Whole { url: url.clone(), index: *index, validators, bytes }
    }

    fn check(&self, content_type: &str, first: &[u8]) -> Result<(), Failure> {
        let kind = kind::promised(self.wanted.request.name);
        if first.is_empty() {
            return if kind::may_be_empty(kind) { Ok(()) } else { Err(Failure::Empty) };
        }
        let start = &first[..first.len().min(sniff::ENOUGH)];
        match kind::mismatch(kind, content_type, start) {
            Some(seen) => Err(Failure::WrongType { seen }),
            None => Ok(()),
        }
    }

    /// Writes what the buffer holds already and all that follows; counts the whole file.
    fn pour(
        &self,
        reader: &mut dyn Read,
        buffer: &mut [u8],
        first: usize,
        before: u64,
        sink: &mut dyn Sink,
    ) -> Result<u64, Failure> {
        let (mut bytes, mut came) = (before, first);
        loop {
            if came == 0 {
                came = read(reader, buffer)?;
            }
            if came == 0 {
                return Ok(bytes);
            }
            bytes += came as u64;
            if bytes > self.most {
                return Err(Failure::TooLarge { most: self.most });
            }
            sink.write(&buffer[..came]).map_err(Failure::Disk)?;
            came = 0;
        }
    }
}

/// Whether a part is all there is.
pub(super) fn is_all(headers: &HeaderMap) -> bool {
    let total = answer::range(headers).and_then(|range| range.to_the_end_from(0));
    total.is_some_and(|total| answer::length(headers).is_none_or(|length| length == total))
}

/// Whether a part is one of the version that is held. A 206 repeats the tag (RFC 9110, section 15.3.7),
/// and may leave out the date.
fn is_of(headers: &HeaderMap, held: &Held, total: u64) -> bool {
    let now = validators(headers);
    now.etag == held.validators.etag
        && is_same(now.modified.as_ref(), held.validators.modified.as_ref())
        && held.total.is_none_or(|told| told == total)
}

/// Whether what is told now is what was told then, as far as both were told.
fn is_same(now: Option<&String>, then: Option<&String>) -> bool {
    now.is_none() || then.is_none() || now == then
}

fn validators(headers: &HeaderMap) -> Validators {
    let owned =
        |name| answer::text(headers, name).filter(|text| !text.is_empty()).map(str::to_owned);
    Validators { etag: owned(header::ETAG), modified: owned(header::LAST_MODIFIED) }
}

/// Reads until there is enough to see what it is.
fn fill(reader: &mut dyn Read, buffer: &mut [u8]) -> Result<usize, Failure> {
    let mut filled = 0;
    while filled < sniff::ENOUGH {
        match read(reader, &mut buffer[filled..])? {
            0 => break,
            came => filled += came,
        }
    }
    Ok(filled)
}

fn read(reader: &mut dyn Read, buffer: &mut [u8]) -> Result<usize, Failure> {
    loop {
        match reader.read(buffer) {
            Ok(came) => return Ok(came),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(broken(error)),
        }
    }
}

/// What an error within a body means.
fn broken(error: io::Error) -> Failure {
    // flate2 says so of what is no gzip.
    if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData)
        && error.get_ref().is_none_or(|inner| !inner.is::<ureq::Error>())
    {
        return Failure::Encoding("gzip".to_owned());
    }
    match exchange::failure(ureq::Error::from(error)) {
        Failure::Connection(_) => Failure::CutOff,
        other => other,
    }
}

/// Reads a body that nobody wants, if it is short, so that its connection can be used again.
pub(super) fn drain(response: Response<Body>) {
    read_out(&mut response.into_body().into_reader());
}

fn read_out(reader: &mut dyn Read) {
    // Whatever goes wrong here, the connection is closed and nothing else is lost.
    let _ = io::copy(&mut reader.take(DRAINED), &mut io::sink());
}

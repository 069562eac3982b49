//! gzip → the bytes that were packed.

use std::io::{self, BufRead, Read};

use flate2::bufread::GzDecoder;

/// How every member of a gzip file begins.
pub(super) const MAGIC: &[u8] = b"\x1f\x8b";

/// What all members of a gzip file hold, one behind the other (RFC 1952, section 2.2). Padding and
/// other bytes behind the last member are passed over, as `gzip` does.
pub(super) fn members<R: BufRead>(packed: R) -> impl Read {
    Members { member: Some(GzDecoder::new(packed)) }
}

struct Members<R> {
    /// The one that is being read; `None` behind the last.
    member: Option<GzDecoder<R>>,
}

impl<R: BufRead> Read for Members<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while let Some(member) = &mut self.member {
            let read = member.read(buffer)?;
            if read > 0 || buffer.is_empty() {
                return Ok(read);
            }
            // The buffer may end behind the first byte of the next member.
            let is_next = member.get_mut().fill_buf()?.first() == MAGIC.first();
            let rest = self.member.take().map(GzDecoder::into_inner);
            self.member = rest.filter(|_| is_next).map(GzDecoder::new);
        }
        Ok(0)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{BufReader, Write as _};

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn packed(text: &str) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(text.as_bytes()).expect("a Vec takes all bytes");
        encoder.finish().expect("a Vec takes all bytes")
    }

    #[test]
    fn members_are_read_whatever_stands_behind_the_last() {
        for behind in [&b""[..], b"\0\0\0", b"rubbish"] {
            let bytes = [&packed("one, "), &packed(""), &packed("two"), behind].concat();
            for buffer in 1..40 {
                let mut text = String::new();
                let reader = BufReader::with_capacity(buffer, bytes.as_slice());
                members(reader).read_to_string(&mut text).expect("whole members");
                assert_eq!(text, "one, two");
            }
        }
    }
}

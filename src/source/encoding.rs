//! Which encoding a text is in: what its first bytes declare, and whether its bytes agree.
//!
//! Bytes in, encodings out; no files. The labels are those of the Encoding Standard, which browsers
//! know.

use std::borrow::Cow;
use std::io::{self, Read};
use std::str;

use encoding_rs::{Encoding, ISO_2022_JP, REPLACEMENT, UTF_8, UTF_16BE, UTF_16LE, X_USER_DEFINED};
use memchr::{memchr, memchr_iter, memmem};

const BLOCK: usize = 64 * 1024;

/// What the first bytes of a text say.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Declared {
    /// UTF-8, or nothing, which in XML is the same.
    Utf8,
    /// UTF-16, by its byte order mark or by the zeros around `<`.
    Utf16(&'static Encoding),
    /// Another encoding, by the XML declaration.
    Label {
        /// As it is written there.
        label: String,
        /// The line of the declaration.
        line: u64,
    },
}

/// What the first bytes of a text say of its encoding.
pub(super) fn declared(first: &[u8]) -> Declared {
    if let Some(encoding) = utf_16(first) {
        return Declared::Utf16(encoding);
    }
    if first.starts_with(b"\xef\xbb\xbf") {
        return Declared::Utf8;
    }
    match label(first) {
        Some((label, _)) if Encoding::for_label(label.as_bytes()) == Some(UTF_8) => Declared::Utf8,
        Some((label, line)) => Declared::Label { label, line },
        None => Declared::Utf8,
    }
}

/// The first bytes of a text as ones in which markup can be found.
pub(super) fn readable(first: &[u8]) -> Cow<'_, [u8]> {
    match utf_16(first) {
        Some(encoding) => {
            let (text, _) = encoding.decode_with_bom_removal(first);
            Cow::Owned(text.into_owned().into_bytes())
        }
        // In all others that can be declared, the signs of markup are those of ASCII.
        None => Cow::Borrowed(first),
    }
}

fn utf_16(first: &[u8]) -> Option<&'static Encoding> {
    match first {
        // UTF-32, which looks like UTF-16 up to the zeros.
        [0xff, 0xfe, 0, 0, ..] | [b'<', 0, 0, 0, ..] => None,
        [0xff, 0xfe, ..] | [b'<', 0, _, 0, ..] => Some(UTF_16LE),
        [0xfe, 0xff, ..] | [0, b'<', 0, _, ..] => Some(UTF_16BE),
        _ => None,
    }
}

/// The value of `encoding` in the XML declaration, which stands before the root, and its line.
fn label(first: &[u8]) -> Option<(String, u64)> {
    let roots = [&b"<rss"[..], b"<channel", b"<item"];
    let root = roots.iter().filter_map(|root| memmem::find(first, root)).min();
    let head = &first[..root.unwrap_or(first.len())];
    let start = memmem::find_iter(head, b"<?xml")
        .find(|at| head.get(at + b"<?xml".len()).is_some_and(u8::is_ascii_whitespace))?;
    let declaration = &head[start..];
    let declaration = &declaration[..memmem::find(declaration, b"?>")?];
    let name = b"encoding";
    let value = &declaration[memmem::find(declaration, name)? + name.len()..];
    let value = value.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let (quote, value) = value.split_first()?;
    let value = &value[..memchr(*quote, value)?];
    let label = String::from_utf8_lossy(value.trim_ascii()).into_owned();
    let line = 1 + memchr_iter(b'\n', &head[..start]).count() as u64;
    (!label.is_empty()).then_some((label, line))
}

/// What all bytes of a text say of its encoding.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Evidence {
    /// Characters beyond ASCII, where the text is read as UTF-8.
    characters: u64,
    /// Places that are no UTF-8.
    faults: u64,
    /// Whether there are escape characters, by which ISO-2022-JP changes what bytes mean.
    has_escapes: bool,
}

impl Evidence {
    /// Reads a text from its start to its end.
    pub(super) fn of(mut stream: impl Read) -> io::Result<Self> {
        let mut evidence = Self::default();
        let mut buffer = vec![0; BLOCK];
        let mut held = 0;
        loop {
            match stream.read(&mut buffer[held..]) {
                // A character that the end cuts off is no fault.
                Ok(0) => return Ok(evidence),
                Ok(read) => held += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            }
            let whole = evidence.add(&buffer[..held]);
            buffer.copy_within(whole..held, 0);
            held -= whole;
        }
    }

    /// Takes bytes up to a character that is cut off, and says how many.
    fn add(&mut self, bytes: &[u8]) -> usize {
        self.has_escapes |= memchr(0x1b, bytes).is_some();
        let mut whole = 0;
        for chunk in bytes.utf8_chunks() {
            whole += chunk.valid().len();
            self.characters += chunk.valid().bytes().filter(|byte| *byte >= 0xc0).count() as u64;
            let fault = chunk.invalid();
            if whole + fault.len() == bytes.len() && is_cut_off(fault) {
                break;
            }
            whole += fault.len();
            self.faults += u64::from(!fault.is_empty());
        }
        whole
    }

    fn is_ascii(self) -> bool {
        self.characters == 0 && self.faults == 0
    }

    /// Hardly any text in another encoding is UTF-8 by chance, so a stray byte in many characters
    /// does not count.
    fn is_utf_8(self) -> bool {
        self.characters > 0 && self.characters >= 20 * self.faults
    }
}

fn is_cut_off(fault: &[u8]) -> bool {
    str::from_utf8(fault).is_err_and(|error| error.error_len().is_none())
}

/// What a text that declares another encoding than UTF-8 is in.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is the same in UTF-8.
    Ascii,
    /// UTF-8, whatever it declares.
    Utf8,
    /// What it declares.
    Other(&'static Encoding),
    /// Nobody knows, as the label is none or cannot be right.
    Unknown,
}

/// Weighs what a text declares against its bytes.
pub(super) fn verdict(label: &str, evidence: Evidence) -> Verdict {
    if evidence.is_utf_8() {
        return Verdict::Utf8;
    }
    let is = |encoding: &'static Encoding, other| encoding == other;
    match Encoding::for_label(label.as_bytes()) {
        // Labels that stand for no encoding, or for one that browsers have given up.
        None => Verdict::Unknown,
        Some(encoding) if is(encoding, REPLACEMENT) || is(encoding, X_USER_DEFINED) => {
            Verdict::Unknown
        }
        // Its bytes are those of ASCII, and its characters are not.
        Some(encoding) if is(encoding, ISO_2022_JP) && evidence.has_escapes => {
            Verdict::Other(encoding)
        }
        Some(_) if evidence.is_ascii() => Verdict::Ascii,
        // Were it UTF-16, the declaration could not have been read.
        Some(encoding) if is(encoding, UTF_16LE) || is(encoding, UTF_16BE) => Verdict::Unknown,
        Some(encoding) => Verdict::Other(encoding),
    }
}

#[cfg(test)]
mod tests {
    use encoding_rs::{GBK, SHIFT_JIS, WINDOWS_1252};

    use super::*;

    fn label_of(text: &str) -> Option<(String, u64)> {
        match declared(text.as_bytes()) {
            Declared::Label { label, line } => Some((label, line)),
            Declared::Utf8 => None,
            Declared::Utf16(encoding) => panic!("{}", encoding.name()),
        }
    }

    #[test]
    fn the_declaration_is_read_wherever_it_stands_before_the_root() {
        let latin = |line| Some(("ISO-8859-1".to_owned(), line));
        for (text, label) in [
            ("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><rss>", latin(1)),
            ("<?xml version='1.0' encoding = ' ISO-8859-1 ' ?>", latin(1)),
            ("<b>Warning</b>\n\n<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>", latin(3)),
            ("<?xml-stylesheet encoding=\"a\"?><?xml encoding=\"ISO-8859-1\"?>", latin(1)),
            ("<?xml version=\"1.0\" encoding=\"utf-8\"?>", None),
            ("<?xml version=\"1.0\" encoding=\"UTF8\"?>", None),
            ("\u{feff}<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>", None),
            ("<?xml version=\"1.0\" encoding=\"\"?>", None),
            ("<?xml version=\"1.0\" encoding=\"ISO-8859-1", None),
            ("<?xml version=\"1.0\" encoding", None),
            ("<?xml version=\"1.0\"?>", None),
            ("<rss><?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>", None),
            ("", None),
        ] {
            assert_eq!(label_of(text), label, "{text}");
        }
    }

    #[test]
    fn utf_16_is_known_by_its_mark_or_by_its_zeros() {
        for (first, encoding) in [
            (&b"\xff\xfea\0"[..], Some(UTF_16LE)),
            (b"\xfe\xff\0a", Some(UTF_16BE)),
            (b"<\0?\0", Some(UTF_16LE)),
            (b"\0<\0?", Some(UTF_16BE)),
            (b"\xff\xfe\0\0<\0\0\0", None),
            (b"\0\0\xfe\xff\0\0\0<", None),
            (b"<\0\0\0", None),
            (b"\0\0\0<", None),
            (b"<?xml", None),
        ] {
            let expected = encoding.map_or(Declared::Utf8, Declared::Utf16);
            assert_eq!(declared(first), expected, "{first:?}");
        }
    }

    /// A stream that gives few bytes at a time.
    struct Slow<'a>(&'a [u8], usize);

    impl Read for Slow<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let step = self.1.min(buffer.len());
            self.0.read(&mut buffer[..step])
        }
    }

    #[test]
    fn evidence_does_not_depend_on_how_bytes_come() {
        for (bytes, characters, faults) in [
            ("aé漢😀".as_bytes(), 3, 0),
            (b"a\xe9b\xe9", 0, 1),
            (b"\xff\xfe\xc3\xa9", 1, 2),
            (b"\xf0\x9f\x98 \xf0\x9f\x98\x80", 1, 1),
            // The end of the input cuts the last character off.
            ("é漢".as_bytes().split_last().expect("bytes").1, 1, 0),
        ] {
            for step in 1..10 {
                let evidence = Evidence::of(Slow(bytes, step)).expect("a slice can be read");
                assert_eq!(
                    (evidence.characters, evidence.faults),
                    (characters, faults),
                    "{bytes:?}"
                );
            }
        }
    }

    #[test]
    fn bytes_outweigh_what_is_declared() {
        let of = |bytes: &[u8]| Evidence::of(bytes).expect("a slice can be read");
        let (ascii, utf_8, other) = (of(b"a"), of("é".as_bytes()), of(b"\xe9\x40"));
        let escapes = of(b"\x1b$B$$\x1b(B");
        for (label, evidence, expected) in [
            ("latin1", ascii, Verdict::Ascii),
            ("latin1", utf_8, Verdict::Utf8),
            ("latin1", other, Verdict::Other(WINDOWS_1252)),
            ("us-ascii", other, Verdict::Other(WINDOWS_1252)),
            ("GB2312", other, Verdict::Other(GBK)),
            ("sjis", other, Verdict::Other(SHIFT_JIS)),
            ("ISO-2022-JP", escapes, Verdict::Other(ISO_2022_JP)),
            ("ISO-2022-JP", ascii, Verdict::Ascii),
            ("ISO-2022-JP", utf_8, Verdict::Utf8),
            ("UTF-16", ascii, Verdict::Ascii),
            ("UTF-16", utf_8, Verdict::Utf8),
            ("UTF-16", other, Verdict::Unknown),
            ("utf8mb4", utf_8, Verdict::Utf8),
            ("UTF-7", ascii, Verdict::Unknown),
            ("HZ-GB-2312", ascii, Verdict::Unknown),
            ("x-own", other, Verdict::Unknown),
        ] {
            assert_eq!(verdict(label, evidence), expected, "{label}");
        }
        let stray = [&"é".repeat(20).into_bytes()[..], b"\xff"].concat();
        assert_eq!(verdict("latin1", of(&stray)), Verdict::Utf8);
        assert_eq!(verdict("latin1", of(&stray[2..])), Verdict::Other(WINDOWS_1252));
    }
}

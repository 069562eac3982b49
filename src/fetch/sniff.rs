//! The first bytes of a file → what it looks like.

use super::kind::Kind;

/// As many bytes as the look needs.
pub(super) const ENOUGH: usize = 512;

/// How files begin.
const MAGIC: &[(&[u8], Kind)] = &[
    (b"\0\0\x01\0", Kind::Image),
    (b"\0\0\x01\xb3", Kind::Film),
    (b"\0\0\x01\xba", Kind::Film),
    (b"\0\x01\0\0\0", Kind::Binary),
    (b"\x1a\x45\xdf\xa3", Kind::Film),
    (b"\x1f\x8b", Kind::Binary),
    (b"%PDF-", Kind::Pdf),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", Kind::Film),
    (b"7z\xbc\xaf\x27\x1c", Kind::Binary),
    (b"8BPS", Kind::Image),
    (b"BZh", Kind::Binary),
    (b"CWS", Kind::Binary),
    (b"FLV\x01", Kind::Film),
    (b"FWS", Kind::Binary),
    (b"GIF87a", Kind::Image),
    (b"GIF89a", Kind::Image),
    (b"ID3", Kind::Film),
    (b"II*\0", Kind::Image),
    (b"MM\0*", Kind::Image),
    (b"MThd", Kind::Film),
    (b"OTTO", Kind::Binary),
    (b"OggS", Kind::Film),
    (b"PK\x03\x04", Kind::Binary),
    (b"PK\x05\x06", Kind::Binary),
    (b"Rar!\x1a\x07", Kind::Binary),
    (b"fLaC", Kind::Film),
    (b"wOF2", Kind::Binary),
    (b"wOFF", Kind::Binary),
    (b"\x89PNG\r\n\x1a\n", Kind::Image),
    (b"\xfd7zXZ\0", Kind::Binary),
    (b"\xff\xd8\xff", Kind::Image),
];

/// What the first bytes look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// A page.
    Html,
    /// The answer of an interface.
    Json,
    /// Text and nothing else.
    Text,
    /// A format that is known by how it begins.
    Known(Kind),
    /// Bytes.
    Unknown,
}

/// What the first bytes look like.
pub(super) fn look(first: &[u8]) -> Look {
    if let Some((_, kind)) = MAGIC.iter().find(|(magic, _)| first.starts_with(magic)) {
        return Look::Known(*kind);
    }
    if let Some(kind) = boxed(first) {
        return Look::Known(kind);
    }
    if let Some(text) = text(first) {
        return written(text);
    }
    // A page in an old encoding is no UTF-8.
    if is_html(&String::from_utf8_lossy(first)) { Look::Html } else { Look::Unknown }
}

/// Formats whose name stands behind a length: RIFF, ISO media.
fn boxed(first: &[u8]) -> Option<Kind> {
    let (size, rest) = first.split_at_checked(4)?;
    let (tag, rest) = rest.split_at_checked(4)?;
    match (size, tag, rest.get(..4)) {
        (b"RIFF", _, Some(b"WEBP")) => Some(Kind::Image),
        (b"RIFF", _, Some(_)) => Some(Kind::Film),
        (_, b"ftyp", Some(b"avif" | b"avis" | b"heic" | b"heix" | b"mif1" | b"msf1")) => {
            Some(Kind::Image)
        }
        (_, b"ftyp" | b"moov" | b"mdat", _) => Some(Kind::Film),
        _ => None,
    }
}

/// The bytes as text, if they are nothing but; the last character may be cut.
fn text(first: &[u8]) -> Option<&str> {
    let text = match std::str::from_utf8(first) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&first[..error.valid_up_to()]).ok()?
        }
        Err(_) => return None,
    };
    let is_text = |c: char| !c.is_control() || matches!(c, '\t' | '\n' | '\r' | '\x0c');
    (!text.is_empty() && text.chars().all(is_text)).then_some(text)
}

fn written(text: &str) -> Look {
    let start = text.trim_start_matches('\u{feff}').trim_start();
    if start.starts_with("%PDF-") {
        Look::Known(Kind::Pdf)
    } else if is_html(text) {
        Look::Html
    } else if start.starts_with(['{', '[']) {
        Look::Json
    } else {
        Look::Text
    }
}

fn is_html(text: &str) -> bool {
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    while let Some(comment) = rest.strip_prefix("<!--") {
        rest = comment.split_once("-->").map_or("", |(_, rest)| rest.trim_start());
    }
    let begins = |start: &str| {
        rest.get(..start.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(start))
    };
    let is_xhtml = begins("<?xml") && rest.contains("<html");
    is_xhtml || ["<!doctype html", "<html", "<head", "<body"].into_iter().any(begins)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks() {
        assert!(MAGIC.is_sorted_by(|(one, _), (next, _)| one < next));
        for (first, look) in [
            (&b"<!doctype HTML>"[..], Look::Html),
            (b"\xef\xbb\xbf  <HTML lang=de>", Look::Html),
            (b"<!-- a --> <!-- b --><html>", Look::Html),
            (b"<?xml version=\"1.0\"?><!DOCTYPE html><html>", Look::Html),
            (b"<html><title>Gr\xf6\xdfe</title>", Look::Html),
            (b"<?xml version=\"1.0\"?><svg>", Look::Text),
            (b" [1, 2]", Look::Json),
            (b"Not found", Look::Text),
            (
                "Nicht gefunden: Gr\u{f6}\u{df}".as_bytes().split_last().expect("bytes").1,
                Look::Text,
            ),
            (b"%PDF-1.7", Look::Known(Kind::Pdf)),
            (b"RIFF\0\0\0\0WAVE", Look::Known(Kind::Film)),
            (b"\0\0\0\x1cftypavif", Look::Known(Kind::Image)),
            (b"\0\0\0\x1cftypmp42", Look::Known(Kind::Film)),
            (b"\0\x02\x03", Look::Unknown),
            (b"", Look::Unknown),
        ] {
            assert_eq!(super::look(first), look, "{}", String::from_utf8_lossy(first));
        }
    }
}

//! A file's name → what it promises, and whether what came is that: an error page is no JPEG.

use super::sniff::{self, Look};

/// Endings of names and what they promise.
const ENDINGS: &[(&str, Kind)] = &[
    ("3g2", Kind::Film),
    ("3gp", Kind::Film),
    ("7z", Kind::Binary),
    ("aac", Kind::Film),
    ("aif", Kind::Film),
    ("aiff", Kind::Film),
    ("avi", Kind::Film),
    ("avif", Kind::Image),
    ("bmp", Kind::Image),
    ("bz2", Kind::Binary),
    ("docx", Kind::Binary),
    ("epub", Kind::Binary),
    ("exe", Kind::Binary),
    ("flac", Kind::Film),
    ("flv", Kind::Film),
    ("gif", Kind::Image),
    ("gz", Kind::Binary),
    ("heic", Kind::Image),
    ("heif", Kind::Image),
    ("ico", Kind::Image),
    ("jfif", Kind::Image),
    ("jp2", Kind::Image),
    ("jpe", Kind::Image),
    ("jpeg", Kind::Image),
    ("jpg", Kind::Image),
    ("jxl", Kind::Image),
    ("m4a", Kind::Film),
    ("m4v", Kind::Film),
    ("mid", Kind::Film),
    ("midi", Kind::Film),
    ("mka", Kind::Film),
    ("mkv", Kind::Film),
    ("mov", Kind::Film),
    ("mp3", Kind::Film),
    ("mp4", Kind::Film),
    ("mpeg", Kind::Film),
    ("mpg", Kind::Film),
    ("odp", Kind::Binary),
    ("ods", Kind::Binary),
    ("odt", Kind::Binary),
    ("oga", Kind::Film),
    ("ogg", Kind::Film),
    ("ogv", Kind::Film),
    ("opus", Kind::Film),
    ("pdf", Kind::Pdf),
    ("png", Kind::Image),
    ("pptx", Kind::Binary),
    ("psd", Kind::Image),
    ("rar", Kind::Binary),
    ("svg", Kind::Drawing),
    ("swf", Kind::Binary),
    ("tgz", Kind::Binary),
    ("tif", Kind::Image),
    ("tiff", Kind::Image),
    ("ttf", Kind::Binary),
    ("wav", Kind::Film),
    ("webm", Kind::Film),
    ("webp", Kind::Image),
    ("wma", Kind::Film),
    ("wmv", Kind::Film),
    ("woff", Kind::Binary),
    ("woff2", Kind::Binary),
    ("xlsx", Kind::Binary),
    ("xz", Kind::Binary),
    ("zip", Kind::Binary),
];

/// Types of content that a server gives to many things.
const VAGUE: &[&str] = &[
    "",
    "application/force-download",
    "application/octet-stream",
    "application/x-download",
    "application/x-octet-stream",
    "binary/octet-stream",
    "unknown/unknown",
];

/// What a name promises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A picture of pixels.
    Image,
    /// Audio and video; many formats hold either.
    Film,
    /// PDF.
    Pdf,
    /// Archives, office documents, fonts: formats that are never text.
    Binary,
    /// SVG, a picture that is text.
    Drawing,
    /// Anything, also pages: nothing that comes is wrong.
    Any,
}

/// `photo.JPG` → an image.
pub(super) fn promised(name: &str) -> Kind {
    let name = name.split(['?', '#']).next().unwrap_or_default();
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    ENDINGS.iter().find(|(known, _)| *known == ending).map_or(Kind::Any, |(_, kind)| *kind)
}

/// Whether a file of that kind may be without a byte.
pub(super) fn may_be_empty(kind: Kind) -> bool {
    match kind {
        Kind::Image | Kind::Film | Kind::Pdf | Kind::Binary => false,
        Kind::Drawing | Kind::Any => true,
    }
}

/// Whether the name itself says gzip, so that a gzip body is the file and not its packing.
pub(super) fn is_gzip(name: &str) -> bool {
    let name = name.split(['?', '#']).next().unwrap_or_default();
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    ["gz", "svgz", "tgz"].iter().any(|known| ending.eq_ignore_ascii_case(known))
}

/// What came instead of what was promised, by the first bytes and by what the server calls it.
pub(super) fn mismatch(kind: Kind, content_type: &str, first: &[u8]) -> Option<String> {
    let essence = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let look = sniff::look(first);
    match kind {
        Kind::Any => None,
        Kind::Drawing => (look == Look::Html).then(|| "an HTML page".to_owned()),
        Kind::Image | Kind::Film | Kind::Pdf | Kind::Binary => match look {
            Look::Html => Some("an HTML page".to_owned()),
            Look::Json => Some("JSON".to_owned()),
            Look::Text => Some("plain text".to_owned()),
            // What is there weighs more than what it is called.
            Look::Known(seen) if seen == kind => None,
            Look::Known(_) | Look::Unknown if VAGUE.contains(&essence.as_str()) => None,
            Look::Known(_) | Look::Unknown => {
                let is_right = called(&essence).is_none_or(|called| called == kind);
                (!is_right).then(|| format!("`{essence}`"))
            }
        },
    }
}

/// The kind that a type of content names.
fn called(essence: &str) -> Option<Kind> {
    if essence == "image/svg+xml" {
        return Some(Kind::Drawing);
    }
    match essence.split_once('/') {
        Some(("image", _)) => Some(Kind::Image),
        Some(("audio" | "video", _) | ("application", "ogg" | "mp4")) => Some(Kind::Film),
        Some(("application", "pdf" | "x-pdf")) => Some(Kind::Pdf),
        Some(("application", "json" | "xhtml+xml" | "xml") | ("text", "html")) => Some(Kind::Any),
        Some(("application", "zip" | "x-gzip" | "gzip")) => Some(Kind::Binary),
        // A server without a list of types calls everything text; nobody knows all of the others.
        Some(_) | None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const JPEG: &[u8] = b"\xff\xd8\xff\xe0\0\x10JFIF\0";
    const PAGE: &[u8] = b"\n<!-- cached --><!DOCTYPE html><html><head>";

    #[test]
    fn endings_are_in_order() {
        assert!(ENDINGS.is_sorted_by(|(one, _), (next, _)| one < next));
        assert_eq!(promised("Photo.JPG"), Kind::Image);
        assert_eq!(promised("a.tar.gz"), Kind::Binary);
        assert_eq!(promised("page.html"), Kind::Any);
        assert_eq!(promised("photo"), Kind::Any);
        assert!(is_gzip("a.SVGZ") && !is_gzip("gz"));
    }

    #[test]
    fn error_pages_are_no_pictures() {
        for (name, content_type, first, seen) in [
            ("a.jpg", "image/jpeg", JPEG, None),
            ("a.jpg", "image/webp", b"RIFF\x10\0\0\0WEBPVP8 ", None),
            ("a.jpg", "application/octet-stream", JPEG, None),
            ("a.jpg", "", JPEG, None),
            ("a.jpg", "text/html", JPEG, None),
            ("a.jpg", "image/jpeg", b"\x01\x02\x03\x04", None),
            ("a.jpg", "", b"\x01\x02\x03\x04", None),
            ("a.jpg", "text/html; charset=UTF-8", PAGE, Some("an HTML page")),
            ("a.jpg", "image/jpeg", PAGE, Some("an HTML page")),
            ("a.jpg", "", PAGE, Some("an HTML page")),
            ("a.jpg", "text/html", b"\x01\x02\x03\x04", Some("`text/html`")),
            ("a.jpg", "application/json", b"{\"error\":404}", Some("JSON")),
            ("a.jpg", "text/plain", b"File not found.\n", Some("plain text")),
            ("a.jpg", "video/mp4", b"\0\0\0\x20ftypisom", Some("`video/mp4`")),
            ("a.mp3", "text/plain", b"ID3\x03\0\0", None),
            ("a.mp3", "video/mpeg", b"\x01\x02\x03\x04", None),
            ("a.pdf", "application/pdf", b"%PDF-1.4\n1 0 obj", None),
            ("a.pdf", "text/html", b"\r\n%PDF-1.4\n1 0 obj", None),
            ("a.pdf", "text/html", PAGE, Some("an HTML page")),
            ("a.docx", "application/zip", b"PK\x03\x04\x14\0", None),
            ("a.zip", "text/html", PAGE, Some("an HTML page")),
            ("a.svg", "text/html", b"<svg xmlns=\"http://www.w3.org/2000/svg\">", None),
            ("a.svg", "image/svg+xml", PAGE, Some("an HTML page")),
            ("a.html", "text/html", PAGE, None),
            ("a.txt", "text/plain", b"<html> is an element", None),
            ("a.json", "application/json", b"{}", None),
            ("a.xml", "application/xml", b"<?xml version=\"1.0\"?>", None),
            ("download", "text/html", PAGE, None),
        ] {
            let found = mismatch(promised(name), content_type, first);
            assert_eq!(found.as_deref(), seen, "{name} {content_type}");
        }
    }
}

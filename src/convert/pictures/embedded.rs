//! Pictures that stand in the text as `data:` URIs → files beside the uploads.
//!
//! <https://www.rfc-editor.org/rfc/rfc2397>

use std::borrow::Cow;
use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;

use super::filled;
use crate::convert::base64;
use crate::html::{Dom, NodeId};
use crate::link;
use crate::notice::{Code, Notice};
use crate::site::{Destination, OutPath};
use crate::target::Target;

/// The folder of these files, beside the uploads.
const FOLDER: &str = "embedded";

/// How many bytes one picture may have.
const LARGEST: usize = 20 << 20;

/// An address of up to so many bytes is no longer than that of a file would be, and stays.
const SHORTEST: usize = 100;

/// Types of pictures, and the endings of their files. Sorted.
const TYPES: &[(&str, &str)] = &[
    ("image/avif", "avif"),
    ("image/bmp", "bmp"),
    ("image/gif", "gif"),
    ("image/jpeg", "jpg"),
    ("image/jpg", "jpg"),
    ("image/pjpeg", "jpg"),
    ("image/png", "png"),
    ("image/svg+xml", "svg"),
    ("image/vnd.microsoft.icon", "ico"),
    ("image/webp", "webp"),
    ("image/x-icon", "ico"),
    ("image/x-ms-bmp", "bmp"),
];

/// What is wrong with a picture, as the end of a sentence.
type Fault = Cow<'static, str>;

/// A picture that stood in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Embedded {
    /// Where it goes; named by its content, so that equal ones are one file.
    pub path: OutPath,
    /// The file.
    pub bytes: Vec<u8>,
}

/// Gives those pictures of the document at `from` addresses of files, and tells what is in the
/// files.
pub(in crate::convert) fn write_out(
    dom: &mut Dom,
    images: &[NodeId],
    from: &Destination,
    target: &Target,
) -> (Vec<Embedded>, Vec<Notice>) {
    let (mut files, mut notices) = (BTreeMap::new(), Vec::new());
    for image in images.iter().copied() {
        let Some(address) = filled(dom, image, "src") else { continue };
        let Some(uri) = strip_scheme(address).filter(|_| address.len() > SHORTEST) else {
            continue;
        };
        match decode(uri).and_then(|(ending, bytes)| name(ending, bytes, target)) {
            Ok((upload, Embedded { path, bytes })) => {
                dom.set_attribute(image, "src", &link::shared_media(&upload, from, target));
                files.insert(path, bytes);
            }
            Err(fault) => {
                let message = format!("a picture in the text {fault}, and stays there");
                notices.push(Notice::new(Code::EmbeddedPictureKept, message));
            }
        }
    }
    (files.into_iter().map(|(path, bytes)| Embedded { path, bytes }).collect(), notices)
}

/// The path of a file among the uploads, and where that is in the output.
fn name(ending: &str, bytes: Vec<u8>, target: &Target) -> Result<(String, Embedded), Fault> {
    let upload = format!("{FOLDER}/{:032x}.{ending}", fingerprint(&bytes));
    match OutPath::parse(&target.media.place(&upload)) {
        Some(path) => Ok((upload, Embedded { path, bytes })),
        None => Err("has no place, as the folder of media lies outside of the output".into()),
    }
}

fn strip_scheme(address: &str) -> Option<&str> {
    let (scheme, rest) = address.split_once(':')?;
    scheme.eq_ignore_ascii_case("data").then_some(rest)
}

/// `image/png;base64,iVBORw0…` → the ending `png` and the bytes
fn decode(uri: &str) -> Result<(&'static str, Vec<u8>), Fault> {
    let (head, body) = uri.split_once(',').ok_or("has no content")?;
    let mut parts = head.split(';').map(str::trim);
    let kind = parts.next().unwrap_or_default().to_ascii_lowercase();
    let found = TYPES.binary_search_by(|(known, _)| (*known).cmp(kind.as_str()));
    let ending = match found {
        Ok(index) => TYPES[index].1,
        Err(_) => return Err(format!("is of the type `{}`", kind.escape_debug()).into()),
    };
    let is_base64 = parts.next_back().is_some_and(|last| last.eq_ignore_ascii_case("base64"));
    // Four characters of base64 stand for three bytes; escapes and blanks only shorten the result.
    if body.len() / 4 > LARGEST {
        return Err("is too large".into());
    }
    let plain: Cow<'_, [u8]> = percent_decode_str(body).into();
    let bytes = if is_base64 {
        forgiving_base64(&plain).ok_or("is no base64")?
    } else {
        plain.into_owned()
    };
    match bytes.len() {
        0 => Err("has no content".into()),
        length if length > LARGEST => Err("is too large".into()),
        _ => Ok((ending, bytes)),
    }
}

/// Bytes of base64 as the WHATWG reads it: blanks count for nothing, and the padding may be missing.
/// <https://infra.spec.whatwg.org/#forgiving-base64-decode>
fn forgiving_base64(text: &[u8]) -> Option<Vec<u8>> {
    let mut symbols: Vec<u8> =
        text.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect();
    let padding = symbols.iter().rev().take(2).take_while(|byte| **byte == b'=').count();
    if symbols.len().is_multiple_of(4) {
        symbols.truncate(symbols.len() - padding);
    }
    if symbols.len() % 4 == 1 {
        return None;
    }
    base64::bytes(symbols.into_iter())
}

/// FNV-1a with 128 bits: tells contents apart, and guards against nobody.
/// <https://datatracker.ietf.org/doc/draft-eastlake-fnv/>
fn fingerprint(bytes: &[u8]) -> u128 {
    const START: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    bytes.iter().fold(START, |hash, byte| (hash ^ u128::from(*byte)).wrapping_mul(PRIME))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_each_type_is_written() {
        assert!(TYPES.is_sorted());
        for (kind, ending) in TYPES {
            assert_eq!(decode(&format!("{kind};base64,Zg==")), Ok((*ending, b"f".to_vec())));
        }
    }

    /// RFC 4648, section 10.
    #[test]
    fn base64_by_the_vectors_of_its_specification() {
        for (text, plain) in [
            ("", ""),
            ("Zg==", "f"),
            ("Zm8=", "fo"),
            ("Zm9v", "foo"),
            ("Zm9vYg==", "foob"),
            ("Zm9v Y\nmE", "fooba"),
            ("Zm9vYmFy", "foobar"),
        ] {
            assert_eq!(
                forgiving_base64(text.as_bytes()).as_deref(),
                Some(plain.as_bytes()),
                "{text}"
            );
        }
        for text in ["Z", "Zg=", "Zm9v=", "Zm9v\u{e9}", "Zm-_", "=", "===="] {
            assert_eq!(forgiving_base64(text.as_bytes()), None, "{text}");
        }
    }

    /// Values from the draft's test vectors.
    #[test]
    fn fingerprints_by_the_vectors_of_their_specification() {
        assert_eq!(fingerprint(b""), 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d);
        assert_eq!(fingerprint(b"a"), 0xd228_cb69_6f1a_8caf_7891_2b70_4e4a_8964);
        assert_eq!(fingerprint(b"foobar"), 0x343e_1662_793c_64bf_6f0d_3597_ba44_6f18);
    }

    #[test]
    fn uris_of_every_form() {
        assert_eq!(decode("image/png;base64,Zg=="), Ok(("png", b"f".to_vec())));
        assert_eq!(decode("IMAGE/GIF ; x=y; BASE64,Zg%3D%3D"), Ok(("gif", b"f".to_vec())));
        assert_eq!(decode("image/svg+xml,%3Csvg/>"), Ok(("svg", b"<svg/>".to_vec())));
        for uri in [
            "image/png",
            "image/png;base64,",
            "image/png;base64,Z",
            "image/tiff,x",
            ",x",
            "text/html,x",
        ] {
            assert!(decode(uri).is_err(), "{uri}");
        }
    }

    #[test]
    fn size_is_bounded() {
        let body = "A".repeat((LARGEST + 3) / 3 * 4 + 4);
        assert!(decode(&format!("image/png;base64,{body}")).is_err());
        assert!(decode(&format!("image/png;base64,{}", &body[..LARGEST / 3 * 4])).is_ok());
    }
}

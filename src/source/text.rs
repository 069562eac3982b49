//! An input in any encoding → the same input in UTF-8.

use encoding_rs::Encoding;

use crate::error::Error;
use crate::notice::{Code, Notice, Place};
use crate::source::Input;
use crate::source::encoding::{Declared, Evidence, Verdict, declared, verdict};
use crate::source::input::unreadable;
use crate::source::spool::{Spool, Spooled};
use crate::source::transcode::Transcoded;

/// An input that can be read as UTF-8.
pub(super) struct InUtf8 {
    pub(super) input: Input,
    pub(super) notices: Vec<Notice>,
}

/// Transcodes an input whose first bytes are given, unless it is in UTF-8 already. `export` is its
/// position among the inputs.
pub(super) fn in_utf_8(
    input: Input,
    first: &[u8],
    export: usize,
    spool: &mut Spool,
) -> Result<InUtf8, Error> {
    let (label, line) = match declared(first) {
        Declared::Utf8 => return Ok(InUtf8 { input, notices: Vec::new() }),
        Declared::Utf16(encoding) => {
            return transcode(&input, encoding, Place { export, line: 1 }, spool);
        }
        Declared::Label { label, line } => (label, line),
    };
    let place = Place { export, line };
    let evidence = Evidence::of(input.stream()).map_err(|cause| unreadable(&input.path, cause))?;
    let notice = match verdict(&label, evidence) {
        Verdict::Other(encoding) => return transcode(&input, encoding, place, spool),
        Verdict::Ascii => None,
        Verdict::Utf8 => {
            let message = format!("declared as `{label}`, but in UTF-8, and read as that");
            Some(Notice::new(Code::OtherEncoding, message))
        }
        Verdict::Unknown => {
            let message =
                format!("declared as `{label}`, which cannot be read; read as UTF-8 instead");
            Some(Notice::new(Code::EncodingInDoubt, message))
        }
    };
    let notices = notice.into_iter().map(|notice| notice.at(None, place)).collect();
    Ok(InUtf8 { input, notices })
}

fn transcode(
    input: &Input,
    encoding: &'static Encoding,
    place: Place,
    spool: &mut Spool,
) -> Result<InUtf8, Error> {
    let name = encoding.name();
    let mut text = Transcoded::of(input.stream(), encoding);
    let Spooled { input: mut transcoded, fault } = spool.append(&mut text, &input.path)?;
    if let Some(cause) = fault {
        return Err(unreadable(&input.path, cause));
    }
    transcoded.is_damaged = input.is_damaged;
    let read = format!("in `{name}`, and read as that");
    let mut notices = vec![Notice::new(Code::OtherEncoding, read)];
    if text.replaced > 0 {
        let times = if text.replaced == 1 { "place is" } else { "places are" };
        let message =
            format!("{} {times} no text in `{name}` and became `\u{fffd}`", text.replaced);
        notices.push(Notice::new(Code::EncodingInDoubt, message));
    }
    let notices = notices.into_iter().map(|notice| notice.at(None, place)).collect();
    Ok(InUtf8 { input: transcoded, notices })
}

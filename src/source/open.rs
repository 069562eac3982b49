//! Arguments → [`Input`]s: opens what they stand for and unpacks what is packed.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::error::Error;
use crate::notice::{Code, Notice};
use crate::source::content::{self, Chosen, Content, FIRST};
use crate::source::find::{Found, files_of, find};
use crate::source::input::unreadable;
use crate::source::spool::{Spool, Spooled};
use crate::source::stream::{End, Peeked};
use crate::source::text::{InUtf8, in_utf_8};
use crate::source::{Input, Size, gzip, zip};
use crate::wxr::{Foreign, ReadError};

/// How deep archives are unpacked that lie in archives. There are archives that hold themselves.
const MAX_DEPTH: usize = 3;

/// How many files are kept open. Some systems allow a process 256, and a site may be exported month by
/// month.
const MAX_OPEN: usize = 64;

/// What was opened.
#[derive(Debug, Default)]
pub struct Opened {
    /// The exports: in the order of the arguments, and within one in the order of their names.
    pub inputs: Vec<Input>,
    /// What was transcoded, skipped or damaged.
    pub notices: Vec<Notice>,
}

/// Opens what the arguments stand for, each file once however often and in whatever form it is named.
///
/// No more bytes than `most` are taken from standard input, archives and texts in other encodings
/// together; more are an error.
pub fn open(arguments: &[PathBuf], most: Size) -> Result<Opened, Error> {
    let mut opening = Opening {
        opened: Opened::default(),
        spool: Spool::of(most),
        seen: BTreeSet::new(),
        has_read_standard_input: false,
    };
    for argument in arguments {
        for found in find(argument)? {
            match found {
                Found::StandardInput => take_standard_input(&mut opening)?,
                Found::File(path) => drop(take_file(&path, Chosen::Named, &mut opening)?),
                Found::Folder(path) => take_folder(&path, &mut opening)?,
            }
        }
    }
    Ok(opening.opened)
}

/// How far opening is.
pub(super) struct Opening {
    pub(super) opened: Opened,
    pub(super) spool: Spool,
    /// Where the files that were opened really are.
    seen: BTreeSet<PathBuf>,
    has_read_standard_input: bool,
}

/// Where an input is from.
pub(super) struct Origin {
    pub(super) path: PathBuf,
    chosen: Chosen,
    /// In how many archives it lies.
    depth: usize,
}

impl Origin {
    fn of(path: &Path, chosen: Chosen) -> Self {
        Self { path: path.to_owned(), chosen, depth: 0 }
    }

    /// What an archive holds that has room for one file, and so no name for it.
    fn unpacked(&self) -> Self {
        Self { path: self.path.clone(), chosen: self.chosen, depth: self.depth + 1 }
    }

    /// What an archive holds under this name.
    pub(super) fn inside(&self, name: &str) -> Self {
        // Nothing is ever written there; but a name is shown to people, on terminals.
        let name = name.replace(char::is_control, "\u{fffd}");
        let mut path = self.path.clone().into_os_string();
        path.push("/");
        path.push(name);
        Self { path: path.into(), chosen: Chosen::Found, depth: self.depth + 1 }
    }

    /// Whether what begins so can be, or hold, an export.
    fn check(&self, first: &[u8]) -> Result<(), Foreign> {
        match content::of(first) {
            Content::Gzip | Content::Zip if self.depth < MAX_DEPTH => Ok(()),
            Content::Gzip | Content::Zip | Content::Text => content::check(first, self.chosen),
        }
    }
}

fn take_standard_input(opening: &mut Opening) -> Result<(), Error> {
    if opening.has_read_standard_input {
        return Ok(());
    }
    opening.has_read_standard_input = true;
    let origin = Origin::of(Path::new("standard input"), Chosen::Named);
    take_stream(io::stdin().lock(), &origin, opening)
}

fn take_folder(folder: &Path, opening: &mut Opening) -> Result<(), Error> {
    let mut has_export = false;
    for path in files_of(folder)? {
        has_export |= take_file(&path, Chosen::Found, opening)?;
    }
    if has_export {
        return Ok(());
    }
    Err(Error::NoExport { path: folder.to_owned(), seen: "the folder holds no WordPress export" })
}

/// Whether the file holds an export, or was opened before.
fn take_file(path: &Path, chosen: Chosen, opening: &mut Opening) -> Result<bool, Error> {
    let failed = |cause| unreadable(path, cause);
    let origin = Origin::of(path, chosen);
    let metadata = fs::metadata(path).map_err(failed);
    let is_file = metadata.as_ref().is_ok_and(fs::Metadata::is_file);
    if chosen == Chosen::Found && !is_file {
        // Opening a pipe would wait for somebody who writes to it.
        skip(&origin, "not a file", opening);
        return Ok(false);
    }
    let metadata = metadata?;
    if is_file && !opening.seen.insert(fs::canonicalize(path).map_err(failed)?) {
        return Ok(true);
    }
    let before = opening.opened.inputs.len();
    let file = File::open(path).map_err(failed)?;
    if !is_file {
        take_stream(file, &origin, opening)?;
    } else if before < MAX_OPEN {
        take(Input::of(path.to_owned(), Arc::new(file), 0..metadata.len()), &origin, opening)?;
    } else {
        take(Input::named(path.to_owned(), metadata.len()), &origin, opening)?;
    }
    Ok(opening.opened.inputs.len() > before)
}

/// Takes what can be read only once.
fn take_stream(stream: impl Read, origin: &Origin, opening: &mut Opening) -> Result<(), Error> {
    match receive(stream, origin, opening)? {
        Some(input) => take(input, origin, opening),
        None => Ok(()),
    }
}

/// Unpacks an input, if it is packed, and keeps what is an export.
fn take(input: Input, origin: &Origin, opening: &mut Opening) -> Result<(), Error> {
    let first = input.read(0..input.bytes.min(FIRST as u64))?;
    if let Err(foreign) = origin.check(&first) {
        return refuse(foreign, origin, opening);
    }
    match content::of(&first) {
        Content::Gzip => {
            let inside = origin.unpacked();
            let members = gzip::members(BufReader::new(input.stream()));
            let Some(mut unpacked) = receive(members, &inside, opening)? else { return Ok(()) };
            unpacked.is_damaged |= input.is_damaged;
            take(unpacked, &inside, opening)
        }
        Content::Zip => take_zip(&input, origin, opening),
        Content::Text => {
            let export = opening.opened.inputs.len();
            let InUtf8 { input, notices } = in_utf_8(input, &first, export, &mut opening.spool)?;
            opening.opened.inputs.push(input);
            opening.opened.notices.extend(notices);
            Ok(())
        }
    }
}

fn take_zip(archive: &Input, origin: &Origin, opening: &mut Opening) -> Result<(), Error> {
    let before = opening.opened.inputs.len();
    for (inside, input) in zip::unpack(archive, origin, opening)? {
        take(input, &inside, opening)?;
    }
    let is_empty = opening.opened.inputs.len() == before;
    if is_empty && origin.chosen == Chosen::Named {
        let seen = "the archive holds no WordPress export";
        return Err(Error::NoExport { path: origin.path.clone(), seen });
    }
    Ok(())
}

/// Takes a stream into the spool, unless its first bytes say that it is, or holds, no export.
pub(super) fn receive(
    stream: impl Read,
    origin: &Origin,
    opening: &mut Opening,
) -> Result<Option<Input>, Error> {
    let mut stream = Peeked::of(stream);
    let is_broken = matches!(stream.behind, End::Broken(_));
    // Of what breaks off at its start nobody can tell what it was.
    if let (Err(foreign), false) =
        (origin.check(&stream.first), is_broken && stream.first.is_empty())
    {
        refuse(foreign, origin, opening)?;
        return Ok(None);
    }
    let Spooled { mut input, fault } = opening.spool.append(&mut stream, &origin.path)?;
    let Some(fault) = fault else { return Ok(Some(input)) };
    damaged(fault, input.bytes, origin, opening)?;
    input.is_damaged = true;
    Ok((input.bytes > 0).then_some(input))
}

/// Says that an archive is damaged. A fault that is not the archive's ends the run.
pub(super) fn damaged(
    fault: io::Error,
    bytes: u64,
    origin: &Origin,
    opening: &mut Opening,
) -> Result<(), Error> {
    let seen = match fault.kind() {
        io::ErrorKind::UnexpectedEof => "cut off",
        io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput => "corrupt",
        _ => return Err(unreadable(&origin.path, fault)),
    };
    let path = origin.path.display();
    if origin.chosen == Chosen::Named && bytes == 0 {
        let (path, cause) = (origin.path.clone(), format!("it is {seen}"));
        return Err(Error::Packed { path, cause, hint: "download it again" });
    }
    let message = format!("`{path}` is {seen}; {bytes} bytes of it were unpacked");
    opening.opened.notices.push(Notice::new(Code::ArchiveDamaged, message));
    Ok(())
}

/// What the user named must be an export; what was found need not.
fn refuse(foreign: Foreign, origin: &Origin, opening: &mut Opening) -> Result<(), Error> {
    match origin.chosen {
        Chosen::Named => Err(ReadError::from(foreign).of(origin.path.clone())),
        Chosen::Found => {
            skip(origin, &foreign.seen, opening);
            Ok(())
        }
    }
}

fn skip(origin: &Origin, seen: &str, opening: &mut Opening) {
    let message = format!("`{}` was skipped: {seen}", origin.path.display());
    opening.opened.notices.push(Notice::new(Code::NotAnExport, message));
}

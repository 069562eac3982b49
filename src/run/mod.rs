//! One file a command; the only place where pure stages meet I/O.

mod account;
mod archives;
mod catalog;
mod check;
mod comments;
mod convert;
mod fragment;
mod inspect;
mod items;
mod media;
mod redirects;
mod survey;

use std::io::{self, Write as _};
use std::path::PathBuf;

use crate::cli::Request;
use crate::error::Error;
use crate::notice::Severity;
use crate::options::{Talk, Warnings};
use crate::output::Progress;
use crate::source::Input;

/// How a run ended that was not stopped by an [`Error`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// As asked.
    Well,
    /// With warnings, which `--strict` counts as failure.
    WithWarnings,
    /// The export was damaged; everything readable was converted.
    Damaged,
}

impl Done {
    /// The exit code. 1 is an [`Error`]'s, 2 that of wrong arguments.
    #[must_use]
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Well => 0,
            Self::WithWarnings => 3,
            Self::Damaged => 4,
        }
    }

    fn from_severity(worst: Option<Severity>, warnings: Warnings) -> Self {
        match (worst, warnings) {
            (Some(Severity::Damage), _) => Self::Damaged,
            (Some(Severity::Warning), Warnings::Deny) => Self::WithWarnings,
            (Some(Severity::Warning), Warnings::Allow) | (Some(Severity::Info) | None, _) => {
                Self::Well
            }
        }
    }
}

/// Does what the arguments ask for.
pub fn run(request: Request) -> Result<Done, Error> {
    match request {
        Request::Convert(options) => convert::run(&options),
        Request::Fragment(options) => fragment::run(&options),
        Request::Inspect(options) => inspect::run(&options),
    }
}

/// The progress of a run, which reads every input twice.
fn progress(inputs: &[Input], talk: Talk) -> Progress {
    let bytes: u64 = inputs.iter().map(|input| input.bytes).sum();
    match talk {
        Talk::Normal => Progress::over(bytes * 2),
        Talk::Quiet => Progress::hidden(),
    }
}

/// Writes data to stdout.
fn print(text: &str) -> Result<(), Error> {
    written(io::stdout().lock().write_all(text.as_bytes()))
}

/// What came of writing to stdout. A reader that has seen enough and went away is no failure.
fn written(outcome: io::Result<()>) -> Result<(), Error> {
    match outcome {
        Err(cause) if cause.kind() != io::ErrorKind::BrokenPipe => {
            Err(Error::Write { path: PathBuf::from("standard output"), cause })
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Says something to the user on stderr; nobody has to listen.
fn talk(text: &str) {
    // Terminals take what exports and servers may have hidden in names for orders.
    let text = text.replace(|c: char| c.is_control() && c != '\n', "\u{fffd}");
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

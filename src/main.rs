//! Parses the arguments, runs, prints the error and returns the exit code.

use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::Parser as _;
use pressdown::cli::Cli;
use pressdown::error::Error;

fn main() -> ExitCode {
    match Cli::parse().into_request().and_then(pressdown::run::run) {
        Ok(done) => ExitCode::from(done.exit_code()),
        Err(error) => {
            explain(&error);
            ExitCode::from(1)
        }
    }
}

/// A closed stderr is no reason to fail differently.
fn explain(error: &Error) {
    let mut stderr = io::stderr().lock();
    let _ = writeln!(stderr, "error: {error}");
    if let Some(hint) = error.hint() {
        let _ = writeln!(stderr, "hint: {hint}");
    }
}

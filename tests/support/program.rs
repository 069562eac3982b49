//! Runs of the program itself.

use std::process::{Command, Output};

/// Runs `pressdown` with these arguments.
pub(crate) fn pressdown<A: AsRef<std::ffi::OsStr>>(
    arguments: impl IntoIterator<Item = A>,
) -> Output {
    Command::new(env!("CARGO_BIN_EXE_pressdown"))
        .args(arguments)
        .output()
        .expect("the program was built and can be started")
}

//! Documents → files, atomically and never outside the output folder. The only room that writes.

mod folder;
mod manifest;
mod progress;

pub use folder::{Existing, Finished, Folder, Mode, Outcome, write_file};
pub use progress::Progress;

//! Documents → files, atomically and never outside the output folder. The only room that writes.

mod folder;
mod hash;
mod lock;
mod manifest;
mod media;
mod progress;

pub use folder::{Existing, Finished, Folder, Mode, Outcome, write_file};
pub use hash::Hash;
pub use media::{Known, MediaStore, Partial, Placed, Placing, Record, Shared, Stale};
pub use progress::Progress;

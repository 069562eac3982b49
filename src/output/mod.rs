//! Documents → files, atomically and never outside the output folder. The only room that writes.

mod folder;
mod hash;
mod lock;
mod manifest;
mod media;
mod named;
mod progress;

pub use folder::{Existing, Finished, Folder, Mode, Outcome};
pub use hash::Hash;
pub use media::{Known, MediaStore, Partial, Placed, Placing, Record, Shared, Stale};
pub use named::write_file;
pub use progress::Progress;

//! Documents → files, atomically and never outside the output folder.

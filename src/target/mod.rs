//! A generator’s conventions as data: embedded `*.toml` files, and the same struct for a user’s own.

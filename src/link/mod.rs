//! URL + site + target → where the link leads on the new site; applied to a DOM.

mod resolve;
mod rewrite;
mod source;

pub use resolve::{Resolved, resolve};
pub use rewrite::{Counts, Rewritten, destination, media, rewrite};

//! URL + site + target → where the link leads on the new site; applied to a DOM.

mod hosts;
mod resolve;
mod rewrite;
mod source;

pub use hosts::{HostUses, Hosts};
pub use resolve::{Resolved, resolve};
pub use rewrite::{Counts, Rewritten, destination, media, rewrite};

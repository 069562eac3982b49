//! URL + site + target → where the link leads on the new site; applied to a DOM.

mod account;
mod destination;
mod hosts;
mod listing;
mod resolve;
mod rewrite;
mod source;

pub use account::{Counts, Rewritten, Unresolved};
pub use destination::{destination, encode, locate, media};
pub use hosts::{HostUses, Hosts};
pub use resolve::{Certainty, Resolution, Resolved, resolve};
pub use rewrite::rewrite;

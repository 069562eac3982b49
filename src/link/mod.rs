//! URL + site + target → where the link leads on the new site; applied to a DOM.

mod account;
mod anchor;
mod destination;
mod hosts;
mod resolve;
mod rewrite;
mod source;

pub use account::{Counts, Rewritten};
pub use anchor::{Anchors, fragments, settle_anchors};
pub use destination::{destination, media};
pub use hosts::{HostUses, Hosts};
pub use resolve::{Resolved, resolve};
pub use rewrite::rewrite;

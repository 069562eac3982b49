//! URL + site + target → where the link leads on the new site; applied to a DOM.

pub mod redirect;

mod account;
mod anchor;
mod css;
mod destination;
mod hosts;
mod kept;
mod listing;
mod moved;
mod resolve;
mod rewrite;
mod source;
mod suffix;

pub use account::{Counts, Rewritten, Unresolved, find_lines, rewrite_address};
pub use anchor::{Anchors, NO_PLACES, Places, fragments, settle_anchors};
pub use destination::{
    destination, encode, encode_whole, is_inside, locate, media, media_place, shared_media,
};
pub use hosts::{HostUses, Hosts};
pub use kept::rewrite_kept;
pub use moved::moved;
pub use resolve::{Certainty, Resolution, Resolved, resolve};
pub use rewrite::rewrite;
pub use source::destinations;

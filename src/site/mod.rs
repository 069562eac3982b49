//! Entries → [`Site`]: what every stage may ask about the whole site while it works on one item.

mod attachment;

pub use attachment::{Attachment, Attachments};

use std::collections::HashMap;

use crate::wxr::PostId;

/// The index of one run: all exports together.
#[derive(Debug, Default)]
pub struct Site {
    /// Media files, by id and by the post that they were uploaded to.
    pub attachments: Attachments,
    /// Content of the reusable blocks (synced patterns), which other items include by id.
    pub reusable_blocks: HashMap<PostId, String>,
}

//! [`Survey`]: the entries of all exports → the facts that the index is built from.

use std::collections::{BTreeMap, BTreeSet};

use crate::site::policy::may_be_included;
use crate::site::{Attachment, Record};
use crate::wxr::{Channel, Entry, Item, PostId, Span};

/// What the first pass gathers.
#[derive(Debug, Default)]
pub struct Survey {
    /// By the position of the export; of concatenated exports the first counts.
    pub(super) channels: BTreeMap<usize, Channel>,
    /// Display names by login.
    pub(super) authors: BTreeMap<String, String>,
    /// Names of the taxonomies that have terms.
    pub(super) taxonomies: BTreeSet<String>,
    /// Every item, in the order of the exports.
    pub(super) records: Vec<Record>,
    /// The media files.
    pub(super) attachments: Vec<(PostId, Attachment)>,
    /// Content of reusable blocks, the only bodies that are kept: other items include them.
    pub(super) reusable_blocks: Vec<(PostId, String)>,
}

impl Survey {
    /// Takes in one entry of the export at position `export`.
    pub fn add(&mut self, entry: Entry<'_>, export: usize) {
        match entry {
            Entry::Channel(channel) => {
                self.channels.entry(export).or_insert(channel);
            }
            Entry::Author(author) => {
                self.authors.entry(author.login).or_insert(author.display_name);
            }
            Entry::Term(term) => {
                self.taxonomies.insert(term.taxonomy);
            }
            Entry::Item(item, span) => self.add_item(&item, export, span),
        }
    }

    fn add_item(&mut self, item: &Item<'_>, export: usize, span: Span) {
        let record = Record::from_item(item, export, span);
        let is_shared = may_be_included(&item.post_type, &item.status, item.has_password);
        match (item.id.filter(|_| is_shared), item.post_type.as_ref()) {
            (Some(id), "attachment") => {
                self.attachments.push((id, Attachment::from_item(item, &record.title)));
            }
            (Some(id), "wp_block") => {
                self.reusable_blocks.push((id, item.content.clone().into_owned()));
            }
            _ => {}
        }
        self.records.push(record);
    }
}

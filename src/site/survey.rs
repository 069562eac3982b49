//! [`Survey`]: the entries of all exports → the facts that the index is built from.

use std::collections::BTreeMap;

use crate::site::document::Documents;
use crate::site::policy::may_be_included;
use crate::site::{Attachment, Record, Terms};
use crate::wxr::{Author, Entry, Item, PostId, Span};

/// What the first pass gathers.
#[derive(Debug, Default)]
pub struct Survey {
    /// The heads of the exports.
    pub(super) documents: Documents,
    /// Display names by login.
    pub(super) authors: BTreeMap<String, String>,
    /// Categories, tags and other terms.
    pub(super) terms: Terms,
    /// Every item, in the order of the exports.
    pub(super) records: Vec<Record>,
    /// The media files, each with the position of its record.
    pub(super) attachments: Vec<(usize, PostId, Attachment)>,
    /// Content of reusable blocks, the only bodies that are kept: other items include them. Each
    /// with the position of its record.
    pub(super) reusable_blocks: Vec<(usize, PostId, String)>,
}

impl Survey {
    /// Takes in one entry of the export at position `export`.
    pub fn add(&mut self, entry: Entry<'_>, export: usize) {
        match entry {
            Entry::Channel(channel) => self.documents.add(channel, export),
            Entry::Author(author) => self.add_author(author),
            Entry::Term(term) => {
                let document = self.documents.current(export);
                self.terms.add(term, &self.documents.channel(document).wxr_version);
            }
            Entry::Item(item, span) => self.add_item(&item, export, span),
        }
    }

    fn add_author(&mut self, author: Author) {
        let name = self.authors.entry(author.login).or_default();
        if name.is_empty() {
            *name = author.display_name;
        }
    }

    fn add_item(&mut self, item: &Item<'_>, export: usize, span: Span) {
        let record = Record::from_item(item, export, self.documents.current(export), span);
        let is_shared = may_be_included(&item.post_type, &item.status, item.has_password);
        let index = self.records.len();
        match (record.id.filter(|_| is_shared), item.post_type.as_ref()) {
            (Some(id), "attachment") => {
                let file = Attachment::from_item(item, &record.title);
                if !file.url.is_empty() {
                    self.attachments.push((index, id, file));
                }
            }
            // Of a block that is cut off, nobody knows whether it has a password.
            (Some(id), "wp_block") if !record.span.is_cut_off => {
                self.reusable_blocks.push((index, id, item.content.clone().into_owned()));
            }
            _ => {}
        }
        self.records.push(record);
    }
}

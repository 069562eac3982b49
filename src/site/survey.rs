//! [`Survey`]: the entries of all exports → the facts that the index is built from.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use crate::site::alias::Evidence;
use crate::site::author::Authors;
use crate::site::deep_link;
use crate::site::document::Documents;
use crate::site::former::Mark;
use crate::site::menu::{MenuItem, Menus};
use crate::site::policy::may_be_included;
use crate::site::record::{Kind, Texts, Trace};
use crate::site::scan::Scan;
use crate::site::text::Gathered;
use crate::site::uses::Uses;
use crate::site::{Attachment, CommentCounts, Dropped, Record, Selection, Terms};
use crate::wxr::{Comment, Entry, Item, PostId, Span};

/// What the first pass gathers.
#[derive(Debug, Default)]
pub struct Survey {
    /// The heads of the exports.
    pub(super) documents: Documents,
    /// Who wrote the items.
    pub(super) authors: Authors,
    /// Categories, tags and other terms.
    pub(super) terms: Terms,
    /// What items have in common.
    pub(super) uses: Uses,
    /// The entries of menus.
    pub(super) menus: Menus,
    /// Numbers of the comments that are shown, each with the position of its record.
    pub(super) comments: Vec<(u64, u32)>,
    scan: Scan,
    /// Which comments count.
    pub(super) selection: Selection,
    /// What is left out and is there.
    pub(super) dropped: BTreeSet<Dropped>,
    /// What they tell of other hosts.
    pub(super) evidence: Evidence,
    /// Links to places in items.
    pub(super) deep_links: BTreeSet<Box<str>>,
    /// Addresses that items once had, each with the position of its record.
    pub(super) former: Vec<(usize, Mark)>,
    /// Every item, in the order of the exports.
    pub(super) records: Vec<Record>,
    /// What tells versions of each record apart.
    pub(super) traces: Vec<Trace>,
    kinds: HashSet<Arc<Kind>>,
    /// Texts of the last records, which these have not yet.
    texts: Gathered,
    /// How many records have their texts.
    complete: usize,
    /// The media files, each with the position of its record.
    pub(super) attachments: Vec<(usize, PostId, Attachment)>,
    /// Media files that nothing may show: in the bin, private.
    pub(super) hidden_files: Vec<Attachment>,
    /// Content of reusable blocks, the only bodies that are kept: other items include them. Each
    /// with the position of its record.
    pub(super) reusable_blocks: Vec<(usize, PostId, String)>,
}

impl Survey {
    /// An empty survey, which counts comments as the user decided about them.
    #[must_use]
    pub fn selecting(selection: &Selection) -> Self {
        Self { selection: selection.clone(), ..Self::default() }
    }

    /// Takes in one entry of the export at position `export`.
    pub fn add(&mut self, entry: Entry<'_>, export: usize) {
        match entry {
            Entry::Channel(channel) => self.documents.add(channel, export),
            Entry::Author(author) => self.authors.add(author),
            Entry::Term(term) => {
                let document = self.documents.current(export);
                self.terms.add(term, &self.documents.channel(document).wxr_version);
            }
            Entry::Item(item, span) => self.add_item(&item, export, span),
        }
    }

    fn add_item(&mut self, item: &Item<'_>, export: usize, span: Span) {
        let document = self.documents.current(export);
        let texts = Texts::of(item, &span);
        let trace = Trace::of(item);
        let kind = self.kind(Kind::of(item, export, document, &span));
        let mut record = Record::from_item(item, kind, span, &trace);
        record.pages = self.scan.pages(&item.content);
        record.comments = self.add_comments(&item.comments).into();
        let own = self.documents.channel(document).address();
        self.evidence.add(item, own, &self.scan);
        let is_shared = may_be_included(&item.post_type, &item.status, item.has_password);
        let index = self.records.len();
        if is_shared && record.post_type != "attachment" {
            self.uses.add(&item.creator, &item.terms, index);
        }
        deep_link::collect(&item.content, &mut self.deep_links);
        if let Some(entry) = MenuItem::of_item(item) {
            self.menus.add(entry);
        }
        self.former.extend(Mark::of_item(item).map(|mark| (index, mark)));
        if !is_shared && item.post_type == "attachment" {
            self.hidden_files.push(Attachment::from_item(item, ""));
        }
        match (record.id.filter(|_| is_shared), item.post_type.as_ref()) {
            (Some(id), "attachment") => {
                let file = Attachment::from_item(item, &texts.title);
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
        self.traces.push(trace);
        for text in [&*texts.title, texts.link, texts.slug] {
            self.texts.add(text);
        }
        if self.texts.is_enough() {
            self.share();
        }
    }

    /// Takes in the comments of the next record; counts them by what becomes of them.
    fn add_comments(&mut self, comments: &[Comment<'_>]) -> CommentCounts {
        let mut counts = CommentCounts::default();
        let index = u32::try_from(self.records.len());
        for comment in comments {
            let fate = self.selection.fate(comment);
            *counts.of(fate) += 1;
            if let (true, Ok(index)) = (fate.is_shown(), index) {
                self.comments.push((comment.id, index));
            }
        }
        for dropped in &self.selection.dropped {
            if comments.iter().any(|comment| dropped.is(comment)) {
                self.dropped.insert(dropped.clone());
            }
        }
        counts
    }

    /// The kind as records share it.
    fn kind(&mut self, kind: Kind) -> Arc<Kind> {
        if let Some(known) = self.kinds.get(&kind) {
            return Arc::clone(known);
        }
        let kind = Arc::new(kind);
        self.kinds.insert(Arc::clone(&kind));
        kind
    }

    /// Gives the last records their texts.
    fn share(&mut self) {
        let mut texts = self.texts.take();
        for record in &mut self.records[self.complete..] {
            for field in [&mut record.title, &mut record.link, &mut record.slug] {
                *field = texts.next().unwrap_or_default();
            }
        }
        self.complete = self.records.len();
    }

    /// The same when nothing more comes.
    pub(super) fn complete(mut self) -> Self {
        self.share();
        self
    }
}

//! Authors, terms, comments and media as JSON.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::inspect::{Author, Comments, Media, Taxonomy, Term};
use crate::wxr::{Approval, CommentKind};

#[derive(Serialize)]
pub(super) struct AuthorOut<'a> {
    login: &'a str,
    name: &'a str,
    listed: bool,
    items: u64,
    written: u64,
}

#[derive(Serialize)]
pub(super) struct TaxonomyOut<'a> {
    name: &'a str,
    uses: u64,
    terms: Vec<TermOut<'a>>,
}

#[derive(Serialize)]
struct TermOut<'a> {
    slug: &'a str,
    name: &'a str,
    listed: bool,
    uses: u64,
}

#[derive(Serialize)]
pub(super) struct CommentsOut {
    total: u64,
    comments: StatesOut,
    pingbacks: StatesOut,
    internal: u64,
    unknown: u64,
    in_run: InRunOut,
}

#[derive(Serialize)]
struct StatesOut {
    approved: u64,
    held: u64,
    spam: u64,
    trash: u64,
}

#[derive(Serialize)]
struct InRunOut {
    written: u64,
    unpublished: u64,
    held: u64,
    spam: u64,
    trash: u64,
}

#[derive(Serialize)]
pub(super) struct MediaOut<'a> {
    attachments: u64,
    kinds: BTreeMap<&'static str, u64>,
    endings: &'a BTreeMap<String, u64>,
    without_address: u64,
    asked_for: u64,
    unlisted: &'a [String],
}

pub(super) fn author(author: &Author) -> AuthorOut<'_> {
    let Author { login, name, is_listed, items, written } = author;
    AuthorOut { login, name, listed: *is_listed, items: *items, written: *written }
}

pub(super) fn taxonomy(taxonomy: &Taxonomy) -> TaxonomyOut<'_> {
    TaxonomyOut {
        name: &taxonomy.name,
        uses: taxonomy.uses,
        terms: taxonomy.terms.iter().map(term).collect(),
    }
}

fn term(term: &Term) -> TermOut<'_> {
    TermOut { slug: &term.slug, name: &term.name, listed: term.is_listed, uses: term.uses }
}

pub(super) fn comments(comments: &Comments) -> CommentsOut {
    let states = |count: fn(&Comments, Approval) -> u64| StatesOut {
        approved: count(comments, Approval::Approved),
        held: count(comments, Approval::Held),
        spam: count(comments, Approval::Spam),
        trash: count(comments, Approval::Trash),
    };
    let run = comments.in_run;
    CommentsOut {
        total: comments.total(),
        comments: states(Comments::of_readers),
        pingbacks: states(Comments::of_sites),
        internal: comments.of_kind(CommentKind::Record),
        unknown: comments.of_kind(CommentKind::Unknown),
        in_run: InRunOut {
            written: run.written(),
            unpublished: run.unpublished,
            held: run.held,
            spam: run.spam,
            trash: run.trash,
        },
    }
}

pub(super) fn media(media: &Media) -> MediaOut<'_> {
    MediaOut {
        attachments: media.attachments,
        kinds: media.kinds.iter().map(|(kind, files)| (kind.name(), *files)).collect(),
        endings: &media.endings,
        without_address: media.without_address,
        asked_for: media.asked_for,
        unlisted: &media.unlisted,
    }
}

//! What options make of comments: rules for the conversion, and the files that are no item's own.

use crate::catalog;
use crate::convert::{CommentForm, CommentRules, Converted, Discussion, Document};
use crate::error::Error;
use crate::imports::{self, Head};
use crate::markdown::Dialect;
use crate::notice::Notice;
use crate::options::{Comments, Store};
use crate::output::Outcome;
use crate::run::account::{Made, MadeFile};
use crate::run::items::Pass;
use crate::site::{OutPath, Site};
use crate::target::{BaseUrl, LinkForm, Target};

/// The rules of the conversion, with the forms that the stores need.
pub(super) fn rules(options: &Comments, target: &Target, site: &Site) -> CommentRules {
    let has = |store| options.stores.contains(&store);
    let mut forms = Vec::new();
    if has(Store::Section) {
        forms.push(CommentForm::Section);
    }
    if has(Store::Files) {
        forms.push(CommentForm::Files);
    }
    if asks_for_data(options) {
        // What a template renders of it can be a template itself, so its marks stay escaped.
        forms.push(CommentForm::Values(Box::new(target.rooted())));
    }
    if !options.systems.is_empty() {
        forms.push(CommentForm::Values(Box::new(elsewhere(target, site))));
    }
    CommentRules { forms, ..options.rules.clone() }
}

fn asks_for_data(options: &Comments) -> bool {
    options.stores.iter().any(|store| matches!(store, Store::Data | Store::Json))
}

/// The target as pages of other systems see it, which show comments far from the site: links are whole.
/// Where nobody says where the new site will live, it lives where the old one did.
fn elsewhere(target: &Target, site: &Site) -> Target {
    let mut target = target.clone().with_links(LinkForm::Absolute);
    target.markdown = Dialect::default();
    if target.base_url.is_none() {
        target.base_url = site.old_address("").and_then(|address| BaseUrl::parse(&address).ok());
    }
    target
}

/// Writes the files of an item's comments, and keeps what goes into files for all items.
pub(super) fn write(
    made: &mut Made,
    converted: &mut Converted,
    pass: &Pass<'_>,
) -> Result<(), Error> {
    let Pass { comments, writing, .. } = pass;
    let has = |store| comments.stores.contains(&store);
    let mut documents = std::mem::take(&mut converted.comments);
    // In the order of the forms that the rules ask for.
    let mut discussions = std::mem::take(&mut converted.discussions).into_iter();
    let for_templates = if asks_for_data(comments) { discussions.next() } else { None };
    if let Some(discussion) = for_templates {
        let (target, text) = (writing.target, comments.text);
        if has(Store::Data) {
            documents.extend(catalog::comments_of_post(&discussion, &made.path, target, text));
        }
        if has(Store::Json) {
            made.comments.entry = Some(catalog::entry(&discussion, &made.path, target, text));
        }
    }
    if !comments.systems.is_empty() {
        made.comments.discussion = discussions.next();
    }
    made.comments.written = converted.written_comments;
    for Document { path, text } in documents {
        let outcome = pass.folder.write(&path, text.as_bytes())?;
        made.comments.files.push((path, outcome));
    }
    Ok(())
}

/// Writes the files for all items.
pub(super) fn finish(made: &mut [Made], pass: &Pass<'_>) -> Result<Finished, Error> {
    let Pass { comments, writing, .. } = pass;
    let mut finished = Finished::default();
    if comments.stores.contains(&Store::Json) {
        let entries = made.iter().filter_map(|made| made.comments.entry.as_ref());
        if let Some(document) = catalog::comments_of_all(entries, writing.target) {
            finished.data.push(MadeFile::plain(&document, pass)?);
        }
    }
    if comments.systems.is_empty() {
        return Ok(finished);
    }
    let discussions: Vec<Discussion> =
        made.iter_mut().filter_map(|made| made.comments.discussion.take()).collect();
    let target = elsewhere(writing.target, pass.site);
    let title = pass.site.channels.values().map(|channel| channel.title.as_str()).next();
    let origin = target.base_url.as_ref().map_or("", BaseUrl::origin);
    let head = Head { title: title.unwrap_or_default(), origin };
    for system in &comments.systems {
        let imported = imports::documents(system, &discussions, &head);
        finished.notices.extend(imported.notices);
        for document in &imported.documents {
            finished.imports.push(MadeFile::plain(document, pass)?);
        }
    }
    Ok(finished)
}

/// What became of the files for all items.
#[derive(Debug, Default)]
pub(super) struct Finished {
    /// For templates.
    pub(super) data: Vec<MadeFile>,
    /// For other comment systems.
    pub(super) imports: Vec<MadeFile>,
    pub(super) notices: Vec<Notice>,
}

/// What became of the comments of one item.
#[derive(Debug, Default)]
pub(super) struct MadeComments {
    /// How many are written.
    pub(super) written: u64,
    /// Files of their own.
    pub(super) files: Vec<(OutPath, Outcome)>,
    /// Their part of the file for all items.
    entry: Option<(String, String)>,
    /// They themselves, for other comment systems.
    discussion: Option<Discussion>,
}

//! What options make of comments: rules for the conversion, and the files that are no item's own.

use crate::catalog;
use crate::convert::{CommentForm, CommentRules, Converted, Document};
use crate::error::Error;
use crate::options::{Comments, Store};
use crate::output::Outcome;
use crate::run::account::{Made, MadeFile};
use crate::run::items::Pass;
use crate::site::OutPath;
use crate::target::Target;

/// The rules of the conversion, with the forms that the stores need.
pub(super) fn rules(options: &Comments, target: &Target) -> CommentRules {
    let has = |store| options.stores.contains(&store);
    let mut forms = Vec::new();
    if has(Store::Section) {
        forms.push(CommentForm::Section);
    }
    if has(Store::Files) {
        forms.push(CommentForm::Files);
    }
    if has(Store::Data) || has(Store::Json) {
        forms.push(CommentForm::Values(Box::new(target.rooted())));
    }
    CommentRules { forms, ..options.rules.clone() }
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
    let mut discussions = std::mem::take(&mut converted.discussions).into_iter();
    if has(Store::Data) || has(Store::Json) {
        if let Some(discussion) = discussions.next() {
            if has(Store::Data) {
                documents.extend(catalog::comments_of_post(
                    &discussion,
                    writing.target,
                    comments.text,
                ));
            }
            if has(Store::Json) {
                made.comments.entry =
                    Some(catalog::entry(&discussion, writing.target, comments.text));
            }
        }
    }
    made.comments.written = converted.written_comments;
    for Document { path, text } in documents {
        let outcome = pass.folder.write(&path, text.as_bytes())?;
        made.comments.files.push((path, outcome));
    }
    Ok(())
}

/// Writes the files for all items.
pub(super) fn finish(made: &[Made], pass: &Pass<'_>) -> Result<Vec<MadeFile>, Error> {
    let Pass { comments, writing, .. } = pass;
    let mut files = Vec::new();
    if comments.stores.contains(&Store::Json) {
        let entries = made.iter().filter_map(|made| made.comments.entry.as_ref());
        if let Some(document) = catalog::comments_of_all(entries, writing.target) {
            files.push(MadeFile::plain(&document, pass)?);
        }
    }
    Ok(files)
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
}

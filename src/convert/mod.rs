//! Item → documents: body, front matter and comments; knows no files and no terminal.

pub mod lower;

mod archive;
mod base64;
mod body;
mod comments;
mod date;
mod discussion;
mod front_matter;
mod pictures;
mod value;

use std::collections::BTreeMap;

use crate::convert::lower::{BlockUses, Context, Rules, ShortcodeUses};
use crate::link::{self, Places, Rewritten};
use crate::markdown::Reading;
use crate::notice::{Code, Notice};
use crate::site::{OutPath, Record, Site};
use crate::target::Target;
use crate::wxr::Item;

pub(crate) use date::{offset, published_at};

pub use archive::{Listed, archive};
pub use comments::{
    AuthorNames, Avatars, CommentForm, CommentRules, NO_COMMENTS, Nesting, fields as comment_fields,
};
pub use date::Moment;
pub use discussion::{Discussion, Said};
pub use value::Fields;

pub use body::{Body, description, from_html, from_post};
pub use pictures::Embedded;

/// How bodies are written.
#[derive(Clone, Copy, Debug)]
pub struct Writing<'t> {
    /// The generator's conventions.
    pub target: &'t Target,
    /// How much of the HTML is kept.
    pub reading: Reading,
    /// Whether what was written is read back.
    pub check: Check,
    /// What the user decided about content.
    pub rules: &'t Rules,
    /// The places in documents that other documents link to.
    pub places: &'t Places,
    /// What the user decided about comments.
    pub comments: &'t CommentRules,
}

/// Whether what was written is read back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Check {
    /// It is, and what differs from the HTML is a notice.
    Verify,
    /// It is not.
    Trust,
}

/// One file of the new site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Where it goes.
    pub path: OutPath,
    /// Front matter, body and comments.
    pub text: String,
}

/// What an item came to.
#[derive(Debug)]
pub struct Converted {
    /// Its file.
    pub document: Document,
    /// What happened on the way.
    pub notices: Vec<Notice>,
    /// Its links, embeds and the front matter's files among them.
    pub links: Rewritten,
    /// Uses of shortcodes by name.
    pub shortcodes: ShortcodeUses,
    /// Uses of blocks by name.
    pub blocks: BTreeMap<String, BlockUses>,
    /// Pictures that stood in its text, as files of their own.
    pub files: Vec<Embedded>,
    /// Files of its comments.
    pub comments: Vec<Document>,
    /// Its comments as values, one for each form that asks for them.
    pub discussions: Vec<Discussion>,
    /// How many comments are written.
    pub written_comments: u64,
}

/// Converts an item; `None` if it gets no file.
#[must_use]
pub fn convert(
    item: &Item<'_>,
    record: &Record,
    site: &Site,
    writing: Writing<'_>,
) -> Option<Converted> {
    let destination = record.destination()?;
    let comments = comments::of_item(item, destination, site, writing);
    let said = comments.account;
    let own: Vec<&str> = said.fragments.iter().map(String::as_str).collect();
    let others = writing.places.of_document(&destination.path);
    let wanted: Vec<&str> = own.iter().copied().chain(others).collect();
    let body = body::of_item(item, destination, site, writing, &wanted);
    let fields = front_matter::fields(item, record, site, writing);
    let mut converted = Converted {
        document: Document {
            path: destination.path.clone(),
            text: assemble(&value::yaml(&fields), &body.text, &comments.section),
        },
        notices: body.notices,
        links: body.links,
        shortcodes: body.shortcodes,
        blocks: body.blocks,
        files: body.files,
        comments: comments.files,
        discussions: comments.discussions,
        written_comments: comments.written,
    };
    converted.notices.extend(said.notices);
    converted.notices.extend(body.unmet.iter().map(|fragment| {
        let is_own = own.contains(&fragment.as_str());
        if is_own { body::missing_anchor(fragment) } else { body::missing_for_others(fragment) }
    }));
    converted.links.add(said.links);
    converted.links.media.extend(front_matter::uploads(item, site));
    converted.notices.extend(faults(item, site));
    link::find_lines(&converted.document.text, &mut converted.links.unresolved);
    let context = Context::of_item(item, site, writing.rules, writing.target);
    converted.notices.extend(lower::damage(item, &context));
    Some(converted)
}

/// What the fields of an item lack.
fn faults(item: &Item<'_>, site: &Site) -> Vec<Notice> {
    let mut notices = Vec::new();
    if date::published(item).is_none() {
        notices.push(Notice::new(Code::UnusableDate, "none of its dates can be used"));
    }
    let image = item.meta_value("_thumbnail_id").filter(|id| !matches!(*id, "" | "0" | "-1"));
    if let (Some(id), None) = (image, front_matter::featured(item, site)) {
        let message = format!("the featured image, attachment {id}, is not in the export");
        notices.push(Notice::new(Code::MissingAttachment, message));
    }
    notices
}

/// The parts of a file with one blank line between them, and one newline at its end.
fn assemble(front_matter: &str, body: &str, comments: &str) -> String {
    let mut text = String::with_capacity(front_matter.len() + body.len() + comments.len() + 2);
    for part in [front_matter, body, comments] {
        if !part.is_empty() && !text.is_empty() {
            text.push('\n');
        }
        text.push_str(part);
    }
    text
}

//! Comments → data files, for templates that show them below their posts.

use std::fmt::Write as _;

use crate::convert::{Discussion, Document, Fields, Said, comment_fields};
use crate::site::OutPath;
use crate::target::{CommentField, CommentSource, Target};

use super::text;

/// What data files say of the words of a comment, where a target lists both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CommentText {
    /// HTML, which templates show as it is.
    #[default]
    Html,
    /// Markdown, for templates to render.
    Markdown,
}

/// The files of the comments of a post, whose own file is at `path`: one, or one for each.
#[must_use]
pub fn comments_of_post(
    discussion: &Discussion,
    path: &OutPath,
    target: &Target,
    wanted: CommentText,
) -> Vec<Document> {
    let fields = fields(target, wanted);
    let key = key(discussion, path);
    let slug = if discussion.post.is_some() { &discussion.slug } else { &key };
    let name = |comment: &str| {
        let template = target.data.comments.replace("{id}", &key);
        template.replace("{slug}", slug).replace("{comment}", comment)
    };
    let document = |name: &str, text| {
        let path = OutPath::parse(&target.data.place(name))?;
        Some(Document { path, text })
    };
    if !target.data.comments.contains("{comment}") {
        let all = texts(discussion, &fields);
        return document(&name(""), text::write(&all, &target.data)).into_iter().collect();
    }
    let one = |said: &Said| {
        let text = text::write(&comment_fields(said, discussion.post, &fields), &target.data);
        document(&name(&said.id.to_string()), text)
    };
    discussion.comments.iter().filter_map(one).collect()
}

/// A post's part of the file for all posts: its key, and its comments as JSON.
#[must_use]
pub fn entry(
    discussion: &Discussion,
    path: &OutPath,
    target: &Target,
    wanted: CommentText,
) -> (String, String) {
    let comments = texts(discussion, &fields(target, wanted));
    let json = serde_json::to_string(&comments).expect("texts and numbers have a form in JSON");
    (key(discussion, path), json)
}

/// The file for all posts.
#[must_use]
pub fn comments_of_all<'a>(
    entries: impl Iterator<Item = &'a (String, String)>,
    target: &Target,
) -> Option<Document> {
    let mut text = String::from("{");
    for (index, (key, comments)) in entries.enumerate() {
        let comma = if index > 0 { "," } else { "" };
        let key = serde_json::to_string(key).expect("a text has a form in JSON");
        write!(text, "{comma}\n{key}: {comments}").expect("a String takes every text");
    }
    text.push_str("\n}\n");
    let path = OutPath::parse(&format!("{}/comments.json", target.data.folder))?;
    Some(Document { path, text })
}

/// What tells the post: its number, as the front matter has it; where it has none of its own, its file.
fn key(discussion: &Discussion, path: &OutPath) -> String {
    let by_file = || format!("at/{}", path.without_ending());
    discussion.post.map_or_else(by_file, |post| post.0.to_string())
}

fn texts(discussion: &Discussion, fields: &[CommentField]) -> Vec<Fields> {
    let one = |said: &Said| comment_fields(said, discussion.post, fields);
    discussion.comments.iter().map(one).collect()
}

/// The fields that are written: of HTML and Markdown the one that is wanted.
fn fields(target: &Target, wanted: CommentText) -> Vec<CommentField> {
    let fields = &target.comments.fields;
    let has = |source| fields.iter().any(|field| field.source == source);
    let unwanted = match wanted {
        _ if !(has(CommentSource::Html) && has(CommentSource::Markdown)) => None,
        CommentText::Html => Some(CommentSource::Markdown),
        CommentText::Markdown => Some(CommentSource::Html),
    };
    fields.iter().filter(|field| Some(field.source) != unwanted).cloned().collect()
}

//! The comments of an item as values, for files that are no part of it: data for templates, and what
//! other comment systems import.

use crate::convert::date::Moment;
use crate::wxr::{CommentKind, PostId};

/// An item with its comments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Discussion {
    /// The number that WordPress gave the item.
    pub post: Option<PostId>,
    /// Plain text.
    pub title: String,
    /// The last part of its address, decoded.
    pub slug: String,
    /// The address on the new site, encoded, from the root: `/about/crew/`.
    pub address: String,
    /// The whole address that it had in WordPress.
    pub permalink: String,
    /// When it was published.
    pub date: Option<Moment>,
    /// Whether readers can still answer.
    pub is_open: bool,
    /// In reading order: each comment is followed by its replies.
    pub comments: Vec<Said>,
}

/// What somebody said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The number that WordPress gave it; each is there once in a discussion.
    pub id: u64,
    /// The comment that it answers, which stands before it; `None` at the top.
    pub parent: Option<u64>,
    /// How many comments stand above it in its thread.
    pub depth: usize,
    /// What it is.
    pub kind: CommentKind,
    /// The name that readers see. Plain text, never empty.
    pub author: String,
    /// The author's site, or the site that links here.
    pub url: Option<String>,
    /// The name in addresses of an author of the site.
    pub user: Option<String>,
    /// Whether the author of the item said it.
    pub is_by_post_author: bool,
    /// The address of a picture of the author, if the user asked for that.
    pub avatar: Option<String>,
    /// When it was said.
    pub date: Option<Moment>,
    /// Stars of a review, from one to five.
    pub rating: Option<u8>,
    /// HTML that is safe to show.
    pub html: String,
    /// The same as Markdown.
    pub markdown: String,
}

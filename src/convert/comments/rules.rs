//! What the user decided about comments.

use crate::site::Selection;
use crate::target::Target;

/// What the user decided about comments.
#[derive(Clone, Debug)]
pub struct CommentRules {
    /// Which are there.
    pub selection: Selection,
    /// What is made of them; the links of the first form are those that count.
    pub forms: Vec<CommentForm>,
    /// How a section shows what is a reply to what.
    pub nesting: Nesting,
    /// What they say of who wrote them.
    pub authors: AuthorNames,
    /// Whether they show pictures of their authors.
    pub avatars: Avatars,
}

/// What is made of comments.
#[derive(Clone, Debug)]
pub enum CommentForm {
    /// A section below the body.
    Section,
    /// One Markdown file a comment.
    Files,
    /// Values, with the links of this target.
    Values(Box<Target>),
}

/// How a section shows what is a reply to what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Nesting {
    /// Replies stand in a quote.
    #[default]
    Quotes,
    /// Comments are items of lists, and replies lists in these.
    Lists,
}

/// What comments say of who wrote them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AuthorNames {
    /// The names that readers saw.
    #[default]
    Names,
    /// The first letters of these, without the author's site.
    Initials,
    /// Nothing.
    Anonymous,
}

/// Whether comments show pictures of their authors: at an address that is a hash of their e-mail address.
/// <https://docs.gravatar.com/rest/hash/>
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Avatars {
    /// They do not.
    #[default]
    None,
    /// By the hash that many old themes know, and that is easily undone.
    GravatarMd5,
    /// By the hash that Gravatar recommends.
    GravatarSha256,
}

/// A section of all of them, if nobody says anything else.
impl Default for CommentRules {
    fn default() -> Self {
        Self { forms: vec![CommentForm::Section], ..NO_COMMENTS.clone() }
    }
}

/// Nothing is made of them.
pub const NO_COMMENTS: &CommentRules = &CommentRules {
    selection: Selection::ALL,
    forms: Vec::new(),
    nesting: Nesting::Quotes,
    authors: AuthorNames::Names,
    avatars: Avatars::None,
};

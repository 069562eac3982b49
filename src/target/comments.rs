//! Where a generator wants comments that are no part of a post's file, and what is said of each.

use serde::Deserialize;

/// Files of comments.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct CommentFiles {
    /// The template of the path of a comment's own file. `{post}` is that of its post without ending,
    /// `{comment}` the number of the comment.
    pub file: String,
    /// A file beside those of a post, for generators that need one.
    pub beside: Option<Beside>,
    /// What front matter and data say of a comment, in this order.
    pub fields: Vec<CommentField>,
}

/// A file that is the same for every post with comments.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Beside {
    /// The template of its path, with `{post}`.
    pub path: String,
    /// What stands in it.
    pub text: String,
}

/// One field of a comment. A field without a value is not written.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CommentField {
    /// The key.
    pub key: String,
    /// Where the value comes from.
    pub source: CommentSource,
}

/// Where the value of a comment's field comes from.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum CommentSource {
    /// The number that WordPress gave the comment.
    Id,
    /// The number of the comment that this one answers; absent at the top.
    Parent,
    /// How many comments stand above it.
    Depth,
    /// `comment`, `review`, `pingback`, `trackback`, `reaction`.
    Type,
    /// The name that readers saw.
    Author,
    /// The author's site, or the site that links here.
    Url,
    /// The slug of an author of the site.
    User,
    /// `true` where the author of the post said it.
    ByPostAuthor,
    /// A picture of the author, where the user asks for that.
    Avatar,
    /// RFC 3339 with the offset of that very moment.
    Date,
    /// From 1 to 5, of a review.
    Rating,
    /// The number of the post.
    Post,
    /// What was said, as HTML. A file has it as Markdown below the front matter.
    Html,
    /// What was said, as Markdown. A file has it below the front matter.
    Markdown,
}

impl Default for CommentFiles {
    fn default() -> Self {
        const FIELDS: [(&str, CommentSource); 14] = [
            ("id", CommentSource::Id),
            ("post", CommentSource::Post),
            ("parent", CommentSource::Parent),
            ("depth", CommentSource::Depth),
            ("type", CommentSource::Type),
            ("author", CommentSource::Author),
            ("url", CommentSource::Url),
            ("user", CommentSource::User),
            ("by_post_author", CommentSource::ByPostAuthor),
            ("avatar", CommentSource::Avatar),
            ("date", CommentSource::Date),
            ("rating", CommentSource::Rating),
            ("html", CommentSource::Html),
            ("markdown", CommentSource::Markdown),
        ];
        let field = |(key, source): (&str, _)| CommentField { key: key.to_owned(), source };
        Self {
            file: "{post}.comments/comment-{comment}.md".to_owned(),
            beside: None,
            fields: FIELDS.into_iter().map(field).collect(),
        }
    }
}

impl CommentFiles {
    /// What is wrong with a template, as the end of a sentence.
    pub(super) fn fault(&self) -> Option<String> {
        let file = &self.file;
        if !(file.contains("{post}") && file.contains("{comment}")) {
            return Some(format!("the path template `{file}` needs `{{post}}` and `{{comment}}`"));
        }
        let beside = self.beside.as_ref().filter(|beside| !beside.path.contains("{post}"))?;
        Some(format!("the path template `{}` needs `{{post}}`", beside.path))
    }
}

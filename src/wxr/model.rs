//! What an export holds, as values: borrowed from the item's bytes where the text needs no decoding.

use std::borrow::Cow;
use std::ops::Range;

use super::Email;

/// The number that WordPress gave an item; unique within one site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PostId(pub u64);

/// Where an item stands in its export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// From the `<` of `<item>` to the byte behind `</item>`.
    pub bytes: Range<u64>,
    /// The line of `<item>`, counted from 1.
    pub line: u64,
    /// Whether the export ends before the item does.
    pub is_cut_off: bool,
}

/// One thing of an export, in file order.
#[expect(clippy::large_enum_variant, reason = "entries are handed out one by one, never stored")]
#[derive(Debug)]
pub enum Entry<'a> {
    /// What stands before the first author, term or item.
    Channel(Channel),
    /// A user who wrote something.
    Author(Author),
    /// A category, a tag or a term of another taxonomy.
    Term(Term),
    /// A post, page, attachment or anything else that WordPress calls a post.
    Item(Item<'a>, Span),
}

/// The site that was exported.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Channel {
    /// The site's title, entities decoded.
    pub title: String,
    /// The site's address as the feed names it.
    pub link: String,
    /// The tagline.
    pub description: String,
    /// `en-US`; empty where the export has none.
    pub language: String,
    /// `WordPress/6.4.2`, from the generator comment, else from `<generator>`; empty where unknown.
    pub generator: String,
    /// When the export was made, RFC 2822; older exporters put the last change of a post here.
    pub pub_date: String,
    /// When the export was made by the clock of its server, `2024-01-02 03:04`, from the generator
    /// comment; empty where unknown.
    pub created: String,
    /// `1.2`; empty in the oldest exports.
    pub wxr_version: String,
    /// The network's address; on a single site the same as `base_blog_url`.
    pub base_site_url: String,
    /// The site's address.
    pub base_blog_url: String,
}

impl Channel {
    /// The site's address; the oldest exports have only that of the feed.
    #[must_use]
    pub fn address(&self) -> &str {
        if self.base_blog_url.is_empty() { &self.link } else { &self.base_blog_url }
    }
}

/// A user who wrote something. The e-mail address is not read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Author {
    /// The number that `?author=2` asks for; `None` before WordPress 3.1.
    pub id: Option<u64>,
    /// The name in `dc:creator`.
    pub login: String,
    /// The name that readers saw, entities decoded.
    pub display_name: String,
}

/// A category, a tag or a term of another taxonomy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Term {
    /// The number that `?cat=2` asks for; `None` before WordPress 3.1.
    pub id: Option<u64>,
    /// `category`, `post_tag` or the name of a custom taxonomy.
    pub taxonomy: String,
    /// As stored: lower case, percent-encoded where it is not Latin.
    pub slug: String,
    /// The name that readers saw, entities decoded.
    pub name: String,
    /// The slug of the parent term (in WXR 1.0 its name); empty at the top.
    pub parent: String,
    /// HTML.
    pub description: String,
    /// Custom fields, in file order; keys may repeat.
    pub meta: Vec<Meta<'static>>,
}

/// `wp:status`, together with the password that overrides it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// `publish`.
    Publish,
    /// `draft`.
    Draft,
    /// `pending`: handed in for review.
    Pending,
    /// `future`: scheduled.
    Future,
    /// `private`: for logged-in editors.
    Private,
    /// `trash`.
    Trash,
    /// `auto-draft`: an editor that was opened and left.
    AutoDraft,
    /// `inherit`: attachments have the status of their post.
    Inherit,
    /// `spam`.
    Spam,
    /// A plugin's status, or none.
    Other(String),
}

impl Status {
    /// The word that WordPress stores.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Publish => "publish",
            Self::Draft => "draft",
            Self::Pending => "pending",
            Self::Future => "future",
            Self::Private => "private",
            Self::Trash => "trash",
            Self::AutoDraft => "auto-draft",
            Self::Inherit => "inherit",
            Self::Spam => "spam",
            Self::Other(name) => name,
        }
    }
}

impl Default for Status {
    /// No status at all, as in damaged items.
    fn default() -> Self {
        Self::Other(String::new())
    }
}

/// One `<item>`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item<'a> {
    /// HTML: entities of the XML are decoded, those of the HTML are not.
    pub title: Cow<'a, str>,
    /// The permalink; `?p=31` for what was never published.
    pub link: Cow<'a, str>,
    /// RFC 2822; wrong or empty for drafts.
    pub pub_date: Cow<'a, str>,
    /// The author's login (in WXR 1.0 the display name).
    pub creator: Cow<'a, str>,
    /// For an attachment usually the file's address.
    pub guid: Cow<'a, str>,
    /// `post_content` as stored, without paragraphs in classic posts.
    pub content: Cow<'a, str>,
    /// `post_excerpt`; for an attachment the caption.
    pub excerpt: Cow<'a, str>,
    /// `None` where missing, zero or no number.
    pub id: Option<PostId>,
    /// Local time, `2013-04-05 06:07:08`.
    pub date: Cow<'a, str>,
    /// The same moment in GMT; zeros for drafts.
    pub date_gmt: Cow<'a, str>,
    /// Local time of the last change; empty before WordPress 5.7.
    pub modified: Cow<'a, str>,
    /// The same moment in GMT.
    pub modified_gmt: Cow<'a, str>,
    /// `open` or `closed`.
    pub comment_status: Cow<'a, str>,
    /// `post_name` as stored: percent-encoded where it is not Latin, empty for drafts.
    pub slug: Cow<'a, str>,
    /// The status.
    pub status: Status,
    /// Page above this one, or the post that an attachment was uploaded to.
    pub parent: Option<PostId>,
    /// The order among pages, in galleries and in menus; may be negative.
    pub menu_order: i64,
    /// `post`, `page`, `attachment` or another type.
    pub post_type: Cow<'a, str>,
    /// Whether readers are asked for a password. The password itself is not read.
    pub has_password: bool,
    /// Whether the post stays on top of the front page.
    pub is_sticky: bool,
    /// The file of an attachment; empty for other types.
    pub attachment_url: Cow<'a, str>,
    /// Categories, tags and other terms, in file order.
    pub terms: Vec<ItemTerm<'a>>,
    /// Custom fields, in file order; keys may repeat.
    pub meta: Vec<Meta<'a>>,
    /// Comments, in file order.
    pub comments: Vec<Comment<'a>>,
}

impl Item<'_> {
    /// The same item, independent of the bytes that it was read from.
    #[must_use]
    pub fn into_owned(self) -> Item<'static> {
        Item {
            title: owned(self.title),
            link: owned(self.link),
            pub_date: owned(self.pub_date),
            creator: owned(self.creator),
            guid: owned(self.guid),
            content: owned(self.content),
            excerpt: owned(self.excerpt),
            id: self.id,
            date: owned(self.date),
            date_gmt: owned(self.date_gmt),
            modified: owned(self.modified),
            modified_gmt: owned(self.modified_gmt),
            comment_status: owned(self.comment_status),
            slug: owned(self.slug),
            status: self.status,
            parent: self.parent,
            menu_order: self.menu_order,
            post_type: owned(self.post_type),
            has_password: self.has_password,
            is_sticky: self.is_sticky,
            attachment_url: owned(self.attachment_url),
            terms: self.terms.into_iter().map(ItemTerm::into_owned).collect(),
            meta: self.meta.into_iter().map(Meta::into_owned).collect(),
            comments: self.comments.into_iter().map(Comment::into_owned).collect(),
        }
    }

    /// The first custom field of this name.
    #[must_use]
    pub fn meta_value(&self, key: &str) -> Option<&str> {
        self.meta.iter().find(|meta| meta.key == key).map(|meta| meta.value.as_ref())
    }
}

/// A term as an item names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemTerm<'a> {
    /// `category`, `post_tag` (also where WXR 1.0 says `tag`) or another taxonomy.
    pub taxonomy: Cow<'a, str>,
    /// The slug as stored.
    pub slug: Cow<'a, str>,
    /// HTML text: entities of the HTML are not decoded.
    pub name: Cow<'a, str>,
}

impl ItemTerm<'_> {
    fn into_owned(self) -> ItemTerm<'static> {
        ItemTerm { taxonomy: owned(self.taxonomy), slug: owned(self.slug), name: owned(self.name) }
    }
}

/// A custom field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meta<'a> {
    /// `_thumbnail_id`.
    pub key: Cow<'a, str>,
    /// Text, JSON or PHP's serialization.
    pub value: Cow<'a, str>,
}

impl Meta<'_> {
    fn into_owned(self) -> Meta<'static> {
        Meta { key: owned(self.key), value: owned(self.value) }
    }
}

/// What a moderator decided about a comment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Approval {
    /// Shown to readers.
    Approved,
    /// Waiting for a moderator, or a plugin's own record.
    #[default]
    Held,
    /// Marked as spam.
    Spam,
    /// Deleted, itself or with its post.
    Trash,
}

/// What a comment is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CommentKind {
    /// Written by a reader, here or on a social network.
    #[default]
    Comment,
    /// A reader's opinion of a product or a course, with a rating.
    Review,
    /// `pingback`, `webmention`: another site's link to the post.
    Pingback,
    /// `trackback`: the same, said by the other site.
    Trackback,
    /// What somebody said elsewhere, by a webmention.
    Mention,
    /// A like or a repost elsewhere, without words of its own.
    Reaction,
    /// A plugin's record that readers never saw (`order_note`, `note`, `sensei_*` …).
    Record,
    /// Of a type that nobody told pressdown about.
    Unknown,
}

impl CommentKind {
    /// The word that data and front matter have for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Comment => "comment",
            Self::Review => "review",
            Self::Pingback => "pingback",
            Self::Trackback => "trackback",
            Self::Mention => "mention",
            Self::Reaction => "reaction",
            Self::Record => "record",
            Self::Unknown => "unknown",
        }
    }

    /// Whether it comes from another site: no reader of this one wrote it.
    #[must_use]
    pub fn is_from_elsewhere(self) -> bool {
        match self {
            Self::Pingback | Self::Trackback | Self::Mention | Self::Reaction => true,
            Self::Comment | Self::Review | Self::Record | Self::Unknown => false,
        }
    }
}

/// One comment. The e-mail address of its author cannot be read, the IP address and the browser are not
/// there at all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comment<'a> {
    /// Zero where missing.
    pub id: u64,
    /// The name as typed: HTML text.
    pub author: Cow<'a, str>,
    /// The author's site as typed; empty for most.
    pub author_url: Cow<'a, str>,
    /// For a hash of it, if the user asks.
    pub email: Email<'a>,
    /// The number of the author among the users of the site; zero for visitors.
    pub user_id: u64,
    /// Local time.
    pub date: Cow<'a, str>,
    /// The same moment in GMT.
    pub date_gmt: Cow<'a, str>,
    /// HTML without paragraphs, as typed.
    pub content: Cow<'a, str>,
    /// What a moderator decided.
    pub approval: Approval,
    /// What it is.
    pub kind: CommentKind,
    /// The type as stored; empty for comments until WordPress 5.4.
    pub type_name: Cow<'a, str>,
    /// The comment that this one answers; zero at the top.
    pub parent: u64,
    /// Custom fields, in file order; those that can tell who or where the author is are not read.
    pub meta: Vec<Meta<'a>>,
}

impl Comment<'_> {
    fn into_owned(self) -> Comment<'static> {
        Comment {
            id: self.id,
            author: owned(self.author),
            author_url: owned(self.author_url),
            email: self.email.into_owned(),
            user_id: self.user_id,
            date: owned(self.date),
            date_gmt: owned(self.date_gmt),
            content: owned(self.content),
            approval: self.approval,
            kind: self.kind,
            type_name: owned(self.type_name),
            parent: self.parent,
            meta: self.meta.into_iter().map(Meta::into_owned).collect(),
        }
    }
}

fn owned(text: Cow<'_, str>) -> Cow<'static, str> {
    Cow::Owned(text.into_owned())
}

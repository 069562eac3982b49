//! What the index keeps of an item: facts for look-ups and for the report, never a body.

use std::num::NonZero;
use std::ops::Deref;
use std::sync::Arc;

use jiff::civil::{Date, DateTime};

use crate::site::path::OutPath;
use crate::site::policy::Publication;
use crate::site::selection::CommentFate;
use crate::site::table::long_hash;
use crate::site::text::Text;
use crate::site::url::Url;
use crate::wxr::date::parse_field;
use crate::wxr::{Item, PostId, Span, Status};

/// One item of the exports. It has the fields of its [`Kind`], too.
#[derive(Debug)]
pub struct Record {
    /// The number that WordPress gave it.
    pub id: Option<PostId>,
    kind: Arc<Kind>,
    /// Where it stands in its export.
    pub span: Span,
    /// Plain text.
    pub title: Text,
    /// As stored.
    pub slug: Text,
    /// As stored.
    pub link: Text,
    /// Whether its guid names one item.
    has_guid: bool,
    /// The day on which it was published, by the site's clock.
    pub day: Option<Date>,
    /// How many pages its text is cut into.
    pub pages: u16,
    parent: Option<NonZero<u64>>,
    /// Whether anything stands in its content.
    pub has_content: bool,
    /// Its comments by what a moderator decided.
    pub comments: Comments,
    /// What becomes of it.
    pub action: Action,
}

/// What an item has in common with many others, who share it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Kind {
    /// Which export, by its position among the inputs.
    pub export: usize,
    /// Which document, by its position among those of all exports.
    pub(super) document: usize,
    /// `post`, `page`, `recipe` … What has none is a post, as it is for WordPress.
    pub post_type: String,
    /// The status; of what is cut off only if it is known to be whole.
    pub status: Status,
    /// Whether readers are asked for a password.
    pub has_password: bool,
}

impl Deref for Record {
    type Target = Kind;

    fn deref(&self) -> &Kind {
        &self.kind
    }
}

/// The texts of an item, before records share them.
pub(super) struct Texts<'a> {
    pub(super) title: String,
    pub(super) slug: &'a str,
    pub(super) link: &'a str,
}

/// What tells versions of an item apart, and from other items.
#[derive(Debug)]
pub(super) struct Trace {
    /// What the guid hashes to, if it names one item: it only ever is compared.
    pub(super) guid: Option<u64>,
    /// When it was last changed; `None` before WordPress 5.7.
    pub(super) modified: Option<DateTime>,
}

impl Trace {
    pub(super) fn of(item: &Item<'_>) -> Self {
        let modified = parse_field(&item.modified_gmt).or_else(|| parse_field(&item.modified));
        Self { guid: guid(&item.guid), modified: modified.and_then(|date| date.in_gmt()) }
    }
}

impl Kind {
    /// The kind of an item.
    pub(super) fn of(item: &Item<'_>, export: usize, document: usize, span: &Span) -> Self {
        let is_whole = Reach::of(item, span) >= Reach::Status;
        Self {
            export,
            document,
            post_type: if item.post_type.is_empty() { "post" } else { &item.post_type }.to_owned(),
            status: if is_whole { item.status.clone() } else { Status::default() },
            has_password: item.has_password,
        }
    }
}

impl<'a> Texts<'a> {
    /// The texts of an item.
    pub(super) fn of(item: &'a Item<'_>, span: &Span) -> Self {
        let reach = Reach::of(item, span);
        Self {
            title: crate::html::plain_text(&item.title),
            slug: if reach >= Reach::Slug { &item.slug } else { "" },
            link: if reach >= Reach::Link { &item.link } else { "" },
        }
    }
}

/// What becomes of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// It gets a file.
    Write(Destination),
    /// It is part of other items' files.
    Merge(&'static str),
    /// It is left out.
    Skip(&'static str),
}

/// Why an item is left out of which an earlier file holds the version that counts.
pub(super) const EARLIER: &str = "already in an earlier file";
/// The same of a later file.
pub(super) const LATER: &str = "taken from a later file";

/// Where an item goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destination {
    /// Its file.
    pub path: OutPath,
    /// Its address on the new site, decoded and from the root: `/about/crew/`.
    pub address: Text,
    /// Whether readers could see it on the old site.
    pub publication: Publication,
}

/// The comments of an item. Most items of most sites have none.
#[derive(Debug, Default)]
pub struct Comments(Option<Box<CommentCounts>>);

const NO_COMMENTS: &CommentCounts = &CommentCounts {
    approved: 0,
    pingbacks: 0,
    unpublished: 0,
    held: 0,
    spam: 0,
    trash: 0,
    records: 0,
    unknown: 0,
    dropped: 0,
};

impl Deref for Comments {
    type Target = CommentCounts;

    fn deref(&self) -> &CommentCounts {
        self.0.as_deref().unwrap_or(NO_COMMENTS)
    }
}

impl From<CommentCounts> for Comments {
    fn from(counts: CommentCounts) -> Self {
        Self((counts != *NO_COMMENTS).then(|| Box::new(counts)))
    }
}

/// How many comments an item has, by what becomes of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CommentCounts {
    /// Comments of readers that are written.
    pub approved: u64,
    /// Pingbacks and trackbacks that are written.
    pub pingbacks: u64,
    /// Approved ones whose item has no file.
    pub unpublished: u64,
    /// Waiting for a moderator.
    pub held: u64,
    /// Marked as spam.
    pub spam: u64,
    /// In the trash.
    pub trash: u64,
    /// Plugins' records.
    pub records: u64,
    /// Of types that are not known.
    pub unknown: u64,
    /// Left out because the user said so.
    pub dropped: u64,
}

impl Record {
    /// The facts of an item. What becomes of it is decided when all items are known.
    /// Its texts come when there are enough of them.
    pub(super) fn from_item(item: &Item<'_>, kind: Arc<Kind>, span: Span, trace: &Trace) -> Self {
        let reach = Reach::of(item, &span);
        Self {
            id: item.id.filter(|_| reach >= Reach::Id),
            kind,
            span,
            title: Text::default(),
            slug: Text::default(),
            link: Text::default(),
            has_guid: trace.guid.is_some(),
            day: parse_field(&item.date).map(|written| written.local.date()),
            pages: 1,
            parent: item.parent.filter(|_| reach == Reach::All).and_then(|id| NonZero::new(id.0)),
            has_content: !item.content.trim().is_empty(),
            comments: Comments::default(),
            action: Action::Skip("not looked at"),
        }
    }

    /// The page above it, or the post that it was uploaded to.
    #[must_use]
    pub fn parent(&self) -> Option<PostId> {
        self.parent.map(|id| PostId(id.get()))
    }

    /// Whether nothing at all is known of it.
    pub(super) fn is_empty(&self) -> bool {
        let texts = [&self.title, &self.slug, &self.link];
        self.id.is_none()
            && texts.iter().all(|text| text.is_empty())
            && self.status == Status::default()
            && !self.has_guid
            && !self.has_content
            && *self.comments == CommentCounts::default()
    }

    /// Whether another file holds the version of the item that counts.
    #[must_use]
    pub fn is_repeated(&self) -> bool {
        matches!(self.action, Action::Skip(EARLIER | LATER))
    }

    /// Whether readers could see it on the old site, and can on the new one.
    #[must_use]
    pub fn is_public(&self) -> bool {
        self.destination().is_some_and(|it| it.publication == Publication::Public)
    }

    /// Where it goes, if it gets a file.
    #[must_use]
    pub fn destination(&self) -> Option<&Destination> {
        match &self.action {
            Action::Write(destination) => Some(destination),
            Action::Merge(_) | Action::Skip(_) => None,
        }
    }
}

/// How far the fields of an item are known to be whole, in the order in which WordPress writes them.
/// In an item that is cut off, a field that nothing follows may be a part of its value, and a part
/// of an id or an address is another item's.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Reach {
    Title,
    Link,
    Id,
    Slug,
    Status,
    All,
}

impl Reach {
    fn of(item: &Item<'_>, span: &Span) -> Self {
        if !span.is_cut_off || !item.post_type.is_empty() {
            return Self::All;
        }
        let behind_link = [&item.pub_date, &item.creator, &item.guid];
        match &item.status {
            // Half a status is an unknown one.
            Status::Other(name) if !name.is_empty() => Self::Slug,
            Status::Other(_) if !item.date.is_empty() => Self::Id,
            Status::Other(_) if behind_link.iter().any(|field| !field.is_empty()) => Self::Link,
            Status::Other(_) => Self::Title,
            Status::Publish
            | Status::Draft
            | Status::Pending
            | Status::Future
            | Status::Private
            | Status::Trash
            | Status::AutoDraft
            | Status::Inherit
            | Status::Spam => Self::Status,
        }
    }
}

/// The hash of a guid. Other tools write the address of the front page as everything's.
fn guid(guid: &str) -> Option<u64> {
    let url = Url::split(guid);
    if url.path.trim_matches('/').is_empty() && url.query.is_none() {
        return None;
    }
    Some(long_hash(guid))
}

impl CommentCounts {
    /// Those with one fate.
    pub(super) fn of(&mut self, fate: CommentFate) -> &mut u64 {
        match fate {
            CommentFate::Comment => &mut self.approved,
            CommentFate::Pingback => &mut self.pingbacks,
            CommentFate::Held => &mut self.held,
            CommentFate::Spam => &mut self.spam,
            CommentFate::Trash => &mut self.trash,
            CommentFate::Record => &mut self.records,
            CommentFate::Unknown => &mut self.unknown,
            CommentFate::Dropped => &mut self.dropped,
        }
    }

    /// Adds the comments of another item.
    pub fn add(&mut self, other: Self) {
        self.approved += other.approved;
        self.pingbacks += other.pingbacks;
        self.unpublished += other.unpublished;
        self.held += other.held;
        self.spam += other.spam;
        self.trash += other.trash;
        self.records += other.records;
        self.unknown += other.unknown;
        self.dropped += other.dropped;
    }

    /// Those that are written.
    #[must_use]
    pub fn written(self) -> u64 {
        self.approved + self.pingbacks
    }

    /// All of them.
    #[must_use]
    pub fn total(self) -> u64 {
        let Self { unpublished, held, spam, trash, records, unknown, dropped, .. } = self;
        self.written() + unpublished + held + spam + trash + records + unknown + dropped
    }

    /// The same comments as they count when their item has no file.
    #[must_use]
    pub fn held_back(self) -> Self {
        let unpublished = self.unpublished + self.written();
        Self { approved: 0, pingbacks: 0, unpublished, ..self }
    }

    /// The same comments as they count when nobody wants any.
    #[must_use]
    pub fn all_dropped(self) -> Self {
        let dropped = self.dropped + self.written();
        Self { approved: 0, pingbacks: 0, dropped, ..self }
    }
}

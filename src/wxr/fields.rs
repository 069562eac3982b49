//! The fields of an item, of a custom field and of a comment: element name → what its value sets.
//!
//! What is missing here is not read: IP addresses, browsers, ping status. Where a
//! field stands twice, the first that is not empty counts.

use std::borrow::Cow;
use std::net::IpAddr;

use super::{Approval, Comment, Email, Item, Meta, PostId, Status, comment_type};

/// A field that holds the value as it is.
macro_rules! text {
    ($field:ident) => {
        |target, value| put(&mut target.$field, value)
    };
}

type ItemField = for<'a> fn(&mut Item<'a>, Cow<'a, str>);
type MetaField = for<'a> fn(&mut Meta<'a>, Cow<'a, str>);
type CommentField = for<'a> fn(&mut Comment<'a>, Cow<'a, str>);

/// The fields of `<item>`.
pub(super) const ITEM: &[(&str, ItemField)] = &[
    ("content:encoded", text!(content)),
    ("dc:creator", text!(creator)),
    ("excerpt:encoded", text!(excerpt)),
    ("guid", text!(guid)),
    ("link", text!(link)),
    ("pubDate", text!(pub_date)),
    ("title", text!(title)),
    ("wp:attachment_url", text!(attachment_url)),
    ("wp:comment_status", text!(comment_status)),
    ("wp:is_sticky", |item, value| item.is_sticky = value == "1"),
    ("wp:menu_order", |item, value| item.menu_order = value.trim().parse().unwrap_or(0)),
    ("wp:post_date", text!(date)),
    ("wp:post_date_gmt", text!(date_gmt)),
    ("wp:post_id", |item, value| item.id = item.id.or(post_id(&value))),
    ("wp:post_modified", text!(modified)),
    ("wp:post_modified_gmt", text!(modified_gmt)),
    ("wp:post_name", text!(slug)),
    ("wp:post_parent", |item, value| item.parent = item.parent.or(post_id(&value))),
    ("wp:post_password", |item, value| item.has_password |= !value.is_empty()),
    ("wp:post_status", |item, value| set_status(item, &value)),
    ("wp:post_type", text!(post_type)),
    ("wp:status", |item, value| set_status(item, &value)),
];

/// The fields of `<wp:postmeta>`.
pub(super) const META: &[(&str, MetaField)] =
    &[("wp:meta_key", text!(key)), ("wp:meta_value", text!(value))];

/// The fields of `<wp:comment>`.
pub(super) const COMMENT: &[(&str, CommentField)] = &[
    ("wp:comment_approved", |comment, value| comment.approval = approval(&value)),
    ("wp:comment_author", text!(author)),
    ("wp:comment_author_email", |comment, value| comment.email = Email::new(value)),
    ("wp:comment_author_url", text!(author_url)),
    ("wp:comment_content", text!(content)),
    ("wp:comment_date", text!(date)),
    ("wp:comment_date_gmt", text!(date_gmt)),
    ("wp:comment_id", |comment, value| comment.id = value.trim().parse().unwrap_or(0)),
    ("wp:comment_parent", |comment, value| comment.parent = value.trim().parse().unwrap_or(0)),
    ("wp:comment_type", |comment, value| {
        comment.kind = comment_type::kind(&value);
        put(&mut comment.type_name, value);
    }),
    ("wp:comment_user_id", |comment, value| comment.user_id = value.trim().parse().unwrap_or(0)),
];

/// Words of the names of comments' custom fields that tell who or where the author is.
const PERSONAL: &[&str] =
    &["agent", "akismet", "country", "email", "geo", "ip", "location", "mail", "phone"];

/// Whether a custom field of a comment may tell who or where its author is: Akismet keeps the whole
/// request, other plugins the address of the author.
pub(super) fn is_personal(meta: &Meta<'_>) -> bool {
    let name = meta.key.to_ascii_lowercase();
    let mut words = name.split(|letter: char| !letter.is_ascii_alphanumeric());
    words.any(|word| PERSONAL.binary_search(&word).is_ok())
        || meta.value.contains('@')
        || meta.value.trim().parse::<IpAddr>().is_ok()
}

/// Looks a name up in a sorted table.
pub(super) fn find<T: Copy>(table: &[(&str, T)], name: &str) -> Option<T> {
    let found = table.binary_search_by_key(&name, |(known, _)| known);
    found.ok().map(|at| table[at].1)
}

fn put<'a>(field: &mut Cow<'a, str>, value: Cow<'a, str>) {
    if field.is_empty() {
        *field = value;
    }
}

fn post_id(value: &str) -> Option<PostId> {
    value.trim().parse().ok().filter(|&id| id > 0).map(PostId)
}

fn set_status(item: &mut Item<'_>, value: &str) {
    if item.status == Status::default() {
        item.status = status(value);
    }
}

fn status(value: &str) -> Status {
    match value {
        "auto-draft" => Status::AutoDraft,
        "draft" => Status::Draft,
        "future" => Status::Future,
        "inherit" => Status::Inherit,
        "pending" => Status::Pending,
        "private" => Status::Private,
        "publish" => Status::Publish,
        "spam" => Status::Spam,
        "trash" => Status::Trash,
        other => Status::Other(other.to_owned()),
    }
}

fn approval(value: &str) -> Approval {
    match value {
        "1" => Approval::Approved,
        "spam" => Approval::Spam,
        "post-trashed" | "trash" => Approval::Trash,
        // `0`, and what plugins record in place of an answer: `legacy`, `log`, `passed` …
        _ => Approval::Held,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_sorted<T>(table: &[(&str, T)]) -> bool {
        table.windows(2).all(|pair| pair[0].0 < pair[1].0)
    }

    #[test]
    fn the_tables_are_sorted() {
        assert!(is_sorted(ITEM) && is_sorted(META) && is_sorted(COMMENT));
        assert!(PERSONAL.is_sorted());
    }

    #[test]
    fn custom_fields_that_tell_who_commented_are_personal() {
        let personal = |key: &str, value: &str| {
            is_personal(&Meta { key: key.to_owned().into(), value: value.to_owned().into() })
        };
        assert!(personal("akismet_as_submitted", "a:1:{}"));
        assert!(personal("_subscriber_email", "x") && personal("author-IP", "x"));
        assert!(personal("note", "ann@example.com") && personal("seen_from", "192.0.2.7"));
        assert!(personal("seen_from", "2001:db8::1"));
        assert!(!personal("rating", "4") && !personal("verified", "1.5"));
        assert!(!personal("recipe", "x"));
    }

    #[test]
    fn no_table_reads_what_must_not_leak() {
        let mut names = COMMENT.iter().map(|(name, _)| name);
        assert!(names.all(|name| !name.contains("IP") && !name.contains("agent")));
    }
}

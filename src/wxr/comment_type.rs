//! `wp:comment_type` → what a comment is: WordPress keeps whatever plugins note in the table of comments.

use super::CommentKind;

/// What each type is, by its name; those of plugins with the plugin. Sorted.
const TYPES: &[(&str, CommentKind)] = &[
    // Action Scheduler.
    ("action_log", CommentKind::Record),
    // The IndieWeb's webmentions: answers of other sites.
    ("bookmark", CommentKind::Reaction),
    ("comment", CommentKind::Comment),
    // Easy Digital Downloads.
    ("edd_payment_note", CommentKind::Record),
    ("favorite", CommentKind::Reaction),
    // Give.
    ("give_payment_note", CommentKind::Record),
    ("like", CommentKind::Reaction),
    // LifterLMS.
    ("llms_order_note", CommentKind::Record),
    ("mention", CommentKind::Mention),
    // Editors' notes on blocks, since WordPress 6.9.
    ("note", CommentKind::Record),
    // WooCommerce.
    ("order_note", CommentKind::Record),
    ("pingback", CommentKind::Pingback),
    ("repost", CommentKind::Reaction),
    // WooCommerce and others, with the meta key `rating`.
    ("review", CommentKind::Review),
    // Social: answers on Facebook and Twitter.
    ("social-facebook", CommentKind::Comment),
    ("social-facebook-like", CommentKind::Reaction),
    ("social-twitter", CommentKind::Comment),
    ("social-twitter-rt", CommentKind::Reaction),
    ("trackback", CommentKind::Trackback),
    ("webhook_delivery", CommentKind::Record),
    ("webmention", CommentKind::Mention),
    // wpDiscuz: a comment that stays on top, and one that nobody can answer.
    ("wpdiscuz_closed", CommentKind::Comment),
    ("wpdiscuz_sticky", CommentKind::Comment),
];

/// Beginnings of types, and what these are.
const PREFIXES: &[(&str, CommentKind)] = &[
    // Learners' answers and grades.
    ("sensei_", CommentKind::Record),
    ("wc_", CommentKind::Record),
];

/// What a comment of this type is. Until WordPress 5.4 comments had none.
pub(super) fn kind(name: &str) -> CommentKind {
    if name.is_empty() {
        return CommentKind::Comment;
    }
    if let Ok(at) = TYPES.binary_search_by_key(&name, |(known, _)| known) {
        return TYPES[at].1;
    }
    let prefix = PREFIXES.iter().find(|(prefix, _)| name.starts_with(prefix));
    prefix.map_or(CommentKind::Unknown, |(_, kind)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted() {
        assert!(TYPES.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }

    #[test]
    fn what_plugins_note_is_not_for_readers() {
        for name in ["order_note", "note", "sensei_user_answer", "sensei_x", "action_log"] {
            assert_eq!(kind(name), CommentKind::Record, "{name}");
        }
        assert_eq!(kind("comet"), CommentKind::Unknown);
        assert_eq!(kind(""), CommentKind::Comment);
        assert_eq!(kind("social-twitter"), CommentKind::Comment);
        assert_eq!(kind("social-facebook-like"), CommentKind::Reaction);
    }
}

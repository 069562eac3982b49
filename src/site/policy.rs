//! What becomes of an item by its type and its status: one table for each.

use crate::wxr::Status;

/// A kind of content that is not public, which a user can ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Hidden {
    /// Not finished.
    Draft,
    /// Waiting for an editor.
    Pending,
    /// Scheduled for later.
    Future,
    /// For logged-in editors.
    Private,
    /// For readers who know a password.
    Password,
}

impl Hidden {
    /// Every kind, in the order of the documentation.
    pub const ALL: [Self; 5] =
        [Self::Draft, Self::Pending, Self::Future, Self::Private, Self::Password];

    /// The word that `--include` takes.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Pending => "pending",
            Self::Future => "future",
            Self::Private => "private",
            Self::Password => "password",
        }
    }

    /// Why an item of this kind was not written.
    #[must_use]
    pub fn reason(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Pending => "pending review",
            Self::Future => "scheduled",
            Self::Private => "private",
            Self::Password => "password-protected",
        }
    }
}

/// What becomes of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// A file of its own.
    Write(Publication),
    /// Part of other items' files.
    Merge(&'static str),
    /// Nothing, because it is no content of the site.
    Skip(&'static str),
    /// Nothing, because it is not public.
    Withhold(&'static str),
}

/// Whether a written item is public.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Publication {
    /// Readers could see it on the old site.
    Public,
    /// Written because the user asked for it; marked as a draft.
    Hidden,
}

/// What becomes of an item of this type and status, when the user asked for `include`.
pub(super) fn judge(
    post_type: &str,
    status: &Status,
    has_password: bool,
    include: &[Hidden],
) -> Verdict {
    if let Ok(row) = TYPES.binary_search_by_key(&post_type, |(name, _)| name) {
        return TYPES[row].1;
    }
    match (visibility(status), has_password) {
        (Visibility::Never(reason), _) => Verdict::Withhold(reason),
        (Visibility::Public, false) => Verdict::Write(Publication::Public),
        (Visibility::Public, true) => on_request(&[Hidden::Password], include),
        (Visibility::OnRequest(kind), false) => on_request(&[kind], include),
        (Visibility::OnRequest(kind), true) => on_request(&[kind, Hidden::Password], include),
        (Visibility::Unsaid, has_password) => {
            let also = if has_password { Hidden::Password } else { Hidden::Draft };
            match on_request(&[Hidden::Draft, also], include) {
                Verdict::Withhold(_) => Verdict::Withhold("no status, which makes it a draft"),
                verdict => verdict,
            }
        }
    }
}

/// What becomes of an item at whose middle the export ends. It must not get lost, and nobody can know
/// whether a password was to follow, so it is written as a draft unless what is known forbids it.
pub(super) fn judge_cut_off(
    post_type: &str,
    status: &Status,
    has_password: bool,
    include: &[Hidden],
) -> Verdict {
    let may_be_public = match status {
        Status::Publish => !has_password,
        Status::Other(name) => name.is_empty(),
        Status::Draft
        | Status::Pending
        | Status::Future
        | Status::Private
        | Status::Trash
        | Status::AutoDraft
        | Status::Inherit
        | Status::Spam => false,
    };
    match judge(post_type, status, has_password, include) {
        Verdict::Write(_) | Verdict::Withhold(_) if may_be_public => {
            Verdict::Write(Publication::Hidden)
        }
        verdict => verdict,
    }
}

/// Written only if the user asked for every kind of hiding that the item has.
fn on_request(kinds: &[Hidden], include: &[Hidden]) -> Verdict {
    match kinds.iter().find(|kind| !include.contains(kind)) {
        Some(missing) => Verdict::Withhold(missing.reason()),
        None => Verdict::Write(Publication::Hidden),
    }
}

/// Who could see an item of a status.
enum Visibility {
    Public,
    OnRequest(Hidden),
    /// WordPress takes what has no status for a draft.
    /// <https://developer.wordpress.org/reference/functions/wp_insert_post/>
    Unsaid,
    Never(&'static str),
}

/// The policy for statuses. `inherit` on content is a revision's status, and plugins' statuses
/// (`wc-completed`, …) mark records that readers never saw.
fn visibility(status: &Status) -> Visibility {
    match status {
        Status::Publish => Visibility::Public,
        Status::Draft => Visibility::OnRequest(Hidden::Draft),
        Status::Pending => Visibility::OnRequest(Hidden::Pending),
        Status::Future => Visibility::OnRequest(Hidden::Future),
        Status::Private => Visibility::OnRequest(Hidden::Private),
        Status::Trash => Visibility::Never("in the trash"),
        Status::AutoDraft => Visibility::Never("automatic draft"),
        Status::Spam => Visibility::Never("spam"),
        Status::Inherit => Visibility::Never("part of another item"),
        Status::Other(name) if name.is_empty() => Visibility::Unsaid,
        Status::Other(_) => Visibility::Never("not public by its status"),
    }
}

/// Whether what an item holds may show inside other items. An attachment has the status of its post,
/// or none in the oldest exports; a reusable block shows only where it is published.
/// <https://developer.wordpress.org/reference/functions/render_block_core_block/>
pub(super) fn may_be_included(post_type: &str, status: &Status, has_password: bool) -> bool {
    let is_shared = match status {
        Status::Publish => true,
        Status::Inherit | Status::Other(_) => post_type == "attachment",
        Status::Draft
        | Status::Pending
        | Status::Future
        | Status::Private
        | Status::Trash
        | Status::AutoDraft
        | Status::Spam => false,
    };
    is_shared && !has_password
}

const ATTACHMENT: Verdict = Verdict::Merge("media file");
const BLOCK: Verdict = Verdict::Merge("reusable block");
const DESIGN: Verdict = Verdict::Skip("part of the old site's design");
const FORM: Verdict = Verdict::Skip("form of a plugin");
const MENU: Verdict = Verdict::Skip("menu item");
const PRIVATE: Verdict = Verdict::Skip("private record of a plugin");
const RECORD: Verdict = Verdict::Skip("internal record");

/// Types that are no content of their own; every other type is. Sorted by name.
const TYPES: &[(&str, Verdict)] = &[
    ("acf-field", RECORD),
    ("acf-field-group", RECORD),
    ("acf-post-type", RECORD),
    ("acf-taxonomy", RECORD),
    ("attachment", ATTACHMENT),
    ("custom_css", DESIGN),
    ("customize_changeset", DESIGN),
    ("edd_log", PRIVATE),
    ("edd_payment", PRIVATE),
    ("elementor_library", DESIGN),
    ("elementor_snippet", DESIGN),
    ("et_pb_layout", DESIGN),
    ("feedback", PRIVATE),
    ("flamingo_contact", PRIVATE),
    ("flamingo_inbound", PRIVATE),
    ("jp_mem_plan", RECORD),
    ("jp_pay_order", PRIVATE),
    ("jp_pay_product", RECORD),
    ("mc4wp-form", FORM),
    ("nav_menu_item", MENU),
    ("nf_sub", PRIVATE),
    ("oembed_cache", RECORD),
    ("optionsframework", DESIGN),
    ("patterns_ai_data", DESIGN),
    ("product_variation", RECORD),
    ("revision", RECORD),
    ("scheduled-action", RECORD),
    ("shop_coupon", PRIVATE),
    ("shop_order", PRIVATE),
    ("shop_order_refund", PRIVATE),
    ("shop_subscription", PRIVATE),
    ("user_request", PRIVATE),
    ("wp_block", BLOCK),
    ("wp_font_face", DESIGN),
    ("wp_font_family", DESIGN),
    ("wp_global_styles", DESIGN),
    ("wp_navigation", Verdict::Skip("menu")),
    ("wp_template", DESIGN),
    ("wp_template_part", DESIGN),
    ("wpcf7_contact_form", FORM),
    ("wpforms", FORM),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_without_doubles() {
        assert!(TYPES.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }

    #[test]
    fn nothing_hidden_is_written_unless_asked_for() {
        let hidden = [Status::Draft, Status::Pending, Status::Future, Status::Private];
        for (status, kind) in hidden.iter().zip(Hidden::ALL) {
            assert!(matches!(judge("post", status, false, &[]), Verdict::Withhold(_)));
            assert_eq!(judge("post", status, false, &[kind]), Verdict::Write(Publication::Hidden));
            assert!(matches!(judge("post", status, true, &[kind]), Verdict::Withhold(_)));
        }
        assert!(matches!(judge("post", &Status::Publish, true, &[]), Verdict::Withhold(_)));
    }

    #[test]
    fn trash_and_spam_are_never_written() {
        let never = [
            Status::Trash,
            Status::AutoDraft,
            Status::Spam,
            Status::Inherit,
            Status::Other("wc-completed".into()),
        ];
        for status in never {
            assert!(matches!(judge("post", &status, false, &Hidden::ALL), Verdict::Withhold(_)));
        }
    }

    #[test]
    fn what_has_no_status_is_a_draft() {
        let judge =
            |has_password, include| judge("post", &Status::default(), has_password, include);
        let reason = Verdict::Withhold("no status, which makes it a draft");
        let written = Verdict::Write(Publication::Hidden);
        assert_eq!(judge(false, &[]), reason);
        assert_eq!(judge(false, &[Hidden::Draft]), written);
        assert_eq!(judge(true, &[Hidden::Draft]), reason);
        assert_eq!(judge(true, &[Hidden::Draft, Hidden::Password]), written);
    }

    #[test]
    fn what_is_cut_off_is_a_draft_unless_it_is_known_to_be_hidden() {
        let written = Verdict::Write(Publication::Hidden);
        let judge = |status, has_password| judge_cut_off("post", &status, has_password, &[]);
        assert_eq!(judge(Status::default(), false), written);
        assert_eq!(judge(Status::Publish, false), written);
        assert_eq!(judge(Status::Publish, true), Verdict::Withhold("password-protected"));
        assert_eq!(judge(Status::Private, false), Verdict::Withhold("private"));
        assert_eq!(judge(Status::Trash, false), Verdict::Withhold("in the trash"));
        assert_eq!(judge_cut_off("shop_order", &Status::default(), false, &[]), PRIVATE);
        assert_eq!(judge_cut_off("attachment", &Status::Inherit, false, &[]), ATTACHMENT);
        let asked = judge_cut_off("post", &Status::Draft, false, &[Hidden::Draft]);
        assert_eq!(asked, written);
    }

    #[test]
    fn unknown_types_are_content() {
        assert_eq!(
            judge("recipe", &Status::Publish, false, &[]),
            Verdict::Write(Publication::Public)
        );
    }
}

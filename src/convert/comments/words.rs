//! The words of the section of comments.

pub(super) fn heading(count: usize, _language: &str) -> String {
    if count == 1 { "1 Response".to_owned() } else { format!("{count} Responses") }
}

pub(super) fn pingbacks(count: usize, _language: &str) -> String {
    if count == 1 { "1 Pingback".to_owned() } else { format!("{count} Pingbacks") }
}

pub(super) fn anonymous(_language: &str) -> &'static str {
    "Anonymous"
}

pub(super) fn post_author(_language: &str) -> &'static str {
    "author"
}

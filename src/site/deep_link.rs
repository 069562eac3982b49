//! Links of items to places in other items, `/about/#crew`: so that what is at such a place keeps
//! its name when the other item is written.

use std::collections::BTreeSet;

/// How far before a fragment its link may begin.
const LONGEST: usize = 1000;

/// Fragments of these kinds are no places in a text.
const NO_PLACES: &[&str] = &["comment", "div-comment-", "li-comment-", "more-", "respond", "top"];

/// Adds the addresses with a fragment that a text links to, as they are written; those of other sites
/// are left out when somebody looks where they lead.
pub(super) fn collect(text: &str, links: &mut BTreeSet<Box<str>>) {
    for at in memchr::memchr_iter(b'#', text.as_bytes()) {
        // `&#8217;`, `#fff`, `href="#here"`: the one before tells that there is no address.
        let before = text.as_bytes()[..at].last().copied().unwrap_or(b' ');
        if !(before.is_ascii_alphanumeric() || matches!(before, b'/' | b'-' | b'_' | 0x80..)) {
            continue;
        }
        let ends = |c: char| c.is_whitespace() || "\"'<>()#".contains(c);
        let near = text[at + 1..].char_indices().take(LONGEST);
        let Some((end, _)) = near.into_iter().find(|(_, c)| ends(*c)) else { continue };
        let fragment = &text[at + 1..at + 1 + end];
        if fragment.is_empty() || NO_PLACES.iter().any(|it| fragment.starts_with(it)) {
            continue;
        }
        if let Some(address) = address_before(text, at) {
            links.insert(format!("{address}#{fragment}").into());
        }
    }
}

/// The value of an `href`, or the destination of a Markdown link, that ends here.
fn address_before(text: &str, end: usize) -> Option<&str> {
    let from = (end.saturating_sub(LONGEST)..end).find(|at| text.is_char_boundary(*at))?;
    let near = &text[from..end];
    let start = near.rfind(|c: char| c.is_whitespace() || "\"'<>()=".contains(c))?;
    let address = &near[start + 1..];
    let opening = near[..=start].trim_end_matches(['"', '\'']);
    let is_link = opening.to_ascii_lowercase().ends_with("href=") || opening.ends_with("](");
    let is_whole = address.contains("//") || address.starts_with('/');
    (is_link && is_whole).then_some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let mut links = BTreeSet::new();
        collect(text, &mut links);
        links.into_iter().map(String::from).collect()
    }

    #[test]
    fn addresses_with_fragments_are_found() {
        let text = "<a href=\"https://old.example/a/#one\">x</a> <a href='/b#two'>y</a> [z](/c/#three) \
             <a href=/d/#four>w</a> <a class=\"x\" HREF=\"//old.example/ш#five\">v</a>";
        let expected = [
            "//old.example/ш#five",
            "/b#two",
            "/c/#three",
            "/d/#four",
            "https://old.example/a/#one",
        ];
        assert_eq!(found(text), expected);
    }

    #[test]
    fn what_is_no_place_is_not() {
        for text in [
            "&#8217; #tag color:#fff",
            "<a href=\"#here\">x</a>",
            "<a href=\"/a/#comment-3\">x</a> <a href=\"/a/#respond\">x</a> <a href=\"/a/#more-7\">x</a>",
            "<a href=\"/a/#\">x</a>",
            "<img src=\"/a.svg#b\">",
            "see https://old.example/a/#b",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}

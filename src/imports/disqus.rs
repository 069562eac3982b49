//! Discussions → Disqus' own form of WordPress's export. All fields must be there, an e-mail address
//! tells users apart, a comment has three characters or more, a file less than 50 MB.
//! <https://help.disqus.com/en/articles/1717222-custom-xml-import-format>

use crate::html;

use super::talk::{Post, Talk};
use super::xml::{cdata, element};
use super::{Head, Imported, counted, dates, document, notice};

const START: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"
  xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dsq="http://www.disqus.com/"
  xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:wp="http://wordpress.org/export/1.0/">
<channel>
"#;

const END: &str = "</channel>\n</rss>\n";

/// The most bytes of a file, some way below what Disqus recommends.
const MAX_FILE: usize = 48_000_000;

/// The fewest characters of a comment.
const MIN_TEXT: usize = 3;

pub(super) fn render(talks: &[Talk<'_>], head: &Head<'_>) -> Imported {
    let mut too_short = 0;
    let items = talks.iter().map(|talk| item(talk, head, &mut too_short));
    let files = files(items, MAX_FILE);
    let documents = match files.len() {
        0 | 1 => files.into_iter().map(|text| document("disqus.xml", text)).collect(),
        _ => (1..)
            .zip(files)
            .map(|(number, text)| document(&format!("disqus-{number}.xml"), text))
            .collect(),
    };
    let mut notices = Vec::new();
    if too_short > 0 {
        let comments = counted(too_short, "comment");
        let message = format!("{comments} below three characters got `…` added");
        notices.push(notice("Disqus", &message));
    }
    Imported { documents, notices }
}

/// Whole items in as few files as hold them.
fn files(items: impl Iterator<Item = String>, most: usize) -> Vec<String> {
    let mut files = Vec::new();
    let mut open = START.to_owned();
    for item in items {
        if open.len() + item.len() + END.len() > most && open.len() > START.len() {
            files.push(std::mem::replace(&mut open, START.to_owned()) + END);
        }
        open.push_str(&item);
    }
    files.push(open + END);
    files
}

fn item(talk: &Talk<'_>, head: &Head<'_>, too_short: &mut usize) -> String {
    let mut out = "<item>\n".to_owned();
    element("title", talk.title, &mut out);
    element("link", &head.address(talk.discussion), &mut out);
    cdata("content:encoded", "", &mut out);
    element("dsq:thread_identifier", &talk.discussion.address, &mut out);
    element("wp:post_date_gmt", &dates::gmt(talk.date()), &mut out);
    let status = if talk.discussion.is_open { "open" } else { "closed" };
    element("wp:comment_status", status, &mut out);
    for post in &talk.posts {
        let html = post.html();
        let long_enough = lengthened(&html);
        *too_short += usize::from(long_enough.is_some());
        comment(post, talk, &long_enough.unwrap_or(html), &mut out);
    }
    out.push_str("</item>\n");
    out
}

fn comment(post: &Post<'_>, talk: &Talk<'_>, html: &str, out: &mut String) {
    let parent = talk.parent(post).map_or(0, |parent| parent.number);
    out.push_str("<wp:comment>\n");
    element("wp:comment_id", &post.number.to_string(), out);
    element("wp:comment_author", &post.said.author, out);
    element("wp:comment_author_email", &post.email(), out);
    element("wp:comment_author_url", post.url(), out);
    element("wp:comment_author_IP", "", out);
    element("wp:comment_date_gmt", &dates::gmt(post.at), out);
    cdata("wp:comment_content", html, out);
    element("wp:comment_approved", "1", out);
    element("wp:comment_parent", &parent.to_string(), out);
    out.push_str("</wp:comment>\n");
}

/// `<p>+1</p>` → `<p>+1</p> …`; `None` for what Disqus takes as it is.
fn lengthened(html: &str) -> Option<String> {
    let length = html::plain_text(html).chars().take(MIN_TEXT).count();
    (length < MIN_TEXT).then(|| format!("{html} {}", "…".repeat(MIN_TEXT - length)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_comments_get_long_enough() {
        assert_eq!(lengthened("<p>yes</p>"), None);
        assert_eq!(lengthened("<p>a &amp;</p>"), None);
        assert_eq!(lengthened("<p>+1</p>").as_deref(), Some("<p>+1</p> …"));
        assert_eq!(lengthened("<img src=\"a.png\">").as_deref(), Some("<img src=\"a.png\"> ………"));
    }

    #[test]
    fn files_hold_whole_items_and_no_more_bytes_than_they_may() {
        let most = START.len() + END.len() + 10;
        let items = ["12345", "1234", "12345678901234", "123456", "1234"].map(str::to_owned);
        let files = files(items.into_iter(), most);
        let inner = |file: &String| {
            let text = file.strip_prefix(START).and_then(|text| text.strip_suffix(END));
            text.expect("a whole file").to_owned()
        };
        let inner: Vec<String> = files.iter().map(inner).collect();
        assert_eq!(inner, ["123451234", "12345678901234", "1234561234"]);
    }
}

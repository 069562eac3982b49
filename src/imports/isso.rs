//! Discussions → an export of WordPress as Isso's importer reads it. The importer takes comments
//! whatever their state and kind, and their text as it is; Isso renders that as Markdown and shows tags
//! as text.
//! <https://isso-comments.de/docs/guides/quickstart/>,
//! <https://isso-comments.de/docs/reference/markdown-config/>

use super::talk::{Post, Talk};
use super::xml::{cdata, element};
use super::{Head, Imported, dates, file, prose};

const START: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
"#;

const END: &str = "</channel>\n</rss>\n";

pub(super) fn render(talks: &[Talk<'_>], head: &Head<'_>) -> Imported {
    let mut out = START.to_owned();
    element("title", head.title, &mut out);
    element("link", head.origin, &mut out);
    element("wp:wxr_version", "1.2", &mut out);
    for talk in talks {
        out.push_str("<item>\n");
        element("title", talk.title, &mut out);
        element("link", &head.address(talk.discussion), &mut out);
        element("wp:post_date_gmt", &dates::gmt(talk.date()), &mut out);
        element("wp:post_type", "post", &mut out);
        element("wp:status", "publish", &mut out);
        for post in &talk.posts {
            comment(post, talk, &mut out);
        }
        out.push_str("</item>\n");
    }
    out.push_str(END);
    file("isso.xml", out)
}

fn comment(post: &Post<'_>, talk: &Talk<'_>, out: &mut String) {
    let parent = talk.parent(post).map_or(0, |parent| parent.number);
    out.push_str("<wp:comment>\n");
    element("wp:comment_id", &post.number.to_string(), out);
    cdata("wp:comment_author", &post.said.author, out);
    element("wp:comment_author_email", &post.email(), out);
    element("wp:comment_author_url", post.url(), out);
    element("wp:comment_author_IP", "", out);
    element("wp:comment_date_gmt", &dates::gmt(post.at), out);
    let text = prose::without_html(&post.markdown());
    // At a text that is empty the importer stops, and leaves out everything behind it.
    cdata("wp:comment_content", if text.is_empty() { " " } else { &text }, out);
    element("wp:comment_approved", "1", out);
    element("wp:comment_parent", &parent.to_string(), out);
    out.push_str("</wp:comment>\n");
}

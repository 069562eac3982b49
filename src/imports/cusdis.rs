//! Discussions → an export of Disqus as Cusdis' importer reads it: of threads the number, the
//! identifier, the address and the title; of posts the number, the text, the date, the author's name,
//! the thread and the parent. The importer finds nothing where there is only one thread.
//! <https://github.com/djyde/cusdis/blob/master/service/data.service.ts>

use super::talk::{Post, Talk, fingerprint};
use super::xml::{cdata, element, with_id};
use super::{Head, Imported, dates, file};

const START: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">
"#;

const END: &str = "</disqus>\n";

/// A deleted thread with a post, both of which the importer passes over. With them it sees lists.
const PADDING: [&str; 2] = [
    "<thread dsq:id=\"0\">\n<id>deleted</id>\n<isDeleted>true</isDeleted>\n</thread>\n",
    "<post dsq:id=\"0\">\n<message>deleted</message>\n<isDeleted>true</isDeleted>\n\
     <author>\n<name>deleted</name>\n</author>\n<thread dsq:id=\"0\" />\n</post>\n",
];

pub(super) fn render(talks: &[Talk<'_>], head: &Head<'_>) -> Imported {
    let [thread_padding, post_padding] = if talks.len() == 1 { PADDING } else { ["", ""] };
    let mut out = START.to_owned();
    for talk in talks {
        thread(talk, head, &mut out);
    }
    out.push_str(thread_padding);
    for talk in talks {
        for post in &talk.posts {
            comment(post, talk, head, &mut out);
        }
    }
    out.push_str(post_padding);
    out.push_str(END);
    file("cusdis.xml", out)
}

fn thread(talk: &Talk<'_>, head: &Head<'_>, out: &mut String) {
    with_id("thread", &thread_id(talk, head), ">", out);
    element("id", &talk.discussion.address, out);
    element("link", &head.address(talk.discussion), out);
    element("title", talk.title, out);
    element("createdAt", &dates::zulu(talk.date()), out);
    element("isClosed", if talk.discussion.is_open { "false" } else { "true" }, out);
    element("isDeleted", "false", out);
    out.push_str("</thread>\n");
}

fn comment(post: &Post<'_>, talk: &Talk<'_>, head: &Head<'_>, out: &mut String) {
    with_id("post", &post_id(post, head), ">", out);
    cdata("message", &post.html(), out);
    element("createdAt", &dates::zulu(post.at), out);
    element("isDeleted", "false", out);
    element("isSpam", "false", out);
    out.push_str("<author>\n");
    element("name", &post.said.author, out);
    element("isAnonymous", "true", out);
    out.push_str("</author>\n");
    with_id("thread", &thread_id(talk, head), " />", out);
    if let Some(parent) = talk.parent(post) {
        with_id("parent", &post_id(parent, head), " />", out);
    }
    out.push_str("</post>\n");
}

// Cusdis keeps all sites in one table by these, so a small number could be somebody else's.
fn thread_id(talk: &Talk<'_>, head: &Head<'_>) -> String {
    fingerprint(&["thread", head.origin, &talk.discussion.address])[..32].to_owned()
}

fn post_id(post: &Post<'_>, head: &Head<'_>) -> String {
    fingerprint(&["post", head.origin, &post.number.to_string()])[..32].to_owned()
}

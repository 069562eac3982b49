//! Discussions → Artrans, what Artalk keeps and imports: all values are texts.
//! <https://artalk.js.org/en/guide/transfer.html>

use serde::Serialize;

use super::talk::Talk;
use super::{Head, Imported, dates, file, json, prose};

/// A comment.
#[derive(Serialize)]
struct Artran<'a> {
    id: String,
    /// The comment that it answers; nothing at the top.
    rid: String,
    content: String,
    ua: &'a str,
    ip: &'a str,
    created_at: String,
    updated_at: String,
    is_collapsed: &'a str,
    is_pending: &'a str,
    vote_up: &'a str,
    vote_down: &'a str,
    nick: &'a str,
    email: String,
    link: &'a str,
    password: &'a str,
    badge_name: &'a str,
    badge_color: &'a str,
    /// Artalk looks pages up by `location.pathname`, which is encoded.
    page_key: &'a str,
    page_title: &'a str,
    /// Only administrators can write below a page of theirs.
    page_admin_only: &'a str,
    site_name: &'a str,
    site_urls: &'a str,
}

pub(super) fn render(talks: &[Talk<'_>], head: &Head<'_>) -> Imported {
    let artrans: Vec<Artran<'_>> = talks.iter().flat_map(|talk| artrans(talk, head)).collect();
    file("artalk.json", json(&artrans))
}

fn artrans<'a>(talk: &'a Talk<'_>, head: &'a Head<'_>) -> impl Iterator<Item = Artran<'a>> {
    talk.posts.iter().map(move |post| {
        let date = dates::offset(post.at);
        Artran {
            id: post.number.to_string(),
            rid: talk.parent(post).map(|parent| parent.number.to_string()).unwrap_or_default(),
            content: prose::with_old_breaks(&post.markdown()),
            ua: "",
            ip: "",
            created_at: date.clone(),
            updated_at: date,
            is_collapsed: "false",
            is_pending: "false",
            vote_up: "0",
            vote_down: "0",
            nick: &post.said.author,
            email: post.email(),
            link: post.url(),
            password: "",
            badge_name: "",
            badge_color: "",
            page_key: &talk.discussion.address,
            page_title: talk.title,
            page_admin_only: if talk.discussion.is_open { "false" } else { "true" },
            site_name: head.title,
            site_urls: head.origin,
        }
    })
}

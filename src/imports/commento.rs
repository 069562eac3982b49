//! Discussions → the first version of Commento's export, which Comentario imports too. The two name a
//! few fields differently; both names are written.
//! <https://docs.comentario.app/en/installation/migration/commento/>,
//! <https://gitlab.com/commento/commento/-/blob/master/api/domain_import_commento.go>

use std::collections::BTreeMap;

use serde::Serialize;

use super::talk::{Post, Talk, fingerprint};
use super::{Head, Imported, dates, file, json, prose};

/// What Commento writes where there is no address; it refuses users that have nothing there.
const UNDEFINED: &str = "undefined";

#[derive(Serialize)]
struct Export<'a> {
    version: u8,
    comments: Vec<Comment<'a>>,
    commenters: Vec<Commenter<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Comment<'a> {
    #[serde(rename = "commentHex")]
    hex: String,
    domain: &'a str,
    host: &'a str,
    /// The path of the page, encoded.
    url: &'a str,
    commenter_hex: String,
    markdown: String,
    html: &'a str,
    parent_hex: String,
    score: u8,
    state: &'a str,
    creation_date: String,
    direction: u8,
    deleted: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Commenter<'a> {
    #[serde(rename = "commenterHex")]
    hex: String,
    email: String,
    name: &'a str,
    link: &'a str,
    website_url: &'a str,
    photo: &'a str,
    avatar_url: &'a str,
    provider: &'a str,
    join_date: String,
    is_moderator: bool,
}

pub(super) fn render(talks: &[Talk<'_>], head: &Head<'_>) -> Imported {
    let mut commenters: BTreeMap<String, Commenter<'_>> = BTreeMap::new();
    let mut comments = Vec::new();
    for talk in talks {
        for post in &talk.posts {
            let commenter = commenters.entry(post.user()).or_insert_with(|| commenter(post));
            // Dates of one form are in the order of their texts.
            let date = dates::zulu(post.at);
            if date < commenter.join_date {
                commenter.join_date = date;
            }
            comments.push(comment(post, talk, head));
        }
    }
    let commenters = commenters.into_values().collect();
    file("commento.json", json(&Export { version: 1, comments, commenters }))
}

fn comment<'a>(post: &Post<'a>, talk: &Talk<'a>, head: &'a Head<'_>) -> Comment<'a> {
    let host = head.host();
    Comment {
        hex: hex(post),
        domain: host,
        host,
        url: &talk.discussion.address,
        commenter_hex: post.user(),
        markdown: prose::with_old_breaks(&post.markdown()),
        html: "",
        parent_hex: talk.parent(post).map_or_else(|| "root".to_owned(), hex),
        score: 0,
        state: "approved",
        creation_date: dates::zulu(post.at),
        direction: 0,
        deleted: false,
    }
}

fn commenter<'a>(post: &Post<'a>) -> Commenter<'a> {
    let url = post.said.url.as_deref();
    let avatar = post.said.avatar.as_deref();
    Commenter {
        hex: post.user(),
        email: post.email(),
        name: &post.said.author,
        link: url.unwrap_or(UNDEFINED),
        website_url: url.unwrap_or_default(),
        photo: avatar.unwrap_or(UNDEFINED),
        avatar_url: avatar.unwrap_or_default(),
        provider: "commento",
        join_date: dates::zulu(post.at),
        is_moderator: false,
    }
}

/// 64 hexadecimal digits, as Commento has for each comment.
fn hex(post: &Post<'_>) -> String {
    fingerprint(&[&post.number.to_string()])
}

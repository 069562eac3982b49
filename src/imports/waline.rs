//! Discussions → what Waline's dashboard exports and imports. The counters of readers are left out, so
//! the import leaves them alone.
//! <https://waline.js.org/en/reference/server/api.html>,
//! <https://github.com/walinejs/waline/blob/main/packages/admin/src/pages/migration/index.jsx>

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use serde::Serialize;

use super::talk::{Post, Talk};
use super::{Head, Imported, dates, file, json, prose};

/// What `decodeURI` leaves encoded: <https://tc39.es/ecma262/#sec-decodeuri-encodeduri>
const RESERVED: &str = ";/?:@&=+$,#";

#[derive(Serialize)]
struct Export<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    version: u8,
    tables: [&'a str; 1],
    data: Tables<'a>,
}

#[derive(Serialize)]
struct Tables<'a> {
    #[serde(rename = "Comment")]
    comments: Vec<Comment<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Comment<'a> {
    object_id: String,
    nick: &'a str,
    mail: String,
    link: &'a str,
    #[serde(rename = "comment")]
    text: String,
    ua: &'a str,
    ip: &'a str,
    /// The path of the page, decoded.
    url: String,
    status: &'a str,
    /// What it answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pid: Option<String>,
    /// What its thread starts with.
    #[serde(skip_serializing_if = "Option::is_none")]
    rid: Option<String>,
    inserted_at: String,
    created_at: String,
    updated_at: String,
}

pub(super) fn render(talks: &[Talk<'_>], _: &Head<'_>) -> Imported {
    let mut comments = Vec::new();
    for talk in talks {
        let url = decode_uri(&talk.discussion.address);
        comments.extend(talk.posts.iter().map(|post| comment(post, talk, url.clone())));
    }
    let data = Tables { comments };
    file("waline.json", json(&Export { kind: "waline", version: 1, tables: ["Comment"], data }))
}

fn comment<'a>(post: &Post<'a>, talk: &Talk<'a>, url: String) -> Comment<'a> {
    let date = dates::zulu(post.at);
    let number = |post: &Post<'_>| post.number.to_string();
    let parent = talk.parent(post);
    Comment {
        object_id: number(post),
        nick: &post.said.author,
        mail: post.email(),
        link: post.said.url.as_deref().unwrap_or_default(),
        text: prose::with_old_breaks(&post.markdown()),
        ua: "",
        ip: "",
        url,
        status: "approved",
        pid: parent.map(number),
        rid: parent.map(|_| number(&talk.posts[post.top])),
        inserted_at: date.clone(),
        created_at: date.clone(),
        updated_at: date,
    }
}

/// As Waline decodes the path of the page that it stands on.
fn decode_uri(path: &str) -> String {
    let mut pieces = path.split('%');
    let mut kept = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let reserved = piece
            .get(..2)
            .and_then(|digits| u8::from_str_radix(digits, 16).ok())
            .is_some_and(|byte| RESERVED.as_bytes().contains(&byte));
        // Encoded once more, these come out of the decoding as they went in.
        kept.push_str(if reserved { "%25" } else { "%" });
        kept.push_str(piece);
    }
    percent_decode_str(&kept).decode_utf8().map_or_else(|_| path.to_owned(), Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    // What a browser's `decodeURI` makes of them.
    #[test]
    fn paths_are_decoded_as_browsers_do() {
        assert_eq!(decode_uri("/stra%C3%9Fe/a%20b/"), "/straße/a b/");
        assert_eq!(decode_uri("/a%2Fb%3f/100%25/"), "/a%2Fb%3f/100%/");
        assert_eq!(decode_uri("/%C3/"), "/%C3/");
    }
}

//! Discussions → a backup of Remark42: a line of JSON for the site, then one for each comment. Its
//! importer for WordPress reads less: no titles, no sites of authors, and code loses its tags.
//! <https://remark42.com/docs/backup/backup/>, <https://remark42.com/docs/backup/restore/>

use serde::Serialize;

use super::talk::{Post, Talk};
use super::{Head, Imported, dates, file, prose};

/// The name of a site where nobody chose another:
/// <https://remark42.com/docs/configuration/parameters/>
const SITE: &str = "remark";

#[derive(Serialize)]
struct Meta<'a> {
    version: u8,
    /// Blocked and verified ones.
    users: [(); 0],
    posts: Vec<Page<'a>>,
}

#[derive(Serialize)]
struct Page<'a> {
    url: String,
    #[serde(skip)]
    talk: &'a Talk<'a>,
    read_only: bool,
}

#[derive(Serialize)]
struct Comment<'a> {
    id: String,
    pid: String,
    /// HTML that is shown.
    text: String,
    /// Markdown that is edited.
    orig: String,
    user: User<'a>,
    locator: Locator<'a>,
    score: u8,
    vote: u8,
    time: String,
    imported: bool,
    title: &'a str,
}

#[derive(Serialize)]
struct User<'a> {
    name: &'a str,
    id: String,
    picture: &'a str,
    admin: bool,
}

#[derive(Serialize)]
struct Locator<'a> {
    site: &'a str,
    url: &'a str,
}

pub(super) fn render(talks: &[Talk<'_>], head: &Head<'_>) -> Imported {
    let pages: Vec<Page<'_>> = talks
        .iter()
        .map(|talk| Page {
            url: head.address(talk.discussion),
            talk,
            read_only: !talk.discussion.is_open,
        })
        .collect();
    let comments: Vec<String> = pages
        .iter()
        .flat_map(|page| page.talk.posts.iter().map(|post| line(&comment(post, page))))
        .collect();
    let closed = pages.into_iter().filter(|page| page.read_only).collect();
    let meta = line(&Meta { version: 1, users: [], posts: closed });
    file("remark42.json", format!("{meta}{}", comments.concat()))
}

fn comment<'a>(post: &'a Post<'_>, page: &'a Page<'_>) -> Comment<'a> {
    Comment {
        id: post.number.to_string(),
        pid: page.talk.parent(post).map(|parent| parent.number.to_string()).unwrap_or_default(),
        text: post.html(),
        orig: prose::with_old_breaks(&post.markdown()),
        user: User {
            name: &post.said.author,
            id: format!("wordpress_{}", &post.user()[..40]),
            picture: post.said.avatar.as_deref().unwrap_or_default(),
            admin: false,
        },
        locator: Locator { site: SITE, url: &page.url },
        score: 0,
        vote: 0,
        time: dates::zulu(post.at),
        imported: true,
        title: page.talk.title,
    }
}

fn line(value: &impl Serialize) -> String {
    let text = serde_json::to_string(value).expect("texts and numbers have a form in JSON");
    format!("{text}\n")
}

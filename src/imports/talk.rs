//! Discussions → what all systems take from them: the comments that readers wrote, as threads whose
//! parents are there, with numbers that are there once, and dates.

use std::collections::{HashMap, HashSet};

use jiff::civil;
use sha2::{Digest, Sha256};

use crate::convert::Moment;
use crate::convert::{Discussion, Said};
use crate::wxr::hex;

/// The moment of a comment that neither has a date nor stands below anything that has.
const NO_DATE: Moment = Moment { local: civil::datetime(1970, 1, 1, 0, 0, 0, 0), offset: Some(0) };

/// The domain of placeholders. Nothing can be sent there: <https://www.rfc-editor.org/rfc/rfc2606>
const NOWHERE: &str = "comments.invalid";

/// The stars that a review can have.
const STARS: usize = 5;

/// An item that readers wrote about.
#[derive(Debug)]
pub(super) struct Talk<'a> {
    pub(super) discussion: &'a Discussion,
    /// Never empty: importers skip items without a title.
    pub(super) title: &'a str,
    /// In reading order, at least one.
    pub(super) posts: Vec<Post<'a>>,
}

impl Talk<'_> {
    /// When the item was published, or first spoken of.
    pub(super) fn date(&self) -> Moment {
        self.discussion.date.unwrap_or_else(|| self.posts[0].at)
    }

    /// What a post answers.
    pub(super) fn parent(&self, post: &Post<'_>) -> Option<&Post<'_>> {
        post.parent.map(|index| &self.posts[index])
    }
}

/// A comment that goes to the other system.
#[derive(Debug)]
pub(super) struct Post<'a> {
    pub(super) said: &'a Said,
    /// WordPress's number if it is there once in the whole site, another one if not. Never zero.
    pub(super) number: u64,
    /// The place of what it answers among the posts, before its own.
    pub(super) parent: Option<usize>,
    /// The place of the post that its thread starts with; its own at the top.
    pub(super) top: usize,
    /// How many posts stand above it in its thread.
    pub(super) depth: usize,
    pub(super) at: Moment,
}

impl Post<'_> {
    /// HTML, below the stars of a review.
    pub(super) fn html(&self) -> String {
        let html = self.said.html.trim();
        self.stars().map_or_else(|| html.to_owned(), |stars| format!("<p>{stars}</p>\n{html}"))
    }

    /// Markdown, below the stars of a review, without a newline at its end.
    pub(super) fn markdown(&self) -> String {
        let markdown = self.said.markdown.trim_end();
        self.stars().map_or_else(|| markdown.to_owned(), |stars| format!("{stars}\n\n{markdown}"))
    }

    /// `★★★★☆`
    fn stars(&self) -> Option<String> {
        let full = usize::from(self.said.rating?).min(STARS);
        Some(format!("{}{}", "★".repeat(full), "☆".repeat(STARS - full)))
    }

    /// The author's site, or nothing.
    pub(super) fn url(&self) -> &str {
        self.said.url.as_deref().unwrap_or_default()
    }

    /// 64 hexadecimal digits that all comments under one name with one site share.
    pub(super) fn user(&self) -> String {
        fingerprint(&[&self.said.author, self.url()])
    }

    /// The placeholder for the e-mail address of the user.
    pub(super) fn email(&self) -> String {
        format!("{}@{NOWHERE}", &self.user()[..20])
    }
}

/// 64 hexadecimal digits that stand for these texts.
pub(super) fn fingerprint(texts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for text in texts {
        hash.update(text.as_bytes());
        hash.update([0]);
    }
    hex(&hash.finalize())
}

/// What discussions come to.
#[derive(Debug, Default)]
pub(super) struct Gathered<'a> {
    pub(super) talks: Vec<Talk<'a>>,
    /// How many comments came from other sites.
    pub(super) from_elsewhere: usize,
    /// How many posts have no date of their own.
    pub(super) undated: usize,
}

/// Leaves out what other sites said, and hangs what was answered to it below the nearest comment above
/// it that stays.
pub(super) fn gather(discussions: &[Discussion]) -> Gathered<'_> {
    let mut gathered = Gathered::default();
    for discussion in discussions {
        let posts = thread(discussion);
        gathered.from_elsewhere += discussion.comments.len() - posts.len();
        gathered.undated += posts.iter().filter(|post| post.said.date.is_none()).count();
        if !posts.is_empty() {
            gathered.talks.push(Talk { discussion, title: title(discussion), posts });
        }
    }
    number(&mut gathered.talks);
    gathered
}

fn title(discussion: &Discussion) -> &str {
    let names = [&discussion.title, &discussion.slug, &discussion.address];
    names.into_iter().map(|name| name.trim()).find(|name| !name.is_empty()).unwrap_or("/")
}

fn thread(discussion: &Discussion) -> Vec<Post<'_>> {
    let mut posts: Vec<Post<'_>> = Vec::new();
    // For each comment the post that its replies hang below.
    let mut standing: HashMap<u64, Option<usize>> = HashMap::new();
    for said in &discussion.comments {
        let parent = said.parent.and_then(|parent| standing.get(&parent).copied().flatten());
        if said.kind.is_from_elsewhere() {
            standing.insert(said.id, parent);
            continue;
        }
        let index = posts.len();
        let above = parent.map(|parent| &posts[parent]);
        let above_at = above.map(|above| above.at).or(discussion.date);
        let post = Post {
            said,
            number: said.id,
            parent,
            top: above.map_or(index, |above| above.top),
            depth: above.map_or(0, |above| above.depth + 1),
            at: said.date.or(above_at).unwrap_or(NO_DATE),
        };
        standing.insert(said.id, Some(index));
        posts.push(post);
    }
    posts
}

/// Gives another number to whatever has none, or that of a comment of another item: exports of several
/// sites can be converted together.
fn number(talks: &mut [Talk<'_>]) {
    let posts = || talks.iter().flat_map(|talk| &talk.posts);
    let mut taken = HashSet::from([0]);
    let is_first: Vec<bool> = posts().map(|post| taken.insert(post.number)).collect();
    let mut last = posts().map(|post| post.number).max().unwrap_or_default();
    let posts = talks.iter_mut().flat_map(|talk| &mut talk.posts);
    for (post, _) in posts.zip(is_first).filter(|(_, is_first)| !is_first) {
        while !taken.insert(last) {
            last = last.checked_add(1).unwrap_or_default();
        }
        post.number = last;
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::wxr::CommentKind;

    /// A comment without a date.
    pub(in crate::imports) fn said(id: u64, parent: u64, kind: CommentKind) -> Said {
        Said {
            id,
            parent: (parent != 0).then_some(parent),
            depth: 0,
            kind,
            author: "Ann".to_owned(),
            url: None,
            user: None,
            is_by_post_author: false,
            avatar: None,
            date: None,
            rating: None,
            html: "<p>Hello</p>".to_owned(),
            markdown: "Hello".to_owned(),
        }
    }

    pub(in crate::imports) fn discussion(comments: Vec<Said>) -> Discussion {
        Discussion {
            post: None,
            title: "Tea".to_owned(),
            slug: "tea".to_owned(),
            address: "/tea/".to_owned(),
            permalink: "https://old.example/tea/".to_owned(),
            date: None,
            is_open: true,
            comments,
        }
    }

    #[test]
    fn replies_to_pingbacks_hang_below_the_nearest_comment() {
        let comments = vec![
            said(1, 0, CommentKind::Comment),
            said(2, 1, CommentKind::Pingback),
            said(3, 2, CommentKind::Trackback),
            said(4, 3, CommentKind::Comment),
            said(5, 4, CommentKind::Comment),
            said(6, 0, CommentKind::Pingback),
            said(7, 6, CommentKind::Comment),
        ];
        let discussions = [discussion(comments)];
        let gathered = gather(&discussions);
        let posts: Vec<_> = gathered.talks[0]
            .posts
            .iter()
            .map(|post| (post.number, post.parent, post.top, post.depth))
            .collect();
        assert_eq!(
            posts,
            [(1, None, 0, 0), (4, Some(0), 0, 1), (5, Some(1), 0, 2), (7, None, 3, 0)]
        );
        assert_eq!((gathered.from_elsewhere, gathered.undated), (3, 4));
    }

    #[test]
    fn numbers_are_there_once() {
        let two = || vec![said(3, 0, CommentKind::Comment), said(0, 3, CommentKind::Comment)];
        let biggest = vec![said(u64::MAX, 0, CommentKind::Comment)];
        let discussions = [discussion(two()), discussion(two()), discussion(biggest)];
        let gathered = gather(&discussions);
        let posts = gathered.talks.iter().flat_map(|talk| &talk.posts);
        let numbers: Vec<u64> = posts.map(|post| post.number).collect();
        assert_eq!(numbers, [3, 1, 2, 4, u64::MAX]);
    }

    #[test]
    fn only_pingbacks_are_no_talk() {
        let discussions = [discussion(vec![said(1, 0, CommentKind::Pingback)])];
        assert!(gather(&discussions).talks.is_empty());
    }

    #[test]
    fn one_name_with_one_site_is_one_user() {
        let with_url =
            |url: &str| Said { url: Some(url.to_owned()), ..said(1, 0, CommentKind::Comment) };
        let discussions = [
            discussion(vec![with_url("https://a.example/"), with_url("https://b.example/")]),
            discussion(vec![with_url("https://a.example/")]),
        ];
        let gathered = gather(&discussions);
        let [first, second, again] = [(0, 0), (0, 1), (1, 0)]
            .map(|(talk, post): (usize, usize)| gathered.talks[talk].posts[post].email());
        assert_eq!(first, again);
        assert_ne!(first, second);
        assert!(first.ends_with("@comments.invalid"));
    }
}

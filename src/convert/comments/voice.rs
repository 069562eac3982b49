//! Who said something, and when: what readers may know of it.

use crate::convert::comments::words;
use crate::convert::comments::{AuthorNames, Avatars, CommentRules, Scene};
use crate::convert::date::Moment;
use crate::convert::lower;
use crate::site::{Author, nicename};
use crate::wxr::{Comment, CommentKind, private_name};

/// The picture that Gravatar shows of somebody who has none there: the outline of a person.
const NO_PICTURE: &str = "mp";

/// What a comment tells beside its words.
#[derive(Clone, Debug)]
pub(super) struct Voice {
    /// Never empty.
    pub(super) author: String,
    /// The author's site as typed, if it can be a link and readers may see it.
    pub(super) url: Option<String>,
    /// The slug of an author of the site.
    pub(super) user: Option<String>,
    pub(super) is_by_post_author: bool,
    pub(super) avatar: Option<String>,
    pub(super) date: Option<Moment>,
    pub(super) rating: Option<u8>,
}

impl Voice {
    pub(super) fn of(comment: &Comment<'_>, scene: &Scene<'_>) -> Self {
        let rules = scene.writing.comments;
        let user = scene.site.author_of_number(comment.user_id);
        Self {
            author: name(comment, user.map(|(_, author)| author), scene),
            url: address(comment).filter(|_| shows_all(comment, rules)),
            user: user.filter(|_| shows_all(comment, rules)).map(|(login, _)| nicename(login)),
            is_by_post_author: is_by_post_author(comment, scene),
            avatar: avatar(comment, rules),
            date: Moment::from_pair(&comment.date, &comment.date_gmt),
            rating: rating(comment),
        }
    }
}

/// Whether the author of the item wrote it. Before WordPress 3.1 exports do not tell the numbers of
/// authors, but the names of both.
fn is_by_post_author(comment: &Comment<'_>, scene: &Scene<'_>) -> bool {
    let Scene { item, site, .. } = *scene;
    comment.user_id > 0
        && match site.author_number(&item.creator) {
            Some(number) => number == comment.user_id,
            None => comment.author.trim() == site.author(&item.creator),
        }
}

/// Whether readers may know the name, the site and the user.
fn shows_all(comment: &Comment<'_>, rules: &CommentRules) -> bool {
    rules.authors == AuthorNames::Names || is_of_site(comment)
}

/// Whether the name is that of a site, which is nobody's.
fn is_of_site(comment: &Comment<'_>) -> bool {
    matches!(comment.kind, CommentKind::Pingback | CommentKind::Trackback)
}

/// The name as WordPress shows it: what was typed, else the user's, else a word for nobody.
fn name(comment: &Comment<'_>, user: Option<&Author>, scene: &Scene<'_>) -> String {
    let language = scene.context.language();
    let anonymous = || words::anonymous(language).to_owned();
    let typed = visible(&lower::line(&comment.author, &scene.context));
    let known = user.map_or("", |user| user.name.as_str());
    let name = if typed.is_empty() { lower::line(known, &scene.context) } else { typed };
    if name.is_empty() {
        return anonymous();
    }
    let name = private_name(&name);
    match scene.writing.comments.authors {
        AuthorNames::Names => name,
        AuthorNames::Initials | AuthorNames::Anonymous if is_of_site(comment) => name,
        AuthorNames::Initials => {
            let initials = initials(&name);
            if initials.is_empty() { anonymous() } else { initials }
        }
        AuthorNames::Anonymous => anonymous(),
    }
}

/// A name without signs that turn the text behind it around; nothing where nothing of it can be seen.
fn visible(name: &str) -> String {
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let is_unseen =
        |c: char| c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}');
    let name: String = name.chars().filter(|c| !turns(*c)).collect();
    if name.chars().all(is_unseen) { String::new() } else { name }
}

/// `Bjørn "Bear" O'Hara` → `B. B. O.`
fn initials(name: &str) -> String {
    let words = name.split_whitespace();
    let first = words.filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
    first.map(|c| format!("{}.", c.to_uppercase())).collect::<Vec<_>>().join(" ")
}

/// The author's site, where it is an address of the web. Until WordPress 4.4 half an address was kept of
/// a long one, and `http://` of none.
fn address(comment: &Comment<'_>) -> Option<String> {
    let address = comment.author_url.trim();
    let (scheme, rest) = address.split_once("://")?;
    let is_web = matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https");
    // Somebody typed a mail address, or a password.
    let names_person = rest.split(['/', '?', '#']).next().is_some_and(|host| host.contains('@'));
    (is_web && !rest.is_empty() && !names_person).then(|| address.to_owned())
}

fn avatar(comment: &Comment<'_>, rules: &CommentRules) -> Option<String> {
    if rules.authors != AuthorNames::Names || comment.kind.is_from_elsewhere() {
        return None;
    }
    let hash = match rules.avatars {
        Avatars::None => None,
        Avatars::GravatarMd5 => comment.email.md5(),
        Avatars::GravatarSha256 => comment.email.sha256(),
    };
    hash.map(|hash| format!("https://www.gravatar.com/avatar/{hash}?s=48&d={NO_PICTURE}"))
}

/// The stars of a review.
fn rating(comment: &Comment<'_>) -> Option<u8> {
    if comment.kind != CommentKind::Review {
        return None;
    }
    let stars = comment.meta.iter().find(|meta| meta.key == "rating")?;
    stars.value.trim().parse().ok().filter(|stars| (1..=5).contains(stars))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_shrink_to_their_first_letters() {
        assert_eq!(initials("Bjørn \"Bear\" O'Hara"), "B. B. O.");
        assert_eq!(initials("名無し"), "名.");
        assert_eq!(initials("—"), "");
    }

    #[test]
    fn addresses_are_those_of_the_web() {
        let of = |url: &str| address(&Comment { author_url: url.into(), ..Comment::default() });
        assert_eq!(of(" HTTPS://ann.example/ ").as_deref(), Some("HTTPS://ann.example/"));
        for none in [
            "",
            "http://",
            "javascript:alert(1)",
            "mailto:ann@mail.example",
            "ann",
            "http://ann@mail.example/",
        ] {
            assert_eq!(of(none), None, "{none}");
        }
    }

    #[test]
    fn ratings_are_those_of_reviews() {
        let with = |kind, stars: &str| {
            let meta = crate::wxr::Meta { key: "rating".into(), value: stars.into() };
            rating(&Comment { kind, meta: vec![meta], ..Comment::default() })
        };
        assert_eq!(with(CommentKind::Review, "4"), Some(4));
        assert_eq!(with(CommentKind::Review, "9"), None);
        assert_eq!(with(CommentKind::Comment, "4"), None);
    }
}

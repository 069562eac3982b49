//! Sites of short posts and pictures. Few of them have a player that stands without a script.

use super::Embed;
use crate::convert::lower::embeds::address::{Address, encoded, name, number, word};

/// `bsky.app/profile/crew.example/post/a`, `embed.bsky.app/embed/did:plc:a/app.bsky.feed.post/b`
pub(super) fn bluesky(address: &Address<'_>) -> Option<Embed> {
    let (user, id, is_page) = match address.path.as_slice() {
        ["profile", user, "post", id] => (*user, *id, true),
        ["embed", user, "app.bsky.feed.post", id] => (*user, *id, false),
        _ => return None,
    };
    let (user, id) = (name(user)?, word(id)?);
    let page = (!is_page).then(|| format!("https://bsky.app/profile/{user}/post/{id}"));
    Some(Embed { user: user.to_owned(), id: id.to_owned(), page, ..Embed::default() })
}

/// `facebook.com/crew/posts/1`, `facebook.com/watch/?v=1`, `facebook.com/photo.php?fbid=1`, `fb.watch/a`,
/// `facebook.com/plugins/video.php?href=…`
pub(super) fn facebook(address: &Address<'_>) -> Option<Embed> {
    if let ["plugins", "post.php" | "video.php"] = address.path.as_slice() {
        let href = address.decoded("href")?;
        let inner = Address::parse(&href).filter(|inner| inner.host == "facebook.com")?;
        let embed = facebook_page(&inner)?;
        return Some(Embed { page: Some(inner.secure()), ..embed });
    }
    facebook_page(address)
}

fn facebook_page(address: &Address<'_>) -> Option<Embed> {
    let (id, plugin) = match address.path.as_slice() {
        [id] if address.host == "fb.watch" => (*id, ""),
        [.., "posts" | "permalink", id] | [_, "photos", .., id] => (*id, "post"),
        [_, "videos", .., id] | ["reel", id] => (*id, "video"),
        ["watch" | "video.php"] => (address.parameter("v")?, "video"),
        ["photo.php" | "photo"] => (address.parameter("fbid")?, "post"),
        ["permalink.php" | "story.php"] => (address.parameter("story_fbid")?, "post"),
        _ => return None,
    };
    let href = encoded(&address.secure());
    let player = format!("https://www.facebook.com/plugins/{plugin}.php?href={href}");
    Some(Embed {
        id: word(id)?.to_owned(),
        player: (!plugin.is_empty()).then_some(player),
        ..Embed::default()
    })
}

/// `flickr.com/photos/crew/1`, `flickr.com/photos/crew/1/player/`, `flickr.com/photos/crew/albums/1`, `flic.kr/p/a`
pub(super) fn flickr(address: &Address<'_>) -> Option<Embed> {
    let (kind, user, id, rest) = match address.path.as_slice() {
        ["p", id] if address.host == "flic.kr" => ("", "", *id, None),
        ["photos", user, "albums" | "sets", id, ..] => ("album", *user, *id, None),
        ["photos", user, id, rest @ ..] => ("", *user, number(id)?, rest.first()),
        _ => return None,
    };
    let id = word(id)?;
    let page = format!("https://www.flickr.com/photos/{user}/{id}/");
    Some(Embed {
        kind: kind.to_owned(),
        user: if user.is_empty() { String::new() } else { name(user)?.to_owned() },
        id: id.to_owned(),
        page: (rest == Some(&"player")).then_some(page),
        ..Embed::default()
    })
}

/// `giphy.com/gifs/some-words-a`, `giphy.com/embed/a`
pub(super) fn giphy(address: &Address<'_>) -> Option<Embed> {
    let [form @ ("gifs" | "embed"), id, ..] = address.path.as_slice() else { return None };
    let id = word(id.rsplit('-').next()?)?;
    Some(Embed {
        id: id.to_owned(),
        page: (*form == "embed").then(|| format!("https://giphy.com/gifs/{id}")),
        player: Some(format!("https://giphy.com/embed/{id}")),
        ..Embed::default()
    })
}

/// `instagram.com/p/a/`, `instagram.com/crew/reel/a/`, `instagr.am/p/a`, `instagram.com/p/a/embed/`
pub(super) fn instagram(address: &Address<'_>) -> Option<Embed> {
    let (user, form, id, rest) = match address.path.as_slice() {
        [form @ ("p" | "reel" | "tv"), id, rest @ ..] => ("", *form, *id, rest),
        [user, form @ ("p" | "reel" | "tv"), id, rest @ ..] => (*user, *form, *id, rest),
        _ => return None,
    };
    let id = word(id)?;
    let page = format!("https://www.instagram.com/{form}/{id}/");
    Some(Embed {
        user: name(user).unwrap_or_default().to_owned(),
        id: id.to_owned(),
        page: (rest.first() == Some(&"embed")).then_some(page),
        ..Embed::default()
    })
}

/// `any.example/@crew/109000000000000001`, and the same with `/embed`
///
/// Mastodon is a program, not a site: numbers of its posts are told by their length.
pub(super) fn mastodon(address: &Address<'_>) -> Option<Embed> {
    let [user, id, rest @ ..] = address.path.as_slice() else { return None };
    let user = name(user.strip_prefix('@')?)?;
    let id = number(id).filter(|id| id.len() >= 15)?;
    let is_embed = match rest {
        [] => false,
        ["embed"] => true,
        _ => return None,
    };
    let page = format!("https://{}/@{user}/{id}", address.host);
    Some(Embed {
        user: user.to_owned(),
        id: id.to_owned(),
        player: Some(format!("{page}/embed")),
        page: is_embed.then_some(page),
        ..Embed::default()
    })
}

/// `pinterest.com/pin/1/`, `assets.pinterest.com/ext/embed.html?id=1`
pub(super) fn pinterest(address: &Address<'_>) -> Option<Embed> {
    let (id, is_page) = match address.path.as_slice() {
        ["pin", id, ..] => (*id, true),
        ["ext", "embed.html"] => (address.parameter("id")?, false),
        _ => return None,
    };
    // Newer addresses have words before the number: `a-boat--123`.
    let id = number(id.rsplit("--").next()?)?;
    Some(Embed {
        id: id.to_owned(),
        page: (!is_page).then(|| format!("https://www.pinterest.com/pin/{id}/")),
        player: Some(format!("https://assets.pinterest.com/ext/embed.html?id={id}")),
        ..Embed::default()
    })
}

/// `reddit.com/r/boats/comments/a/title/`, `redd.it/a`, `embed.reddit.com/r/boats/comments/a/`
pub(super) fn reddit(address: &Address<'_>) -> Option<Embed> {
    let (place, user, post, rest) = match address.path.as_slice() {
        [post] if address.host == "redd.it" => ("", "", *post, &[][..]),
        [place @ ("r" | "user"), user, "comments", post, rest @ ..] => (*place, *user, *post, rest),
        _ => return None,
    };
    // A comment stands behind the title of the post.
    let id = word(rest.get(1).copied().unwrap_or(post))?;
    let is_page = !matches!(address.host.as_str(), "embed.reddit.com" | "redditmedia.com");
    let rest: Vec<_> = [post].into_iter().chain(rest.iter().copied().take(2)).collect();
    let page = format!("https://www.reddit.com/{place}/{user}/comments/{}/", rest.join("/"));
    Some(Embed {
        user: name(user).unwrap_or_default().to_owned(),
        id: id.to_owned(),
        page: (!is_page).then_some(page),
        ..Embed::default()
    })
}

/// `tiktok.com/@crew/video/1`, `tiktok.com/embed/v2/1`, `tiktok.com/player/v1/1`
pub(super) fn tiktok(address: &Address<'_>) -> Option<Embed> {
    let (user, id) = match address.path.as_slice() {
        [user, "video" | "photo", id] => (user.strip_prefix('@')?, *id),
        ["embed", "v2", id] | ["player", "v1", id] | ["embed", id] => ("", *id),
        _ => return None,
    };
    let id = number(id)?;
    Some(Embed {
        user: name(user).unwrap_or_default().to_owned(),
        id: id.to_owned(),
        player: Some(format!("https://www.tiktok.com/player/v1/{id}")),
        ..Embed::default()
    })
}

/// `crew.tumblr.com/post/1/title`, `tumblr.com/crew/1/title`
pub(super) fn tumblr(address: &Address<'_>) -> Option<Embed> {
    let (user, id) = match address.path.as_slice() {
        ["post", id, ..] => (address.subdomain()?, *id),
        [user, id, ..] if address.host == "tumblr.com" => (name(user)?, *id),
        _ => return None,
    };
    Some(Embed { user: user.to_owned(), id: number(id)?.to_owned(), ..Embed::default() })
}

/// `twitter.com/crew/status/1`, `x.com/crew/status/1`, `twitter.com/#!/crew/status/1`
pub(super) fn x(address: &Address<'_>) -> Option<Embed> {
    let behind: Vec<&str> = address.fragment().split('/').filter(|part| *part != "!").collect();
    let path = if address.path.is_empty() { &behind } else { &address.path };
    let (user, id) = match path.as_slice() {
        ["i", "web", "status", id, ..] => ("i", *id),
        [user, "status" | "statuses", id, ..] => (*user, *id),
        _ => return None,
    };
    let (user, id) = (word(user)?, number(id)?);
    Some(Embed { user: user.to_owned(), id: id.to_owned(), ..Embed::default() })
}

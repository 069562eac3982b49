//! Sites of sounds, documents, code and maps.

use std::fmt::Write as _;

use super::Embed;
use crate::convert::lower::embeds::address::{Address, encoded, has_ending, name, number, word};

/// What Spotify plays.
const SPOTIFY_KINDS: &[&str] = &["album", "artist", "episode", "playlist", "show", "track"];

/// `podcasts.apple.com/us/podcast/boats/id1?i=2`, `embed.podcasts.apple.com/us/podcast/boats/id1`
pub(super) fn apple_podcasts(address: &Address<'_>) -> Option<Embed> {
    let [.., "podcast", _, id] = address.path.as_slice() else { return None };
    let id = number(id.strip_prefix("id")?)?;
    let secure = address.secure();
    let bare = secure.replacen("embed.", "", 1);
    Some(Embed {
        id: address.parameter("i").and_then(number).unwrap_or(id).to_owned(),
        player: Some(bare.replacen("podcasts.", "embed.podcasts.", 1)),
        page: address.host.starts_with("embed.").then_some(bare),
        ..Embed::default()
    })
}

/// `crew.bandcamp.com/album/a`, `bandcamp.com/EmbeddedPlayer/album=1/size=large/`
///
/// The player has numbers that no page's address has.
pub(super) fn bandcamp(address: &Address<'_>) -> Option<Embed> {
    let path = address.path.as_slice();
    if let ["EmbeddedPlayer" | "EmbeddedPlayer.html", parts @ ..] = path {
        let found = parts.iter().find_map(|part| {
            let (kind, id) = part.split_once('=')?;
            ["album", "track"].contains(&kind).then_some((kind, number(id)?))
        });
        let (kind, id) = found?;
        let player = Some(address.secure());
        return Some(Embed { kind: kind.into(), id: id.into(), player, ..Embed::default() });
    }
    let [kind @ ("album" | "track"), id] = path else { return None };
    let user = address.subdomain()?.to_owned();
    Some(Embed { kind: (*kind).to_owned(), user, id: name(id)?.to_owned(), ..Embed::default() })
}

/// `codepen.io/crew/pen/a`, `codepen.io/crew/embed/a`
pub(super) fn codepen(address: &Address<'_>) -> Option<Embed> {
    let (user, form, id) = match address.path.as_slice() {
        [user, "embed", "preview", id] => (*user, "embed", *id),
        [user, form @ ("pen" | "full" | "details" | "embed"), id] => (*user, *form, *id),
        _ => return None,
    };
    let (user, id) = (name(user)?, word(id)?);
    Some(Embed {
        user: user.to_owned(),
        id: id.to_owned(),
        page: (form == "embed").then(|| format!("https://codepen.io/{user}/pen/{id}")),
        player: Some(format!("https://codepen.io/{user}/embed/{id}")),
        ..Embed::default()
    })
}

/// `gist.github.com/crew/a`, `gist.github.com/a.js?file=b.rs`
pub(super) fn gist(address: &Address<'_>) -> Option<Embed> {
    let (user, id) = match address.path.as_slice() {
        [user, id] => (name(user)?, *id),
        [id] => ("", *id),
        _ => return None,
    };
    let is_script = has_ending(id, "js");
    let id = id.trim_end_matches(".js");
    if !id.bytes().all(|byte| byte.is_ascii_hexdigit()) || id.is_empty() {
        return None;
    }
    let slash = if user.is_empty() { "" } else { "/" };
    let mut page = format!("https://gist.github.com/{user}{slash}{id}");
    if let Some(file) = address.decoded("file") {
        let _ = write!(page, "#file-{}", anchor(&file));
    }
    Some(Embed {
        user: user.to_owned(),
        id: id.to_owned(),
        page: is_script.then_some(page),
        ..Embed::default()
    })
}

/// How a gist's page calls a file: `tide_Clock.rs` → `tide_clock-rs`
fn anchor(file: &str) -> String {
    let letters = file.chars().map(|c| match c {
        c if c.is_ascii_alphanumeric() || c == '_' => c.to_ascii_lowercase(),
        _ => '-',
    });
    letters.collect()
}

/// `google.com/maps/embed?pb=…`, `google.com/maps/d/embed?mid=a`, `maps.google.com/maps?q=a&output=embed`,
/// `maps.app.goo.gl/a`
pub(super) fn google_maps(address: &Address<'_>) -> Option<Embed> {
    let path = match address.path.as_slice() {
        ["maps", path @ ..] => path,
        [] if address.host.starts_with("maps.google.") => &[],
        [_] if address.host == "maps.app.goo.gl" => return Some(Embed::default()),
        _ => return None,
    };
    let secure = address.secure();
    Some(match (path, address.parameter("mid")) {
        (["embed"], _) => Embed { player: Some(secure), ..Embed::default() },
        (["d", form @ ("embed" | "viewer" | "edit")], Some(id)) => Embed {
            id: name(id)?.to_owned(),
            page: (*form == "embed")
                .then(|| format!("https://www.google.com/maps/d/viewer?mid={id}")),
            player: Some(format!("https://www.google.com/maps/d/embed?mid={id}")),
            ..Embed::default()
        },
        _ if address.parameter("output") == Some("embed") => Embed {
            page: Some(secure.replace("&output=embed", "").replace("output=embed&", "")),
            player: Some(secure),
            ..Embed::default()
        },
        _ => Embed::default(),
    })
}

/// `issuu.com/crew/docs/a`, `e.issuu.com/embed.html?d=a&u=crew`
pub(super) fn issuu(address: &Address<'_>) -> Option<Embed> {
    let (user, id, is_page) = match address.path.as_slice() {
        [user, "docs", id, ..] => (*user, *id, true),
        ["embed.html"] => (address.parameter("u")?, address.parameter("d")?, false),
        _ => return None,
    };
    let (user, id) = (name(user)?, name(id)?);
    Some(Embed {
        user: user.to_owned(),
        id: id.to_owned(),
        page: (!is_page).then(|| format!("https://issuu.com/{user}/docs/{id}")),
        player: Some(format!("https://e.issuu.com/embed.html?d={id}&u={user}")),
        ..Embed::default()
    })
}

/// `jsfiddle.net/crew/a/2/`, `jsfiddle.net/a/embedded/result/`
pub(super) fn jsfiddle(address: &Address<'_>) -> Option<Embed> {
    let mut parts = address.path.split(|part| matches!(*part, "embedded" | "embed"));
    let fiddle = parts.next().filter(|fiddle| (1..=3).contains(&fiddle.len()))?;
    let (user, id) = match fiddle {
        [user, id, rest @ ..] if number(id).is_none() || !rest.is_empty() => (word(user)?, *id),
        [id, ..] => ("", *id),
        [] => return None,
    };
    let page = format!("https://jsfiddle.net/{}/", fiddle.join("/"));
    Some(Embed {
        user: user.to_owned(),
        id: word(id)?.to_owned(),
        player: Some(format!("{page}embedded/")),
        page: parts.next().is_some().then_some(page),
        ..Embed::default()
    })
}

/// `mixcloud.com/crew/a/`, `mixcloud.com/widget/iframe/?feed=%2Fcrew%2Fa%2F`
pub(super) fn mixcloud(address: &Address<'_>) -> Option<Embed> {
    let feed;
    let (user, id, is_page) = match address.path.as_slice() {
        ["widget", "iframe"] => {
            feed = address.decoded("feed")?;
            let mut parts = feed.rsplit('/').filter(|part| !part.is_empty());
            let id = parts.next()?;
            (parts.next()?, id, false)
        }
        [user, id] => (*user, *id, true),
        _ => return None,
    };
    let (user, id) = (name(user)?, name(id)?);
    Some(Embed {
        user: user.to_owned(),
        id: id.to_owned(),
        page: (!is_page).then(|| format!("https://www.mixcloud.com/{user}/{id}/")),
        player: Some(format!("https://www.mixcloud.com/widget/iframe/?feed=%2F{user}%2F{id}%2F")),
        ..Embed::default()
    })
}

/// `scribd.com/document/1/title`, `scribd.com/embeds/1/content?access_key=a`,
/// `d1.scribdassets.com/ScribdViewer.swf?document_id=1`
pub(super) fn scribd(address: &Address<'_>) -> Option<Embed> {
    let (id, is_page) = match address.path.as_slice() {
        ["doc" | "document" | "presentation" | "book", id, ..] => (*id, true),
        ["embeds", id, ..] => (*id, false),
        [file] if has_ending(file, "swf") => (address.parameter("document_id")?, false),
        _ => return None,
    };
    let id = number(id)?;
    let key = address.parameter("access_key").and_then(word);
    let key = key.map_or(String::new(), |key| format!("?access_key={key}"));
    Some(Embed {
        id: id.to_owned(),
        page: (!is_page).then(|| format!("https://www.scribd.com/document/{id}")),
        player: Some(format!("https://www.scribd.com/embeds/{id}/content{key}")),
        ..Embed::default()
    })
}

/// `slideshare.net/crew/boats`, `slideshare.net/slideshow/embed_code/1`,
/// `static.slidesharecdn.com/swf/ssplayer2.swf?doc=a&stripped_title=boats&userName=crew`
pub(super) fn slideshare(address: &Address<'_>) -> Option<Embed> {
    let (user, id, embedded) = match address.path.as_slice() {
        [.., file] if has_ending(file, "swf") => {
            let title = address.parameter("stripped_title").and_then(name)?;
            let user = address.parameter("userName").and_then(name)?;
            let page = Some(format!("https://www.slideshare.net/{user}/{title}"));
            return Some(Embed { user: user.into(), id: title.into(), page, ..Embed::default() });
        }
        ["slideshow", "embed_code", "key", key] => ("", word(key)?, Some(format!("key/{key}"))),
        ["slideshow", "embed_code", id] => ("", number(id)?, Some((*id).to_owned())),
        ["slideshow", _, id] => ("", number(id)?, None),
        [user, id] => (name(user)?, name(id)?, None),
        _ => return None,
    };
    Some(Embed {
        user: user.to_owned(),
        id: id.to_owned(),
        player: embedded
            .map(|form| format!("https://www.slideshare.net/slideshow/embed_code/{form}")),
        ..Embed::default()
    })
}

/// `soundcloud.com/crew/a`, `soundcloud.com/crew/sets/a`, `w.soundcloud.com/player/?url=…`,
/// `api.soundcloud.com/tracks/1`
pub(super) fn soundcloud(address: &Address<'_>) -> Option<Embed> {
    if address.host == "soundcloud.com" {
        return soundcloud_page(address);
    }
    let is_number = address.host == "api.soundcloud.com";
    let url = if is_number { address.secure() } else { address.decoded("url")? };
    let player = format!("https://w.soundcloud.com/player/?url={}", encoded(&url));
    let inner = Address::parse(&url)?;
    match soundcloud_page(&inner).filter(|_| inner.host == "soundcloud.com") {
        Some(embed) => Some(Embed { page: Some(inner.secure()), ..embed }),
        // A track's number leads to no page, so its player is the best address that there is.
        None => {
            Some(Embed { page: Some(player.clone()), player: Some(player), ..Embed::default() })
        }
    }
}

fn soundcloud_page(address: &Address<'_>) -> Option<Embed> {
    let (user, kind, id) = match address.path.as_slice() {
        [user, "sets", id] => (*user, "set", *id),
        [user, id] => (*user, "", *id),
        _ => return None,
    };
    let page = address.secure();
    Some(Embed {
        kind: kind.to_owned(),
        user: name(user)?.to_owned(),
        id: name(id)?.to_owned(),
        player: Some(format!("https://w.soundcloud.com/player/?url={}", encoded(&page))),
        ..Embed::default()
    })
}

/// `speakerdeck.com/crew/boats`, `speakerdeck.com/player/a`, `speakerdeck.com/embed/a.js`
pub(super) fn speakerdeck(address: &Address<'_>) -> Option<Embed> {
    match address.path.as_slice() {
        ["player" | "embed", id] => {
            let id = word(id)?;
            let player = Some(format!("https://speakerdeck.com/player/{id}"));
            Some(Embed { id: id.into(), page: player.clone(), player, ..Embed::default() })
        }
        [user, id] => {
            Some(Embed { user: name(user)?.into(), id: name(id)?.into(), ..Embed::default() })
        }
        _ => None,
    }
}

/// `open.spotify.com/track/a`, `open.spotify.com/embed/track/a`, `embed.spotify.com/?uri=spotify:track:a`
pub(super) fn spotify(address: &Address<'_>) -> Option<Embed> {
    let uri = address.decoded("uri");
    let of_uri: Vec<&str> = uri.iter().flat_map(|uri| uri.split(':').skip(1)).collect();
    let (path, is_page) = match address.path.as_slice() {
        [] => (of_uri.as_slice(), false),
        ["embed" | "embed-podcast", path @ ..] => (path, false),
        path => (path, true),
    };
    let [.., kind, id] = path else { return None };
    let kind = SPOTIFY_KINDS.iter().find(|known| *known == kind)?;
    let id = word(id)?;
    Some(Embed {
        kind: (*kind).to_owned(),
        id: id.to_owned(),
        page: (!is_page).then(|| format!("https://open.spotify.com/{kind}/{id}")),
        player: Some(format!("https://open.spotify.com/embed/{kind}/{id}")),
        ..Embed::default()
    })
}

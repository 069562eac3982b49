//! Sites of films.

use std::fmt::Write as _;

use super::Embed;
use crate::convert::lower::embeds::address::{Address, has_ending, name, number, word};

/// `bilibili.com/video/BV1x`, `player.bilibili.com/player.html?bvid=BV1x`,
/// `static.hdslb.com/miniloader.swf?aid=1`
pub(super) fn bilibili(address: &Address<'_>) -> Option<Embed> {
    let in_parameter = || match (address.parameter("bvid"), address.parameter("aid")) {
        (Some(id), _) if !id.is_empty() => word(id).map(str::to_owned),
        (_, aid) => Some(format!("av{}", number(aid?)?)),
    };
    let (id, is_page) = match address.path.as_slice() {
        ["video", id, ..] => (word(id)?.to_owned(), true),
        [id] if address.host == "b23.tv" => (word(id)?.to_owned(), true),
        ["player.html" | "miniloader.swf"] => (in_parameter()?, false),
        _ => return None,
    };
    let parameter = match id.strip_prefix("av") {
        Some(aid) => format!("aid={aid}"),
        None => format!("bvid={id}"),
    };
    Some(Embed {
        page: (!is_page).then(|| format!("https://www.bilibili.com/video/{id}")),
        player: Some(format!("https://player.bilibili.com/player.html?{parameter}")),
        id,
        ..Embed::default()
    })
}

/// `dailymotion.com/video/x1_a-title`, `dai.ly/x1`, `dailymotion.com/embed/video/x1`, `dailymotion.com/swf/x1`,
/// `geo.dailymotion.com/player.html?video=x1`
pub(super) fn dailymotion(address: &Address<'_>) -> Option<Embed> {
    let (id, is_page) = match address.path.as_slice() {
        ["video", id, ..] => (*id, true),
        [id] if address.host == "dai.ly" => (*id, true),
        ["embed" | "swf", "video", id, ..] | ["swf", id, ..] => (*id, false),
        [.., player] if address.host.starts_with("geo.") && has_ending(player, "html") => {
            (address.parameter("video")?, false)
        }
        _ => return None,
    };
    let id = word(id.split('_').next()?)?;
    let start = address.start();
    let time = |mark| start.map_or(String::new(), |start| format!("{mark}start={start}"));
    Some(Embed {
        id: id.to_owned(),
        page: (!is_page).then(|| format!("https://www.dailymotion.com/video/{id}{}", time('?'))),
        player: Some(format!("https://geo.dailymotion.com/player.html?video={id}{}", time('&'))),
        start,
        ..Embed::default()
    })
}

/// `archive.org/details/a`, `archive.org/embed/a`
pub(super) fn internet_archive(address: &Address<'_>) -> Option<Embed> {
    let [form @ ("details" | "embed"), id, ..] = address.path.as_slice() else { return None };
    let id = name(id)?;
    Some(Embed {
        id: id.to_owned(),
        page: (*form == "embed").then(|| format!("https://archive.org/details/{id}")),
        player: Some(format!("https://archive.org/embed/{id}")),
        ..Embed::default()
    })
}

/// `kickstarter.com/projects/crew/boat`, `kickstarter.com/projects/crew/boat/widget/video.html`
pub(super) fn kickstarter(address: &Address<'_>) -> Option<Embed> {
    let ["projects", user, id, rest @ ..] = address.path.as_slice() else { return None };
    let (user, id) = (name(user)?, name(id)?);
    let page = format!("https://www.kickstarter.com/projects/{user}/{id}");
    Some(Embed {
        user: user.to_owned(),
        id: id.to_owned(),
        player: Some(format!("{page}/widget/video.html")),
        page: (rest.first() == Some(&"widget")).then_some(page),
        ..Embed::default()
    })
}

/// `loom.com/share/a`, `loom.com/embed/a`
pub(super) fn loom(address: &Address<'_>) -> Option<Embed> {
    let [form @ ("share" | "embed"), id, ..] = address.path.as_slice() else { return None };
    let id = word(id)?;
    Some(Embed {
        id: id.to_owned(),
        page: (*form == "embed").then(|| format!("https://www.loom.com/share/{id}")),
        player: Some(format!("https://www.loom.com/embed/{id}")),
        ..Embed::default()
    })
}

/// `ted.com/talks/a_talk`, `embed.ted.com/talks/lang/de/a_talk`, `embed-ssl.ted.com/talks/a_talk.html`
pub(super) fn ted(address: &Address<'_>) -> Option<Embed> {
    let id = match address.path.as_slice() {
        ["talks", "view", "id", id] | ["talks", "lang", _, id] | ["talks", id] => *id,
        _ => return None,
    };
    let id = word(id)?;
    // The number of a talk leads to its page, but no player knows it.
    let has_player = number(id).is_none();
    Some(Embed {
        id: id.to_owned(),
        page: (address.host != "ted.com").then(|| format!("https://www.ted.com/talks/{id}")),
        player: has_player.then(|| format!("https://embed.ted.com/talks/{id}")),
        ..Embed::default()
    })
}

/// `twitch.tv/videos/1`, `clips.twitch.tv/a`, `player.twitch.tv/?video=v1`, `player.twitch.tv/?channel=crew`
///
/// Their player wants to know the new site's name, so none is made.
pub(super) fn twitch(address: &Address<'_>) -> Option<Embed> {
    let is_player = address.host == "player.twitch.tv";
    let (kind, id, is_page) = match address.path.as_slice() {
        [] | ["index.html"] if is_player => match address.parameter("video") {
            Some(id) => ("", id.trim_start_matches('v'), false),
            None => ("channel", address.parameter("channel")?, false),
        },
        ["videos", id] | [_, "v", id] => ("", *id, true),
        [_, "clip", id] => ("clip", *id, true),
        ["embed"] if address.host == "clips.twitch.tv" => {
            ("clip", address.parameter("clip")?, false)
        }
        [id] if address.host == "clips.twitch.tv" => ("clip", *id, true),
        [id] if address.host == "twitch.tv" => ("channel", *id, true),
        _ => return None,
    };
    let id = word(id)?;
    let start = address.start();
    let mut page = match kind {
        "clip" => format!("https://clips.twitch.tv/{id}"),
        "channel" => format!("https://www.twitch.tv/{id}"),
        _ => format!("https://www.twitch.tv/videos/{}", number(id)?),
    };
    if let Some(start) = start {
        let _ = write!(page, "?t={start}s");
    }
    let page = (!is_page).then_some(page);
    Some(Embed { kind: kind.to_owned(), id: id.to_owned(), page, start, ..Embed::default() })
}

/// `videopress.com/v/a`, `videopress.com/embed/a`, `v.wordpress.com/a`
pub(super) fn videopress(address: &Address<'_>) -> Option<Embed> {
    let (id, is_page) = match address.path.as_slice() {
        ["v", id] => (*id, true),
        ["embed", id] => (*id, false),
        [id] if address.host == "v.wordpress.com" => (*id, false),
        _ => return None,
    };
    let id = word(id)?;
    Some(Embed {
        id: id.to_owned(),
        page: (!is_page).then(|| format!("https://videopress.com/v/{id}")),
        player: Some(format!("https://videopress.com/embed/{id}")),
        ..Embed::default()
    })
}

/// `vimeo.com/1`, `vimeo.com/channels/a/1`, `vimeo.com/1/hash` of an unlisted film,
/// `player.vimeo.com/video/1?h=hash`, `vimeo.com/moogaloop.swf?clip_id=1`
pub(super) fn vimeo(address: &Address<'_>) -> Option<Embed> {
    let (id, hash, is_page) = match address.path.as_slice() {
        ["video", id] => (*id, address.parameter("h"), false),
        ["moogaloop.swf"] => (address.parameter("clip_id")?, None, false),
        ["channels" | "groups" | "album" | "showcase", .., id] | [id] => (*id, None, true),
        [id, hash] => (*id, Some(*hash), true),
        _ => return None,
    };
    let id = number(id)?;
    let hash = hash.and_then(word);
    let time = address.start().map_or(String::new(), |start| format!("#t={start}s"));
    let join = |mark: &str| hash.map_or(String::new(), |hash| format!("{mark}{hash}"));
    Some(Embed {
        // Nobody sees an unlisted film without its hash.
        kind: hash.map_or("", |_| "unlisted").to_owned(),
        id: id.to_owned(),
        page: (!is_page).then(|| format!("https://vimeo.com/{id}{}{time}", join("/"))),
        player: Some(format!("https://player.vimeo.com/video/{id}{}{time}", join("?h="))),
        start: address.start(),
        ..Embed::default()
    })
}

/// `crew.wistia.com/medias/a`, `fast.wistia.net/embed/iframe/a`
pub(super) fn wistia(address: &Address<'_>) -> Option<Embed> {
    let (["medias", id] | ["embed", "iframe", id]) = address.path.as_slice() else { return None };
    let id = word(id)?;
    let player = Some(format!("https://fast.wistia.net/embed/iframe/{id}"));
    Some(Embed { id: id.to_owned(), player, ..Embed::default() })
}

/// `wordpress.tv/2012/08/01/a-talk/`
pub(super) fn wordpress_tv(address: &Address<'_>) -> Option<Embed> {
    let [year, _, _, id] = address.path.as_slice() else { return None };
    number(year)?;
    Some(Embed { id: name(id)?.to_owned(), ..Embed::default() })
}

/// `v.youku.com/v_show/id_a.html`, `player.youku.com/embed/a`, `player.youku.com/player.php/sid/a/v.swf`
pub(super) fn youku(address: &Address<'_>) -> Option<Embed> {
    let (id, is_page) = match address.path.as_slice() {
        ["v_show", file] => (file.strip_prefix("id_")?.split('.').next()?, true),
        ["embed", id] | ["player.php", .., "sid", id, _] => (*id, false),
        _ => return None,
    };
    let id = name(id)?;
    Some(Embed {
        id: id.to_owned(),
        page: (!is_page).then(|| format!("https://v.youku.com/v_show/id_{id}.html")),
        player: Some(format!("https://player.youku.com/embed/{id}")),
        ..Embed::default()
    })
}

/// `youtube.com/watch?v=a`, `youtu.be/a`, `/shorts/a`, `/live/a`, `/embed/a?start=9`, `/v/a&hl=en`,
/// `/playlist?list=b`, `/embed/videoseries?list=b`
pub(super) fn youtube(address: &Address<'_>) -> Option<Embed> {
    let (id, is_page) = match address.path.as_slice() {
        ["playlist"] => return playlist(address, None),
        ["embed", "videoseries"] => {
            return playlist(address, Some("https://www.youtube.com/playlist?list="));
        }
        ["watch", ..] => (address.parameter("v")?, true),
        ["shorts" | "live", id, ..] => (*id, true),
        ["embed" | "v" | "e", id, ..] => (*id, false),
        [id] if address.host == "youtu.be" => (*id, true),
        _ => return None,
    };
    let id = word(id)?;
    let start = address.start();
    let list = address.parameter("list").and_then(word);
    let mut page = format!("https://www.youtube.com/watch?v={id}");
    let mut player = format!("https://www.youtube.com/embed/{id}");
    if let Some(list) = list {
        let _ = write!(page, "&list={list}");
        let _ = write!(player, "?list={list}");
    }
    if let Some(start) = start {
        let _ = write!(page, "&t={start}s");
        let mark = if list.is_some() { '&' } else { '?' };
        let _ = write!(player, "{mark}start={start}");
    }
    let page = (!is_page).then_some(page);
    Some(Embed { id: id.to_owned(), page, player: Some(player), start, ..Embed::default() })
}

fn playlist(address: &Address<'_>, page: Option<&str>) -> Option<Embed> {
    let id = word(address.parameter("list")?)?;
    Some(Embed {
        kind: "playlist".to_owned(),
        id: id.to_owned(),
        page: page.map(|page| format!("{page}{id}")),
        player: Some(format!("https://www.youtube.com/embed/videoseries?list={id}")),
        ..Embed::default()
    })
}

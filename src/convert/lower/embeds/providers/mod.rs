//! Other sites whose players and posts stand in posts: name, hosts, and a plain function that reads
//! their addresses in every form that people paste.
//!
//! The forms are those of each provider's share dialogs, now and in the days of Flash.

mod films;
mod posts;
mod works;

use super::address::{self, Address};

/// What an address embeds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::convert::lower) struct Embed {
    /// The provider's name in the table.
    pub(in crate::convert::lower) provider: &'static str,
    /// What kind of thing it is, where the provider has several and this is not the usual one.
    pub(in crate::convert::lower) kind: String,
    /// Whose it is, where the address says so.
    pub(in crate::convert::lower) user: String,
    /// What the provider calls it; empty where no address holds it.
    pub(in crate::convert::lower) id: String,
    /// Its page, where the address is not already one.
    pub(in crate::convert::lower) page: Option<String>,
    /// Its player, for an `<iframe>`.
    pub(in crate::convert::lower) player: Option<String>,
    /// Where to begin, in seconds.
    pub(in crate::convert::lower) start: Option<u32>,
}

/// A provider's name, its hosts as [`Address::is_at`] takes them, and how its addresses are read.
type Provider = (&'static str, &'static [&'static str], fn(&Address<'_>) -> Option<Embed>);

const PROVIDERS: &[Provider] = &[
    ("apple-podcasts", &["podcasts.apple.com", "embed.podcasts.apple.com"], works::apple_podcasts),
    ("bandcamp", &[".bandcamp.com"], works::bandcamp),
    (
        "bilibili",
        &["bilibili.com", "player.bilibili.com", "static.hdslb.com", "b23.tv"],
        films::bilibili,
    ),
    ("bluesky", &["bsky.app", "embed.bsky.app"], posts::bluesky),
    ("codepen", &["codepen.io"], works::codepen),
    ("dailymotion", &["dailymotion.com", "geo.dailymotion.com", "dai.ly"], films::dailymotion),
    ("facebook", &["facebook.com", "fb.watch"], posts::facebook),
    ("flickr", &["flickr.com", "flic.kr"], posts::flickr),
    ("giphy", &["giphy.com"], posts::giphy),
    ("gist", &["gist.github.com"], works::gist),
    ("google-maps", &["google.*", "maps.google.*", "maps.app.goo.gl"], works::google_maps),
    ("instagram", &["instagram.com", "instagr.am"], posts::instagram),
    ("internet-archive", &["archive.org"], films::internet_archive),
    ("issuu", &["issuu.com", "e.issuu.com"], works::issuu),
    ("jsfiddle", &["jsfiddle.net"], works::jsfiddle),
    ("kickstarter", &["kickstarter.com"], films::kickstarter),
    ("loom", &["loom.com"], films::loom),
    ("mastodon", &["*"], posts::mastodon),
    ("mixcloud", &["mixcloud.com", "player-widget.mixcloud.com"], works::mixcloud),
    ("pinterest", &["pinterest.*", ".pinterest.com"], posts::pinterest),
    ("reddit", &[".reddit.com", "redditmedia.com", "redd.it"], posts::reddit),
    ("scribd", &[".scribd.com", ".scribdassets.com"], works::scribd),
    ("slideshare", &[".slideshare.net", "static.slidesharecdn.com"], works::slideshare),
    (
        "soundcloud",
        &["soundcloud.com", "w.soundcloud.com", "player.soundcloud.com", "api.soundcloud.com"],
        works::soundcloud,
    ),
    ("speakerdeck", &["speakerdeck.com"], works::speakerdeck),
    ("spotify", &["open.spotify.com", "embed.spotify.com"], works::spotify),
    ("ted", &["ted.com", "embed.ted.com", "embed-ssl.ted.com"], films::ted),
    ("tiktok", &["tiktok.com"], posts::tiktok),
    ("tumblr", &[".tumblr.com"], posts::tumblr),
    ("twitch", &["twitch.tv", "clips.twitch.tv", "player.twitch.tv"], films::twitch),
    (
        "videopress",
        &["videopress.com", "video.wordpress.com", "v.wordpress.com"],
        films::videopress,
    ),
    ("vimeo", &["vimeo.com", "player.vimeo.com"], films::vimeo),
    ("wistia", &[".wistia.com", ".wistia.net"], films::wistia),
    ("wordpress-tv", &["wordpress.tv"], films::wordpress_tv),
    ("x", &["twitter.com", "x.com"], posts::x),
    ("youku", &["v.youku.com", "player.youku.com"], films::youku),
    (
        "youtube",
        &[
            "youtube.com",
            "youtube-nocookie.com",
            "youtu.be",
            "music.youtube.com",
            "youtube.googleapis.com",
        ],
        films::youtube,
    ),
];

/// What an address as HTML holds it embeds, if one of the providers knows it.
///
/// `//www.youtube.com/embed/a?start=9` → youtube, `a`, 9 seconds
pub(in crate::convert::lower) fn read(url: &str) -> Option<Embed> {
    let url = address::without_entities(url);
    let address = Address::parse(&url)?;
    PROVIDERS.iter().find_map(|(provider, hosts, read)| {
        let is_there = hosts.iter().any(|host| address.is_at(host));
        let embed = is_there.then(|| read(&address)).flatten()?;
        Some(Embed { provider, ..embed })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::target::PROVIDERS as NAMES;

    #[test]
    fn the_table_is_sorted_and_target_files_know_its_names() {
        assert!(PROVIDERS.is_sorted_by(|one, other| one.0 < other.0));
        assert_eq!(PROVIDERS.iter().map(|it| it.0).collect::<Vec<_>>(), NAMES);
    }

    /// What of a table in `docs/embeds.md` stands in the column of addresses, by provider.
    fn documented() -> Vec<(String, Vec<String>)> {
        let page = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/embeds.md");
        let text = std::fs::read_to_string(page).expect("a page of the docs");
        let rows = text.lines().filter(|line| line.starts_with("| `"));
        rows.map(|row| {
            let mut cells = row.trim_matches('|').split('|').map(str::trim);
            let name = cells.next().expect("a name").trim_matches('`').to_owned();
            let forms = cells.next().expect("addresses");
            let forms = forms.split('`').skip(1).step_by(2).map(|it| format!("https://{it}"));
            (name, forms.collect())
        })
        .collect()
    }

    #[test]
    fn every_form_in_the_docs_is_read() {
        let documented = documented();
        let names: Vec<_> = documented.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, NAMES);
        for (name, forms) in &documented {
            assert!(!forms.is_empty(), "{name}");
            for form in forms {
                assert_eq!(read(form).map(|it| it.provider), Some(name.as_str()), "{form}");
            }
        }
    }

    #[test]
    fn every_provider_has_a_case() {
        let cases = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/content-embeds.md");
        let cases = std::fs::read_to_string(cases).expect("a case file");
        let urls = cases.split(['"', ' ', '\n', '<', '>', ']', '[']);
        let mut seen: Vec<_> = urls.filter_map(|url| Some(read(url)?.provider)).collect();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen, NAMES);
    }

    #[test]
    fn what_a_page_and_a_player_are_called_is_read_back() {
        for (_, forms) in documented() {
            for embed in forms.iter().filter_map(|form| read(form)) {
                for made in [&embed.page, &embed.player].into_iter().flatten() {
                    let again = read(made).unwrap_or_else(|| panic!("{made} is not known"));
                    assert_eq!((again.provider, &again.id), (embed.provider, &embed.id), "{made}");
                }
            }
        }
    }

    #[test]
    fn pages_that_embed_nothing_are_left_alone() {
        for url in [
            "https://www.youtube.com/",
            "https://www.youtube.com/user/crew",
            "https://www.facebook.com/plugins/like.php?href=x",
            "https://www.facebook.com/crew",
            "https://twitter.com/crew",
            "https://www.instagram.com/crew/",
            "https://www.google.com/search?q=x",
            "https://github.com/a/b",
            "https://medium.com/@crew/a-story-12",
            "https://vimeo.com/about",
            "https://archive.org/web/",
        ] {
            assert_eq!(read(url), None, "{url}");
        }
    }
}

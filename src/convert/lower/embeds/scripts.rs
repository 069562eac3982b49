//! Scripts that other sites give out: those that show something themselves, and those that only dress
//! up a quotation or link beside them.

use super::address::{self, Address};
use crate::convert::lower::markup;

/// Scripts that only dress up what stands beside them: host and the end of the path. Sorted.
const LOADERS: &[(&str, &str)] = &[
    ("assets.pinterest.com", "/pinit.js"),
    ("assets.tumblr.com", "/post.js"),
    ("connect.facebook.net", ".js"),
    ("cpwebassets.codepen.io", "/ei.js"),
    ("embed.bsky.app", "/embed.js"),
    ("embed.reddit.com", "/widgets.js"),
    ("embed.redditmedia.com", "/platform.js"),
    ("embedr.flickr.com", "/client-code.js"),
    ("instagram.com", "/embed.js"),
    ("platform.instagram.com", "/embeds.js"),
    ("platform.twitter.com", "/widgets.js"),
    ("platform.x.com", "/widgets.js"),
    ("production-assets.codepen.io", "/ei.js"),
    ("redditstatic.com", "/comment-embed.js"),
    ("static.codepen.io", "/ei.js"),
    ("tiktok.com", "/embed.js"),
];

/// What a script is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Script {
    /// It shows what is at this address.
    Shows(String),
    /// It shows nothing by itself.
    Loads,
    /// Something else.
    Other,
}

/// What the opening tag of a script says.
///
/// `<script src="https://gist.github.com/crew/1.js">` → shows that gist
pub(super) fn read(raw_tag: &str) -> Script {
    let Some(src) = markup::attribute(raw_tag, "src") else { return Script::Other };
    let url = address::without_entities(src);
    let Some(address) = Address::parse(&url) else { return Script::Other };
    let file = address.path.last().copied().unwrap_or_default();
    if address.host == "speakerdeck.com" && address.path == ["assets", "embed.js"] {
        let id = markup::attribute(raw_tag, "data-id").and_then(address::word);
        return id.map_or(Script::Other, |id| {
            Script::Shows(format!("https://speakerdeck.com/player/{id}"))
        });
    }
    let shows = matches!(address.host.as_str(), "gist.github.com" | "speakerdeck.com");
    if shows && address::has_ending(file, "js") {
        return Script::Shows(src.to_owned());
    }
    let path = format!("/{file}");
    let loads = LOADERS.iter().any(|(host, end)| address.host == *host && path.ends_with(end));
    if loads || file == "wp-embed.min.js" { Script::Loads } else { Script::Other }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted() {
        assert!(LOADERS.is_sorted());
    }

    #[test]
    fn what_scripts_do() {
        let shows = |url: &str| Script::Shows(url.to_owned());
        assert_eq!(
            read("<script src='//gist.github.com/a/1.js?file=b.rs'>"),
            shows("//gist.github.com/a/1.js?file=b.rs")
        );
        assert_eq!(
            read(
                "<script async class=\"speakerdeck-embed\" data-id=\"a1\" src=\"//speakerdeck.com/assets/embed.js\">"
            ),
            shows("https://speakerdeck.com/player/a1")
        );
        for (host, end) in LOADERS {
            assert_eq!(read(&format!("<script async src=\"//{host}/a{end}\">")), Script::Loads);
        }
        for other in
            ["<script>", "<script src=\"https://x.org/widgets.js\">", "<script src=\"a.js\">"]
        {
            assert_eq!(read(other), Script::Other, "{other}");
        }
    }
}

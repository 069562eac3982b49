//! How a generator embeds other sites: provider → template.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::{Deserializer, Error as _};

use crate::error::nearest;

/// The providers that a target file may name, sorted; `docs/embeds.md` lists what each knows.
pub const PROVIDERS: &[&str] = &[
    "apple-podcasts",
    "bandcamp",
    "bilibili",
    "bluesky",
    "codepen",
    "dailymotion",
    "facebook",
    "flickr",
    "giphy",
    "gist",
    "google-maps",
    "instagram",
    "internet-archive",
    "issuu",
    "jsfiddle",
    "kickstarter",
    "loom",
    "mastodon",
    "mixcloud",
    "pinterest",
    "reddit",
    "scribd",
    "slideshare",
    "soundcloud",
    "speakerdeck",
    "spotify",
    "ted",
    "tiktok",
    "tumblr",
    "twitch",
    "videopress",
    "vimeo",
    "wistia",
    "wordpress-tv",
    "x",
    "youku",
    "youtube",
];

/// What a template may ask for, sorted.
const PLACEHOLDERS: &[&str] = &["id", "kind", "player", "start", "url", "user"];

/// Templates by provider. Of several the first counts for which an embed has everything.
///
/// `youtube = ['{{< youtube id="$id" start=$start >}}', '{{< youtube $id >}}']`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Embeds(BTreeMap<String, Vec<Template>>);

/// What is written for an embed, cut at its placeholders.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Template(Vec<Part>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Placeholder(String),
}

impl Embeds {
    /// The first template of a provider that can be filled in; `value` tells what an embed has. An
    /// embed that has a `kind` is not the usual thing, so its template must ask for it.
    #[must_use]
    pub fn fill(&self, provider: &str, value: impl Fn(&str) -> Option<String>) -> Option<String> {
        let has_kind = value("kind").is_some();
        let mut templates = self.0.get(provider)?.iter();
        templates.find_map(|template| {
            let fits = !has_kind || template.asks_for("kind");
            fits.then(|| template.fill(&value)).flatten()
        })
    }
}

impl Template {
    fn parse(text: &str) -> Result<Self, String> {
        let mut pieces = text.split('$');
        let mut parts = vec![Part::Text(pieces.next().unwrap_or_default().to_owned())];
        for piece in pieces {
            let end = piece.find(|c: char| !c.is_ascii_lowercase()).unwrap_or(piece.len());
            let (name, behind) = piece.split_at(end);
            if PLACEHOLDERS.binary_search(&name).is_err() {
                let known = nearest(name, PLACEHOLDERS.iter().copied());
                return Err(format!("`{text}` asks for `${name}`; the nearest is `${known}`"));
            }
            parts.push(Part::Placeholder(name.to_owned()));
            parts.push(Part::Text(behind.to_owned()));
        }
        Ok(Self(parts))
    }

    fn asks_for(&self, name: &str) -> bool {
        self.0.iter().any(|part| matches!(part, Part::Placeholder(it) if it == name))
    }

    fn fill(&self, value: impl Fn(&str) -> Option<String>) -> Option<String> {
        let parts = self.0.iter().map(|part| match part {
            Part::Text(text) => Some(text.clone()),
            Part::Placeholder(name) => value(name),
        });
        parts.collect()
    }
}

/// One template, or several.
#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    One(String),
    Several(Vec<String>),
}

impl<'de> Deserialize<'de> for Embeds {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = BTreeMap::<String, Written>::deserialize(deserializer)?;
        let mut embeds = BTreeMap::new();
        for (provider, written) in written {
            if PROVIDERS.binary_search(&provider.as_str()).is_err() {
                let known = nearest(&provider, PROVIDERS.iter().copied());
                let message =
                    format!("there is no provider `{provider}`; the nearest is `{known}`");
                return Err(D::Error::custom(message));
            }
            let texts = match written {
                Written::One(text) => vec![text],
                Written::Several(texts) => texts,
            };
            let templates = texts.iter().map(|text| Template::parse(text));
            embeds.insert(provider, templates.collect::<Result<_, _>>().map_err(D::Error::custom)?);
        }
        Ok(Self(embeds))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Embeds, String> {
        toml::from_str(text).map_err(|cause| cause.to_string())
    }

    #[test]
    fn the_tables_are_sorted() {
        assert!(PROVIDERS.is_sorted());
        assert!(PLACEHOLDERS.is_sorted());
    }

    #[test]
    fn the_first_template_counts_that_can_be_filled_in() {
        let embeds = parse("vimeo = ['{{< v $id $start >}}', '{{< v $id >}}']").expect("valid");
        let id = |name: &str| (name == "id").then(|| "1".to_owned());
        assert_eq!(embeds.fill("vimeo", id).as_deref(), Some("{{< v 1 >}}"));
        let all = |name: &str| (name != "kind").then(|| name.to_uppercase());
        assert_eq!(embeds.fill("vimeo", all).as_deref(), Some("{{< v ID START >}}"));
        assert_eq!(embeds.fill("vimeo", |name| Some(name.to_owned())), None);
        assert_eq!(embeds.fill("vimeo", |_| None), None);
        assert_eq!(embeds.fill("youtube", all), None);
    }

    #[test]
    fn unknown_names_are_errors_that_name_the_nearest() {
        let fault = |text| parse(text).expect_err("an error");
        assert!(fault("yotube = 'x'").contains("`yotube`; the nearest is `youtube`"));
        assert!(fault("x = '$ids'").contains("`$ids`; the nearest is `$id`"));
        assert!(fault("x = 1").contains('x'));
    }
}

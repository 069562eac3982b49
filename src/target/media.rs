//! Where a generator wants uploaded media, and how a post takes its own along.

use serde::Deserialize;

use crate::error::Error;
use crate::target::{MediaLinkForm, Target};

/// Where uploaded media go.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Media {
    /// The folder of the output that takes the content of `wp-content/uploads`.
    pub folder: String,
    /// How a document links to a file in it.
    pub links: MediaLinkForm,
    /// How a post takes along what was uploaded to it, where the generator knows such a thing.
    #[serde(default)]
    pub bundle: Option<Bundle>,
    /// Which of the two the user wants. No convention of a generator, so no target file names it.
    #[serde(skip)]
    pub places: MediaPlaces,
}

/// Where media files go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MediaPlaces {
    /// All into one folder, as WordPress has them.
    #[default]
    Shared,
    /// Those of a post into a folder of its own, and the others into the shared one.
    Bundle,
}

/// A post with its media: the folder of its name, `posts/pier.md` → `posts/pier/`.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Bundle {
    /// What the file of the post is called in its folder; where nothing is said, it stays beside the
    /// folder.
    #[serde(default)]
    pub file: Option<String>,
    /// How documents link to what lies in it.
    pub links: BundleLinks,
    /// Endings of files that the generator would take for content of its own there. Such files go into
    /// the shared folder.
    #[serde(default)]
    pub not: Vec<String>,
}

/// How documents link to the media of a post.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum BundleLinks {
    /// The post itself by the name of the file, others by the post's address and the name.
    Beside,
    /// By the way from file to file.
    File,
    /// By the post's address and the name.
    Address,
}

impl Media {
    /// Where an upload goes below the output folder: `2012/05/a.jpg` → `static/…/2012/05/a.jpg`.
    #[must_use]
    pub fn place(&self, upload: &str) -> String {
        format!("{}/{upload}", self.folder)
    }

    /// How posts take their media along, if they do.
    #[must_use]
    pub fn bundles(&self) -> Option<&Bundle> {
        match self.places {
            MediaPlaces::Shared => None,
            MediaPlaces::Bundle => self.bundle.as_ref(),
        }
    }

    /// What is wrong with the bundles, as the end of a sentence.
    pub(super) fn fault(&self) -> Option<String> {
        let file = self.bundle.as_ref()?.file.as_ref()?;
        let is_note = matches!(file.rsplit_once('.'), Some((_, "md")));
        let is_name = is_note && !file.contains(['/', '\\', ':']);
        (!is_name).then(|| format!("the post of a bundle cannot be called `{file}`"))
    }
}

impl Bundle {
    /// Whether a file can lie in a bundle, by its name.
    #[must_use]
    pub fn takes(&self, name: &str) -> bool {
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        !self.not.iter().any(|not| not.eq_ignore_ascii_case(ending))
    }
}

impl Target {
    /// The same with media at these places.
    pub fn with_media_places(mut self, places: MediaPlaces) -> Result<Self, Error> {
        if places == MediaPlaces::Bundle && self.media.bundle.is_none() {
            return Err(Error::Target {
                place: self.name,
                cause: "the target has no folders for the media of a post".to_owned(),
                hint: "a target file says in `[media.bundle]` how they are made".to_owned(),
            });
        }
        self.media.places = places;
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::target;

    #[test]
    fn bundles_are_made_where_the_target_knows_them_and_the_user_wants_them() {
        let hugo = target::named("hugo").expect("an embedded target");
        assert!(hugo.media.bundles().is_none());
        let bundled = hugo.clone().with_media_places(MediaPlaces::Bundle).expect("bundles");
        assert_eq!(bundled.media.bundles(), hugo.media.bundle.as_ref());
        let mut without = hugo;
        without.media.bundle = None;
        let refused = without.with_media_places(MediaPlaces::Bundle);
        assert!(matches!(refused, Err(Error::Target { .. })));
    }

    #[test]
    fn a_bundle_takes_what_is_no_content() {
        let bundle = Bundle { file: None, links: BundleLinks::File, not: vec!["md".to_owned()] };
        assert!(bundle.takes("a.jpg") && bundle.takes("README"));
        assert!(!bundle.takes("a.MD"));
    }

    #[test]
    fn the_file_of_a_post_is_a_name() {
        let text = include_str!("hugo.toml");
        for name in ["x/index.md", "index.html", "../index.md"] {
            let own = text.replace("file = \"index.md\"", &format!("file = \"{name}\""));
            assert!(matches!(target::parse(&own, "own.toml"), Err(Error::Target { .. })), "{name}");
        }
    }
}

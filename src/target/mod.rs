//! A generator's conventions as data: the embedded `*.toml` files beside this one, and the same
//! struct for a user's own file. Knows no WordPress; whoever needs a convention reads its field.

mod archives;
mod base_url;
mod comments;
mod data_files;
mod embeds;
mod links;
mod media;

use serde::Deserialize;

use crate::error::Error;
use crate::markdown::Dialect;

pub use archives::{ArchiveFile, ArchivePage, Archives, Lister, When};
pub use base_url::BaseUrl;
pub use comments::{Beside, CommentField, CommentFiles, CommentSource};
pub use data_files::{DataFiles, DataFormat};
pub use embeds::{Embeds, PROVIDERS};
pub use links::{HiddenLinks, LinkForm, MediaLinkForm, Reference};
pub use media::{Bundle, BundleLinks, Media, MediaPlaces};

/// The embedded target files, by name.
const EMBEDDED: &[(&str, &str)] =
    &[("hugo", include_str!("hugo.toml")), ("markdown", include_str!("markdown.toml"))];

/// The target that is used when none is named.
pub const DEFAULT: &str = "markdown";

/// Everything that differs between generators.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Target {
    /// The name that `--target` takes.
    pub name: String,
    /// One line for people.
    pub description: String,
    /// How links between documents are written.
    pub links: LinkForm,
    /// What becomes of links to what is not written.
    #[serde(default)]
    pub hidden_links: HiddenLinks,
    /// Where files go.
    pub paths: Paths,
    /// The folder whose files are published as they are; empty where everything is.
    #[serde(default, rename = "static")]
    pub static_folder: String,
    /// Which lists of posts there are.
    #[serde(default)]
    pub archives: Archives,
    /// Where uploaded media go, and how they are linked.
    pub media: Media,
    /// Where what templates ask for goes.
    #[serde(default)]
    pub data: DataFiles,
    /// Where comments go that stand in no other file.
    #[serde(default)]
    pub comments: CommentFiles,
    /// What stands above the body.
    pub front_matter: FrontMatter,
    /// How the body is written.
    #[serde(default)]
    pub markdown: Dialect,
    /// How players and posts of other sites are written.
    #[serde(default)]
    pub embeds: Embeds,
    /// Where the new site will live. No convention of a generator, so no target file names it.
    #[serde(skip)]
    pub base_url: Option<BaseUrl>,
}

/// Templates of file paths below the output folder. `{path}` is the permalink's path without its
/// slashes at the ends, `{type}` the post type.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Paths {
    /// Posts.
    pub post: String,
    /// Pages.
    pub page: String,
    /// Every other type.
    pub other: String,
    /// What is not published, of any type.
    pub draft: String,
    /// The page that is the site's front page.
    pub home: String,
    /// File names, without their ending, that mean something else to the generator.
    #[serde(default)]
    pub reserved: Vec<String>,
}

/// What stands above the body.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct FrontMatter {
    /// The fields, in the order in which they are written.
    pub fields: Vec<Field>,
    /// Keys that mean something else to the generator, so that no taxonomy may take them.
    #[serde(default)]
    pub reserved: Vec<String>,
}

/// One field of the front matter. A field without a value is not written.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Field {
    /// The key; for [`Source::Taxonomies`] and [`Source::TaxonomySlugs`] each taxonomy's own name is
    /// the key.
    #[serde(default)]
    pub key: String,
    /// Where the value comes from.
    pub source: Source,
}

/// Where the value of a front matter field comes from.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// Plain text, entities decoded, tags stripped.
    Title,
    /// RFC 3339 with the offset of that very moment.
    Date,
    /// The last change, as the date; absent where it equals the date.
    Modified,
    /// The last part of the address, decoded.
    Slug,
    /// The full address that the item had in WordPress.
    Permalink,
    /// The address on the new site, from its root.
    Url,
    /// The author's display name.
    Author,
    /// Names of categories.
    Categories,
    /// Slugs of categories, decoded.
    CategorySlugs,
    /// Names of tags.
    Tags,
    /// Slugs of tags, decoded.
    TagSlugs,
    /// Names of the terms of every other taxonomy.
    Taxonomies,
    /// Their slugs, decoded.
    TaxonomySlugs,
    /// Former addresses of the item, from the site's root.
    Aliases,
    /// Plain text.
    Excerpt,
    /// A link to the featured image.
    Image,
    /// A link to the sound or film that a feed brings along; of several, a list.
    Enclosure,
    /// `true` for what is not published.
    Draft,
    /// Whether readers could comment: `true` or `false`.
    Comments,
    /// `menu_order`, where it is not zero.
    Weight,
    /// The number that WordPress gave the item.
    Id,
}

/// The names of all embedded targets, sorted.
pub fn names() -> impl Iterator<Item = &'static str> {
    EMBEDDED.iter().map(|(name, _)| *name)
}

/// The embedded target of this name.
pub fn named(name: &str) -> Result<Target, Error> {
    match EMBEDDED.iter().find(|(known, _)| *known == name) {
        Some((_, text)) => parse(text, name),
        None => Err(Error::Target {
            place: name.to_owned(),
            cause: "there is no such target".to_owned(),
            hint: format!("known targets: {}", names().collect::<Vec<_>>().join(", ")),
        }),
    }
}

/// Parses a target file; `place` names it in errors.
pub fn parse(text: &str, place: &str) -> Result<Target, Error> {
    let target: Target = toml::from_str(text).map_err(|cause| Error::Target {
        place: place.to_owned(),
        cause: cause.to_string().trim_end().to_owned(),
        hint: "a target file has the form of src/target/markdown.toml".to_owned(),
    })?;
    for template in target.paths.templates() {
        if !template.contains("{path}") {
            return Err(Error::Target {
                place: place.to_owned(),
                cause: format!("the path template `{template}` does not hold `{{path}}`"),
                hint: "without it all items of that kind would be one file".to_owned(),
            });
        }
    }
    if !target.data.is_inside() {
        return Err(Error::Target {
            place: place.to_owned(),
            cause: format!("the data folder `{}` is no path below the output", target.data.folder),
            hint: "such as `data`, or `_data/wordpress`".to_owned(),
        });
    }
    if let Some(cause) = target.media.fault() {
        return Err(Error::Target {
            place: place.to_owned(),
            cause,
            hint: "a name for a file of Markdown is meant, such as `index.md`".to_owned(),
        });
    }
    if let Some(cause) = target.data.comments_fault().or_else(|| target.comments.fault()) {
        return Err(Error::Target {
            place: place.to_owned(),
            cause,
            hint: "without it the comments of several posts would be one file".to_owned(),
        });
    }
    for (template, needs) in target.archives.templates() {
        if !needs.iter().any(|placeholder| template.contains(placeholder)) {
            let cause = format!("the path template `{template}` does not hold `{}`", needs[0]);
            return Err(Error::Target {
                place: place.to_owned(),
                cause,
                hint: "without it all archives of that kind would be one file".to_owned(),
            });
        }
    }
    Ok(target)
}

impl Paths {
    /// The templates that must tell items apart.
    fn templates(&self) -> [&str; 4] {
        [&self.post, &self.page, &self.other, &self.draft]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn embedded_targets_are_sorted_and_parse_under_their_own_name() {
        assert!(EMBEDDED.is_sorted_by_key(|(name, _)| *name));
        for (name, _) in EMBEDDED {
            assert_eq!(named(name).expect("an embedded target parses").name, *name);
        }
    }

    #[test]
    fn templates_for_embeds_are_checked_when_the_file_is_read() {
        let text = include_str!("markdown.toml").to_owned() + "\n[embeds]\nyotube = \"$id\"\n";
        let Err(Error::Target { cause, .. }) = parse(&text, "own.toml") else { panic!("an error") };
        assert!(cause.contains("`yotube`; the nearest is `youtube`"), "{cause}");
        assert!(parse(&text.replace("yotube", "youtube"), "own.toml").is_ok());
    }

    #[test]
    fn data_stay_below_the_output() {
        let with = |folder: &str| {
            let data = "folder = \"data\"\nformat".to_owned();
            include_str!("markdown.toml").replace(&data, &format!("folder = \"{folder}\"\nformat"))
        };
        for folder in ["", "..", "a/../..", "/data", "a//b", "c:"] {
            let refused = parse(&with(folder), "own.toml");
            assert!(matches!(refused, Err(Error::Target { .. })), "{folder}");
        }
        let target = parse(&with("_data/wordpress"), "own.toml").expect("a target");
        assert_eq!(target.data.place("site"), "_data/wordpress/site.json");
    }

    #[test]
    fn a_template_without_path_is_refused() {
        let text = include_str!("markdown.toml").replace("post = \"{path}.md\"", "post = \"x.md\"");
        assert!(matches!(parse(&text, "own.toml"), Err(Error::Target { .. })));
    }
}

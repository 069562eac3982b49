//! Which of the old site's lists of posts the new site has, and who makes them.

use serde::Deserialize;

/// The archives: what lists the posts of a term, an author, a date or a type. One that is not named
/// here does not exist on the new site.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Archives {
    /// The front page of a site that has no page for it.
    #[serde(default)]
    pub home: Option<ArchivePage>,
    /// Of categories, tags and other terms.
    #[serde(default)]
    pub term: Option<ArchivePage>,
    /// Of authors.
    #[serde(default)]
    pub author: Option<ArchivePage>,
    /// Of years, months and days.
    #[serde(default)]
    pub date: Option<ArchivePage>,
    /// Of types of items other than posts.
    #[serde(default, rename = "type")]
    pub post_type: Option<ArchivePage>,
    /// The name of the feed that the generator puts beside the archives that it lists itself:
    /// `index.xml`.
    #[serde(default)]
    pub feed: Option<String>,
}

/// How there comes to be an archive of one kind.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(untagged)]
pub enum ArchivePage {
    /// The generator makes it at its old address, without a file.
    Generated(Generated),
    /// It has a file.
    File(ArchiveFile),
}

/// The word that says that the generator needs no file.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum Generated {
    /// `generated`
    Generated,
}

/// The file of an archive.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ArchiveFile {
    /// The template of its path. `{path}` is its address without the slashes at the ends; of terms,
    /// `{taxonomy}` is the front matter's key and `{slug}` the slug.
    pub path: String,
    /// Who lists the posts.
    #[serde(default)]
    pub posts: Lister,
    /// When it is written.
    #[serde(default)]
    pub write: When,
}

/// Who lists the posts of an archive.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum Lister {
    /// Its file does.
    #[default]
    File,
    /// The generator does.
    Generator,
}

/// When the file of an archive is written.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum When {
    /// If something links to it.
    #[default]
    Linked,
    /// Always.
    Always,
}

impl Archives {
    /// The templates of all files, each with the placeholders of which it must have one.
    pub(super) fn templates(&self) -> impl Iterator<Item = (&str, &'static [&'static str])> {
        const TERM: &[&str] = &["{path}", "{slug}"];
        const PATH: &[&str] = &["{path}"];
        [(&self.term, TERM), (&self.author, PATH), (&self.date, PATH), (&self.post_type, PATH)]
            .into_iter()
            .filter_map(|(page, needs)| match page {
                Some(ArchivePage::File(file)) => Some((file.path.as_str(), needs)),
                Some(ArchivePage::Generated(_)) | None => None,
            })
    }
}

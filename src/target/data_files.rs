//! Where a generator wants data for its templates, and in which format.

use serde::Deserialize;

/// Where data files go.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct DataFiles {
    /// The folder below the output folder.
    pub folder: String,
    /// The format.
    pub format: DataFormat,
    /// The template of the names of the files that hold the comments of a post: `{id}` and `{slug}` are
    /// those of the post. With `{comment}`, the number of the comment, each comment has its own file.
    pub comments: String,
}

/// The format of data files.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum DataFormat {
    /// `json`
    #[default]
    Json,
    /// `yaml`
    Yaml,
}

impl Default for DataFiles {
    fn default() -> Self {
        Self {
            folder: "data".to_owned(),
            format: DataFormat::default(),
            comments: "comments/{id}".to_owned(),
        }
    }
}

impl DataFiles {
    /// Where the file of this name goes: `site` → `data/site.json`.
    #[must_use]
    pub fn place(&self, name: &str) -> String {
        let ending = match self.format {
            DataFormat::Json => "json",
            DataFormat::Yaml => "yaml",
        };
        format!("{}/{name}.{ending}", self.folder)
    }

    /// What is wrong with the template of comments, as the end of a sentence.
    pub(super) fn comments_fault(&self) -> Option<String> {
        let template = &self.comments;
        let is_safe = is_inside(template);
        let tells_posts_apart = ["{id}", "{comment}"].iter().any(|it| template.contains(it));
        match (is_safe, tells_posts_apart) {
            (false, _) => Some(format!("`{template}` is no path below the data folder")),
            (true, false) => Some(format!("the path template `{template}` does not hold `{{id}}`")),
            (true, true) => None,
        }
    }

    /// Whether the folder is one below the output folder.
    pub(super) fn is_inside(&self) -> bool {
        is_inside(&self.folder)
    }
}

/// Whether a path stays below the folder that it starts from.
fn is_inside(path: &str) -> bool {
    let is_safe =
        |name: &str| !matches!(name, "" | "." | "..") && !name.contains(['\\', ':', '\0']);
    path.split('/').all(is_safe)
}

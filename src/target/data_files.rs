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
        Self { folder: "data".to_owned(), format: DataFormat::default() }
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

    /// Whether the folder is one below the output folder.
    pub(super) fn is_inside(&self) -> bool {
        let is_safe =
            |name: &str| !matches!(name, "" | "." | "..") && !name.contains(['\\', ':', '\0']);
        self.folder.split('/').all(is_safe)
    }
}

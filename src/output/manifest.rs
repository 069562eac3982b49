//! The list of files that a run wrote, with a hash of each, kept in the output folder: a later run
//! can tell what changed, what a person edited and what is gone.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use crate::output::Hash;
use crate::site::OutPath;

/// The name of the manifest in the output folder.
pub(super) const NAME: &str = ".pressdown.json";

const SCHEMA: &str = "pressdown/manifest/1";

/// Files by path.
pub(super) type Manifest = BTreeMap<OutPath, Hash>;

#[derive(Deserialize, Serialize)]
struct Written {
    schema: String,
    files: BTreeMap<String, String>,
}

/// The manifest of an earlier run; `None` where the text is none. Paths that would lead out of the
/// folder are left out.
pub(super) fn parse(text: &str) -> Option<Manifest> {
    let written: Written = serde_json::from_str(text).ok()?;
    if written.schema != SCHEMA {
        return None;
    }
    let files = written
        .files
        .iter()
        .filter_map(|(path, hash)| Some((OutPath::parse(path)?, hash.parse().ok()?)));
    Some(files.collect())
}

/// The manifest as text: sorted by path, one file a line.
pub(super) fn render(manifest: &Manifest) -> String {
    let mut text = format!("{{\"schema\":\"{SCHEMA}\",\"files\":{{");
    for (index, (path, hash)) in manifest.iter().enumerate() {
        let path = serde_json::Value::from(path.as_str());
        let comma = if index == 0 { "" } else { "," };
        write!(text, "{comma}\n{path}:\"{hash}\"").expect("a String takes every text");
    }
    text.push_str("\n}}\n");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comes_back_as_it_was_written() {
        let paths = ["a/\"b\".md", "шеллы.md"].map(|path| OutPath::parse(path).expect("safe"));
        let manifest: Manifest = paths.into_iter().zip([Hash::of(b"a"), Hash::of(b"b")]).collect();
        assert_eq!(parse(&render(&manifest)), Some(manifest));
        assert_eq!(parse(&render(&Manifest::new())), Some(Manifest::new()));
    }

    #[test]
    fn paths_that_lead_out_are_left_out() {
        let text =
            format!("{{\"schema\":\"{SCHEMA}\",\"files\":{{\"../x\":\"0f\",\"y\":\"0f\"}}}}");
        let paths: Vec<String> =
            parse(&text).expect("a manifest").keys().map(OutPath::to_string).collect();
        assert_eq!(paths, ["y"]);
        assert_eq!(parse("{}"), None);
    }
}

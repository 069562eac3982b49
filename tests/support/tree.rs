//! Folders as values.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Every file of a folder by its path, with `/` between names. What a run records there
/// for later ones is left out.
pub(crate) fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        let Ok(entries) = fs::read_dir(&next) else { continue };
        for entry in entries {
            let path = entry.expect("an entry of the folder").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.file_name().is_some_and(|name| !is_record(name)) {
                let below = path.strip_prefix(folder).expect("below the folder");
                let name = below.to_string_lossy().replace('\\', "/");
                files.insert(name, fs::read(&path).expect("a file of the folder"));
            }
        }
    }
    files
}

fn is_record(name: &std::ffi::OsStr) -> bool {
    matches!(name.to_str(), Some(".pressdown.json" | ".pressdown-media.jsonl"))
}

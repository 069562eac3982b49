//! What an argument stands for: standard input, a file, a folder, or all names that fit a pattern.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use glob::{MatchOptions, glob_with};

use crate::error::Error;
use crate::source::input::unreadable;

/// What `output` leaves in every folder that it makes. Nobody who gives the folder around it means
/// the files that an earlier run wrote.
const MANIFEST: &str = ".pressdown.json";

/// What an argument stands for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    StandardInput,
    File(PathBuf),
    Folder(PathBuf),
}

/// Finds what an argument stands for; a pattern, in the order of the names.
pub(super) fn find(argument: &Path) -> Result<Vec<Found>, Error> {
    if argument.as_os_str() == "-" {
        return Ok(vec![Found::StandardInput]);
    }
    // A name that looks like a pattern is a name first.
    let cause = match fs::metadata(argument) {
        Ok(metadata) if metadata.is_dir() => return Ok(vec![Found::Folder(argument.to_owned())]),
        Ok(_) => return Ok(vec![Found::File(argument.to_owned())]),
        Err(cause) => cause,
    };
    let Some(names) = matches(argument) else { return Err(unreadable(argument, cause)) };
    if names.is_empty() {
        return Err(Error::NoExport {
            path: argument.to_owned(),
            seen: "no name fits the pattern",
        });
    }
    let found = |path: PathBuf| if path.is_dir() { Found::Folder(path) } else { Found::File(path) };
    Ok(names.into_iter().map(found).collect())
}

/// The names that fit a pattern, sorted; `None` if it is no pattern.
fn matches(pattern: &Path) -> Option<Vec<PathBuf>> {
    let pattern = pattern.to_str().filter(|pattern| pattern.contains(['*', '?', '[']))?;
    // As shells do it: a wildcard stays within a name, and hidden files must be named.
    let options = MatchOptions {
        case_sensitive: !cfg!(windows),
        require_literal_separator: true,
        require_literal_leading_dot: true,
    };
    let mut names: Vec<PathBuf> = glob_with(pattern, options).ok()?.flatten().collect();
    names.sort_unstable();
    Some(names)
}

/// The files of a folder and of the folders in it, sorted by path. Left out are hidden ones, what
/// macOS puts into archives, and what pressdown wrote.
pub(super) fn files_of(root: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut folders = vec![root.to_owned()];
    let mut seen = BTreeSet::new();
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        let failed = |cause| unreadable(&folder, cause);
        // A link may lead back to a folder above it.
        let is_new = seen.insert(fs::canonicalize(&folder).map_err(failed)?);
        if !is_new || folder != root && folder.join(MANIFEST).exists() {
            continue;
        }
        for entry in fs::read_dir(&folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let path = entry.path();
            match entry.file_name().to_str() {
                Some(name) if is_passed_over(name) => {}
                _ if path.is_dir() => folders.push(path),
                _ => files.push(path),
            }
        }
    }
    files.sort_unstable();
    Ok(files)
}

/// Whether a name in a folder or an archive is one that nobody sees.
pub(super) fn is_passed_over(name: &str) -> bool {
    name == "__MACOSX" || name.starts_with('.') && !matches!(name, "." | "..")
}

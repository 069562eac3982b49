//! The few things that end a run; everything else that goes wrong is a [`crate::notice::Notice`].

use std::io;
use std::path::PathBuf;

use thiserror::Error;

/// What ends a run. Messages name the place first, then what happened, then the cause.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Error {
    /// An input could not be opened or read.
    #[error("{}: cannot be read: {cause}", path.display())]
    Read {
        /// The input.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// An input is something other than a WordPress export.
    #[error("{}:{line}: not a WordPress export: {seen}", path.display())]
    NotAnExport {
        /// The input.
        path: PathBuf,
        /// Where the evidence stands, counted from 1.
        line: u64,
        /// What the file is instead.
        seen: String,
        /// What the user can do.
        hint: String,
    },
    /// A folder, an archive or a pattern stands for no export at all.
    #[error("{}: {seen}", path.display())]
    NoExport {
        /// As it was given.
        path: PathBuf,
        /// What is missing.
        seen: &'static str,
    },
    /// A file in an archive, or an archive, cannot be unpacked.
    #[error("{}: cannot be unpacked: {cause}", path.display())]
    Packed {
        /// The file.
        path: PathBuf,
        /// Why not.
        cause: String,
        /// What the user can do.
        hint: &'static str,
    },
    /// What was given as the uploads is something else.
    #[error("{}: neither a folder nor a tar or zip archive", path.display())]
    NotUploads {
        /// As it was given.
        path: PathBuf,
    },
    /// More would have been unpacked than the user allows.
    #[error("{}: cannot be unpacked: the inputs take more than {most}", path.display())]
    Unpacked {
        /// The input with which it became too much.
        path: PathBuf,
        /// What is allowed, `50GB`.
        most: String,
    },
    /// The temporary file for what is unpacked cannot be written.
    #[error("the temporary file for what is unpacked cannot be written: {cause}")]
    Spool {
        /// What the system said.
        cause: io::Error,
    },
    /// A file or folder of the output could not be written.
    #[error("{}: cannot be written: {cause}", path.display())]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// The output folder holds files that pressdown did not write.
    #[error("{}: the folder is not empty and was not made by pressdown", path.display())]
    ForeignFolder {
        /// The folder.
        path: PathBuf,
    },
    /// Another run is writing into the output folder.
    #[error("{}: another run is writing into this folder", path.display())]
    Busy {
        /// The folder.
        path: PathBuf,
    },
    /// The worker threads could not be started.
    #[error("the worker threads could not be started: {cause}")]
    Threads {
        /// What the system said.
        cause: String,
    },
    /// Some item is not accounted for, which is a fault of pressdown.
    #[error("the balance is off: {items} items, {accounted} accounted for, {files} files")]
    Balance {
        /// Items of the exports.
        items: u64,
        /// Items that were written, merged or skipped.
        accounted: u64,
        /// Files of items.
        files: u64,
    },
    /// Some link is not accounted for, which is a fault of pressdown.
    #[error("the balance is off: {internal} links within the site, {accounted} accounted for")]
    LinkBalance {
        /// Links into the exported sites.
        internal: u64,
        /// Links that were rewritten or are listed as leading nowhere.
        accounted: u64,
    },
    /// Some comment is not accounted for, which is a fault of pressdown.
    #[error("the balance is off: {expected} comments to write, {written} written")]
    CommentBalance {
        /// Comments of written items that readers could see.
        expected: u64,
        /// Comments that were written.
        written: u64,
    },
    /// Two stores of comments that templates cannot tell apart.
    #[error("`--comments data,json`: both are `comments` to templates")]
    Stores,
    /// A configuration file cannot be used.
    #[error("{place}: {cause}")]
    Config {
        /// The file and the line.
        place: String,
        /// What is wrong with it.
        cause: String,
        /// What the user can do.
        hint: String,
    },
    /// A target file, or the name of a target, cannot be used.
    #[error("{place}: {cause}")]
    Target {
        /// The file or the name that was given.
        place: String,
        /// What is wrong with it.
        cause: String,
        /// What the user can do.
        hint: String,
    },
}

impl Error {
    /// What the user can do about it, if that can be said.
    #[must_use]
    pub fn hint(&self) -> Option<&str> {
        match self {
            Self::NotAnExport { hint, .. }
            | Self::Target { hint, .. }
            | Self::Config { hint, .. } => Some(hint),
            Self::NoExport { .. } => {
                Some("pressdown reads WXR XML, also in `.gz` and `.zip`, whatever the names")
            }
            Self::Packed { hint, .. } => Some(hint),
            Self::NotUploads { .. } => Some(
                "--uploads takes a copy of wp-content/uploads, also in a .tar, .tar.gz or .zip",
            ),
            Self::Unpacked { .. } => {
                Some("if they really are that large, --max-unpacked allows more")
            }
            Self::Spool { .. } => Some("TMPDIR names a folder for temporary files with more room"),
            Self::ForeignFolder { .. } => {
                Some("choose another folder with -o, or pass --force to write into this one")
            }
            Self::Busy { .. } => Some("wait until it is over, or choose another folder with -o"),
            Self::Balance { .. } | Self::LinkBalance { .. } | Self::CommentBalance { .. } => {
                Some("this is a fault of pressdown; please report it")
            }
            Self::Stores => Some("choose one file a post (data), or one for all (json)"),
            Self::Read { .. } | Self::Write { .. } | Self::Threads { .. } => None,
        }
    }
}

/// The name that is fewest letters away from one that nobody knows, for the advice in a message.
pub(crate) fn nearest<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> &'n str {
    known.into_iter().min_by_key(|known| distance(name, known)).unwrap_or_default()
}

/// How many letters must be added, dropped or changed to make one name of the other.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (index, letter) in one.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = index + 1;
        for (column, there) in other.iter().enumerate() {
            let changed = diagonal + usize::from(letter != *there);
            diagonal = row[column + 1];
            row[column + 1] = changed.min(row[column] + 1).min(diagonal + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances() {
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("vimo", "vimeo"), 1);
        assert_eq!(distance("same", "same"), 0);
    }
}

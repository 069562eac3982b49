//! What a run needs, resolved once from the arguments.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use crate::output::{Existing, Mode};
use crate::site::Hidden;
use crate::target::Target;

/// What `pressdown convert` needs.
#[derive(Clone, Debug)]
pub struct Convert {
    /// The exports, in the order in which they were given.
    pub exports: Vec<PathBuf>,
    /// The output folder.
    pub output: PathBuf,
    /// The generator's conventions.
    pub target: Target,
    /// Hidden kinds of content that are written all the same.
    pub include: Vec<Hidden>,
    /// How many items are converted side by side; `None` for one a core.
    pub jobs: Option<NonZeroUsize>,
    /// What to do with edited and foreign files.
    pub existing: Existing,
    /// Whether anything reaches the disk.
    pub mode: Mode,
    /// Where the report goes.
    pub report: Option<PathBuf>,
    /// Whether warnings count as failure.
    pub warnings: Warnings,
    /// How much is said on stderr.
    pub talk: Talk,
}

/// Whether warnings count as failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Warnings {
    /// The run succeeds all the same.
    Allow,
    /// The run ends with exit code 3.
    Deny,
}

/// How much is said on stderr.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Talk {
    /// Errors only.
    Quiet,
    /// Progress and a summary.
    Normal,
}

/// What `pressdown fragment` needs.
#[derive(Clone, Debug)]
pub struct Fragment {
    /// The generator's conventions.
    pub target: Target,
    /// What the input is.
    pub input: FragmentInput,
    /// What becomes of HTML that Markdown cannot say.
    pub keep: crate::markdown::Keep,
}

/// What the input of `pressdown fragment` is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FragmentInput {
    /// HTML.
    Html,
    /// The body of a WordPress post as the database holds it.
    Post,
}

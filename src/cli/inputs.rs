//! The arguments that say what is read.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::options::Inputs;
use crate::source::Size;

#[derive(Args, Debug)]
pub(super) struct InputArgs {
    /// WordPress exports (WXR XML, also in .gz and .zip), folders of them, patterns such as `*.xml`,
    /// or `-` for standard input; several are read as one site
    #[arg(required = true, value_name = "EXPORT")]
    exports: Vec<PathBuf>,
    /// Stop when archives and standard input take more than this, such as 800MB or 2GiB
    #[arg(long, value_name = "SIZE", default_value = "50GB")]
    max_unpacked: Size,
}

impl InputArgs {
    /// The first that was named.
    pub(super) fn first(&self) -> Option<&Path> {
        self.exports.first().map(PathBuf::as_path)
    }

    pub(super) fn into_options(self) -> Inputs {
        Inputs { exports: self.exports, max_unpacked: self.max_unpacked }
    }
}

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
    /// Further hosts that stand for the site: former domains and networks that hand out its files,
    /// such as `old.example,cdn.example`, each with the folder that the site lay in, if any
    #[arg(long, value_name = "HOSTS", value_delimiter = ',', value_parser = alias)]
    alias_host: Vec<String>,
    /// Other hosts whose pictures, sounds, films and documents become files of the new site, such as
    /// `pics.example,*.cdn.example`; without it they stay linked
    #[arg(long, value_name = "HOSTS", value_delimiter = ',', value_parser = media_host)]
    media_hosts: Vec<String>,
}

impl InputArgs {
    /// The first that was named.
    pub(super) fn first(&self) -> Option<&Path> {
        self.exports.first().map(PathBuf::as_path)
    }

    pub(super) fn into_options(self) -> Inputs {
        Inputs {
            exports: self.exports,
            max_unpacked: self.max_unpacked,
            alias_hosts: self.alias_host,
            media_hosts: self.media_hosts,
        }
    }
}

/// `old.example`, `https://old.example/blog`
fn alias(text: &str) -> Result<String, String> {
    let address = text.trim().trim_end_matches('/');
    let host = address.split_once("//").map_or(address, |(_, rest)| rest);
    let is_host = host.starts_with(|c: char| c.is_alphanumeric() || c == '[');
    if is_host && !host.contains(|c: char| c.is_whitespace() || c == '?' || c == '#') {
        Ok(address.to_owned())
    } else {
        Err("a host is meant, such as `old.example` or `old.example/blog`".to_owned())
    }
}

/// `pics.example`, `https://pics.example/`, `*.cdn.example`
fn media_host(text: &str) -> Result<String, String> {
    let address = text.trim().trim_end_matches('/');
    let host = address.split_once("//").map_or(address, |(_, rest)| rest);
    let name = host.strip_prefix("*.").unwrap_or(host);
    let is_host = name.starts_with(|c: char| c.is_alphanumeric() || c == '[');
    if is_host && !name.contains(|c: char| c.is_whitespace() || "/?#*@".contains(c)) {
        Ok(host.to_owned())
    } else {
        Err("a host is meant, such as `pics.example` or `*.pics.example`".to_owned())
    }
}

//! Arguments about media files → where they come from and how they are taken.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};

use crate::fetch::Header;
use crate::media::Scope;
use crate::options::{Download, Duplicates, Media};
use crate::output::Placing;
use crate::source::Size;

#[derive(Args, Debug)]
pub(super) struct MediaArgs {
    /// Which media files the site needs: those that what is written refers to, the media library as
    /// well, or also every copy of it and whatever else lies among the uploads
    #[arg(long, value_name = "WHICH", default_value = "referenced", ignore_case = true)]
    media_scope: ScopeArg,
    /// Write the list of these files: as JSON if FILE ends in `.json`, else one address a line for
    /// tools that download
    #[arg(long, value_name = "FILE")]
    media_list: Option<PathBuf>,
    /// Take media files from here: a folder `wp-content/uploads`, or a `.tar` or `.zip` with it, such
    /// as WordPress.com's media export; of several the first that has a file counts
    #[arg(long, value_name = "PATH")]
    uploads: Vec<PathBuf>,
    /// How files of a folder get into the output
    #[arg(long, value_name = "HOW", default_value = "copy", ignore_case = true)]
    media_mode: PlacingArg,
    /// What becomes of the files that `--uploads` does not have: they are left to you, or downloaded
    /// from the old site
    #[arg(long, value_name = "WAY", default_value = "leave", ignore_case = true)]
    media: WayArg,
    /// Where the folder of uploads is now, if it has moved, such as
    /// `https://backup.example/wp-content/uploads/`
    #[arg(long, value_name = "URL", value_parser = base)]
    media_base: Option<String>,
    /// Downloads from one host at a time
    #[arg(long, value_name = "N", default_value = "8")]
    media_jobs: NonZeroUsize,
    /// Most requests to one host a second [default: no limit]
    #[arg(long, value_name = "N", value_parser = rate)]
    media_rate: Option<f64>,
    /// Further attempts after a failure that may pass, such as `429 Too Many Requests`
    #[arg(long, value_name = "N", default_value = "4")]
    media_retries: u32,
    /// How long to wait for an answer and between its bytes, in seconds
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = seconds)]
    media_timeout: Duration,
    /// A header for requests to the site's own hosts, such as `Cookie: a=b`; may be repeated
    #[arg(long, value_name = "HEADER", value_parser = Header::parse)]
    media_header: Vec<Header>,
    /// Download no file that is larger
    #[arg(long, value_name = "SIZE", default_value = "4GB")]
    media_max_file: Size,
    /// Download no more than this in one run [default: no limit]
    #[arg(long, value_name = "SIZE")]
    media_max_total: Option<Size>,
    /// Also download from addresses in private networks, if the site itself lives there
    #[arg(long)]
    allow_private_hosts: bool,
    /// Keep files of the same content once, as hard links of each other
    #[arg(long)]
    media_dedupe: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ScopeArg {
    Referenced,
    Attached,
    All,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum PlacingArg {
    Copy,
    Hardlink,
    Symlink,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum WayArg {
    Leave,
    Download,
}

impl MediaArgs {
    pub(super) fn into_options(self) -> Media {
        let download = match self.media {
            WayArg::Leave => None,
            WayArg::Download => Some(Download {
                jobs: self.media_jobs,
                rate: self.media_rate,
                retries: self.media_retries,
                timeout: self.media_timeout,
                headers: self.media_header,
                max_file: self.media_max_file,
                max_total: self.media_max_total,
                allows_private: self.allow_private_hosts,
            }),
        };
        Media {
            scope: self.media_scope.scope(),
            list: self.media_list,
            base: self.media_base,
            uploads: self.uploads,
            placing: self.media_mode.placing(),
            download,
            duplicates: if self.media_dedupe { Duplicates::Share } else { Duplicates::Keep },
        }
    }
}

impl ScopeArg {
    fn scope(self) -> Scope {
        match self {
            Self::Referenced => Scope::Referenced,
            Self::Attached => Scope::Attached,
            Self::All => Scope::All,
        }
    }
}

impl PlacingArg {
    fn placing(self) -> Placing {
        match self {
            Self::Copy => Placing::Copy,
            Self::Hardlink => Placing::HardLink,
            Self::Symlink => Placing::Symlink,
        }
    }
}

/// `https://backup.example/wp-content/uploads`, with a slash at its end
fn base(text: &str) -> Result<String, String> {
    let text = text.trim();
    let is_web = ["http://", "https://"].iter().any(|scheme| {
        text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
            && text.len() > scheme.len()
    });
    if is_web && !text.contains(char::is_whitespace) && !text.contains(['?', '#']) {
        Ok(format!("{}/", text.trim_end_matches('/')))
    } else {
        Err("an address is meant, such as `https://old.example/wp-content/uploads/`".to_owned())
    }
}

fn rate(text: &str) -> Result<f64, &'static str> {
    let number = text.parse::<f64>().ok().filter(|number| number.is_finite() && *number > 0.0);
    number.ok_or("a number above zero is meant, such as `2` or `0.5`")
}

fn seconds(text: &str) -> Result<Duration, &'static str> {
    let number = text.parse::<f64>().ok().filter(|number| (0.001..86_400.0).contains(number));
    number.map(Duration::from_secs_f64).ok_or("a number of seconds is meant, such as `30`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_address_is_refused() {
        assert_eq!(base("HTTPS://a.b/c").as_deref(), Ok("HTTPS://a.b/c/"));
        assert_eq!(base("http://a.b//").as_deref(), Ok("http://a.b/"));
        for text in ["a.b/c", "ftp://a.b", "https://", "https://a.b/?c", "/c", "https://a b/"] {
            assert!(base(text).is_err(), "{text}");
        }
    }

    #[test]
    fn numbers_are_above_zero() {
        assert_eq!(rate("0.5"), Ok(0.5));
        assert_eq!(seconds("1.5"), Ok(Duration::from_millis(1500)));
        for text in ["0", "-1", "NaN", "inf", "x", ""] {
            assert!(rate(text).is_err() && seconds(text).is_err(), "{text}");
        }
    }
}

//! What a run needs, resolved once from the arguments.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

use crate::catalog::CommentText;
use crate::convert::lower::Rules;
use crate::convert::{Check, CommentRules, NO_COMMENTS, Writing};
use crate::fetch::Header;
use crate::imports::System;
use crate::link::NO_PLACES;
use crate::link::redirect::Format;
use crate::markdown::{ElementSet, RawHtml, Reading};
use crate::media::Scope;
use crate::output::{Existing, Mode, Placing};
use crate::site::Hidden;
use crate::source::Size;
use crate::target::Target;

/// What is read.
#[derive(Clone, Debug)]
pub struct Inputs {
    /// Files, folders and patterns, in the order in which they were given.
    pub exports: Vec<PathBuf>,
    /// How much may be unpacked.
    pub max_unpacked: Size,
    /// Hosts that stand for the site, each with the folder that it lay in.
    pub alias_hosts: Vec<String>,
    /// Other hosts whose media files the new site takes in; `*.` stands for all hosts below one.
    pub media_hosts: Vec<String>,
}

/// What `pressdown convert` needs.
#[derive(Clone, Debug)]
pub struct Convert {
    /// The exports.
    pub inputs: Inputs,
    /// The output folder.
    pub output: PathBuf,
    /// The generator's conventions.
    pub target: Target,
    /// How bodies are written.
    pub body: Body,
    /// Hidden kinds of content that are written all the same.
    pub include: Vec<Hidden>,
    /// What becomes of comments.
    pub comments: Comments,
    /// Which media files are brought along, and from where.
    pub media: Media,
    /// Whether the site's authors, terms and menus are written for templates.
    pub data: Data,
    /// How many items are converted side by side; `None` for one a core.
    pub jobs: Option<NonZeroUsize>,
    /// What to do with edited and foreign files.
    pub existing: Existing,
    /// Whether anything reaches the disk.
    pub mode: Mode,
    /// Whether the links of the output are looked at.
    pub links: LinkCheck,
    /// The files of redirects to write.
    pub redirects: Vec<&'static Format>,
    /// Where the report goes.
    pub report: Option<PathBuf>,
    /// Whether warnings count as failure.
    pub warnings: Warnings,
    /// How much is said on stderr.
    pub talk: Talk,
}

/// How bodies are written, whatever the target.
#[derive(Clone, Debug)]
pub struct Body {
    /// How much of the HTML is kept.
    pub reading: Reading,
    /// Whether what was written is read back.
    pub check: Check,
    /// What the user decided about content.
    pub rules: Rules,
}

impl Body {
    /// The same, told of the generator's conventions.
    #[must_use]
    pub fn writing<'t>(&'t self, target: &'t Target) -> Writing<'t> {
        let html = match target.markdown.raw_html {
            RawHtml::Keep => self.reading.html,
            // Where there is no HTML, Markdown says more of it than its bare text would.
            RawHtml::Strip => ElementSet::default(),
        };
        let reading = Reading { html, ..self.reading };
        let Self { check, rules, .. } = self;
        Writing { target, reading, check: *check, rules, places: NO_PLACES, comments: NO_COMMENTS }
    }
}

/// What becomes of comments.
#[derive(Clone, Debug)]
pub struct Comments {
    /// Which they are and what they tell; its forms follow from the stores.
    pub rules: CommentRules,
    /// Where they go.
    pub stores: Vec<Store>,
    /// The other comment systems that take them over.
    pub systems: Vec<&'static System>,
    /// What data files hold.
    pub text: CommentText,
}

/// Where comments go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Store {
    /// Below the body of their post.
    Section,
    /// Into one Markdown file a comment, beside that of the post.
    Files,
    /// Into one data file a post.
    Data,
    /// Into one data file for all posts.
    Json,
}

/// Which media files are brought along, and from where.
#[derive(Clone, Debug)]
pub struct Media {
    /// Which files the site needs.
    pub scope: Scope,
    /// Where the list of them goes.
    pub list: Option<PathBuf>,
    /// Where the folder of uploads is now, with `/` at its end, if it has moved.
    pub base: Option<String>,
    /// Folders and archives to take them from, the first that has a file counts.
    pub uploads: Vec<PathBuf>,
    /// How files of a folder get into the output.
    pub placing: Placing,
    /// How what is not there is downloaded; `None` if it is not.
    pub download: Option<Download>,
    /// What becomes of files with the same content.
    pub duplicates: Duplicates,
}

/// How media files are downloaded.
#[derive(Clone, Debug)]
pub struct Download {
    /// Downloads from one host at a time.
    pub jobs: NonZeroUsize,
    /// Most requests to one host a second.
    pub rate: Option<f64>,
    /// Further attempts after a failure that may pass.
    pub retries: u32,
    /// How long to wait for an answer and between its bytes.
    pub timeout: Duration,
    /// Sent to the site's own hosts.
    pub headers: Vec<Header>,
    /// The largest file.
    pub max_file: Size,
    /// The most of all files together.
    pub max_total: Option<Size>,
    /// Whether the site may live in a private network.
    pub allows_private: bool,
}

/// What becomes of files with the same content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Duplicates {
    /// Each is a file of its own.
    Keep,
    /// They are hard links of each other.
    Share,
}

/// Whether the site's authors, terms and menus are written for templates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Data {
    /// They are.
    Write,
    /// They are not.
    Leave,
}

/// Whether the links of the output are looked at when it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkCheck {
    /// None of them.
    None,
    /// All of them, whether what they lead to is there.
    All,
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

/// What `pressdown inspect` needs.
#[derive(Clone, Debug)]
pub struct Inspect {
    /// The exports.
    pub inputs: Inputs,
    /// The conventions of the run that is foretold.
    pub target: Target,
    /// What the user decided about content.
    pub rules: Rules,
    /// What is printed.
    pub form: Form,
    /// How much is said on stderr.
    pub talk: Talk,
}

/// What `pressdown inspect` prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A page for people.
    Page,
    /// JSON.
    Json,
}

/// What `pressdown fragment` needs.
#[derive(Clone, Debug)]
pub struct Fragment {
    /// The generator's conventions.
    pub target: Target,
    /// What the input is.
    pub input: FragmentInput,
    /// How its body is written.
    pub body: Body,
}

/// What the input of `pressdown fragment` is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FragmentInput {
    /// HTML.
    Html,
    /// The body of a WordPress post as the database holds it.
    Post,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::target;

    #[test]
    fn nothing_stays_html_where_there_is_none() {
        let mut target = target::named(target::DEFAULT).expect("an embedded target");
        let reading = Reading { html: ElementSet::ALL, ..Reading::default() };
        let body = Body { reading, check: Check::Trust, rules: Rules::default() };
        assert_eq!(body.writing(&target).reading, reading);
        target.markdown.raw_html = RawHtml::Strip;
        assert_eq!(body.writing(&target).reading, Reading::default());
    }
}

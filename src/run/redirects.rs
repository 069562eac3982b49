//! After all documents: the files that tell servers and hosts where old addresses are now.

use std::collections::BTreeSet;

use crate::error::Error;
use crate::link::moved;
use crate::link::redirect::{Dropped, Format, OldAddress, Reader, Redirect, Rendered};
use crate::notice::{Code, Notice};
use crate::output::Outcome;
use crate::run::account::Made;
use crate::run::items::{Pass, kept};
use crate::site::{ArchiveId, OutPath};

/// How many redirects that were left out are told one by one.
const MOST_TOLD: usize = 20;

/// What came of the redirects.
#[derive(Debug, Default)]
pub(super) struct MadeRedirects {
    /// How many there are.
    pub(super) count: u64,
    pub(super) files: Vec<(OutPath, Outcome)>,
    pub(super) notices: Vec<Notice>,
}

/// Writes the redirects in every format that is asked for. `written` are the archives that have files,
/// `items` what became of the items.
pub(super) fn make(
    formats: &[&Format],
    written: &BTreeSet<ArchiveId>,
    items: &[Made],
    pass: &Pass<'_>,
) -> Result<MadeRedirects, Error> {
    if formats.is_empty() {
        return Ok(MadeRedirects::default());
    }
    let target = pass.writing.target;
    let public = items.iter().filter(|made| pass.site.records[made.index].is_public());
    let needed = public.flat_map(|made| &made.links.media);
    let (redirects, dropped) = moved(pass.site, target, written, needed);
    let count = redirects.exact().len() as u64;
    let mut made = MadeRedirects { count, notices: told(&dropped), ..MadeRedirects::default() };
    for format in formats {
        let folder = match format.reader {
            Reader::Host => target.static_folder.trim_matches('/'),
            Reader::Project => "",
        };
        let slash = if folder.is_empty() { "" } else { "/" };
        let Some(path) = OutPath::parse(&format!("{folder}{slash}{}", format.file)) else {
            continue;
        };
        let Rendered { text, left_out } = (format.render)(&redirects);
        let outcome = pass.folder.write(&path, text.as_bytes())?;
        made.notices.extend(kept((&path, outcome)));
        made.notices.extend(untold(format, &left_out));
        made.files.push((path, outcome));
    }
    Ok(made)
}

/// What no format can have.
fn told(dropped: &Dropped) -> Vec<Notice> {
    let kinds = [
        (&dropped.doubles, "another item has this address, too"),
        (&dropped.loops, "its addresses lead in a circle"),
        (&dropped.unusable, "it is no address"),
    ];
    let all = kinds.iter().flat_map(|(list, why)| list.iter().map(move |one| (one, *why)));
    let notice = |(redirect, why): (&Redirect, &str)| {
        let message = format!("no redirect from `{}` to `{}`: {why}", from(redirect), redirect.to);
        Notice::new(Code::RedirectLeftOut, message)
    };
    all.map(notice).collect()
}

/// What one format cannot have.
fn untold(format: &Format, left_out: &[&Redirect]) -> Vec<Notice> {
    let notice = |message| Notice::new(Code::RedirectLeftOut, message);
    let one = |redirect: &&Redirect| {
        notice(format!("the format {} has no redirect from `{}`", format.name, from(redirect)))
    };
    let mut notices: Vec<Notice> = left_out.iter().take(MOST_TOLD).map(one).collect();
    if left_out.len() > MOST_TOLD {
        let more = left_out.len() - MOST_TOLD;
        notices.push(notice(format!("the format {} lacks {more} more redirects", format.name)));
    }
    notices
}

fn from(redirect: &Redirect) -> String {
    match &redirect.from {
        OldAddress::Path(path) => path.clone(),
        OldAddress::Query { path, name, value } => format!("{path}?{name}={value}"),
    }
}

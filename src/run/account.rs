//! What a run did → its report, and the check that items in are items accounted for.

use std::collections::{BTreeMap, BTreeSet};

use crate::convert::lower::{BlockUses, ShortcodeUses};
use crate::convert::{Document, Embedded};
use crate::error::Error;
use crate::link::Rewritten;
use crate::media::Needed;
use crate::notice::{Code, Notice};
use crate::options::Convert;
use crate::output::{Finished, Outcome};
use crate::report::{
    Action, Export, Files, Item, Media, Redirects, Report, Shortcode, Unresolved, Uses,
};
use crate::run::archives::MadeArchive;
use crate::run::comments::MadeComments;
use crate::run::items::{Pass, kept};
use crate::run::media::MadeMedia;
use crate::run::redirects::MadeRedirects;
use crate::site::{self, Destination, OutPath, Record, Site};
use crate::source::Input;
use crate::wxr::PostId;

/// What became of one item that gets a file.
#[derive(Debug)]
pub(super) struct Made {
    /// Its position among the records.
    pub(super) index: usize,
    pub(super) path: OutPath,
    /// `None` if it could not be converted.
    pub(super) outcome: Option<Outcome>,
    pub(super) notices: Vec<Notice>,
    pub(super) links: Rewritten,
    pub(super) shortcodes: ShortcodeUses,
    pub(super) blocks: BTreeMap<String, BlockUses>,
    /// Files of the pictures that stood in its text; other items may have made the same.
    pub(super) pictures: Vec<(OutPath, Outcome)>,
    /// What became of its comments.
    pub(super) comments: MadeComments,
}

impl Made {
    pub(super) fn of(index: usize, destination: &Destination) -> Self {
        Self {
            index,
            path: destination.path.clone(),
            outcome: None,
            notices: Vec::new(),
            links: Rewritten::default(),
            shortcodes: ShortcodeUses::new(),
            blocks: BTreeMap::new(),
            pictures: Vec::new(),
            comments: MadeComments::default(),
        }
    }

    /// Every file that was made, and what became of it.
    pub(super) fn files(&self) -> impl Iterator<Item = (&OutPath, Outcome)> {
        let document = self.outcome.map(|outcome| (&self.path, outcome));
        let others = self.pictures.iter().chain(&self.comments.files);
        document.into_iter().chain(others.map(|(path, outcome)| (path, *outcome)))
    }
}

/// What became of one file that is no item's: a list of posts, a data file.
#[derive(Debug)]
pub(super) struct MadeFile {
    pub(super) path: OutPath,
    pub(super) outcome: Outcome,
    pub(super) notices: Vec<Notice>,
    /// The links of the descriptions in it.
    pub(super) links: Rewritten,
    /// Files of the pictures that stood in it; other documents may have made the same.
    pub(super) pictures: Vec<(OutPath, Outcome)>,
}

impl MadeFile {
    pub(super) fn write(
        document: &Document,
        mut notices: Vec<Notice>,
        links: Rewritten,
        pass: &Pass<'_>,
    ) -> Result<Self, Error> {
        let outcome = pass.folder.write(&document.path, document.text.as_bytes())?;
        notices.extend(kept((&document.path, outcome)));
        let path = document.path.clone();
        Ok(Self { path, outcome, notices, links, pictures: Vec::new() })
    }

    /// A file without links.
    pub(super) fn plain(document: &Document, pass: &Pass<'_>) -> Result<Self, Error> {
        Self::write(document, Vec::new(), Rewritten::default(), pass)
    }

    pub(super) fn add_pictures(
        &mut self,
        pictures: &[Embedded],
        pass: &Pass<'_>,
    ) -> Result<(), Error> {
        for Embedded { path, bytes } in pictures {
            self.pictures.push((path.clone(), pass.folder.write(path, bytes)?));
        }
        Ok(())
    }

    /// Every file that was made, and what became of it.
    pub(super) fn files(&self) -> impl Iterator<Item = (&OutPath, Outcome)> {
        let pictures = self.pictures.iter().map(|(path, outcome)| (path, *outcome));
        std::iter::once((&self.path, self.outcome)).chain(pictures)
    }
}

/// What the run did to files.
pub(super) struct Written<'a> {
    pub(super) made: &'a [Made],
    pub(super) archives: &'a [MadeArchive],
    pub(super) data: &'a [MadeFile],
    /// For other comment systems.
    pub(super) imports: &'a [MadeFile],
    pub(super) redirects: &'a MadeRedirects,
    pub(super) media: &'a MadeMedia,
    pub(super) finished: &'a Finished,
}

impl Written<'_> {
    /// The files that are no items'.
    fn other_files(&self) -> impl Iterator<Item = &MadeFile> {
        let archives = self.archives.iter().map(|archive| &archive.file);
        archives.chain(self.data).chain(self.imports)
    }

    /// Every file that was made, and what became of it.
    pub(super) fn files(&self) -> impl Iterator<Item = (&OutPath, Outcome)> {
        let others = self.other_files().flat_map(MadeFile::files);
        let redirects = self.redirects.files.iter().map(|(path, outcome)| (path, *outcome));
        self.made.iter().flat_map(Made::files).chain(others).chain(redirects)
    }
}

/// Everything that the run has to say.
pub(super) fn report(
    options: &Convert,
    inputs: &[Input],
    damaged: &[bool],
    site: &Site,
    notices: Vec<Notice>,
    written: &Written<'_>,
) -> Report {
    let Written { made, archives, data, imports, redirects, media, finished } = written;
    let mut report = Report {
        exports: exports(inputs, damaged, site),
        output: options.output.display().to_string(),
        items: items(site, made),
        archives: archives.len() as u64,
        data_files: data.len() as u64,
        imports: imports.iter().map(|file| file.path.to_string()).collect(),
        comment_files: made.iter().map(|made| made.comments.files.len() as u64).sum(),
        redirects: Redirects { count: redirects.count, files: paths(&redirects.files) },
        files: files(written),
        notices,
        ..Report::default()
    };
    let mut embedded = BTreeSet::new();
    for file in written.other_files() {
        report.links.add(file.links.counts);
        report.unresolved.extend(unresolved(None, &file.path, &file.links));
        report.notices.extend(file.notices.iter().cloned());
        embedded.extend(file.pictures.iter().map(|(path, _)| path));
    }
    for made in *made {
        report.links.add(made.links.counts);
        let post = site.records[made.index].id;
        report.unresolved.extend(unresolved(post, &made.path, &made.links));
        report.notices.extend(made.notices.iter().cloned());
        embedded.extend(made.pictures.iter().map(|(path, _)| path));
        add_shortcodes(&mut report.shortcodes, &made.shortcodes);
        add_uses(&mut report.blocks, &made.blocks);
    }
    report.notices.extend(redirects.notices.iter().cloned());
    report.notices.extend(media.notices.iter().cloned());
    report.notices.extend(finished.kept.iter().chain(&media.finished.kept).map(orphan));
    report.notices.sort_by(|a, b| {
        (a.post, a.code, a.place, &a.message).cmp(&(b.post, b.code, b.place, &b.message))
    });
    report.media = Media {
        files: media.files.clone(),
        shared: (media.shared.files, media.shared.bytes),
        embedded: embedded.len() as u64,
        folder: match options.target.media.bundles() {
            Some(_) => String::new(),
            None => options.output.join(&options.target.media.folder).display().to_string(),
        },
    };
    report
}

/// The media files that documents need.
pub(super) fn needed<'a>(
    made: &[Made],
    others: impl Iterator<Item = &'a MadeFile>,
    site: &Site,
) -> Needed {
    let mut needed = Needed::default();
    for made in made {
        needed.add(&made.links.media, site.records[made.index].id);
    }
    for file in others {
        needed.add(&file.links.media, None);
    }
    needed
}

fn paths(files: &[(OutPath, Outcome)]) -> Vec<String> {
    files.iter().map(|(path, _)| path.to_string()).collect()
}

fn unresolved<'a>(
    post: Option<PostId>,
    path: &'a OutPath,
    links: &'a Rewritten,
) -> impl Iterator<Item = Unresolved> + 'a {
    links.unresolved.iter().map(move |link| Unresolved {
        post,
        path: path.to_string(),
        link: link.clone(),
    })
}

fn exports(inputs: &[Input], damaged: &[bool], site: &Site) -> Vec<Export> {
    let of = |(index, input): (usize, &Input)| {
        let channel = site.channels.get(&index).cloned().unwrap_or_default();
        let is_damaged = damaged.get(index).copied().unwrap_or_default();
        Export {
            path: input.path.display().to_string(),
            bytes: input.bytes,
            site: channel.address().to_owned(),
            wxr_version: channel.wxr_version,
            generator: channel.generator,
            title: channel.title,
            is_damaged,
        }
    };
    inputs.iter().enumerate().map(of).collect()
}

fn items(site: &Site, made: &[Made]) -> Vec<Item> {
    let failed: BTreeSet<usize> =
        made.iter().filter(|made| made.outcome.is_none()).map(|made| made.index).collect();
    let mut order: Vec<usize> = (0..site.records.len()).collect();
    order.sort_by_key(|index| (site.records[*index].id, *index));
    order.into_iter().map(|index| item(&site.records[index], failed.contains(&index))).collect()
}

fn item(record: &Record, has_failed: bool) -> Item {
    let action = match &record.action {
        site::Action::Write(_) if has_failed => Action::Skipped("could not be converted"),
        site::Action::Write(destination) => Action::Written {
            path: destination.path.to_string(),
            url: destination.address.to_string(),
        },
        site::Action::Merge(reason) => Action::Merged(reason),
        site::Action::Skip(reason) => Action::Skipped(reason),
    };
    let comments = match action {
        Action::Written { .. } => *record.comments,
        Action::Merged(_) | Action::Skipped(_) => record.comments.held_back(),
    };
    Item {
        id: record.id,
        post_type: record.post_type.clone(),
        status: record.status.name().to_owned(),
        title: record.title.to_string(),
        action,
        comments,
    }
}

fn files(written: &Written<'_>) -> Files {
    let removed = written.finished.removed.len() as u64;
    let mut files = Files { removed, ..Files::default() };
    let documents = written.made.iter().filter_map(|made| made.outcome);
    let comments = written.made.iter().flat_map(|made| &made.comments.files);
    let others = written.other_files().map(|file| file.outcome);
    let redirects = written.redirects.files.iter().map(|(_, outcome)| *outcome);
    let comments = comments.map(|(_, outcome)| *outcome);
    for outcome in documents.chain(comments).chain(others).chain(redirects) {
        match outcome {
            Outcome::Created => files.created += 1,
            Outcome::Updated => files.updated += 1,
            Outcome::Unchanged => files.unchanged += 1,
            Outcome::Kept => files.kept += 1,
        }
    }
    files
}

fn add_shortcodes(all: &mut BTreeMap<String, Shortcode>, of_item: &ShortcodeUses) {
    for (name, fates) in of_item {
        let shortcode = all.entry(name.clone()).or_default();
        shortcode.uses.posts += 1;
        for (fate, count) in fates {
            shortcode.uses.count += u64::from(*count);
            *shortcode.fates.entry(*fate).or_default() += u64::from(*count);
        }
    }
}

fn add_uses(all: &mut BTreeMap<String, Uses>, of_item: &BTreeMap<String, BlockUses>) {
    for (name, of_item) in of_item {
        let uses = all.entry(name.clone()).or_default();
        uses.count += u64::from(of_item.count);
        uses.posts += 1;
    }
}

fn orphan(path: &OutPath) -> Notice {
    let message =
        format!("`{path}` belongs to no item any more, but was edited and is not removed");
    Notice::new(Code::EditedFileKept, message)
}

/// Items read are items accounted for, every written item has its file, every link within the site was
/// rewritten or is listed, and every comment that is counted as written is. Anything else is a fault of
/// this program, which a user must not learn from the absence of a post.
pub(super) fn check(report: &Report, read: u64, made: &[Made]) -> Result<(), Error> {
    let totals = report.totals();
    let accounted = totals.written + totals.merged + totals.skipped;
    if read != accounted || totals.written != totals.files {
        return Err(Error::Balance { items: read, accounted, files: totals.files });
    }
    let accounted = report.links.rewritten + report.unresolved.len() as u64;
    let internal = report.links.internal;
    if internal != accounted {
        return Err(Error::LinkBalance { internal, accounted });
    }
    let expected = totals.comments.written();
    let written = made.iter().map(|made| made.comments.written).sum();
    if expected == written { Ok(()) } else { Err(Error::CommentBalance { expected, written }) }
}

//! Media files that the old site has: downloads, side by side, each host on its own.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;

use crate::fetch::{Client, Failure, Fetched, Private, Request, Rules, Validators};
use crate::media::File;
use crate::notice::Code;
use crate::options::Download;
use crate::output::{Existing, Known, Record};
use crate::report::{MediaSource, MediaState};
use crate::run::media::local::unplaced;
use crate::run::media::queues::Queues;
use crate::run::media::sink::Incoming;
use crate::run::media::{Got, Work};
use crate::site::{Url, host_key};
use crate::wxr::Channel;

/// How many downloads run at a time, whatever the number of hosts.
const MOST_THREADS: usize = 64;

/// How many files that may stand in for a missing one are asked for.
const MOST_STAND_INS: usize = 6;

/// What all downloads share.
pub(super) struct Transfers<'a> {
    client: Client,
    download: &'a Download,
    /// The bytes of this run.
    pub(super) total: AtomicU64,
    /// The bytes that downloads under way still count on.
    pub(super) promised: AtomicU64,
    /// Whether there is no room for more.
    pub(super) is_full: AtomicBool,
}

/// Downloads these files; each comes back with what became of it.
pub(super) fn fetch(open: &[usize], download: &Download, work: &Work<'_>) -> Vec<(usize, Got)> {
    let transfers = Transfers {
        client: Client::new(rules(download, work), download.jobs.get()),
        download,
        total: AtomicU64::new(0),
        promised: AtomicU64::new(0),
        is_full: AtomicBool::new(false),
    };
    let mut hosts: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for index in open {
        let host = Url::split(&work.files[*index].url).host.map(host_key).unwrap_or_default();
        hosts.entry(host).or_default().push(*index);
    }
    let queues = Queues::new(hosts.into_values(), download.jobs.get());
    let got = Mutex::new(Vec::with_capacity(open.len()));
    thread::scope(|scope| {
        for _ in 0..queues.workers().min(MOST_THREADS) {
            scope.spawn(|| {
                while let Some(turn) = queues.next() {
                    let one = one(&work.files[turn.file], &transfers, work);
                    tell(&one, work);
                    let mut got = got.lock().expect("no thread panics while it holds it");
                    got.push((turn.file, one));
                }
            });
        }
    });
    got.into_inner().expect("no thread panics while it holds it")
}

/// What a run that writes would do with a file that is not on disk, as far as nobody is asked.
pub(super) fn foresee(file: &File, work: &Work<'_>) -> Got {
    match work.store.known(&file.place) {
        Known::Absent => Got { source: Some(MediaSource::Web), ..Got::of(MediaState::Created) },
        Known::Edited if work.options.existing == Existing::Keep => Got::of(MediaState::Kept),
        Known::Edited => Got { source: Some(MediaSource::Web), ..Got::of(MediaState::Updated) },
        Known::Same(record) => Got { bytes: Some(record.bytes), ..Got::of(MediaState::Unchanged) },
    }
}

/// Moves the bar, and says above it what failed.
fn tell(got: &Got, work: &Work<'_>) {
    work.pass.progress.advance_file();
    let is_lost = matches!(got.state, MediaState::Failed | MediaState::Missing);
    if let Some((_, message)) = got.fault.as_ref().filter(|_| is_lost) {
        work.pass.progress.say(message);
    }
}

/// What a client has to keep to on this site.
fn rules(download: &Download, work: &Work<'_>) -> Rules {
    let site = work.pass.site;
    let mut own_hosts: BTreeSet<String> = site.roots.hosts().map(str::to_owned).collect();
    let base = work.options.media.base.as_deref();
    own_hosts.extend(base.and_then(|base| Url::split(base).host).map(host_key));
    let address = told_address(site.channels.values().map(Channel::address));
    Rules {
        retries: download.retries,
        timeout: download.timeout,
        rate: download.rate,
        max_file: download.max_file.0,
        headers: download.headers.clone(),
        own_hosts,
        private: if download.allows_private { Private::OwnHosts } else { Private::Refuse },
        referer: address.map(str::to_owned),
    }
}

/// The site's address. Of several sites, one at https decides that secrets stay out of the clear.
fn told_address<'s>(addresses: impl Iterator<Item = &'s str>) -> Option<&'s str> {
    let addresses: Vec<&str> = addresses.filter(|address| !address.is_empty()).collect();
    let secure = addresses.iter().find(|address| address.starts_with("https:"));
    secure.or(addresses.first()).copied()
}

fn one(file: &File, transfers: &Transfers<'_>, work: &Work<'_>) -> Got {
    let record = match work.store.known(&file.place) {
        Known::Edited if work.options.existing == Existing::Keep => {
            work.store.keep(&file.place);
            return Got::of(MediaState::Kept);
        }
        Known::Absent | Known::Edited => None,
        Known::Same(record) => Some(record),
    };
    let outcome = match &record {
        // What says neither its date nor its mark cannot be asked for anew without a whole download.
        Some(record) if !can_be_renewed(record) => {
            work.store.keep(&file.place);
            return Got { bytes: Some(record.bytes), ..Got::of(MediaState::Unchanged) };
        }
        Some(_) | None => transfer(file, record.as_deref(), transfers, work),
    };
    match (outcome, record) {
        (Ok(got), _) => got,
        (Err(failure), Some(record)) => {
            work.store.keep(&file.place);
            renewal_failed(file, &failure, &record)
        }
        (Err(failure), None) => failed(file, &failure),
    }
}

/// Whether an earlier download can be asked for anew: by its own address, or as something stands in for it.
fn can_be_renewed(record: &Record) -> bool {
    let has_validators = record.etag.is_some() || record.modified.is_some();
    record.stand_in.is_some() || record.url.is_some() && has_validators
}

/// What is to be said of a file of an earlier run that could not be asked for anew.
fn renewal_failed(file: &File, failure: &Failure, record: &Record) -> Got {
    let got = Got { bytes: Some(record.bytes), ..Got::of(MediaState::Unchanged) };
    if let Some(name) = &record.stand_in {
        return got.standing_in(name, file);
    }
    let why = match failure {
        Failure::Disk(cause) if cause.kind() == io::ErrorKind::StorageFull => no_room(file),
        failure => format!("`{}`: {failure}", file.url),
    };
    let is_gone = matches!(failure, Failure::Gone { .. });
    let state = if is_gone { MediaState::Gone } else { MediaState::Unchanged };
    let fault = Some((Code::MediaGone, format!("{why}; the file of an earlier run was kept")));
    Got { state, fault, ..got }
}

/// Fetches one file, or what stands in for it.
fn transfer(
    file: &File,
    record: Option<&Record>,
    transfers: &Transfers<'_>,
    work: &Work<'_>,
) -> Result<Got, Failure> {
    if transfers.is_full.load(Ordering::Relaxed) {
        return Err(Failure::Disk(io::ErrorKind::StorageFull.into()));
    }
    let stand_ins = stand_ins(file, record, work);
    let others = stand_ins.iter().map(|name| file.url_beside(name));
    let own = Some(&file.url).filter(|url| !url.is_empty()).cloned();
    let urls: Vec<String> = own.into_iter().chain(others).collect();
    let known = record
        .map(|record| Validators { etag: record.etag.clone(), modified: record.modified.clone() });
    let name = file.upload.name();
    let url = record.and_then(|record| record.url.as_deref());
    let known = url.zip(known.as_ref());
    let request = Request { urls: &urls, name, known };
    let partial = work.store.partial(&file.place).map_err(Failure::Disk)?;
    let mut incoming = Incoming::of(partial, transfers, work);
    let fetched = match transfers.client.fetch(&request, &mut incoming) {
        Ok(fetched) => fetched,
        Err(failure) => {
            if is_end(&failure) {
                incoming.discard();
            }
            return Err(failure);
        }
    };
    match fetched {
        Fetched::Unchanged => {
            incoming.discard();
            work.store.keep(&file.place);
            let bytes = record.map(|record| record.bytes);
            let got = Got { bytes, ..Got::of(MediaState::Unchanged) };
            let stand_in = record.and_then(|record| record.stand_in.as_deref());
            Ok(match stand_in {
                Some(name) => got.standing_in(name, file),
                None => got,
            })
        }
        Fetched::Whole { url, index, validators, bytes: _ } => {
            let placed = incoming.commit(&url, &validators).map_err(Failure::Disk)?;
            let got = Got::placed(placed, MediaSource::Web);
            match index.checked_sub(1).and_then(|index| stand_ins.get(index)) {
                Some(name) => {
                    work.store.note_stand_in(&file.place, name).map_err(Failure::Disk)?;
                    Ok(got.standing_in(name, file))
                }
                None => Ok(got),
            }
        }
    }
}

/// Whether what came is no part of anything that a further attempt could bring.
fn is_end(failure: &Failure) -> bool {
    match failure {
        Failure::TooLarge { .. }
        | Failure::WrongType { .. }
        | Failure::Encoding(_)
        | Failure::Empty => true,
        Failure::Gone { .. }
        | Failure::Refused { .. }
        | Failure::Busy { .. }
        | Failure::Timeout
        | Failure::TooSlow
        | Failure::Connection(_)
        | Failure::Tls(_)
        | Failure::Private { .. }
        | Failure::TooManyRedirects
        | Failure::RedirectLoop
        | Failure::BadAddress { .. }
        | Failure::CutOff
        | Failure::Disk(_) => false,
    }
}

/// The names of files that may stand in. For a file that came whole in an earlier run nothing does, even
/// where the old site no longer has it.
fn stand_ins(file: &File, record: Option<&Record>, work: &Work<'_>) -> Vec<String> {
    if file.url.is_empty() || record.is_some_and(|record| record.stand_in.is_none()) {
        return Vec::new();
    }
    let mut names = work.pass.site.stand_ins(&file.upload);
    names.truncate(MOST_STAND_INS);
    names
}

/// What a user must hear of a file that did not come.
fn failed(file: &File, failure: &Failure) -> Got {
    match failure {
        Failure::BadAddress { seen } if seen.is_empty() => {
            let message = format!("nothing tells where the old site has `{}`", file.upload.path);
            Got::failed(MediaState::Missing, Code::MediaMissing, message)
        }
        Failure::Gone { .. } => {
            let message = format!("the old site does not have `{}`", file.url);
            Got::failed(MediaState::Missing, Code::MediaMissing, message)
        }
        Failure::Disk(cause) if cause.kind() == io::ErrorKind::StorageFull => {
            Got::failed(MediaState::Failed, Code::MediaNotFetched, no_room(file))
        }
        Failure::Disk(cause) => unplaced(file, cause),
        failure => {
            let hint = failure.hint().map(|hint| format!("; {hint}")).unwrap_or_default();
            let message = format!("`{}`: {failure}{hint}", file.url);
            Got::failed(MediaState::Failed, Code::MediaNotFetched, message)
        }
    }
}

fn no_room(file: &File) -> String {
    format!("`{}` was not fetched: the disk is full, or --media-max-total is reached", file.url)
}

impl Transfers<'_> {
    /// Whether so many more bytes may come, by what the user allows in all.
    pub(super) fn allows(&self, bytes: u64) -> bool {
        let total = self.total.load(Ordering::Relaxed).saturating_add(bytes);
        self.download.max_total.is_none_or(|most| total <= most.0)
    }

    /// Counts bytes that came; whether they may, by what the user allows in all.
    pub(super) fn take(&self, bytes: u64) -> bool {
        let before = self.total.fetch_add(bytes, Ordering::Relaxed);
        let has_room = self.download.max_total.is_none_or(|most| before + bytes <= most.0);
        if !has_room {
            self.total.fetch_sub(bytes, Ordering::Relaxed);
        }
        has_room
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_site_at_https_decides_for_all() {
        let (http, https) = ("http://old.example", "https://new.example");
        assert_eq!(told_address([http, https].into_iter()), Some(https));
        assert_eq!(told_address(["", http].into_iter()), Some(http));
        assert_eq!(told_address(std::iter::once("")), None);
    }
}

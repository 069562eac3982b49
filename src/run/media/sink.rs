//! [`Incoming`]: bytes from the web into a file that is not whole yet, as long as there is room.

use std::io;
use std::sync::atomic::Ordering;

use crate::fetch::{Held, Sink, Validators};
use crate::output::{Partial, Placed};
use crate::run::media::Work;
use crate::run::media::remote::Transfers;

/// How much of a disk stays free.
const RESERVE: u64 = 64 * 1024 * 1024;

/// How many bytes come before it is looked again whether there is room.
const STRIDE: u64 = 16 * 1024 * 1024;

/// A download.
pub(super) struct Incoming<'a> {
    partial: Partial<'a>,
    transfers: &'a Transfers<'a>,
    work: &'a Work<'a>,
    /// How many bytes may come before the next look.
    checked: u64,
}

impl<'a> Incoming<'a> {
    pub(super) fn of(
        partial: Partial<'a>,
        transfers: &'a Transfers<'a>,
        work: &'a Work<'a>,
    ) -> Self {
        Self { partial, transfers, work, checked: 0 }
    }

    /// Puts the whole file into its place.
    pub(super) fn commit(self, url: &str, validators: &Validators) -> io::Result<Placed> {
        let Validators { etag, modified } = validators;
        self.partial.commit(url, etag.as_deref(), modified.as_deref())
    }

    /// Forgets what came.
    pub(super) fn discard(self) {
        self.partial.discard();
    }

    /// Looks whether the disk has room for so many more bytes.
    fn make_sure_of(&mut self, bytes: u64) -> io::Result<()> {
        let needed = bytes.saturating_add(RESERVE);
        if self.work.store.room().is_none_or(|free| free >= needed) {
            self.checked = bytes;
            return Ok(());
        }
        self.transfers.is_full.store(true, Ordering::Relaxed);
        Err(io::ErrorKind::StorageFull.into())
    }
}

impl Sink for Incoming<'_> {
    fn held(&self) -> Option<Held> {
        let url = self.partial.url().filter(|_| self.partial.held() > 0)?;
        let validators = Validators {
            etag: self.partial.etag().map(str::to_owned),
            modified: self.partial.modified().map(str::to_owned),
        };
        let (bytes, total) = (self.partial.held(), self.partial.length());
        Some(Held { bytes, url: url.to_owned(), validators, total })
    }

    fn begin(
        &mut self,
        url: &str,
        validators: &Validators,
        expected: Option<u64>,
    ) -> io::Result<()> {
        let Validators { etag, modified } = validators;
        self.partial.begin(url, etag.as_deref(), modified.as_deref(), expected)?;
        if expected.is_some_and(|expected| !self.transfers.allows(expected)) {
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.make_sure_of(expected.unwrap_or(STRIDE))
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let length = bytes.len() as u64;
        if length > self.checked {
            self.make_sure_of(STRIDE)?;
        }
        self.checked = self.checked.saturating_sub(length);
        if !self.transfers.take(length) {
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.work.pass.progress.advance_media(length);
        self.partial.write(bytes)
    }
}

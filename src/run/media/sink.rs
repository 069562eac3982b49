//! [`Incoming`]: bytes from the web into a file that is not whole yet, as long as there is room.

use std::io;
use std::sync::atomic::{AtomicU64, Ordering};

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
    /// The bytes that may come before the next look.
    promise: Promise<'a>,
}

/// Bytes of the disk that a download may count on, until it has them or is dropped; so many downloads
/// side by side do not all count on the same room.
struct Promise<'a> {
    all: &'a AtomicU64,
    bytes: u64,
}

impl Promise<'_> {
    /// Gives up what is left, and takes so many bytes if there is room for them beside those of others.
    fn renew(&mut self, bytes: u64, free: Option<u64>) -> bool {
        self.keep(u64::MAX);
        // A server may announce any length, and others are not to see it.
        if free.is_some_and(|free| free < bytes) {
            return false;
        }
        let others = self.all.fetch_add(bytes, Ordering::Relaxed);
        self.bytes = bytes;
        let needed = bytes.saturating_add(others).saturating_add(RESERVE);
        let has_room = free.is_none_or(|free| free >= needed);
        if !has_room {
            self.keep(u64::MAX);
        }
        has_room
    }

    /// So many of the bytes have come.
    fn keep(&mut self, came: u64) {
        let came = came.min(self.bytes);
        self.bytes -= came;
        self.all.fetch_sub(came, Ordering::Relaxed);
    }
}

impl Drop for Promise<'_> {
    fn drop(&mut self) {
        self.keep(u64::MAX);
    }
}

impl<'a> Incoming<'a> {
    pub(super) fn of(
        partial: Partial<'a>,
        transfers: &'a Transfers<'a>,
        work: &'a Work<'a>,
    ) -> Self {
        let promise = Promise { all: &transfers.promised, bytes: 0 };
        Self { partial, transfers, work, promise }
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
        let free = self.work.store.room();
        if self.promise.renew(bytes, free) {
            return Ok(());
        }
        // Where one file is too large for the disk, others may have room.
        if free.is_some_and(|free| free < STRIDE + RESERVE) {
            self.transfers.is_full.store(true, Ordering::Relaxed);
        }
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
        if length > self.promise.bytes {
            self.make_sure_of(STRIDE)?;
        }
        self.promise.keep(length);
        if !self.transfers.take(length) {
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.work.pass.progress.advance_media(length);
        self.partial.write(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn downloads_side_by_side_do_not_count_on_the_same_room() {
        let all = AtomicU64::new(0);
        let promise = || Promise { all: &all, bytes: 0 };
        let free = Some(RESERVE + 100);
        let (mut one, mut two) = (promise(), promise());
        assert!(one.renew(60, free));
        assert!(!two.renew(60, free), "40 are left");
        assert!(two.renew(40, free));
        one.keep(50);
        assert!(one.renew(60, free), "its own promise does not stand against it");
        assert!(!one.renew(61, free));
        drop(two);
        assert!(one.renew(100, free));
        assert!(one.renew(u64::from(u32::MAX), None), "nobody knows how much room there is");
        drop(one);
        assert_eq!(all.load(Ordering::Relaxed), 0);
    }
}

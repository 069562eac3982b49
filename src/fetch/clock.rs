//! The clock: the one place that looks at it, and that sleeps.

use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

#[expect(clippy::disallowed_methods, reason = "waits, which no file depends on")]
pub(super) fn now() -> Instant {
    Instant::now()
}

/// Seconds since 1970, for a server that names a date and does not say what it thinks is now.
#[expect(clippy::disallowed_methods, reason = "waits, which no file depends on")]
pub(super) fn seconds() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

pub(super) fn sleep(duration: Duration) {
    if !duration.is_zero() {
        thread::sleep(duration);
    }
}

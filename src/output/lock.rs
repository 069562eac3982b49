//! One run at a time in an output folder. The lock is the system's, so that of a run that was killed is
//! gone with it, and none lies among the files when the run is over.

use std::fs::File;
use std::path::Path;

use crate::error::Error;

/// The file that stands for the lock where folders cannot be locked, as long as it is held.
pub(super) const NAME: &str = ".pressdown-lock";

/// Locks a folder until the file is closed; none where the file system has no locks, which is no reason
/// not to write. A folder that another run has locked is an error.
#[cfg(unix)]
pub(super) fn take(root: &Path) -> Result<Option<File>, Error> {
    use std::fs::TryLockError;
    let Ok(folder) = File::open(root) else { return Ok(None) };
    match folder.try_lock() {
        Ok(()) => Ok(Some(folder)),
        Err(TryLockError::WouldBlock) => Err(Error::Busy { path: root.to_owned() }),
        Err(TryLockError::Error(_)) => Ok(None),
    }
}

/// Locks a folder until the file is closed; none where that cannot be done, which is no reason not to
/// write. A folder that another run has locked is an error.
#[cfg(windows)]
#[expect(clippy::disallowed_methods, reason = "a lock has nothing in it")]
pub(super) fn take(root: &Path) -> Result<Option<File>, Error> {
    use std::fs::OpenOptions;
    use std::os::windows::fs::OpenOptionsExt as _;
    // The system removes the file when it is closed, and nobody else can open it before.
    const DELETE_ON_CLOSE: u32 = 0x0400_0000;
    const SHARING_VIOLATION: i32 = 32;
    let mut options = OpenOptions::new();
    options.write(true).create(true).share_mode(0).custom_flags(DELETE_ON_CLOSE);
    match options.open(root.join(NAME)) {
        Ok(file) => Ok(Some(file)),
        Err(cause) if cause.raw_os_error() == Some(SHARING_VIOLATION) => {
            Err(Error::Busy { path: root.to_owned() })
        }
        Err(_) => Ok(None),
    }
}

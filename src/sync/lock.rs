//! The lock of a copy. Only one sync runs at a time, so that older data never replaces
//! newer data.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

use super::removal::RemoveOnExit;
use crate::interrupt;

/// How long to wait for another sync.
const TIMEOUT: Duration = Duration::from_secs(5);

/// A lock that is held until it is dropped. The system releases it when the process
/// ends.
#[derive(Debug)]
pub(super) struct Lock {
    _removal: Option<RemoveOnExit>,
    _file: File,
}

impl Lock {
    /// Locks the file at `path`, which exists only for this purpose. Fails with
    /// [`io::ErrorKind::WouldBlock`] if another process holds the lock.
    pub(super) fn acquire(path: &Path) -> io::Result<Self> {
        let started = Instant::now();
        loop {
            // A signal in between would leave the file behind.
            match interrupt::end_after(|| Self::try_acquire(path))? {
                Err(error)
                    if error.kind() == io::ErrorKind::WouldBlock && started.elapsed() < TIMEOUT =>
                {
                    std::thread::sleep(Duration::from_millis(100));
                }
                lock => return lock,
            }
        }
    }

    fn try_acquire(path: &Path) -> io::Result<Self> {
        loop {
            let file = open(path)?;
            file.try_lock()?;
            // The previous holder may have removed the file in the meantime.
            if is_at(&file, path) {
                // Windows cannot remove a locked file.
                let removal = cfg!(unix).then(|| RemoveOnExit::new([path.to_owned()]));
                return Ok(Self {
                    _removal: removal.transpose()?,
                    _file: file,
                });
            }
        }
    }
}

fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;

    let id = |found: std::fs::Metadata| (found.dev(), found.ino());
    match (file.metadata(), std::fs::metadata(path)) {
        (Ok(one), Ok(other)) => id(one) == id(other),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> bool {
    true
}

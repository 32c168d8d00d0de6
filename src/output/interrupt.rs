//! Ctrl-C and SIGTERM while a file is written: what was written goes away,
//! the old file stays.

use std::io;

use tempfile::NamedTempFile;

/// The file that `make` makes. From before it is there, an interrupted or
/// terminated program removes it and ends with the exit code 130 or 143.
#[cfg(unix)]
pub(super) fn removable(
    make: impl FnOnce() -> io::Result<NamedTempFile>,
) -> io::Result<NamedTempFile> {
    use std::path::PathBuf;
    use std::sync::{Arc, Mutex, PoisonError};

    use signal_hook::consts::{SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;

    let path = Arc::new(Mutex::new(None::<PathBuf>));
    let theirs = Arc::clone(&path);
    // Held while the file is made, so that a signal meanwhile waits for its
    // name.
    let mut path = path.lock().unwrap_or_else(PoisonError::into_inner);
    // Not SIGHUP, which nohup has the program ignore.
    let mut signals = Signals::new([SIGINT, SIGTERM])?;
    std::thread::Builder::new().spawn(move || {
        if let Some(signal) = signals.forever().next() {
            let path = theirs.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(path) = &*path {
                // It is gone already when the new file has taken its place.
                let _ = std::fs::remove_file(path);
            }
            signal_hook::low_level::exit(128 + signal);
        }
    })?;
    let file = make()?;
    *path = Some(file.path().to_owned());
    Ok(file)
}

/// Elsewhere the system's own way to end a program is kept.
#[cfg(not(unix))]
pub(super) fn removable(
    make: impl FnOnce() -> io::Result<NamedTempFile>,
) -> io::Result<NamedTempFile> {
    make()
}

//! Ctrl-C and SIGTERM while a file is written: what was written goes away,
//! the old file stays.

use std::io;
use std::path::Path;

/// From now on an interrupted or terminated program removes `path` before it
/// ends, with the exit code 130 or 143.
#[cfg(unix)]
pub(super) fn removes(path: &Path) -> io::Result<()> {
    use signal_hook::consts::{SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;

    let path = path.to_owned();
    // Not SIGHUP, which nohup has the program ignore.
    let mut signals = Signals::new([SIGINT, SIGTERM])?;
    std::thread::Builder::new().spawn(move || {
        if let Some(signal) = signals.forever().next() {
            // It is gone already when the new file has taken its place.
            let _ = std::fs::remove_file(path);
            signal_hook::low_level::exit(128 + signal);
        }
    })?;
    Ok(())
}

/// Elsewhere the system's own way to end a program is kept.
#[cfg(not(unix))]
pub(super) fn removes(_: &Path) -> io::Result<()> {
    Ok(())
}

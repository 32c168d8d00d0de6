//! Ctrl-C and SIGTERM: what must not stay behind goes away, then the program
//! ends with the exit code 130 or 143.

use std::io;

/// Has an interrupted or terminated program call `tidy` before it ends, after
/// what was given here earlier.
#[cfg(unix)]
pub(crate) fn before_end(tidy: impl FnOnce() + Send + 'static) -> io::Result<()> {
    use std::sync::{Mutex, PoisonError};

    use signal_hook::consts::{SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;

    type Tidy = Box<dyn FnOnce() + Send>;
    static TIDY: Mutex<Vec<Tidy>> = Mutex::new(Vec::new());
    let lock = || TIDY.lock().unwrap_or_else(PoisonError::into_inner);

    let mut all = lock();
    if all.is_empty() {
        // Not SIGHUP, which nohup has the program ignore.
        let mut signals = Signals::new([SIGINT, SIGTERM])?;
        std::thread::Builder::new().spawn(move || {
            if let Some(signal) = signals.forever().next() {
                for tidy in lock().drain(..) {
                    tidy();
                }
                signal_hook::low_level::exit(128 + signal);
            }
        })?;
    }
    all.push(Box::new(tidy));
    Ok(())
}

/// Elsewhere the system's own way to end a program is kept.
#[cfg(not(unix))]
// As its twin has it.
#[allow(clippy::unnecessary_wraps)]
pub(crate) fn before_end(_: impl FnOnce() + Send + 'static) -> io::Result<()> {
    Ok(())
}

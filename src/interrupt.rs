//! Ctrl-C and SIGTERM: what must not stay behind goes away, then the program
//! ends with the exit code 130 or 143.

use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError};

type Tidy = Box<dyn FnOnce() + Send>;

/// Has an interrupted or terminated program call `tidy` before it ends, after
/// what was given here earlier.
pub(crate) fn before_end(tidy: impl FnOnce() + Send + 'static) -> io::Result<()> {
    let mut all = all();
    if all.is_empty() {
        watch()?;
    }
    all.push(Box::new(tidy));
    Ok(())
}

fn all() -> MutexGuard<'static, Vec<Tidy>> {
    static ALL: Mutex<Vec<Tidy>> = Mutex::new(Vec::new());
    ALL.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(unix)]
fn watch() -> io::Result<()> {
    use signal_hook::consts::{SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;

    // Not SIGHUP, which nohup has the program ignore.
    let mut signals = Signals::new([SIGINT, SIGTERM])?;
    std::thread::Builder::new().spawn(move || {
        if let Some(signal) = signals.forever().next() {
            for tidy in all().drain(..) {
                tidy();
            }
            signal_hook::low_level::exit(128 + signal);
        }
    })?;
    Ok(())
}

#[cfg(windows)]
fn watch() -> io::Result<()> {
    let handler = || {
        for tidy in all().drain(..) {
            tidy();
        }
        // The program ends here as it would without a handler.
        #[allow(clippy::exit)]
        std::process::exit(130);
    };
    ctrlc::set_handler(handler).map_err(io::Error::other)
}

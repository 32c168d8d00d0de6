//! Signals that end the program: what must not be left behind is cleaned up
//! first, and the exit code is 128 and the signal's number.

use std::io;

/// Runs `cleanup` before a signal ends the program, beside those registered
/// earlier. It must not block: a person is waiting for the end.
#[cfg(unix)]
pub(crate) fn on_interrupt(cleanup: impl FnOnce() + Send + 'static) -> io::Result<()> {
    unix::install()?;
    unix::lock().push(Box::new(cleanup));
    Ok(())
}

/// Has signals end the program by [`on_interrupt`].
#[cfg(unix)]
pub(crate) fn install() -> io::Result<()> {
    unix::install()
}

/// Has a file that grows beyond `ulimit -f` be an error of its writer instead
/// of the end. Standard error may be such a file: call this before anything.
pub fn survive_file_limit() {
    // Where it fails, such a file is the end.
    #[cfg(unix)]
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, std::sync::Arc::default());
}

/// Runs `cleanup` before Ctrl-C ends the program, beside those registered
/// earlier.
#[cfg(windows)]
pub(crate) fn on_interrupt(cleanup: impl FnOnce() + Send + 'static) -> io::Result<()> {
    windows::install()?;
    windows::lock().push(Box::new(cleanup));
    Ok(())
}

/// Has Ctrl-C end the program by [`on_interrupt`].
#[cfg(windows)]
pub(crate) fn install() -> io::Result<()> {
    windows::install()
}

#[cfg(windows)]
mod windows {
    use std::io;
    use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

    type Cleanup = Box<dyn FnOnce() + Send>;

    static CLEANUPS: Mutex<Vec<Cleanup>> = Mutex::new(Vec::new());

    pub(super) fn lock() -> MutexGuard<'static, Vec<Cleanup>> {
        CLEANUPS.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Registers the handler, once.
    pub(super) fn install() -> io::Result<()> {
        static INSTALLED: OnceLock<()> = OnceLock::new();
        // Held so that two callers do not both install.
        let _cleanups = lock();
        if INSTALLED.get().is_some() {
            return Ok(());
        }
        let handler = || {
            for cleanup in lock().drain(..) {
                cleanup();
            }
            // The program ends here as it would without a handler.
            #[allow(clippy::exit)]
            std::process::exit(130);
        };
        ctrlc::set_handler(handler).map_err(io::Error::other)?;
        let _ = INSTALLED.set(());
        Ok(())
    }
}

#[cfg(unix)]
mod unix {
    use std::io;
    use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError, mpsc};
    use std::thread;

    use signal_hook::consts::{
        SIGALRM, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2, SIGXCPU,
    };
    use signal_hook::iterator::Signals;

    type Cleanup = Box<dyn FnOnce() + Send>;

    static CLEANUPS: Mutex<Vec<Cleanup>> = Mutex::new(Vec::new());

    /// Signals whose default is to end the program.
    const FATAL: [i32; 8] = [
        SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGALRM, SIGUSR1, SIGUSR2, SIGXCPU,
    ];

    pub(super) fn lock() -> MutexGuard<'static, Vec<Cleanup>> {
        CLEANUPS.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Starts the thread that waits for signals, once. Where the system refuses
    /// the thread, signals keep their default: they end the program without
    /// cleanup.
    pub(super) fn install() -> io::Result<()> {
        static INSTALLED: OnceLock<()> = OnceLock::new();
        // Held so that two callers do not both install.
        let _cleanups = lock();
        if INSTALLED.get().is_some() {
            return Ok(());
        }
        // The thread first: a registered signal has lost its default for good.
        let (sender, receiver) = mpsc::channel::<Signals>();
        let waiting = thread::Builder::new().spawn(move || {
            let Ok(mut signals) = receiver.recv() else {
                return;
            };
            if let Some(signal) = signals.forever().next() {
                for cleanup in lock().drain(..) {
                    cleanup();
                }
                signal_hook::low_level::exit(128 + signal);
            }
        });
        if waiting.is_ok() {
            let fatal = FATAL.into_iter().filter(|signal| !is_ignored(*signal));
            // Fails only when the thread has ended, which it does at a signal.
            let _ = sender.send(Signals::new(fatal)?);
        }
        let _ = INSTALLED.set(());
        Ok(())
    }

    /// Whether the parent has the program ignore `signal`, as nohup does with
    /// SIGHUP and a shell with SIGINT for a job in the background.
    #[cfg(any(target_os = "linux", target_os = "android"))]
    fn is_ignored(signal: i32) -> bool {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
        let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
        mask.is_some_and(|mask| mask >> (signal - 1) & 1 == 1)
    }

    /// Whether the parent has the program ignore `signal`: nohup does with
    /// SIGHUP. A child inherits that, and a shell cannot undo it.
    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    fn is_ignored(signal: i32) -> bool {
        use std::process::Command;

        signal == SIGHUP
            && Command::new("/bin/sh")
                .args(["-c", "kill -HUP $$"])
                .status()
                .is_ok_and(|status| status.success())
    }
}

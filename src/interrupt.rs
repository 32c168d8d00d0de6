//! Handles signals that end the program: runs cleanups first, and exits with 128 plus
//! the number of the signal.

use std::io;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

static CODE: AtomicU8 = AtomicU8::new(0);

type Cleanup = Box<dyn FnOnce() + Send>;

static STATE: Mutex<State> = Mutex::new(State {
    is_installed: false,
    cleanups: Vec::new(),
    deferred: None,
});

struct State {
    is_installed: bool,
    cleanups: Vec<Cleanup>,
    /// Called by the next signal instead of ending the program.
    deferred: Option<Cleanup>,
}

/// Runs `cleanup` before a signal, or Ctrl-C on Windows, ends the program. It must not
/// block, because the user is waiting.
pub(crate) fn on_interrupt(cleanup: impl FnOnce() + Send + 'static) -> io::Result<()> {
    install()?;
    lock().cleanups.push(Box::new(cleanup));
    Ok(())
}

/// Makes the next signal call `on_signal` instead of ending the program. [`requested`]
/// then tells the reader to stop. A second signal ends the program.
pub(crate) fn defer(on_signal: impl FnOnce() + Send + 'static) -> io::Result<()> {
    install()?;
    lock().deferred = Some(Box::new(on_signal));
    Ok(())
}

/// Runs `body`, and lets a signal end the program only afterwards. `body` may stop early
/// when [`requested`] reports a signal. A second signal ends the program immediately.
#[cfg(feature = "sqlite")]
pub(crate) fn end_after<T>(body: impl FnOnce() -> T) -> io::Result<T> {
    defer(|| ())?;
    let value = body();
    lock().deferred = None;
    if let Some(code) = requested() {
        end(code);
    }
    Ok(value)
}

/// The exit code of a deferred signal, if one has arrived.
pub(crate) fn requested() -> Option<u8> {
    Some(CODE.load(Ordering::Relaxed)).filter(|code| *code > 0)
}

/// Whether [`defer`] handles a signal with this exit code.
fn is_deferred(code: u8) -> bool {
    let mut state = lock();
    let Some(on_signal) = state.deferred.take() else {
        return false;
    };
    CODE.store(code, Ordering::Relaxed);
    drop(state);
    on_signal();
    true
}

/// Makes a file that grows beyond `ulimit -f` a write error instead of a fatal signal.
/// Standard error may be such a file, so call this first.
pub fn survive_file_limit() {
    // If this fails, such a file ends the program.
    #[cfg(unix)]
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, std::sync::Arc::default());
}

/// Makes signals, or Ctrl-C on Windows, run the cleanups of [`on_interrupt`].
pub(crate) fn install() -> io::Result<()> {
    let mut state = lock();
    if !state.is_installed {
        platform::install()?;
        state.is_installed = true;
    }
    Ok(())
}

fn lock() -> MutexGuard<'static, State> {
    STATE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The exit code of the signal that ends the program, if one does.
pub(crate) fn exit_code() -> u8 {
    CODE.load(Ordering::Relaxed)
}

/// Runs the cleanups, and ends the program.
fn end(code: u8) -> ! {
    CODE.store(code, Ordering::Relaxed);
    // Not locked while cleanups run, because they can use locks of their own.
    let cleanups = std::mem::take(&mut lock().cleanups);
    for cleanup in cleanups {
        cleanup();
    }
    platform::exit(code)
}

#[cfg(windows)]
mod platform {
    use std::io;

    pub(super) fn install() -> io::Result<()> {
        let handler = || {
            if super::is_deferred(130) {
                return;
            }
            super::end(130);
        };
        ctrlc::set_handler(handler).map_err(io::Error::other)
    }

    /// Ends the program, as without a handler.
    #[allow(clippy::exit)]
    pub(super) fn exit(code: u8) -> ! {
        std::process::exit(code.into())
    }
}

#[cfg(unix)]
mod platform {
    use std::io;
    use std::sync::mpsc;
    use std::thread;

    use signal_hook::consts::{
        SIGALRM, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2, SIGXCPU,
    };
    use signal_hook::iterator::Signals;

    /// Signals that end the program by default.
    const FATAL: [i32; 8] = [
        SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGALRM, SIGUSR1, SIGUSR2, SIGXCPU,
    ];

    /// Starts the thread that waits for signals. If the system refuses the thread,
    /// signals end the program without cleanup.
    pub(super) fn install() -> io::Result<()> {
        // Start the thread first: registering a signal disables its default action for
        // good.
        let (sender, receiver) = mpsc::channel::<Signals>();
        let waiting = thread::Builder::new().spawn(move || {
            let Ok(mut signals) = receiver.recv() else {
                return;
            };
            for signal in signals.forever() {
                let code = u8::try_from(128 + signal).unwrap_or(u8::MAX);
                if !super::is_deferred(code) {
                    super::end(code);
                }
            }
        });
        if waiting.is_ok() {
            let fatal = FATAL.into_iter().filter(|signal| !is_ignored(*signal));
            // Fails only if the thread has ended because of a signal.
            let _ = sender.send(Signals::new(fatal)?);
        }
        Ok(())
    }

    /// Ends the program without flushing standard output, which could block.
    pub(super) fn exit(code: u8) -> ! {
        signal_hook::low_level::exit(code.into())
    }

    /// Whether the parent process ignores `signal` for this program: nohup does so with
    /// SIGHUP, a shell with SIGINT for a background job.
    #[cfg(any(target_os = "linux", target_os = "android"))]
    fn is_ignored(signal: i32) -> bool {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
        let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
        mask.is_some_and(|mask| mask >> (signal - 1) & 1 == 1)
    }

    /// Whether the parent process ignores `signal` for this program, as nohup does with
    /// SIGHUP. A child inherits this, and a shell cannot undo it.
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

//! Signals that end the program: cleanups run first, and the exit code is 128 plus
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
    /// What the next signal runs instead of ending the program.
    deferred: Option<Cleanup>,
}

/// Runs `cleanup` before a signal, or Ctrl-C on Windows, ends the program. It
/// must not block: the user is waiting for the end.
pub(crate) fn on_interrupt(cleanup: impl FnOnce() + Send + 'static) -> io::Result<()> {
    install()?;
    lock().cleanups.push(Box::new(cleanup));
    Ok(())
}

/// Has the next signal not end the program: `on_signal` is called, and
/// [`requested`] tells the reading to end. One more signal ends the program.
pub(crate) fn defer(on_signal: impl FnOnce() + Send + 'static) -> io::Result<()> {
    install()?;
    lock().deferred = Some(Box::new(on_signal));
    Ok(())
}

/// The exit code of a signal that was deferred, once there was one.
pub(crate) fn requested() -> Option<u8> {
    Some(CODE.load(Ordering::Relaxed)).filter(|code| *code > 0)
}

/// Whether a signal with this exit code is one that [`defer`] waits for.
fn is_deferred(code: u8) -> bool {
    let Some(on_signal) = lock().deferred.take() else {
        return false;
    };
    CODE.store(code, Ordering::Relaxed);
    on_signal();
    true
}

/// Has a file that grows beyond `ulimit -f` be an error of its writer instead of
/// the end. Standard error may be such a file: call this before anything.
pub fn survive_file_limit() {
    // Where it fails, such a file is the end.
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

/// The exit code of the signal that ends the program, once one does.
pub(crate) fn exit_code() -> u8 {
    CODE.load(Ordering::Relaxed)
}

fn clean_up(code: u8) {
    CODE.store(code, Ordering::Relaxed);
    // Not locked meanwhile: a cleanup may write a file, which has its own.
    let cleanups = std::mem::take(&mut lock().cleanups);
    for cleanup in cleanups {
        cleanup();
    }
}

#[cfg(windows)]
mod platform {
    use std::io;

    pub(super) fn install() -> io::Result<()> {
        let handler = || {
            if super::is_deferred(130) {
                return;
            }
            super::clean_up(130);
            // Without a handler the program would end here as well.
            #[allow(clippy::exit)]
            std::process::exit(130);
        };
        ctrlc::set_handler(handler).map_err(io::Error::other)
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

    /// Starts the thread that waits for signals. If the system refuses the
    /// thread, signals end the program without cleanup.
    pub(super) fn install() -> io::Result<()> {
        // The thread first: a registered signal has lost its default for good.
        let (sender, receiver) = mpsc::channel::<Signals>();
        let waiting = thread::Builder::new().spawn(move || {
            let Ok(mut signals) = receiver.recv() else {
                return;
            };
            for signal in signals.forever() {
                let code = u8::try_from(128 + signal).unwrap_or(u8::MAX);
                if !super::is_deferred(code) {
                    super::clean_up(code);
                    signal_hook::low_level::exit(128 + signal);
                }
            }
        });
        if waiting.is_ok() {
            let fatal = FATAL.into_iter().filter(|signal| !is_ignored(*signal));
            // Fails only if the thread has ended, which it does at a signal.
            let _ = sender.send(Signals::new(fatal)?);
        }
        Ok(())
    }

    /// Whether the parent process made the program ignore `signal`: nohup does
    /// that with SIGHUP, a shell with SIGINT for a background job.
    #[cfg(any(target_os = "linux", target_os = "android"))]
    fn is_ignored(signal: i32) -> bool {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
        let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
        mask.is_some_and(|mask| mask >> (signal - 1) & 1 == 1)
    }

    /// Whether the parent process made the program ignore `signal`, as nohup
    /// does with SIGHUP. A child inherits that, and a shell cannot undo it.
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

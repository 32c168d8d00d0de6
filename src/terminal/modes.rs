//! Saves and restores terminal modes, for prompts without echo.

use std::fs::File;
use std::io;

use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};

use crate::interrupt;

/// Makes signals restore the current terminal modes before they end the program. Never
/// waits for output, even on a stopped terminal.
pub(crate) fn restore_on_interrupt() -> io::Result<()> {
    let terminal = File::open("/dev/tty")?;
    let modes = tcgetattr(&terminal)?;
    interrupt::on_interrupt(move || {
        // Fails if the terminal is gone.
        let _ = tcsetattr(&terminal, OptionalActions::Now, &modes);
    })
}

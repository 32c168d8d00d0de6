//! The modes of the terminal, for what hides what is typed.

use std::fs::File;
use std::io;

use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};

use crate::interrupt;

/// Has a signal restore the modes that the terminal has now, before it ends the
/// program. It waits for no output, also where the terminal is stopped.
pub(crate) fn restore_on_interrupt() -> io::Result<()> {
    let terminal = File::open("/dev/tty")?;
    let modes = tcgetattr(&terminal)?;
    interrupt::on_interrupt(move || {
        // A terminal that is gone has no modes.
        let _ = tcsetattr(&terminal, OptionalActions::Now, &modes);
    })
}

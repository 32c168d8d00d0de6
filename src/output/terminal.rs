//! The terminal that shows the output, if any.

use std::fs::File;
use std::io::{self, IsTerminal};
use std::path::Path;

use crate::terminal::progress;

/// The width of a terminal if it is not known.
const DEFAULT_WIDTH: usize = 80;

/// The properties of a terminal that layout needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terminal {
    /// In columns.
    pub width: usize,
}

impl Terminal {
    /// The terminal of standard output, if it is one. A number in `COLUMNS` overrides
    /// the width that the system reports.
    #[must_use]
    pub fn detect() -> Option<Self> {
        Self::of(&io::stdout())
    }

    /// Whether output to `path`, or to standard output if it is `None` or `-`, appears
    /// on a terminal.
    #[must_use]
    pub fn is_at(path: Option<&Path>) -> bool {
        match path {
            None => io::stdout().is_terminal(),
            Some(path) if path == "-" || path == "/dev/stdout" => io::stdout().is_terminal(),
            Some(path) => {
                is_character_device(path) && {
                    let device = File::options().write(true).open(path);
                    device.is_ok_and(|device| device.is_terminal())
                }
            }
        }
    }

    /// The terminal of `out`, if it is one.
    pub(super) fn of(out: &impl IsTerminal) -> Option<Self> {
        if !out.is_terminal() {
            return None;
        }
        let columns = std::env::var("COLUMNS").ok();
        let known = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
        Some(Self {
            width: width(columns.as_deref(), known),
        })
    }
}

/// Terminals are character devices. Other files are not opened: the reader of a named
/// pipe would see its end.
#[cfg(unix)]
fn is_character_device(path: &Path) -> bool {
    use std::os::unix::fs::FileTypeExt as _;

    let metadata = std::fs::metadata(path);
    metadata.is_ok_and(|found| found.file_type().is_char_device())
}

#[cfg(not(unix))]
fn is_character_device(_: &Path) -> bool {
    false
}

/// Whether the output may appear on the terminal that shows the progress line: it goes
/// to that terminal, or through a pipe to a program that writes there.
pub(super) struct OnTerminal(bool);

impl OnTerminal {
    #[cfg(unix)]
    pub(super) fn of(out: &(impl IsTerminal + std::os::fd::AsFd)) -> Self {
        use std::os::unix::fs::FileTypeExt as _;

        let handle = out.as_fd().try_clone_to_owned();
        let metadata = handle.and_then(|handle| std::fs::File::from(handle).metadata());
        let kind = metadata.map(|metadata| metadata.file_type());
        Self(out.is_terminal() || kind.is_ok_and(|kind| kind.is_fifo() || kind.is_socket()))
    }

    #[cfg(not(unix))]
    pub(super) fn of(out: &impl IsTerminal) -> Self {
        Self(out.is_terminal())
    }

    /// Removes the progress line for good before the first bytes.
    pub(super) fn make_room(&mut self) {
        if std::mem::take(&mut self.0) {
            progress::make_room();
        }
    }
}

fn width(columns: Option<&str>, known: Option<usize>) -> usize {
    let set = columns.and_then(|columns| columns.trim().parse().ok());
    set.or(known)
        .filter(|&width| width > 0)
        .unwrap_or(DEFAULT_WIDTH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_wins_when_it_is_a_number() {
        assert_eq!(width(Some("120"), Some(80)), 120);
        assert_eq!(width(Some("wide"), Some(100)), 100);
        assert_eq!(width(Some(""), Some(100)), 100);
        assert_eq!(width(None, Some(100)), 100);
    }

    #[test]
    fn a_width_of_zero_is_ignored() {
        assert_eq!(width(None, Some(0)), DEFAULT_WIDTH);
        assert_eq!(width(None, None), DEFAULT_WIDTH);
    }

    #[test]
    fn a_file_is_not_a_terminal() {
        assert_eq!(Terminal::of(&tempfile::tempfile().unwrap()), None);
    }
}

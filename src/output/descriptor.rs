//! Paths of open descriptors: `/dev/stdout`, `/dev/stderr`, `/dev/fd/N`,
//! `/proc/self/fd/N`.

use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

/// Which of the descriptors 0 to 2 were closed when the program started. The standard
/// library has opened /dev/null for them, which discards output.
static CLOSED: [AtomicBool; 3] = [const { AtomicBool::new(false) }; 3];

/// Records that the descriptor `number` was closed when the program started.
pub fn note_closed(number: usize) {
    if let Some(closed) = CLOSED.get(number) {
        closed.store(true, Ordering::Relaxed);
    }
}

/// Fails if standard output cannot be written to: it was closed when the program
/// started, or is open only for reading.
pub fn check_stdout() -> io::Result<()> {
    check_open(1)
        .and_then(|()| check_writable(&io::stdout()))
        .map_err(|error| {
            let message = format!("cannot write standard output: {error}");
            io::Error::new(error.kind(), message)
        })
}

/// Syncs standard output to disk, if it is a file.
#[cfg(all(unix, feature = "sqlite"))]
pub(crate) fn sync_stdout() -> io::Result<()> {
    match rustix::fs::fsync(io::stdout()) {
        // A pipe or a terminal.
        Err(rustix::io::Errno::INVAL | rustix::io::Errno::ROFS | rustix::io::Errno::NOTSUP) => {
            Ok(())
        }
        done => Ok(done?),
    }
}

/// As on unix, as far as the system supports it.
#[cfg(all(not(unix), feature = "sqlite"))]
// Has the same signature as on unix.
#[allow(clippy::unnecessary_wraps)]
pub(crate) fn sync_stdout() -> io::Result<()> {
    Ok(())
}

fn check_open(number: usize) -> io::Result<()> {
    match CLOSED.get(number) {
        Some(closed) if closed.load(Ordering::Relaxed) => Err(io::Error::other("it is closed")),
        _ => Ok(()),
    }
}

/// The descriptor that `path` names.
#[cfg(unix)]
pub(super) fn number(path: &Path) -> Option<i32> {
    let path = path.to_str()?;
    match path {
        "/dev/stdout" => return Some(1),
        "/dev/stderr" => return Some(2),
        _ => {}
    }
    let number = ["/dev/fd/", "/proc/self/fd/", "/proc/thread-self/fd/"]
        .into_iter()
        .find_map(|folder| path.strip_prefix(folder))?;
    let digits = number.bytes().all(|byte| byte.is_ascii_digit());
    number.parse().ok().filter(|_| digits)
}

#[cfg(not(unix))]
pub(super) fn number(_: &Path) -> Option<i32> {
    None
}

/// A handle on standard error or another open file, which shares its position and
/// append mode. Opening `path` instead would overwrite the file from its start.
#[cfg(unix)]
pub(super) fn open(path: &Path, number: i32) -> io::Result<File> {
    use std::os::fd::AsFd as _;

    check_open(usize::try_from(number).unwrap_or(usize::MAX))?;
    let file = if number == 2 {
        File::from(io::stderr().as_fd().try_clone_to_owned()?)
    } else {
        system::duplicate(path, number)?
    };
    check_writable(&file)?;
    Ok(file)
}

/// Fails for a file that is open only for reading, so that the error comes before the
/// first request. The standard library would treat such a standard output as closed,
/// and discard all output.
#[cfg(unix)]
pub(super) fn check_writable(file: &impl std::os::fd::AsFd) -> io::Result<()> {
    use rustix::fs::{OFlags, fcntl_getfl};

    if fcntl_getfl(file)? & OFlags::RWMODE == OFlags::RDONLY {
        return Err(not_open());
    }
    Ok(())
}

#[cfg(not(unix))]
// Has the same signature as on unix.
#[allow(clippy::unnecessary_wraps)]
pub(super) fn check_writable<T>(_: &T) -> io::Result<()> {
    Ok(())
}

#[cfg(unix)]
fn not_open() -> io::Error {
    io::Error::other("not open for writing")
}

#[cfg(not(unix))]
pub(super) fn open(_: &Path, _: i32) -> io::Result<File> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(target_os = "linux")]
mod system {
    use std::fs::{self, File, OpenOptions};
    use std::io::{self, Seek as _, SeekFrom};
    use std::path::Path;

    use rustix::fs::OFlags;
    use rustix::process::{PidfdFlags, PidfdGetfdFlags, getpid, pidfd_getfd, pidfd_open};

    pub(super) fn duplicate(path: &Path, number: i32) -> io::Result<File> {
        let info = fs::read_to_string(format!("/proc/self/fdinfo/{number}"));
        let info = info.map_err(|_| super::not_open())?;
        let field = |name: &str| info.lines().find_map(|line| line.strip_prefix(name));
        let flags = field("flags:").and_then(|flags| u32::from_str_radix(flags.trim(), 8).ok());
        let flags = OFlags::from_bits_retain(flags.unwrap_or(0));
        // The program's own files are close-on-exec; inherited ones are not.
        if flags.contains(OFlags::CLOEXEC) {
            return Err(super::not_open());
        }
        let own = pidfd_open(getpid(), PidfdFlags::empty());
        if let Ok(file) = own.and_then(|own| pidfd_getfd(own, number, PidfdGetfdFlags::empty())) {
            return Ok(file.into());
        }
        // An old kernel, or a container that forbids it: open a second handle at the
        // same position.
        let append = flags.contains(OFlags::APPEND);
        let mut file = OpenOptions::new().write(true).append(append).open(path)?;
        let position = field("pos:").and_then(|position| position.trim().parse().ok());
        if file.metadata()?.is_file() {
            file.seek(SeekFrom::Start(position.unwrap_or(0)))?;
        }
        Ok(file)
    }
}

/// For systems where opening such a path duplicates the descriptor, as on BSD.
#[cfg(all(unix, not(target_os = "linux")))]
mod system {
    use std::fs::{File, OpenOptions};
    use std::io;
    use std::path::Path;

    pub(super) fn duplicate(path: &Path, _: i32) -> io::Result<File> {
        OpenOptions::new().write(true).open(path)
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_open_files_are_known() {
        for (path, expected) in [
            ("/dev/stdout", Some(1)),
            ("/dev/stderr", Some(2)),
            ("/dev/fd/0", Some(0)),
            ("/dev/fd/63", Some(63)),
            ("/proc/self/fd/3", Some(3)),
            ("/dev/fd/", None),
            ("/dev/fd/+3", None),
            ("/dev/fd/3/x", None),
            ("/dev/fd/99999999999", None),
            ("dev/fd/3", None),
            ("/dev/null", None),
        ] {
            assert_eq!(number(Path::new(path)), expected, "{path}");
        }
    }
}

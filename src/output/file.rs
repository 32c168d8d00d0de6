//! Where output goes: standard output, or a file that is replaced only by a
//! whole new one.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, BufWriter, StdoutLock, Write};
use std::path::{Path, PathBuf, is_separator};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use anstream::{AutoStream, ColorChoice};
use tempfile::NamedTempFile;

use super::Terminal;
use super::terminal::Seen;
use crate::interrupt;

const BUFFER: usize = 64 * 1024;

/// Links followed before they are taken for a loop, as the system does.
const LINKS: usize = 40;

/// An open place for output. Dropped without [`Destination::commit`], it
/// leaves a file as it was.
pub struct Destination {
    out: BufWriter<Sink>,
    /// The file to replace, and the one it replaces.
    target: Option<Target>,
}

enum Sink {
    Stdout(StdoutLock<'static>, Seen),
    /// Cannot be replaced: a device, a pipe.
    Direct(File, Seen),
    Beside(NamedTempFile),
}

struct Target {
    path: PathBuf,
    old: Option<Metadata>,
}

impl Destination {
    /// Opens `path`; without one, or for `-`, standard output. What can be
    /// known to fail fails here, with a message that names the path.
    pub fn open(path: Option<&Path>) -> io::Result<Self> {
        match path.filter(|path| path.as_os_str() != "-" && *path != Path::new("/dev/stdout")) {
            None => {
                let seen = Seen::of(&io::stdout());
                Ok(Self::new(Sink::Stdout(io::stdout().lock(), seen), None))
            }
            Some(path) => Self::open_file(path).map_err(|error| named(path, &error)),
        }
    }

    fn open_file(path: &Path) -> io::Result<Self> {
        // What stands for an open pipe or device (/dev/fd/63) leads by links to
        // a name that is no path.
        let path = match fs::metadata(path) {
            Ok(found) if !found.is_file() => path.to_owned(),
            _ => followed(path)?,
        };
        let old = match fs::metadata(&path) {
            Ok(old) => Some(old),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        if let Some(old) = &old {
            if old.is_dir() {
                return Err(io::ErrorKind::IsADirectory.into());
            }
            // Asks for the right to write a file that renaming would replace
            // without asking; a device or a pipe is written itself.
            let file = OpenOptions::new().write(true).open(&path)?;
            if !old.is_file() {
                let seen = Seen::of(&file);
                return Ok(Self::new(Sink::Direct(file, seen), None));
            }
        }
        let file = removable(|| beside(&path, old.as_ref()))?;
        Ok(Self::new(Sink::Beside(file), Some(Target { path, old })))
    }

    fn new(sink: Sink, target: Option<Target>) -> Self {
        Self {
            out: BufWriter::with_capacity(BUFFER, sink),
            target,
        }
    }

    /// The terminal that shows what is written here, if one does.
    #[must_use]
    pub fn terminal(&self) -> Option<Terminal> {
        match self.out.get_ref() {
            Sink::Stdout(..) => Terminal::detect(),
            Sink::Direct(file, _) => Terminal::of(file),
            Sink::Beside(_) => None,
        }
    }

    /// Whether colours are wanted where this goes. A file has them only when
    /// they are asked for by name.
    #[must_use]
    pub fn is_colored(&self) -> bool {
        let choice = match self.out.get_ref() {
            // Has a console of Windows understand them, too.
            Sink::Stdout(..) => AutoStream::auto(io::stdout()).current_choice(),
            Sink::Direct(file, _) => AutoStream::choice(file),
            Sink::Beside(_) => ColorChoice::global(),
        };
        matches!(choice, ColorChoice::Always | ColorChoice::AlwaysAnsi)
    }

    /// Ends the output: all of it is written, and a file takes its place.
    pub fn commit(mut self) -> io::Result<()> {
        self.flush()?;
        let Some(target) = self.target.take() else {
            return Ok(());
        };
        // Everything is flushed, so this cannot lose anything.
        let (Sink::Beside(file), _) = self.out.into_parts() else {
            return Ok(());
        };
        let renamed = match target.old {
            Some(old) => file.as_file().set_permissions(old.permissions()),
            None => Ok(()),
        }
        .and_then(|()| on_disk(file.as_file()))
        .and_then(|()| replace(file, &target.path));
        renamed.map_err(|error| named(&target.path, &error))
    }
}

impl Destination {
    /// An error of the file, with its name.
    fn told<T>(&self, done: io::Result<T>) -> io::Result<T> {
        done.map_err(|error| match &self.target {
            Some(target) => named(&target.path, &error),
            None => error,
        })
    }
}

impl Write for Destination {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let done = self.out.write(bytes);
        self.told(done)
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        let done = self.out.write_all(bytes);
        self.told(done)
    }

    fn flush(&mut self) -> io::Result<()> {
        let done = self.out.flush();
        self.told(done)
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Stdout(out, seen) => {
                seen.now();
                out.write(bytes)
            }
            Self::Direct(out, seen) => {
                seen.now();
                out.write(bytes)
            }
            // By itself it would name a file that the user never heard of.
            Self::Beside(out) => out.as_file().write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stdout(out, _) => out.flush(),
            Self::Direct(out, _) => out.flush(),
            Self::Beside(out) => out.as_file().flush(),
        }
    }
}

/// The file that `make` makes. From before it is there, an interrupted or
/// terminated program removes it.
fn removable(make: impl FnOnce() -> io::Result<NamedTempFile>) -> io::Result<NamedTempFile> {
    let path = Arc::new(Mutex::new(None::<PathBuf>));
    let theirs = Arc::clone(&path);
    // Held while the file is made, so that a signal meanwhile waits for its
    // name.
    let mut path = path.lock().unwrap_or_else(PoisonError::into_inner);
    interrupt::before_end(move || {
        if let Some(path) = &*theirs.lock().unwrap_or_else(PoisonError::into_inner) {
            // It is gone already when the new file has taken its place.
            let _ = fs::remove_file(path);
        }
    })?;
    let file = make()?;
    *path = Some(file.path().to_owned());
    Ok(file)
}

/// Waits until the file is on its disk: some disks tell only then that they
/// are full, and the old file is gone once the new one has its name.
fn on_disk(file: &File) -> io::Result<()> {
    match file.sync_all() {
        // Not every file system can tell.
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported
            ) =>
        {
            Ok(())
        }
        done => done,
    }
}

/// Renames the file to `path`. Windows refuses that while another program has
/// the old file open; a reader or a virus scanner is done soon, so it is tried
/// again for a second.
pub(crate) fn replace(mut file: NamedTempFile, path: &Path) -> io::Result<()> {
    let mut retries = if cfg!(windows) { 50 } else { 0 };
    loop {
        match file.persist(path) {
            Err(failed)
                if failed.error.kind() == io::ErrorKind::PermissionDenied && retries > 0 =>
            {
                retries -= 1;
                file = failed.file;
                thread::sleep(Duration::from_millis(20));
            }
            renamed => return renamed.map(drop).map_err(|failed| failed.error),
        }
    }
}

/// The path that `path` leads to through symbolic links. The last file need
/// not exist.
pub(crate) fn followed(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..LINKS {
        // What is no link, or is not there, is the end of the way.
        let Ok(link) = fs::read_link(&path) else {
            return Ok(path);
        };
        path = folder(&path).join(link);
    }
    Err(io::Error::other("too many symbolic links"))
}

/// A new file in the folder of `path`, which goes away unless it is kept.
fn beside(path: &Path, old: Option<&Metadata>) -> io::Result<NamedTempFile> {
    let folder = folder(path);
    if path.file_name().is_none() || path.as_os_str().to_string_lossy().ends_with(is_separator) {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if !folder.is_dir() {
        return Err(io::Error::new(io::ErrorKind::NotFound, "no such folder"));
    }
    let mut builder = tempfile::Builder::new();
    builder.prefix(".leads-").suffix(".tmp");
    // A new file gets what the umask leaves of this. The copy of a file that
    // may be private stays private until it takes its place.
    #[cfg(unix)]
    if old.is_none() {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    #[cfg(not(unix))]
    let _ = old;
    builder
        .tempfile_in(folder)
        .map_err(|error| match error.kind() {
            // The message would name a file that the user never heard of.
            kind @ (io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem) => {
                kind.into()
            }
            _ => error,
        })
}

fn folder(path: &Path) -> &Path {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

fn named(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(
        error.kind(),
        format!("cannot write {}: {error}", path.display()),
    )
}

#[cfg(test)]
mod tests;

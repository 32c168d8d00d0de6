//! Atomic replacement of files ([`Replacement`]), temporary files ([`TempFile`]), text
//! files and symbolic links ([`follow_links`]).

#[cfg(unix)]
mod attributes;
mod replacement;
mod temp;
mod text;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tempfile::TempPath;

pub(crate) use replacement::Replacement;
pub(crate) use temp::{Span, TempFile};
pub(crate) use text::{UTF16, is_utf16, read_text};

/// Where temporary files are, for a message.
pub(crate) const TEMP_HINT: &str = if cfg!(windows) {
    "TMP sets the folder for temporary files"
} else {
    "TMPDIR sets the folder for temporary files"
};

/// The maximum number of links to follow, the same as in the kernel.
const MAX_LINKS: usize = 40;

/// Follows symbolic links from `path`. The target may not exist.
pub(crate) fn follow_links(path: &Path) -> io::Result<PathBuf> {
    follow_links_until(path, |_| false)
}

/// As [`follow_links`], but stops at a path that `is_end`.
pub(crate) fn follow_links_until(
    path: &Path,
    is_end: impl Fn(&Path) -> bool,
) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..MAX_LINKS {
        if is_end(&path) {
            return Ok(path);
        }
        // Fails if it is not a link, or does not exist.
        let Ok(link) = fs::read_link(&path) else {
            return Ok(path);
        };
        path = folder(&path).join(link);
    }
    Err(io::Error::other("too many symbolic links"))
}

/// The canonical path of a file, which may not exist. `None` if it is not a regular
/// file, such as a device or a pipe.
pub(crate) fn real_path(path: &Path) -> Option<PathBuf> {
    if fs::metadata(path).is_ok_and(|found| !found.is_file()) {
        return None;
    }
    let real = if let Ok(real) = fs::canonicalize(path) {
        real
    } else {
        let path = follow_links(path).ok()?;
        let folder = fs::canonicalize(folder(&path)).ok()?;
        folder.join(path.file_name()?)
    };
    // On these systems names ignore case.
    if cfg!(any(windows, target_os = "macos")) {
        return Some(real.to_string_lossy().to_lowercase().into());
    }
    Some(real)
}

/// Renames `file` to `path`. Windows refuses this while another program has the old
/// file open; a reader or a virus scanner is usually done soon, so it is retried for a
/// second.
pub(crate) fn replace(mut file: TempPath, path: &Path) -> io::Result<()> {
    let mut retries = if cfg!(windows) { 50 } else { 0 };
    loop {
        match file.persist(path) {
            Err(failed)
                if failed.error.kind() == io::ErrorKind::PermissionDenied && retries > 0 =>
            {
                retries -= 1;
                file = failed.path;
                std::thread::sleep(Duration::from_millis(20));
            }
            renamed => return renamed.map_err(|failed| failed.error),
        }
    }
}

/// The folder of `path`.
fn folder(path: &Path) -> &Path {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

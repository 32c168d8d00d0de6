//! Files that are replaced completely ([`Replacement`]), temporary files
//! ([`TempFile`]), text files and symbolic links ([`follow_links`]).

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

/// Where temporary files go, for a message.
pub(crate) const TEMP_HINT: &str = if cfg!(windows) {
    "TMP sets the folder for temporary files"
} else {
    "TMPDIR sets the folder for temporary files"
};

/// Links followed before they count as a loop, as many as the kernel follows.
const MAX_LINKS: usize = 40;

/// The path that `path` leads to through symbolic links. Its last component
/// need not exist.
pub(crate) fn follow_links(path: &Path) -> io::Result<PathBuf> {
    follow_links_until(path, |_| false)
}

/// As [`follow_links`], but goes no further than a path that `is_end`.
pub(crate) fn follow_links_until(
    path: &Path,
    is_end: impl Fn(&Path) -> bool,
) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..MAX_LINKS {
        if is_end(&path) {
            return Ok(path);
        }
        // Fails for what is no link, or does not exist.
        let Ok(link) = fs::read_link(&path) else {
            return Ok(path);
        };
        path = folder(&path).join(link);
    }
    Err(io::Error::other("too many symbolic links"))
}

/// The path of a file that is the same whatever names lead to it; the file need
/// not exist. `None` for what is no file, such as a device.
pub(crate) fn real_path(path: &Path) -> Option<PathBuf> {
    let real = match fs::canonicalize(path) {
        Ok(real) if real.is_file() => real,
        Ok(_) => return None,
        Err(_) => {
            let path = follow_links(path).ok()?;
            fs::canonicalize(folder(&path))
                .ok()?
                .join(path.file_name()?)
        }
    };
    // Names that differ in case are one there.
    if cfg!(any(windows, target_os = "macos")) {
        return Some(real.to_string_lossy().to_lowercase().into());
    }
    Some(real)
}

/// Renames `file` to `path`. Windows refuses that while another program has the
/// old file open; a reader or a virus scanner is done soon, so it is tried again
/// for a second.
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

/// The folder that `path` lies in.
fn folder(path: &Path) -> &Path {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

//! Replaces a file atomically.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use tempfile::{NamedTempFile, TempPath};

use super::folder;
use crate::interrupt;

/// A new file that replaces the one at its path, if any, with [`Replacement::commit`].
/// If it is dropped before that, nothing is left behind.
///
/// On Linux it has no name until then, so nothing is left behind however the process
/// ends. If the system or the file system does not support that, it is a `.leads-….tmp`
/// in the same folder, which is removed on signals except SIGKILL. Only its owner can
/// read it until it is committed.
#[derive(Debug)]
pub(crate) struct Replacement {
    path: PathBuf,
    /// The file to replace, if any.
    old: Option<File>,
    /// The mode of a file that replaces none, from the umask.
    #[cfg(unix)]
    default_permissions: fs::Permissions,
    file: File,
    /// `None` for an unnamed file.
    name: Option<TempPath>,
}

impl Replacement {
    /// A new file for `path` that replaces `old`.
    pub(crate) fn new(path: PathBuf, old: Option<File>) -> io::Result<Self> {
        let text = path.as_os_str().to_string_lossy();
        if path.file_name().is_none() || text.ends_with(std::path::is_separator) {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        if !folder(&path).is_dir() {
            return Err(io::Error::new(io::ErrorKind::NotFound, "no such folder"));
        }
        // If the old file exists it may be private, so this one is private. Otherwise
        // it gets this mode, reduced by the umask and the folder's access control list.
        let mode = if old.is_some() { 0o600 } else { 0o666 };
        let (file, name) = if let Some(file) = unnamed(folder(&path), mode) {
            (file, None)
        } else {
            let (file, name) = removable(|| named(folder(&path), mode))?.into_parts();
            (file, Some(name))
        };
        #[cfg(unix)]
        let default_permissions = {
            use std::os::unix::fs::PermissionsExt as _;
            let default_permissions = file.metadata()?.permissions();
            file.set_permissions(fs::Permissions::from_mode(0o600))?;
            default_permissions
        };
        Ok(Self {
            path,
            old,
            #[cfg(unix)]
            default_permissions,
            file,
            name,
        })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The new file, for writing.
    pub(crate) fn file(&mut self) -> &mut File {
        &mut self.file
    }

    /// Syncs the new file to disk and replaces the old one. Returns the attributes of
    /// the old file that could not be kept.
    pub(crate) fn commit(self) -> io::Result<Vec<String>> {
        #[cfg(unix)]
        let lost = if let Some(old) = &self.old {
            super::attributes::copy(old, &self.file)?
        } else {
            self.file.set_permissions(self.default_permissions)?;
            Vec::new()
        };
        #[cfg(not(unix))]
        let lost = {
            if let Some(old) = &self.old {
                self.file.set_permissions(old.metadata()?.permissions())?;
            }
            Vec::new()
        };
        // Some systems cannot replace an open file.
        drop(self.old);
        sync(&self.file)?;
        let name = match self.name {
            Some(name) => name,
            None => match link(&self.file, &self.path)? {
                Linked::InPlace => return Ok(lost),
                Linked::Beside(name) => name,
            },
        };
        super::replace(name, &self.path)?;
        Ok(lost)
    }
}

/// An unnamed file in `folder`; `None` if that is not supported, or if it could not get
/// a name later.
#[cfg(target_os = "linux")]
fn unnamed(folder: &Path, mode: u32) -> Option<File> {
    use std::os::unix::fs::OpenOptionsExt as _;

    if !Path::new(DESCRIPTORS).is_dir() {
        return None;
    }
    let flag = rustix::fs::OFlags::TMPFILE.bits();
    File::options()
        .read(true)
        .write(true)
        .mode(mode)
        .custom_flags(i32::try_from(flag).ok()?)
        .open(folder)
        .ok()
}

#[cfg(not(target_os = "linux"))]
fn unnamed(_: &Path, _: u32) -> Option<File> {
    None
}

/// A file `.leads-….tmp` in `folder`.
fn named(folder: &Path, mode: u32) -> io::Result<NamedTempFile> {
    let mut builder = builder();
    set_mode(&mut builder, mode);
    builder
        .tempfile_in(folder)
        .map_err(|error| match error.kind() {
            // The message would contain a name that the user never typed.
            kind @ (io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem) => {
                kind.into()
            }
            _ => error,
        })
}

#[cfg(unix)]
fn set_mode(builder: &mut tempfile::Builder, mode: u32) {
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(mode));
}

#[cfg(not(unix))]
fn set_mode(_: &mut tempfile::Builder, _: u32) {}

fn builder<'a>() -> tempfile::Builder<'a, 'a> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".leads-").suffix(".tmp");
    builder
}

/// Where an unnamed file got its name.
#[cfg_attr(not(target_os = "linux"), allow(dead_code))]
enum Linked {
    InPlace,
    Beside(TempPath),
}

#[cfg(target_os = "linux")]
const DESCRIPTORS: &str = "/proc/self/fd";

/// Gives `file` the name `path`, or one next to it if that exists.
#[cfg(target_os = "linux")]
fn link(file: &File, path: &Path) -> io::Result<Linked> {
    use std::os::fd::AsRawFd as _;

    use rustix::fs::{AtFlags, CWD, linkat};

    let source = format!("{DESCRIPTORS}/{}", file.as_raw_fd());
    let link = |name: &Path| linkat(CWD, &source, CWD, name, AtFlags::SYMLINK_FOLLOW);
    if link(path).is_ok() {
        return Ok(Linked::InPlace);
    }
    let beside = removable(|| builder().make_in(folder(path), |name| Ok(link(name)?)));
    Ok(Linked::Beside(match beside {
        Ok(beside) => beside.into_temp_path(),
        // Some containers forbid such links.
        Err(_) => duplicate(file, path)?,
    }))
}

#[cfg(not(target_os = "linux"))]
fn link(_: &File, _: &Path) -> io::Result<Linked> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Copies the content and the attributes of `file` to a second file next to `path`.
#[cfg(target_os = "linux")]
fn duplicate(mut file: &File, path: &Path) -> io::Result<TempPath> {
    use std::io::Seek as _;

    let (mut copy, name) = removable(|| named(folder(path), 0o600))?.into_parts();
    file.rewind()?;
    io::copy(&mut file, &mut copy)?;
    super::attributes::copy(file, &copy)?;
    sync(&copy)?;
    Ok(name)
}

/// Creates a file with `make`. Signals that end the program remove it, even if they
/// arrive before it exists.
fn removable<F>(
    make: impl FnOnce() -> io::Result<NamedTempFile<F>>,
) -> io::Result<NamedTempFile<F>> {
    let path = Arc::new(Mutex::new(None::<PathBuf>));
    let to_remove = Arc::clone(&path);
    // Locked while the file is created, so that a signal in between waits for its name.
    let mut path = path.lock().unwrap_or_else(PoisonError::into_inner);
    interrupt::on_interrupt(move || {
        if let Some(path) = &*to_remove.lock().unwrap_or_else(PoisonError::into_inner) {
            // Fails if it has replaced the old file.
            let _ = fs::remove_file(path);
        }
    })?;
    let file = make()?;
    *path = Some(file.path().to_owned());
    Ok(file)
}

/// Syncs the file to disk. Some file systems report only then that they are full, and
/// the old file is gone after the rename.
fn sync(file: &File) -> io::Result<()> {
    match file.sync_all() {
        // Not every file system supports it.
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

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::io::Write as _;
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names.collect()
    }

    fn mode(file: &File) -> u32 {
        file.metadata().unwrap().permissions().mode() & 0o777
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_file_has_no_name_until_it_is_committed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("leads.csv");
        let mut new = Replacement::new(path.clone(), None).unwrap();
        if new.name.is_some() {
            // The file system does not support such files.
            return;
        }
        new.file().write_all(b"one").unwrap();
        assert_eq!(names(folder.path()), Vec::<String>::new());
        assert_eq!(mode(new.file()), 0o600);
        new.commit().unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"one");

        let old = File::options().write(true).open(&path).unwrap();
        let mut new = Replacement::new(path.clone(), Some(old)).unwrap();
        new.file().write_all(b"two").unwrap();
        assert_eq!(names(folder.path()), ["leads.csv"]);
        new.commit().unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(names(folder.path()), ["leads.csv"]);
    }

    #[test]
    fn a_named_temporary_file_is_private_until_it_is_committed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("leads.csv");
        let (file, name) = removable(|| named(folder.path(), 0o666))
            .unwrap()
            .into_parts();
        let default_permissions = file.metadata().unwrap().permissions();
        file.set_permissions(fs::Permissions::from_mode(0o600))
            .unwrap();
        let mut new = Replacement {
            path: path.clone(),
            old: None,
            default_permissions: default_permissions.clone(),
            file,
            name: Some(name),
        };
        new.file().write_all(b"one").unwrap();
        assert_eq!(mode(new.file()), 0o600);
        new.commit().unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"one");
        assert_eq!(
            mode(&File::open(&path).unwrap()),
            default_permissions.mode() & 0o777
        );
        assert_eq!(names(folder.path()), ["leads.csv"]);
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_file_that_cannot_be_linked_is_copied() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("leads.csv");
        let mut file = tempfile::tempfile_in(folder.path()).unwrap();
        file.write_all(b"text").unwrap();
        let copy = duplicate(&file, &path).unwrap();
        assert_eq!(fs::read(&copy).unwrap(), b"text");
    }
}

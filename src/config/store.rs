//! The credential store: the tokens from `leads auth login`, in a file that only the
//! user can read.

use std::collections::BTreeMap;
use std::fs::{self, File, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::token::parse_token;
use super::{paths, permissions};
use crate::error::Error;
use crate::files::{follow_links, replace};
use crate::http::Token;
use crate::terminal::report::Report;

const REMOVE: &str = "remove it and log in again with `leads auth login`; with \
                      INTERCOM_ACCESS_TOKEN set it is not read";
const CHECK_FOLDER: &str = "check that its folder exists and is yours; with INTERCOM_ACCESS_TOKEN \
                            set it is not read";
const CHECK_CONTENT: &str = "if another user may have changed it, remove it and log in again with \
                             `leads auth login`; with INTERCOM_ACCESS_TOKEN set it is not read";
const TRY_AGAIN: &str = "another `leads auth` may be running; if none is, another user may hold the lock, \
                         which `chmod 700` on the folder prevents";

/// How long to wait for another program that changes the store, which takes some
/// milliseconds.
const LOCK_TIMEOUT: Duration = Duration::from_secs(5);

/// How often to try for the lock.
const LOCK_INTERVAL: Duration = Duration::from_millis(20);

/// The credential store. Without a path, for which it needs a home directory, it is
/// empty and cannot be written.
#[derive(Debug)]
pub(super) struct Store {
    path: Option<PathBuf>,
}

/// The contents of the file, by profile. A file with unknown keys is rejected, so that
/// this version does not lose what a newer version wrote.
#[derive(Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Content {
    profiles: BTreeMap<String, Entry>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    token: String,
    base_url: String,
}

/// A token, and the only address that it may be sent to.
#[derive(Debug)]
pub(super) struct Credential {
    pub(super) token: Token,
    pub(super) base_url: String,
}

impl Store {
    /// The user's store; it may not exist yet.
    pub(super) fn of_user() -> Self {
        Self {
            path: paths::folder().map(|folder| folder.join("credentials.json")),
        }
    }

    /// A store that is empty and cannot be written.
    pub(super) fn none() -> Self {
        Self { path: None }
    }

    /// The profiles that have a token.
    pub(super) fn names(&self) -> Result<Vec<String>, Error> {
        Ok(self.load()?.profiles.into_keys().collect())
    }

    /// The token of a profile. Warns if other users can read it.
    pub(super) fn get(&self, profile: &str, report: Report) -> Result<Option<Credential>, Error> {
        let Some(entry) = self.load()?.profiles.remove(profile) else {
            return Ok(None);
        };
        if let Some(path) = &self.path {
            permissions::warn_if_readable(path, report);
        }
        let token = parse_token(&entry.token).ok_or_else(|| {
            self.invalid(&format!(
                "the entry of profile {profile} has no valid token"
            ))
        })?;
        Ok(Some(Credential {
            token,
            base_url: entry.base_url,
        }))
    }

    /// Stores the token of a profile, and replaces an older one.
    pub(super) fn put(&self, profile: &str, credential: &Credential) -> Result<(), Error> {
        if let Some(folder) = self.folder() {
            // If this fails, `save` returns the error.
            let _ = create_private(folder);
        }
        self.check_folders()?;
        let _lock = self.lock()?;
        let mut content = self.load()?;
        let entry = Entry {
            token: credential.token.secret().to_owned(),
            base_url: credential.base_url.clone(),
        };
        content.profiles.insert(profile.to_owned(), entry);
        self.save(&content)
    }

    /// Removes the token of a profile. Returns false if there was none.
    pub(super) fn remove(&self, profile: &str) -> Result<bool, Error> {
        let _lock = self.lock()?;
        let mut content = self.load()?;
        let found = content.profiles.remove(profile).is_some();
        if found {
            self.save(&content)?;
        }
        Ok(found)
    }

    /// Rejects folders in which other users could replace the store: its folder and, if
    /// it is a symbolic link, the folder of the target.
    pub(super) fn check_folders(&self) -> Result<(), Error> {
        let Some(path) = &self.path else {
            return Ok(());
        };
        let target = follow_links(path).unwrap_or_else(|_| path.clone());
        for folder in [path.parent(), target.parent()].into_iter().flatten() {
            if let Some(why) = permissions::writable_by_others(folder) {
                let why = format!("its folder {} {why}", folder.display());
                return Err(failure(path, "is not used", &why, CHECK_CONTENT));
            }
        }
        Ok(())
    }

    fn folder(&self) -> Option<&Path> {
        self.path.as_deref().and_then(Path::parent)
    }

    /// Locks the folder while the result lives, so that programs that change the store
    /// at the same time do not undo each other's changes. If folders cannot be locked,
    /// the last write wins.
    fn lock(&self) -> Result<Option<File>, Error> {
        let Some(path) = &self.path else {
            return Ok(None);
        };
        // Windows cannot open a folder as a file.
        let open = |folder: &Path| {
            if cfg!(windows) {
                let mut options = File::options();
                options.write(true).create(true).truncate(false);
                options.open(folder.join("credentials.lock"))
            } else {
                File::open(folder)
            }
        };
        let Some(folder) = self.folder().and_then(|folder| open(folder).ok()) else {
            return Ok(None);
        };
        let deadline = Instant::now() + LOCK_TIMEOUT;
        loop {
            match folder.try_lock() {
                Ok(()) => return Ok(Some(folder)),
                Err(TryLockError::Error(_)) => return Ok(None),
                Err(TryLockError::WouldBlock) if Instant::now() < deadline => {
                    std::thread::sleep(LOCK_INTERVAL);
                }
                Err(TryLockError::WouldBlock) => {
                    let why = format!(
                        "another program has held the lock on its folder for {} seconds",
                        LOCK_TIMEOUT.as_secs()
                    );
                    return Err(failure(path, "cannot be changed", &why, TRY_AGAIN));
                }
            }
        }
    }

    fn load(&self) -> Result<Content, Error> {
        use io::ErrorKind::{NotADirectory, NotFound};

        let Some(path) = &self.path else {
            return Ok(Content::default());
        };
        let unreadable =
            |error: io::Error| failure(path, "cannot be read", &error.to_string(), CHECK_FOLDER);
        match fs::metadata(path) {
            Ok(found) if found.is_file() => {}
            Ok(_) => return Err(failure(path, "is not used", "it is not a file", REMOVE)),
            Err(error) if matches!(error.kind(), NotFound | NotADirectory) => {
                return Ok(Content::default());
            }
            Err(error) => return Err(unreadable(error)),
        }
        // In folders that only the user can change, the file that is read is the one
        // that was checked.
        self.check_folders()?;
        if let Some(why) = permissions::writable_by_others(path) {
            return Err(failure(
                path,
                "is not used",
                &format!("it {why}"),
                CHECK_CONTENT,
            ));
        }
        let text = fs::read(path).map_err(unreadable)?;
        // The parser's message could contain a token.
        serde_json::from_slice(&text)
            .map_err(|error| self.invalid(&format!("syntax error in line {}", error.line())))
    }

    fn invalid(&self, why: &str) -> Error {
        let path = self.path.as_deref().unwrap_or(Path::new(""));
        failure(path, "is invalid", why, REMOVE)
    }

    fn save(&self, content: &Content) -> Result<(), Error> {
        let path = self.path.as_deref().ok_or_else(|| {
            Error::Store(
                "the token cannot be stored: the user's configuration folder is unknown because \
                 HOME is not set"
                    .to_owned(),
                CHECK_FOLDER,
            )
        })?;
        write(path, content)
            .map_err(|error| failure(path, "cannot be written", &error.to_string(), CHECK_FOLDER))
    }
}

fn failure(path: &Path, what: &str, why: &str, hint: &'static str) -> Error {
    Error::Store(
        format!("the credential store {} {what}: {why}", path.display()),
        hint,
    )
}

/// Writes a new file, which only the user can read from the first byte on, and renames
/// it, so that the store is always complete.
fn write(path: &Path, content: &Content) -> io::Result<()> {
    // Replaces the target of a symbolic link, not the link.
    let path = follow_links(path)?;
    let folder = path.parent().unwrap_or(Path::new("."));
    create_private(folder)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".credentials-").suffix(".tmp");
    let mut file = builder.tempfile_in(folder)?;
    let mut text = serde_json::to_vec_pretty(content)?;
    text.push(b'\n');
    file.write_all(&text)?;
    file.as_file().sync_all()?;
    replace(file.into_temp_path(), &path)
}

/// Creates a folder and its parents, only accessible to the user.
fn create_private(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

//! The credential store: the tokens that `leads auth login` keeps, in a file
//! that only the user can read.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::private;
use crate::api::Token;
use crate::exit::Failure;
use crate::output::{followed, replace};
use crate::report::Report;

const BROKEN: &str = "remove it, and log in again with `leads auth login`; with \
                      INTERCOM_ACCESS_TOKEN set none is needed";
const CLOSED: &str = "see to it that its folder is there and is yours, or set \
                      INTERCOM_ACCESS_TOKEN, with which none is needed";

/// Where tokens are kept. Without a folder for the user there is nothing in it.
#[derive(Debug)]
pub(super) struct Store {
    path: Option<PathBuf>,
}

/// The file's content, by profile. What an older program does not know is
/// refused, so that it is not lost when the file is written.
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

/// A token, and the one address that it is for.
#[derive(Debug)]
pub(super) struct Credential {
    pub(super) token: Token,
    pub(super) base_url: String,
}

impl Store {
    /// The user's store; it need not exist yet.
    pub(super) fn of_user() -> Self {
        let folder = super::file::folder();
        Self {
            path: folder.map(|folder| folder.join("credentials.json")),
        }
    }

    /// A store that is empty and stays so.
    pub(super) fn none() -> Self {
        Self { path: None }
    }

    /// The profiles that have a token.
    pub(super) fn names(&self) -> Result<Vec<String>, Failure> {
        Ok(self.load()?.profiles.into_keys().collect())
    }

    /// The token of a profile. Warns when others can read it.
    pub(super) fn get(&self, profile: &str, report: Report) -> Result<Option<Credential>, Failure> {
        let Some(entry) = self.load()?.profiles.remove(profile) else {
            return Ok(None);
        };
        if let Some(path) = &self.path {
            private::check(path, report);
        }
        let token = Token::new(&entry.token).ok_or_else(|| {
            self.broken(&format!(
                "what it has for profile {profile} is no access token"
            ))
        })?;
        Ok(Some(Credential {
            token,
            base_url: entry.base_url,
        }))
    }

    /// Keeps the token of a profile, in the place of an older one.
    pub(super) fn put(&self, profile: &str, credential: &Credential) -> Result<(), Failure> {
        if let Some(folder) = self.folder() {
            // That it cannot be made is told where the file is written.
            let _ = create_private(folder);
        }
        let _turn = self.turn();
        let mut content = self.load()?;
        let entry = Entry {
            token: credential.token.secret().to_owned(),
            base_url: credential.base_url.clone(),
        };
        content.profiles.insert(profile.to_owned(), entry);
        self.save(&content)
    }

    /// Forgets the token of a profile; false when there was none.
    pub(super) fn remove(&self, profile: &str) -> Result<bool, Failure> {
        let _turn = self.turn();
        let mut content = self.load()?;
        let found = content.profiles.remove(profile).is_some();
        if found {
            self.save(&content)?;
        }
        Ok(found)
    }

    fn folder(&self) -> Option<&Path> {
        self.path.as_deref().and_then(Path::parent)
    }

    /// Waits until no other program changes the store, and keeps others waiting
    /// as long as the folder is held; what they keep would be lost otherwise.
    /// Where a folder cannot be locked, the last one to write wins.
    fn turn(&self) -> Option<File> {
        let folder = self.folder()?;
        // Windows opens no folder as a file.
        let lock = if cfg!(windows) {
            File::create(folder.join("credentials.lock"))
        } else {
            File::open(folder)
        };
        let lock = lock.ok()?;
        lock.lock().ok()?;
        Some(lock)
    }

    fn load(&self) -> Result<Content, Failure> {
        let Some(path) = &self.path else {
            return Ok(Content::default());
        };
        let text = match fs::read(path) {
            Ok(text) => text,
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
                ) =>
            {
                return Ok(Content::default());
            }
            Err(error) => return Err(trouble(path, "cannot be read", &error.to_string(), CLOSED)),
        };
        // The parser's own words may hold a token.
        serde_json::from_slice(&text).map_err(|error| {
            self.broken(&format!("line {} is not as it was written", error.line()))
        })
    }

    fn broken(&self, why: &str) -> Failure {
        let path = self.path.as_deref().unwrap_or(Path::new(""));
        trouble(path, "is broken", why, BROKEN)
    }

    fn save(&self, content: &Content) -> Result<(), Failure> {
        let path = self.path.as_deref().ok_or_else(|| {
            Failure::Store(
                "there is no place to keep a token: the user's configuration folder is not known \
                 (HOME is not set)"
                    .to_owned(),
                CLOSED,
            )
        })?;
        write(path, content)
            .map_err(|error| trouble(path, "cannot be written", &error.to_string(), CLOSED))
    }
}

fn trouble(path: &Path, what: &str, why: &str, what_to_do: &'static str) -> Failure {
    let what = format!("the credential store {} {what}: {why}", path.display());
    Failure::Store(what, what_to_do)
}

/// Writes a file beside the store and renames it, so that the store is whole
/// at any time. It belongs to the user alone from its first byte on.
fn write(path: &Path, content: &Content) -> io::Result<()> {
    // A link stays one: the file that it leads to is replaced.
    let path = followed(path)?;
    let folder = path.parent().unwrap_or(Path::new("."));
    create_private(folder)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".credentials-").suffix(".tmp");
    let mut file = builder.tempfile_in(folder)?;
    let mut text = serde_json::to_vec_pretty(content)?;
    text.push(b'\n');
    file.write_all(&text)?;
    file.as_file().sync_all()?;
    replace(file, &path)
}

/// Creates a folder, and those above it, for the user alone. On Windows what is
/// in `%APPDATA%` inherits that.
fn create_private(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

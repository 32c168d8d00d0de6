//! The copy: one SQLite file that any program can read. A file that is not a copy is
//! refused and never changed.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction, TransactionBehavior};

use super::header::{APPLICATION_ID, Content, VERSION, cannot_write, inspect};
use super::lock::Lock;
use super::removal::RemoveOnExit;
use crate::error::Error;
use crate::files;
use crate::interrupt;

const JOURNAL: &str = "-journal";
const LOCK: &str = "-lock";
const UNFINISHED: &str = "-unfinished";

/// The number of attempts while another program reads or writes the file, and the time
/// between them: half a minute in total.
const BUSY_TRIES: i32 = 3000;
const BUSY_PAUSE: Duration = Duration::from_millis(10);

const SCHEMA: &str = "
create table leads (
  id text primary key, external_id text, name text, email text, phone text, owner_id text,
  city text, region text, country text,
  created_at integer, updated_at integer, signed_up_at integer, last_seen_at integer,
  unsubscribed integer, tags text, segments text, companies text,
  json text not null, added_run integer not null, changed_run integer not null,
  unlisted_since integer);
create table changes (
  run integer not null, id text not null, change text not null, why text, merged_into text,
  fields text, before text);
create index unlisted_leads on leads (unlisted_since) where unlisted_since is not null;
create index changes_by_id on changes (id);
create index changes_by_run on changes (run);
create table runs (
  id integer primary key, started_at integer not null, ended_at integer, mode text not null,
  workspace text not null, base_url text not null, api_version text not null,
  requests integer, retries integer, leads integer, added integer, changed integer, gone integer,
  verdict text, delivered_at integer);
create table settings (name text primary key, value text not null);
";

/// An open copy, locked against other syncs. A new one has no file until its first run
/// has finished.
pub(crate) struct Copy {
    path: PathBuf,
    pub(super) connection: Option<Connection>,
    /// A new file that will replace the copy.
    unfinished: RemoveOnExit,
    _lock: Lock,
}

/// Why an operation on the file failed.
#[derive(Debug)]
pub(super) enum Failure {
    Sql(rusqlite::Error),
    Io(io::Error),
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sql(error)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl Copy {
    /// Whether there is a copy at `path`.
    pub(crate) fn exists(path: &Path) -> Result<bool, Error> {
        Ok(inspect(path, path)? == Content::Copy)
    }

    /// Opens the copy at `path`, or prepares a new one.
    pub(crate) fn open(path: &Path) -> Result<Self, Error> {
        let named = |error: io::Error| cannot_write(path, error.kind(), &error.to_string());
        let followed = files::follow_links(path)
            .and_then(std::path::absolute)
            .map_err(named)?;
        // Before the lock, which would create a file next to another program's file.
        let _ = inspect(&followed, path)?;
        let lock = beside(&followed, LOCK);
        let lock = Lock::acquire(&lock).map_err(|error| match error.kind() {
            kind @ io::ErrorKind::WouldBlock => {
                let what = "another leads sync of it is running; try again when that is done";
                cannot_write(path, kind, what)
            }
            kind if lock.exists() => cannot_write(&lock, kind, &error.to_string()),
            kind => {
                let folder = lock.parent().unwrap_or(&lock).display();
                let what = format!("no file can be created in the folder {folder}: {error}");
                cannot_write(path, kind, &what)
            }
        })?;
        let unfinished = unfinished(&followed);
        let unfinished = RemoveOnExit::new([beside(&unfinished, JOURNAL), unfinished]);
        let mut copy = Self {
            path: followed,
            connection: None,
            unfinished: unfinished.map_err(named)?,
            _lock: lock,
        };
        // Left by a killed run.
        copy.unfinished.remove();
        // Another sync may have created it in the meantime.
        if inspect(&copy.path, path)? == Content::Copy {
            copy.connection = Some(connect(&copy.path).map_err(|failure| copy.error(failure))?);
        }
        Ok(copy)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The files that SQLite, the lock and a new copy use next to this one, and remove.
    pub(crate) fn other_files(&self) -> [PathBuf; 5] {
        [JOURNAL, "-wal", "-shm", LOCK, UNFINISHED].map(|suffix| beside(&self.path, suffix))
    }

    /// The folder of the copy.
    pub(super) fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new("."))
    }

    /// The error for the user.
    pub(super) fn error(&self, failure: Failure) -> Error {
        let (kind, what) = match failure {
            Failure::Io(error) => (error.kind(), error.to_string()),
            Failure::Sql(error) => {
                let kind = match error.sqlite_error_code() {
                    Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                        io::ErrorKind::ResourceBusy
                    }
                    Some(ErrorCode::DiskFull) => io::ErrorKind::StorageFull,
                    Some(ErrorCode::ReadOnly) => io::ErrorKind::ReadOnlyFilesystem,
                    _ => io::ErrorKind::Other,
                };
                let what = match error.sqlite_error_code() {
                    Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                        "another program keeps it locked".to_owned()
                    }
                    Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                        "the file is damaged; restore it, or name a new one".to_owned()
                    }
                    _ => error.to_string(),
                };
                (kind, what)
            }
        };
        cannot_write(&self.path, kind, &what)
    }

    /// Runs `body` on the file; returns the default if there is none yet.
    pub(super) fn with<T: Default>(
        &self,
        body: impl FnOnce(&Connection) -> Result<T, Failure>,
    ) -> Result<T, Error> {
        match &self.connection {
            Some(connection) => body(connection).map_err(|failure| self.error(failure)),
            None => Ok(T::default()),
        }
    }

    /// Runs `body` in a transaction on the file. Returns the default if there is none
    /// yet.
    pub(super) fn write<T: Default>(
        &self,
        body: impl FnOnce(&Transaction) -> Result<T, Failure>,
    ) -> Result<T, Error> {
        self.with(|connection| transact(connection, body))
    }

    /// Creates a new copy: `fill` writes its tables, then the file is moved into place.
    pub(super) fn create<T>(
        &mut self,
        fill: impl FnOnce(&mut Connection) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        self.replace(|path| {
            let mut connection = connect(path)?;
            // If this fails, the file is discarded. Leads of 2 kB would leave half of
            // the default page of 4 kB empty.
            connection.execute_batch(
                "pragma page_size = 16384; pragma journal_mode = off; pragma synchronous = off",
            )?;
            connection.execute_batch(SCHEMA)?;
            connection.pragma_update(None, "application_id", APPLICATION_ID)?;
            connection.pragma_update(None, "user_version", VERSION)?;
            let filled = fill(&mut connection)?;
            connection.close().map_err(|(_, error)| error)?;
            Ok(filled)
        })
    }

    /// Rewrites the file, so that nothing of what was deleted is left in it.
    pub(super) fn rewrite(&mut self) -> Result<(), Failure> {
        let Some(connection) = self.connection.take() else {
            return Ok(());
        };
        let permissions = fs::metadata(&self.path)?.permissions();
        self.replace(|path| {
            fs::set_permissions(path, permissions)?;
            connection.execute("vacuum into ?1", [path.to_string_lossy()])?;
            Ok(connection.close().map_err(|(_, error)| error)?)
        })
    }

    /// Creates a new file next to the copy, which `write` fills, and replaces the copy
    /// with it.
    fn replace<T>(
        &mut self,
        write: impl FnOnce(&Path) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let path = unfinished(&self.path);
        self.unfinished.remove();
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&path)?;
        let written = write(&path)?;
        file.sync_all()?;
        drop(file);
        fs::rename(&path, &self.path)?;
        #[cfg(unix)]
        File::open(self.folder())?.sync_all()?;
        self.connection = Some(connect(&self.path)?);
        Ok(written)
    }
}

/// Runs `body` in a transaction. A signal ends the program only after the transaction is
/// committed or rolled back, because otherwise a journal would be left.
pub(super) fn transact<T>(
    connection: &Connection,
    body: impl FnOnce(&Transaction) -> Result<T, Failure>,
) -> Result<T, Failure> {
    // Can wait for a lock; there is no journal yet.
    let transaction = Transaction::new_unchecked(connection, TransactionBehavior::Immediate)?;
    interrupt::end_after(|| {
        let value = body(&transaction)?;
        transaction.commit()?;
        Ok(value)
    })?
}

fn connect(path: &Path) -> Result<Connection, Failure> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags)?;
    connection.busy_handler(Some(|tries| {
        std::thread::sleep(BUSY_PAUSE);
        tries < BUSY_TRIES && interrupt::requested().is_none()
    }))?;
    if connection.is_readonly("main")? {
        return Err(io::Error::from(io::ErrorKind::PermissionDenied).into());
    }
    // Another program may have changed it. A copy that is not in use is one file.
    connection.pragma_update(None, "journal_mode", "delete")?;
    Ok(connection)
}

/// The path of a new file that will replace the copy at `path`.
fn unfinished(path: &Path) -> PathBuf {
    beside(path, UNFINISHED)
}

/// The path with a suffix on its file name.
fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut path = path.as_os_str().to_owned();
    path.push(suffix);
    path.into()
}

//! The header of a SQLite file, which shows whether the file is a copy. It is checked
//! before SQLite opens the file, because SQLite may write to it.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;

use crate::error::Error;

/// `LEAD`, the application id in the header of the file.
pub(super) const APPLICATION_ID: i32 = 0x4c45_4144;

/// The version of the tables.
pub(super) const VERSION: i32 = 1;

/// The contents of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// The file does not exist, or is empty.
    Nothing,
    Copy,
}

/// Checks the header (<https://www.sqlite.org/fileformat2.html>). `name` is for messages.
pub(super) fn inspect(path: &Path, name: &Path) -> Result<Content, Error> {
    let name = name.display();
    let is_none = |why: &str| {
        Err(Error::Usage(format!(
            "{name} is not a copy made by leads sync: {why}; use another file"
        )))
    };
    let metadata = match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Content::Nothing),
        Err(error) => return Err(cannot_write(path, error.kind(), &error.to_string())),
        Ok(metadata) => metadata,
    };
    if !metadata.is_file() {
        return is_none("it is not a file");
    }
    if metadata.len() == 0 {
        return Ok(Content::Nothing);
    }
    let mut header = [0; 100];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut header));
    match read {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
            return is_none("it is not a SQLite database");
        }
        read => read.map_err(|error| cannot_write(path, error.kind(), &error.to_string()))?,
    }
    let number = |at: usize| {
        let bytes: [u8; 4] = header[at..at + 4].try_into().unwrap_or_default();
        i32::from_be_bytes(bytes)
    };
    if !header.starts_with(b"SQLite format 3\0") {
        return is_none("it is not a SQLite database");
    }
    if number(68) != APPLICATION_ID {
        return is_none("it is a database of another program");
    }
    match number(60) {
        VERSION => Ok(Content::Copy),
        version if version > VERSION => Err(Error::Usage(format!(
            "{name} was made by a newer leads (its tables have version {version}, and this \
             program knows {VERSION}); update leads, or use another file"
        ))),
        version => is_none(&format!("its tables have the unknown version {version}")),
    }
}

/// The error for a file that cannot be written or read.
pub(super) fn cannot_write(path: &Path, kind: io::ErrorKind, what: &str) -> Error {
    let path = path.display();
    Error::Output(io::Error::new(kind, format!("cannot write {path}: {what}")))
}

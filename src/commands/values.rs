//! The values to look for: as typed, with the lines of standard input in the
//! place of the first `-`.

use std::io::{self, BufRead as _, BufReader, Read as _, Stdin};

use crate::error::Failure;

/// What is read of standard input at a time, in bytes.
const ROOM: usize = 64 << 10;

/// The longest line, in bytes. No address is nearly as long.
const LONGEST: u64 = 1 << 20;

/// See the module's text. An error ends them.
pub(super) struct Values {
    typed: std::vec::IntoIter<String>,
    lines: Option<BufReader<Stdin>>,
    failed: Option<Failure>,
    /// Values to come before all others.
    put_back: std::vec::IntoIter<String>,
}

impl Values {
    pub(super) fn new(typed: Vec<String>) -> Self {
        Self {
            typed: typed.into_iter(),
            lines: None,
            failed: None,
            put_back: Vec::new().into_iter(),
        }
    }

    /// Has `values` come next.
    pub(super) fn put_back(&mut self, values: Vec<String>) {
        self.put_back = values.into_iter();
    }

    /// Has `error` come in the place of the next value.
    pub(super) fn fail(&mut self, error: Failure) {
        self.failed = Some(error);
    }

    /// Whether the next one is there, so that nobody has to type it first.
    pub(super) fn is_ready(&self) -> bool {
        if self.put_back.len() > 0 {
            return true;
        }
        match &self.lines {
            Some(lines) => {
                let read = lines.buffer();
                let whole = memchr::memrchr(b'\n', read).unwrap_or(0);
                !read[..whole].trim_ascii().is_empty()
            }
            None => self
                .typed
                .as_slice()
                .first()
                .is_some_and(|next| next != "-"),
        }
    }

    /// The next line with anything in it; `None` behind the last one.
    fn line(lines: &mut BufReader<Stdin>) -> Result<Option<String>, String> {
        let mut line = Vec::new();
        loop {
            line.clear();
            let read = lines.by_ref().take(LONGEST).read_until(b'\n', &mut line);
            match read.map_err(|error| error.to_string())? {
                0 => return Ok(None),
                read if read as u64 == LONGEST => {
                    return Err("a line is longer than a mebibyte".to_owned());
                }
                _ => {}
            }
            let text = std::str::from_utf8(&line);
            let text = text.map_err(|_| "a line is no UTF-8 text".to_owned())?;
            // A file from a spreadsheet may begin with a byte order mark.
            let text = text.trim_start_matches('\u{feff}').trim();
            if !text.is_empty() {
                return Ok(Some(text.to_owned()));
            }
        }
    }
}

impl Iterator for Values {
    type Item = Result<String, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(value) = self.put_back.next() {
            return Some(Ok(value));
        }
        if let Some(error) = self.failed.take() {
            return Some(Err(error));
        }
        loop {
            if let Some(lines) = &mut self.lines {
                match Self::line(lines) {
                    Ok(Some(value)) => return Some(Ok(value)),
                    Ok(None) => self.lines = None,
                    Err(why) => {
                        self.lines = None;
                        self.typed = Vec::new().into_iter();
                        return Some(Err(Failure::Usage(format!("standard input: {why}"))));
                    }
                }
            }
            match self.typed.next()? {
                value if value == "-" => {
                    self.lines = Some(BufReader::with_capacity(ROOM, io::stdin()));
                }
                value => return Some(Ok(value)),
            }
        }
    }
}

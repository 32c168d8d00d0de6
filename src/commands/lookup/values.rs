//! The values to look up: the arguments, with the lines of standard input, or the cells
//! of a column of it, instead of the first `-`.

use std::io::{self, BufRead as _, BufReader, Read as _, Stdin};

use super::{MAX_VALUE, column};
use crate::error::Error;
use crate::files::{UTF16, is_utf16};

/// The size of the buffer for standard input, in bytes.
const BUFFER_SIZE: usize = 64 << 10;

/// An iterator over the values to look up: the arguments, with the lines of standard
/// input instead of the first `-`. Ends after an error.
pub(in crate::commands) struct Values {
    args: std::vec::IntoIter<String>,
    /// Standard input, while it is read.
    lines: Option<Lines>,
    /// An error to return instead of the next value.
    error: Option<Error>,
    /// Values to return before all others.
    put_back: std::vec::IntoIter<String>,
}

/// The lines of standard input.
struct Lines {
    input: BufReader<Stdin>,
    /// The number of lines read.
    read: u64,
}

impl Values {
    /// The values of `args`. With `column`, standard input is CSV, and the column is
    /// read at once.
    pub(in crate::commands) fn new(args: &[String], column: Option<&str>) -> Result<Self, Error> {
        let mut args = args.to_vec();
        if args.iter().any(|arg| arg.len() > MAX_VALUE) {
            return Err(Error::Usage(
                "a value to find is longer than 1,000 bytes".to_owned(),
            ));
        }
        if let Some(column) = column {
            let Some(place) = args.iter().position(|arg| arg == "-") else {
                return Err(Error::Usage(
                    "--column names a column of standard input: add -, as in `leads find --email - \
                     --column email`"
                        .to_owned(),
                ));
            };
            let cells = column::read(column, io::stdin().lock())?;
            args.splice(place..=place, cells);
        }
        Ok(Self {
            args: args.into_iter(),
            lines: None,
            error: None,
            put_back: Vec::new().into_iter(),
        })
    }

    /// A single value.
    pub(in crate::commands) fn one(value: String) -> Self {
        Self {
            args: vec![value].into_iter(),
            lines: None,
            error: None,
            put_back: Vec::new().into_iter(),
        }
    }

    /// The number of values that have arrived. Blocks for the first line of standard
    /// input if that is the next value.
    pub(super) fn arrived(&mut self) -> usize {
        if self.args.as_slice().first().is_some_and(|next| next == "-") {
            self.args.next();
            self.lines = Some(Lines::of_stdin());
        }
        if let Some(lines) = &mut self.lines {
            // An error is reported when the line is read.
            let text = lines.input.fill_buf().unwrap_or_default();
            let lines = text.split(|byte| *byte == b'\n');
            lines.filter(|line| !line.trim_ascii().is_empty()).count()
        } else {
            let args = self.args.as_slice();
            args.iter().take_while(|value| *value != "-").count()
        }
    }

    /// Returns `values` next.
    pub(super) fn put_back(&mut self, values: Vec<String>) {
        self.put_back = values.into_iter();
    }

    /// Returns `error` instead of the next value.
    pub(super) fn fail(&mut self, error: Error) {
        self.error = Some(error);
    }

    /// Whether the next value has arrived. If not, [`Iterator::next`] blocks until
    /// there is a line.
    pub(in crate::commands) fn is_ready(&self) -> bool {
        if self.put_back.len() > 0 {
            return true;
        }
        match &self.lines {
            Some(lines) => {
                let buffer = lines.input.buffer();
                let end = memchr::memrchr(b'\n', buffer).unwrap_or(0);
                !buffer[..end].trim_ascii().is_empty()
            }
            None => self.args.as_slice().first().is_some_and(|next| next != "-"),
        }
    }
}

impl Lines {
    fn of_stdin() -> Self {
        Self {
            input: BufReader::with_capacity(BUFFER_SIZE, io::stdin()),
            read: 0,
        }
    }

    /// The next line that is not blank; `None` at the end.
    fn next(&mut self) -> Result<Option<String>, String> {
        let mut line = Vec::new();
        loop {
            line.clear();
            let mut input = self.input.by_ref().take(MAX_VALUE as u64 + 1);
            let read = input.read_until(b'\n', &mut line);
            if read.map_err(|error| error.to_string())? == 0 {
                return Ok(None);
            }
            self.read += 1;
            if self.read == 1 && is_utf16(&line) {
                return Err(UTF16.to_owned());
            }
            let number = self.read;
            if line.len() > MAX_VALUE {
                return Err(format!("line {number} is longer than 1,000 bytes"));
            }
            let text = std::str::from_utf8(&line);
            let text = text.map_err(|_| format!("line {number} is not UTF-8 text"))?;
            // Files from spreadsheets can start with a byte order mark.
            let text = text.trim_start_matches('\u{feff}').trim();
            if !text.is_empty() {
                return Ok(Some(text.to_owned()));
            }
        }
    }
}

impl Iterator for Values {
    type Item = Result<String, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(value) = self.put_back.next() {
            return Some(Ok(value));
        }
        if let Some(error) = self.error.take() {
            return Some(Err(error));
        }
        loop {
            if let Some(lines) = &mut self.lines {
                match lines.next() {
                    Ok(Some(value)) => return Some(Ok(value)),
                    Ok(None) => self.lines = None,
                    Err(why) => {
                        self.lines = None;
                        self.args = Vec::new().into_iter();
                        return Some(Err(Error::Usage(format!("standard input: {why}"))));
                    }
                }
            }
            match self.args.next()? {
                value if value == "-" => self.lines = Some(Lines::of_stdin()),
                value => return Some(Ok(value)),
            }
        }
    }
}

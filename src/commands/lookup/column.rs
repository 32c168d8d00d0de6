//! `--column NAME`: the values of one column of a CSV file on standard input.

use std::io::{self, BufRead as _, BufReader, Read};

use csv::{Reader, StringRecord};

use super::MAX_VALUE;
use crate::error::Error;
use crate::files::{UTF16, is_utf16};

/// The maximum number of column names in an error.
const MAX_NAMES: usize = 20;

/// The maximum length of the header line, in bytes.
const MAX_HEADER: u64 = 1 << 20;

/// Appended after the last line. If a quote is not closed, which the parser does not
/// report, this line becomes part of its cell.
const END: &str = "\u{4}";

/// The values in the column `name` of a CSV file with a header line. The separator is
/// the most frequent of comma, semicolon and tab in the header, or the one in a first
/// line `sep=;`. Blank cells are skipped.
pub(super) fn read(name: &str, input: impl Read) -> Result<Vec<String>, Error> {
    let cells = cells(name, BufReader::new(input));
    cells.map_err(|why| Error::Usage(format!("standard input: {why}")))
}

fn cells(name: &str, mut input: BufReader<impl Read>) -> Result<Vec<String>, String> {
    let mut header = line(&mut input)?;
    if is_utf16(&header) {
        return Err(UTF16.to_owned());
    }
    let special = named_separator(&header);
    if special.is_some() {
        header = line(&mut input)?;
    }
    let separator = special.unwrap_or_else(|| usual_separator(&header));
    let end = format!("\n{END}\n");
    let mut rows = Rows {
        reader: csv::ReaderBuilder::new()
            .delimiter(separator)
            .flexible(true)
            .has_headers(false)
            .from_reader(header.chain(input).chain(end.as_bytes())),
        skipped: u64::from(special.is_some()),
        row: StringRecord::new(),
    };
    let is_there = rows.next()?;
    let names = rows.row.iter().filter(|_| is_there);
    let names: Vec<String> = names
        .map(|name| name.trim_start_matches('\u{feff}').trim().to_owned())
        .collect();
    let exact = names.iter().position(|known| known == name);
    let column = exact.or_else(|| {
        let lower = name.to_lowercase();
        names.iter().position(|known| known.to_lowercase() == lower)
    });
    let column = column.ok_or_else(|| no_such_column(name, &names))?;
    let mut values = Vec::new();
    while rows.next()? {
        let value = rows.row.get(column).unwrap_or_default().trim();
        let in_column = format!("in the column {name} of line {}", rows.line());
        if value.contains(['\n', '\r']) {
            return Err(format!(
                "the cell {in_column} has a line break; is a double quote missing?"
            ));
        }
        if value.len() > MAX_VALUE {
            return Err(format!("the cell {in_column} is longer than 1,000 bytes"));
        }
        if !value.is_empty() {
            values.push(value.to_owned());
        }
    }
    Ok(values)
}

/// The rows of a CSV file, one at a time.
struct Rows<R> {
    reader: Reader<R>,
    /// The number of lines before those that the reader reads.
    skipped: u64,
    row: StringRecord,
}

impl<R: Read> Rows<R> {
    /// Reads the next row. Returns false at the end.
    fn next(&mut self) -> Result<bool, String> {
        loop {
            let read = self.reader.read_record(&mut self.row);
            if !read.map_err(|error| self.why(&error))? {
                return Ok(false);
            }
            let mut cells = self.row.iter();
            let last = cells.next_back().unwrap_or_default();
            if last.trim_end().ends_with(&format!("\n{END}")) {
                let breaks = cells.flat_map(|cell| cell.matches('\n')).count() as u64;
                let line = self.line() + breaks;
                return Err(format!("line {line}: a double quote is not closed"));
            }
            if last != END || self.row.len() > 1 {
                return Ok(true);
            }
        }
    }

    /// The line in which the row starts, counted from 1.
    fn line(&self) -> u64 {
        let position = self.row.position();
        position.map_or(0, csv::Position::line) + self.skipped
    }

    fn why(&self, error: &csv::Error) -> String {
        match error.kind() {
            csv::ErrorKind::Utf8 { pos: Some(at), .. } => {
                format!("line {} is not UTF-8 text", at.line() + self.skipped)
            }
            csv::ErrorKind::Utf8 { .. } => "it is not UTF-8 text".to_owned(),
            csv::ErrorKind::Io(error) => io::Error::to_string(error),
            _ => error.to_string(),
        }
    }
}

/// The next line, with its end.
fn line(input: &mut BufReader<impl Read>) -> Result<Vec<u8>, String> {
    let mut line = Vec::new();
    let read = input.take(MAX_HEADER).read_until(b'\n', &mut line);
    match read.map_err(|error| error.to_string())? as u64 {
        MAX_HEADER => Err("the header line is longer than 1 MiB".to_owned()),
        _ => Ok(line),
    }
}

/// The separator in a line such as `sep=;`.
fn named_separator(line: &[u8]) -> Option<u8> {
    let line = line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line);
    match line.strip_prefix(b"sep=")? {
        [separator, b'\r' | b'\n', ..] => Some(*separator),
        _ => None,
    }
}

/// The most frequent separator in a header line.
fn usual_separator(header: &[u8]) -> u8 {
    let count = |separator: &u8| memchr::memchr_iter(*separator, header).count();
    // If equal, the last one is used.
    [b'\t', b';', b',']
        .into_iter()
        .max_by_key(count)
        .unwrap_or(b',')
}

fn no_such_column(name: &str, names: &[String]) -> String {
    let known = names.iter().take(MAX_NAMES);
    let known: Vec<String> = known.map(|name| format!("{name:.100}")).collect();
    let known = known.join(", ");
    let more = if names.len() > MAX_NAMES { ", …" } else { "" };
    match known.as_str() {
        "" => format!("--column {name}: it is empty; expected CSV with a header line"),
        _ => format!("there is no column {name}; there are: {known}{more}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(name: &str, text: &str) -> Result<Vec<String>, String> {
        read(name, text.as_bytes()).map_err(|error| error.to_string())
    }

    #[test]
    fn a_column_is_found_by_name_with_any_separator() {
        for text in [
            "name,Email\nAnn,a@x.io\n\"O, B\",b@x.io\nC\nD,\n",
            "\u{feff}name;Email\r\nAnn;a@x.io\r\nO, B; b@x.io \r\n",
            "name\tEmail\nAnn\ta@x.io\n\nx\tb@x.io",
            "Email\na@x.io\nb@x.io\n",
            "Email,email\na@x.io,\nb@x.io,no@x.io\n",
            "email,Email\n,a@x.io\nno@x.io,b@x.io\n",
            "\u{feff}sep=|\r\nname|Email\r\nO, B|a@x.io\r\n;|b@x.io\r\n",
            "name;Email\n5\" pipe;a@x.io\n\"two\nlines\";b@x.io",
        ] {
            assert_eq!(values("Email", text).unwrap(), ["a@x.io", "b@x.io"]);
        }
        assert_eq!(values("EMAIL", "email\na@x.io\n").unwrap(), ["a@x.io"]);
    }

    #[test]
    fn an_unsuitable_file_is_reported() {
        let names = values("mail", "id,email\n1,a@x.io\n").unwrap_err();
        assert_eq!(
            names,
            "standard input: there is no column mail; there are: id, email"
        );
        assert!(values("email", "").unwrap_err().contains("it is empty"));
        for (text, expected) in [
            ("name,email\nAnn,\"a@x.io\nBob,b@x.io\n", "line 2: a double"),
            ("name,email\nAnn,a@x.io\n\"Bob,b@x.io", "line 3: a double"),
            ("name,email\n\"A\nB\",\"b@x.io\n\n", "line 3: a double"),
            ("\"name,email\nBob,b@x.io", "line 1: a double"),
            ("sep=;\nname;email\n\"Bob;b@x.io", "line 3: a double"),
            (
                "name,email\nA,\"a@x.io\nB,\"b@x.io\n",
                "of line 2 has a line break",
            ),
            ("a\0\n\0", "it is UTF-16 text; save it as UTF-8"),
        ] {
            let error = values("email", text).unwrap_err();
            assert!(error.contains(expected), "{text:?}: {error}");
        }
        let long = format!("email\n{}", "x".repeat(3_000_000));
        let error = values("email", &long).unwrap_err();
        assert!(
            error.ends_with("of line 2 is longer than 1,000 bytes"),
            "{error}"
        );
        let text = b"\xff\xfee\0\n\0";
        let error = read("email", &text[..]).unwrap_err().to_string();
        assert!(error.contains("iconv -f UTF-16 -t UTF-8"), "{error}");
        let text = b"email\n\xff\n";
        let error = read("email", &text[..]).unwrap_err().to_string();
        assert_eq!(error, "standard input: line 2 is not UTF-8 text");
    }
}

//! `--column NAME`: the values of one column of a CSV file on standard input.

use std::io::{self, BufRead as _, BufReader, Read};

use crate::error::Error;

/// Names of columns that an error lists at most.
const MAX_NAMES: usize = 20;

/// The values in the column `name` of a CSV file with a header line. Cells are
/// separated by commas, semicolons or tabs, whatever the header line has most
/// of. Blank cells are skipped.
pub(super) fn read(name: &str, input: impl Read) -> Result<Vec<String>, Error> {
    let failed = |why: String| Error::Usage(format!("standard input: {why}"));
    let mut input = BufReader::new(input);
    let start = input
        .fill_buf()
        .map_err(|error| failed(error.to_string()))?;
    let header = start.split(|byte| *byte == b'\n').next().unwrap_or(start);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter(header))
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(input);
    let names = reader.headers().map_err(|error| failed(why(&error)))?;
    let names: Vec<String> = names
        .iter()
        .map(|name| name.trim_start_matches('\u{feff}').trim().to_owned())
        .collect();
    let exact = names.iter().position(|known| known == name);
    let column = exact.or_else(|| {
        let lower = name.to_lowercase();
        names.iter().position(|known| known.to_lowercase() == lower)
    });
    let Some(column) = column else {
        return Err(failed(no_such_column(name, &names)));
    };
    let mut values = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| failed(why(&error)))?;
        if let Some(value) = record.get(column).filter(|value| !value.is_empty()) {
            values.push(value.to_owned());
        }
    }
    Ok(values)
}

/// The separator that a header line has most of.
fn delimiter(header: &[u8]) -> u8 {
    let count = |separator: &u8| memchr::memchr_iter(*separator, header).count();
    // Of equals the last one is taken.
    [b'\t', b';', b',']
        .into_iter()
        .max_by_key(count)
        .unwrap_or(b',')
}

fn no_such_column(name: &str, names: &[String]) -> String {
    let known = names[..names.len().min(MAX_NAMES)].join(", ");
    let more = if names.len() > MAX_NAMES { ", …" } else { "" };
    match known.as_str() {
        "" => format!("--column {name}: it is empty; expected CSV with a header line"),
        _ => format!("there is no column {name}; there are: {known}{more}"),
    }
}

fn why(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::Utf8 { pos: Some(at), .. } => {
            format!("line {} is not UTF-8 text", at.line())
        }
        csv::ErrorKind::Utf8 { .. } => "it is not UTF-8 text".to_owned(),
        csv::ErrorKind::Io(error) => io::Error::to_string(error),
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(name: &str, text: &str) -> Result<Vec<String>, String> {
        read(name, text.as_bytes()).map_err(|error| error.to_string())
    }

    #[test]
    fn a_column_is_found_by_its_name_whatever_separates_the_cells() {
        for text in [
            "name,Email\nAnn,a@x.io\n\"O, B\",b@x.io\nC\nD,\n",
            "\u{feff}name;Email\r\nAnn;a@x.io\r\nO, B; b@x.io \r\n",
            "name\tEmail\nAnn\ta@x.io\n\nx\tb@x.io",
            "Email\na@x.io\nb@x.io\n",
            "Email,email\na@x.io,\nb@x.io,no@x.io\n",
            "email,Email\n,a@x.io\nno@x.io,b@x.io\n",
        ] {
            assert_eq!(values("Email", text).unwrap(), ["a@x.io", "b@x.io"]);
        }
        assert_eq!(values("EMAIL", "email\na@x.io\n").unwrap(), ["a@x.io"]);
    }

    #[test]
    fn what_is_no_such_file_is_told() {
        let names = values("mail", "id,email\n1,a@x.io\n").unwrap_err();
        assert_eq!(
            names,
            "standard input: there is no column mail; there are: id, email"
        );
        assert!(values("email", "").unwrap_err().contains("it is empty"));
        let text = b"email\n\xff\n";
        let error = read("email", &text[..]).unwrap_err().to_string();
        assert_eq!(error, "standard input: line 2 is not UTF-8 text");
    }
}

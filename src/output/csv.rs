//! csv: one line per lead, for other programs, or with `--excel` for spreadsheets.

use std::borrow::Cow;
use std::io::{self, Write};

use super::{Formatter, Next, Omitted, Style, excel};
use crate::columns::{CellType, Fields};
use crate::lead::Lead;
use crate::terminal::sanitize;

/// Marks the text as UTF-8 for spreadsheets.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// Comma-separated values, quoted as in RFC 4180.
pub(super) struct Csv<'w> {
    style: Style,
    out: csv::Writer<Marked<'w>>,
    row: csv::ByteRecord,
}

impl<'w> Csv<'w> {
    pub(super) fn new(style: Style, out: Box<dyn Write + 'w>) -> Self {
        let mut builder = csv::WriterBuilder::new();
        let mut mark: &[u8] = &[];
        if style.excel {
            builder
                .quote_style(csv::QuoteStyle::Always)
                .terminator(csv::Terminator::CRLF);
            // A terminal would display the mark.
            if style.terminal.is_none() {
                mark = BYTE_ORDER_MARK;
            }
        }
        Self {
            style,
            out: builder.from_writer(Marked { mark, out }),
            row: csv::ByteRecord::new(),
        }
    }

    fn write_row(&mut self) -> io::Result<()> {
        self.out.write_byte_record(&self.row).map_err(io_error)
    }
}

impl Formatter for Csv<'_> {
    fn begin(&mut self, fields: &Fields) -> io::Result<()> {
        if !self.style.header {
            return Ok(());
        }
        self.row.clear();
        fields.each_title(|title| self.row.push_field(cell(title, self.style).as_bytes()));
        self.write_row()
    }

    fn lead(&mut self, lead: Lead<'_>, fields: &mut Fields) -> io::Result<()> {
        let Self { style, row, .. } = self;
        row.clear();
        fields.each_typed_cell(lead, style.times, |text, kind| match kind {
            CellType::Time(seconds) if style.excel => {
                row.push_field(excel::time(seconds).as_deref().unwrap_or(text).as_bytes());
            }
            _ => row.push_field(cell(text, *style).as_bytes()),
        });
        self.write_row()
    }

    fn flush(&mut self, _: Next) -> io::Result<()> {
        self.out.flush()
    }

    fn finish(&mut self, _: &mut Fields) -> io::Result<Omitted> {
        self.out.flush()?;
        Ok(Omitted::default())
    }
}

/// The text of a cell, safe for the spreadsheet or the terminal of `style`.
fn cell(text: &str, style: Style) -> Cow<'_, str> {
    let text = if style.excel {
        excel::disarm(text)
    } else {
        Cow::Borrowed(text)
    };
    if style.terminal.is_some() {
        sanitize::cow(text)
    } else {
        text
    }
}

/// The error of the inner writer. Converting `csv::Error` to `io::Error` would hide its
/// kind, and a closed pipe would not be recognized.
fn io_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        kind => io::Error::other(format!("csv: {kind:?}")),
    }
}

/// A writer that writes a mark before the first bytes.
struct Marked<'w> {
    mark: &'static [u8],
    out: Box<dyn Write + 'w>,
}

impl Write for Marked<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !self.mark.is_empty() {
            self.out.write_all(self.mark)?;
            self.mark = &[];
        }
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::Format;
    use crate::output::testing::{NAMES, on_terminal, print};

    #[test]
    fn csv_quotes_only_what_needs_it() {
        assert_eq!(
            print(Format::Csv, "id,name", Style::default(), &NAMES),
            "id,name\n1,\"Ada, \"\"the first\"\"\"\n2,\"two\nlines\tand a \\\"\n3,O'Brien\n4,\n"
        );
    }

    #[test]
    fn the_header_can_be_omitted_and_is_printed_without_leads() {
        let plain = Style {
            header: false,
            ..Style::default()
        };
        for format in [Format::Csv, Format::Tsv] {
            assert_eq!(print(format, "id", plain, &NAMES[..1]), "1\n");
            assert_eq!(print(format, "id", Style::default(), &[]), "id\n");
            assert_eq!(print(format, "id", plain, &[]), "");
        }
    }

    #[test]
    fn titles_are_quoted_and_escaped_like_cells() {
        let list = "\"custom_attributes.a,b\",\"c\td\"";
        let csv = print(Format::Csv, list, Style::default(), &[]);
        assert_eq!(csv, "\"custom_attributes.a,b\",c\td\n");
        assert_eq!(
            print(Format::Tsv, list, Style::default(), &[]),
            "custom_attributes.a,b\tc\\td\n"
        );
    }

    #[test]
    fn csv_for_spreadsheets_is_marked_quoted_and_disarmed() {
        let excel = Style {
            excel: true,
            ..Style::default()
        };
        let leads = [r#"{"name":"=1+1","phone":"+353 87 1","x":-12.5,"=evil":"\n=1"}"#];
        assert_eq!(
            print(Format::Csv, "name,phone,x,=evil,@", excel, &leads),
            "\u{feff}\"name\",\"phone\",\"x\",\"'=evil\",\"'@\"\r\n\"'=1+1\",\"+353 87 1\",\"-12.5\",\"'\n'=1\",\"\"\r\n"
        );
        let plain = Style {
            header: false,
            ..excel
        };
        assert_eq!(
            print(Format::Csv, "x", plain, &leads),
            "\u{feff}\"-12.5\"\r\n"
        );
    }

    #[test]
    fn csv_without_excel_is_data_as_it_is() {
        let leads = [r#"{"name":"=1+1"}"#];
        assert_eq!(
            print(Format::Csv, "name", Style::default(), &leads),
            "name\n=1+1\n"
        );
    }

    #[test]
    fn a_terminal_gets_visible_escapes() {
        let leads = ["{\"id\":\"1\",\"name\":\"\\u001b[31m\u{202e}\"}"];
        let style = Style {
            excel: true,
            ..on_terminal(80)
        };
        assert_eq!(
            print(Format::Csv, "id,name", on_terminal(80), &leads),
            "id,name\n1,\\u{1b}[31m\\u{202e}\n"
        );
        assert_eq!(
            print(Format::Csv, "name", style, &[r#"{"name":"\t=1"}"#]),
            "\"name\"\r\n\"'\\t'=1\"\r\n"
        );
        assert_eq!(
            print(Format::Tsv, "id,name", on_terminal(80), &leads),
            "id\tname\n1\t\\u{1b}[31m\\u{202e}\n"
        );
        assert_eq!(
            print(Format::Csv, "name", Style::default(), &leads),
            "name\n\u{1b}[31m\u{202e}\n",
            "elsewhere it is data"
        );
    }
}

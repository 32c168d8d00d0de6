//! csv and tsv: a line a lead, made for other programs.

use std::borrow::Cow;
use std::io::{self, Write};

use super::{Formatter, Style, excel};
use crate::columns::Fields;
use crate::lead::Lead;
use crate::terminal::sanitize;

/// Tells a spreadsheet that the text is UTF-8.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// Comma-separated values, quoted as RFC 4180 has it.
pub(super) struct Csv<'w> {
    fields: Fields,
    style: Style,
    out: csv::Writer<Marked<'w>>,
    row: csv::ByteRecord,
}

impl<'w> Csv<'w> {
    pub(super) fn new(fields: Fields, style: Style, out: Box<dyn Write + 'w>) -> Self {
        let mut builder = csv::WriterBuilder::new();
        let mut mark: &[u8] = &[];
        if style.excel {
            builder
                .quote_style(csv::QuoteStyle::Always)
                .terminator(csv::Terminator::CRLF);
            // A terminal needs no telling.
            if style.terminal.is_none() {
                mark = BYTE_ORDER_MARK;
            }
        }
        let out = builder.from_writer(Marked { mark, out });
        Self {
            fields,
            style,
            out,
            row: csv::ByteRecord::new(),
        }
    }

    fn write_row(&mut self) -> io::Result<()> {
        self.out.write_byte_record(&self.row).map_err(io_error)
    }
}

impl Formatter for Csv<'_> {
    fn begin(&mut self) -> io::Result<()> {
        if !self.style.header {
            return Ok(());
        }
        let Self {
            fields, style, row, ..
        } = self;
        row.clear();
        fields.each_title(|title| row.push_field(csv_cell(title, *style).as_bytes()));
        self.write_row()
    }

    fn lead(&mut self, lead: Lead<'_>) -> io::Result<()> {
        let Self {
            fields, style, row, ..
        } = self;
        row.clear();
        fields.each_cell(lead, style.times, |cell| {
            row.push_field(csv_cell(cell, *style).as_bytes());
        });
        self.write_row()
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    fn fields(&mut self) -> &mut Fields {
        &mut self.fields
    }
}

fn csv_cell(cell: &str, style: Style) -> Cow<'_, str> {
    let cell = if style.excel {
        excel::disarm(cell)
    } else {
        Cow::Borrowed(cell)
    };
    safe(cell, style)
}

/// `cell` without what a terminal would act on, if one shows it.
fn safe(cell: Cow<'_, str>, style: Style) -> Cow<'_, str> {
    if style.terminal.is_none() {
        return cell;
    }
    match cell {
        Cow::Borrowed(cell) => sanitize::text(cell),
        Cow::Owned(cell) => Cow::Owned(sanitize::text(&cell).into_owned()),
    }
}

/// The error of the writer underneath. `csv::Error` as an `io::Error` would
/// hide its kind, and with it that a reader only closed the pipe.
fn io_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        kind => io::Error::other(format!("csv: {kind:?}")),
    }
}

/// A writer that puts a mark before the first bytes.
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

/// Tab-separated values: no quotes, but escapes for what would break a line.
pub(super) struct Tsv<'w> {
    fields: Fields,
    style: Style,
    out: Box<dyn Write + 'w>,
    line: String,
}

impl<'w> Tsv<'w> {
    pub(super) fn new(fields: Fields, style: Style, out: Box<dyn Write + 'w>) -> Self {
        Self {
            fields,
            style,
            out,
            line: String::new(),
        }
    }

    fn write_line(&mut self) -> io::Result<()> {
        // Each cell was followed by a tab.
        self.line.pop();
        self.line.push('\n');
        self.out.write_all(self.line.as_bytes())
    }
}

impl Formatter for Tsv<'_> {
    fn begin(&mut self) -> io::Result<()> {
        if !self.style.header {
            return Ok(());
        }
        let Self {
            fields,
            style,
            line,
            ..
        } = self;
        line.clear();
        fields.each_title(|title| push_tsv_cell(title, *style, line));
        self.write_line()
    }

    fn lead(&mut self, lead: Lead<'_>) -> io::Result<()> {
        let Self {
            fields,
            style,
            line,
            ..
        } = self;
        line.clear();
        fields.each_cell(lead, style.times, |cell| push_tsv_cell(cell, *style, line));
        self.write_line()
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    fn fields(&mut self) -> &mut Fields {
        &mut self.fields
    }
}

fn push_tsv_cell(cell: &str, style: Style, line: &mut String) {
    if cell.contains(['\t', '\n', '\r', '\\']) {
        let mut escaped = String::with_capacity(cell.len() + 8);
        for character in cell.chars() {
            match character {
                '\t' => escaped.push_str("\\t"),
                '\n' => escaped.push_str("\\n"),
                '\r' => escaped.push_str("\\r"),
                '\\' => escaped.push_str("\\\\"),
                _ => escaped.push(character),
            }
        }
        line.push_str(&safe(Cow::Owned(escaped), style));
    } else {
        line.push_str(&safe(Cow::Borrowed(cell), style));
    }
    line.push('\t');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::Format;
    use crate::output::testing::{on_terminal, print};

    const NAMES: [&str; 4] = [
        r#"{"id":"1","name":"Ada, \"the first\""}"#,
        r#"{"id":"2","name":"two\nlines\tand a \\"}"#,
        r#"{"id":"3","name":"O&#39;Brien"}"#,
        r#"{"id":"4"}"#,
    ];

    #[test]
    fn csv_quotes_only_what_needs_it() {
        assert_eq!(
            print(Format::Csv, "id,name", Style::default(), &NAMES),
            "id,name\n1,\"Ada, \"\"the first\"\"\"\n2,\"two\nlines\tand a \\\"\n3,O'Brien\n4,\n"
        );
    }

    #[test]
    fn the_header_can_be_left_out_and_is_there_without_leads() {
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
    fn tsv_escapes_and_never_quotes() {
        assert_eq!(
            print(Format::Tsv, "id,name", Style::default(), &NAMES),
            "id\tname\n1\tAda, \"the first\"\n2\ttwo\\nlines\\tand a \\\\\n3\tO'Brien\n4\t\n"
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

//! The output formats ([`Formatter`]), and where output is written: a terminal, a pipe
//! or a file ([`Destination`]).

mod csv;
mod descriptor;
mod destination;
mod excel;
mod format;
#[cfg(feature = "jq")]
mod jq;
#[cfg(not(feature = "jq"))]
#[path = "without_jq.rs"]
mod jq;
mod jq_error;
mod json;
mod layout;
mod style;
mod table;
mod terminal;
mod tsv;
mod wildcard_columns;
#[cfg(feature = "xlsx")]
mod xlsx;
#[cfg(not(feature = "xlsx"))]
#[path = "without_xlsx.rs"]
mod xlsx;

use std::io::{self, Write};

#[cfg(feature = "sqlite")]
pub(crate) use descriptor::sync_stdout;
pub use descriptor::{check_stdout, note_closed};
pub use destination::{Destination, Written};
pub use format::Format;
pub(crate) use format::NDJSON;
pub use jq::Program;
pub use jq_error::JqError;
pub use style::{JqInput, JqLayout, JqStrings, JqStyle, Style};
pub use terminal::Terminal;

use crate::columns::Fields;
use crate::lead::Lead;

/// Formats a stream of leads. The fields are the same in every call; they record what
/// they see of each lead. After an error, call only [`Formatter::abort`].
pub trait Formatter {
    /// Opens the document. Called once, when the first page has arrived.
    fn begin(&mut self, fields: &Fields) -> io::Result<()>;

    /// Formats one lead.
    fn lead(&mut self, lead: Lead<'_>, fields: &mut Fields) -> io::Result<()>;

    /// Writes what is ready, before waiting for more.
    fn flush(&mut self, next: Next) -> io::Result<()>;

    /// Closes the document, after the last lead.
    fn finish(&mut self, fields: &mut Fields) -> io::Result<Omitted>;

    /// Writes everything after a failure, and leaves the document open, so that it is
    /// visibly incomplete.
    fn abort(&mut self) -> io::Result<()> {
        self.flush(Next::Unknown)
    }
}

/// What did not fit into a document.
#[derive(Debug, Default)]
pub struct Omitted {
    /// The titles of columns that do not fit on a terminal.
    pub columns: Vec<String>,
    /// The number of cells whose text is longer than a spreadsheet allows.
    pub cut_cells: u64,
}

/// What follows a flush.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// More leads: decisions that need many leads can wait.
    Leads,
    /// Leads or the end.
    Unknown,
}

/// The formatter that writes `fields` of leads to `out` in `format`.
#[must_use]
pub fn formatter<'w>(
    format: Format,
    fields: &Fields,
    style: Style,
    out: Box<dyn Write + 'w>,
) -> Box<dyn Formatter + 'w> {
    let formatter: Box<dyn Formatter + 'w> = match format {
        Format::Json => Box::new(json::Json::new(style.terminal, out)),
        Format::Jsonl => Box::new(json::Jsonl::new(style.terminal, out)),
        Format::Csv => Box::new(csv::Csv::new(style, out)),
        Format::Tsv => Box::new(tsv::Tsv::new(style, out)),
        Format::Table => Box::new(table::Table::new(style, out)),
        Format::Xlsx => Box::new(xlsx::Xlsx::new(style, out)),
    };
    if format.has_cells() && fields.need_all_leads() {
        Box::new(wildcard_columns::WildcardColumns::new(formatter))
    } else {
        formatter
    }
}

/// The formatter that writes the results of `program` to `out`.
#[must_use]
#[cfg(feature = "jq")]
pub fn jq<'w>(
    program: Program,
    style: JqStyle,
    out: Box<dyn Write + 'w>,
) -> Box<dyn Formatter + 'w> {
    Box::new(jq::Jq::new(program, style, out))
}

/// In a build without `--jq` there are no programs.
#[must_use]
#[cfg(not(feature = "jq"))]
// By value, as in a build with `--jq`.
#[allow(clippy::needless_pass_by_value)]
pub fn jq<'w>(program: Program, _: JqStyle, _: Box<dyn Write + 'w>) -> Box<dyn Formatter + 'w> {
    match program {}
}

#[cfg(test)]
mod testing {
    use super::*;

    /// Leads whose names need escaping in a line.
    pub(super) const NAMES: [&str; 4] = [
        r#"{"id":"1","name":"Ada, \"the first\""}"#,
        r#"{"id":"2","name":"two\nlines\tand a \\"}"#,
        r#"{"id":"3","name":"O&#39;Brien"}"#,
        r#"{"id":"4"}"#,
    ];

    /// The output of a format for `leads`.
    pub(super) fn print(format: Format, list: &str, style: Style, leads: &[&str]) -> String {
        let mut out = Vec::new();
        let mut fields = Fields::parse(Some(list), format.default_fields()).unwrap();
        let mut formatter = formatter(format, &fields, style, Box::new(&mut out));
        formatter.begin(&fields).unwrap();
        for lead in leads {
            formatter.lead(Lead::new(lead), &mut fields).unwrap();
        }
        formatter.finish(&mut fields).unwrap();
        drop(formatter);
        String::from_utf8(out).unwrap()
    }

    pub(super) fn on_terminal(width: usize) -> Style {
        Style {
            terminal: Some(Terminal { width }),
            ..Style::default()
        }
    }

    /// A reader that closed the pipe.
    pub(super) struct Closed;

    impl Write for Closed {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Err(io::ErrorKind::BrokenPipe.into())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::testing::Closed;
    use super::*;

    #[test]
    fn a_closed_pipe_is_recognized_in_every_format() {
        for format in Format::ALL {
            if format == Format::Xlsx {
                // It is read only when it is complete.
                continue;
            }
            let mut fields = Fields::parse(Some("id,custom_attributes.a"), &[]).unwrap();
            let mut formatter = formatter(format, &fields, Style::default(), Box::new(Closed));
            let mut run = || {
                formatter.begin(&fields)?;
                formatter.lead(Lead::new(r#"{"id":"1"}"#), &mut fields)?;
                formatter.finish(&mut fields)?;
                formatter.flush(Next::Unknown)
            };
            assert_eq!(
                run().unwrap_err().kind(),
                io::ErrorKind::BrokenPipe,
                "{format}"
            );
        }
    }

    #[test]
    fn a_deeply_nested_lead_is_printed_in_every_format() {
        let deep = "[".repeat(200_000) + &"]".repeat(200_000);
        let lead = format!(
            r#"{{"id":"1","deep":{deep},"tags":{deep},"custom_attributes":{{"x":{deep}}}}}"#
        );
        for format in Format::ALL.into_iter().filter(|one| *one != Format::Xlsx) {
            for list in [
                "id,deep,tags,custom_attributes.x,deep.0.0.y",
                "id,custom_attributes.*",
            ] {
                let printed = testing::print(format, list, Style::default(), &[&lead]);
                // A table shows the start of a long cell.
                let part = if format == Format::Table {
                    900
                } else {
                    deep.len()
                };
                assert!(printed.contains(&deep[..part]), "{format} {list}");
            }
        }
    }

    #[test]
    fn every_format_reports_fields_that_no_lead_had() {
        for format in Format::ALL {
            let mut out = Vec::new();
            let mut fields = Fields::parse(Some("id,emial,custom_attributes.*"), &[]).unwrap();
            let mut formatter = formatter(format, &fields, Style::default(), Box::new(&mut out));
            formatter.begin(&fields).unwrap();
            let lead = Lead::new(r#"{"id":"1","email":"x","custom_attributes":{}}"#);
            formatter.lead(lead, &mut fields).unwrap();
            formatter.finish(&mut fields).unwrap();
            let unseen = fields.unseen();
            assert_eq!(unseen.len(), 1, "{format}");
            assert_eq!(unseen[0].suggestion.as_deref(), Some("email"));
        }
    }
}

//! Leads as the user gets them: formats, the terminal they are shown on, the
//! file they go to.

mod delimited;
mod excel;
mod file;
mod format;
#[cfg(feature = "jq")]
mod jq;
#[cfg(not(feature = "jq"))]
#[path = "without_jq.rs"]
mod jq;
mod json;
mod layout;
mod spool;
mod table;
mod terminal;

use std::io::{self, Write};

pub use file::Destination;
pub(crate) use file::{followed, replace};
pub use format::Format;
pub use jq::{Program, Run};
pub(crate) use spool::temporary;
pub use terminal::Terminal;

use crate::fields::{Fields, Times};
use crate::lead::Lead;

/// Renders a stream of leads. After an error, which ends it, nothing more is
/// to be called.
pub trait Formatter {
    /// Opens the document. To be called once, when the first page is in hand.
    fn begin(&mut self) -> io::Result<()>;

    /// Renders one lead.
    fn lead(&mut self, lead: Lead<'_>) -> io::Result<()>;

    /// Decides with the leads seen so far, if they are not too few, what would
    /// better be decided with more: the next ones are to be waited for.
    fn settle(&mut self) -> io::Result<()> {
        Ok(())
    }

    /// Passes on what is ready, before a wait for more leads.
    fn flush(&mut self) -> io::Result<()>;

    /// Passes on all there is after a failure, and closes nothing.
    fn stop(&mut self) -> io::Result<()> {
        self.flush()
    }

    /// Closes the document. Not to be called after a failed run: what was
    /// printed then is visibly unfinished.
    fn finish(&mut self) -> io::Result<()>;

    /// The columns that there was no room for.
    fn left_out(&self) -> &[String] {
        &[]
    }

    /// The fields, with what they noted about the leads rendered so far.
    fn fields(&mut self) -> &mut Fields;
}

/// How a format looks, apart from its fields.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Whether table, csv and tsv begin with the columns' names.
    pub header: bool,
    /// Whether csv is made for spreadsheets: a byte order mark, CRLF, every
    /// cell quoted, and no cell that would run as a formula.
    pub excel: bool,
    /// How table, csv and tsv write the time columns.
    pub times: Times,
    /// The terminal that shows the output; `None` when it goes elsewhere.
    pub terminal: Option<Terminal>,
    /// Whether a table is coloured.
    pub color: bool,
}

impl Default for Style {
    fn default() -> Self {
        Self {
            header: true,
            excel: false,
            times: Times::Utc,
            terminal: None,
            color: false,
        }
    }
}

/// The formatter that writes `fields` of leads to `out` in `format`.
#[must_use]
pub fn formatter<'w>(
    format: Format,
    fields: Fields,
    style: Style,
    out: Box<dyn Write + 'w>,
) -> Box<dyn Formatter + 'w> {
    let open = fields.are_open();
    let formatter: Box<dyn Formatter + 'w> = match format {
        Format::Json => return Box::new(json::Json::new(fields, style.terminal, out)),
        Format::Jsonl => return Box::new(json::Jsonl::new(fields, style.terminal, out)),
        Format::Csv => Box::new(delimited::Csv::new(fields, style, out)),
        Format::Tsv => Box::new(delimited::Tsv::new(fields, style, out)),
        Format::Table => Box::new(table::Table::new(fields, style, out)),
    };
    if open {
        Box::new(spool::Spool::new(formatter))
    } else {
        formatter
    }
}

/// The formatter that writes what `program` makes of `fields` of leads.
#[must_use]
#[cfg(feature = "jq")]
pub fn program<'w>(
    program: Program,
    run: Run,
    fields: Fields,
    out: Box<dyn Write + 'w>,
) -> Box<dyn Formatter + 'w> {
    Box::new(jq::Jq::new(program, run, fields, out))
}

/// The formatter of a build that has no programs.
#[must_use]
#[cfg(not(feature = "jq"))]
// By value, as its twin takes it.
#[allow(clippy::needless_pass_by_value)]
pub fn program<'w>(
    program: Program,
    _: Run,
    _: Fields,
    _: Box<dyn Write + 'w>,
) -> Box<dyn Formatter + 'w> {
    match program {}
}

#[cfg(test)]
mod testing {
    use super::*;

    /// What a format prints for `leads`.
    pub(super) fn print(format: Format, list: &str, style: Style, leads: &[&str]) -> String {
        let mut out = Vec::new();
        let fields = Fields::parse(Some(list), format.default_fields()).unwrap();
        let mut formatter = formatter(format, fields, style, Box::new(&mut out));
        formatter.begin().unwrap();
        for lead in leads {
            formatter.lead(Lead::new(lead)).unwrap();
        }
        formatter.finish().unwrap();
        drop(formatter);
        String::from_utf8(out).unwrap()
    }

    pub(super) fn on_terminal(width: usize) -> Style {
        Style {
            terminal: Some(Terminal { width }),
            ..Style::default()
        }
    }

    /// A reader that went away.
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
    fn a_reader_that_went_away_is_told_apart_in_every_format() {
        for format in Format::ALL {
            let fields = Fields::parse(Some("id,custom_attributes.a"), &[]).unwrap();
            let mut formatter = formatter(format, fields, Style::default(), Box::new(Closed));
            let mut run = || {
                formatter.begin()?;
                formatter.lead(Lead::new(r#"{"id":"1"}"#))?;
                formatter.finish()?;
                formatter.flush()
            };
            assert_eq!(
                run().unwrap_err().kind(),
                io::ErrorKind::BrokenPipe,
                "{format}"
            );
        }
    }

    #[test]
    fn a_lead_nested_without_end_is_printed_in_every_format() {
        let deep = "[".repeat(200_000) + &"]".repeat(200_000);
        let lead = format!(
            r#"{{"id":"1","deep":{deep},"tags":{deep},"custom_attributes":{{"x":{deep}}}}}"#
        );
        for format in Format::ALL {
            for list in [
                "id,deep,tags,custom_attributes.x,deep.0.0.y",
                "id,custom_attributes.*",
            ] {
                let printed = testing::print(format, list, Style::default(), &[&lead]);
                assert!(printed.contains(&deep), "{format} {list}");
            }
        }
    }

    #[test]
    fn every_format_tells_which_fields_no_lead_had() {
        for format in Format::ALL {
            let mut out = Vec::new();
            let fields = Fields::parse(Some("id,emial,custom_attributes.*"), &[]).unwrap();
            let mut formatter = formatter(format, fields, Style::default(), Box::new(&mut out));
            formatter.begin().unwrap();
            formatter
                .lead(Lead::new(r#"{"id":"1","email":"x"}"#))
                .unwrap();
            formatter.finish().unwrap();
            let unseen = formatter.fields().unseen();
            assert_eq!(unseen.len(), 1, "{format}");
            assert_eq!(unseen[0].suggestion.as_deref(), Some("email"));
        }
    }
}

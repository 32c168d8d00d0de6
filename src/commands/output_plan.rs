//! The options `-f`, `-o`, `--fields` and `--jq`, checked before any request.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::jq_plan::JqPlan;
use super::printer::{Printed, Printer};
use super::record::Record;
use crate::cli::{OutputArgs, TimeStyle};
#[cfg(feature = "sqlite")]
use crate::columns::WHOLE_LEAD;
use crate::columns::{Fields, SAMPLE_COLUMNS, Times};
use crate::config::Config;
use crate::error::Error;
use crate::files;
use crate::output::{Destination, Format, Style, Terminal, formatter};
use crate::query::when;
use crate::terminal::report::Report;
use crate::terminal::zone;

/// The format of the leads, and where they are written.
pub(super) struct OutputPlan {
    /// The format, if one was selected.
    asked: Option<Format>,
    format: Format,
    fields: Fields,
    /// The source of the field names, for messages.
    fields_source: String,
    style: Style,
    /// The value of `--time`.
    times: Option<Times>,
    path: Option<PathBuf>,
    jq: Option<JqPlan>,
}

/// What happens to the output if not every lead could be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Incomplete {
    /// The document stays open, and a file keeps its old content.
    Discard,
    /// `--partial`: if any leads were read, the document is closed, and a file is
    /// replaced.
    Keep,
}

impl OutputPlan {
    /// The plan for leads; `columns` is the file of `--columns`.
    pub(super) fn for_leads(
        output: &OutputArgs,
        columns: Option<&Path>,
        config: &Config,
    ) -> Result<Self, Error> {
        Self::new(output, config, |format| {
            if let Some(path) = columns {
                let source = format!("--columns {}", path.display());
                return Ok((fields_of_file(path, &source)?, source));
            }
            let (list, source) = config.fields(output, format).unzip();
            let source = source.unwrap_or_default();
            let fields = Fields::parse(list.as_deref(), format.default_fields());
            let fields = fields.map_err(|why| Error::Usage(format!("{source}: {why}")))?;
            Ok((fields, source.to_owned()))
        })
    }

    /// The plan for rows that are not leads: objects with the keys `names`.
    pub(super) fn for_rows(
        names: &[String],
        output: &OutputArgs,
        config: &Config,
    ) -> Result<Self, Error> {
        Self::new(output, config, |_| {
            Ok((Fields::of_rows(names), String::new()))
        })
    }

    /// The plan for rows with the keys [`SAMPLE_COLUMNS`].
    pub(super) fn for_sample(output: &OutputArgs, config: &Config) -> Result<Self, Error> {
        Self::new(output, config, |_| {
            let fields = Fields::parse(output.fields().as_deref(), SAMPLE_COLUMNS)
                .map_err(|why| Error::Usage(format!("--fields: {why}")))?;
            let unknown = fields.asked().find(|name| !SAMPLE_COLUMNS.contains(name));
            match unknown {
                None => Ok((fields, String::new())),
                Some(name) => Err(Error::Usage(format!(
                    "--fields: {name} is not a column here; the columns are {}",
                    SAMPLE_COLUMNS.join(", ")
                ))),
            }
        })
    }

    /// The plan for changes of leads: the columns `change`, `why` and `fields`, then
    /// those of the lead. In JSON each change is an object, and the returned fields are
    /// those of the lead in it.
    #[cfg(feature = "sqlite")]
    pub(super) fn for_changes(
        output: &OutputArgs,
        config: &Config,
    ) -> Result<(Self, Option<Fields>), Error> {
        let plan = Self::for_leads(output, None, config)?;
        if plan.format.has_cells() {
            let columns = ["fields", "why", "change"].into_iter();
            return Ok((columns.fold(plan, Self::with_first_column), None));
        }
        let whole = Fields::parse(None, WHOLE_LEAD).map_err(Error::Usage)?;
        let lead = plan.fields;
        let plan = Self {
            fields: whole,
            ..plan
        };
        Ok((plan, Some(lead)))
    }

    /// Reads the options, and rejects invalid combinations. `fields` returns the fields
    /// for a format, and their source.
    fn new(
        output: &OutputArgs,
        config: &Config,
        fields: impl FnOnce(Format) -> Result<(Fields, String), Error>,
    ) -> Result<Self, Error> {
        let jq = JqPlan::new(output)?;
        let asked = match &jq {
            Some(jq) => Some(jq.format),
            None => config.format(output)?,
        };
        let path = output.output.as_deref();
        let format = asked.unwrap_or_else(|| Format::unless_asked_for(path));
        if output.excel && format != Format::Csv {
            return Err(Error::Usage(format!(
                "--excel works with csv, not with {format}: add -f csv, or -o FILE.csv"
            )));
        }
        if format == Format::Xlsx {
            check_xlsx(path)?;
        }
        // JSON keeps the API's numbers, whatever the default is.
        let style_of_times = if format.has_cells() {
            config.time(output)
        } else {
            output.time
        };
        // Pipes get the same columns as a terminal.
        let (fields, fields_source) = fields(asked.unwrap_or(Format::Table))?;
        Ok(Self {
            asked,
            format,
            fields,
            fields_source,
            style: Style {
                header: !output.no_header,
                excel: output.excel,
                ..Style::default()
            },
            times: style_of_times.map(times).transpose()?,
            path: output.output.clone(),
            jq,
        })
    }

    /// Adds a first column, for a top-level key of each row.
    pub(super) fn with_first_column(mut self, name: &str) -> Self {
        self.fields.prepend(name);
        self
    }

    pub(super) fn format(&self) -> Format {
        self.format
    }

    /// Whether to report that there are no leads: not if a data format was selected.
    pub(super) fn notes_no_leads(&self) -> bool {
        self.asked.is_none_or(|format| format == Format::Table)
    }

    /// Opens the output, runs `body` to print rows of `unit`, and closes the output if
    /// `body` succeeds or if `incomplete` allows it.
    pub(super) fn print<T>(
        self,
        record: &Record,
        report: Report,
        (incomplete, unit): (Incomplete, &str),
        body: impl FnOnce(&mut Printer) -> anyhow::Result<T>,
    ) -> anyhow::Result<(T, Printed)> {
        let path = self.path.clone();
        let mut destination = Destination::open(path.as_deref()).map_err(Error::Output)?;
        if record.wants_digest() {
            destination.compute_digest();
        }
        // Messages about the rows are printed after them.
        let held = destination.terminal().map(|_| Report::hold());
        let mut printer = self.printer(&mut destination, report);
        let outcome = body(&mut printer);
        let is_whole = match &outcome {
            Ok(_) => true,
            Err(error) if incomplete == Incomplete::Keep && printer.has_part(error) => false,
            Err(_) => {
                printer.abort();
                return outcome.map(|value| (value, Printed::default()));
            }
        };
        let closed = printer
            .finish()
            .map_err(anyhow::Error::new)
            .and_then(|done| {
                let written = destination.commit(report).map_err(Error::Output)?;
                drop(held);
                record.end(path.as_deref(), written, (done.leads, unit), report);
                Ok(done)
            });
        if !is_whole && closed.is_ok() {
            report.note("not all leads were read; what was read is kept (--partial)");
        }
        // The error of the run matters more than a failure to keep its part.
        let value = outcome?;
        Ok((value, closed?))
    }

    /// The printer of this plan, which writes to `destination`.
    fn printer(self, destination: &mut Destination, report: Report) -> Printer<'_> {
        let format = self.format;
        let terminal = destination.terminal();
        if !format.has_cells() && matches!(self.times, Some(Times::Utc | Times::Relative(_))) {
            report.note(&format!(
                "{format} keeps times as the numbers that the API sends; --time is for table, csv, tsv and xlsx"
            ));
        }
        // A table on a terminal is for reading; all other output may be data.
        let times = self.times.unwrap_or(match format {
            Format::Table if terminal.is_some() => Times::Relative(when::now()),
            _ => Times::Utc,
        });
        let style = Style {
            times,
            terminal,
            color: destination.is_colored(),
            ..self.style
        };
        let out = Box::new(destination);
        let formatter = match self.jq {
            Some(jq) => jq.formatter(terminal, out),
            None => formatter(format, &self.fields, style, out),
        };
        Printer::new(formatter, self.fields, self.fields_source, report)
    }
}

/// A workbook is binary.
fn check_xlsx(path: Option<&Path>) -> Result<(), Error> {
    if !cfg!(feature = "xlsx") {
        return Err(Error::Usage(
            "this build of leads has no xlsx; for Excel, use csv: --excel -o leads.csv".to_owned(),
        ));
    }
    if Terminal::is_at(path) {
        return Err(Error::Usage(
            "xlsx cannot be written to a terminal: add -o leads.xlsx".to_owned(),
        ));
    }
    Ok(())
}

/// The fields of `--columns`, which `source` names.
fn fields_of_file(path: &Path, source: &str) -> Result<Fields, Error> {
    let text = files::read_text(path).map_err(|error| match error.kind() {
        ErrorKind::NotFound => {
            format!("{error}; it is a file of names, --fields takes the names")
        }
        _ => error.to_string(),
    });
    let fields = text.and_then(|text| Fields::of_file(&text));
    fields.map_err(|why| Error::Usage(format!("{source}: {why}")))
}

/// The format of times. Local times need a time zone.
fn times(style: TimeStyle) -> Result<Times, Error> {
    Ok(match style {
        TimeStyle::Utc => Times::Utc,
        TimeStyle::Local => {
            zone::local().map_err(Error::Usage)?;
            Times::Local
        }
        TimeStyle::Unix => Times::Unix,
        TimeStyle::Relative => Times::Relative(when::now()),
    })
}

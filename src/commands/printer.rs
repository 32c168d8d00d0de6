//! Printing: what `-f`, `-o` and `--fields` ask for, opened when the first
//! page is in hand, and closed only by a run that went well.

use std::collections::HashSet;
use std::path::PathBuf;

use crate::cli::{OutputArgs, TimeStyle};
use crate::columns::{Fields, Times};
use crate::config::Config;
use crate::error::Failure;
use crate::http::Client;
use crate::intercom::{Error, Page};
use crate::lead::{self, Lead};
use crate::output::{
    Destination, Format, Formatter, JqInput, JqStrings, JqStyle, Next, Program, Style, formatter,
    jq,
};
use crate::query::when;
use crate::terminal::zone;

/// What to print and where.
pub(super) struct Printout {
    format: Format,
    fields: Fields,
    style: Style,
    /// As asked for.
    times: Option<Times>,
    path: Option<PathBuf>,
    program: Option<Program>,
    strings: JqStrings,
}

impl Printout {
    /// For leads, see [`Printout::of`].
    pub(super) fn new(output: &OutputArgs, settings: &Config) -> Result<Self, Failure> {
        Self::of(Format::default_fields, output, settings)
    }

    /// Reads the options, and refuses those that make no sense. `usual` are
    /// the fields of a format when none are asked for.
    pub(super) fn of(
        usual: fn(Format) -> &'static [&'static str],
        output: &OutputArgs,
        settings: &Config,
    ) -> Result<Self, Failure> {
        let format = match output.jq.program {
            Some(_) => format_for_jq(output, settings)?,
            None => settings.format(output)?,
        };
        if output.excel && format != Format::Csv {
            return Err(Failure::Usage(format!(
                "--excel goes with csv, not with {format}: add -f csv, or -o FILE.csv"
            )));
        }
        let fields = Fields::parse(output.fields.as_deref(), usual(format))
            .map_err(|why| Failure::Usage(format!("--fields: {why}")))?;
        let program = output
            .jq
            .program
            .as_deref()
            .map(Program::compile)
            .transpose()?;
        let times = output.time.map(times).transpose()?;
        let (header, excel) = (!output.no_header, output.excel);
        let style = Style {
            header,
            excel,
            ..Style::default()
        };
        Ok(Self {
            format,
            fields,
            style,
            times,
            path: output.output.clone(),
            program,
            strings: if output.jq.raw {
                JqStrings::Raw
            } else {
                JqStrings::Json
            },
        })
    }

    /// Whether values are printed as text, and not as JSON.
    pub(super) fn has_cells(&self) -> bool {
        self.format.has_cells()
    }

    /// Opens the output, lets `body` print, and closes it. When `body` fails
    /// the document stays open and a file keeps its old content; with
    /// `partial` an incomplete reading is closed all the same.
    pub(super) fn print(
        self,
        client: &Client,
        partial: bool,
        body: impl FnOnce(&mut Printer) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let mut destination = Destination::open(self.path.as_deref()).map_err(Failure::Output)?;
        let terminal = destination.terminal();
        if !self.has_cells() && matches!(self.times, Some(Times::Utc | Times::Relative(_))) {
            client.report().note(&format!(
                "{} keeps times as the numbers that the API sends; --time is for table, csv and tsv",
                self.format
            ));
        }
        // A table on a terminal is for a person; anything else may be data.
        let times = self.times.unwrap_or(match self.format {
            Format::Table if terminal.is_some() => Times::Relative(when::now()),
            _ => Times::Utc,
        });
        let style = Style {
            times,
            terminal,
            color: destination.is_colored(),
            ..self.style
        };
        let out = Box::new(&mut destination);
        let formatter = match self.program {
            Some(code) => {
                let input = if self.format == Format::Jsonl {
                    JqInput::Lead
                } else {
                    JqInput::Array
                };
                let style = JqStyle {
                    input,
                    strings: self.strings,
                    terminal,
                };
                jq(code, style, out)
            }
            None => formatter(self.format, &self.fields, style, out),
        };
        let mut printer = Printer {
            formatter,
            fields: self.fields,
            format: self.format,
            begun: false,
            printed: 0,
            known: HashSet::new(),
            client,
            named: false,
            told: false,
        };
        let done = body(&mut printer);
        let close = match &done {
            Ok(()) => true,
            Err(error) => {
                let incomplete = matches!(error.downcast_ref(), Some(Error::Incomplete { .. }));
                partial && incomplete
            }
        };
        if !close {
            // What was read so far is shown; a failure of that is no news.
            let _ = printer.formatter.abort();
            return done;
        }
        printer.begin()?;
        let left_out = printer.formatter.finish(&mut printer.fields);
        printer.tell(&left_out.map_err(Failure::from)?);
        drop(printer);
        destination
            .commit(client.report())
            .map_err(Failure::Output)?;
        done
    }
}

/// The format that a program reads: by `-f`, else jsonl where that is usual or
/// the file's extension, else the array. Other extensions say what the
/// program writes.
fn format_for_jq(output: &OutputArgs, settings: &Config) -> Result<Format, Failure> {
    match output.format {
        Some(format @ (Format::Json | Format::Jsonl)) => Ok(format),
        Some(format) => Err(Failure::Usage(format!(
            "--jq goes with json or jsonl, not with {format}; \
             a program writes rows with @csv or @tsv and --raw-output"
        ))),
        None => match settings.format(output) {
            Ok(Format::Jsonl) => Ok(Format::Jsonl),
            _ => Ok(Format::Json),
        },
    }
}

/// How to write times; local ones need a time zone.
fn times(style: TimeStyle) -> Result<Times, Failure> {
    Ok(match style {
        TimeStyle::Utc => Times::Utc,
        TimeStyle::Local => {
            zone::local().map_err(Failure::Usage)?;
            Times::Local
        }
        TimeStyle::Unix => Times::Unix,
        TimeStyle::Relative => Times::Relative(when::now()),
    })
}

/// Prints leads in the format asked for.
pub(super) struct Printer<'w> {
    formatter: Box<dyn Formatter + 'w>,
    fields: Fields,
    format: Format,
    begun: bool,
    printed: u64,
    known: HashSet<String>,
    client: &'w Client,
    /// Whether the names of tags were asked for.
    named: bool,
    /// Whether it was said that segments are not known.
    told: bool,
}

impl Printer<'_> {
    /// Opens the document, the first time that it is called: a page is in
    /// hand.
    pub(super) fn begin(&mut self) -> Result<(), Failure> {
        if !self.begun {
            self.begun = true;
            self.formatter.begin(&self.fields)?;
        }
        Ok(())
    }

    /// A page is in hand: opens the document, and looks up what its leads do
    /// not tell themselves.
    pub(super) fn page(&mut self, page: &Page) -> Result<(), Failure> {
        self.look_up(page);
        self.begin()
    }

    /// Looks up, once, what the columns show and the leads do not tell, as in
    /// API 2.x: the names of tags. A failure is told and leaves their ids.
    /// That segments are not to be had is told, too.
    pub(super) fn look_up(&mut self, page: &Page) {
        let Some(request) = self.client.dialect().tags() else {
            return;
        };
        let report = self.client.report();
        let fields = &mut self.fields;
        if !self.told && fields.wants("segments") && page.leads().any(has_no_segments) {
            self.told = true;
            report.warn("API 2.x sends no segments with its leads; the column is empty");
        }
        if !self.named && fields.wants("tags") && page.leads().any(has_nameless_tags) {
            self.named = true;
            match self.client.tags(&request) {
                Ok(names) => fields.set_tag_names(names),
                Err(error) => report.warn(&format!("tags are shown by their ids: {error}")),
            }
        }
    }

    /// Prints a lead.
    pub(super) fn lead(&mut self, lead: Lead<'_>) -> Result<(), Failure> {
        self.begin()?;
        self.printed += 1;
        Ok(self.formatter.lead(lead, &mut self.fields)?)
    }

    /// Prints a lead unless it was printed: several values can match one.
    pub(super) fn lead_once(&mut self, lead: Lead<'_>) -> Result<(), Failure> {
        let id = lead.id().unwrap_or(lead.json().into());
        if self.known.insert(id.into_owned()) {
            self.lead(lead)
        } else {
            Ok(())
        }
    }

    /// As [`Printer::flush`], when more leads than those of a page follow.
    pub(super) fn flush_page(&mut self) -> Result<(), Failure> {
        self.begin()?;
        Ok(self.formatter.flush(Next::Leads)?)
    }

    /// Passes on what is ready before a wait for more.
    pub(super) fn flush(&mut self) -> Result<(), Failure> {
        self.begin()?;
        Ok(self.formatter.flush(Next::Unknown)?)
    }

    /// Whether a person reads what is printed, and not a program.
    pub(super) fn is_for_people(&self) -> bool {
        self.format == Format::Table
    }

    /// How many leads were printed.
    pub(super) fn printed(&self) -> u64 {
        self.printed
    }

    fn tell(&self, left_out: &[String]) {
        let report = self.client.report();
        if self.printed == 0 {
            return;
        }
        if !left_out.is_empty() {
            report.note(&left_out_note(left_out));
        }
        for unseen in self.fields.unseen() {
            let name = &unseen.name;
            let meant = unseen
                .suggestion
                .map(|known| format!("; did you mean {known}?"));
            report.warn(&format!(
                "no lead has the field {name}{}",
                meant.unwrap_or_default()
            ));
        }
        let cut = self.fields.cut_lists();
        if cut > 0 {
            let (leads, their) = match cut {
                1 => ("1 lead has".to_owned(), "its"),
                _ => (format!("{cut} leads have"), "their"),
            };
            report.warn(&format!(
                "{leads} more tags or companies than the API sent; {their} lists end in …"
            ));
        }
    }
}

/// Says which columns a narrow terminal did not have room for.
fn left_out_note(titles: &[String]) -> String {
    /// More names than that are no help.
    const NAMED: usize = 6;

    let mut names = titles[..titles.len().min(NAMED)].join(", ");
    if titles.len() > NAMED {
        names = format!("{names} and {} more", titles.len() - NAMED);
    }
    format!("no room for {names}; --fields chooses columns")
}

fn has_no_segments(lead: Lead<'_>) -> bool {
    lead.value("segments").is_none() && lead.value("role").is_some()
}

fn has_nameless_tags(lead: Lead<'_>) -> bool {
    let tags = lead.value("tags").unwrap_or_default();
    let data = lead::values(tags, &["data"])[0].unwrap_or_default();
    lead::elements(data).any(|tag| Lead::new(tag).value("name").is_none())
}

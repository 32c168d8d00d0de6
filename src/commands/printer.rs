//! Prints leads in the selected format.

use std::collections::HashSet;

use crate::columns::{Fields, UnknownNames, no_lead_has};
use crate::error::Error;
use crate::intercom::{self, Page};
use crate::lead::Lead;
use crate::output::{Formatter, Next, Omitted};
use crate::terminal::report::Report;

/// Prints leads with a [`Formatter`], and reports notes about the output at the end.
pub(super) struct Printer<'w> {
    formatter: Box<dyn Formatter + 'w>,
    fields: Fields,
    /// The source of the field names, for messages.
    fields_source: String,
    report: Report,
    is_open: bool,
    printed: u64,
    printed_ids: HashSet<String>,
    unknown: UnknownNames,
}

/// What was printed, once the document is closed.
#[derive(Clone, Copy, Default)]
pub(super) struct Printed {
    pub(super) leads: u64,
    /// Whether each of the requested fields is on at least one lead.
    pub(super) all_seen: bool,
}

impl<'w> Printer<'w> {
    pub(super) fn new(
        formatter: Box<dyn Formatter + 'w>,
        fields: Fields,
        fields_source: String,
        report: Report,
    ) -> Self {
        Self {
            formatter,
            unknown: UnknownNames::of(fields.asked()),
            fields,
            fields_source,
            report,
            is_open: false,
            printed: 0,
            printed_ids: HashSet::new(),
        }
    }

    pub(super) fn fields(&mut self) -> &mut Fields {
        &mut self.fields
    }

    /// Fails if a requested field is an unknown name. The first page that is not empty
    /// decides.
    pub(super) fn check_names(&mut self, page: &Page) -> Result<(), Error> {
        let checked = self.unknown.check(page.leads());
        let source = &self.fields_source;
        checked.map_err(|what| Error::Usage(format!("{source}: {what}")))
    }

    /// Opens the document if it is not open. Called when the first page has arrived.
    pub(super) fn open(&mut self) -> Result<(), Error> {
        if !self.is_open {
            self.is_open = true;
            self.formatter.begin(&self.fields)?;
        }
        Ok(())
    }

    /// Prints a lead.
    pub(super) fn lead(&mut self, lead: Lead<'_>) -> Result<(), Error> {
        self.open()?;
        self.printed += 1;
        Ok(self.formatter.lead(lead, &mut self.fields)?)
    }

    /// Prints a lead unless it was printed before: several values can match one lead.
    pub(super) fn lead_once(&mut self, lead: Lead<'_>) -> Result<(), Error> {
        let id = lead.id().unwrap_or(lead.json().into());
        if self.printed_ids.insert(id.into_owned()) {
            self.lead(lead)
        } else {
            Ok(())
        }
    }

    /// Writes what is ready, before waiting for `next`.
    pub(super) fn flush(&mut self, next: Next) -> Result<(), Error> {
        self.open()?;
        Ok(self.formatter.flush(next)?)
    }

    /// The number of leads printed.
    pub(super) fn printed(&self) -> u64 {
        self.printed
    }

    /// Closes the document.
    pub(super) fn finish(mut self) -> Result<Printed, Error> {
        self.open()?;
        let omitted = self.formatter.finish(&mut self.fields)?;
        if self.printed > 0 {
            self.report_summary(&omitted);
        }
        Ok(Printed {
            leads: self.printed,
            all_seen: self.fields.all_seen(),
        })
    }

    /// Whether there is something to keep after `error`: an error of the API, a lead
    /// that the API sent in part, or a signal.
    pub(super) fn has_part(&self, error: &anyhow::Error) -> bool {
        match error.downcast_ref() {
            Some(intercom::Error::Incomplete { .. }) => true,
            Some(_) => self.is_open,
            None => {
                let own = error.downcast_ref();
                self.is_open && matches!(own, Some(Error::Undecided(_) | Error::Interrupted(_)))
            }
        }
    }

    /// Writes what was printed so far, and leaves the document open.
    pub(super) fn abort(mut self) {
        // Another error is already being reported.
        let _ = self.formatter.abort();
    }

    fn report_summary(&self, omitted: &Omitted) {
        if !omitted.columns.is_empty() {
            self.report.note(&omitted_columns_note(&omitted.columns));
        }
        match omitted.cut_cells {
            0 => {}
            1 => self.report.warn(
                "1 cell has more text than a spreadsheet can hold, and ends in …; csv has all of it",
            ),
            cells => self.report.warn(&format!(
                "{cells} cells have more text than a spreadsheet can hold, and end in …; csv has all of it"
            )),
        }
        for unseen in self.fields.unseen() {
            let suggestion = unseen.suggestion.as_deref();
            self.report.warn(&no_lead_has(&unseen.name, suggestion));
        }
        let unnamed = self.fields.unnamed_attributes();
        if !unnamed.is_empty() {
            self.report.note(&format!(
                "custom attributes without a column: {}; `leads fields --columns` writes one for each",
                some_of(&unnamed)
            ));
        }
        let cut = self.fields.cut_lists();
        if cut > 0 {
            let (leads, their) = match cut {
                1 => ("1 lead has".to_owned(), "its"),
                _ => (format!("{cut} leads have"), "their"),
            };
            self.report.warn(&format!(
                "{leads} more tags or companies than the API sent; {their} lists end in …"
            ));
        }
    }
}

/// The note about columns that did not fit on a narrow terminal.
fn omitted_columns_note(titles: &[String]) -> String {
    let names: Vec<&str> = titles.iter().map(String::as_str).collect();
    format!(
        "omitted columns: {}; choose columns with --fields",
        some_of(&names)
    )
}

/// The first of the names, and the number of others.
fn some_of(names: &[&str]) -> String {
    const MAX_NAMES: usize = 6;

    let first = names[..names.len().min(MAX_NAMES)].join(", ");
    match names.len().saturating_sub(MAX_NAMES) {
        0 => first,
        more => format!("{first} and {more} more"),
    }
}

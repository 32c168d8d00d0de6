//! The printer: leads in, the chosen format out.

use std::collections::HashSet;

use crate::columns::Fields;
use crate::error::Error;
use crate::lead::Lead;
use crate::output::{Formatter, Next};
use crate::terminal::report::Report;

/// Prints leads with a [`Formatter`], and reports at the end what the user
/// should know of the output.
pub(super) struct Printer<'w> {
    formatter: Box<dyn Formatter + 'w>,
    fields: Fields,
    report: Report,
    is_open: bool,
    printed: u64,
    printed_ids: HashSet<String>,
}

impl<'w> Printer<'w> {
    pub(super) fn new(formatter: Box<dyn Formatter + 'w>, fields: Fields, report: Report) -> Self {
        Self {
            formatter,
            fields,
            report,
            is_open: false,
            printed: 0,
            printed_ids: HashSet::new(),
        }
    }

    pub(super) fn fields(&mut self) -> &mut Fields {
        &mut self.fields
    }

    /// Opens the document unless it is open. Called when the first page has
    /// arrived.
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

    /// Prints a lead unless it was printed: several values can match one lead.
    pub(super) fn lead_once(&mut self, lead: Lead<'_>) -> Result<(), Error> {
        let id = lead.id().unwrap_or(lead.json().into());
        if self.printed_ids.insert(id.into_owned()) {
            self.lead(lead)
        } else {
            Ok(())
        }
    }

    /// Writes what is ready, before a wait for `next`.
    pub(super) fn flush(&mut self, next: Next) -> Result<(), Error> {
        self.open()?;
        Ok(self.formatter.flush(next)?)
    }

    /// How many leads were printed.
    pub(super) fn printed(&self) -> u64 {
        self.printed
    }

    /// Closes the document.
    pub(super) fn finish(mut self) -> Result<(), Error> {
        self.open()?;
        let omitted_columns = self.formatter.finish(&mut self.fields)?;
        if self.printed > 0 {
            self.report_summary(&omitted_columns);
        }
        Ok(())
    }

    /// Writes what was printed so far, and leaves the document open.
    pub(super) fn abort(mut self) {
        // Another error is being reported already.
        let _ = self.formatter.abort();
    }

    fn report_summary(&self, omitted_columns: &[String]) {
        if !omitted_columns.is_empty() {
            self.report.note(&omitted_columns_note(omitted_columns));
        }
        for unseen in self.fields.unseen() {
            let name = &unseen.name;
            let suggestion = unseen.suggestion;
            let question = suggestion.map(|known| format!("; did you mean {known}?"));
            self.report.warn(&format!(
                "no lead has the field {name}{}",
                question.unwrap_or_default()
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

/// Names the columns that did not fit on a narrow terminal.
fn omitted_columns_note(titles: &[String]) -> String {
    const MAX_NAMES: usize = 6;

    let mut names = titles[..titles.len().min(MAX_NAMES)].join(", ");
    if titles.len() > MAX_NAMES {
        names = format!("{names} and {} more", titles.len() - MAX_NAMES);
    }
    format!("no room for {names}; --fields chooses columns")
}

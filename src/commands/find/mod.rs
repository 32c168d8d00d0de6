//! `leads find`: finds leads by e-mail address, phone number or id.

mod hints;

use std::collections::{HashMap, HashSet};
use std::io::{self, IsTerminal as _};

use self::hints::Missing;
use super::labels::Labels;
use super::lookup::{Event, Index, Values, look_up_all, requests_if_fewer};
use super::output_plan::{Incomplete, OutputPlan};
use super::printer::Printer;
use super::record::Record;
use crate::cli::FindArgs;
use crate::error::Error;
use crate::http::Client;
use crate::intercom;
use crate::lead::Lead;
use crate::output::Next;
use crate::query::Query;
use crate::query::identifier::Identifier;
use crate::reader::Pages;
use crate::terminal::progress;

pub(super) fn find(
    args: &FindArgs,
    output: OutputPlan,
    record: &Record,
    client: &Client,
) -> anyhow::Result<()> {
    let (by, typed) = if !args.email.is_empty() {
        (Identifier::Email, &args.email)
    } else if !args.phone.is_empty() {
        (Identifier::Phone, &args.phone)
    } else {
        (Identifier::Id, &args.id)
    };
    let values = Values::new(typed, args.column.as_deref())?;
    let output = if args.with_value {
        output.with_first_column(VALUE)
    } else {
        output
    };
    let report = client.report();
    let how = (Incomplete::Discard, "leads");
    let (missing, printed) = output.print(record, report, how, |printer| {
        let mut search = Search {
            by,
            client,
            record,
            labels: Labels::new(client),
            printer,
            found_by: args.with_value.then(HashSet::new),
            missing: Missing::default(),
            left_out: 0,
        };
        if args.scan {
            search.scan(values)?;
        } else {
            search.look_up(values, typed)?;
        }
        search.warn_left_out();
        Ok(search.missing)
    })?;
    if printed.leads == 0 && missing.count == 0 {
        report.note(&format!("standard input has no {by} to look for"));
    }
    for hint in missing.hints(by, typed, args.column.as_deref()) {
        report.note(hint);
    }
    report.detail(&client.summary());
    if printed.leads == 0 || args.strict && missing.count > 0 {
        return Err(Error::NoMatch.into());
    }
    if args.strict && !printed.all_seen {
        return Err(Error::Strict.into());
    }
    Ok(())
}

/// The column of `--with-value`.
const VALUE: &str = "value";

/// A search for values of one kind.
struct Search<'a, 'w> {
    by: Identifier,
    client: &'a Client,
    record: &'a Record,
    labels: Labels<'a>,
    printer: &'a mut Printer<'w>,
    /// With `--with-value`, which values were printed with which leads.
    found_by: Option<HashSet<(String, String)>>,
    missing: Missing,
    /// The number of leads in responses that have none of the values.
    left_out: u64,
}

impl Search<'_, '_> {
    /// Finds the values in the way that takes fewer requests.
    fn look_up(&mut self, mut values: Values, typed: &[String]) -> anyhow::Result<()> {
        let reads_stdin = typed.iter().any(|value| value == "-");
        if reads_stdin && io::stdin().is_terminal() {
            // The user types on the line of the progress.
            progress::end();
        }
        let report = self.client.report();
        if let Some(requests) = requests_if_fewer(self.by, &mut values, self.client) {
            report.detail(&format!(
                "reading the list takes about {requests} requests, fewer than looking up each value"
            ));
            match self.index() {
                Ok(index) => return self.look_up_in(index, values),
                Err(error) if is_incomplete(&error) => {
                    report.detail(&format!("{error:#}; looking up each value"));
                }
                Err(error) => return Err(error),
            }
        }
        let total = (!reads_stdin).then_some(typed.len() as u64);
        self.ask(values, total)
    }

    /// Looks up the values with the API.
    fn ask(&mut self, values: Values, total: Option<u64>) -> anyhow::Result<()> {
        let unit = match self.by {
            Identifier::Email => "addresses",
            Identifier::Phone => "numbers",
            Identifier::Id => "ids",
        };
        let mut done = 0;
        for event in look_up_all(self.by, values, self.client) {
            if let Event::Done(count) = self.take(event?)? {
                done += count;
                progress::set_position(done, total, unit);
                self.printer.flush(Next::Unknown)?;
            }
        }
        Ok(())
    }

    /// Prints the leads of an event, and reports its messages.
    fn take(&mut self, event: Event) -> anyhow::Result<Event> {
        match &event {
            Event::Page { value, page } => {
                self.printer.check_names(page)?;
                self.labels.resolve(page, self.printer);
                self.printer.open()?;
                for lead in page.leads() {
                    self.print(value, lead)?;
                }
            }
            Event::Batch { pages, found } => {
                for page in pages {
                    self.printer.check_names(page)?;
                    self.labels.resolve(page, self.printer);
                }
                for found in found {
                    if let Some(lead) = pages[found.page].leads().nth(found.index) {
                        self.print(&found.value, lead)?;
                    }
                }
            }
            Event::NoMatch(value) => self.note_not_found(value),
            Event::LeftOut(leads) => self.left_out += leads,
            Event::Note(text) => self.client.report().note(text),
            Event::Done(_) => {}
        }
        Ok(event)
    }

    /// Reads the list into an index.
    fn index(&mut self) -> anyhow::Result<Index> {
        let Self {
            by,
            client,
            record,
            labels,
            printer,
            ..
        } = self;
        Index::read(*by, client, record, |page| {
            printer.check_names(page)?;
            labels.resolve(page, printer);
            Ok(())
        })
    }

    /// Looks up the values in the list that was read. An id that is not in the list is
    /// requested from the API: the lead may have been merged into another.
    fn look_up_in(&mut self, mut index: Index, mut values: Values) -> anyhow::Result<()> {
        self.printer.open()?;
        while let Some(value) = values.next() {
            let value = value?;
            let is_found = index.each(&value, |lead| self.print(&value, lead))?;
            if !is_found && self.by == Identifier::Id {
                self.ask(Values::one(value), None)?;
            } else if !is_found {
                self.note_missing(&value);
            }
            if !values.is_ready() {
                self.printer.flush(Next::Unknown)?;
            }
        }
        Ok(())
    }

    /// Reads every lead and prints those that match, in the list's order.
    fn scan(&mut self, values: Values) -> anyhow::Result<()> {
        let mut order = Vec::new();
        // The values with each key.
        let mut wanted: HashMap<String, Vec<String>> = HashMap::new();
        for value in values {
            let value = value?;
            let key = self.by.key(&value);
            let same = wanted.entry(key.clone()).or_default();
            if same.is_empty() {
                order.push(key);
            }
            same.push(value);
        }
        let mut found = HashSet::new();
        let query = Query::default();
        let mut pages = Pages::new(self.client, &query);
        while let Some(page) = pages.next() {
            let page = page?;
            self.record.show(&pages, &query, None);
            self.printer.check_names(&page)?;
            self.labels.resolve(&page, self.printer);
            self.printer.open()?;
            for lead in page.leads() {
                let key = self.by.key_of(lead);
                let Some((key, values)) = key.and_then(|key| wanted.get_key_value(&key)) else {
                    continue;
                };
                found.insert(key.as_str());
                for value in values {
                    self.print(value, lead)?;
                }
            }
            self.printer.flush(Next::Unknown)?;
        }
        self.record.conclude(&pages, self.client.report());
        for key in order {
            if !found.contains(key.as_str()) {
                self.note_missing(&wanted[&key][0]);
            }
        }
        Ok(())
    }

    /// Prints a lead that matches `value`, once, or with `--with-value` once for each
    /// value.
    fn print(&mut self, value: &str, lead: Lead<'_>) -> Result<(), Error> {
        let Some(found_by) = &mut self.found_by else {
            return self.printer.lead_once(lead);
        };
        let id = lead.id().unwrap_or(lead.json().into()).into_owned();
        if !found_by.insert((value.to_owned(), id)) {
            return Ok(());
        }
        self.printer.lead(Lead::new(&with_value(value, lead)))
    }

    /// Warns of leads that do not match.
    fn warn_left_out(&self) {
        let by = self.by;
        let leads = match self.left_out {
            0 => return,
            1 => format!("1 lead that the API sent has another {by} and is"),
            many => format!("{many} leads that the API sent have another {by} and are"),
        };
        self.client.report().warn(&format!("{leads} left out"));
    }

    /// Reports that no lead has `value`, after all leads were read.
    fn note_missing(&mut self, value: &str) {
        self.missing.add(value);
        let by = self.by;
        let report = self.client.report();
        report.note(&format!("no lead has the {by} {value:.100}"));
    }

    /// Reports which spellings of `value` were looked up without a match.
    fn note_not_found(&mut self, value: &str) {
        let report = self.client.report();
        if self.by == Identifier::Id {
            return self.note_missing(value);
        }
        if self.by.key(value).is_empty() {
            self.missing.add(value);
            return report.note(&format!(
                "{value:.100} is not a {}: it has no digits",
                self.by
            ));
        }
        let also = match self.by.spellings(value).as_slice() {
            [_, other] => format!(", as typed, and {other:.100}"),
            [_, plus, zeros] => format!(", as typed, {plus:.100} and {zeros:.100}"),
            _ => String::new(),
        };
        // Only the first message has the tip.
        let scan = match self.missing.count {
            0 => "; --scan finds every spelling",
            _ => "",
        };
        self.missing.add(value);
        report.note(&format!("no lead found for {value:.100}{also}{scan}"));
    }
}

/// Adds `value` as the first key of the lead.
fn with_value(value: &str, lead: Lead<'_>) -> String {
    let value = serde_json::Value::from(value);
    match lead.json().strip_prefix('{').map(str::trim_start) {
        None => lead.json().to_owned(),
        Some("}") => format!("{{\"{VALUE}\":{value}}}"),
        Some(rest) => format!("{{\"{VALUE}\":{value},{rest}"),
    }
}

fn is_incomplete(error: &anyhow::Error) -> bool {
    matches!(
        error.downcast_ref(),
        Some(intercom::Error::Incomplete { .. })
    )
}

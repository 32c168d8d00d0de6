//! `leads find`: the leads with an e-mail address, a phone number or an id.

use std::collections::HashMap;
use std::io::{self, IsTerminal as _};

use super::labels::Labels;
use super::lookup::{Event, Values, look_up_all};
use super::output_plan::{Incomplete, OutputPlan};
use super::position;
use super::printer::Printer;
use crate::cli::FindArgs;
use crate::error::Error;
use crate::http::Client;
use crate::output::Next;
use crate::query::Query;
use crate::query::identifier::Identifier;
use crate::reader::Pages;
use crate::terminal::progress;

pub(super) fn find(args: &FindArgs, output: OutputPlan, client: &Client) -> anyhow::Result<()> {
    let (by, values) = if !args.email.is_empty() {
        (Identifier::Email, &args.email)
    } else if !args.phone.is_empty() {
        (Identifier::Phone, &args.phone)
    } else {
        (Identifier::Id, &args.id)
    };
    let report = client.report();
    let (printed, missing) = output.print(report, Incomplete::Discard, |printer| {
        let mut search = Search {
            by,
            client,
            labels: Labels::new(client),
            printer,
            missing: 0,
        };
        if args.scan {
            search.scan(values)?;
        } else {
            search.look_up(values)?;
        }
        Ok((search.printer.printed(), search.missing))
    })?;
    if printed == 0 && missing == 0 {
        report.note(&format!("standard input named no {by} to look for"));
    }
    report.detail(&client.summary());
    if printed == 0 || args.strict && missing > 0 {
        return Err(Error::NoMatch.into());
    }
    Ok(())
}

/// A search for values of one kind.
struct Search<'a, 'w> {
    by: Identifier,
    client: &'a Client,
    labels: Labels<'a>,
    printer: &'a mut Printer<'w>,
    /// How many values no lead has.
    missing: u64,
}

impl Search<'_, '_> {
    /// Asks the API for the values.
    fn look_up(&mut self, values: &[String]) -> anyhow::Result<()> {
        let reads_stdin = values.iter().any(|value| value == "-");
        if reads_stdin && io::stdin().is_terminal() {
            // The user types where progress would be shown.
            progress::end();
        }
        let total = (!reads_stdin).then_some(values.len() as u64);
        let unit = match self.by {
            Identifier::Email => "addresses",
            Identifier::Phone => "numbers",
            Identifier::Id => "ids",
        };
        let mut done = 0;
        for event in look_up_all(self.by, values, self.client) {
            match event? {
                Event::Page(page) => {
                    self.labels.resolve(&page, self.printer);
                    self.printer.open()?;
                    for lead in page.leads() {
                        self.printer.lead_once(lead)?;
                    }
                }
                Event::Batch { pages, order } => {
                    for page in &pages {
                        self.labels.resolve(page, self.printer);
                    }
                    for (page, index) in order {
                        if let Some(lead) = pages[page].leads().nth(index) {
                            self.printer.lead_once(lead)?;
                        }
                    }
                }
                Event::NoMatch(value) => self.note_missing(&value),
                Event::Note(text) => self.client.report().note(&text),
                Event::Done(count) => {
                    done += count;
                    progress::set_position(done, total, unit);
                    self.printer.flush(Next::Unknown)?;
                }
            }
        }
        Ok(())
    }

    /// Reads every lead and prints those that match, in the list's order.
    fn scan(&mut self, values: &[String]) -> anyhow::Result<()> {
        let mut order = Vec::new();
        let mut found = HashMap::new();
        for value in Values::new(values.to_vec()) {
            let value = value?;
            let key = self.by.key(&value);
            if found.insert(key.clone(), false).is_none() {
                order.push((key, value));
            }
        }
        let query = Query::default();
        let mut pages = Pages::new(self.client, &query);
        while let Some(page) = pages.next() {
            let page = page?;
            position::show(&pages, &query, None);
            self.labels.resolve(&page, self.printer);
            self.printer.open()?;
            for lead in page.leads() {
                let key = self.by.key_of(lead);
                if let Some(is_found) = key.and_then(|key| found.get_mut(&key)) {
                    *is_found = true;
                    self.printer.lead(lead)?;
                }
            }
            self.printer.flush(Next::Unknown)?;
        }
        self.client.report().detail(&pages.verdict());
        for (key, value) in order {
            if !found[&key] {
                self.note_missing(&value);
            }
        }
        Ok(())
    }

    fn note_missing(&mut self, value: &str) {
        self.missing += 1;
        let by = self.by;
        let report = self.client.report();
        report.note(&format!("no lead has the {by} {value}"));
    }
}

//! `leads find`: the leads that carry an e-mail address, a phone number or an
//! id. What the API sends is checked; a filter that it ignores is an error.

use std::collections::{HashMap, HashSet};
use std::io::{self, BufRead as _, IsTerminal as _};

use super::printer::{Printer, Printout};
use super::{ask, list};
use crate::api::{Client, Pages};
use crate::cli::Find;
use crate::exit::Failure;
use crate::matching::{self, Kind};
use crate::progress;
use crate::query::Query;

pub(super) fn find(args: &Find, printout: Printout, client: &Client) -> anyhow::Result<()> {
    let (kind, typed) = if !args.email.is_empty() {
        (Kind::Email, &args.email)
    } else if !args.phone.is_empty() {
        (Kind::Phone, &args.phone)
    } else {
        (Kind::Id, &args.id)
    };
    let mut missing = 0_u64;
    let mut found = 0;
    printout.print(client, false, |printer| {
        let mut tell = |value: &str| {
            missing += 1;
            client
                .report()
                .note(&format!("no lead has the {kind} {value}"));
        };
        if args.scan {
            scan(kind, typed, client, printer, &mut tell)?;
        } else {
            each_batch(kind, typed, client, printer, &mut tell)?;
        }
        found = printer.printed();
        Ok(())
    })?;
    if found == 0 && missing == 0 {
        client
            .report()
            .note(&format!("standard input named no {kind} to look for"));
    }
    client.report().detail(&client.summary());
    if found == 0 || args.strict && missing > 0 {
        return Err(Failure::NoMatch.into());
    }
    Ok(())
}

/// The values as typed, with the lines of standard input in the place of the
/// first `-`.
fn values(typed: &[String]) -> impl Iterator<Item = Result<String, Failure>> {
    typed.iter().flat_map(|value| {
        let (word, lines) = if value == "-" {
            (None, Some(io::stdin().lock().lines()))
        } else {
            (Some(Ok(value.clone())), None)
        };
        let lines = lines.into_iter().flatten().filter_map(|line| match line {
            Ok(line) => {
                // A file from a spreadsheet may begin with a byte order mark.
                let line = line.trim_start_matches('\u{feff}').trim();
                (!line.is_empty()).then(|| Ok(line.to_owned()))
            }
            Err(error) => Some(Err(Failure::Usage(format!("standard input: {error}")))),
        });
        word.into_iter().chain(lines)
    })
}

/// Asks the API for the values, as many at a time as it takes.
fn each_batch(
    kind: Kind,
    typed: &[String],
    client: &Client,
    printer: &mut Printer,
    tell: &mut impl FnMut(&str),
) -> anyhow::Result<()> {
    let mut asker = ask::Asker::new(kind, client);
    let listed = typed.iter().any(|value| value == "-");
    if listed && io::stdin().is_terminal() {
        // The lines are typed where progress would be shown.
        progress::end();
    }
    let total = (!listed).then_some(typed.len() as u64);
    let unit = match kind {
        Kind::Email => "addresses",
        Kind::Phone => "numbers",
        Kind::Id => "ids",
    };
    let mut done = 0;
    let mut values = values(typed);
    loop {
        let batch: Vec<String> = values
            .by_ref()
            .take(asker.batch())
            .collect::<Result<_, _>>()?;
        if batch.is_empty() {
            return Ok(());
        }
        progress::reached(done, total, unit);
        done += batch.len() as u64;
        for (value, found) in batch.iter().zip(asker.ask(&batch, printer)?) {
            if !found {
                tell(value);
            }
        }
        printer.flush()?;
    }
}

/// Reads every lead and prints those that match, in the list's order.
fn scan(
    kind: Kind,
    typed: &[String],
    client: &Client,
    printer: &mut Printer,
    tell: &mut impl FnMut(&str),
) -> anyhow::Result<()> {
    let mut order = Vec::new();
    let mut wanted = HashMap::new();
    for value in values(typed) {
        let value = value?;
        wanted.entry(matching::key(kind, &value)).or_insert(false);
        order.push(value);
    }
    let query = Query::default();
    let mut pages = Pages::new(client, &query);
    while let Some(page) = pages.next() {
        let page = page?;
        list::reached(&pages, &query, None);
        printer.page(&page)?;
        for lead in page.leads() {
            if let Some(seen) = matching::of(kind, lead).and_then(|key| wanted.get_mut(&key)) {
                *seen = true;
                printer.lead(lead)?;
            }
        }
        printer.flush()?;
    }
    client.report().detail(&pages.verdict());
    let mut told = HashSet::new();
    for value in order {
        let key = matching::key(kind, &value);
        if !wanted[&key] && told.insert(key) {
            tell(&value);
        }
    }
    Ok(())
}

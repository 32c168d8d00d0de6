//! `leads find`: the leads that carry an e-mail address, a phone number or an
//! id. What the API sends is checked; a filter that it ignores is an error.

use std::collections::{HashMap, HashSet};
use std::io::{self, BufRead as _};

use super::printer::{Printer, Printout};
use crate::api::{Client, Error, Pages, v1};
use crate::cli::Find;
use crate::exit::Failure;
use crate::matching::{self, Kind};
use crate::query::{Query, Select};

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
    printout.print(client.report(), false, |printer| {
        let mut tell = |value: &str| {
            missing += 1;
            client
                .report()
                .note(&format!("no lead has the {kind} {value}"));
        };
        if args.scan {
            scan(kind, typed, client, printer, &mut tell)?;
        } else {
            for value in values(typed) {
                let value = value?;
                if !matching::asks_for_something(kind, &value) {
                    return Err(Failure::Usage(format!("{value:?} is no {kind}")).into());
                }
                if !ask(kind, &value, client, printer)? {
                    tell(&value);
                }
            }
        }
        found = printer.printed();
        Ok(())
    })?;
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
            Ok(line) if line.trim().is_empty() => None,
            Ok(line) => Some(Ok(line.trim().to_owned())),
            Err(error) => Some(Err(Failure::Usage(format!("standard input: {error}")))),
        });
        word.into_iter().chain(lines)
    })
}

/// Asks for one value and prints what matches; false when nothing does.
fn ask(kind: Kind, value: &str, client: &Client, printer: &mut Printer) -> anyhow::Result<bool> {
    let selects = match kind {
        Kind::Id => return ask_for_id(value, client, printer),
        Kind::Email => vec![Select::Email(value.to_owned())],
        Kind::Phone => matching::spellings(value)
            .into_iter()
            .map(Select::Phone)
            .collect(),
    };
    let key = matching::key(kind, value);
    for select in selects {
        let query = Query {
            select,
            ..Query::default()
        };
        let mut any = false;
        for page in Pages::new(client, &query) {
            let page = match page {
                // Some versions answer so when there is no match.
                Err(Error::Refused(refusal)) if refusal.status == 404 => break,
                page => page?,
            };
            printer.begin()?;
            if !page
                .leads()
                .all(|lead| matching::of(kind, lead).as_ref() == Some(&key))
            {
                return Err(Error::FilterIgnored(format!("{kind} {value}")).into());
            }
            for lead in page.leads() {
                any = true;
                printer.lead_once(lead)?;
            }
        }
        printer.flush()?;
        if any {
            return Ok(true);
        }
    }
    Ok(false)
}

fn ask_for_id(id: &str, client: &Client, printer: &mut Printer) -> anyhow::Result<bool> {
    // These would be other requests than that for a lead.
    if matches!(id, "." | ".." | "scroll" | "search") {
        return Ok(false);
    }
    let request = v1::lead_by_id(id);
    let page = match client.fetch(&request, |body| v1::one(&request, body)) {
        Err(Error::Refused(refusal)) if refusal.status == 404 => {
            printer.begin()?;
            return Ok(false);
        }
        page => page?,
    };
    if let Some(lead) = page.leads().next() {
        if lead.id().as_deref() != Some(id) {
            return Err(Error::NotUnderstood(format!("asked for lead {id}, it is another")).into());
        }
        printer.lead_once(lead)?;
        printer.flush()?;
    }
    Ok(!page.is_empty())
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
        if !matching::asks_for_something(kind, &value) {
            return Err(Failure::Usage(format!("{value:?} is no {kind}")).into());
        }
        wanted.entry(matching::key(kind, &value)).or_insert(false);
        order.push(value);
    }
    let query = Query::default();
    let mut pages = Pages::new(client, &query);
    for page in pages.by_ref() {
        let page = page?;
        printer.begin()?;
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

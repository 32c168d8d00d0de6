//! `leads find`: the leads that carry an e-mail address, a phone number or an
//! id. What the API sends is checked; a filter that it ignores is an error.

use std::collections::{HashMap, HashSet};
use std::io::{self, IsTerminal as _};

use super::ask::{Asker, Found};
use super::batches::Batches;
use super::position;
use super::printer::{Printer, Printout};
use super::values::Values;
use crate::cli::FindArgs;
use crate::error::Failure;
use crate::http::Client;
use crate::query::Query;
use crate::query::matching::{self, Kind};
use crate::reader::Pages;
use crate::terminal::progress;

pub(super) fn find(args: &FindArgs, printout: Printout, client: &Client) -> anyhow::Result<()> {
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

/// Asks the API for the values, as many at a time as it takes.
fn each_batch(
    kind: Kind,
    typed: &[String],
    client: &Client,
    printer: &mut Printer,
    tell: &mut impl FnMut(&str),
) -> anyhow::Result<()> {
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
    let mut parts = Vec::new();
    for found in Batches::new(Asker::new(kind, client), typed, client.jobs()) {
        match found? {
            Found::End(count) => {
                done += count;
                progress::set_position(done, total, unit);
                printer.flush()?;
            }
            Found::Part(page) => {
                printer.look_up(&page);
                parts.push(page);
            }
            Found::Page(page) => {
                printer.page(&page)?;
                for lead in page.leads() {
                    printer.lead_once(lead)?;
                }
            }
            Found::Sorted(order) => {
                for (part, index) in order {
                    for lead in parts[part].leads().skip(index).take(1) {
                        printer.lead_once(lead)?;
                    }
                }
                parts.clear();
            }
            Found::None(value) => tell(&value),
            Found::Note(text) => client.report().note(&text),
        }
    }
    Ok(())
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
    for value in Values::new(typed.to_vec()) {
        let value = value?;
        wanted.entry(matching::key(kind, &value)).or_insert(false);
        order.push(value);
    }
    let query = Query::default();
    let mut pages = Pages::new(client, &query);
    while let Some(page) = pages.next() {
        let page = page?;
        position::reached(&pages, &query, None);
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

//! `leads sync`: updates a copy in SQLite, and prints what changed.

mod plan;
mod rows;
mod workspace;

use std::io;
use std::sync::Arc;

use self::plan::{Action, Output, Plan};
use self::rows::Rows;
use super::list::ListFilter;
use super::output_plan::Incomplete;
use super::record::Record;
use crate::cli::SyncArgs;
use crate::config::{Config, Demo};
use crate::error::{self, Error};
use crate::http::Client;
use crate::output;
use crate::query::Query;
use crate::query::known_labels::KnownLabels;
use crate::query::labels::LabelKind;
use crate::sync::{self, Copy, Counts, Options, Outcome, Why};
use crate::terminal::report::Report;

pub(super) fn sync(
    args: &SyncArgs,
    config: &Config,
    demo: Option<Demo>,
    report: Report,
) -> anyhow::Result<()> {
    let plan = Plan::new(args, config)?;
    let name = args.file.display().to_string();
    let option = match &plan.action {
        Action::Run(_) => None,
        Action::Again(_) => Some("--again"),
        Action::Forget(_) => Some("--forget"),
    };
    if let Some(option) = option
        && !Copy::exists(&args.file)?
    {
        let what = format!(
            "{option} needs a copy, and there is none at {name}; `leads sync {name}` makes one"
        );
        return Err(Error::Usage(what).into());
    }
    let mut copy = Copy::open(&args.file)?;
    plan.output.check_output(&copy)?;
    match plan.action {
        Action::Forget(ids) => forget(&mut copy, &ids, report),
        Action::Again(run) => again(&copy, run, plan.output, report),
        Action::Run(mut options) => {
            options.ignored = copy.ignored(&options.ignored)?;
            super::with_client(config, demo, report, |client| {
                run(&options, plan.output, &mut copy, &name, client)
            })
        }
    }
}

/// Updates the copy and prints the changes that were not delivered yet.
fn run(
    options: &Options,
    output: Output,
    copy: &mut Copy,
    name: &str,
    client: &Client,
) -> anyhow::Result<()> {
    let report = client.report();
    let basis = copy.basis()?;
    let generation = workspace::settle(client, basis.as_ref(), options.mode)?;
    let mut source = workspace::source(client, generation);
    let query = Query {
        condition: Arc::new(output.condition),
        ..Query::default()
    };
    // Before the copy changes.
    ListFilter::new(&query, KnownLabels::default(), client).check_lists()?;
    let mut applied = None;
    let printed = output.plan.print(
        &Record::default(),
        report,
        (Incomplete::Discard, "changes"),
        |printer| {
            let mut outcome = sync::run(copy, &mut source, options, report)?;
            let runs = copy.undelivered()?;
            if runs.len() > 1 {
                report.note("changes that earlier runs could not write are printed first");
            }
            printer.fields().set_tag_names(outcome.tags.clone());
            let mut fields = output.lead_fields;
            if let Some(fields) = &mut fields {
                fields.set_tag_names(outcome.tags.clone());
            }
            let mut tags = KnownLabels::default();
            tags.set_names(LabelKind::Tag, std::mem::take(&mut outcome.tags));
            let mut filter = ListFilter::new(&query, tags, client);
            filter.prepare_labels()?;
            Rows::new(fields, Some(filter)).print(copy, &runs, printer)?;
            applied = Some((outcome, runs));
            Ok(())
        },
    );
    printed.map_err(undelivered)?;
    let Some((mut outcome, runs)) = applied else {
        return Ok(());
    };
    output::sync_stdout().map_err(Error::Output)?;
    copy.set_delivered(&runs, (source.now)())?;
    report.note(&note(name, &outcome, client));
    // With `--partial`, what was read is copied and printed, and the run still fails.
    outcome.incomplete.take().map_or(Ok(()), Err)
}

/// Prints the changes of an earlier run.
fn again(copy: &Copy, run: i64, output: Output, report: Report) -> anyhow::Result<()> {
    if !copy.has_run(run)? {
        let what = format!("--again {run}: the copy has no such run; its table `runs` lists them");
        return Err(Error::Usage(what).into());
    }
    let mut rows = Rows::new(output.lead_fields, None);
    let printed = output.plan.print(
        &Record::default(),
        report,
        (Incomplete::Discard, "changes"),
        |printer| rows.print(copy, &[run], printer),
    );
    printed.map(|((), _)| ()).map_err(undelivered)
}

/// Removes leads from the copy.
fn forget(copy: &mut Copy, ids: &[String], report: Report) -> anyhow::Result<()> {
    let unknown = copy.forget(ids)?;
    for id in ids {
        if unknown.contains(&id.as_str()) {
            report.warn(&format!("{id}: not in the copy"));
        } else {
            report.note(&format!("{id}: removed, with its history"));
        }
    }
    if unknown.is_empty() {
        Ok(())
    } else {
        Err(Error::NoMatch.into())
    }
}

/// The error if changes could not be written. A reader that closes the pipe is an error
/// here, because it did not get all changes.
fn undelivered(error: anyhow::Error) -> anyhow::Error {
    if error::code(&error) > 0 {
        return error;
    }
    let what = "standard output was closed before every change was written; the next run prints \
                them again";
    Error::Output(io::Error::other(what)).into()
}

/// The summary of the run, one line.
fn note(name: &str, outcome: &Outcome, client: &Client) -> String {
    let counts = &outcome.counts;
    let leads = match counts.leads {
        1 => "1 lead".to_owned(),
        leads => format!("{} leads", grouped(leads)),
    };
    let requests = client.traffic().requests;
    let requests = match requests {
        1 => "1 request".to_owned(),
        requests => format!("{} requests", grouped(requests)),
    };
    let changes = if outcome.is_first {
        "a new copy".to_owned()
    } else {
        changes(counts)
    };
    let seconds = client.elapsed().as_secs_f64();
    format!("{name}: {leads}; {changes}; {requests}, {seconds:.1} s")
}

fn changes(counts: &Counts) -> String {
    let gone = counts.gone.len() as u64;
    let mut parts = vec![
        format!("{} added", grouped(counts.added)),
        format!("{} changed", grouped(counts.changed)),
        format!("{} gone", grouped(gone)),
    ];
    let reasons = [
        (Why::Deleted, "deleted", "deleted"),
        (Why::Merged, "merged", "merged"),
        (Why::User, "became a user", "became users"),
        (Why::Unlisted, "in no list", "in no list"),
        (Why::Unknown, "for an unknown reason", "for unknown reasons"),
    ];
    let reasons: Vec<String> = reasons
        .into_iter()
        .filter_map(|(why, one, more)| {
            let count = counts.gone.iter().filter(|gone| **gone == why).count() as u64;
            let words = if count == 1 { one } else { more };
            (count > 0).then(|| format!("{} {words}", grouped(count)))
        })
        .collect();
    if !reasons.is_empty() {
        parts[2] = format!("{} ({})", parts[2], reasons.join(", "));
    }
    if counts.back > 0 {
        parts.push(format!("{} back", grouped(counts.back)));
    }
    if counts.unlisted > 0 {
        parts.push(format!("{} in no list", grouped(counts.unlisted)));
    }
    parts.join(", ")
}

/// A number with its digits in groups of three.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

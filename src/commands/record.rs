//! What a run did: the summary at its end, and the file of `--report`.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use serde_json::{Value, json};

use super::position;
use crate::error::{self, Error};
use crate::http::Client;
use crate::intercom::Account;
use crate::interrupt;
use crate::output::{Destination, Written};
use crate::query::Query;
use crate::reader::Pages;
use crate::terminal::report::Report;

/// The facts about a run so far. Clones share them.
#[derive(Clone, Default)]
pub(super) struct Record(Arc<Mutex<Facts>>);

#[derive(Default)]
struct Facts {
    client: Option<Client>,
    /// Whether `--report` is used.
    is_reported: bool,
    account: Option<Account>,
    read: u64,
    proven: Option<&'static str>,
    /// The output once it is completely written, with its number of rows.
    output: Option<(Written, u64)>,
}

impl Record {
    fn facts(&self) -> MutexGuard<'_, Facts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn set_client(&self, client: &Client) {
        self.facts().client = Some(client.clone());
    }

    /// Runs `body`, which uses `client`. If there is a report and the API has answered,
    /// then requests the workspace.
    pub(super) fn follow(
        &self,
        client: &Client,
        body: impl FnOnce() -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        self.set_client(client);
        let outcome = body();
        let code = outcome.as_ref().err().map_or(0, error::code);
        if self.facts().is_reported && code <= 1 {
            // The report does not wait or retry for this.
            let account = client.account_at_once();
            self.facts().account = account;
        }
        outcome
    }

    /// Records how many leads `pages` has read, also on the progress line.
    pub(super) fn show(&self, pages: &Pages, query: &Query, limit: Option<u64>) {
        position::show(pages, query, limit);
        self.facts().read = pages.read();
    }

    /// Records that all leads of `pages` are read.
    pub(super) fn conclude(&self, pages: &Pages, report: Report) {
        report.detail(&pages.verdict());
        let mut facts = self.facts();
        facts.read = pages.read();
        facts.proven = Some(match pages.proof() {
            "complete" => "joined by time",
            other => other,
        });
    }

    /// Records that no lead before the last one read is missing, because the pages were
    /// joined by time.
    pub(super) fn conclude_early(&self) {
        self.facts().proven = Some("joined by time");
    }

    /// Whether to compute the digest of the output.
    pub(super) fn wants_digest(&self) -> bool {
        self.facts().is_reported
    }

    /// Records that the output with this number of rows of `unit` is written. Reports
    /// it if it is a file.
    pub(super) fn end(
        &self,
        path: Option<&Path>,
        written: Written,
        (printed, unit): (u64, &str),
        report: Report,
    ) {
        let mut facts = self.facts();
        let is_file = written.file.is_some();
        facts.output = Some((written, printed));
        let (Some(path), Some(client), true) = (path, &facts.client, is_file) else {
            return;
        };
        let traffic = client.traffic();
        let rows = counted(printed, unit);
        let requests = counted(traffic.requests, "requests");
        let seconds = traffic.took.as_secs_f64();
        report.note(&format!(
            "{}: {rows}, {requests}, {seconds:.1} s",
            path.display()
        ));
    }

    /// Runs `body`, and writes the report to `path` however it ends.
    pub(super) fn report(
        path: Option<&Path>,
        report: Report,
        body: impl FnOnce(&Self) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let record = Self::default();
        let Some(path) = path else {
            return body(&record);
        };
        if path.as_os_str() == "-" {
            return Err(Error::Usage(
                "--report - would mix the report with the leads; name a file, such as run.json"
                    .to_owned(),
            )
            .into());
        }
        // Fail before the first request if the file cannot be written.
        drop(Destination::open(Some(path)).map_err(Error::Output)?);
        record.facts().is_reported = true;
        let started = Timestamp::now();
        let when_interrupted = {
            let (record, path) = (record.clone(), path.to_owned());
            move || {
                let code = interrupt::exit_code();
                let document = record.document(started, code, Some("interrupted by a signal"));
                // The program is already ending.
                let _ = write(&path, &document, report);
            }
        };
        interrupt::on_interrupt(when_interrupted).map_err(Error::Output)?;
        let outcome = body(&record);
        let code = outcome.as_ref().err().map_or(0, error::code);
        // Exit code 0: the reader closed the pipe.
        let failed = outcome.as_ref().err().filter(|_| code > 0);
        let message = failed.map(|error| format!("{error:#}"));
        let document = record.document(started, code, message.as_deref());
        let is_written = write(path, &document, report);
        match (outcome, is_written) {
            (Ok(()), Err(error)) => Err(Error::Output(error).into()),
            (Err(outcome), Err(error)) => {
                report.warn(&format!("--report: {error}"));
                Err(outcome)
            }
            (outcome, Ok(())) => outcome,
        }
    }

    fn document(&self, started: Timestamp, code: u8, error: Option<&str>) -> Value {
        let facts = self.facts();
        let ended = Timestamp::now();
        let client = facts.client.as_ref();
        let traffic = client.map(Client::traffic);
        let account = facts.account.as_ref();
        let output = facts.output.as_ref().map(|(written, _)| {
            json!({
                "file": written.file.as_ref().map(|file| file.display().to_string()),
                "size": written.size,
                "sha256": written.sha256,
            })
        });
        let arguments = std::env::args_os().skip(1);
        let arguments = arguments.map(|argument| argument.to_string_lossy().into_owned());
        json!({
            "version": env!("CARGO_PKG_VERSION"),
            "arguments": arguments.collect::<Vec<_>>(),
            "workspace": account.map(|account| json!({
                "name": account.workspace,
                "id": account.id,
            })),
            "region": account.and_then(|account| account.region.as_ref()),
            "base_url": client.map(Client::base_url),
            "api_version": client.map(|client| client.version().name()),
            "started": rfc3339(started),
            "ended": rfc3339(ended),
            "requests": traffic.map(|traffic| traffic.requests),
            "retries": traffic.map(|traffic| traffic.retries),
            "waits": traffic.map(|traffic| json!({
                "count": traffic.waits,
                "seconds": traffic.waited.as_secs_f64(),
            })),
            "leads_read": facts.read,
            "leads_printed": facts.output.as_ref().map(|(_, printed)| printed),
            "proven": facts.proven,
            "output": output,
            "exit_code": code,
            "error": error,
        })
    }
}

fn rfc3339(time: Timestamp) -> String {
    // In milliseconds.
    format!("{time:.3}")
}

fn write(path: &Path, document: &Value, report: Report) -> std::io::Result<()> {
    let mut destination = Destination::open(Some(path))?;
    writeln!(destination, "{document:#}")?;
    destination.commit(report)?;
    Ok(())
}

/// A number with its unit, as in `12,345 leads`; `unit` is the plural.
fn counted(number: u64, unit: &str) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    let unit = if number == 1 {
        unit.trim_end_matches('s')
    } else {
        unit
    };
    // Writing to a String cannot fail.
    let _ = write!(text, " {unit}");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_thousands() {
        for (number, expected) in [
            (0, "0 leads"),
            (1, "1 lead"),
            (999, "999 leads"),
            (1000, "1,000 leads"),
            (1_234_567, "1,234,567 leads"),
        ] {
            assert_eq!(counted(number, "leads"), expected);
        }
    }
}

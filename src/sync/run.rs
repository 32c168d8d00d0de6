//! The steps of a run: read, compare, find what is gone, apply.

use std::collections::HashMap;

use super::apply::{Application, Comparison, Initial};
use super::copy::Copy;
use super::gone::{self, Loss};
use super::runs::{Basis, Counts, Keep, Mode, RunRecord};
use super::source::{Scope, Source};
use super::staging::{Staging, other_workspace};
use crate::intercom;
use crate::terminal::report::Report;

/// The search can be some minutes late. 2.x compares days, so the dialect extends this
/// to whole days.
const LAG: i64 = 3600;

/// What happens to incomplete data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Partial {
    Dropped,
    /// `--partial`.
    Applied,
}

/// The options of a run.
pub(crate) struct Options {
    pub(crate) mode: Mode,
    /// Seconds after which a quick run becomes a full one.
    pub(crate) full_after: i64,
    pub(crate) initial: Initial,
    /// Fields whose changes are not reported.
    pub(crate) ignored: Vec<String>,
    pub(crate) loss: Loss,
    pub(crate) partial: Partial,
    pub(crate) keep: Option<Keep>,
}

/// The result of a run.
pub(crate) struct Outcome {
    pub(crate) counts: Counts,
    /// Whether the copy is new.
    pub(crate) is_first: bool,
    /// The reason why not every lead was read (`--partial`).
    pub(crate) incomplete: Option<anyhow::Error>,
    /// The names of tags by id.
    pub(crate) tags: HashMap<String, String>,
}

/// Leads that were read, to be applied.
struct Reading {
    mode: Mode,
    staging: Staging,
    verdict: &'static str,
    incomplete: Option<anyhow::Error>,
}

/// Updates the copy.
pub(crate) fn run(
    copy: &mut Copy,
    source: &mut Source,
    options: &Options,
    report: Report,
) -> anyhow::Result<Outcome> {
    let basis = copy.basis()?;
    let outcome = Run {
        copy,
        source,
        options,
        report,
        basis: basis.as_ref(),
    }
    .run();
    if let Err(error) = &outcome {
        let mut record = record(source, options.mode, "");
        record.workspace = basis.and_then(|basis| basis.workspace).unwrap_or_default();
        record.verdict = format!("failed: {error:#}");
        // Report the first error.
        let _ = copy.record_failure(&record);
    }
    outcome
}

struct Run<'r, 's> {
    copy: &'r mut Copy,
    source: &'r mut Source<'s>,
    options: &'r Options,
    report: Report,
    basis: Option<&'r Basis>,
}

impl Run<'_, '_> {
    fn run(mut self) -> anyhow::Result<Outcome> {
        let quick = match self.options.mode {
            Mode::Quick => self.quick()?,
            Mode::Full | Mode::Rebuild => None,
        };
        let reading = match quick {
            Some(reading) => reading,
            None => self.full()?,
        };
        self.apply(reading)
    }

    /// Reads what was updated; `None` if that is not enough.
    fn quick(&mut self) -> anyhow::Result<Option<Reading>> {
        let report = self.report;
        let everything = |why: &str| {
            report.note(&format!("{why}: reading every lead"));
            Ok(None)
        };
        let Some(basis) = self.basis else {
            return Ok(None);
        };
        if !(self.source.has_updates)() {
            return everything("API 1.x cannot search by update time");
        }
        let Some(before) = (self.source.total)()? else {
            return everything("the API does not say how many leads there are");
        };
        let now = (self.source.started_at)();
        let (Some(since), Some(full)) = (basis.last_whole, basis.last_full) else {
            return everything("no earlier run read every lead");
        };
        if now - full >= self.options.full_after || since > now {
            return everything("the last full run is too long ago");
        }
        let mut reading = self.read(Mode::Quick, Scope::UpdatedSince(since.saturating_sub(LAG)))?;
        if reading.incomplete.is_some() {
            return Ok(Some(reading));
        }
        let after = (self.source.total)()?.unwrap_or(before);
        let listed = self.copy.listed_with(&mut reading.staging)?;
        if !(before.min(after)..=before.max(after)).contains(&listed) {
            return everything(&format!(
                "the copy would have {listed} leads, and the API counts {after}"
            ));
        }
        Ok(Some(reading))
    }

    fn full(&mut self) -> anyhow::Result<Reading> {
        let mode = match self.options.mode {
            Mode::Rebuild => Mode::Rebuild,
            Mode::Full | Mode::Quick => Mode::Full,
        };
        self.read(mode, Scope::All)
    }

    fn read(&mut self, mode: Mode, scope: Scope) -> anyhow::Result<Reading> {
        let expected = self.basis.and_then(|basis| basis.workspace.clone());
        let staging = Staging::new(self.copy.folder(), expected);
        let mut staging = staging.map_err(|error| self.copy.error(error.into()))?;
        let mut known = self.copy.known()?;
        let read = (self.source.read)(scope, &mut |lead| {
            staging.add(lead, |id, json| known.has(id, json))
        });
        drop(known);
        let (verdict, incomplete) = match read {
            Ok(verdict) => (verdict, None),
            Err(error)
                if self.options.partial == Partial::Applied
                    && staging.len() > 0
                    && matches!(
                        error.downcast_ref(),
                        Some(intercom::Error::Incomplete { .. })
                    ) =>
            {
                ("partial", Some(error))
            }
            Err(error) => return Err(error),
        };
        Ok(Reading {
            mode,
            staging,
            verdict,
            incomplete,
        })
    }

    fn apply(mut self, mut reading: Reading) -> anyhow::Result<Outcome> {
        let workspace = self.workspace(&reading.staging)?;
        let is_whole = reading.mode != Mode::Quick && reading.incomplete.is_none();
        let decisions = if is_whole {
            let absent = self.copy.absent(&reading.staging)?;
            let now = (self.source.started_at)();
            gone::decide(
                absent,
                self.copy.len()?,
                now,
                self.options.loss,
                &mut self.source.look_up,
            )?
        } else {
            Vec::new()
        };
        let tags = if reading.staging.len() > 0 {
            (self.source.tags)()
        } else {
            HashMap::new()
        };
        let mut run = record(self.source, reading.mode, reading.verdict);
        run.workspace = workspace;
        let comparison = match self.basis {
            Some(basis) if !intercom::are_alike(&basis.api_version, &run.api_version) => {
                Comparison::ById
            }
            _ => Comparison::ByValue,
        };
        let (_, counts) = self.copy.apply(Application {
            reading: &mut reading.staging,
            decisions: &decisions,
            run,
            tags: &tags,
            ignored: &self.options.ignored,
            initial: self.options.initial,
            comparison,
        })?;
        if let Some(keep) = self.options.keep {
            self.copy.set_keep(keep)?;
        }
        Ok(Outcome {
            counts,
            is_first: self.basis.is_none(),
            incomplete: reading.incomplete,
            tags,
        })
    }

    /// The workspace of the leads read; empty if unknown.
    fn workspace(&mut self, reading: &Staging) -> anyhow::Result<String> {
        let known = self.basis.and_then(|basis| basis.workspace.clone());
        let found = match reading.workspace() {
            Some(found) => Some(found.to_owned()),
            None => (self.source.workspace)()?,
        };
        match (known, found) {
            (Some(known), Some(found)) if known != found => {
                Err(other_workspace(&known, &found).into())
            }
            (known, found) => Ok(found.or(known).unwrap_or_default()),
        }
    }
}

/// The row of a run that ends now.
fn record(source: &Source, mode: Mode, verdict: &str) -> RunRecord {
    let (requests, retries) = (source.cost)();
    RunRecord {
        mode,
        started_at: (source.started_at)(),
        ended_at: (source.now)(),
        workspace: String::new(),
        base_url: source.base_url.clone(),
        api_version: (source.version)(),
        requests,
        retries,
        verdict: verdict.to_owned(),
    }
}

//! The options of `leads sync`, checked before any request.

use std::path::{Path, PathBuf};

use jiff::tz::TimeZone;

use super::super::output_plan::OutputPlan;
use crate::cli::{Age, SyncArgs, TimeStyle};
use crate::columns::Fields;
use crate::config::Config;
use crate::error::Error;
use crate::files;
use crate::query::expression::{Expression, SyntaxError};
use crate::query::when;
use crate::sync::{Copy, Initial, Keep, Loss, Mode, Options, Partial};
use crate::terminal::report::Excerpt;
use crate::terminal::zone;

/// Seconds after which a quick run becomes a full one.
const FULL_AFTER: i64 = 7 * 86_400;

/// What to do, and how to print it.
pub(super) struct Plan {
    pub(super) action: Action,
    pub(super) output: Output,
}

/// How changes are printed, and which.
pub(super) struct Output {
    pub(super) plan: OutputPlan,
    file: Option<PathBuf>,
    /// In JSON, the fields of the lead in a change.
    pub(super) lead_fields: Option<Fields>,
    pub(super) condition: Expression,
}

pub(super) enum Action {
    Run(Options),
    /// Print the changes of this run again.
    Again(i64),
    /// Remove these leads from the copy.
    Forget(Vec<String>),
}

impl Plan {
    pub(super) fn new(args: &SyncArgs, config: &Config) -> Result<Self, Error> {
        if args.file.as_os_str() == "-" {
            let what = "sync needs a file for its copy, not -";
            return Err(Error::Usage(what.to_owned()));
        }
        let action = if let Some(run) = args.again {
            Action::Again(run)
        } else if args.forget.is_empty() {
            Action::Run(options(args))
        } else {
            Action::Forget(args.forget.clone())
        };
        let (plan, lead_fields) = OutputPlan::for_changes(&args.output, config)?;
        let output = Output {
            plan,
            file: args.output.output.clone(),
            lead_fields,
            condition: condition(args)?,
        };
        Ok(Self { action, output })
    }
}

impl Output {
    /// Refuses to write the changes to the copy or to its files.
    pub(super) fn check_output(&self, copy: &Copy) -> Result<(), Error> {
        let output = self.file.as_deref().and_then(files::real_path);
        let is_output = |path: &Path| output.is_some() && output == files::real_path(path);
        if is_output(copy.path()) {
            let what = "-o is the copy itself; write the changes to another file";
            return Err(Error::Usage(what.to_owned()));
        }
        if copy.other_files().iter().any(|path| is_output(path)) {
            let what = "-o names a file that belongs to the copy; the changes need another one";
            return Err(Error::Usage(what.to_owned()));
        }
        Ok(())
    }
}

fn options(args: &SyncArgs) -> Options {
    Options {
        mode: match (args.quick, args.rebuild) {
            (true, _) => Mode::Quick,
            (false, true) => Mode::Rebuild,
            (false, false) => Mode::Full,
        },
        full_after: args
            .full_after
            .and_then(|Age(age)| age)
            .unwrap_or(FULL_AFTER),
        initial: if args.initial {
            Initial::Recorded
        } else {
            Initial::Silent
        },
        ignored: args.ignore.clone(),
        loss: if args.accept_gone {
            Loss::Accepted
        } else {
            Loss::Limited
        },
        partial: if args.partial {
            Partial::Applied
        } else {
            Partial::Dropped
        },
        keep: args.keep.map(|Age(age)| age.map_or(Keep::All, Keep::For)),
    }
}

/// `--where`.
fn condition(args: &SyncArgs) -> Result<Expression, Error> {
    let zone = match args.output.time {
        Some(TimeStyle::Local) => zone::local().cloned().map_err(Error::Usage)?,
        _ => TimeZone::UTC,
    };
    let mut condition = Expression::default();
    for text in &args.conditions {
        let parsed = condition.parse(text, when::now(), &zone);
        parsed.map_err(|SyntaxError { at, what }| {
            Error::Syntax(format!("--where: {what}"), Excerpt::at(text, at))
        })?;
    }
    Ok(condition)
}

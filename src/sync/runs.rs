//! The table `runs`: what each run found, and whether it was delivered; and the
//! settings stored in the file.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::copy::Copy;
use super::gone::Why;
use crate::error::Error;

/// The default of `--keep`, in seconds.
const KEEP: i64 = 90 * 86_400;

/// The verdicts of runs in which no lead can be missing.
const COMPLETE: &str = "verdict in ('complete', 'counted', 'unchecked')";

/// How long changes are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keep {
    All,
    /// A number of seconds.
    For(i64),
}

/// A row of the table `runs`.
#[derive(Clone, Debug)]
pub(super) struct RunRecord {
    pub(super) mode: Mode,
    /// When it started, in Unix seconds by the server's clock.
    pub(super) started_at: i64,
    pub(super) ended_at: i64,
    pub(super) workspace: String,
    pub(super) base_url: String,
    pub(super) api_version: String,
    pub(super) requests: u64,
    pub(super) retries: u64,
    pub(super) verdict: String,
}

/// Facts from earlier runs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Basis {
    /// The workspace of the copy, if known.
    pub(crate) workspace: Option<String>,
    /// The API version of the last run.
    pub(crate) api_version: String,
    /// The start of the last complete run, full or quick.
    pub(super) last_whole: Option<i64>,
    /// The start of the last full run.
    pub(super) last_full: Option<i64>,
}

/// How a run reads leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    Full,
    /// Only leads updated since the last run.
    Quick,
    /// Everything, even if the generation differs from the copy's.
    Rebuild,
}

impl Mode {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Quick => "quick",
            Self::Rebuild => "rebuild",
        }
    }
}

/// The changes of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// The number of leads in the copy now.
    pub(crate) leads: u64,
    pub(crate) added: u64,
    pub(crate) changed: u64,
    /// Leads that were gone and exist again.
    pub(crate) back: u64,
    /// The leads that are gone, by reason.
    pub(crate) gone: Vec<Why>,
    /// The number of leads that are marked as in no list now.
    pub(crate) unlisted: u64,
}

impl Copy {
    /// Facts from earlier runs; `None` for a new copy.
    pub(crate) fn basis(&self) -> Result<Option<Basis>, Error> {
        self.with(|connection| {
            let text = |column: &str, which: &str| {
                let query = format!(
                    "select {column} from runs where leads is not null and {which} \
                     order by id desc limit 1"
                );
                let value = connection.query_row(&query, [], |row| row.get::<_, String>(0));
                value.optional()
            };
            let started = |which: &str| {
                let query = format!(
                    "select started_at from runs where {COMPLETE} and {which} order by id desc limit 1"
                );
                let value = connection.query_row(&query, [], |row| row.get::<_, i64>(0));
                value.optional()
            };
            Ok(Some(Basis {
                workspace: text("workspace", "workspace <> ''")?,
                api_version: text("api_version", "true")?.unwrap_or_default(),
                last_whole: started("true")?,
                last_full: started("mode <> 'quick'")?,
            }))
        })
    }

    /// Records a failed run.
    pub(super) fn record_failure(&self, run: &RunRecord) -> Result<(), Error> {
        self.write(|transaction| {
            let id = next_run(transaction)?;
            Ok(insert_run(transaction, id, run, None)?)
        })
    }

    /// Sets how long changes are kept.
    pub(super) fn set_keep(&self, keep: Keep) -> Result<(), Error> {
        let value = match keep {
            Keep::All => "all".to_owned(),
            Keep::For(seconds) => seconds.to_string(),
        };
        self.write(|transaction| {
            let set = "insert or replace into settings (name, value) values ('keep', ?1)";
            transaction.execute(set, [value])?;
            Ok(())
        })
    }

    /// The runs whose changes are not delivered yet, oldest first.
    pub(crate) fn undelivered(&self) -> Result<Vec<i64>, Error> {
        self.with(|connection| {
            let mut runs = connection.prepare(
                "select id from runs where delivered_at is null and leads is not null order by id",
            )?;
            let runs = runs.query_map([], |row| row.get(0))?;
            Ok(runs.collect::<Result<_, _>>()?)
        })
    }

    /// Whether the copy has such a run.
    pub(crate) fn has_run(&self, run: i64) -> Result<bool, Error> {
        self.with(|connection| {
            let find = "select count(*) from runs where id = ?1 and leads is not null";
            Ok(connection.query_row(find, [run], |row| row.get::<_, i64>(0))? > 0)
        })
    }

    /// Records that the changes of `runs` were delivered at `now`.
    pub(crate) fn set_delivered(&self, runs: &[i64], now: i64) -> Result<(), Error> {
        self.write(|transaction| {
            for run in runs {
                let set = "update runs set delivered_at = ?2 where id = ?1";
                transaction.execute(set, params![run, now])?;
            }
            Ok(())
        })
    }
}

/// The number of the next run, from 1.
pub(super) fn next_run(connection: &Connection) -> rusqlite::Result<i64> {
    let next = "select coalesce(max(id), 0) + 1 from runs";
    connection.query_row(next, [], |row| row.get(0))
}

/// How the columns of the leads were computed, see [`row::derivation`].
///
/// [`row::derivation`]: super::row::derivation
pub(super) fn derivation(connection: &Connection) -> rusqlite::Result<Option<String>> {
    let query = "select value from settings where name = 'derivation'";
    connection.query_row(query, [], |row| row.get(0)).optional()
}

/// Records how the columns of the leads are computed now.
pub(super) fn set_derivation(connection: &Connection, derivation: &str) -> rusqlite::Result<()> {
    let set = "insert or replace into settings (name, value) values ('derivation', ?1)";
    connection.execute(set, [derivation])?;
    Ok(())
}

/// Inserts a run. `counts` are those of a run that was applied.
pub(super) fn insert_run(
    connection: &Connection,
    id: i64,
    run: &RunRecord,
    counts: Option<&Counts>,
) -> rusqlite::Result<()> {
    let number = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    connection.execute(
        "insert into runs (id, started_at, ended_at, mode, workspace, base_url, api_version, \
         requests, retries, leads, added, changed, gone, verdict) \
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
        params![
            id,
            run.started_at,
            run.ended_at,
            run.mode.name(),
            run.workspace,
            run.base_url,
            run.api_version,
            number(run.requests),
            number(run.retries),
            counts.map(|counts| number(counts.leads)),
            counts.map(|counts| number(counts.added + counts.back)),
            counts.map(|counts| number(counts.changed)),
            counts.map(|counts| number(counts.gone.len() as u64)),
            run.verdict,
        ],
    )?;
    Ok(())
}

/// Removes changes that were delivered and are older than `--keep` allows.
pub(super) fn prune(connection: &Connection, now: i64) -> rusqlite::Result<()> {
    let keep = "select value from settings where name = 'keep'";
    let keep: Option<String> = connection
        .query_row(keep, [], |row| row.get(0))
        .optional()?;
    let age = match keep.as_deref() {
        Some("all") => return Ok(()),
        Some(seconds) => seconds.parse().unwrap_or(KEEP),
        None => KEEP,
    };
    connection.execute(
        "delete from changes where run in \
         (select id from runs where started_at < ?1 and delivered_at is not null)",
        [now.saturating_sub(age)],
    )?;
    Ok(())
}

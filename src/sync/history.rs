//! The tables `runs` and `changes`: what was found when, and what of it was
//! delivered.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension as _, params};

use super::apply::Counts;
use super::copy::{Copy, Failure};
use super::gone::Absent;
use super::run::Mode;
use super::staging::Staging;
use crate::error::Error;

/// Days that changes are kept, unless `--keep` says otherwise.
const KEEP: i64 = 90 * 86_400;

/// The verdicts of readings in which no lead can be missing.
const WHOLE: &str = "verdict in ('complete', 'counted', 'unchecked')";

/// How long changes are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keep {
    All,
    /// So many seconds.
    For(i64),
}

/// A row of the table `runs`.
#[derive(Clone, Debug)]
pub(super) struct RunRecord {
    pub(super) mode: Mode,
    /// When it began, in Unix seconds by the server's clock.
    pub(super) started_at: i64,
    pub(super) ended_at: i64,
    pub(super) workspace: String,
    pub(super) base_url: String,
    pub(super) api_version: String,
    pub(super) requests: u64,
    pub(super) retries: u64,
    pub(super) verdict: String,
}

/// What earlier runs say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Basis {
    /// The workspace that the copy belongs to, if its API told.
    pub(crate) workspace: Option<String>,
    /// The version that the last run asked for.
    pub(crate) api_version: String,
    /// When the last run began that read all there was to read.
    pub(super) last_whole: Option<i64>,
    /// When the last such run began that read every lead.
    pub(super) last_full: Option<i64>,
}

/// A change of a lead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    /// `added`, `changed`, `gone` or `back`.
    pub(crate) kind: String,
    pub(crate) why: Option<String>,
    pub(crate) merged_into: Option<String>,
    pub(crate) fields: Vec<String>,
    /// The lead after the change; its last known state when it is gone.
    pub(crate) lead: String,
}

impl Copy {
    /// Runs `body` on the file; on nothing if there is none yet.
    fn with<T: Default>(
        &self,
        body: impl FnOnce(&Connection) -> Result<T, Failure>,
    ) -> Result<T, Error> {
        match &self.connection {
            Some(connection) => body(connection).map_err(|failure| self.error(failure)),
            None => Ok(T::default()),
        }
    }

    /// What earlier runs say; `None` for a new copy.
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
                    "select started_at from runs where {WHOLE} and {which} order by id desc limit 1"
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

    /// The leads of the copy that the reading did not bring.
    pub(super) fn absent(&self, reading: &Staging) -> Result<Vec<Absent>, Error> {
        self.with(|connection| {
            let marks: HashMap<String, i64> = marked(connection)?.into_iter().collect();
            let mut absent = Vec::new();
            // From the index of the ids, which is small.
            let mut leads = connection.prepare("select id from leads")?;
            let mut rows = leads.query([])?;
            while let Some(row) = rows.next()? {
                let id: String = row.get(0)?;
                if !reading.contains(&id) {
                    let unlisted_since = marks.get(&id).copied();
                    absent.push(Absent { id, unlisted_since });
                }
            }
            Ok(absent)
        })
    }

    /// How many leads the copy has.
    pub(crate) fn len(&self) -> Result<usize, Error> {
        self.with(|connection| {
            let count: i64 =
                connection.query_row("select count(*) from leads", [], |row| row.get(0))?;
            Ok(usize::try_from(count).unwrap_or(0))
        })
    }

    /// How many leads, not counting those in no list, the copy would have with
    /// those of the reading.
    pub(super) fn listed_with(&self, reading: &mut Staging) -> Result<u64, Error> {
        self.with(|connection| {
            let count = "select count(*) from leads";
            let mut listed: i64 = connection.query_row(count, [], |row| row.get(0))?;
            for (id, _) in marked(connection)? {
                listed -= i64::from(!reading.contains(&id));
            }
            let mut find = connection.prepare("select count(*) from leads where id = ?1")?;
            reading.each(|id, _| {
                listed += 1 - find.query_row([id], |row| row.get::<_, i64>(0))?;
                Ok::<_, Failure>(())
            })?;
            Ok(listed.cast_unsigned())
        })
    }

    /// What tells whether the copy has a lead to the letter.
    pub(super) fn known(&self) -> Result<Known<'_>, Error> {
        let find = self.connection.as_ref().map(|connection| {
            let find = connection.prepare("select json from leads where id = ?1");
            find.map_err(|error| self.error(error.into()))
        });
        Ok(Known {
            copy: self,
            find: find.transpose()?,
        })
    }

    /// Notes a run that failed.
    pub(super) fn record_failure(&self, run: &RunRecord) -> Result<(), Error> {
        self.with(|connection| {
            let id = next_run(connection)?;
            Ok(insert_run(connection, id, run, None)?)
        })
    }

    /// Sets how long changes are kept, from the next run on.
    pub(super) fn set_keep(&self, keep: Keep) -> Result<(), Error> {
        let value = match keep {
            Keep::All => "all".to_owned(),
            Keep::For(seconds) => seconds.to_string(),
        };
        self.with(|connection| {
            let set = "insert or replace into settings (name, value) values ('keep', ?1)";
            connection.execute(set, [value])?;
            Ok(())
        })
    }

    /// The runs whose changes were not delivered yet, oldest first.
    pub(crate) fn undelivered(&self) -> Result<Vec<i64>, Error> {
        self.with(|connection| {
            let mut runs = connection.prepare(
                "select id from runs where delivered_at is null and leads is not null order by id",
            )?;
            let runs = runs.query_map([], |row| row.get(0))?;
            Ok(runs.collect::<Result<_, _>>()?)
        })
    }

    /// Whether there was such a run.
    pub(crate) fn has_run(&self, run: i64) -> Result<bool, Error> {
        self.with(|connection| {
            let find = "select count(*) from runs where id = ?1 and leads is not null";
            Ok(connection.query_row(find, [run], |row| row.get::<_, i64>(0))? > 0)
        })
    }

    /// Calls `visit` with each change of a run.
    pub(crate) fn each_change(
        &self,
        run: i64,
        mut visit: impl FnMut(Change) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        // A lead's state after a change is the one before the next.
        let query = "
            select change, why, merged_into, fields,
              case change when 'gone' then before else coalesce(
                (select later.before from changes later
                  where later.id = changes.id and later.rowid > changes.rowid
                    and later.before is not null
                  order by later.rowid limit 1),
                (select json from leads where leads.id = changes.id)) end as lead
            from changes where run = ?1 and lead is not null order by rowid";
        let Some(connection) = &self.connection else {
            return Ok(());
        };
        let named = |error: rusqlite::Error| self.error(error.into());
        let mut changes = connection.prepare(query).map_err(named)?;
        let mut rows = changes.query([run]).map_err(named)?;
        while let Some(row) = rows.next().map_err(named)? {
            let read = || {
                let fields: Option<String> = row.get(3)?;
                Ok(Change {
                    kind: row.get(0)?,
                    why: row.get(1)?,
                    merged_into: row.get(2)?,
                    fields: fields
                        .and_then(|fields| serde_json::from_str(&fields).ok())
                        .unwrap_or_default(),
                    lead: row.get(4)?,
                })
            };
            visit(read().map_err(named)?)?;
        }
        Ok(())
    }

    /// Notes that the changes of `runs` were delivered, at `now`.
    pub(crate) fn set_delivered(&self, runs: &[i64], now: i64) -> Result<(), Error> {
        self.with(|connection| {
            let transaction = connection.unchecked_transaction()?;
            for run in runs {
                let set = "update runs set delivered_at = ?2 where id = ?1";
                transaction.execute(set, params![run, now])?;
            }
            Ok(transaction.commit()?)
        })
    }

    /// Removes leads and all that is known of them. Returns those of `ids` of
    /// which nothing was.
    pub(crate) fn forget<'i>(&mut self, ids: &'i [String]) -> Result<Vec<&'i str>, Error> {
        let unknown = self.with(|connection| {
            let transaction = connection.unchecked_transaction()?;
            let mut unknown = Vec::new();
            for id in ids {
                let mut rows = 0;
                for table in ["leads", "changes"] {
                    let delete = format!("delete from {table} where id = ?1");
                    rows += transaction.execute(&delete, [id])?;
                }
                if rows == 0 {
                    unknown.push(id.as_str());
                }
            }
            transaction.commit()?;
            Ok(unknown)
        })?;
        if unknown.len() < ids.len() {
            self.rewrite().map_err(|failure| self.error(failure))?;
        }
        Ok(unknown)
    }
}

/// The leads of a copy, to the letter.
pub(super) struct Known<'c> {
    copy: &'c Copy,
    find: Option<rusqlite::Statement<'c>>,
}

impl Known<'_> {
    /// Whether the copy has this JSON under this id.
    pub(super) fn has(&mut self, id: &str, json: &str) -> Result<bool, Error> {
        let Some(find) = &mut self.find else {
            return Ok(false);
        };
        let same = find.query_row([id], |row| {
            Ok(row
                .get_ref(0)?
                .as_bytes()
                .is_ok_and(|known| known == json.as_bytes()))
        });
        let same = same
            .optional()
            .map_err(|error| self.copy.error(error.into()))?;
        Ok(same == Some(true))
    }
}

/// The ids of the leads that are marked as in no list, and since when.
pub(super) fn marked(connection: &Connection) -> rusqlite::Result<Vec<(String, i64)>> {
    let marked = "select id, unlisted_since from leads where unlisted_since is not null";
    let mut marked = connection.prepare(marked)?;
    let marked = marked.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    marked.collect()
}

/// The number of the next run, from 1.
pub(super) fn next_run(connection: &Connection) -> rusqlite::Result<i64> {
    let next = "select coalesce(max(id), 0) + 1 from runs";
    connection.query_row(next, [], |row| row.get(0))
}

/// How the columns of the leads were derived, see [`row::derivation`].
///
/// [`row::derivation`]: super::row::derivation
pub(super) fn derivation(connection: &Connection) -> rusqlite::Result<Option<String>> {
    let query = "select value from settings where name = 'derivation'";
    connection.query_row(query, [], |row| row.get(0)).optional()
}

/// Notes how the columns of the leads are derived now.
pub(super) fn set_derivation(connection: &Connection, derivation: &str) -> rusqlite::Result<()> {
    let set = "insert or replace into settings (name, value) values ('derivation', ?1)";
    connection.execute(set, [derivation])?;
    Ok(())
}

/// Inserts a run; `counts` are those of one that was applied.
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

/// Removes changes that were delivered and are older than `--keep` says.
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

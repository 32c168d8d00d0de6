//! Applies the leads that were read to the copy, in one transaction.

use std::collections::HashMap;
use std::io;

use rusqlite::types::Value;
use rusqlite::{OptionalExtension as _, Transaction, params};

use super::contents;
use super::copy::{Copy, Failure, transact};
use super::differences::differences;
use super::gone::{Decision, Why};
use super::ignored::is_ignored;
use super::row::{self, Columns, NAMES};
use super::runs::{self, Counts, RunRecord};
use super::staging::Staging;
use crate::error::Error;
use crate::interrupt;
use crate::lead::{Lead, timestamp};

/// Whether the leads of a first run are recorded as changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Initial {
    Silent,
    /// `--initial`.
    Recorded,
}

/// How a lead that was read is compared with the copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comparison {
    ByValue,
    /// Only by id: the copy is from another generation, which has other keys.
    ById,
}

/// The leads that were read, and the rest of the data for the transaction.
pub(super) struct Application<'a> {
    pub(super) reading: &'a mut Staging,
    /// What to do with leads that were not read.
    pub(super) decisions: &'a [(String, Decision)],
    pub(super) run: RunRecord,
    /// The names of tags by id.
    pub(super) tags: &'a HashMap<String, String>,
    /// Fields whose changes are not reported.
    pub(super) ignored: &'a [String],
    pub(super) initial: Initial,
    pub(super) comparison: Comparison,
}

impl Copy {
    /// Applies the leads. Returns the number of the run and its changes.
    pub(super) fn apply(&mut self, mut application: Application) -> Result<(i64, Counts), Error> {
        let fill = |transaction: &Transaction| apply(transaction, &mut application);
        let applied = match &self.connection {
            Some(connection) => transact(connection, fill),
            None => self.create(|connection| transact(connection, fill)),
        };
        applied.map_err(|failure| self.error(failure))
    }
}

fn apply(
    transaction: &Transaction,
    application: &mut Application,
) -> Result<(i64, Counts), Failure> {
    let run = runs::next_run(transaction)?;
    let is_first = run == 1;
    let mut writer = Writer::new(transaction, run, application.tags)?;
    let records = !is_first || application.initial == Initial::Recorded;
    let mut counts = Counts::default();
    application.reading.each(|id, json| {
        end_if_interrupted()?;
        let new = Lead::new(json);
        let Some(old) = writer.find(id)? else {
            let change = if !is_first && writer.was_gone(id)? {
                counts.back += 1;
                "back"
            } else {
                counts.added += 1;
                "added"
            };
            if records {
                writer.record(
                    id,
                    &Record {
                        change,
                        ..Record::default()
                    },
                )?;
            }
            return writer.insert(id, new);
        };
        let is_late = is_late(new, Lead::new(&old), application.run.started_at);
        if is_late && application.comparison == Comparison::ByValue {
            return Ok(());
        }
        let mut fields = match application.comparison {
            Comparison::ByValue => differences(&old, json),
            Comparison::ById => Vec::new(),
        };
        fields.retain(|field| !is_ignored(field, application.ignored));
        if !fields.is_empty() {
            counts.changed += 1;
            let record = Record {
                change: "changed",
                fields: Some(serde_json::Value::from(fields.clone()).to_string()),
                before: Some(&old),
                ..Record::default()
            };
            writer.record(id, &record)?;
        }
        let changed = !fields.is_empty();
        writer.update(id, new, changed.then_some(run))
    })?;
    for (id, _) in contents::marked(transaction)? {
        if application.reading.contains(&id) {
            writer.list.execute([id])?;
        }
    }
    for (id, decision) in application.decisions {
        end_if_interrupted()?;
        match decision {
            Decision::Unlisted => writer.unlist(id, application.run.started_at)?,
            Decision::Gone { why, merged_into } => {
                counts.gone.push(*why);
                writer.remove(id, *why, merged_into.as_deref())?;
            }
        }
    }
    let derivation = row::derivation(application.tags);
    if !is_first && runs::derivation(transaction)? != Some(derivation.clone()) {
        writer.derive(transaction)?;
    }
    runs::set_derivation(transaction, &derivation)?;
    drop(writer);
    let count = |which: &str| {
        let query = format!("select count(*) from leads {which}");
        transaction.query_row(&query, [], |row| row.get::<_, i64>(0))
    };
    counts.leads = count("")?.cast_unsigned();
    counts.unlisted = count("where unlisted_since is not null")?.cast_unsigned();
    runs::insert_run(transaction, run, &application.run, Some(&counts))?;
    runs::prune(transaction, application.run.started_at)?;
    Ok((run, counts))
}

/// Fails if a signal waits, so that the transaction is rolled back.
fn end_if_interrupted() -> Result<(), Failure> {
    match interrupt::requested() {
        Some(_) => Err(io::Error::from(io::ErrorKind::Interrupted).into()),
        None => Ok(()),
    }
}

/// A row of the table `changes`.
#[derive(Default)]
struct Record<'a> {
    change: &'static str,
    why: Option<&'static str>,
    merged_into: Option<&'a str>,
    /// A JSON array.
    fields: Option<String>,
    before: Option<&'a str>,
}

/// The prepared statements of a run.
struct Writer<'t> {
    run: i64,
    columns: Columns<'t>,
    find: rusqlite::Statement<'t>,
    last_change: rusqlite::Statement<'t>,
    insert: rusqlite::Statement<'t>,
    update: rusqlite::Statement<'t>,
    list: rusqlite::Statement<'t>,
    unlist: rusqlite::Statement<'t>,
    remove: rusqlite::Statement<'t>,
    record: rusqlite::Statement<'t>,
}

impl<'t> Writer<'t> {
    fn new(
        transaction: &'t Transaction,
        run: i64,
        tags: &'t HashMap<String, String>,
    ) -> rusqlite::Result<Self> {
        let names = NAMES.join(", ");
        let values = vec!["?"; NAMES.len() + 3].join(", ");
        let sets: Vec<String> = NAMES[1..]
            .iter()
            .map(|name| format!("{name} = ?"))
            .collect();
        let prepare = |sql: &str| transaction.prepare(sql);
        Ok(Self {
            run,
            columns: Columns::new(tags),
            find: prepare("select json from leads where id = ?1")?,
            last_change: prepare(
                "select change from changes where id = ?1 order by rowid desc limit 1",
            )?,
            insert: prepare(&format!(
                "insert into leads ({names}, json, added_run, changed_run) values ({values})"
            ))?,
            update: prepare(&format!(
                "update leads set {}, json = ?, changed_run = coalesce(?, changed_run) where id = ?",
                sets.join(", ")
            ))?,
            list: prepare("update leads set unlisted_since = null where id = ?1")?,
            unlist: prepare(
                "update leads set unlisted_since = coalesce(unlisted_since, ?2) where id = ?1",
            )?,
            remove: prepare("delete from leads where id = ?1 returning json")?,
            record: prepare(
                "insert into changes (run, id, change, why, merged_into, fields, before) \
                 values (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?,
        })
    }

    /// The JSON of a lead in the copy.
    fn find(&mut self, id: &str) -> rusqlite::Result<Option<String>> {
        self.find.query_row([id], |row| row.get(0)).optional()
    }

    /// Whether the latest change of the lead is that it was gone.
    fn was_gone(&mut self, id: &str) -> rusqlite::Result<bool> {
        let change = self
            .last_change
            .query_row([id], |row| row.get::<_, String>(0));
        Ok(change.optional()?.as_deref() == Some("gone"))
    }

    /// The columns of a lead. The id is the one that it is stored under.
    fn columns(&self, id: &str, lead: Lead<'_>) -> Vec<Value> {
        let mut columns = self.columns.of(lead);
        columns[0] = Value::Text(id.to_owned());
        columns
    }

    fn insert(&mut self, id: &str, lead: Lead<'_>) -> Result<(), Failure> {
        let mut values = self.columns(id, lead);
        values.push(Value::Text(lead.json().to_owned()));
        values.extend([Value::Integer(self.run), Value::Integer(self.run)]);
        self.insert.execute(rusqlite::params_from_iter(values))?;
        Ok(())
    }

    /// Updates a lead. `changed_run` is the run that reported a change.
    fn update(
        &mut self,
        id: &str,
        lead: Lead<'_>,
        changed_run: Option<i64>,
    ) -> Result<(), Failure> {
        let mut values = self.columns(id, lead);
        values.remove(0);
        values.push(Value::Text(lead.json().to_owned()));
        values.push(changed_run.map_or(Value::Null, Value::Integer));
        values.push(Value::Text(id.to_owned()));
        self.update.execute(rusqlite::params_from_iter(values))?;
        Ok(())
    }

    /// Computes the columns of all leads again.
    fn derive(&mut self, transaction: &Transaction) -> Result<(), Failure> {
        const BATCH: usize = 500;
        let names = NAMES.join(", ");
        let mut leads = transaction.prepare(&format!(
            "select rowid, json, {names} from leads where rowid > ?1 order by rowid limit {BATCH}"
        ))?;
        let mut last = 0;
        loop {
            end_if_interrupted()?;
            let rows = leads.query_map([last], |row| {
                let columns = (0..NAMES.len()).map(|column| row.get(column + 2));
                let columns: Vec<Value> = columns.collect::<Result<_, _>>()?;
                Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, columns))
            })?;
            let rows: Vec<_> = rows.collect::<Result<_, _>>()?;
            for (rowid, json, columns) in &rows {
                last = *rowid;
                let Value::Text(id) = &columns[0] else {
                    continue;
                };
                let lead = Lead::new(json);
                if self.columns(id, lead) != *columns {
                    self.update(id, lead, None)?;
                }
            }
            if rows.len() < BATCH {
                return Ok(());
            }
        }
    }

    fn unlist(&mut self, id: &str, now: i64) -> Result<(), Failure> {
        self.unlist.execute(params![id, now])?;
        Ok(())
    }

    fn remove(&mut self, id: &str, why: Why, merged_into: Option<&str>) -> Result<(), Failure> {
        let json: String = self.remove.query_row([id], |row| row.get(0))?;
        let record = Record {
            change: "gone",
            why: why.name(),
            merged_into,
            before: Some(&json),
            ..Record::default()
        };
        self.record(id, &record)
    }

    fn record(&mut self, id: &str, record: &Record) -> Result<(), Failure> {
        let Record {
            change,
            why,
            merged_into,
            fields,
            before,
        } = record;
        self.record.execute(params![
            self.run,
            id,
            change,
            why,
            merged_into,
            fields,
            before
        ])?;
        Ok(())
    }
}

/// How far a server can be behind, in seconds. All servers have an update that is older
/// than this; one from the future was an error.
const MAX_LAG: i64 = 25 * 3600;

/// Whether a response comes from a server that is behind: the copy has a newer update,
/// which the server may not have by `now`.
fn is_late(new: Lead<'_>, old: Lead<'_>, now: i64) -> bool {
    let updated = |lead: Lead<'_>| lead.value("updated_at").and_then(timestamp::seconds);
    match (updated(new), updated(old)) {
        (Some(new), Some(old)) => new < old && (now - MAX_LAG..=now + MAX_LAG).contains(&old),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_response_is_late_for_at_most_a_day() {
        let now = 1_769_860_800;
        let lead = |updated: i64| format!(r#"{{"id":"1","updated_at":{updated}}}"#);
        for (old, new, expected) in [
            (now - 60, now - 120, true),
            (now - 60, now - 60, false),
            (now - 60, now - 30, false),
            (now - 2 * MAX_LAG, now - 3 * MAX_LAG, false),
            // A date far in the future, which was corrected.
            (now + 2 * MAX_LAG, now - 60, false),
        ] {
            let (old, new) = (lead(old), lead(new));
            let found = is_late(Lead::new(&new), Lead::new(&old), now);
            assert_eq!(found, expected, "{old} {new}");
        }
    }
}

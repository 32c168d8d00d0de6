//! The table `changes`: the history of each lead.

use super::copy::Copy;
use crate::error::Error;

/// A change of a lead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    /// `added`, `changed`, `gone` or `back`.
    pub(crate) kind: String,
    pub(crate) why: Option<String>,
    pub(crate) merged_into: Option<String>,
    pub(crate) fields: Vec<String>,
    /// The lead after the change; if it is gone, its last known state.
    pub(crate) lead: String,
}

impl Copy {
    /// Calls `visit` with each change of a run.
    pub(crate) fn each_change(
        &self,
        run: i64,
        mut visit: impl FnMut(Change) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        // A lead's state after a change is its state before the next one.
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

    /// Removes leads and their history. Returns those of `ids` that were unknown.
    pub(crate) fn forget<'i>(&mut self, ids: &'i [String]) -> Result<Vec<&'i str>, Error> {
        let unknown = self.write(|transaction| {
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
            Ok(unknown)
        })?;
        if unknown.len() < ids.len() {
            self.rewrite().map_err(|failure| self.error(failure))?;
        }
        Ok(unknown)
    }
}

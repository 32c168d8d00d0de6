//! Compares the table `leads` with the leads that were read.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension as _};

use super::copy::{Copy, Failure};
use super::gone::Absent;
use super::staging::Staging;
use crate::error::Error;

impl Copy {
    /// The leads of the copy that were not read.
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

    /// The number of leads in the copy.
    pub(crate) fn len(&self) -> Result<usize, Error> {
        self.with(|connection| {
            let count: i64 =
                connection.query_row("select count(*) from leads", [], |row| row.get(0))?;
            Ok(usize::try_from(count).unwrap_or(0))
        })
    }

    /// The number of leads in the copy together with those that were read, except leads
    /// that are in no list.
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

    /// Checks whether the copy has exactly the same lead.
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
}

/// The leads of a copy, to check for exact matches.
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

/// The ids of leads that are marked as in no list, with the time since when.
pub(super) fn marked(connection: &Connection) -> rusqlite::Result<Vec<(String, i64)>> {
    let marked = "select id, unlisted_since from leads where unlisted_since is not null";
    let mut marked = connection.prepare(marked)?;
    let marked = marked.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    marked.collect()
}

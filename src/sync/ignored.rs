//! `--ignore`: fields whose changes are not reported, under the names that changes have.

use super::copy::{Copy, Failure};
use super::differences::OPENED;
use crate::columns::{self, closest_field, is_field, name_of, names_inside};
use crate::error::Error;
use crate::lead::{self, Lead};

/// The number of leads in the copy to suggest fields from.
const SAMPLE: usize = 20;

impl Copy {
    /// The fields of `names`. A name that is neither documented nor on any lead of the
    /// copy is an error.
    pub(crate) fn ignored(&self, names: &[String]) -> Result<Vec<String>, Error> {
        let mut ignored = Vec::new();
        for name in names {
            let (key, inside) = match name.split_once('.') {
                Some((key, inside)) => (key, Some(inside)),
                None => (name.as_str(), None),
            };
            let is_opened = OPENED.contains(&key);
            if inside.is_some() && !is_opened && is_field(key) {
                return Err(Error::Usage(format!(
                    "--ignore: {key} is compared as a whole; write {}",
                    name_of(key, None).unwrap_or(key)
                )));
            }
            let is_known = match inside {
                Some(_) => key == columns::ATTRIBUTES || is_opened && self.len()? == 0,
                None => is_field(name),
            };
            if !is_known && !self.has(key, inside)? {
                return Err(Error::Usage(self.unknown(name)?));
            }
            let column = name_of(key, inside).map_or(name.clone(), str::to_owned);
            ignored.push(column);
            if inside.is_none() && is_opened {
                ignored.extend(names_inside(key).map(str::to_owned));
            }
        }
        Ok(ignored)
    }

    /// Whether a lead of the copy has this key, or one inside of the object there.
    fn has(&self, key: &str, inside: Option<&str>) -> Result<bool, Error> {
        self.with(|connection| {
            let mut leads = connection.prepare("select json from leads")?;
            let mut leads = leads.query([])?;
            while let Some(row) = leads.next()? {
                let json: String = row.get(0)?;
                let value = lead::value(&json, key);
                let found = match inside {
                    None => value,
                    Some(inside) => value.and_then(|value| lead::value(value, inside)),
                };
                if found.is_some() {
                    return Ok(true);
                }
            }
            Ok(false)
        })
    }

    /// The message about an unknown field.
    fn unknown(&self, name: &str) -> Result<String, Error> {
        let leads: Vec<String> = self.with(|connection| {
            let query = format!("select json from leads limit {SAMPLE}");
            let mut leads = connection.prepare(&query)?;
            let leads = leads.query_map([], |row| row.get(0))?;
            Ok::<_, Failure>(leads.collect::<Result<_, _>>()?)
        })?;
        let leads = leads.iter().map(|json| Lead::new(json));
        let what_to_do = closest_field(name, leads);
        Ok(format!("--ignore: unknown field {name:.100}; {what_to_do}"))
    }
}

/// Whether changes in `field` are not reported.
pub(super) fn is_ignored(field: &str, ignored: &[String]) -> bool {
    let is_named = |name: &str| ignored.iter().any(|ignored| ignored == name);
    is_named(field) || field.split_once('.').is_some_and(|(key, _)| is_named(key))
}

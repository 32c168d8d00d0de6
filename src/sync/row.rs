//! The columns of a lead in the table `leads`: text with HTML entities decoded, as in
//! csv, Unix seconds, and JSON arrays of names.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use rusqlite::types::Value;

use crate::columns::{self, FieldSet, ValueKind};
use crate::lead::{Lead, timestamp};

/// The columns that are fields of a lead, in the order of the table.
pub(super) const NAMES: [&str; 17] = [
    "id",
    "external_id",
    "name",
    "email",
    "phone",
    "owner_id",
    "city",
    "region",
    "country",
    "created_at",
    "updated_at",
    "signed_up_at",
    "last_seen_at",
    "unsubscribed",
    "tags",
    "segments",
    "companies",
];

/// What the columns depend on besides the JSON of a lead: the program and the names of
/// tags. If it is unchanged, so are the columns.
pub(super) fn derivation(tags: &HashMap<String, String>) -> String {
    let mut names: Vec<_> = tags.iter().collect();
    names.sort();
    let mut hasher = DefaultHasher::new();
    names.hash(&mut hasher);
    format!("{} {:016x}", env!("CARGO_PKG_VERSION"), hasher.finish())
}

/// Computes the columns of leads.
pub(super) struct Columns<'a> {
    set: FieldSet,
    /// The names of tags by id, for leads that have only ids.
    tags: &'a HashMap<String, String>,
}

impl<'a> Columns<'a> {
    pub(super) fn new(tags: &'a HashMap<String, String>) -> Self {
        let mut set = FieldSet::default();
        for name in NAMES {
            set.add(name);
        }
        Self { set, tags }
    }

    /// The values of [`NAMES`].
    pub(super) fn of(&self, lead: Lead<'_>) -> Vec<Value> {
        let values = self.set.read(lead).into_iter().enumerate();
        values
            .map(|(field, value)| value.map_or(Value::Null, |value| self.cell(field, value)))
            .collect()
    }

    fn cell(&self, field: usize, value: &str) -> Value {
        let kind = self.set.kind(field);
        match kind {
            ValueKind::Time => timestamp::seconds(value).map_or(Value::Null, Value::Integer),
            ValueKind::List => {
                let list = self.set.entries(field, value, Some(self.tags));
                let more = list.is_cut.then(|| columns::MORE.to_owned());
                let names = list.entries.into_iter().map(|entry| entry.name);
                let names: Vec<String> = names.chain(more).collect();
                Value::Text(serde_json::Value::from(names).to_string())
            }
            _ if NAMES[field] == "unsubscribed" => match value {
                "true" => Value::Integer(1),
                "false" => Value::Integer(0),
                _ => Value::Null,
            },
            _ => {
                let text = columns::text(value, kind);
                text.map_or(Value::Null, |text| Value::Text(text.into_owned()))
            }
        }
    }
}

//! What leads carry: each column and path that `--fields` takes, with the
//! types, the share of leads and an example.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::named::{self, Found, Kind};
use super::{ATTRIBUTES, cell, labels, list};
use crate::lead::{self, Lead, json_text};

/// The columns of the rows.
pub const ROW: &[&str] = &["path", "types", "leads", "share", "example"];

/// Paths kept, of all leads and of each, whatever leads bring.
const PATHS: usize = 10_000;

/// Bytes of a path that is kept. All that a key holds begins with the key, so
/// a long one takes its room many times.
const LONGEST_PATH: usize = 1000;

/// Objects deeper than this stand as they are.
const DEEPEST: usize = 16;

/// Characters of an example.
const LONGEST: usize = 40;

/// In the order they are told.
const TYPES: [&str; 6] = ["string", "number", "boolean", "array", "object", "null"];

/// The fields of the leads seen so far.
#[derive(Debug)]
pub struct Sample {
    /// As [`named::COLUMNS`].
    columns: Vec<Seen>,
    paths: BTreeMap<String, Seen>,
    leads: u64,
    full: bool,
}

/// What was seen of one field.
#[derive(Clone, Debug, Default)]
struct Seen {
    types: BTreeSet<&'static str>,
    /// Leads with a value: not null, and not empty.
    leads: u64,
    /// A JSON text.
    example: Option<String>,
}

impl Default for Sample {
    fn default() -> Self {
        Self {
            columns: vec![Seen::default(); named::COLUMNS.len()],
            paths: BTreeMap::new(),
            leads: 0,
            full: false,
        }
    }
}

impl Sample {
    /// Looks at a lead.
    pub fn learn(&mut self, lead: Lead<'_>) {
        self.leads += 1;
        let top = entries(lead.json());
        for (column, seen) in named::COLUMNS.iter().zip(&mut self.columns) {
            let value = column.value(column.places.iter().map(|place| {
                let top = top.get(place.key).copied();
                let object = top.zip(place.inside);
                Found {
                    top,
                    inside: object.and_then(|(object, key)| lead::values(object, &[key])[0]),
                }
            }));
            match value {
                Some(list) if column.kind == Kind::List => {
                    let mut names = String::new();
                    cell::push_label_array(list, column.name, &HashMap::new(), &mut names);
                    seen.note(&names);
                }
                Some(value) => seen.note(value),
                None => {}
            }
        }
        let mut found = BTreeMap::new();
        for (key, value) in longest_first(top) {
            if named::find(&key).is_none() {
                self.full |= !each_path(key, value, DEEPEST, &mut found);
            }
        }
        for (name, value) in found {
            if name.is_empty() || name == ATTRIBUTES {
                continue;
            }
            if self.paths.len() == PATHS && !self.paths.contains_key(&name) {
                self.full = true;
            } else {
                self.paths.entry(name).or_default().note(value);
            }
        }
    }

    /// How many leads were looked at.
    #[must_use]
    pub fn leads(&self) -> u64 {
        self.leads
    }

    /// Whether there were more fields than are kept.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.full
    }

    /// Calls `visit` with a JSON object of [`ROW`] for each field: first the
    /// columns, then the paths by name. `cells` says that it is printed as
    /// text, which decodes entities; paths stand as `--fields` takes them.
    pub fn each_row<E>(
        &self,
        cells: bool,
        mut visit: impl FnMut(&str) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut visit = |name: &str, seen: &Seen| {
            let mut path = list::quoted(name).into_owned();
            if cells {
                path = path.replace('&', "&amp;");
            }
            visit(&self.row(&path, seen))
        };
        let columns = named::COLUMNS.iter().zip(&self.columns);
        for (column, seen) in columns {
            visit(column.name, seen)?;
        }
        for (name, seen) in &self.paths {
            // Of an object, what it holds says more.
            let inside = format!("{name}.");
            let mut after = self.paths.range(inside.clone()..);
            let held = after
                .next()
                .is_some_and(|(next, _)| next.starts_with(&inside));
            let object = seen
                .types
                .iter()
                .all(|name| matches!(*name, "object" | "null"));
            if !(held && object) {
                visit(name, seen)?;
            }
        }
        Ok(())
    }

    fn row(&self, path: &str, seen: &Seen) -> String {
        let types = TYPES.into_iter().filter(|name| seen.types.contains(name));
        let types: Vec<_> = types.collect();
        format!(
            r#"{{"path":{},"types":{},"leads":{},"share":{},"example":{}}}"#,
            labels::quoted(path),
            labels::quoted(&types.join("|")),
            seen.leads,
            labels::quoted(&share(seen.leads, self.leads)),
            seen.example.as_deref().unwrap_or("null"),
        )
    }
}

impl Seen {
    fn note(&mut self, value: &str) {
        self.types.insert(type_of(value));
        let compact = json_text::compact(value);
        if matches!(compact.as_ref(), "null" | "\"\"" | "[]" | "{}") {
            return;
        }
        self.leads += 1;
        if self.example.is_none() {
            self.example = Some(example(&compact));
        }
    }
}

/// The entries of an object, of a repeated key the last.
fn entries(object: &str) -> BTreeMap<String, &str> {
    let mut entries = BTreeMap::new();
    lead::each_entry(object, |key, value| {
        entries.insert(key.to_owned(), value);
    });
    entries
}

/// Keys that hold dots can read like the path to another's. A path follows the
/// longest key, so the first way that is found there is the one that counts.
fn longest_first(entries: BTreeMap<String, &str>) -> Vec<(String, &str)> {
    let mut entries: Vec<_> = entries.into_iter().collect();
    entries.sort_by_key(|(key, _)| Reverse(key.len()));
    entries
}

/// Adds `name` and the paths below it to `found`, with the value of each;
/// false when some are left out.
fn each_path<'a>(
    name: String,
    value: &'a str,
    depth: usize,
    found: &mut BTreeMap<String, &'a str>,
) -> bool {
    if found.len() == PATHS || name.len() > LONGEST_PATH {
        return false;
    }
    let mut all = true;
    if let Some(deeper) = depth.checked_sub(1) {
        for (key, value) in longest_first(entries(value)) {
            all &= each_path(format!("{name}.{key}"), value, deeper, found);
            if found.len() == PATHS {
                return false;
            }
        }
    }
    found.entry(name).or_insert(value);
    all
}

fn type_of(value: &str) -> &'static str {
    match value.as_bytes().first() {
        Some(b'"') => "string",
        Some(b'{') => "object",
        Some(b'[') => "array",
        Some(b't' | b'f') => "boolean",
        Some(b'n') | None => "null",
        Some(_) => "number",
    }
}

/// A value of a lead, short: what is long and what is nested as a text.
fn example(compact: &str) -> String {
    let text = lead::text(compact).unwrap_or_default();
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => labels::quoted(&format!("{}…", &text[..end])),
        None if compact.starts_with(['{', '[', '"']) => labels::quoted(&text),
        None => compact.to_owned(),
    }
}

/// A share as a person reads it: all and none only when it is all or none.
fn share(leads: u64, all: u64) -> String {
    let percent = (leads * 100 + all / 2).checked_div(all).unwrap_or(0);
    match percent {
        100.. if leads < all => ">99%".to_owned(),
        0 if leads > 0 => "<1%".to_owned(),
        percent => format!("{percent}%"),
    }
}

#[cfg(test)]
mod tests;

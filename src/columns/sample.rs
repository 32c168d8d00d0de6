//! The fields in a sample of leads: each column and path for `--fields`, with its
//! types, the share of leads that have it, and an example.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::builtin::{self, CellKind, PathValues};
use super::{ATTRIBUTES, cell, field_list, labels, path};
use crate::lead::{self, Lead, json_text};

/// The columns of the rows.
pub const SAMPLE_COLUMNS: &[&str] = &["path", "types", "leads", "share", "example"];

/// The maximum number of paths, in total and per lead, to bound the memory.
const MAX_PATHS: usize = 10_000;

/// The maximum length of a path in bytes. All paths in an object start with its key, so
/// a long key is stored many times.
const MAX_PATH_BYTES: usize = 1000;

/// The maximum depth of paths.
const MAX_DEPTH: usize = 16;

/// The maximum length of an example in characters.
const MAX_EXAMPLE: usize = 40;

/// In the order in which they are printed.
const TYPES: [&str; 6] = ["string", "number", "boolean", "array", "object", "null"];

/// Whether rows are printed as cells, with HTML entities in examples decoded, or as
/// JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowTarget {
    Cells,
    Json,
}

/// The fields of the leads added so far.
#[derive(Debug)]
pub struct Sample {
    /// In the order of [`builtin::COLUMNS`].
    columns: Vec<FieldStats>,
    paths: BTreeMap<String, FieldStats>,
    /// The names of custom attributes.
    attributes: BTreeSet<String>,
    leads: u64,
    truncated: bool,
}

/// Statistics of one field.
#[derive(Clone, Debug, Default)]
struct FieldStats {
    types: BTreeSet<&'static str>,
    /// The number of leads whose value is neither null nor empty.
    leads: u64,
    /// As JSON.
    example: Option<String>,
}

impl Default for Sample {
    fn default() -> Self {
        Self {
            columns: vec![FieldStats::default(); builtin::COLUMNS.len()],
            paths: BTreeMap::new(),
            attributes: BTreeSet::new(),
            leads: 0,
            truncated: false,
        }
    }
}

impl Sample {
    /// Adds a lead.
    pub fn add(&mut self, lead: Lead<'_>) {
        self.leads += 1;
        let top = entries(lead.json());
        for (column, stats) in builtin::COLUMNS.iter().zip(&mut self.columns) {
            let value = column.value(column.paths.iter().map(|path| {
                let outer = top.get(path.key).copied();
                let object = outer.zip(path.inside);
                PathValues {
                    outer,
                    inner: object.and_then(|(object, key)| lead::value(object, key)),
                }
            }));
            match value {
                Some(list) if column.kind == CellKind::Labels => {
                    let mut names = String::new();
                    cell::push_label_array(list, column.name, &HashMap::new(), &mut names);
                    stats.add(&names);
                }
                Some(value) => stats.add(value),
                None => {}
            }
        }
        lead::each_entry(top.get(ATTRIBUTES).copied().unwrap_or("null"), |name, _| {
            if self.attributes.len() == MAX_PATHS || name.len() > MAX_PATH_BYTES {
                self.truncated = true;
            } else if !self.attributes.contains(name) {
                self.attributes.insert(name.to_owned());
            }
        });
        let mut found = BTreeMap::new();
        for (key, value) in longest_first(top) {
            if builtin::find(&key).is_none() {
                self.truncated |= !each_path(key, value, MAX_DEPTH, &mut found);
            }
        }
        for (name, value) in found {
            if name.is_empty() {
                continue;
            }
            if self.paths.len() == MAX_PATHS && !self.paths.contains_key(&name) {
                self.truncated = true;
            } else {
                self.paths.entry(name).or_default().add(value);
            }
        }
    }

    /// The number of leads added.
    #[must_use]
    pub fn leads(&self) -> u64 {
        self.leads
    }

    /// Whether there were too many fields to collect.
    #[must_use]
    pub fn is_truncated(&self) -> bool {
        self.truncated
    }

    /// The fields of the custom attributes, sorted and quoted as needed for `--fields`.
    pub fn attributes(&self) -> impl Iterator<Item = String> {
        let fields = self.attributes.iter();
        fields.map(|name| field_list::quoted(&format!("{ATTRIBUTES}.{name}")).into_owned())
    }

    /// Calls `visit` with a JSON object of [`SAMPLE_COLUMNS`] for each field: first the
    /// columns, then the paths by name, quoted as needed for `--fields`.
    pub fn each_row<E>(
        &self,
        target: RowTarget,
        mut visit: impl FnMut(&str) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut visit = |name: &str, stats: &FieldStats| {
            let is_escaped = name == "companies" || path::is_escaped(name);
            let example = stats.example.as_deref().unwrap_or("null");
            let example = if target == RowTarget::Cells && is_escaped {
                let mut text = String::new();
                cell::push_escaped(example, &mut text);
                Cow::Owned(labels::json_string(&text))
            } else {
                Cow::Borrowed(example)
            };
            visit(&self.row(target, &field_list::quoted(name), &example, stats))
        };
        let columns = builtin::COLUMNS.iter().zip(&self.columns);
        for (column, stats) in columns {
            visit(column.name, stats)?;
        }
        for (name, stats) in &self.paths {
            // The paths in an object are printed instead of the object.
            let inside = format!("{name}.");
            let mut after = self.paths.range(inside.clone()..);
            let has_paths_inside = after
                .next()
                .is_some_and(|(next, _)| next.starts_with(&inside));
            let object = stats
                .types
                .iter()
                .all(|name| matches!(*name, "object" | "null"));
            if !(has_paths_inside && object) {
                visit(name, stats)?;
            }
        }
        Ok(())
    }

    fn row(&self, target: RowTarget, path: &str, example: &str, stats: &FieldStats) -> String {
        let types = TYPES.into_iter().filter(|name| stats.types.contains(name));
        let types: Vec<_> = types.collect();
        let (types, share) = match target {
            RowTarget::Cells => (
                labels::json_string(&types.join("|")),
                labels::json_string(&percent(stats.leads, self.leads)),
            ),
            RowTarget::Json => {
                let types: Vec<_> = types.into_iter().map(labels::json_string).collect();
                let share = fraction(stats.leads, self.leads);
                (format!("[{}]", types.join(",")), share)
            }
        };
        format!(
            r#"{{"path":{},"types":{types},"leads":{},"share":{share},"example":{example}}}"#,
            labels::json_string(path),
            stats.leads,
        )
    }
}

impl FieldStats {
    fn add(&mut self, value: &str) {
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

/// The entries of an object. If a key is repeated, the last one counts.
fn entries(object: &str) -> BTreeMap<String, &str> {
    let mut entries = BTreeMap::new();
    lead::each_entry(object, |key, value| {
        entries.insert(key.to_owned(), value);
    });
    entries
}

/// A key with dots can look like the path to another field. A path means the longest
/// key, so the first field found counts.
fn longest_first(entries: BTreeMap<String, &str>) -> Vec<(String, &str)> {
    let mut entries: Vec<_> = entries.into_iter().collect();
    entries.sort_by_key(|(key, _)| Reverse(key.len()));
    entries
}

/// Adds `name` and the paths in it to `found`, with their values. Returns false if some
/// exceeded a limit.
fn each_path<'a>(
    name: String,
    value: &'a str,
    depth: usize,
    found: &mut BTreeMap<String, &'a str>,
) -> bool {
    if found.len() == MAX_PATHS || name.len() > MAX_PATH_BYTES {
        return false;
    }
    let mut all = true;
    if let Some(deeper) = depth.checked_sub(1) {
        for (key, value) in longest_first(entries(value)) {
            all &= each_path(format!("{name}.{key}"), value, deeper, found);
            if found.len() == MAX_PATHS {
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

/// The value as an example: cut if it is long, and as a JSON string if it is nested or
/// cut.
fn example(compact: &str) -> String {
    let text = lead::plain_text(compact).unwrap_or_default();
    match text.char_indices().nth(MAX_EXAMPLE) {
        Some((end, _)) => labels::json_string(&format!("{}…", &text[..end])),
        None if compact.starts_with(['{', '[', '"']) => labels::json_string(&text),
        None => compact.to_owned(),
    }
}

/// The share from 0 to 1, to four digits.
fn fraction(leads: u64, all: u64) -> String {
    // The number of leads in a workspace is exact in an f64.
    #[allow(clippy::cast_precision_loss)]
    let share = leads as f64 / all.max(1) as f64;
    serde_json::Value::from((share * 10_000.0).round() / 10_000.0).to_string()
}

/// The share in percent; 0% and 100% only if exact.
fn percent(leads: u64, all: u64) -> String {
    let percent = (leads * 100 + all / 2).checked_div(all).unwrap_or(0);
    match percent {
        100.. if leads < all => ">99%".to_owned(),
        0 if leads > 0 => "<1%".to_owned(),
        percent => format!("{percent}%"),
    }
}

#[cfg(test)]
mod tests;

//! Columns: names and paths of fields, and their cells and values. The list of fields
//! is compiled once; each lead is read in one pass.

mod builtin;
mod cell;
mod column;
mod field_list;
mod field_set;
mod json;
mod labels;
mod names;
mod path;
mod sample;
mod slots;
mod suggestions;
#[cfg(test)]
mod tests;
mod tree;
mod typed;
mod unnamed;
mod wildcards;

use std::collections::HashMap;

use builtin::CellKind;
pub use cell::Times;
use column::{Column, Source};
use field_list::FieldName;
pub(crate) use field_set::{FieldNames, FieldSet, ListEntries, ListEntry, ValueKind, text};
#[cfg(feature = "sqlite")]
pub(crate) use labels::MORE;
pub(crate) use names::{UnknownNames, no_lead_has};
#[cfg(feature = "sqlite")]
pub(crate) use names::{closest_field, is_field};
pub use sample::{RowTarget, SAMPLE_COLUMNS, Sample};
use slots::Slots;
use suggestions::Suggestions;
pub use typed::CellType;
use unnamed::UnnamedAttributes;

use crate::lead::{self, Lead};

/// The default columns of a table.
pub const TABLE_COLUMNS: &[&str] = &[
    "id",
    "name",
    "email",
    "phone",
    "city",
    "country",
    "created_at",
    "last_seen_at",
];

/// The default columns of csv and tsv.
pub const CSV_COLUMNS: &[&str] = &[
    "id",
    "external_id",
    "name",
    "email",
    "phone",
    "city",
    "region",
    "country",
    "created_at",
    "updated_at",
    "last_seen_at",
    "unsubscribed",
    "tags",
];

/// The default of JSON: no columns, but the lead as the API sent it.
pub const WHOLE_LEAD: &[&str] = &[];

/// The key of the custom attributes.
pub(crate) const ATTRIBUTES: &str = "custom_attributes";

/// The names of the built-in columns.
pub fn names() -> impl Iterator<Item = &'static str> {
    builtin::COLUMNS.iter().map(|column| column.name)
}

/// The column whose value is at `key` of a lead, or at `inside` in the object there.
#[cfg(feature = "sqlite")]
pub(crate) fn name_of(key: &str, inside: Option<&str>) -> Option<&'static str> {
    let is_path = |path: &builtin::KeyPath| path.key == key && path.inside == inside;
    let column = builtin::COLUMNS
        .iter()
        .find(|column| column.paths.iter().any(is_path));
    column.map(|column| column.name)
}

/// The columns whose values are inside the object at `key`.
#[cfg(feature = "sqlite")]
pub(crate) fn names_inside(key: &str) -> impl Iterator<Item = &'static str> {
    let is_inside = move |path: &builtin::KeyPath| path.key == key && path.inside.is_some();
    let columns = builtin::COLUMNS.iter();
    columns
        .filter(move |column| column.paths.iter().any(is_inside))
        .map(|column| column.name)
}

/// A compiled list of fields.
pub struct Fields {
    /// Whether JSON has all keys of the lead, followed by the columns.
    includes_lead: bool,
    columns: Vec<Column>,
    /// The number of default columns, which come first.
    default_count: usize,
    slots: Slots,
    /// With columns from a file: the custom attributes that are not in it.
    unnamed: Option<UnnamedAttributes>,
    tag_names: HashMap<String, String>,
    suggestions: Suggestions,
    leads: u64,
    cut_lists: u64,
}

/// A field of `--fields` that no lead had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unseen {
    /// The field as typed.
    pub name: String,
    /// A similar field that exists. It can be the name of a custom attribute, so
    /// sanitize it like any text of a lead.
    pub suggestion: Option<String>,
}

impl Fields {
    /// Compiles the value of `--fields`, or `defaults` if it is `None`: one of
    /// [`TABLE_COLUMNS`], [`CSV_COLUMNS`], [`SAMPLE_COLUMNS`] and [`WHOLE_LEAD`]. The
    /// error is a message for the user.
    pub fn parse(list: Option<&str>, defaults: &[&str]) -> Result<Self, String> {
        let as_names = |names: &[&str]| -> Vec<_> {
            let names = names.iter().copied();
            names.map(FieldName::bare).collect()
        };
        let Some(list) = list else {
            let mut fields = Self::compile(as_names(defaults));
            fields.includes_lead = defaults.is_empty();
            fields.default_count = defaults.len();
            return Ok(fields);
        };
        let mut list = field_list::parse(list)?;
        let defaults = if list.adds { defaults } else { &[] };
        let mut names = as_names(defaults);
        list.names.retain(|name| !names.contains(name));
        names.append(&mut list.names);
        let mut fields = Self::compile(names);
        fields.includes_lead = list.adds && defaults.is_empty();
        fields.default_count = defaults.len();
        Ok(fields)
    }

    /// The fields in a file, one per line. The error is a message for the user.
    pub fn of_file(text: &str) -> Result<Self, String> {
        let names = field_list::parse_lines(text)?;
        let mut fields = Self::compile(names.iter().cloned().map(FieldName::One));
        fields.unnamed = Some(UnnamedAttributes::new(&names, &mut fields.slots));
        Ok(fields)
    }

    /// The columns of rows that are not leads: objects with these keys.
    #[must_use]
    pub fn of_rows(names: &[String]) -> Self {
        let mut fields = Self::compile([]);
        let columns = names.iter();
        fields.columns = columns
            .map(|name| Column::of_row(name, &mut fields.slots))
            .collect();
        fields
    }

    /// Adds a first column for the key `name`. JSON with all keys of the lead already
    /// has it.
    pub fn prepend(&mut self, name: &str) {
        if !self.includes_lead {
            let column = Column::of_row(name, &mut self.slots);
            self.columns.insert(0, column);
            self.default_count += usize::from(self.default_count > 0);
        }
    }

    fn compile(names: impl IntoIterator<Item = FieldName>) -> Self {
        let mut slots = Slots::default();
        let names = names.into_iter();
        let columns = names.map(|name| Column::compile(name, &mut slots));
        let columns = columns.collect();
        Self {
            includes_lead: false,
            columns,
            default_count: 0,
            slots,
            unnamed: None,
            tag_names: HashMap::new(),
            suggestions: Suggestions::default(),
            leads: 0,
            cut_lists: 0,
        }
    }

    /// Whether the column `name` is among the fields.
    #[must_use]
    pub fn wants(&self, name: &str) -> bool {
        self.columns.iter().any(|column| column.name == name)
    }

    /// The number of default columns, which come first.
    #[must_use]
    pub fn default_count(&self) -> usize {
        self.default_count
    }

    /// Sets the names of tags by id, for leads that have only ids.
    pub fn set_tag_names(&mut self, names: HashMap<String, String>) {
        self.tag_names = names;
    }

    /// The names of the fields that were requested.
    pub(crate) fn asked(&self) -> impl Iterator<Item = &str> {
        let asked = self.columns.iter().skip(self.default_count);
        let asked = asked.filter(|column| !matches!(column.source, Source::Row { .. }));
        asked.map(|column| column.name.as_str())
    }

    /// Calls `visit` with the title of each column.
    pub fn each_title(&self, mut visit: impl FnMut(&str)) {
        for column in &self.columns {
            match &column.source {
                Source::Wildcard { path, names, .. } => {
                    for name in names {
                        visit(&format!("{path}.{name}"));
                    }
                }
                _ => visit(&column.name),
            }
        }
    }

    /// Calls `visit` with the text of each cell of `lead`, in the order of the titles.
    pub fn each_cell(&mut self, lead: Lead<'_>, times: Times, mut visit: impl FnMut(&str)) {
        self.each_typed_cell(lead, times, |text, _| visit(text));
    }

    /// As [`Fields::each_cell`], with the type of each cell.
    pub fn each_typed_cell(
        &mut self,
        lead: Lead<'_>,
        times: Times,
        mut visit: impl FnMut(&str, CellType),
    ) {
        let values = self.read(lead);
        let mut cell = String::new();
        let mut cut = false;
        for column in &self.columns {
            cell.clear();
            let name = &column.name;
            let value = column.value(&values).unwrap_or("null");
            let kind = match &column.source {
                Source::Wildcard { names, .. } => {
                    let mut found = vec!["null"; names.len()];
                    lead::each_entry(value, |key, value| {
                        if let Ok(index) = names.binary_search_by(|name| name.as_str().cmp(key)) {
                            found[index] = value;
                        }
                    });
                    for (name, value) in names.iter().zip(found) {
                        cell.clear();
                        cell::push_text(value, &mut cell);
                        visit(&cell, CellType::of_value(name, value, times));
                    }
                    continue;
                }
                Source::Builtin {
                    column: builtin, ..
                } => {
                    match builtin.kind {
                        CellKind::Text => cell::push_text(value, &mut cell),
                        CellKind::Escaped => cell::push_escaped(value, &mut cell),
                        CellKind::Time => cell::push_time(value, times, &mut cell),
                        CellKind::Labels => {
                            cut |= cell::push_labels(value, name, &self.tag_names, &mut cell);
                        }
                    }
                    CellType::of_builtin(builtin, value, times)
                }
                Source::Path { .. } if path::is_escaped(name) => {
                    cell::push_escaped(value, &mut cell);
                    CellType::of_value(name, value, times)
                }
                Source::Path { .. } | Source::Row { .. } => {
                    cell::push_text(value, &mut cell);
                    CellType::of_value(name, value, times)
                }
            };
            visit(&cell, kind);
        }
        self.cut_lists += u64::from(cut);
    }

    /// The paths that no lead had, in order; none if there was no lead. Built-in
    /// columns always exist.
    #[must_use]
    pub fn unseen(&self) -> Vec<Unseen> {
        if self.leads == 0 {
            return Vec::new();
        }
        let unseen = self.columns.iter().filter(|one| one.is_path() && !one.seen);
        unseen
            .map(|column| Unseen {
                name: column.name.clone(),
                suggestion: match &column.source {
                    Source::Wildcard { path, .. } => {
                        self.suggestions.closest(path).map(|path| path + ".*")
                    }
                    _ => self.suggestions.closest(&column.name),
                },
            })
            .collect()
    }

    /// Whether each requested field is on at least one lead, even as null.
    #[must_use]
    pub fn all_seen(&self) -> bool {
        let mut asked = self.columns.iter().skip(self.default_count);
        asked.all(|column| column.seen)
    }

    /// With columns from a file: the custom attributes of the leads that are not in it,
    /// up to a limit.
    #[must_use]
    pub fn unnamed_attributes(&self) -> Vec<&str> {
        let unnamed = self.unnamed.iter().flat_map(UnnamedAttributes::names);
        unnamed.collect()
    }

    /// The number of printed leads with a list (`tags`, …) that the API truncated.
    #[must_use]
    pub fn cut_lists(&self) -> u64 {
        self.cut_lists
    }

    /// The values of `lead` by slot. Also records which paths it has.
    fn read<'a>(&mut self, lead: Lead<'a>) -> Vec<Option<&'a str>> {
        let values = self.slots.read(lead);
        self.leads += 1;
        let mut has_paths = false;
        for column in &mut self.columns {
            column.note(&values);
            has_paths |= column.is_path();
        }
        if let Some(unnamed) = &mut self.unnamed {
            unnamed.add(&values);
        }
        if has_paths {
            self.suggestions.add(lead);
        }
        values
    }
}

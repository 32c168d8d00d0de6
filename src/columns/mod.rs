//! Columns: their names and paths, and the cells and values that a lead has
//! there. The list of fields is compiled once; a lead is read in one pass.

mod builtin;
mod cell;
mod column;
mod field_list;
mod field_set;
mod json;
mod labels;
mod path;
mod sample;
mod slots;
mod suggestions;
#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, HashMap, HashSet};

use builtin::CellKind;
pub use cell::Times;
use column::{Column, Source};
pub(crate) use field_set::{FieldNames, FieldSet, ListEntries, ValueKind, text};
#[cfg(feature = "sqlite")]
pub(crate) use labels::MORE;
pub use sample::{RowTarget, SAMPLE_COLUMNS, Sample};
use slots::Slots;
use suggestions::Suggestions;

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

/// The field for all custom attributes, each in a column of its own.
const ATTRIBUTES: &str = "custom_attributes.*";
const ATTRIBUTE_PREFIX: &str = "custom_attributes.";

/// The names of all columns with a name of their own.
pub fn names() -> impl Iterator<Item = &'static str> {
    builtin::COLUMNS.iter().map(|column| column.name)
}

/// The column whose value is under `key` of a lead, or under `inside` in the
/// object there.
#[cfg(feature = "sqlite")]
pub(crate) fn name_of(key: &str, inside: Option<&str>) -> Option<&'static str> {
    let is_path = |path: &builtin::KeyPath| path.key == key && path.inside == inside;
    let column = builtin::COLUMNS
        .iter()
        .find(|column| column.paths.iter().any(is_path));
    column.map(|column| column.name)
}

/// A compiled list of fields.
pub struct Fields {
    /// Whether JSON has all keys of the lead, followed by the columns.
    includes_lead: bool,
    columns: Vec<Column>,
    /// How many columns, the first ones, are defaults.
    default_count: usize,
    slots: Slots,
    /// Custom attributes that are named, and so are not part of the `*`.
    explicit_attributes: HashSet<String>,
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
    /// A similar field that exists. It can be the name of a custom attribute:
    /// sanitize it as any text of a lead.
    pub suggestion: Option<String>,
}

impl Fields {
    /// Compiles the value of `--fields`, or `defaults` without one: one of
    /// [`TABLE_COLUMNS`], [`CSV_COLUMNS`], [`SAMPLE_COLUMNS`] and [`WHOLE_LEAD`]. The
    /// error is a message for the user.
    pub fn parse(list: Option<&str>, defaults: &[&str]) -> Result<Self, String> {
        let Some(list) = list else {
            let mut fields = Self::compile(defaults.is_empty(), defaults.iter().copied());
            fields.default_count = defaults.len();
            return Ok(fields);
        };
        let list = field_list::parse(list)?;
        let defaults = if list.adds { defaults } else { &[] };
        let added = list.names.iter().map(String::as_str);
        let added = added.filter(|name| !defaults.contains(name));
        let includes_lead = list.adds && defaults.is_empty();
        let mut fields = Self::compile(includes_lead, defaults.iter().copied().chain(added));
        fields.default_count = defaults.len();
        Ok(fields)
    }

    /// The columns of rows that the program makes itself: objects with these
    /// keys.
    #[must_use]
    pub fn of_rows(names: &[String]) -> Self {
        let mut fields = Self::compile(false, std::iter::empty());
        let columns = names.iter();
        fields.columns = columns
            .map(|name| Column::of_row(name, &mut fields.slots))
            .collect();
        fields
    }

    /// Puts a column for the key `name` in front of the others. JSON with all keys
    /// of the lead has that one already.
    pub fn prepend(&mut self, name: &str) {
        if !self.includes_lead {
            let column = Column::of_row(name, &mut self.slots);
            self.columns.insert(0, column);
            self.default_count += usize::from(self.default_count > 0);
        }
    }

    fn compile<'n>(includes_lead: bool, names: impl Iterator<Item = &'n str>) -> Self {
        let mut slots = Slots::default();
        let columns = names.map(|name| Column::compile(name, &mut slots));
        let columns: Vec<Column> = columns.collect();
        let explicit_attributes = columns
            .iter()
            .filter_map(|column| column.name.strip_prefix(ATTRIBUTE_PREFIX))
            .map(str::to_owned)
            .collect();
        Self {
            includes_lead,
            columns,
            default_count: 0,
            slots,
            explicit_attributes,
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

    /// How many columns, the first ones, are defaults.
    #[must_use]
    pub fn default_count(&self) -> usize {
        self.default_count
    }

    /// Sets the names of tags by id, for leads that have only ids.
    pub fn set_tag_names(&mut self, names: HashMap<String, String>) {
        self.tag_names = names;
    }

    /// Whether the columns are known only after the last lead, because
    /// `custom_attributes.*` is among the fields.
    #[must_use]
    pub fn need_all_leads(&self) -> bool {
        self.wants(ATTRIBUTES)
    }

    /// Sets the columns of `custom_attributes.*`.
    pub fn set_attributes(&mut self, attributes: BTreeSet<String>) {
        let explicit = &self.explicit_attributes;
        let columns: Vec<String> = attributes
            .into_iter()
            .filter(|name| !explicit.contains(name))
            .collect();
        for column in &mut self.columns {
            if let Source::Attributes { names, .. } = &mut column.source {
                names.clone_from(&columns);
            }
        }
    }

    /// Calls `visit` with the title of each column.
    pub fn each_title(&self, mut visit: impl FnMut(&str)) {
        for column in &self.columns {
            match &column.source {
                Source::Attributes { names, .. } => {
                    for name in names {
                        visit(&format!("{ATTRIBUTE_PREFIX}{name}"));
                    }
                }
                _ => visit(&column.name),
            }
        }
    }

    /// Calls `visit` with the text of each cell of `lead`, in the order of the
    /// titles.
    pub fn each_cell(&mut self, lead: Lead<'_>, times: Times, mut visit: impl FnMut(&str)) {
        let values = self.read(lead);
        let mut cell = String::new();
        let mut cut = false;
        for column in &self.columns {
            cell.clear();
            match &column.source {
                Source::Attributes { slot, names } => {
                    let mut attributes = vec![None; names.len()];
                    lead::each_entry(values[*slot].unwrap_or("null"), |key, value| {
                        if let Ok(index) = names.binary_search_by(|name| name.as_str().cmp(key)) {
                            attributes[index] = Some(value);
                        }
                    });
                    for value in attributes {
                        cell.clear();
                        cell::push_text(value.unwrap_or("null"), &mut cell);
                        visit(&cell);
                    }
                    continue;
                }
                Source::Builtin {
                    column: builtin, ..
                } => {
                    let value = column.value(&values).unwrap_or("null");
                    match builtin.kind {
                        CellKind::Text => cell::push_text(value, &mut cell),
                        CellKind::Escaped => cell::push_escaped(value, &mut cell),
                        CellKind::Time => cell::push_time(value, times, &mut cell),
                        CellKind::Labels => {
                            cut |=
                                cell::push_labels(value, builtin.name, &self.tag_names, &mut cell);
                        }
                    }
                }
                Source::Row { .. } => {
                    cell::push_text(column.value(&values).unwrap_or("null"), &mut cell);
                }
                Source::Path { .. } => {
                    let value = column.value(&values).unwrap_or("null");
                    if path::is_escaped(&column.name) {
                        cell::push_escaped(value, &mut cell);
                    } else {
                        cell::push_text(value, &mut cell);
                    }
                }
            }
            visit(&cell);
        }
        self.cut_lists += u64::from(cut);
    }

    /// The paths that no lead had, in their order; none when there was no lead.
    /// Columns with a name of their own exist, whether or not a lead has a value.
    #[must_use]
    pub fn unseen(&self) -> Vec<Unseen> {
        if self.leads == 0 {
            return Vec::new();
        }
        let unseen = self
            .columns
            .iter()
            .filter(|column| matches!(column.source, Source::Path { seen: false, .. }));
        unseen
            .map(|column| Unseen {
                name: column.name.clone(),
                suggestion: self.suggestions.closest(&column.name),
            })
            .collect()
    }

    /// How many leads were printed with a list (`tags`, …) that the API cut.
    #[must_use]
    pub fn cut_lists(&self) -> u64 {
        self.cut_lists
    }

    /// The values of `lead` by slot. Also notes which paths it has.
    fn read<'a>(&mut self, lead: Lead<'a>) -> Vec<Option<&'a str>> {
        let values = self.slots.read(lead);
        self.leads += 1;
        let mut has_paths = false;
        for column in &mut self.columns {
            let Source::Path { seen, .. } = column.source else {
                continue;
            };
            has_paths = true;
            let now_seen = seen || column.value(&values).is_some();
            if let Source::Path { seen, .. } = &mut column.source {
                *seen = now_seen;
            }
        }
        if has_paths {
            self.suggestions.add(lead);
        }
        values
    }
}

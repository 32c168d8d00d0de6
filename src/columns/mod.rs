//! Fields: which columns a list shows, and how their values are read out of a
//! lead. A list of fields is compiled once; a lead is gone through once.

mod cell;
mod column;
mod json;
mod known;
mod labels;
mod list;
mod named;
mod path;
mod sample;
mod slots;
#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, HashMap, HashSet};

pub use cell::Times;
use column::{Column, Source};
use known::Known;
use named::Kind;
pub use sample::{ROW, Sample};
use slots::Slots;

use crate::lead::{self, Lead};

/// The columns of a table when none are asked for.
pub const TABLE: &[&str] = &[
    "id",
    "name",
    "email",
    "phone",
    "city",
    "country",
    "created_at",
    "last_seen_at",
];

/// The columns of csv and tsv when none are asked for.
pub const CSV: &[&str] = &[
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

/// What JSON prints when no fields are asked for: the lead as it is.
pub const WHOLE: &[&str] = &[];

/// The field that stands for every custom attribute.
const ATTRIBUTES: &str = "custom_attributes.*";
const ATTRIBUTE_PREFIX: &str = "custom_attributes.";

/// The names of all columns.
pub fn columns() -> impl Iterator<Item = &'static str> {
    named::COLUMNS.iter().map(|column| column.name)
}

/// A compiled list of fields.
pub struct Fields {
    /// Whether the lead itself goes first, and the columns only add to it.
    whole: bool,
    columns: Vec<Column>,
    /// How many columns, at the front, nobody asked for by name.
    usual: usize,
    /// What any column looks at in a lead.
    slots: Slots,
    /// Custom attributes that have a column of their own beside the `*`.
    apart: HashSet<String>,
    tag_names: HashMap<String, String>,
    known: Known,
    leads: u64,
    cut_lists: u64,
}

/// A field that was asked for and that no lead had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unseen {
    /// The field as it was typed.
    pub name: String,
    /// A field that exists and that may have been meant. It can be the name
    /// of a custom attribute, so it is as trustworthy as a lead.
    pub suggestion: Option<String>,
}

impl Fields {
    /// Compiles the text of `--fields`, or `defaults` without one; see
    /// [`TABLE`], [`CSV`] and [`WHOLE`]. The error is a message for the user.
    pub fn parse(list: Option<&str>, defaults: &[&str]) -> Result<Self, String> {
        let Some(list) = list else {
            let mut fields = Self::compile(defaults.is_empty(), defaults.iter().copied());
            fields.usual = defaults.len();
            return Ok(fields);
        };
        let list = list::parse(list)?;
        let defaults = if list.adds { defaults } else { &[] };
        let added = list.names.iter().map(String::as_str);
        let added = added.filter(|name| !defaults.contains(name));
        let whole = list.adds && defaults.is_empty();
        let mut fields = Self::compile(whole, defaults.iter().copied().chain(added));
        fields.usual = defaults.len();
        Ok(fields)
    }

    fn compile<'n>(whole: bool, names: impl Iterator<Item = &'n str>) -> Self {
        let mut slots = Slots::default();
        let columns = names.map(|name| Column::compile(name, &mut slots));
        let columns: Vec<Column> = columns.collect();
        let apart = columns
            .iter()
            .filter_map(|column| column.name.strip_prefix(ATTRIBUTE_PREFIX))
            .map(str::to_owned)
            .collect();
        Self {
            whole,
            columns,
            usual: 0,
            slots,
            apart,
            tag_names: HashMap::new(),
            known: Known::default(),
            leads: 0,
            cut_lists: 0,
        }
    }

    /// Whether the column `name` is among the fields.
    #[must_use]
    pub fn wants(&self, name: &str) -> bool {
        self.columns.iter().any(|column| column.name == name)
    }

    /// How many columns, at the front, are shown without having been asked
    /// for.
    #[must_use]
    pub fn usual(&self) -> usize {
        self.usual
    }

    /// Names for the ids of tags, for leads that carry ids alone; as the API
    /// sent them, entities and all.
    pub fn name_tags(&mut self, names: HashMap<String, String>) {
        self.tag_names = names;
    }

    /// Whether the columns depend on leads not read yet: `custom_attributes.*`.
    #[must_use]
    pub fn are_open(&self) -> bool {
        self.wants(ATTRIBUTES)
    }

    /// Fixes the columns that `custom_attributes.*` stands for.
    pub fn close(&mut self, attributes: BTreeSet<String>) {
        let apart = &self.apart;
        let columns: Vec<String> = attributes
            .into_iter()
            .filter(|name| !apart.contains(name))
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
        let found = self.read(lead);
        let mut cell = String::new();
        let mut cut = false;
        for column in &self.columns {
            cell.clear();
            match &column.source {
                Source::Attributes { slot, names } => {
                    let mut values = vec![None; names.len()];
                    lead::each_entry(found[*slot].unwrap_or("null"), |key, value| {
                        if let Ok(index) = names.binary_search_by(|name| name.as_str().cmp(key)) {
                            values[index] = Some(value);
                        }
                    });
                    for value in values {
                        cell.clear();
                        cell::push_text(value.unwrap_or("null"), &mut cell);
                        visit(&cell);
                    }
                    continue;
                }
                Source::Named { column: named, .. } => {
                    let value = column.value(&found).unwrap_or("null");
                    match named.kind {
                        Kind::Text => cell::push_text(value, &mut cell),
                        Kind::Time => cell::push_time(value, times, &mut cell),
                        Kind::List => {
                            cut |= cell::push_labels(value, named.name, &self.tag_names, &mut cell);
                        }
                    }
                }
                Source::Path { .. } => {
                    cell::push_text(column.value(&found).unwrap_or("null"), &mut cell);
                }
            }
            visit(&cell);
        }
        self.cut_lists += u64::from(cut);
    }

    /// The fields that no lead had, in the order they were asked for. Columns
    /// with a name of their own are never among them, and after no lead at all
    /// there is nothing to say.
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
                suggestion: self.known.like(&column.name),
            })
            .collect()
    }

    /// How many leads had a list shown (`tags`, …) that the API cut short.
    #[must_use]
    pub fn cut_lists(&self) -> u64 {
        self.cut_lists
    }

    /// The values in the slots, from one pass over `lead`; and notes which
    /// fields it has.
    fn read<'a>(&mut self, lead: Lead<'a>) -> Vec<Option<&'a str>> {
        let found = self.slots.read(lead);
        self.leads += 1;
        let mut paths = false;
        for column in &mut self.columns {
            let Source::Path { seen, .. } = column.source else {
                continue;
            };
            paths = true;
            let now = seen || column.value(&found).is_some();
            if let Source::Path { seen, .. } = &mut column.source {
                *seen = now;
            }
        }
        if paths {
            self.known.learn(lead);
        }
        found
    }
}

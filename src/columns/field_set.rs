//! Fields of conditions and groups, whose values are read but not printed.

use std::borrow::Cow;
use std::collections::HashMap;

use super::builtin::CellKind;
use super::column::{Column, Source};
use super::field_list::FieldName;
use super::slots::Slots;
use super::suggestions::Suggestions;
use super::{labels, path};
use crate::lead::{Lead, entities, plain_text};

/// Fields, each with an index.
#[derive(Default)]
pub(crate) struct FieldSet {
    columns: Vec<Column>,
    slots: Slots,
}

/// The type of a field's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ValueKind {
    Plain,
    /// Text that the API escapes as HTML.
    Escaped,
    Time,
    /// A list of tags, segments or companies.
    List,
}

/// The contents of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ListEntries {
    pub(crate) entries: Vec<ListEntry>,
    /// Whether the API sent only a part of the list.
    pub(crate) is_cut: bool,
}

/// One entry of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ListEntry {
    /// Its name, or its id if no name is known.
    pub(crate) name: String,
    pub(crate) ids: Vec<String>,
}

impl FieldSet {
    /// Adds the field `name`, a column or a path, and returns its index.
    pub(crate) fn add(&mut self, name: &str) -> usize {
        self.position(name).unwrap_or_else(|| {
            let column = Column::compile(FieldName::bare(name), &mut self.slots);
            self.columns.push(column);
            self.columns.len() - 1
        })
    }

    /// The names of the fields, in the order of their indices.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|column| column.name.as_str())
    }

    pub(crate) fn name(&self, field: usize) -> &str {
        &self.columns[field].name
    }

    /// The index of the field `name`, if it was added.
    pub(crate) fn position(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    /// Whether the field is a column, which exists even if no lead has a value.
    pub(crate) fn is_column(&self, field: usize) -> bool {
        matches!(self.columns[field].source, Source::Builtin { .. })
    }

    pub(crate) fn kind(&self, field: usize) -> ValueKind {
        let column = &self.columns[field];
        match &column.source {
            Source::Builtin { column, .. } => match column.kind {
                CellKind::Text => ValueKind::Plain,
                CellKind::Escaped => ValueKind::Escaped,
                CellKind::Time => ValueKind::Time,
                CellKind::Labels => ValueKind::List,
            },
            _ if column.name.ends_with("_at") => ValueKind::Time,
            _ if path::is_escaped(&column.name) => ValueKind::Escaped,
            _ => ValueKind::Plain,
        }
    }

    /// The raw JSON values of `lead` by field.
    pub(crate) fn read<'a>(&self, lead: Lead<'a>) -> Vec<Option<&'a str>> {
        let slots = self.slots.read(lead);
        let values = self.columns.iter().map(|column| column.value(&slots));
        values.collect()
    }

    /// The entries of the list `value` of a field. `names` has names by id, for leads
    /// that have only ids.
    pub(crate) fn entries(
        &self,
        field: usize,
        value: &str,
        names: Option<&HashMap<String, String>>,
    ) -> ListEntries {
        let none = HashMap::new();
        labels::entries(value, self.name(field), names.unwrap_or(&none))
    }
}

/// The text of a raw JSON value; `None` for null.
pub(crate) fn text(value: &str, kind: ValueKind) -> Option<Cow<'_, str>> {
    match value {
        "\"\"" => Some(Cow::Borrowed("")),
        _ if kind == ValueKind::Escaped => {
            plain_text(value).map(|text| Cow::Owned(entities::decode(&text).into_owned()))
        }
        _ => plain_text(value),
    }
}

/// Suggests fields for an unknown name.
#[derive(Default)]
pub(crate) struct FieldNames(Suggestions);

impl FieldNames {
    /// Collects the fields of a lead, if it is one of the first.
    pub(crate) fn add(&mut self, lead: Lead<'_>) {
        self.0.add(lead);
    }

    pub(crate) fn closest(&self, name: &str) -> Option<String> {
        self.0.closest(name)
    }
}

//! Leads as JSON: as they are, or objects of the fields.

use std::collections::{HashMap, HashSet};

use super::builtin::CellKind;
use super::column::Source;
use super::{ATTRIBUTE_PREFIX, Fields, cell, labels};
use crate::lead::{self, Lead, json_text};

impl Fields {
    /// Appends `lead` as compact JSON: all of it, or an object of the fields.
    pub fn push_json(&mut self, lead: Lead<'_>, out: &mut String) {
        if self.includes_lead && self.columns.is_empty() {
            out.push_str(&json_text::compact(lead.json()));
            return;
        }
        let values = self.read(lead);
        let mut present = HashSet::new();
        let mut object = if self.includes_lead {
            lead::each_entry(lead.json(), |key, _| {
                present.insert(key.to_owned());
            });
            Object::reopen(&json_text::compact(lead.json()), out)
        } else {
            Object::open(out)
        };
        let mut cut = false;
        for column in &self.columns {
            if present.contains(&column.name) {
                continue;
            }
            match &column.source {
                Source::Attributes { slot, .. } => {
                    let attributes = values[*slot].unwrap_or("null");
                    for (name, value) in entries_once(attributes) {
                        let key = format!("{ATTRIBUTE_PREFIX}{name}");
                        if !self.explicit_attributes.contains(&name) && !present.contains(&key) {
                            object
                                .key(&labels::json_string(&key))
                                .push_str(&json_text::compact(value));
                        }
                    }
                }
                Source::Builtin {
                    column: builtin, ..
                } if builtin.kind == CellKind::Labels => {
                    let value = column.value(&values).unwrap_or("null");
                    let out = object.key(&column.json_name);
                    cut |= cell::push_label_array(value, builtin.name, &self.tag_names, out);
                }
                _ => {
                    let value = column.value(&values).unwrap_or("null");
                    object
                        .key(&column.json_name)
                        .push_str(&json_text::compact(value));
                }
            }
        }
        object.close();
        self.cut_lists += u64::from(cut);
    }
}

/// The entries of an object in its order; a repeated key once, with its last
/// value.
fn entries_once(object: &str) -> Vec<(String, &str)> {
    let mut entries: Vec<(String, &str)> = Vec::new();
    let mut indexes = HashMap::new();
    lead::each_entry(object, |key, value| {
        if let Some(&index) = indexes.get(key) {
            entries[index] = (key.to_owned(), value);
        } else {
            indexes.insert(key.to_owned(), entries.len());
            entries.push((key.to_owned(), value));
        }
    });
    entries
}

/// A JSON object that is being written.
struct Object<'o> {
    out: &'o mut String,
    empty: bool,
}

impl<'o> Object<'o> {
    fn open(out: &'o mut String) -> Self {
        out.push('{');
        Self { out, empty: true }
    }

    /// Starts with the entries of `object`, the text of one.
    fn reopen(object: &str, out: &'o mut String) -> Self {
        let inside = object
            .strip_prefix('{')
            .and_then(|object| object.strip_suffix('}'));
        let inside = inside.unwrap_or_default();
        out.push('{');
        out.push_str(inside);
        Self {
            out,
            empty: inside.is_empty(),
        }
    }

    /// Writes a key, given as a JSON string. The caller appends its value.
    fn key(&mut self, key: &str) -> &mut String {
        if !self.empty {
            self.out.push(',');
        }
        self.empty = false;
        self.out.push_str(key);
        self.out.push(':');
        self.out
    }

    fn close(self) {
        self.out.push('}');
    }
}

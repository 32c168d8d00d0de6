//! Leads as JSON: unchanged, or as objects of the fields.

use std::collections::HashSet;

use super::builtin::CellKind;
use super::column::Source;
use super::path::Step;
use super::tree::Object;
use super::{Fields, cell, labels};
use crate::lead::{self, Lead, json_text};

impl Fields {
    /// Appends `lead` as compact JSON: all of it, or an object of the fields.
    pub fn push_json(&mut self, lead: Lead<'_>, out: &mut String) {
        if self.includes_lead && self.columns.is_empty() {
            out.push_str(&json_text::compact(lead.json()));
            return;
        }
        let values = self.read(lead);
        let mut object = Object::default();
        let mut cut = false;
        for column in &self.columns {
            if let Some((steps, value)) = column.locate(&values) {
                // A list of names replaces paths into it.
                if steps.first().is_some_and(|first| self.is_list(first)) {
                    object.set_column(&column.name, json_text::compact(value).into_owned());
                } else {
                    object.set_path(&steps, value);
                }
                continue;
            }
            let value = column.value(&values).unwrap_or("null");
            let json = match &column.source {
                Source::Builtin {
                    column: builtin, ..
                } if builtin.kind == CellKind::Labels => {
                    let mut names = String::new();
                    cut |= cell::push_label_array(value, builtin.name, &self.tag_names, &mut names);
                    names
                }
                _ => json_text::compact(value).into_owned(),
            };
            object.set_column(&column.name, json);
        }
        let mut present = HashSet::new();
        let start = out.len();
        if self.includes_lead {
            lead::each_entry(lead.json(), |key, _| {
                present.insert(key.to_owned());
            });
            let whole = json_text::compact(lead.json());
            let whole = whole.strip_suffix('}').unwrap_or("{");
            out.push_str(whole);
        } else {
            out.push('{');
        }
        object.each_entry(|key, value| {
            if !present.contains(key) {
                if out.len() > start + 1 {
                    out.push(',');
                }
                out.push_str(&labels::json_string(key));
                out.push(':');
                out.push_str(value);
            }
        });
        out.push('}');
        self.cut_lists += u64::from(cut);
    }

    /// Whether one of the fields is a list of names under this key.
    fn is_list(&self, step: &Step) -> bool {
        self.columns.iter().any(|column| match &column.source {
            Source::Builtin { column, .. } => {
                column.kind == CellKind::Labels && *step == Step::Key(column.name)
            }
            _ => false,
        })
    }
}

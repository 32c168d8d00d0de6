//! Changes as rows. For columns, the lead with the keys `change`, `why` and `fields`
//! added; for JSON, an object that contains the lead.

use std::fmt::Write as _;

use serde_json::Value;

use super::super::list::ListFilter;
use super::super::printer::Printer;
use crate::columns::Fields;
use crate::lead::{Lead, json_text};
use crate::sync::{Change, Copy};

/// Prints changes.
pub(super) struct Rows<'a> {
    /// In JSON, the fields of the lead.
    lead_fields: Option<Fields>,
    /// Selects the changes to print; `None` for all.
    filter: Option<ListFilter<'a>>,
}

impl<'a> Rows<'a> {
    pub(super) fn new(lead_fields: Option<Fields>, filter: Option<ListFilter<'a>>) -> Self {
        Self {
            lead_fields,
            filter,
        }
    }

    /// Prints the changes of `runs` that match.
    pub(super) fn print(
        &mut self,
        copy: &Copy,
        runs: &[i64],
        printer: &mut Printer,
    ) -> anyhow::Result<()> {
        let mut row = String::new();
        for run in runs {
            copy.each_change(*run, |change| {
                let lead = Lead::new(&change.lead);
                if let Some(filter) = &mut self.filter
                    && !filter.matches(lead)?
                {
                    return Ok(());
                }
                row.clear();
                match &mut self.lead_fields {
                    Some(fields) => push_object(&change, fields, &mut row),
                    None => push_lead(&change, &mut row),
                }
                Ok(printer.lead(Lead::new(&row))?)
            })?;
        }
        Ok(())
    }
}

/// Appends the lead with three more keys. If a key is repeated, the last one counts.
fn push_lead(change: &Change, out: &mut String) {
    let lead = json_text::compact(&change.lead);
    let inside = lead.trim().strip_suffix('}').unwrap_or("{");
    let comma = if inside == "{" { "" } else { "," };
    // Writing to a string does not fail.
    let _ = write!(
        out,
        r#"{inside}{comma}"change":{},"why":{},"fields":{}}}"#,
        Value::from(change.kind.as_str()),
        Value::from(change.why.as_deref()),
        Value::from(change.fields.join("; ")),
    );
}

fn push_object(change: &Change, fields: &mut Fields, out: &mut String) {
    let _ = write!(
        out,
        r#"{{"change":{},"why":{},"merged_into":{},"fields":{},"lead":"#,
        Value::from(change.kind.as_str()),
        Value::from(change.why.as_deref()),
        Value::from(change.merged_into.as_deref()),
        Value::from(change.fields.clone()),
    );
    fields.push_json(Lead::new(&change.lead), out);
    out.push('}');
}

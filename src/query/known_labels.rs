//! Names and lists of labels that leads lack: API 1.x sends segments without names; 2.x
//! sends at most ten ids of tags, or only their number, and no segments.

use std::borrow::Cow;
use std::collections::HashMap;

use super::labels::LabelKind;
use crate::columns::{FieldSet, ListEntries, ListEntry};
use crate::lead::Lead;

/// Names of labels, and the lists of tags that were requested for single leads.
#[derive(Debug, Default)]
pub struct KnownLabels {
    tags: Option<HashMap<String, String>>,
    segments: Option<HashMap<String, String>>,
    lists: HashMap<String, ListEntries>,
}

impl KnownLabels {
    /// The names by id; `None` until they were requested.
    #[must_use]
    pub fn names(&self, kind: LabelKind) -> Option<&HashMap<String, String>> {
        match kind {
            LabelKind::Tag => self.tags.as_ref(),
            LabelKind::Segment => self.segments.as_ref(),
        }
    }

    /// Sets the names by id.
    pub fn set_names(&mut self, kind: LabelKind, names: HashMap<String, String>) {
        match kind {
            LabelKind::Tag => self.tags = Some(names),
            LabelKind::Segment => self.segments = Some(names),
        }
    }

    /// The entries of the list `value` of a lead, in the field with this index. A list
    /// that a lead does not have counts as truncated: API 2.x never sends segments.
    pub(super) fn list_of(
        &self,
        fields: &FieldSet,
        field: usize,
        value: Option<&str>,
        lead: Lead<'_>,
    ) -> Cow<'_, ListEntries> {
        let kind = LabelKind::of_column(fields.name(field));
        let entries = match value {
            Some(value) => fields.entries(field, value, kind.and_then(|kind| self.names(kind))),
            None => ListEntries {
                is_cut: true,
                ..ListEntries::default()
            },
        };
        if entries.is_cut
            && kind == Some(LabelKind::Tag)
            && let Some(list) = lead.id().and_then(|id| self.lists.get(&*id))
        {
            return Cow::Borrowed(list);
        }
        Cow::Owned(entries)
    }

    /// Sets all tags of a lead by id and name.
    pub fn set_list(&mut self, lead_id: String, tags: impl IntoIterator<Item = (String, String)>) {
        let entries = tags.into_iter().map(|(id, name)| ListEntry {
            name,
            ids: vec![id],
        });
        let list = ListEntries {
            entries: entries.collect(),
            is_cut: false,
        };
        self.lists.insert(lead_id, list);
    }

    /// Whether the tags of this lead were requested.
    #[must_use]
    pub fn has_list(&self, lead_id: &str) -> bool {
        self.lists.contains_key(lead_id)
    }

    /// Clears the lists of single leads.
    pub fn forget_lists(&mut self) {
        self.lists.clear();
    }
}

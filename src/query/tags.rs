//! The tags of leads that do not carry them whole: API 2.x sends the ids of ten
//! tags at most, or their number alone.

use std::borrow::Cow;
use std::collections::HashMap;

use super::labels::LabelKind;
use crate::columns::{FieldSet, ListEntries};
use crate::lead::Lead;

/// Names of tags, and lists that were requested for single leads.
#[derive(Debug, Default)]
pub struct Tags {
    names: Option<HashMap<String, String>>,
    lists: HashMap<String, ListEntries>,
}

impl Tags {
    /// The names by id; `None` until they were requested.
    #[must_use]
    pub fn names(&self) -> Option<&HashMap<String, String>> {
        self.names.as_ref()
    }

    /// Sets the names by id.
    pub fn set_names(&mut self, names: HashMap<String, String>) {
        self.names = Some(names);
    }

    /// The entries of the list `value` of a lead, in the field with this index.
    /// A list that a lead does not have is cut: segments of API 2.x are in no
    /// answer.
    pub(super) fn list_of(
        &self,
        fields: &FieldSet,
        field: usize,
        value: Option<&str>,
        lead: Lead<'_>,
    ) -> Cow<'_, ListEntries> {
        let entries = match value {
            Some(value) => fields.entries(field, value, self.names()),
            None => ListEntries {
                is_cut: true,
                ..ListEntries::default()
            },
        };
        if entries.is_cut
            && fields.name(field) == LabelKind::Tag.column()
            && let Some(list) = lead.id().and_then(|id| self.lists.get(&*id))
        {
            return Cow::Borrowed(list);
        }
        Cow::Owned(entries)
    }

    /// Sets all tags of a lead by id and name.
    pub fn set_list(&mut self, lead_id: String, tags: impl IntoIterator<Item = (String, String)>) {
        let (ids, names) = tags.into_iter().unzip();
        let list = ListEntries {
            names,
            ids,
            is_cut: false,
        };
        self.lists.insert(lead_id, list);
    }

    /// Whether the tags of this lead were requested.
    #[must_use]
    pub fn has_list(&self, lead_id: &str) -> bool {
        self.lists.contains_key(lead_id)
    }

    /// Forgets the lists of single leads.
    pub fn forget_lists(&mut self) {
        self.lists.clear();
    }
}

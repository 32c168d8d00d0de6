//! `PATH.*`: a column for each key of any lead at that path.

use std::collections::{BTreeSet, HashSet};

use super::Fields;
use super::column::{Column, Source};
use crate::lead::{self, Lead};

impl Fields {
    /// Whether the columns are known only after the last lead, because a field is
    /// `PATH.*`.
    #[must_use]
    pub fn need_all_leads(&self) -> bool {
        self.wildcards().next().is_some()
    }

    /// The columns `PATH.*`.
    fn wildcards(&self) -> impl Iterator<Item = &Column> {
        let columns = self.columns.iter();
        columns.filter(|column| matches!(column.source, Source::Wildcard { .. }))
    }

    /// Calls `visit` with the keys of `lead` at each `PATH.*`, and the index of that
    /// field among those of this kind.
    pub fn each_wildcard_key(&self, lead: Lead<'_>, mut visit: impl FnMut(usize, &str)) {
        let values = self.slots.read(lead);
        for (index, column) in self.wildcards().enumerate() {
            let object = column.value(&values).unwrap_or("null");
            lead::each_entry(object, |key, _| visit(index, key));
        }
    }

    /// Sets the columns of each `PATH.*`. A key that is also a separate field is left
    /// out.
    pub fn set_wildcards(&mut self, keys: impl IntoIterator<Item = BTreeSet<String>>) {
        let explicit = self.columns.iter();
        let explicit = explicit.filter(|one| !matches!(one.source, Source::Wildcard { .. }));
        let explicit: HashSet<String> = explicit.map(|one| one.name.clone()).collect();
        let mut keys = keys.into_iter();
        for column in &mut self.columns {
            if let Source::Wildcard { path, names, .. } = &mut column.source {
                let keys = keys.next().unwrap_or_default().into_iter();
                let other = |key: &String| !explicit.contains(&format!("{path}.{key}"));
                *names = keys.filter(other).collect();
            }
        }
    }
}

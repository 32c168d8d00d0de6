//! Field names of the first leads, to suggest one for an unknown name.

use std::collections::BTreeSet;

use super::builtin;
use crate::lead::{self, Lead};

/// The number of leads to collect names from: names repeat, and collecting takes time.
const MAX_LEADS: usize = 20;

/// The maximum number of names, to bound the memory for hostile leads.
const MAX_NAMES: usize = 1000;

/// The maximum length of a name in bytes. Nobody types a longer one, and comparing
/// takes memory proportional to the product of the lengths.
const MAX_NAME_BYTES: usize = 200;

/// The minimum similarity of a suggestion, from 0 to 1.
const MIN_SIMILARITY: f64 = 0.6;

/// The names that can be suggested, in addition to columns.
#[derive(Debug, Default)]
pub(super) struct Suggestions {
    names: BTreeSet<String>,
    leads: usize,
}

impl Suggestions {
    /// Collects the names of `lead`, if it is one of the first.
    pub(super) fn add(&mut self, lead: Lead<'_>) {
        if self.leads == MAX_LEADS {
            return;
        }
        self.leads += 1;
        lead::each_entry(lead.json(), |key, value| {
            self.insert(key.to_owned());
            if matches!(key, "custom_attributes" | "location" | "location_data") {
                lead::each_entry(value, |inner, _| self.insert(format!("{key}.{inner}")));
            }
        });
    }

    fn insert(&mut self, name: String) {
        if name.len() <= MAX_NAME_BYTES && self.names.len() < MAX_NAMES {
            self.names.insert(name);
        }
    }

    /// The name most similar to `wanted`, in full or in its part after the last dot.
    pub(super) fn closest(&self, wanted: &str) -> Option<String> {
        let lower = wanted.to_lowercase();
        let similarity = |name: &str| {
            let name = name.to_lowercase();
            let full = strsim::normalized_damerau_levenshtein(&lower, &name);
            let end = name.rsplit('.').next().unwrap_or(&name);
            // Slightly less, so that a match of the full name wins.
            let end = strsim::normalized_damerau_levenshtein(&lower, end) - 0.01;
            full.max(end)
        };
        let columns = builtin::COLUMNS.iter().map(|column| column.name);
        columns
            .chain(self.names.iter().map(String::as_str))
            .filter(|name| *name != wanted)
            .map(|name| (similarity(name), name))
            .filter(|&(similarity, _)| similarity >= MIN_SIMILARITY)
            .max_by(|left, right| left.0.total_cmp(&right.0))
            .map(|(_, name)| name.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn huge_names_are_not_stored() {
        let mut suggestions = Suggestions::default();
        let key = "k".repeat(MAX_NAME_BYTES + 1);
        suggestions.add(Lead::new(&format!(
            r#"{{"{key}":1,"custom_attributes":{{"{key}":2}}}}"#
        )));
        assert_eq!(suggestions.names.len(), 1, "{:?}", suggestions.names);
    }

    fn suggestions() -> Suggestions {
        let mut suggestions = Suggestions::default();
        suggestions.add(Lead::new(
            r#"{"id":"1","pseudonym":"x","custom_attributes":{"Plan":1,"monthly_spend":2},"location_data":{"timezone":"x"}}"#,
        ));
        suggestions
    }

    #[test]
    fn a_mistyped_name_finds_the_right_one() {
        let suggestions = suggestions();
        for (typed, meant) in [
            ("emial", "email"),
            ("Email", "email"),
            ("pseudonim", "pseudonym"),
            (
                "custom_attributes.monthly_spent",
                "custom_attributes.monthly_spend",
            ),
            ("plan", "custom_attributes.Plan"),
            ("custom_attributes.plan", "custom_attributes.Plan"),
            ("timezone", "location_data.timezone"),
        ] {
            assert_eq!(
                suggestions.closest(typed).as_deref(),
                Some(meant),
                "{typed}"
            );
        }
    }

    #[test]
    fn an_unfamiliar_name_gets_no_suggestion() {
        assert_eq!(suggestions().closest("zzzzzz"), None);
        assert_eq!(suggestions().closest(""), None);
    }

    #[test]
    fn memory_stays_bounded() {
        let many: Vec<String> = (0..5000).map(|n| format!("\"k{n}\":1")).collect();
        let json = format!("{{{}}}", many.join(","));
        let mut suggestions = Suggestions::default();
        for _ in 0..100 {
            suggestions.add(Lead::new(&json));
        }
        assert_eq!(suggestions.names.len(), MAX_NAMES);
        assert_eq!(suggestions.leads, MAX_LEADS);
    }
}

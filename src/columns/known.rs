//! The field names met so far, to suggest one when a name was mistyped.

use std::collections::BTreeSet;

use super::named;
use crate::lead::{self, Lead};

/// Leads looked at: names repeat, and looking costs time on every one.
const LEADS: usize = 20;

/// Names kept, whatever a lead brings.
const NAMES: usize = 1000;

/// Bytes of a name worth keeping: nobody types a longer one, and how alike two
/// names are takes room for each pair of their characters.
const LONGEST: usize = 200;

/// Below this likeness (0 to 1) a suggestion would be a guess.
const ALIKE: f64 = 0.6;

#[derive(Debug, Default)]
pub(super) struct Known {
    names: BTreeSet<String>,
    leads: usize,
}

impl Known {
    /// Remembers the names of `lead`, if it is one of the first.
    pub(super) fn learn(&mut self, lead: Lead<'_>) {
        if self.leads == LEADS {
            return;
        }
        self.leads += 1;
        lead::each_entry(lead.json(), |key, value| {
            self.keep(key.to_owned());
            if matches!(key, "custom_attributes" | "location" | "location_data") {
                lead::each_entry(value, |inner, _| self.keep(format!("{key}.{inner}")));
            }
        });
    }

    fn keep(&mut self, name: String) {
        if name.len() <= LONGEST && self.names.len() < NAMES {
            self.names.insert(name);
        }
    }

    /// The name most like `wanted`, whole or behind its last dot.
    pub(super) fn like(&self, wanted: &str) -> Option<String> {
        let lower = wanted.to_lowercase();
        let likeness = |name: &str| {
            let name = name.to_lowercase();
            let whole = strsim::normalized_damerau_levenshtein(&lower, &name);
            let end = name.rsplit('.').next().unwrap_or(&name);
            // A little less, so that a whole name wins over the end of one.
            let end = strsim::normalized_damerau_levenshtein(&lower, end) - 0.01;
            whole.max(end)
        };
        let columns = named::COLUMNS.iter().map(|column| column.name);
        columns
            .chain(self.names.iter().map(String::as_str))
            .filter(|name| *name != wanted)
            .map(|name| (likeness(name), name))
            .filter(|&(likeness, _)| likeness >= ALIKE)
            .max_by(|left, right| left.0.total_cmp(&right.0))
            .map(|(_, name)| name.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_without_measure_are_not_kept() {
        let mut known = Known::default();
        let key = "k".repeat(LONGEST + 1);
        known.learn(Lead::new(&format!(
            r#"{{"{key}":1,"custom_attributes":{{"{key}":2}}}}"#
        )));
        assert_eq!(known.names.len(), 1, "{:?}", known.names);
    }

    fn known() -> Known {
        let mut known = Known::default();
        known.learn(Lead::new(
            r#"{"id":"1","pseudonym":"x","custom_attributes":{"Plan":1,"monthly_spend":2},"location_data":{"timezone":"x"}}"#,
        ));
        known
    }

    #[test]
    fn a_mistyped_name_finds_the_right_one() {
        let known = known();
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
            assert_eq!(known.like(typed).as_deref(), Some(meant), "{typed}");
        }
    }

    #[test]
    fn a_name_like_nothing_gets_no_suggestion() {
        assert_eq!(known().like("zzzzzz"), None);
        assert_eq!(known().like(""), None);
    }

    #[test]
    fn memory_stays_bounded() {
        let many: Vec<String> = (0..5000).map(|n| format!("\"k{n}\":1")).collect();
        let json = format!("{{{}}}", many.join(","));
        let mut known = Known::default();
        for _ in 0..100 {
            known.learn(Lead::new(&json));
        }
        assert_eq!(known.names.len(), NAMES);
        assert_eq!(known.leads, LEADS);
    }
}

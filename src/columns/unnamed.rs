//! Custom attributes that the file of `--columns` does not name. They are not printed,
//! but reported.

use std::collections::{BTreeSet, HashSet};

use super::ATTRIBUTES;
use super::slots::Slots;
use crate::lead;

/// The maximum number of names and the length of one, to bound the memory.
const MAX_NAMES: usize = 1000;
const MAX_NAME_BYTES: usize = 200;

pub(super) struct UnnamedAttributes {
    slot: usize,
    named: HashSet<String>,
    found: BTreeSet<String>,
}

impl UnnamedAttributes {
    /// The attributes that are not in `names`.
    pub(super) fn new(names: &[String], slots: &mut Slots) -> Self {
        let prefix = format!("{ATTRIBUTES}.");
        let attributes = names.iter().filter_map(|name| name.strip_prefix(&prefix));
        Self {
            slot: slots.top(ATTRIBUTES),
            named: attributes.map(str::to_owned).collect(),
            found: BTreeSet::new(),
        }
    }

    /// Records the attributes of a lead with these values, by slot.
    pub(super) fn add(&mut self, values: &[Option<&str>]) {
        lead::each_entry(values[self.slot].unwrap_or("null"), |name, _| {
            let is_kept = name.len() <= MAX_NAME_BYTES && self.found.len() < MAX_NAMES;
            if is_kept && !self.named.contains(name) && !self.found.contains(name) {
                self.found.insert(name.to_owned());
            }
        });
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.found.iter().map(String::as_str)
    }
}

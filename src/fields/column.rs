//! One field, compiled: where in a lead its value stands.

use super::named::Named;
use super::{ATTRIBUTES, labels, named, path};

/// A compiled field.
pub(super) struct Column {
    pub(super) name: String,
    /// The name as a JSON key.
    pub(super) json_name: String,
    pub(super) source: Source,
}

pub(super) enum Source {
    Named {
        column: &'static Named,
        slots: Vec<usize>,
    },
    /// `slots` are those of the path's possible first keys, longest first,
    /// each with the key's length.
    Path {
        slots: Vec<(usize, usize)>,
        seen: bool,
    },
    /// `names` are known once every lead was read, and sorted.
    Attributes { slot: usize, names: Vec<String> },
}

impl Source {
    fn compile(name: &str, keys: &mut Vec<String>) -> Self {
        let mut slot = |key: &str| {
            keys.iter()
                .position(|known| known == key)
                .unwrap_or_else(|| {
                    keys.push(key.to_owned());
                    keys.len() - 1
                })
        };
        if name == ATTRIBUTES {
            Self::Attributes {
                slot: slot("custom_attributes"),
                names: Vec::new(),
            }
        } else if let Some(column) = named::find(name) {
            let slots = column.places.iter().map(|place| slot(place.key)).collect();
            Self::Named { column, slots }
        } else {
            let slots = path::first_keys(name)
                .map(|key| (slot(key), key.len()))
                .collect();
            Self::Path { slots, seen: false }
        }
    }
}

impl Column {
    /// The field `name`; its keys at the top of a lead are added to `keys`.
    pub(super) fn compile(name: &str, keys: &mut Vec<String>) -> Self {
        Self {
            name: name.to_owned(),
            json_name: labels::quoted(name),
            source: Source::compile(name, keys),
        }
    }

    /// The column's raw value, from the values at the top of the lead.
    pub(super) fn value<'a>(&self, found: &[Option<&'a str>]) -> Option<&'a str> {
        match &self.source {
            Source::Named { column, slots } => column.value(slots.iter().map(|&slot| found[slot])),
            Source::Path { slots, .. } => slots
                .iter()
                .find_map(|&(slot, length)| path::remainder(found[slot]?, &self.name, length)),
            Source::Attributes { slot, .. } => found[*slot],
        }
    }
}

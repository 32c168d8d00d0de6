//! One field, compiled: where in a lead its value stands.

use super::named::{self, Found, Named};
use super::slots::Slots;
use super::{ATTRIBUTES, labels, path};

/// A compiled field.
pub(super) struct Column {
    pub(super) name: String,
    /// The name as a JSON key.
    pub(super) json_name: String,
    pub(super) source: Source,
}

pub(super) enum Source {
    /// `slots` are those of the column's places: of the key at the top of the
    /// lead, and of the key inside its object, if there is one.
    Named {
        column: &'static Named,
        slots: Vec<(usize, Option<usize>)>,
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
    fn compile(name: &str, lead: &mut Slots) -> Self {
        if name == ATTRIBUTES {
            Self::Attributes {
                slot: lead.top("custom_attributes"),
                names: Vec::new(),
            }
        } else if let Some(column) = named::find(name) {
            let slots = column.places.iter().map(|place| {
                let inside = place.inside.map(|inside| lead.inside(place.key, inside));
                (lead.top(place.key), inside)
            });
            Self::Named {
                column,
                slots: slots.collect(),
            }
        } else {
            let slots = path::first_keys(name)
                .map(|key| (lead.top(key), key.len()))
                .collect();
            Self::Path { slots, seen: false }
        }
    }
}

impl Column {
    /// The field `name`; what it looks at is added to `lead`.
    pub(super) fn compile(name: &str, lead: &mut Slots) -> Self {
        Self {
            name: name.to_owned(),
            json_name: labels::quoted(name),
            source: Source::compile(name, lead),
        }
    }

    /// The column's raw value, from the values in the slots.
    pub(super) fn value<'a>(&self, found: &[Option<&'a str>]) -> Option<&'a str> {
        match &self.source {
            Source::Named { column, slots } => {
                column.value(slots.iter().map(|&(top, inside)| Found {
                    top: found[top],
                    inside: inside.and_then(|inside| found[inside]),
                }))
            }
            Source::Path { slots, .. } => slots
                .iter()
                .find_map(|&(slot, length)| path::remainder(found[slot]?, &self.name, length)),
            Source::Attributes { slot, .. } => found[*slot],
        }
    }
}

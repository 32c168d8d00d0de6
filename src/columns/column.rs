//! One field, compiled: where a lead has its value.

use super::builtin::{self, BuiltinColumn, PathValues};
use super::slots::Slots;
use super::{ATTRIBUTES, labels, path};

/// A compiled field.
pub(super) struct Column {
    pub(super) name: String,
    /// The name as a JSON string.
    pub(super) json_name: String,
    pub(super) source: Source,
}

pub(super) enum Source {
    /// A column with a name of its own. `slots` are those of its paths: of the
    /// outer key, and of the key inside, if there is one.
    Builtin {
        column: &'static BuiltinColumn,
        slots: Vec<(usize, Option<usize>)>,
    },
    /// A dotted path. `slots` are those of the keys that it can begin with,
    /// longest first, each with the key's length.
    Path {
        slots: Vec<(usize, usize)>,
        /// Whether a lead had a value there.
        seen: bool,
    },
    /// A key of a row that the program made itself, whatever its name.
    Row { slot: usize },
    /// `custom_attributes.*`. `names` are sorted, and empty until every lead has
    /// been read.
    Attributes { slot: usize, names: Vec<String> },
}

impl Source {
    fn compile(name: &str, keys: &mut Slots) -> Self {
        if name == ATTRIBUTES {
            Self::Attributes {
                slot: keys.top("custom_attributes"),
                names: Vec::new(),
            }
        } else if let Some(column) = builtin::find(name) {
            let slots = column.paths.iter().map(|path| {
                let inside = path.inside.map(|inside| keys.inside(path.key, inside));
                (keys.top(path.key), inside)
            });
            Self::Builtin {
                column,
                slots: slots.collect(),
            }
        } else {
            let slots = path::first_keys(name)
                .map(|key| (keys.top(key), key.len()))
                .collect();
            Self::Path { slots, seen: false }
        }
    }
}

impl Column {
    /// Compiles the field `name` and adds the keys that it reads to `slots`.
    pub(super) fn compile(name: &str, slots: &mut Slots) -> Self {
        Self {
            name: name.to_owned(),
            json_name: labels::json_string(name),
            source: Source::compile(name, slots),
        }
    }

    /// The column of a row's key, see [`Source::Row`].
    pub(super) fn of_row(name: &str, slots: &mut Slots) -> Self {
        Self {
            name: name.to_owned(),
            json_name: labels::json_string(name),
            source: Source::Row {
                slot: slots.top(name),
            },
        }
    }

    /// The column's raw value, from the values by slot.
    pub(super) fn value<'a>(&self, values: &[Option<&'a str>]) -> Option<&'a str> {
        match &self.source {
            Source::Builtin { column, slots } => {
                column.value(slots.iter().map(|&(outer, inner)| PathValues {
                    outer: values[outer],
                    inner: inner.and_then(|inner| values[inner]),
                }))
            }
            Source::Path { slots, .. } => slots
                .iter()
                .find_map(|&(slot, length)| path::resolve_rest(values[slot]?, &self.name, length)),
            Source::Attributes { slot, .. } | Source::Row { slot } => values[*slot],
        }
    }
}

//! A compiled field: where its value is in a lead.

use super::builtin::{self, BuiltinColumn, PathValues};
use super::field_list::FieldName;
use super::path::{self, Step};
use super::slots::Slots;

/// A compiled field.
pub(super) struct Column {
    pub(super) name: String,
    pub(super) source: Source,
    /// Whether any lead had the field, even as null.
    pub(super) seen: bool,
}

pub(super) enum Source {
    /// A built-in column. `slots` are those of its paths: of the outer key, and of the
    /// inner key, if any.
    Builtin {
        column: &'static BuiltinColumn,
        slots: Vec<(usize, Option<usize>)>,
    },
    /// A dotted path.
    Path { keys: FirstKeys },
    /// `PATH.*`: each key of the object at `path`. `names` are sorted, and empty until
    /// all leads are read.
    Wildcard {
        path: String,
        keys: FirstKeys,
        names: Vec<String>,
    },
    /// A key of a row that is not a lead.
    Row { slot: usize },
}

/// The slots of the keys that a path can start with, longest first, each with the
/// length of the key.
pub(super) struct FirstKeys(Vec<(usize, usize)>);

impl FirstKeys {
    fn compile(path: &str, keys: &mut Slots) -> Self {
        let slots = path::first_keys(path).map(|key| (keys.top(key), key.len()));
        Self(slots.collect())
    }

    /// The raw value at `path`, from the values by slot.
    fn value<'a>(&self, values: &[Option<&'a str>], path: &str) -> Option<&'a str> {
        let mut slots = self.0.iter();
        slots.find_map(|&(slot, length)| path::resolve_rest(values[slot]?, path, length))
    }

    /// The steps to the value at `path`, and the value. If it is missing, the JSON to
    /// show instead.
    fn locate<'a, 'p>(
        &self,
        values: &[Option<&'a str>],
        path: &'p str,
    ) -> (Vec<Step<'p>>, &'a str) {
        for &(slot, length) in &self.0 {
            let mut steps = vec![Step::Key(&path[..length])];
            let value = values[slot];
            let found = value.and_then(|value| path::locate_rest(value, path, length, &mut steps));
            if let Some(found) = found {
                return (steps, found);
            }
        }
        let first = self.0.last().and_then(|&(slot, _)| values[slot]);
        path::missing(first, path)
    }
}

impl Source {
    fn compile(name: &str, keys: &mut Slots) -> Self {
        if let Some(column) = builtin::find(name) {
            let slots = column.paths.iter().map(|path| {
                let inside = path.inside.map(|inside| keys.inside(path.key, inside));
                (keys.top(path.key), inside)
            });
            Self::Builtin {
                column,
                slots: slots.collect(),
            }
        } else {
            Self::Path {
                keys: FirstKeys::compile(name, keys),
            }
        }
    }
}

impl Column {
    /// Compiles the field `name`, and adds the keys that it reads to `slots`.
    pub(super) fn compile(name: FieldName, slots: &mut Slots) -> Self {
        match name {
            FieldName::One(name) => Self::new(&name, Source::compile(&name, slots)),
            FieldName::Wildcard(path) => {
                let name = format!("{path}.*");
                let keys = FirstKeys::compile(&path, slots);
                let names = Vec::new();
                Self::new(&name, Source::Wildcard { path, keys, names })
            }
        }
    }

    /// The column for a key of a row, see [`Source::Row`].
    pub(super) fn of_row(name: &str, slots: &mut Slots) -> Self {
        let slot = slots.top(name);
        Self::new(name, Source::Row { slot })
    }

    fn new(name: &str, source: Source) -> Self {
        Self {
            name: name.to_owned(),
            source,
            seen: false,
        }
    }

    /// Whether leads can differ in it: a path, or the keys of an object.
    pub(super) fn is_path(&self) -> bool {
        matches!(self.source, Source::Path { .. } | Source::Wildcard { .. })
    }

    /// The raw value of the column, from the values by slot.
    pub(super) fn value<'a>(&self, values: &[Option<&'a str>]) -> Option<&'a str> {
        match &self.source {
            Source::Builtin { column, slots } => {
                column.value(slots.iter().map(|&(outer, inner)| PathValues {
                    outer: values[outer],
                    inner: inner.and_then(|inner| values[inner]),
                }))
            }
            Source::Path { keys } => keys.value(values, &self.name),
            Source::Wildcard { path, keys, .. } => keys.value(values, path),
            Source::Row { slot } => values[*slot],
        }
    }

    /// The steps to the value of a path, and the value, see [`FirstKeys::locate`];
    /// `None` for a column that is not a path.
    pub(super) fn locate<'a>(
        &self,
        values: &[Option<&'a str>],
    ) -> Option<(Vec<Step<'_>>, &'a str)> {
        match &self.source {
            Source::Path { keys } => Some(keys.locate(values, &self.name)),
            Source::Wildcard { path, keys, .. } => Some(keys.locate(values, path)),
            Source::Builtin { .. } | Source::Row { .. } => None,
        }
    }

    /// Records whether a lead with these values has the field.
    pub(super) fn note(&mut self, values: &[Option<&str>]) {
        if !self.seen {
            let value = self.value(values);
            let is_wildcard = matches!(self.source, Source::Wildcard { .. });
            self.seen = value.is_some_and(|value| !is_wildcard || value.starts_with('{'));
        }
    }
}

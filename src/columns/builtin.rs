//! The built-in columns, which have the same names in both generations of the API, and
//! the keys of their values.

/// A column with a short name, such as `email`.
pub(super) struct BuiltinColumn {
    pub(super) name: &'static str,
    pub(super) kind: CellKind,
    /// The paths of its value in a lead of 1.x, then of 2.x.
    pub(super) paths: &'static [KeyPath],
}

/// How the values of a column are printed in cells.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum CellKind {
    Text,
    /// Text that the API escapes as HTML.
    Escaped,
    Time,
    /// The labels of tags, segments or companies.
    Labels,
}

/// A key of the lead, and the key inside its object, if any.
pub(super) struct KeyPath {
    pub(super) key: &'static str,
    pub(super) inside: Option<&'static str>,
    /// Whether the column shows the value of `key` if that is not an object: a location
    /// that is a string is shown in one column, not in three.
    takes_scalar: bool,
}

/// The raw values of a lead at a [`KeyPath`].
pub(super) struct PathValues<'a> {
    /// The value of the outer key.
    pub(super) outer: Option<&'a str>,
    /// The value of the inner key.
    pub(super) inner: Option<&'a str>,
}

const fn top(key: &'static str) -> KeyPath {
    KeyPath {
        key,
        inside: None,
        takes_scalar: false,
    }
}

const fn inside(key: &'static str, inside: &'static str) -> KeyPath {
    KeyPath {
        key,
        inside: Some(inside),
        takes_scalar: false,
    }
}

const fn city(key: &'static str, inside: &'static str) -> KeyPath {
    KeyPath {
        key,
        inside: Some(inside),
        takes_scalar: true,
    }
}

macro_rules! columns {
    ($($name:literal $kind:ident [$($path:expr),+];)+) => {
        &[$(BuiltinColumn { name: $name, kind: CellKind::$kind, paths: &[$($path),+] }),+]
    };
}

pub(super) static COLUMNS: &[BuiltinColumn] = columns![
    "id" Text [top("id")];
    "external_id" Text [top("user_id"), top("external_id")];
    "name" Escaped [top("name")];
    "email" Escaped [top("email")];
    "phone" Text [top("phone")];
    "owner_id" Text [top("owner_id")];
    "created_at" Time [top("created_at")];
    "updated_at" Time [top("updated_at")];
    "signed_up_at" Time [top("signed_up_at")];
    "last_seen_at" Time [top("last_request_at"), top("last_seen_at")];
    "city" Text [city("location_data", "city_name"), city("location", "city")];
    "region" Text [inside("location_data", "region_name"), inside("location", "region")];
    "country" Text [inside("location_data", "country_name"), inside("location", "country")];
    "tags" Labels [top("tags")];
    "segments" Labels [top("segments")];
    "companies" Labels [top("companies")];
    "unsubscribed" Text [top("unsubscribed_from_emails")];
];

pub(super) fn find(name: &str) -> Option<&'static BuiltinColumn> {
    COLUMNS.iter().find(|column| column.name == name)
}

impl BuiltinColumn {
    /// The raw value of the column, from the values at its paths: the first that is
    /// neither missing nor null, or null if any is null.
    pub(super) fn value<'a>(
        &self,
        values: impl Iterator<Item = PathValues<'a>>,
    ) -> Option<&'a str> {
        let mut null = None;
        for (path, values) in self.paths.iter().zip(values) {
            match path.value(&values) {
                Some("null") => null = Some("null"),
                Some(value) => return Some(value),
                None => {}
            }
        }
        null
    }
}

impl KeyPath {
    fn value<'a>(&self, values: &PathValues<'a>) -> Option<&'a str> {
        let is_scalar = |value: &&str| !value.starts_with(['{', '[']);
        match self.inside {
            None => values.outer,
            Some(_) => values
                .outer
                .filter(|outer| self.takes_scalar && is_scalar(outer))
                .or(values.inner),
        }
    }
}

//! Which contacts a list has.

use std::ops::Range;

use crate::sandbox::contacts::{ContactKey, Contacts, TextField, TimeField};

/// A condition on contacts.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Filter {
    All(Vec<Self>),
    Any(Vec<Self>),
    Text(TextField, TextTest),
    /// Unix seconds. Contacts without the time do not match.
    Time(TimeField, Range<i64>),
}

/// A condition on a text. E-mail addresses, and all texts that are searched
/// within, are compared without regard to case.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum TextTest {
    OneOf(Vec<String>),
    /// In lower case.
    Contains(String),
}

const ALWAYS: Range<i64> = i64::MIN..i64::MAX;

impl Filter {
    pub(crate) fn equals(field: TextField, text: impl Into<String>) -> Self {
        Self::Text(field, TextTest::OneOf(vec![text.into()]))
    }

    pub(crate) fn matches(&self, contacts: Contacts, key: ContactKey) -> bool {
        match self {
            Self::All(filters) => filters.iter().all(|filter| filter.matches(contacts, key)),
            Self::Any(filters) => filters.iter().any(|filter| filter.matches(contacts, key)),
            Self::Text(field, TextTest::OneOf(values)) => field.any(contacts, key, |text| {
                let is_same = |value: &String| match field {
                    TextField::Email => value.eq_ignore_ascii_case(text),
                    _ => value == text,
                };
                values.iter().any(is_same)
            }),
            Self::Text(field, TextTest::Contains(part)) => {
                field.any(contacts, key, |text| text.to_lowercase().contains(part))
            }
            Self::Time(field, range) => {
                let time = field.value(contacts, key);
                time.is_some_and(|time| range.contains(&time))
            }
        }
    }

    /// The span of creation times that all matches are in. Contacts are stored
    /// by their time, so a search of a few days need not look at all of them.
    pub(crate) fn created_span(&self) -> Range<i64> {
        match self {
            Self::Time(TimeField::Created, range) => range.clone(),
            Self::Text(..) | Self::Time(..) => ALWAYS,
            Self::All(filters) => filters
                .iter()
                .map(Self::created_span)
                .fold(ALWAYS, |a, b| a.start.max(b.start)..a.end.min(b.end)),
            Self::Any(filters) => filters
                .iter()
                .map(Self::created_span)
                .reduce(|a, b| a.start.min(b.start)..a.end.max(b.end))
                .unwrap_or(ALWAYS),
        }
    }
}

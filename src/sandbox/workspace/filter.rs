//! Conditions on contacts.

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

/// A condition on text. E-mail addresses, and searches for parts, ignore case.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum TextTest {
    OneOf(Vec<String>),
    /// In lower case.
    Contains(String),
}

impl Filter {
    pub(crate) fn equals(field: TextField, text: impl Into<String>) -> Self {
        Self::Text(field, TextTest::OneOf(vec![text.into()]))
    }

    pub(crate) fn matches(&self, contacts: &Contacts, key: ContactKey) -> bool {
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

    /// Splits the condition into a range of creation times and the rest.
    pub(crate) fn split_created(&self) -> (Range<i64>, Self) {
        let mut span = i64::MIN..i64::MAX;
        let Self::All(filters) = self else {
            return (span, self.clone());
        };
        let mut rest = Vec::new();
        for filter in filters {
            match filter.created_span() {
                Some(other) => span = span.start.max(other.start)..span.end.min(other.end),
                None => rest.push(filter.clone()),
            }
        }
        (span, Self::All(rest))
    }

    /// The range of creation times that match, if there is no other condition.
    fn created_span(&self) -> Option<Range<i64>> {
        match self {
            Self::Time(TimeField::Created, span) => Some(span.clone()),
            // The API has no `>=` for times, so clients combine `=` and `>`.
            Self::Any(filters) => {
                let [equal, greater] = &filters[..] else {
                    return None;
                };
                let (equal, greater) = (equal.created_span()?, greater.created_span()?);
                (equal.end == greater.start).then_some(equal.start..greater.end)
            }
            _ => None,
        }
    }
}

//! Checks a lead against the filters of a request.

use super::identifier::Identifier;
use super::labels::LabelKind;
use super::narrowing::Narrowing;
use super::{Query, Select};
use crate::lead::Lead;

impl Query {
    /// Whether the lead has one of the e-mail addresses or phone numbers of the
    /// query.
    #[must_use]
    pub fn selects(&self, lead: Lead<'_>) -> bool {
        let (identifier, values) = match &self.select {
            Select::All => return true,
            Select::Emails(values) => (Identifier::Email, values),
            Select::Phones(values) => (Identifier::Phone, values),
        };
        let found = identifier.key_of(lead);
        found.is_some_and(|found| values.iter().any(|value| identifier.key(value) == found))
    }

    /// Whether the lead has the lists of labels that the server was asked to filter by.
    #[must_use]
    pub fn can_match_labels(&self, lead: Lead<'_>) -> bool {
        let can = |asked: &[String], kind: LabelKind| {
            asked.is_empty() || lead.value(kind.column()).is_some()
        };
        let Narrowing { tags, segments, .. } = &self.narrowing;
        can(tags, LabelKind::Tag) && can(segments, LabelKind::Segment)
    }
}

//! Checks the leads of a page against a query, and whether later pages can have more.

use super::identifier::Identifier;
use super::labels::LabelKind;
use super::narrowing::Narrowing;
use super::{Query, Select, SortField};
use crate::intercom::Page;
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

    /// Whether no later page can have a matching lead: the list is sorted newest first,
    /// and this page is sorted and ends before `since`. A search is read to its end,
    /// where it is counted.
    #[must_use]
    pub fn is_past(&self, page: &Page) -> bool {
        let Some(since) = self.narrowing.created.since.filter(|_| page.is_joined) else {
            return false;
        };
        let created = |lead| SortField::CreatedAt.of(lead);
        page.leads()
            .next_back()
            .and_then(created)
            .is_some_and(|oldest| oldest < since)
            && page
                .leads()
                .filter_map(created)
                .is_sorted_by(|newer, older| newer >= older)
    }
}

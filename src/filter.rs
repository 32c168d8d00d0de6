//! What is decided here and not by the server: times to the second, and tags
//! and segments by the leads' own lists.

use crate::api::Page;
use crate::lead::Lead;
use crate::query::{Query, SortField};

/// Which leads of an answer to show. Times are Unix seconds.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Created at or after.
    pub since: Option<i64>,
    /// Created before.
    pub until: Option<i64>,
    /// Changed at or after.
    pub updated_since: Option<i64>,
}

impl Filter {
    /// Whether nothing is filtered.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.since.is_none() && self.until.is_none() && self.updated_since.is_none()
    }

    /// Whether to show `lead`. A lead without a timestamp that is asked for
    /// is left out.
    #[must_use]
    pub fn keeps(&self, query: &Query, lead: Lead<'_>) -> bool {
        if self.since.is_some() || self.until.is_some() {
            let Some(created) = SortField::CreatedAt.of(lead) else {
                return false;
            };
            if self.since.is_some_and(|since| created < since)
                || self.until.is_some_and(|until| created >= until)
            {
                return false;
            }
        }
        if let Some(since) = self.updated_since
            && SortField::UpdatedAt
                .of(lead)
                .is_none_or(|updated| updated < since)
        {
            return false;
        }
        query.admits(lead)
    }

    /// Whether no later page can hold a lead to show: the list comes newest
    /// first, and this page of it, in order, ends before `since`.
    #[must_use]
    pub fn ends_with(&self, page: &Page) -> bool {
        let Some(since) = self.since.filter(|_| page.in_list_order) else {
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

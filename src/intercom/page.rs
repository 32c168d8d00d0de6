//! A page: the leads of one response, and what the response says about the list.

use std::ops::Range;

use super::buffer::Body;
use super::request::Request;
use crate::lead::Lead;
use crate::lead::id::Id;
use crate::query::{Query, SortField};

/// The leads of one response, as slices of its body.
#[derive(Debug, Default)]
// Each is a separate fact about a response.
#[allow(clippy::struct_excessive_bools)]
pub struct Page {
    pub(crate) body: Body,
    pub(super) entries: Vec<Entry>,
    /// The first contact in the response, lead or not.
    pub(crate) first: Option<Id>,
    /// The total number of leads that match the query, if the server states it.
    pub total: Option<u64>,
    /// Whether contacts that are not leads were dropped: the server ignored the role.
    pub(crate) has_users: bool,
    /// The page size in the response.
    pub page_size: Option<u32>,
    /// Whether the server says that more leads follow.
    pub more: bool,
    /// Set if the server says neither whether more leads follow nor how many there are.
    pub is_end_unknown: bool,
    /// Set if the server says that it truncated the list.
    pub limited: bool,
    /// Whether it is joined to the pages before it, so that no lead newer than its last
    /// one is missing.
    pub is_joined: bool,
    /// The request for the next page, if the response has one.
    pub next: Option<Request>,
    /// Whether `next` names the last lead of this page, so that deletions do not shift
    /// the next page.
    pub next_is_key: bool,
}

/// A lead of a page.
#[derive(Debug)]
pub(super) struct Entry {
    span: Range<usize>,
    id: Id,
    /// `created_at` in Unix seconds, if it can be parsed.
    created: Option<i64>,
}

impl Page {
    /// A page whose leads are slices of `body`.
    pub(crate) fn new(body: String, leads: &[Range<usize>]) -> Self {
        let mut page = Self::default();
        page.set_leads(body, leads);
        page
    }

    /// Removes the leads, and keeps what the response says about the list.
    pub(crate) fn clear(&mut self) {
        self.entries = Vec::new();
        self.body = Body::default();
    }

    /// Sets the leads, which are slices of `body`.
    pub(crate) fn set_leads(&mut self, body: String, leads: &[Range<usize>]) {
        let entry = |span: &Range<usize>| {
            let (id, created) = Lead::new(&body[span.clone()]).id_and_created();
            Entry {
                span: span.clone(),
                id: Id::new(id.as_deref(), &body[span.clone()]),
                created,
            }
        };
        self.entries = leads.iter().map(entry).collect();
        self.body.set(body);
    }

    /// The leads, in the API's order.
    #[must_use]
    pub fn leads(&self) -> impl DoubleEndedIterator<Item = Lead<'_>> + Clone {
        self.entries
            .iter()
            .map(|entry| Lead::new(&self.body[entry.span.clone()]))
    }

    /// The number of leads.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are no leads.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub(crate) fn ids(&self) -> impl Iterator<Item = &Id> {
        self.entries.iter().map(|entry| &entry.id)
    }

    /// `created_at` of each lead in Unix seconds, if it can be parsed.
    pub(crate) fn times(&self) -> impl DoubleEndedIterator<Item = Option<i64>> {
        self.entries.iter().map(|entry| entry.created)
    }

    /// The ids of the leads, with their `created_at`.
    pub(crate) fn ids_and_times(&self) -> impl Iterator<Item = (&Id, Option<i64>)> {
        self.entries.iter().map(|entry| (&entry.id, entry.created))
    }

    /// Whether the leads that have a `created_at` are sorted newest first.
    pub(crate) fn is_newest_first(&self) -> bool {
        let times = self.times().flatten();
        times.is_sorted_by(|newer, older| newer >= older)
    }

    /// Whether no later page can have a lead that matches `query`: the list is sorted
    /// newest first, and this page is sorted and ends before `since`. A search is read
    /// to its end, where it is counted.
    #[must_use]
    pub fn is_past(&self, query: &Query) -> bool {
        let Some(since) = query.narrowing.created.since.filter(|_| self.is_joined) else {
            return false;
        };
        let created = |lead| SortField::CreatedAt.of(lead);
        let oldest = self.leads().next_back().and_then(created);
        let times = self.leads().filter_map(created);
        oldest.is_some_and(|oldest| oldest < since)
            && times.is_sorted_by(|newer, older| newer >= older)
    }

    /// Keeps the leads for which `keep` returns true.
    pub(crate) fn retain(&mut self, mut keep: impl FnMut(&Id, Lead<'_>) -> bool) {
        let body = &self.body;
        self.entries
            .retain(|entry| keep(&entry.id, Lead::new(&body[entry.span.clone()])));
    }
}

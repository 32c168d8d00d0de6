//! A page: the leads of one response, and what it says about the rest.

use std::ops::Range;

use super::buffer::Body;
use super::request::Request;
use crate::lead::Lead;
use crate::lead::id::Id;

/// The leads of one response, as slices of its body.
#[derive(Debug, Default)]
// Each is a separate fact that a response states or shows.
#[allow(clippy::struct_excessive_bools)]
pub struct Page {
    pub(crate) body: Body,
    pub(super) entries: Vec<Entry>,
    /// The first contact as it was sent, lead or not.
    pub(crate) first: Option<Id>,
    /// How many leads match the query in total, if the server states it.
    pub total: Option<u64>,
    /// Whether contacts that are no leads were dropped: the server ignored the
    /// role.
    pub(crate) has_users: bool,
    /// The page size that the server states.
    pub page_size: Option<u32>,
    /// Whether the server says that further leads follow.
    pub more: bool,
    /// Set when the server says neither whether further leads follow nor how
    /// many there are.
    pub is_end_unknown: bool,
    /// Set when the server says that it cut the list short.
    pub limited: bool,
    /// Whether it is joined to the pages before it, so that no lead is missing
    /// that is newer than its last one.
    pub is_joined: bool,
    /// The request for the next page, if the response leads to one.
    pub next: Option<Request>,
    /// Whether `next` names the last lead of this page, so that deletions do
    /// not move what it brings.
    pub next_is_key: bool,
}

/// A lead of a page.
#[derive(Debug)]
pub(super) struct Entry {
    span: Range<usize>,
    id: Id,
    /// `created_at` in Unix seconds, where it can be read.
    created: Option<i64>,
}

impl Page {
    /// A page whose leads are slices of `body`.
    pub(crate) fn new(body: String, leads: &[Range<usize>]) -> Self {
        let mut page = Self::default();
        page.set_leads(body, leads);
        page
    }

    /// Takes the leads out; what the answer says of the list stays.
    pub(crate) fn clear(&mut self) {
        self.entries = Vec::new();
        self.body = Body::default();
    }

    /// Puts leads in, which are slices of `body`.
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

    /// How many leads the page holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether the page holds no lead.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub(crate) fn ids(&self) -> impl Iterator<Item = &Id> {
        self.entries.iter().map(|entry| &entry.id)
    }

    /// `created_at` of each lead in Unix seconds, where it can be read.
    pub(crate) fn times(&self) -> impl DoubleEndedIterator<Item = Option<i64>> {
        self.entries.iter().map(|entry| entry.created)
    }

    /// The ids of the leads, each with its `created_at`.
    pub(crate) fn ids_and_times(&self) -> impl Iterator<Item = (&Id, Option<i64>)> {
        self.entries.iter().map(|entry| (&entry.id, entry.created))
    }

    /// Keeps the leads for which `keep` returns true.
    pub(crate) fn retain(&mut self, mut keep: impl FnMut(&Id, Lead<'_>) -> bool) {
        let body = &self.body;
        self.entries
            .retain(|entry| keep(&entry.id, Lead::new(&body[entry.span.clone()])));
    }
}

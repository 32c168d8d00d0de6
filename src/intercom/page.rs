//! One answer of the API, read: its leads, and what it says of the list that
//! they come from.

use std::ops::Range;

use super::buffer::Body;
use super::dialect::Request;
use crate::lead::Lead;
use crate::lead::id::Id;

/// The leads of one answer, as slices of its body.
#[derive(Debug, Default)]
pub struct Page {
    pub(crate) body: Body,
    pub(crate) leads: Vec<(Range<usize>, Id)>,
    /// The first lead as it was sent, kept when the page loses it.
    pub(crate) first: Option<Id>,
    /// How many leads the whole answer to the query has, where it is said.
    pub total: Option<u64>,
    /// The largest page that the server grants, where it is said.
    pub granted: Option<u32>,
    /// Whether the server says that further leads follow.
    pub more: bool,
    /// Set when the server says that it cut the list short.
    pub limited: bool,
    /// Whether the leads come newest first, as the list has them.
    pub in_list_order: bool,
    /// The request that goes on from here, where the answer leads to one.
    pub next: Option<Request>,
}

impl Page {
    /// A page whose leads are slices of `body`.
    pub(crate) fn new(body: String, leads: &[Range<usize>]) -> Self {
        let leads: Vec<(Range<usize>, Id)> = leads
            .iter()
            .map(|span| (span.clone(), Id::of(Lead::new(&body[span.clone()]))))
            .collect();
        Self {
            first: leads.first().map(|(_, id)| id.clone()),
            body: Body::new(body),
            leads,
            ..Self::default()
        }
    }

    /// The leads, in the API's order.
    #[must_use]
    pub fn leads(&self) -> impl DoubleEndedIterator<Item = Lead<'_>> {
        self.leads
            .iter()
            .map(|(span, _)| Lead::new(&self.body[span.clone()]))
    }

    /// How many leads the page holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.leads.len()
    }

    /// Whether the page holds no lead.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.leads.is_empty()
    }

    pub(crate) fn ids(&self) -> impl Iterator<Item = &Id> {
        self.leads.iter().map(|(_, id)| id)
    }

    /// Drops the leads that `keep` says no to.
    pub(crate) fn retain(&mut self, mut keep: impl FnMut(&Id, Lead<'_>) -> bool) {
        let body = &self.body;
        self.leads
            .retain(|(span, id)| keep(id, Lead::new(&body[span.clone()])));
    }
}

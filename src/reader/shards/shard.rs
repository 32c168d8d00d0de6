//! One shard: where it entered the list, how far it has come, and the pages
//! of it that wait for their turn.

use std::collections::VecDeque;

use crate::intercom::Page;
use crate::lead::Lead;
use crate::lead::id::Ids;
use crate::query::SortField;

#[derive(Debug)]
pub(crate) struct Shard<T> {
    pub(crate) key: u64,
    /// While the first answer is not there: the time that it is to enter at.
    pub(crate) enters: Option<i64>,
    pub(crate) head: Option<Head>,
    /// When the lead that was received last was created, and how many follow
    /// it to the very end of the list, as far as is known.
    pub(crate) time: Option<i64>,
    pub(crate) left: Option<u64>,
    /// How many seconds the leads of the last page span.
    pub(crate) span: i64,
    /// A time that no lead of this stretch is older than.
    pub(crate) floor: Option<i64>,
    /// Cuts of this stretch that brought nothing.
    pub(crate) vain: u64,
    pub(crate) turns: VecDeque<T>,
    /// When the request under way was sent.
    pub(crate) asked: Option<u64>,
    pub(crate) ended: bool,
}

/// Where a shard entered the list: its first page.
#[derive(Debug)]
pub(crate) struct Head {
    pub(crate) ids: Ids,
    pub(crate) time: i64,
    /// How many leads there were from here on.
    pub(crate) total: Option<u64>,
    pub(crate) answered: u64,
}

impl<T> Shard<T> {
    pub(crate) fn new(key: u64) -> Self {
        Self {
            key,
            enters: None,
            head: None,
            time: None,
            left: None,
            span: 0,
            floor: None,
            vain: 0,
            turns: VecDeque::new(),
            asked: None,
            ended: false,
        }
    }

    /// Whether its next page can be asked for.
    pub(crate) fn is_idle(&self) -> bool {
        self.asked.is_none() && !self.ended
    }

    /// Whether its first answer is still to come, and it is none that was
    /// there from the start.
    pub(crate) fn is_expected(&self) -> bool {
        self.enters.is_some()
    }

    pub(crate) fn start_time(&self) -> Option<i64> {
        self.enters.or(self.head.as_ref().map(|head| head.time))
    }

    /// How many leads there are from its first one on, or should be.
    pub(crate) fn start_left(&self) -> Option<u64> {
        match &self.head {
            Some(head) => head.total,
            None => self.left,
        }
    }
}

impl Head {
    pub(crate) fn is_reached_by(&self, page: &Page) -> bool {
        let passed = || created(page.leads().next_back()).is_some_and(|time| time < self.time);
        page.ids().any(|id| self.ids.contains(id)) || passed()
    }
}

pub(crate) fn created(lead: Option<Lead<'_>>) -> Option<i64> {
    SortField::CreatedAt.of(lead?)
}

/// The lesser of what was known before and what is known now.
pub(crate) fn lesser<N: Ord>(before: Option<N>, now: Option<N>) -> Option<N> {
    match before {
        None => now,
        Some(before) => now.map(|now| now.min(before)),
    }
}

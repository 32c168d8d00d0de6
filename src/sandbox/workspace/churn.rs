//! Creates, updates and removes leads between list pages, and delays the search index.

use std::collections::VecDeque;

use crate::sandbox::random::Rng;

/// The number of list pages after which search finds a new lead.
const INDEX_LAG: u64 = 5;

/// How a lead is removed from the list.
pub(super) enum Removal {
    Delete,
    Merge,
    Convert,
}

/// Decides what changes between pages.
pub(super) struct Churn {
    rng: Rng,
    pages: u64,
    /// Leads that search does not find yet, oldest first, each with the number of pages
    /// at its creation.
    unindexed: VecDeque<(i32, u64)>,
}

impl Churn {
    pub(super) fn new(rng: Rng) -> Self {
        Self {
            rng,
            pages: 0,
            unindexed: VecDeque::new(),
        }
    }

    pub(super) fn start_page(&mut self) {
        self.pages += 1;
        let pages = self.pages;
        let is_indexed = |(_, page): &(i32, u64)| page + INDEX_LAG < pages;
        while self.unindexed.front().is_some_and(is_indexed) {
            self.unindexed.pop_front();
        }
    }

    /// The number of leads to create before this page.
    pub(super) fn creations(&mut self) -> u64 {
        self.up_to_two(30)
    }

    /// The number of leads to update before this page.
    pub(super) fn updates(&mut self) -> u64 {
        self.up_to_two(30)
    }

    /// The number of leads to remove before this page.
    pub(super) fn removals(&mut self) -> u64 {
        self.up_to_two(20)
    }

    /// How the next lead is removed.
    pub(super) fn removal(&mut self) -> Removal {
        match self.rng.below(4) {
            0 => Removal::Merge,
            1 => Removal::Convert,
            _ => Removal::Delete,
        }
    }

    /// The index of a lead in a list of this length.
    pub(super) fn index(&mut self, leads: usize) -> usize {
        self.rng.index(leads)
    }

    pub(super) fn record_creation(&mut self, number: i32) {
        self.unindexed.push_back((number, self.pages));
    }

    /// The number of the newest lead that search finds.
    pub(super) fn newest_indexed(&self) -> i32 {
        let oldest_unindexed = self.unindexed.front();
        oldest_unindexed.map_or(i32::MIN, |(number, _)| number + 1)
    }

    fn up_to_two(&mut self, percent: u64) -> u64 {
        if self.rng.chance(percent) {
            1 + self.rng.below(2)
        } else {
            0
        }
    }
}

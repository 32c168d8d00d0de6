//! The contacts of the workspace, and from when until when each was visible.

use super::random::mix;

/// About when the newest lead was made: 2026-01-21.
pub(crate) const NOW: i64 = 1_769_000_000;
pub(crate) const HOUR: i64 = 3_600;
pub(crate) const DAY: i64 = 24 * HOUR;

#[derive(Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(crate) struct Lead {
    /// Counted from 0, the newest; leads that enter later go on from there.
    pub(crate) number: u64,
    pub(crate) id: String,
    /// A user is a contact that only API 2.x knows.
    pub(crate) is_user: bool,
    pub(crate) email: String,
    pub(crate) phone: String,
    pub(crate) created_at: Option<i64>,
    /// What the list of API 1.x is sorted by: `created_at`, unless leads moved.
    pub(super) listed_at: Option<i64>,
    pub(crate) updated_at: i64,
    pub(crate) last_request_at: i64,
    /// Whether it has the only tag, and is in the only segment.
    pub(crate) tagged: bool,
    pub(crate) clock: Clock,
    /// The request from which on it is visible; 0: from the beginning.
    pub(super) since: u64,
    /// The request from which on it is not visible any more.
    pub(super) until: Option<u64>,
    /// Whether it was hidden meanwhile, or its `created_at` changed.
    pub(super) unsteady: bool,
    /// Whether an answer contained it.
    pub(super) given: bool,
}

impl Lead {
    pub(super) fn new(number: u64, created_at: Option<i64>) -> Self {
        let time = created_at.unwrap_or(NOW);
        Self {
            number,
            id: format!("{:016x}{number:08x}", mix(!number)),
            is_user: false,
            email: format!("lead{number}@example.com"),
            phone: format!("+1555{number:07}"),
            created_at,
            listed_at: created_at,
            updated_at: time,
            last_request_at: time,
            tagged: false,
            clock: Clock::Integer,
            since: 0,
            until: None,
            unsteady: false,
            given: false,
        }
    }

    /// Whether request `at` can see it on a replica that is `lag` requests
    /// behind.
    pub(super) fn is_visible(&self, at: u64, lag: u64) -> bool {
        let began = self.since == 0 || self.since + lag <= at;
        began && self.until.is_none_or(|until| at < until + lag)
    }

    /// Whether every request of the run could have seen it in one place.
    pub(super) fn is_steady(&self) -> bool {
        self.since == 0 && self.until.is_none() && !self.unsteady && !self.is_user
    }
}

/// How `created_at` is written.
#[derive(Clone, Copy)]
pub(crate) enum Clock {
    Integer,
    Float,
    Text,
}

/// So many leads, whose `created_at` is told by their number.
pub(crate) fn leads(count: u64, mut created_at: impl FnMut(u64) -> Option<i64>) -> Vec<Lead> {
    (0..count)
        .map(|number| Lead::new(number, created_at(number)))
        .collect()
}

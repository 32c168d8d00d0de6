//! The contacts of the workspace, and when each was visible.

use super::random::mix;

/// The approximate time of the newest lead: 2026-01-21.
pub(crate) const NOW: i64 = 1_769_000_000;
pub(crate) const HOUR: i64 = 3_600;
pub(crate) const DAY: i64 = 24 * HOUR;

#[derive(Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(crate) struct Lead {
    /// Counted from 0, the newest. Leads that appear later get the next numbers.
    pub(crate) number: u64,
    pub(crate) id: String,
    /// A user is a contact that exists only in API 2.x.
    pub(crate) is_user: bool,
    pub(crate) email: String,
    pub(crate) phone: String,
    pub(crate) created_at: Option<i64>,
    /// The sort value in the list of API 1.x: `created_at`, unless leads were moved.
    pub(super) listed_at: Option<i64>,
    pub(crate) updated_at: i64,
    pub(crate) last_request_at: i64,
    /// Whether it has the only tag, and is in the only segment.
    pub(crate) tagged: bool,
    pub(crate) clock: Clock,
    /// The first request that can see it; 0 from the start.
    pub(super) since: u64,
    /// The first request that can no longer see it.
    pub(super) until: Option<u64>,
    /// Whether it was hidden in between, or its `created_at` changed.
    pub(super) unsteady: bool,
    /// Whether a response contained it.
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

    /// Whether request `at` can see it on a replica that is `lag` requests behind.
    pub(super) fn is_visible(&self, at: u64, lag: u64) -> bool {
        let began = self.since == 0 || self.since + lag <= at;
        began && self.until.is_none_or(|until| at < until + lag)
    }

    /// Whether every request of the run could have seen it at the same position.
    pub(super) fn is_steady(&self) -> bool {
        self.since == 0 && self.until.is_none() && !self.unsteady && !self.is_user
    }
}

/// The format of `created_at`.
#[derive(Clone, Copy)]
pub(crate) enum Clock {
    Integer,
    Float,
    Text,
}

/// This number of leads, whose `created_at` depends on their number.
pub(crate) fn leads(count: u64, mut created_at: impl FnMut(u64) -> Option<i64>) -> Vec<Lead> {
    (0..count)
        .map(|number| Lead::new(number, created_at(number)))
        .collect()
}

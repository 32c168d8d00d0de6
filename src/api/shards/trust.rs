//! Whether a search by time leaves anything out: a lead without a time would
//! be in none. It is asked for what was created before a time that is far
//! away, and has to state as many leads as the whole search did just before.
//!
//! Leads that entered in between show in front of the first page of all, and
//! are not counted. Then the one total holds what is old, has a time, and
//! lives later; the other all of that and the leads without a time, too. So
//! when it is no greater there are none of these, whatever was deleted.

use crate::api::ids::Ids;
use crate::api::page::Page;

/// In the year 2100.
pub(super) const FAR: i64 = 4_102_444_800;

/// How often leads that were deleted in between may spoil the comparison.
const TRIES: u32 = 4;

/// What is known of it.
#[derive(Debug, Default)]
pub(super) struct Trust {
    /// The leads of the first page of all.
    front: Ids,
    /// The shard that stands for the request under way, and what the whole
    /// search stated before it.
    asked: Option<(u64, u64)>,
    tries: u32,
    is_proven: bool,
}

impl Trust {
    /// Notes the first page of all.
    pub(super) fn begin(&mut self, page: &Page) {
        for id in page.ids() {
            self.front.insert(id);
        }
    }

    pub(super) fn is_proven(&self) -> bool {
        self.is_proven
    }

    /// Whether to ask now.
    pub(super) fn is_open(&self) -> bool {
        !self.is_proven && self.asked.is_none()
    }

    pub(super) fn ask(&mut self, shard: u64, total: u64) {
        self.asked = Some((shard, total));
        self.tries += 1;
    }

    /// Whether this shard stands for the request.
    pub(super) fn is_asked(&self, shard: u64) -> bool {
        self.asked.is_some_and(|(asked, _)| asked == shard)
    }

    /// Takes the answer; false when it is of no use to ask again.
    pub(super) fn answered(&mut self, page: &Page) -> bool {
        let new = page.ids().position(|id| self.front.contains(id));
        if let (Some((_, whole)), Some(new), Some(total)) = (self.asked.take(), new, page.total) {
            self.is_proven = total.saturating_sub(new as u64) >= whole;
        }
        self.is_proven || self.tries < TRIES
    }
}

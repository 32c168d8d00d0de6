//! Whether a search by time leaves anything out: a lead without a time would
//! be in none. It is asked for what was created before a time that is far
//! away, and has to state as many leads as the whole search did before.
//!
//! Leads that entered since show in front of the first page of all, and are
//! not counted. Then the one total holds what is old, has a time, and lives
//! later; the other all of that and the leads without a time, too. So when it
//! is no greater there are none of these, whatever was deleted.

use crate::intercom::Page;
use crate::lead::id::Ids;

/// In the year 2100.
pub(crate) const FAR: i64 = 4_102_444_800;

/// How often leads that are deleted in between may spoil the comparison.
const TRIES: u32 = 6;

/// What is known of it.
#[derive(Debug, Default)]
pub(crate) struct Trust {
    /// The leads of the first page of all.
    front: Ids,
    /// What the whole search stated since the last comparison, but for new
    /// leads.
    whole: Option<u64>,
    /// The shard that stands for the request under way, and what the whole
    /// search stated before it.
    asked: Option<(u64, u64)>,
    tries: u32,
    is_proven: bool,
}

impl Trust {
    /// Notes the first page of all.
    pub(crate) fn begin(&mut self, page: &Page) {
        for id in page.ids() {
            self.front.insert(id);
        }
        self.whole = page.total;
    }

    /// Takes the first page of the whole search, which came once more.
    pub(crate) fn first(&mut self, page: &Page) {
        self.whole = self.old(page);
        // Behind so many new ones there is nothing to compare.
        self.tries += u32::from(self.whole.is_none());
    }

    /// How many leads a search has, by its first page, but for new ones.
    fn old(&self, page: &Page) -> Option<u64> {
        let new = page.ids().position(|id| self.front.contains(id))?;
        Some(page.total?.saturating_sub(new as u64))
    }

    pub(crate) fn is_proven(&self) -> bool {
        self.is_proven
    }

    /// Whether nothing more will be known.
    pub(crate) fn is_settled(&self) -> bool {
        self.is_proven || self.tries >= TRIES && self.asked.is_none()
    }

    /// Whether the whole search has to be asked first, for its total.
    pub(crate) fn is_stale(&self) -> bool {
        !self.is_settled() && self.asked.is_none() && self.whole.is_none()
    }

    /// Asks under the name of `shard`, if that is of use now.
    pub(crate) fn ask(&mut self, shard: u64) -> bool {
        if self.is_settled() || self.asked.is_some() {
            return false;
        }
        self.asked = self.whole.take().map(|whole| (shard, whole));
        self.tries += u32::from(self.asked.is_some());
        self.asked.is_some()
    }

    /// Whether this shard stands for the request.
    pub(crate) fn is_asked(&self, shard: u64) -> bool {
        self.asked.is_some_and(|(asked, _)| asked == shard)
    }

    /// Takes the answer.
    pub(crate) fn answered(&mut self, page: &Page) {
        let old = self.old(page);
        if let (Some((_, whole)), Some(old)) = (self.asked.take(), old) {
            self.is_proven |= old >= whole;
        }
    }

    /// Gives up.
    pub(crate) fn refused(&mut self) {
        self.asked = None;
        self.tries = TRIES;
    }
}

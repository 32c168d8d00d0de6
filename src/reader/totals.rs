//! The totals that a server reports, and whether a scroll or search received as many
//! leads.

/// Why a reading is incomplete that received too few leads.
pub(super) const TOO_FEW: &str = "the API sent fewer leads than it counts";

/// The totals of successive responses to the same query.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Totals {
    last: Option<u64>,
    /// The sum of all increases from one total to the next: leads that were added.
    rises: u64,
    /// The sum of all decreases: leads that were removed.
    falls: u64,
}

impl Totals {
    /// Adds the total of the next response.
    pub(super) fn add(&mut self, total: Option<u64>) {
        if let (Some(before), Some(now)) = (self.last, total) {
            self.rises += now.saturating_sub(before);
            self.falls += before.saturating_sub(now);
        }
        self.last = total.or(self.last);
    }

    /// Counts rises and falls from here on.
    pub(super) fn restart(&mut self) {
        (self.rises, self.falls) = (0, 0);
    }

    /// The last total that was reported.
    pub(super) fn last(&self) -> Option<u64> {
        self.last
    }

    /// How many leads are known to have been added meanwhile.
    pub(super) fn rises(&self) -> u64 {
        self.rises
    }

    /// How many leads are known to have been removed meanwhile.
    pub(super) fn falls(&self) -> u64 {
        self.falls
    }

    /// Whether `received` leads are as many as the last total, not counting leads added
    /// meanwhile: the rises, or the `new` ones before the first lead of the reading.
    ///
    /// Rises alone miss leads that were added while as many were removed between two
    /// responses; `new` alone misses leads added in the middle. If as many leads were
    /// missed as were received and then deleted, the numbers agree, and this cannot
    /// tell.
    pub(super) fn are_met(&self, received: u64, new: u64) -> bool {
        self.last
            .is_none_or(|total| received >= total.saturating_sub(self.rises.max(new)))
    }
}

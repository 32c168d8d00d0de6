//! The totals that a server reports, and whether a scroll or search received as many
//! leads.

/// The reason if too few leads were received.
pub(super) const TOO_FEW: &str = "the API's count does not show that every lead was received";

/// The totals of successive responses to the same query.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Totals {
    /// The latest total.
    pub(super) last: Option<u64>,
    /// The sum of all increases from one total to the next: leads that were added.
    pub(super) rises: u64,
    /// The sum of all decreases: leads that were removed.
    pub(super) falls: u64,
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

    /// Counts rises and falls from now on.
    pub(super) fn restart(&mut self) {
        (self.rises, self.falls) = (0, 0);
    }

    /// Whether `received` leads are more than there can have been, so that the last total
    /// does not count them; it may be limited. `new` are in front of them.
    pub(super) fn are_exceeded(&self, received: u64, new: u64) -> bool {
        self.last
            .is_some_and(|total| received > total + self.falls + self.rises.max(new))
    }

    /// Whether `received` leads are as many as the last total, not counting leads that
    /// were added: the rises, or the `new` ones before the first lead.
    ///
    /// Rises alone miss leads that were added while as many were removed between two
    /// responses; `new` alone misses leads added in the middle. If as many leads were
    /// missed as were received and then deleted, the numbers agree, and the loss is not
    /// detected.
    pub(super) fn are_met(&self, received: u64, new: u64) -> bool {
        self.last
            .is_none_or(|total| received >= total.saturating_sub(self.rises.max(new)))
    }
}

//! What a server says about the number of leads, answer after answer, and
//! whether a reading by scroll or cursor received them all.

/// The totals of successive answers to the same query.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Totals {
    last: Option<u64>,
    /// The sum of all rises from one total to the next: leads that entered.
    rises: u64,
    /// The sum of all falls: leads that left.
    falls: u64,
}

impl Totals {
    /// Notes the total of the next answer.
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

    /// The total of the last answer that stated one.
    pub(super) fn last(&self) -> Option<u64> {
        self.last
    }

    /// Leads that are known to have entered meanwhile.
    pub(super) fn rises(&self) -> u64 {
        self.rises
    }

    /// Leads that are known to have left meanwhile.
    pub(super) fn falls(&self) -> u64 {
        self.falls
    }

    /// Whether `received` leads are all that the last total counts, less those
    /// that entered meanwhile: known from the rises, or as `new` in front of
    /// the leads that the reading began with.
    ///
    /// `rises` alone misses what entered when as many left between the same
    /// two answers; `new` alone misses what entered in the middle. What this
    /// cannot see is the loss of as many leads as were received and deleted
    /// since: both make the total and the leads received agree.
    pub(super) fn are_met(&self, received: u64, new: u64) -> bool {
        self.last
            .is_none_or(|total| received >= total.saturating_sub(self.rises.max(new)))
    }
}

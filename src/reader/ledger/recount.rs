//! Counting the leads that entered in front while the list was read: of all
//! that the list has now, the others are old, and must be in hand.

use super::given::Given;
use crate::intercom::{Page, Window};
use crate::lead::id::Ids;

/// A count under way.
#[derive(Debug, Default)]
pub(crate) struct Recount {
    /// How far the list was counted.
    pub(crate) end: u32,
    /// What the first answer of the count stated.
    total: u64,
    new: Ids,
    /// How many of the new ones were given out.
    known: u64,
}

/// What a page says about the count.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The next page has to be counted too.
    GoOn,
    /// All old leads are in hand.
    Enough,
    /// Old leads are missing.
    TooFew,
    /// The list changed while it was counted, so the count says nothing.
    Unclear,
}

impl Recount {
    /// Counts a page. `front` are the leads of the first answer, `ids` those
    /// given out; pages with `seams` have to share a lead with the one before.
    pub(crate) fn take(
        &mut self,
        window: Window,
        page: &Page,
        front: &Ids,
        ids: &Given,
        seams: bool,
    ) -> Verdict {
        let first = self.end == 0;
        if first {
            self.total = page.total.unwrap_or(0);
        } else if seams
            && !page
                .ids()
                .any(|id| self.new.contains(id) || front.contains(id))
        {
            return Verdict::Unclear;
        }
        let mut found = false;
        for id in page.ids() {
            found = front.contains(id);
            if found {
                break;
            }
            if self.new.insert(id) && ids.contains(id) {
                self.known += 1;
            }
        }
        let len = u32::try_from(page.len()).unwrap_or(u32::MAX);
        if !found && len == window.size && page.more {
            self.end = window.start().saturating_add(len);
            return Verdict::GoOn;
        }
        let old = (ids.len() as u64).saturating_sub(self.known);
        let needed = self.total.saturating_sub(self.new.len() as u64);
        match (old >= needed, first) {
            (true, _) => Verdict::Enough,
            (false, true) => Verdict::TooFew,
            // New leads that were deleted while they were counted look old.
            (false, false) => Verdict::Unclear,
        }
    }
}

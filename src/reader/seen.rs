//! The leads that were given out, so that each is given out once. Ids are
//! never forgotten while a lead could come again: 12 to 20 bytes a lead.

use crate::intercom::Page;
use crate::lead::id::{Id, Ids};

/// Leads seen, and among them those of the current pass over the list.
#[derive(Debug, Default)]
pub(super) struct Seen {
    earlier: Ids,
    current: Ids,
    /// Leads of the current pass that were seen before it.
    repeated: usize,
}

impl Seen {
    /// Begins a pass: its leads are counted from zero.
    pub(super) fn begin_pass(&mut self) {
        self.earlier.extend(std::mem::take(&mut self.current));
        self.repeated = 0;
    }

    /// Distinct leads since the pass began, whether new or seen before.
    pub(super) fn pass_len(&self) -> u64 {
        self.current.len() as u64
    }

    /// Distinct leads seen.
    pub(super) fn len(&self) -> u64 {
        (self.earlier.len() + self.current.len() - self.repeated) as u64
    }

    pub(super) fn is_in_pass(&self, id: &Id) -> bool {
        self.current.contains(id)
    }

    pub(super) fn contains(&self, id: &Id) -> bool {
        self.current.contains(id) || self.earlier.contains(id)
    }

    /// Takes in the leads of `page`, and drops those from it that were seen.
    pub(super) fn keep_new(&mut self, page: &mut Page) {
        page.retain(|id, _| {
            let is_again = self.earlier.contains(id);
            let is_first = self.current.insert(id);
            self.repeated += usize::from(is_again && is_first);
            is_first && !is_again
        });
    }
}

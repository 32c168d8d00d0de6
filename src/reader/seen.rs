//! The ids of the leads that were returned, so that each is returned once. They take 12
//! to 20 bytes per lead.

use crate::intercom::Page;
use crate::lead::id::{Id, Ids};

/// The leads seen so far, and those of the current pass among them.
#[derive(Debug, Default)]
pub(super) struct Seen {
    earlier: Ids,
    current: Ids,
    /// The number of leads of the current pass that were seen before it.
    repeated: usize,
}

impl Seen {
    /// Starts another pass, whose leads are counted from zero.
    pub(super) fn begin_pass(&mut self) {
        self.earlier.extend(std::mem::take(&mut self.current));
        self.repeated = 0;
    }

    /// The number of leads in the current pass, new or seen before.
    pub(super) fn pass_len(&self) -> u64 {
        self.current.len() as u64
    }

    /// The number of leads seen.
    pub(super) fn len(&self) -> u64 {
        (self.earlier.len() + self.current.len() - self.repeated) as u64
    }

    pub(super) fn is_in_pass(&self, id: &Id) -> bool {
        self.current.contains(id)
    }

    pub(super) fn contains(&self, id: &Id) -> bool {
        self.current.contains(id) || self.earlier.contains(id)
    }

    /// Adds the leads of `page`, and removes those that were seen before from it.
    pub(super) fn keep_new(&mut self, page: &mut Page) {
        page.retain(|id, _| {
            let is_again = self.earlier.contains(id);
            let is_first = self.current.insert(id);
            self.repeated += usize::from(is_again && is_first);
            is_first && !is_again
        });
    }
}

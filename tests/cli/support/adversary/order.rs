//! The leads that a response can see, and their order.

use std::collections::HashMap;
use std::sync::Arc;

use super::choices::{Replica, Ties};
use super::lead::Lead;
use super::random::mix;

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Field {
    /// The time for the list, see `Lead::listed_at`.
    Listed,
    Created,
    Updated,
    LastRequest,
    Id,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Sort {
    pub(super) field: Field,
    pub(super) ascending: bool,
}

/// The view of a response: a replica at a point in time.
#[derive(Clone, Copy)]
pub(super) struct View {
    pub(super) replica: Replica,
    /// The number of the request.
    pub(super) at: u64,
}

/// A sort key: leads without the value last, then by value, then by the replica's order
/// among equal values.
pub(super) type Key = (bool, i128, u64);

impl Sort {
    pub(super) fn value(self, lead: &Lead) -> Option<i64> {
        match self.field {
            Field::Listed => lead.listed_at,
            Field::Created => lead.created_at,
            Field::Updated => Some(lead.updated_at),
            Field::LastRequest => Some(lead.last_request_at),
            // Ids start with this number, so they sort by it.
            Field::Id => Some((mix(!lead.number) >> 1).cast_signed()),
        }
    }

    pub(super) fn key(self, value: Option<i64>, number: u64, view: View) -> Key {
        let signed = i128::from(value.unwrap_or(0));
        let rank = match view.replica.ties {
            Ties::Steady => number,
            Ties::Reversed => !number,
            Ties::Unstable => mix(number ^ mix(view.at)),
        };
        (
            value.is_none(),
            if self.ascending { signed } else { -signed },
            rank,
        )
    }
}

/// Computed orders, valid until a lead changes.
#[derive(Default)]
pub(super) struct Orders {
    made: HashMap<(Sort, bool), Arc<Vec<usize>>>,
}

impl Orders {
    /// Clears the cache after leads were added or changed.
    pub(super) fn forget(&mut self) {
        self.made.clear();
    }

    /// The indices of all leads, visible or not, in order.
    pub(super) fn of(&mut self, leads: &[Lead], sort: Sort, view: View) -> Arc<Vec<usize>> {
        let make = || {
            let mut indices: Vec<_> = (0..leads.len()).collect();
            indices.sort_by_cached_key(|&index| {
                let lead = &leads[index];
                sort.key(sort.value(lead), lead.number, view)
            });
            Arc::new(indices)
        };
        match view.replica.ties {
            Ties::Unstable => make(),
            ties => {
                let kept = self
                    .made
                    .entry((sort, ties == Ties::Reversed))
                    .or_insert_with(make);
                Arc::clone(kept)
            }
        }
    }
}

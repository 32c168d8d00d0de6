//! Lists of contacts: what is selected, in which order, and the latest lists,
//! which are kept so that a page costs no sorting.

use std::cmp::Ordering;
use std::collections::VecDeque;
use std::sync::Arc;

use super::filter::Filter;
use crate::sandbox::contacts::{ContactKey, Contacts, TimeField};

const MAX_LISTS: usize = 64;
/// Contacts in all kept lists together, of 8 bytes each.
const MAX_CONTACTS: usize = 4 << 20;

/// What a list is made from.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Selection {
    pub(crate) filter: Filter,
    pub(crate) order: Order,
    pub(crate) index: Index,
}

/// Which contacts a list can know of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Index {
    /// All that exist.
    Live,
    /// Those that search has indexed (the search page: newly created contacts
    /// may be missing for a few minutes).
    Search,
}

/// The order of a list. Contacts without the time come last either way. Among
/// contacts of one second, the one created later counts as newer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Order {
    pub(crate) by: TimeField,
    pub(crate) direction: Direction,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    Ascending,
    Descending,
}

impl Order {
    pub(crate) const NEWEST_FIRST: Self = Self {
        by: TimeField::Created,
        direction: Direction::Descending,
    };

    /// Compares two contacts, each with its time.
    pub(crate) fn compare(
        self,
        a: (Option<i64>, ContactKey),
        b: (Option<i64>, ContactKey),
    ) -> Ordering {
        let missing_last = a.0.is_none().cmp(&b.0.is_none());
        // Keys ascend from newer to older.
        let oldest_first = a.0.cmp(&b.0).then(b.1.cmp(&a.1));
        missing_last.then(match self.direction {
            Direction::Ascending => oldest_first,
            Direction::Descending => oldest_first.reverse(),
        })
    }

    /// Sorts contacts that are mostly in the order of their keys.
    pub(super) fn sort(
        self,
        contacts: Contacts,
        keys: impl Iterator<Item = ContactKey>,
    ) -> Vec<ContactKey> {
        let mut timed: Vec<_> = keys
            .map(|key| (self.by.value(contacts, key), key))
            .collect();
        timed.sort_by(|a, b| self.compare(*a, *b));
        timed.into_iter().map(|(_, key)| key).collect()
    }
}

/// The latest lists, the last used one first. They are valid until a contact
/// comes or goes.
#[derive(Default)]
pub(super) struct ListCache {
    lists: VecDeque<(Selection, Arc<Vec<ContactKey>>)>,
}

impl ListCache {
    pub(super) fn get(&mut self, selection: &Selection) -> Option<Arc<Vec<ContactKey>>> {
        let index = self.lists.iter().position(|(key, _)| key == selection)?;
        let found = self.lists.remove(index)?;
        let list = Arc::clone(&found.1);
        self.lists.push_front(found);
        Some(list)
    }

    pub(super) fn insert(&mut self, selection: Selection, list: Arc<Vec<ContactKey>>) {
        self.lists.push_front((selection, list));
        let mut contacts = 0;
        let kept = self.lists.iter().take_while(|(_, list)| {
            contacts += list.len();
            contacts <= MAX_CONTACTS
        });
        let kept = kept.count().clamp(1, MAX_LISTS);
        self.lists.truncate(kept);
    }

    pub(super) fn clear(&mut self) {
        self.lists.clear();
    }
}

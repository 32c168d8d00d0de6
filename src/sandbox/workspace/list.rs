//! Lists of contacts: their selection, their order, and a cache of recent lists, so
//! that 100,000 contacts are not sorted for each page.

use std::cmp::Ordering;
use std::collections::VecDeque;
use std::ops::{Deref, Range};
use std::sync::Arc;

use super::filter::Filter;
use crate::sandbox::contacts::{ContactKey, Contacts, TimeField};

const MAX_LISTS: usize = 8;

/// The contents and the order of a list.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Selection {
    pub(crate) filter: Filter,
    pub(crate) order: Order,
    pub(crate) index: Index,
}

/// The contacts that a list can include.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Index {
    /// All existing contacts.
    Live,
    /// Contacts in the search index (the search page: newly created contacts may be
    /// missing for a few minutes).
    Search,
}

/// The order of a list. Contacts without the time always come last. Of contacts from
/// the same second, the one created later is newer.
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

    /// Compares two contacts with their times.
    pub(crate) fn compare(
        self,
        a: (Option<i64>, ContactKey),
        b: (Option<i64>, ContactKey),
    ) -> Ordering {
        let missing_last = a.0.is_none().cmp(&b.0.is_none());
        // Keys increase with age.
        let oldest_first = a.0.cmp(&b.0).then(b.1.cmp(&a.1));
        missing_last.then(match self.direction {
            Direction::Ascending => oldest_first,
            Direction::Descending => oldest_first.reverse(),
        })
    }

    /// Sorts contacts that are mostly in the order of their keys.
    pub(super) fn sort(
        self,
        contacts: &Contacts,
        keys: impl Iterator<Item = ContactKey>,
    ) -> Vec<ContactKey> {
        let mut timed: Vec<_> = keys
            .map(|key| (self.by.value(contacts, key), key))
            .collect();
        timed.sort_by(|a, b| self.compare(*a, *b));
        timed.into_iter().map(|(_, key)| key).collect()
    }
}

/// Contacts in order: a cached list, or a part of one.
pub(crate) struct List {
    contacts: Arc<Vec<ContactKey>>,
    part: Range<usize>,
}

impl List {
    /// The contacts of a list, in order of creation, that were created in `span`.
    pub(super) fn created_in(
        contacts: &Contacts,
        list: Arc<Vec<ContactKey>>,
        direction: Direction,
        span: &Range<i64>,
    ) -> Self {
        let older_than = |time| list.partition_point(|key| contacts.created_at(*key) >= time);
        let newer_than = |time| list.partition_point(|key| contacts.created_at(*key) < time);
        let (start, end) = match direction {
            Direction::Ascending => (newer_than(span.start), newer_than(span.end)),
            Direction::Descending => (older_than(span.end), older_than(span.start)),
        };
        Self {
            contacts: list,
            part: start.min(end)..end,
        }
    }
}

impl From<Arc<Vec<ContactKey>>> for List {
    fn from(contacts: Arc<Vec<ContactKey>>) -> Self {
        let part = 0..contacts.len();
        Self { contacts, part }
    }
}

impl Deref for List {
    type Target = [ContactKey];

    fn deref(&self) -> &[ContactKey] {
        &self.contacts[self.part.clone()]
    }
}

/// Recent lists, the last used one first. They are valid until a contact is created or
/// removed.
#[derive(Default)]
pub(super) struct ListCache {
    lists: VecDeque<(Selection, Arc<Vec<ContactKey>>)>,
}

impl ListCache {
    pub(super) fn get_or_insert(
        &mut self,
        selection: Selection,
        list: impl FnOnce(&Selection) -> Vec<ContactKey>,
    ) -> Arc<Vec<ContactKey>> {
        let index = self.lists.iter().position(|(key, _)| *key == selection);
        let cached = index.and_then(|index| self.lists.remove(index));
        let entry = cached.unwrap_or_else(|| {
            let list = Arc::new(list(&selection));
            (selection, list)
        });
        let list = Arc::clone(&entry.1);
        self.lists.push_front(entry);
        self.lists.truncate(MAX_LISTS);
        list
    }

    pub(super) fn clear(&mut self) {
        self.lists.clear();
    }
}

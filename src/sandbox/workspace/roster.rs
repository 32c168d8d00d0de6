//! The existing contacts, and their lists.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;

use super::churn::{Churn, Removal};
use super::list::{Index, List, ListCache, Selection};
use super::scroll::{ScrollError, Scrolls};
use crate::sandbox::contacts::{ContactKey, Contacts, Role, TimeField, user_numbers};
use crate::sandbox::settings::Settings;

/// The existing contacts.
pub(crate) struct Roster {
    contacts: Contacts,
    /// Numbers in ascending order: newest first.
    leads: VecDeque<i32>,
    /// Users, likewise. They are never created, and removed only by a merge.
    users: VecDeque<i32>,
    /// The number of the lead created last; 0 if there is none.
    last_created: i32,
    /// Maps each merged contact to the one that it was merged into.
    merged: HashMap<ContactKey, ContactKey>,
    /// Leads that became users. They keep their ids, and are in no list.
    converted: HashSet<ContactKey>,
    /// The time of the last request, in Unix seconds.
    now: i64,
    lists: ListCache,
    scrolls: Scrolls,
    churn: Option<Churn>,
}

impl Roster {
    pub(super) fn new(contacts: Contacts, settings: &Settings) -> Self {
        let leads = i32::try_from(settings.leads).unwrap_or(i32::MAX);
        let churn = settings.churn.then(|| Churn::new(contacts.churn_rng()));
        Self {
            contacts,
            leads: (0..leads).collect(),
            users: user_numbers(leads).collect(),
            last_created: 0,
            merged: HashMap::new(),
            converted: HashSet::new(),
            now: settings.now,
            lists: ListCache::default(),
            scrolls: Scrolls::new(settings.scroll_expiry),
            churn,
        }
    }

    /// All leads, newest first.
    pub(crate) fn leads(&self) -> impl Iterator<Item = ContactKey> {
        self.leads.iter().copied().map(ContactKey::lead)
    }

    pub(crate) fn contains(&self, key: ContactKey) -> bool {
        let numbers = match key.role {
            Role::Lead => &self.leads,
            Role::User => &self.users,
        };
        numbers.binary_search(&key.number).is_ok()
    }

    /// Creates a lead. Numbers are never reused.
    pub(crate) fn create(&mut self) -> ContactKey {
        self.last_created -= 1;
        self.leads.push_front(self.last_created);
        if let Some(churn) = &mut self.churn {
            churn.record_creation(self.last_created);
        }
        let key = ContactKey::lead(self.last_created);
        self.contacts.update(key, self.now);
        self.lists.clear();
        key
    }

    /// Sets the time of the following changes.
    pub(super) fn set_time(&mut self, now: i64) {
        self.now = now;
    }

    /// Updates a contact. Returns false if it does not exist.
    pub(crate) fn update(&mut self, key: ContactKey) -> bool {
        let exists = self.contains(key);
        if exists {
            self.contacts.update(key, self.now);
            self.lists.clear();
        }
        exists
    }

    /// Turns a lead into a user with the same id. Returns false if it does not exist.
    pub(crate) fn convert(&mut self, key: ContactKey) -> bool {
        let is_valid = key.role == Role::Lead && self.remove(key);
        if is_valid {
            self.converted.insert(key);
        }
        is_valid
    }

    /// Whether the contact is a lead that became a user.
    pub(crate) fn is_converted(&self, key: ContactKey) -> bool {
        self.converted.contains(&key)
    }

    /// Restores a lead that was removed. Returns false if it exists.
    pub(crate) fn restore(&mut self, key: ContactKey) -> bool {
        let Err(index) = self.leads.binary_search(&key.number) else {
            return false;
        };
        self.leads.insert(index, key.number);
        self.converted.remove(&key);
        self.merged.remove(&key);
        self.update(key)
    }

    /// Removes a contact. Returns false if it does not exist.
    pub(crate) fn remove(&mut self, key: ContactKey) -> bool {
        let numbers = match key.role {
            Role::Lead => &mut self.leads,
            Role::User => &mut self.users,
        };
        let Ok(index) = numbers.binary_search(&key.number) else {
            return false;
        };
        numbers.remove(index);
        self.lists.clear();
        true
    }

    /// Merges a contact into another, which removes it. Returns false if either does
    /// not exist or both are the same.
    pub(crate) fn merge(&mut self, key: ContactKey, into: ContactKey) -> bool {
        let is_valid = key != into && self.contains(into) && self.remove(key);
        if is_valid {
            self.merged.insert(key, into);
        }
        is_valid
    }

    /// The contact that a removed one was merged into, over up to three merges (the
    /// get-a-contact page of version 2.16).
    pub(crate) fn canonical(&self, key: ContactKey) -> Option<ContactKey> {
        let merged_into = |key: &ContactKey| self.merged.get(key).copied();
        let mut chain = std::iter::successors(merged_into(&key), merged_into).take(3);
        chain.find(|key| self.contains(*key))
    }

    /// Creates, updates and removes a few leads between two pages of a list, if the
    /// settings have `churn`.
    pub(crate) fn churn(&mut self) {
        let Some(churn) = &mut self.churn else {
            return;
        };
        churn.start_page();
        for _ in 0..churn.creations() {
            self.create();
        }
        let Some(churn) = &mut self.churn else {
            return;
        };
        let (leads, len) = (&self.leads, self.leads.len());
        let any = |churn: &mut Churn| leads.get(churn.index(len)).copied();
        let updated: Vec<_> = (0..churn.updates()).filter_map(|_| any(churn)).collect();
        let removed: Vec<_> = (0..churn.removals())
            .filter_map(|_| Some((any(churn)?, any(churn)?, churn.removal())))
            .collect();
        for number in updated {
            self.contacts.update(ContactKey::lead(number), self.now);
        }
        for (number, other, removal) in removed {
            let key = ContactKey::lead(number);
            match removal {
                Removal::Delete => self.remove(key),
                Removal::Merge => self.merge(key, ContactKey::lead(other)),
                Removal::Convert => self.convert(key),
            };
        }
        // Search may have indexed a lead, even if nothing else changed.
        self.lists.clear();
    }

    /// The contacts of a selection in order.
    pub(crate) fn list(&mut self, selection: &Selection) -> List {
        let Selection { order, index, .. } = *selection;
        if order.by != TimeField::Created {
            return self.whole_list(selection.clone()).into();
        }
        // Clients read large workspaces in ranges of creation times. All are parts of
        // one list, which is sorted once.
        let (span, filter) = selection.filter.split_created();
        let list = self.whole_list(Selection {
            filter,
            order,
            index,
        });
        List::created_in(&self.contacts, list, order.direction, &span)
    }

    fn whole_list(&mut self, selection: Selection) -> Arc<Vec<ContactKey>> {
        let contacts = &self.contacts;
        let newest = match (selection.index, &self.churn) {
            (Index::Search, Some(churn)) => churn.newest_indexed(),
            _ => i32::MIN,
        };
        let users = self.users.iter().map(|number| ContactKey {
            number: *number,
            role: Role::User,
        });
        let leads = self.leads.iter().copied().map(ContactKey::lead);
        let known = leads.filter(|lead| lead.number >= newest).chain(users);
        self.lists.get_or_insert(selection, |selection| {
            let matching = known.filter(|key| selection.filter.matches(contacts, *key));
            selection.order.sort(contacts, matching)
        })
    }

    /// Opens a scroll over all leads, and returns its parameter and first page.
    pub(crate) fn open_scroll(&mut self) -> Result<(String, Vec<ContactKey>), ScrollError> {
        let leads = self.leads.iter().rev().copied().collect();
        let contacts = &self.contacts;
        let parameter = self
            .scrolls
            .open(leads, |count| contacts.scroll_param(count))?;
        let page = self.next_scroll_page(&parameter)?;
        Ok((parameter, page))
    }

    /// The next page of the open scroll. An empty page ends the scroll.
    pub(crate) fn next_scroll_page(
        &mut self,
        parameter: &str,
    ) -> Result<Vec<ContactKey>, ScrollError> {
        let leads = &self.leads;
        let exists = |number| leads.binary_search(&number).is_ok();
        let page = self.scrolls.next_page(parameter, exists)?;
        Ok(page.into_iter().map(ContactKey::lead).collect())
    }
}

#[cfg(test)]
mod tests;

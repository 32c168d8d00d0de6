//! Which contacts exist, and their lists.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use super::churn::Churn;
use super::list::{Index, List, ListCache, Selection};
use super::scroll::{ScrollError, Scrolls};
use crate::sandbox::contacts::{ContactKey, Contacts, Role, TimeField, user_numbers};
use crate::sandbox::settings::Settings;

/// The contacts that exist now.
pub(crate) struct Roster {
    contacts: Contacts,
    /// Numbers in ascending order: newest first.
    leads: VecDeque<i32>,
    /// Likewise. Users are never created, and removed only by a merge.
    users: VecDeque<i32>,
    /// The number of the lead that was created last; 0 if none was.
    last_created: i32,
    /// Each merged contact with the one that it was merged into.
    merged: HashMap<ContactKey, ContactKey>,
    lists: ListCache,
    scrolls: Scrolls,
    churn: Option<Churn>,
}

impl Roster {
    pub(super) fn new(contacts: Contacts, settings: &Settings) -> Self {
        let leads = i32::try_from(settings.leads).unwrap_or(i32::MAX);
        Self {
            contacts,
            leads: (0..leads).collect(),
            users: user_numbers(leads).collect(),
            last_created: 0,
            merged: HashMap::new(),
            lists: ListCache::default(),
            scrolls: Scrolls::new(settings.scroll_expiry),
            churn: settings.churn.then(|| Churn::new(contacts.churn_rng())),
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

    /// Creates a lead. No number is used twice.
    pub(crate) fn create(&mut self) -> ContactKey {
        self.last_created -= 1;
        self.leads.push_front(self.last_created);
        if let Some(churn) = &mut self.churn {
            churn.record_creation(self.last_created);
        }
        self.lists.clear();
        ContactKey::lead(self.last_created)
    }

    /// Removes a contact; false if it does not exist.
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

    /// Merges a contact into another, which removes it. False if either does
    /// not exist or both are the same.
    pub(crate) fn merge(&mut self, key: ContactKey, into: ContactKey) -> bool {
        let is_valid = key != into && self.contains(into) && self.remove(key);
        if is_valid {
            self.merged.insert(key, into);
        }
        is_valid
    }

    /// The contact that a removed one was merged into, over at most three
    /// merges (the get-a-contact page of version 2.16).
    pub(crate) fn canonical(&self, key: ContactKey) -> Option<ContactKey> {
        let merged_into = |key: &ContactKey| self.merged.get(key).copied();
        let mut chain = std::iter::successors(merged_into(&key), merged_into).take(3);
        chain.find(|key| self.contains(*key))
    }

    /// Creates and deletes a few leads, as happens between two pages of a
    /// list, if the settings ask for it.
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
        for _ in 0..churn.deletions() {
            let index = churn.index_to_delete(self.leads.len());
            self.leads.remove(index);
        }
        // Search may have indexed a lead, whether or not another changed.
        self.lists.clear();
    }

    /// The contacts of a selection, in order.
    pub(crate) fn list(&mut self, selection: &Selection) -> List {
        let Selection { order, index, .. } = *selection;
        if order.by != TimeField::Created {
            return self.whole_list(selection.clone()).into();
        }
        // Clients read large workspaces in spans of creation times. All are
        // parts of one list, which is sorted once.
        let (span, filter) = selection.filter.split_created();
        let list = self.whole_list(Selection {
            filter,
            order,
            index,
        });
        List::created_in(self.contacts, list, order.direction, &span)
    }

    fn whole_list(&mut self, selection: Selection) -> Arc<Vec<ContactKey>> {
        let contacts = self.contacts;
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

    /// Opens a scroll over all leads: its parameter and its first page.
    pub(crate) fn open_scroll(&mut self) -> Result<(String, Vec<ContactKey>), ScrollError> {
        let leads = self.leads.iter().rev().copied().collect();
        let contacts = self.contacts;
        let parameter = self
            .scrolls
            .open(leads, |count| contacts.scroll_param(count))?;
        let page = self.next_scroll_page(&parameter)?;
        Ok((parameter, page))
    }

    /// The next page of the open scroll, which ends with an empty one.
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

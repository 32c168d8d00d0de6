//! The made-up contacts. All data of a contact is computed from the seed, its role and
//! its number, in constant time. Only the updates of contacts are stored.

mod field;
mod generator;
mod key;
mod profile;
mod samples;

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

pub(super) use self::field::{TextField, TimeField};
use self::generator::{Generator, Stream};
pub(super) use self::key::{ContactKey, Role};
pub(super) use self::profile::{Location, Profile};
pub(super) use self::samples::{Label, Place, SEGMENTS, TAGS};
use super::random::Rng;

/// All contacts of a seed: leads, and the users that API 2.x lists with them
/// (the 2.0 changelog page).
#[derive(Clone)]
pub(super) struct Contacts {
    leads: Generator,
    users: Generator,
    updates: Arc<RwLock<HashMap<ContactKey, Updates>>>,
}

/// The number of updates of a contact, and the time of the latest, in Unix seconds.
#[derive(Clone, Copy)]
pub(super) struct Updates {
    count: u32,
    last: i64,
}

/// The numbers of the users for a number of leads: a quarter as many, over the same
/// years.
pub(super) fn user_numbers(leads: i32) -> impl Iterator<Item = i32> {
    (3..leads).step_by(4)
}

impl Contacts {
    /// The contacts of `seed`, the newest created at `newest` (Unix seconds).
    pub(super) fn new(seed: u64, newest: i64) -> Self {
        Self {
            leads: Generator::new(seed, newest),
            users: Generator::new(!seed, newest),
            updates: Arc::default(),
        }
    }

    /// Updates a contact at `now`: it was seen, and subscribes or unsubscribes.
    pub(super) fn update(&self, key: ContactKey, now: i64) {
        let mut updates = self.updates.write().unwrap_or_else(PoisonError::into_inner);
        let updates = updates.entry(key).or_insert(Updates {
            count: 0,
            last: now,
        });
        updates.count += 1;
        updates.last = now;
    }

    /// The updates of a contact since the start, if any.
    pub(super) fn updates(&self, key: ContactKey) -> Option<Updates> {
        let updates = self.updates.read().unwrap_or_else(PoisonError::into_inner);
        updates.get(&key).copied()
    }

    pub(super) fn id(&self, key: ContactKey) -> String {
        self.generator(key.role).id(key.number)
    }

    /// The contact with this id, even if it does not exist.
    pub(super) fn by_id(&self, id: &str) -> Option<ContactKey> {
        [Role::Lead, Role::User].into_iter().find_map(|role| {
            let number = self.generator(role).number(id)?;
            Some(ContactKey { number, role })
        })
    }

    pub(super) fn created_at(&self, key: ContactKey) -> i64 {
        self.generator(key.role).created_at(key.number)
    }

    pub(super) fn profile(&self, key: ContactKey) -> Profile {
        let mut profile = self.generator(key.role).profile(key.number);
        if key.role == Role::User {
            profile.email = self.email(key);
            // The id of the user in the workspace's own software.
            profile.external_id = (i64::from(key.number) + 70).to_string();
            profile.signed_up_at = self.signed_up_at(key);
        }
        if let Some(Updates { count, last }) = self.updates(key) {
            profile.updated_at = last;
            profile.last_seen_at = Some(last);
            profile.session_count += u64::from(count);
            profile.unsubscribed ^= count % 2 == 1;
        }
        profile
    }

    /// Random numbers for creating and deleting leads.
    pub(super) fn churn_rng(&self) -> Rng {
        self.leads.rng(0, Stream::Churn)
    }

    /// The `scroll_param` of a scroll; `count` is the number of scrolls so far.
    pub(super) fn scroll_param(&self, count: i32) -> String {
        self.leads.rng(count, Stream::Scroll).uuid()
    }

    fn generator(&self, role: Role) -> Generator {
        match role {
            Role::Lead => self.leads,
            Role::User => self.users,
        }
    }

    /// One in ten users has the address of a lead: the same person, who has signed up.
    fn email(&self, key: ContactKey) -> Option<String> {
        let ContactKey { number, role } = key;
        let is_shared =
            role == Role::User && self.users.rng(number, Stream::SharedEmail).chance(10);
        let role = if is_shared { Role::Lead } else { role };
        self.generator(role).email(number)
    }

    fn signed_up_at(&self, key: ContactKey) -> Option<i64> {
        match key.role {
            Role::Lead => self.leads.signed_up_at(key.number),
            Role::User => Some(self.users.created_at(key.number)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contacts() -> Contacts {
        Contacts::new(1, 1_769_860_800)
    }

    #[test]
    fn ids_of_leads_and_users_differ() {
        let contacts = contacts();
        for role in [Role::Lead, Role::User] {
            for number in [-1, 0, 3, 5_000] {
                let key = ContactKey { number, role };
                assert_eq!(contacts.by_id(&contacts.id(key)), Some(key));
            }
        }
        assert_eq!(contacts.by_id("scroll"), None);
    }

    #[test]
    fn there_are_a_quarter_as_many_users_and_some_share_an_address() {
        for (leads, users) in [(0, 0), (3, 0), (4, 1), (300, 75)] {
            assert_eq!(user_numbers(leads).count(), users);
        }
        let contacts = contacts();
        let email = |number, role| contacts.email(ContactKey { number, role });
        let shared = |number: &i32| {
            email(*number, Role::User).is_some_and(|user| Some(user) == email(*number, Role::Lead))
        };
        assert!((3..30).contains(&user_numbers(400).filter(shared).count()));
    }
}

//! The simulated workspace: its contacts, their changes, and the delayed search.

use std::collections::BTreeMap;

use crate::sync::Found;

const DAY: i64 = 86_400;

/// Seconds after which a search has seen every change.
const MAX_LAG: u64 = 3_000;

/// The kind of a contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Lead,
    /// A lead that exists, but is in no list.
    Unlisted,
    User,
    Merged(u64),
    Deleted,
}

/// The state of a contact from a time on.
#[derive(Clone, Debug)]
pub(super) struct State {
    /// When the search sees it.
    pub(super) seen_from: i64,
    pub(super) kind: Kind,
    created: i64,
    pub(super) updated: i64,
    version: u32,
}

/// Random numbers, the same for the same seed.
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `end`.
    pub(super) fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 16) % end.max(1)
    }

    /// True with a probability of `percent`.
    pub(super) fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    fn seconds(&mut self, end: u64) -> i64 {
        self.below(end).cast_signed()
    }
}

pub(super) struct World {
    pub(super) contacts: BTreeMap<u64, Vec<State>>,
    pub(super) now: i64,
    /// The offset of the workspace's time zone from UTC, in seconds.
    zone: i64,
    pub(super) random: Random,
    next: u64,
    /// Contacts that changed since the last full run without a new `updated_at`, or
    /// were seen in an earlier state.
    pub(super) unseen: Vec<u64>,
    /// The number of them before the last run.
    pub(super) unseen_before: usize,
}

impl World {
    pub(super) fn new(seed: u64) -> Self {
        let mut random = Random::new(seed);
        let zone = (random.seconds(26) - 11) * 3600;
        let mut world = Self {
            contacts: BTreeMap::new(),
            now: 1_769_860_800 + random.seconds(86_400),
            zone,
            random,
            next: 0,
            unseen: Vec::new(),
            unseen_before: 0,
        };
        for _ in 0..40 + world.random.below(120) {
            world.create();
        }
        world.now += 2 * DAY;
        world
    }

    /// The current state of a contact.
    pub(super) fn live(&self, id: u64) -> &State {
        &self.contacts[&id][self.contacts[&id].len() - 1]
    }

    /// The state of a contact in the search.
    pub(super) fn seen(&self, id: u64) -> Option<&State> {
        let mut states = self.contacts.get(&id)?.iter().rev();
        states.find(|state| state.seen_from <= self.now)
    }

    /// The state of a contact before its last change.
    pub(super) fn before(&self, id: u64) -> Option<&State> {
        self.contacts[&id].iter().rev().nth(1)
    }

    /// Whether search and lookup have agreed about it since `start`.
    pub(super) fn is_steady(&self, id: u64, start: i64) -> bool {
        self.live(id).seen_from <= start
    }

    /// The leads that a search finds among those updated after the day of `since` minus
    /// 25 hours.
    pub(super) fn found(&self, since: Option<i64>) -> Vec<u64> {
        let day = |time: i64| (time + self.zone).div_euclid(DAY);
        let ids = self.contacts.keys().copied();
        ids.filter(|id| {
            self.seen(*id).is_some_and(|state| {
                let is_new = since.is_none_or(|since| day(state.updated) > day(since - 25 * 3600));
                state.kind == Kind::Lead && is_new
            })
        })
        .collect()
    }

    pub(super) fn look_up(&self, id: u64) -> Found {
        match &self.live(id).kind {
            Kind::Lead | Kind::Unlisted => Found::Lead,
            Kind::User => Found::User,
            Kind::Merged(into) => Found::Merged(Some(name(*into))),
            Kind::Deleted => Found::Deleted,
        }
    }

    /// Records that a full run that started at `start` has seen all changes.
    pub(super) fn see(&mut self, start: i64) {
        let later = self.unseen.split_off(self.unseen_before);
        let mut earlier = std::mem::take(&mut self.unseen);
        earlier.retain(|id| !self.is_steady(*id, start));
        self.unseen = earlier.into_iter().chain(later).collect();
    }

    fn create(&mut self) {
        let id = self.next;
        self.next += 1;
        let state = State {
            seen_from: self.now + self.random.seconds(MAX_LAG),
            kind: Kind::Lead,
            created: self.now,
            updated: self.now,
            version: 0,
        };
        self.contacts.insert(id, vec![state]);
    }

    fn set(&mut self, id: u64, kind: Kind) {
        let mut state = self.live(id).clone();
        state.version += 1;
        // Not every change sets `updated_at`.
        if kind == state.kind && self.random.chance(10) {
            self.unseen.push(id);
        } else {
            state.updated = self.now;
        }
        state.kind = kind;
        let lag = self.random.seconds(MAX_LAG);
        state.seen_from = state.seen_from.max(self.now + lag);
        if let Some(states) = self.contacts.get_mut(&id) {
            states.push(state);
        }
    }

    /// Makes one random change.
    pub(super) fn change(&mut self) {
        let id = self.random.below(self.next);
        let other = self.random.below(self.next);
        let is_lead = matches!(self.live(id).kind, Kind::Lead);
        match self.random.below(20) {
            0..4 => self.create(),
            4 | 5 if is_lead => self.set(id, Kind::Deleted),
            6 if is_lead && id != other => self.set(id, Kind::Merged(other)),
            7 if is_lead => self.set(id, Kind::User),
            8 if is_lead => self.set(id, Kind::Unlisted),
            9 | 10 if !is_lead => self.set(id, Kind::Lead),
            _ if is_lead => self.set(id, Kind::Lead),
            _ => {}
        }
    }

    /// Deletes most leads, as in a clean-up.
    pub(super) fn clean_up(&mut self) {
        for id in 0..self.next {
            if self.live(id).kind == Kind::Lead && self.random.chance(70) {
                self.set(id, Kind::Deleted);
            }
        }
    }

    /// Advances the time by about a day.
    pub(super) fn sleep(&mut self) {
        self.now += match self.random.below(10) {
            0 => self.random.seconds(3 * 3600),
            1 => 3 * DAY,
            _ => DAY - 3600 + self.random.seconds(7200),
        };
    }
}

pub(super) fn name(id: u64) -> String {
    format!("{id:024x}")
}

impl State {
    pub(super) fn json(&self, id: u64) -> String {
        format!(
            r#"{{"type":"contact","id":"{}","workspace_id":"w","role":"lead","name":"v{}","created_at":{},"updated_at":{}}}"#,
            name(id),
            self.version,
            self.created,
            self.updated
        )
    }
}

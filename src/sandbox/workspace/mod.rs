//! The state of the workspace: which contacts exist, lists of them, the open
//! scroll, and their JSON. Both generations of the API read it.

mod churn;
mod filter;
mod json_cache;
mod list;
mod roster;
mod scroll;

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

pub(super) use self::filter::{Filter, TextTest};
pub(super) use self::json_cache::Schema;
pub(super) use self::list::{Direction, Index, Order, Selection};
pub(super) use self::roster::Roster;
pub(super) use self::scroll::ScrollError;

use self::json_cache::JsonCache;
use super::contacts::{ContactKey, Contacts};
use super::json::{Json, Object};
use super::settings::Settings;

/// A workspace, shared by all connections.
pub(super) struct Workspace {
    pub(super) contacts: Contacts,
    json_cache: JsonCache,
    roster: Mutex<Roster>,
    started: Instant,
    /// The time at the start, in Unix seconds, plus what it was advanced by.
    start: AtomicI64,
}

impl Workspace {
    pub(super) fn new(settings: &Settings) -> Self {
        let contacts = Contacts::new(settings.seed, settings.newest);
        Self {
            json_cache: JsonCache::default(),
            roster: Mutex::new(Roster::new(contacts.clone(), settings)),
            contacts,
            started: Instant::now(),
            start: AtomicI64::new(settings.now),
        }
    }

    pub(super) fn roster(&self) -> MutexGuard<'_, Roster> {
        let mut roster = self.roster.lock().unwrap_or_else(PoisonError::into_inner);
        roster.set_time(self.now());
        roster
    }

    /// The workspace's time in Unix seconds.
    pub(super) fn now(&self) -> i64 {
        let elapsed = i64::try_from(self.started.elapsed().as_secs()).unwrap_or(0);
        self.start.load(Ordering::Relaxed) + elapsed
    }

    /// The same, with fractions of seconds.
    pub(super) fn time(&self) -> Duration {
        let start = u64::try_from(self.start.load(Ordering::Relaxed)).unwrap_or(0);
        Duration::from_secs(start) + self.started.elapsed()
    }

    /// Advances the workspace's time.
    pub(super) fn advance(&self, seconds: i64) {
        self.start.fetch_add(seconds, Ordering::Relaxed);
    }

    /// The JSON of `keys` in order, from the cache if possible.
    pub(super) fn render(
        &self,
        schema: Schema,
        keys: &[ContactKey],
        render: impl Fn(ContactKey) -> Object,
    ) -> Vec<Json> {
        let is_cached = |key| self.contacts.updates(key).is_none();
        self.json_cache
            .get_or_render(schema, keys, is_cached, render)
    }
}

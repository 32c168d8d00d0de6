//! The state of the workspace: which contacts exist, lists of them, the open
//! scroll, and their JSON. Both generations of the API read it.

mod churn;
mod filter;
mod json_cache;
mod list;
mod roster;
mod scroll;

use std::sync::{Mutex, MutexGuard, PoisonError};

pub(super) use self::filter::{Filter, TextTest};
pub(super) use self::json_cache::Schema;
pub(super) use self::list::{Direction, Index, Order, Selection};
pub(super) use self::roster::Roster;
pub(super) use self::scroll::ScrollError;

use self::json_cache::JsonCache;
use super::contacts::Contacts;
use super::settings::Settings;

/// A workspace, shared by all connections.
pub(super) struct Workspace {
    pub(super) contacts: Contacts,
    pub(super) json_cache: JsonCache,
    roster: Mutex<Roster>,
}

impl Workspace {
    pub(super) fn new(settings: &Settings) -> Self {
        let contacts = Contacts::new(settings.seed, settings.now);
        Self {
            contacts,
            json_cache: JsonCache::default(),
            roster: Mutex::new(Roster::new(contacts, settings)),
        }
    }

    pub(super) fn roster(&self) -> MutexGuard<'_, Roster> {
        self.roster.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

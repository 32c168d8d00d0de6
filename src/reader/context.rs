//! What reading a list and a search have in common: the query, the leads sent so far, and
//! their consumer.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::front::Front;
use super::generator::Output;
use super::seen::Seen;
use super::source::Source;
use super::totals::Totals;
use crate::intercom::{Dialect, Error, Page, Request};
use crate::lead::id::Id;
use crate::query::Query;

/// What was read so far.
#[derive(Debug, Default)]
pub(super) struct Progress {
    pub(super) seen: Seen,
    /// The totals that the API reported.
    pub(super) totals: Totals,
    pub(super) paging: Paging,
}

impl Progress {
    /// Starts another pass: leads, rises and falls are counted from zero.
    pub(super) fn begin_pass(&mut self) {
        self.seen.begin_pass();
        self.totals.restart();
    }
}

/// How pages are requested.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Paging {
    /// By page number.
    #[default]
    List,
    /// By scroll, if page numbers cannot show that no lead is missing.
    Scroll,
    /// By cursor.
    Search,
}

/// Reads one query in one version.
pub(super) struct Context<'a> {
    pub(super) source: Source,
    pub(super) dialect: &'static dyn Dialect,
    pub(super) query: &'a Query,
    pub(super) progress: &'a Arc<Mutex<Progress>>,
    pub(super) output: &'a Output<Page>,
}

impl Context<'_> {
    pub(super) fn fetch(&self, request: &Request) -> Result<Page, Error> {
        self.source.fetch(self.dialect, request)
    }

    /// The page for a request of the query, whose total is counted.
    pub(super) fn fetch_counted(&self, request: &Request) -> Result<Page, Error> {
        let page = self.fetch(request)?;
        self.count(&page);
        Ok(page)
    }

    pub(super) fn count(&self, page: &Page) {
        self.progress().totals.add(page.total);
    }

    /// Sends the leads of `page` that were not sent before. Returns when more are needed.
    pub(super) async fn send(&self, mut page: Page) {
        self.progress().seen.keep_new(&mut page);
        if !page.is_empty() {
            self.output.send(page).await;
        }
    }

    /// Sends the first pages, requested again. Returns how many leads the pass received
    /// without the new ones, and how many are new. New leads must not hide missing ones.
    pub(super) async fn send_front(&self, front: Front) -> (u64, u64) {
        let is_new =
            |&(id, time): &(&Id, _)| front.is_new(time) || !self.progress().seen.contains(id);
        let new = front.leads().filter(is_new).count() as u64;
        for page in front.pages {
            self.send(page).await;
        }
        let received = self.progress().seen.pass_len();
        (received.saturating_sub(new), new)
    }

    pub(super) fn progress(&self) -> MutexGuard<'_, Progress> {
        lock(self.progress)
    }
}

pub(super) fn lock(progress: &Mutex<Progress>) -> MutexGuard<'_, Progress> {
    progress.lock().unwrap_or_else(PoisonError::into_inner)
}

//! API 1.x: the scroll, for what the list cannot prove or does not serve. One
//! task reads it and never waits, since the API forgets a scroll that is not
//! asked for a minute.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::executor::{Executor, Sender};
use super::front::Front;
use super::passes::{Outcome, Passes};
use super::seen::Seen;
use super::source::Source;
use super::spool::{Buffered, Spool};
use super::totals::Totals;
use crate::intercom::v1::{List, Scroll};
use crate::intercom::{ApiError, Dialect as _, Error, Kind, Page, Request};
use crate::lead::id::Id;
use crate::query::Query;

/// How long another scroll of the workspace is waited for: it ends a minute
/// after it was last asked. A wait for the rate limit may last as long
/// (`http::retry::MAX_WAIT`).
const MAX_WAIT: Duration = Duration::from_secs(90);

/// Pages of a pass that may bring nothing new.
const MAX_STALE: u32 = 20;

/// Empty pages in a row after which a scroll that is not counted has ended.
const MAX_EMPTY: u64 = 100;

const TOO_FEW: &str = "the API sent fewer leads than it counts";

/// Leads a page (the php and ruby clients say so).
const PAGE_SIZE: u64 = 100;

/// A scroll under way.
pub(super) struct Reading {
    executor: Executor<Buffered>,
    task: Arc<Task>,
}

/// What the task works with.
pub(super) struct Task {
    pub(super) source: Source,
    pub(super) query: Query,
    pub(super) seen: Arc<Mutex<Seen>>,
    /// The totals that the list stated, without a filter.
    pub(super) totals: Mutex<Totals>,
    /// The time of the first answer's first lead.
    pub(super) newest: Option<i64>,
    /// The largest page of the list that the server grants.
    pub(super) list_size: u32,
    /// Why the list does not do.
    pub(super) why: &'static str,
}

impl Reading {
    pub(super) fn new(task: Task) -> Self {
        let executor = Executor::new(1);
        let task = Arc::new(task);
        let shared = Arc::clone(&task);
        executor.push(Box::new(move |sender| shared.read(sender)));
        Self { executor, task }
    }

    /// The total that the API stated last.
    pub(super) fn totals(&self) -> Totals {
        *lock(&self.task.totals)
    }

    /// The next page, without the leads that were seen.
    pub(super) fn next(&self) -> Result<Option<Page>, Error> {
        loop {
            let Some(held) = self.executor.next() else {
                return Ok(None);
            };
            let page = held?.restore()?;
            if !page.is_empty() {
                return Ok(Some(page));
            }
        }
    }
}

impl Task {
    fn read(&self, sender: &Sender<Buffered>) -> Result<(), Error> {
        let passes = Passes {
            name: "the scroll",
            max_rereads: 1,
            max_restarts: 2,
        };
        passes.run(self.source.report, || {
            lock(&self.seen).begin_pass();
            self.pass(sender)
        })
    }

    /// Reads the scroll from its start to its end.
    fn pass(&self, sender: &Sender<Buffered>) -> Result<Outcome, Error> {
        let mut request = Scroll.first(&self.query);
        let (mut stale, mut empty) = (0, 0);
        let mut end = Outcome::Short(TOO_FEW);
        // What entered before this scroll began is part of it.
        lock(&self.totals).restart();
        // A scroll that waits is forgotten.
        let spool = Spool::new(sender, usize::MAX);
        loop {
            let mut page = match self.fetch(&request) {
                // After an empty page this is how a scroll ends, too.
                Err(Error::Refused(refused)) if empty > 0 && refused.effective_status() == 404 => {
                    return Ok(end);
                }
                Err(error) if request.kind == Kind::Scroll && is_lost(&error) => {
                    // With or without an empty page.
                    let is_end = matches!(&error, Error::Refused(refused)
                        if refused.effective_status() == 404);
                    let is_whole = is_end && self.is_whole()? == Some(true);
                    return Ok(if is_whole && lock(&self.totals).falls() == 0 {
                        Outcome::Done
                    } else {
                        Outcome::Lost(error)
                    });
                }
                Err(Error::NotUnderstood(_)) if request.kind == Kind::ScrollStart => {
                    return Err(Error::incomplete(self.why));
                }
                Err(Error::Refused(refused))
                    if request.kind == Kind::ScrollStart && is_unknown(&refused) =>
                {
                    return Err(Error::incomplete(self.why));
                }
                page => page?,
            };
            let next = page.next.take();
            if page.is_empty() {
                // Pages are perhaps looked up when they are asked for, and
                // deletions can empty many in the middle. What was deleted may
                // have been received, so the count alone does not tell.
                empty += 1;
                let is_whole = self.is_whole()?;
                let totals = *lock(&self.totals);
                end = match is_whole {
                    Some(true) if totals.falls() == 0 => return Ok(Outcome::Done),
                    Some(true) | None => Outcome::Done,
                    Some(false) => Outcome::Short(TOO_FEW),
                };
                let max_empty = match is_whole {
                    Some(true) => totals.falls() / PAGE_SIZE + 1,
                    Some(false) => totals.last().unwrap_or(0) / PAGE_SIZE,
                    None => MAX_EMPTY,
                };
                match next {
                    Some(next) if empty <= max_empty => request = next,
                    _ => return Ok(end),
                }
                continue;
            }
            empty = 0;
            let Some(next) = next else {
                return Ok(Outcome::Short(TOO_FEW));
            };
            request = next;
            let before = lock(&self.seen).pass_len();
            self.take(&mut page)?;
            stale += u32::from(lock(&self.seen).pass_len() == before);
            if stale > MAX_STALE {
                return Err(Error::incomplete("the pages repeat themselves without end"));
            }
            if spool.send(page)?.is_err() {
                return Ok(Outcome::Done);
            }
        }
    }

    /// Notes the leads of a page, and leaves those that are new and asked for:
    /// a scroll takes no filters.
    fn take(&self, page: &mut Page) -> Result<(), Error> {
        if !page.leads().all(|lead| self.query.can_match_labels(lead)) {
            return Err(Error::incomplete(
                "past the list's limit, leads do not tell their tags and segments",
            ));
        }
        lock(&self.seen).keep_new(page);
        page.retain(|_, lead| self.query.selects(lead));
        page.more = true;
        Ok(())
    }

    /// Whether this scroll received as many leads as the list counts, less
    /// those that are new; `None` where it does not count them. The scroll's
    /// own answers state a total of 0 (facts 9).
    fn is_whole(&self) -> Result<Option<bool>, Error> {
        let everything = Query::default();
        let front = Front::of_list(self.newest, self.list_size, |window| {
            let request = List.window(&everything, window);
            let request = request.unwrap_or_else(|| List.first(&everything));
            self.source.fetch(&List, &request)
        })?;
        let seen = lock(&self.seen);
        let is_new = |(id, time): &(&Id, _)| front.is_new(*time) && !seen.is_in_pass(id);
        let leads = front.pages.iter().flat_map(Page::ids_and_times);
        let new = leads.filter(is_new).count() as u64;
        let mut totals = lock(&self.totals);
        for page in &front.pages {
            totals.add(page.total);
        }
        let is_met = totals.are_met(seen.pass_len(), new);
        Ok(totals.last().map(|_| is_met))
    }

    /// The answer to `request`, when no other scroll is in the way.
    fn fetch(&self, request: &Request) -> Result<Page, Error> {
        let mut waited = Duration::ZERO;
        loop {
            match self.source.fetch(&Scroll, request) {
                Err(Error::Refused(refused)) if refused.code == "scroll_exists" => {
                    let Some(pause) = pause(waited) else {
                        return Err(Error::ScrollBusy(waited));
                    };
                    if waited.is_zero() {
                        self.source.report.warn(&format!(
                            "another scroll of this workspace is open; waiting up to {} seconds \
                             for it to end",
                            MAX_WAIT.as_secs()
                        ));
                    }
                    std::thread::sleep(pause);
                    waited += pause;
                }
                page => return page,
            }
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether the server has no scroll.
fn is_unknown(refused: &ApiError) -> bool {
    matches!(refused.status, 404 | 405 | 410)
}

/// Whether the scroll cannot be continued: an answer that was lost cannot be
/// had again.
fn is_lost(error: &Error) -> bool {
    match error {
        Error::Network(_) | Error::Timeout(_) | Error::Unreadable(_) => true,
        Error::Refused(refused) => refused.is_about_cursor(),
        _ => false,
    }
}

/// How long to wait once more for another scroll to end, short at first for
/// one that was about to; `None` when enough was waited.
fn pause(waited: Duration) -> Option<Duration> {
    let remaining = MAX_WAIT.checked_sub(waited)?;
    let pause = (waited / 2).clamp(Duration::from_secs(1), Duration::from_secs(10));
    Some(pause.min(remaining)).filter(|pause| !pause.is_zero())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_open_scroll_is_waited_for_as_long_as_reported() {
        let mut waited = Duration::ZERO;
        let mut calls = 0;
        while let Some(pause) = pause(waited) {
            waited += pause;
            calls += 1;
        }
        assert_eq!(waited, MAX_WAIT);
        assert!((10..20).contains(&calls), "{calls} calls");
    }
}

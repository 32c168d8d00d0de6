//! API 1.x: the scroll, for what the list cannot prove or does not serve. One
//! task reads it and never waits, since the API forgets a scroll that is not
//! asked for a minute.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::executor::{Executor, Sender};
use super::run::{Joined, Run};
use super::seen::Seen;
use super::source::Source;
use super::spool::{Held, Spool};
use super::totals::Totals;
use crate::intercom::v1::{List, Scroll};
use crate::intercom::{ApiError, Dialect as _, Error, Kind, Page, Request, Window};
use crate::query::Query;

/// How long another scroll of the workspace is waited for: it ends a minute
/// after it was last asked. A wait for the rate limit may last as long
/// (`http::retry::MAX_WAIT`).
const MAX_WAIT: Duration = Duration::from_secs(90);

/// How often a scroll that the server lost is begun again, and one that came
/// out short.
const MAX_RESTARTS: u32 = 2;
const MAX_REREADS: u32 = 1;

/// Pages of a pass that may bring nothing new.
const MAX_STALE: u32 = 20;

/// The most pages of new leads that are looked at in the end.
const MAX_NEW_PAGES: u32 = 20;

/// Empty pages in a row after which a scroll that is not counted has ended.
const MAX_EMPTY: u64 = 100;

/// Leads a page (the php and ruby clients say so).
const PAGE_SIZE: u64 = 100;

/// A scroll under way.
pub(super) struct Reading {
    executor: Executor<Held>,
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
    pub(super) spool: Spool,
    /// The largest page of the list that the server grants.
    pub(super) list_size: u32,
    /// Why the list does not do.
    pub(super) why: &'static str,
}

/// How a pass over the scroll ended.
enum Outcome {
    Done,
    /// Fewer leads came than the list counts.
    Short,
    /// The server lost the scroll.
    Lost(Error),
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
            let page = self.task.spool.restore(held?)?;
            if !page.is_empty() {
                return Ok(Some(page));
            }
        }
    }
}

impl Task {
    fn read(&self, sender: &Sender<Held>) -> Result<(), Error> {
        let (mut restarts, mut rereads) = (0, 0);
        loop {
            lock(&self.seen).begin_pass();
            match self.pass(sender)? {
                Outcome::Done => return Ok(()),
                Outcome::Short if rereads < MAX_REREADS => {
                    rereads += 1;
                    let report = self.source.report;
                    report.warn("fewer leads came than the API counts; the scroll begins again");
                }
                Outcome::Short => {
                    return Err(Error::incomplete("fewer leads came than the API counts"));
                }
                Outcome::Lost(error) if restarts < MAX_RESTARTS => {
                    restarts += 1;
                    let report = self.source.report;
                    report.warn(&format!("{error}; the scroll begins again"));
                }
                Outcome::Lost(Error::Refused(refused)) if refused.effective_status() < 500 => {
                    return Err(Error::incomplete("the API lost the scroll again and again"));
                }
                Outcome::Lost(error) => return Err(error),
            }
        }
    }

    /// Reads the scroll from its start to its end.
    fn pass(&self, sender: &Sender<Held>) -> Result<Outcome, Error> {
        let mut request = Scroll.first(&self.query);
        let (mut stale, mut empty) = (0, 0);
        let mut end = Outcome::Short;
        // What entered before this scroll began is part of it.
        let before = lock(&self.totals).restarted();
        *lock(&self.totals) = before;
        loop {
            let mut page = match self.fetch(&request) {
                // After an empty page this is how a scroll ends, too.
                Err(Error::Refused(refused)) if empty > 0 && refused.effective_status() == 404 => {
                    return Ok(end);
                }
                Err(error) if request.kind == Kind::Scroll && is_lost(&error) => {
                    return Ok(Outcome::Lost(error));
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
                    Some(false) => Outcome::Short,
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
                return Ok(Outcome::Short);
            };
            request = next;
            let before = lock(&self.seen).pass_len();
            self.take(&mut page)?;
            stale += u32::from(lock(&self.seen).pass_len() == before);
            if stale > MAX_STALE {
                return Err(Error::incomplete("the pages repeat themselves without end"));
            }
            if self.spool.send(page, sender)?.is_err() {
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
        page.retain(|_, lead| self.query.matches_labels(lead));
        page.more = true;
        Ok(())
    }

    /// Whether this scroll received as many leads as the list counts, less
    /// those that are new; `None` where it does not count them. The scroll's
    /// own answers state a total of 0 (facts 9).
    fn is_whole(&self) -> Result<Option<bool>, Error> {
        let everything = Query::default();
        let mut front = Run::new(self.list_size);
        let mut next = Some(Window::first(self.list_size));
        let mut new = 0;
        let mut totals = *lock(&self.totals);
        for _ in 0..MAX_NEW_PAGES {
            let Some(window) = next.take() else { break };
            let request = List.window(&everything, window);
            let request = request.unwrap_or_else(|| List.first(&everything));
            let page = self.source.fetch(&List, &request)?;
            totals.add(page.total);
            let seen = lock(&self.seen);
            let mut reached = front.join(window, &page) != Joined::Yes;
            for (id, time) in page.ids_and_times() {
                let is_new = time > self.newest;
                new += u64::from(is_new && !seen.is_in_pass(id));
                reached |= !is_new;
            }
            next = front.next_window().filter(|_| !reached);
        }
        *lock(&self.totals) = totals;
        let received = lock(&self.seen).pass_len();
        Ok(totals.last().map(|_| totals.are_met(received, new)))
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
        Error::Refused(refused) => {
            matches!(refused.status, 400 | 422)
                || matches!(refused.effective_status(), 404 | 408 | 500..=599)
        }
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
    fn another_scroll_is_waited_for_as_long_as_was_announced() {
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

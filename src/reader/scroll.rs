//! API 1.x: the scroll, for leads that the list does not have or cannot prove complete.
//! It is never delayed by the consumer of its pages, because it expires a minute after
//! its last request.

use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use super::context::{Paging, Progress, lock};
use super::executor::{Executor, Sender, Stop};
use super::front::Front;
use super::passes::{MAX_STALE, PassEnd, Passes, REPEATING};
use super::source::Source;
use super::spool::{Buffered, Spool};
use super::totals::{TOO_FEW, Totals};
use crate::intercom::v1::{List, Scroll};
use crate::intercom::{ApiError, Dialect as _, Error, Kind, Page, Request};
use crate::lead::id::Id;
use crate::query::{Query, Select};

/// How long to wait until another scroll of the workspace ends. It expires a minute
/// after its last request.
const MAX_BUSY_WAIT: Duration = Duration::from_secs(90);

/// A scroll without a total counts as ended after this number of empty pages in a row.
const MAX_EMPTY: u64 = 100;

/// Leads per page (according to the PHP and Ruby clients).
const PAGE_SIZE: u64 = 100;

/// Reads a scroll.
pub(super) struct ScrollReader {
    pub(super) source: Source,
    pub(super) query: Query,
    pub(super) progress: Arc<Mutex<Progress>>,
    /// `created_at` of the first lead of the list.
    pub(super) newest: Option<i64>,
    /// The largest page of the list that the server sends.
    pub(super) list_size: u32,
    /// Why the list was not enough.
    pub(super) why: &'static str,
}

impl ScrollReader {
    /// Starts to read the leads that were not sent before, after a list. Fails if these
    /// may not be all.
    pub(super) fn start(self) -> Executor<Buffered> {
        let report = self.source.report;
        report.detail(&format!("{}: continuing with the scroll", self.why));
        let mut progress = self.progress();
        progress.paging = Paging::Scroll;
        // With a filter, the list's totals count fewer leads than the scroll has.
        if self.query.select != Select::All || self.query.narrowing.has_labels() {
            progress.totals = Totals::default();
        }
        drop(progress);
        let executor = Executor::new(1);
        executor.push(Box::new(move |sender| self.read(sender)));
        executor
    }

    fn progress(&self) -> MutexGuard<'_, Progress> {
        lock(&self.progress)
    }

    fn read(&self, sender: &Sender<Buffered>) -> Result<(), Stop> {
        let passes = Passes {
            name: "the scroll",
            max_rereads: 1,
            max_restarts: 2,
            refused: "the scroll kept ending before its last page",
        };
        let mut seen_before = None;
        passes.run(self.source.report, || {
            // The scroll has all leads added before it started.
            self.progress().begin_pass();
            let end = self.pass(sender, seen_before);
            seen_before = Some(self.progress().seen.len());
            end
        })
    }

    /// Reads the whole scroll. `seen_before` is the number of leads seen before, if this
    /// is not the first pass.
    fn pass(&self, sender: &Sender<Buffered>, seen_before: Option<u64>) -> Result<PassEnd, Stop> {
        let mut request = Scroll.first(&self.query);
        let (mut stale, mut empty, mut max_pages) = (0, 0, 0);
        let mut end = PassEnd::Short(TOO_FEW);
        let spool = Spool::new(sender, None);
        loop {
            let mut page = match self.fetch(&request) {
                // After an empty page, this is the end too.
                Err(Error::Refused(refused)) if empty > 0 && refused.effective_status() == 404 => {
                    return Ok(end);
                }
                Err(error) if request.kind == Kind::Scroll && is_lost(&error) => {
                    // Some scrolls end with a 404 without an empty page before it.
                    let is_end = matches!(&error, Error::Refused(refused)
                        if refused.effective_status() == 404);
                    let is_whole = is_end && self.is_whole()? == Some(true);
                    // Deleted leads may have been received, so the count alone does not
                    // show the end; that another pass has no new leads does.
                    let progress = self.progress();
                    let is_calm =
                        progress.totals.falls == 0 || seen_before == Some(progress.seen.len());
                    return Ok(if is_whole && is_calm {
                        PassEnd::Done
                    } else {
                        PassEnd::Lost(error)
                    });
                }
                Err(Error::NotUnderstood(_)) if request.kind == Kind::ScrollStart => {
                    return Err(Error::incomplete(self.why).into());
                }
                Err(Error::Refused(refused))
                    if request.kind == Kind::ScrollStart && is_unknown(&refused) =>
                {
                    return Err(Error::incomplete(self.why).into());
                }
                page => page?,
            };
            let next = page.next.take();
            if page.is_empty() {
                // The server may compose pages when they are requested; then deletions
                // can empty many in the middle. Deleted leads may have been received,
                // so the count alone does not show the end.
                empty += 1;
                let is_whole = self.is_whole()?;
                let totals = self.progress().totals;
                end = match is_whole {
                    Some(true) if totals.falls == 0 => return Ok(PassEnd::Done),
                    Some(true) | None => PassEnd::Done,
                    Some(false) => PassEnd::Short(TOO_FEW),
                };
                if empty == 1 {
                    max_pages = (totals.last.unwrap_or(0) + totals.falls) / PAGE_SIZE + 1;
                }
                let max_empty = match is_whole {
                    // Leads removed after the first empty page do not add pages.
                    Some(true) => (totals.falls / PAGE_SIZE + 1).min(max_pages),
                    Some(false) => totals.last.unwrap_or(0) / PAGE_SIZE,
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
                return Ok(PassEnd::Short(TOO_FEW));
            };
            request = next;
            let before = self.progress().seen.pass_len();
            self.take(&mut page)?;
            stale += u32::from(self.progress().seen.pass_len() == before);
            if stale > MAX_STALE {
                return Err(Error::incomplete(REPEATING).into());
            }
            spool.send(page)?;
        }
    }

    /// Keeps the leads of a page that are new and match the query: a scroll has no
    /// filters.
    fn take(&self, page: &mut Page) -> Result<(), Error> {
        let query = &self.query;
        if !page.leads().all(|lead| query.can_match_labels(lead)) {
            return Err(Error::incomplete(
                "past the list's limit, the API does not send tags and segments",
            ));
        }
        self.progress().seen.keep_new(page);
        page.retain(|_, lead| query.selects(lead));
        page.more = true;
        Ok(())
    }

    /// Whether this scroll received as many leads as the list counts, not counting new
    /// ones; `None` if the list has no total. Responses of the scroll itself have a
    /// total of 0.
    fn is_whole(&self) -> Result<Option<bool>, Error> {
        let everything = Query::default();
        let front = Front::of_list(self.newest, self.list_size, |window| {
            let request = List.window(&everything, window);
            let request = request.unwrap_or_else(|| List.first(&everything));
            self.source.fetch(&List, &request)
        })?;
        let mut progress = self.progress();
        let Progress { seen, totals, .. } = &mut *progress;
        let is_new = |(id, time): &(&Id, _)| front.is_new(*time) && !seen.is_in_pass(id);
        let leads = front.pages.iter().flat_map(Page::ids_and_times);
        let new = leads.filter(is_new).count() as u64;
        for page in &front.pages {
            totals.add(page.total);
        }
        let received = seen.pass_len();
        let is_met = totals.are_met(received, new);
        // The total of the list may be limited, and then counts nothing.
        let is_count = totals.last.is_some() && !totals.are_exceeded(received, new);
        Ok(is_count.then_some(is_met))
    }

    /// The page for `request`. Waits while another scroll is open.
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
                            MAX_BUSY_WAIT.as_secs()
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

/// Whether the server has no scroll endpoint.
fn is_unknown(refused: &ApiError) -> bool {
    matches!(refused.status, 404 | 405 | 410)
}

/// Whether the scroll cannot be continued: a response that was lost cannot be requested
/// again.
fn is_lost(error: &Error) -> bool {
    match error {
        Error::Network(_) | Error::Timeout(_) | Error::Unreadable(_) => true,
        Error::Refused(refused) => refused.is_about_cursor(),
        _ => false,
    }
}

/// The next wait for another scroll to end. Short at first, in case it ends soon;
/// `None` after [`MAX_BUSY_WAIT`] in total.
fn pause(waited: Duration) -> Option<Duration> {
    let remaining = MAX_BUSY_WAIT.checked_sub(waited)?;
    let pause = (waited / 2).clamp(Duration::from_secs(1), Duration::from_secs(10));
    Some(pause.min(remaining)).filter(|pause| !pause.is_zero())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_for_another_scroll_lasts_as_long_as_the_message_says() {
        let mut waited = Duration::ZERO;
        let mut calls = 0;
        while let Some(pause) = pause(waited) {
            waited += pause;
            calls += 1;
        }
        assert_eq!(waited, MAX_BUSY_WAIT);
        assert!((10..20).contains(&calls), "{calls} calls");
    }
}

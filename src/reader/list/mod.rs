//! API 1.x: the list by page number. Windows of the list are requested in parallel
//! and joined by time ([`Run`]). Where they cannot be joined, the scroll continues.

mod end;

use std::collections::VecDeque;

use super::executor::Executor;
use super::run::{Joined, LIST_LIMIT, Run};
use super::seen::Seen;
use super::source::Source;
use super::totals::Totals;
use crate::intercom::{Dialect, Error, MIN_SIZE, Page, Request, Window, v1};
use crate::query::{Query, Select};

/// The maximum number of attempts to close a gap at one place.
const MAX_ATTEMPTS: u32 = 2;

/// The list changes too fast if it takes more requests than this, plus the second
/// number for each of its pages.
const MIN_MAX_REQUESTS: u64 = 20;
const REQUESTS_PER_PAGE: u64 = 20;

const TOO_FAST: &str = "the list changed too fast to be read without a gap";
const NO_MORE: &str = "the list has no more pages";
const UNSORTED: &str = "the list is not sorted newest first";

/// Reads a list.
pub(super) struct ListReader {
    source: Source,
    dialect: &'static dyn Dialect,
    query: Query,
    state: State,
    run: Run,
    first: Window,
    max_size: u32,
    executor: Executor<(Window, Page)>,
    ready: VecDeque<Page>,
    totals: Totals,
    /// `created_at` of the first lead of the first response.
    newest: Option<i64>,
    /// The number of requests sent.
    requests: u64,
    /// The list changes too fast if it takes more. Known from the first total.
    max_requests: Option<u64>,
    is_reread: bool,
    gap: Gap,
}

/// The last gap: `created_at` of the lead before it.
#[derive(Debug, Default)]
struct Gap {
    after: Option<i64>,
    /// The number of attempts to close it.
    attempts: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    First,
    Running,
    /// The first page is not sorted newest first.
    Unsorted,
    /// The last page was joined, and is where the list ends in any case; next, the
    /// oldest leads are requested.
    CheckingTail,
    /// The last page was joined; next, the first page is requested again.
    RecheckingFront,
    Whole,
}

/// What a reader returns next.
pub(super) enum Step {
    Page(Page),
    /// Every lead was returned.
    Whole,
    /// The scroll has to continue, for this reason.
    Scroll(&'static str),
}

impl ListReader {
    pub(super) fn new(source: &Source, dialect: &'static dyn Dialect, query: &Query) -> Self {
        let max_size = query.page_size(dialect.max_page_size()).max(MIN_SIZE);
        Self {
            source: source.clone(),
            dialect,
            query: query.clone(),
            state: State::First,
            run: Run::new(max_size),
            first: Window::first(query.first_size(dialect.max_page_size())),
            max_size,
            executor: Executor::new(source.jobs + 1),
            ready: VecDeque::new(),
            totals: Totals::default(),
            newest: None,
            requests: 0,
            max_requests: None,
            is_reread: false,
            gap: Gap::default(),
        }
    }

    /// The totals that the API reported.
    pub(super) fn totals(&self) -> Totals {
        self.totals
    }

    /// `created_at` of the first lead of the first response.
    pub(super) fn newest(&self) -> Option<i64> {
        self.newest
    }

    /// The maximum page size of the server, as far as known.
    pub(super) fn max_size(&self) -> u32 {
        self.max_size
    }

    /// The next page. `seen` has the leads of those before it.
    pub(super) fn next(&mut self, seen: &Seen) -> Result<Step, Error> {
        loop {
            if let Some(page) = self.ready.pop_front() {
                return Ok(Step::Page(page));
            }
            let done = match self.state {
                State::First => self.open()?,
                State::Running => self.advance()?,
                State::Unsorted => Some(Step::Scroll(UNSORTED)),
                State::CheckingTail => self.check_tail(seen)?,
                State::RecheckingFront => self.recheck_front(seen)?,
                State::Whole => Some(Step::Whole),
            };
            if let Some(step) = done {
                return Ok(step);
            }
        }
    }

    fn open(&mut self) -> Result<Option<Step>, Error> {
        let mut window = self.first;
        let page = match self.fetch(window) {
            Err(Error::Refused(refused))
                if window.size > v1::SAFE_SIZE && v1::is_size_refused(&refused) =>
            {
                self.limit_size(v1::SAFE_SIZE);
                window = Window::first(v1::SAFE_SIZE);
                self.fetch(window)?
            }
            page => page?,
        };
        self.check_filter(&page)?;
        let asked = window.size;
        window = window.answered_by(&page);
        let len = u32::try_from(page.len()).unwrap_or(u32::MAX);
        // The server may have a smaller page size without reporting it.
        if page.more && len >= MIN_SIZE {
            window.size = window.size.min(len);
        }
        if window.size < asked {
            self.limit_size(window.size);
        }
        self.newest = page.times().flatten().next();
        let total = page
            .total
            .map_or(0, |total| u32::try_from(total).unwrap_or(u32::MAX));
        self.state = match self.run.join(window, &page) {
            Joined::Yes => State::Running,
            Joined::Gap | Joined::Unsorted => State::Unsorted,
        };
        let step = self.accept(window, page);
        let leads = u64::from(total.clamp(1, LIST_LIMIT));
        self.max_requests =
            Some(MIN_MAX_REQUESTS + REQUESTS_PER_PAGE * leads / u64::from(self.max_size));
        self.plan(total);
        Ok(step)
    }

    fn limit_size(&mut self, size: u32) {
        self.max_size = self.max_size.min(size);
        self.run.limit_size(size);
    }

    /// Requests the windows for `total` leads, or for `--limit`.
    fn plan(&mut self, total: u32) {
        // `find` already reads many values in parallel.
        if self.query.select != Select::All || self.state != State::Running {
            return;
        }
        let limit = self.query.limit.unwrap_or(u32::MAX);
        let mut end = self.run.end();
        for window in self.run.plan(total) {
            if end >= limit {
                break;
            }
            end = window.end();
            self.push(window);
        }
    }

    /// Leads without tags or segments are assumed to match the filter, unless the total
    /// is the same without it.
    fn check_filter(&self, page: &Page) -> Result<(), Error> {
        let unknown = page.leads().any(|lead| !self.query.can_match_labels(lead));
        let (true, Some(total)) = (unknown, page.total) else {
            return Ok(());
        };
        let everything = Query::default();
        let plain = self.dialect.window(&everything, Window::first(1));
        let plain = plain.map(|request| self.source.fetch(self.dialect, &request));
        if plain.transpose()?.and_then(|plain| plain.total) == Some(total) {
            return Err(Error::FilterIgnored(self.query.narrowing.labels()));
        }
        Ok(())
    }

    fn request(&self, window: Window) -> Request {
        let request = self.dialect.window(&self.query, window);
        request.unwrap_or_else(|| self.dialect.first(&self.query))
    }

    fn fetch(&mut self, window: Window) -> Result<Page, Error> {
        self.requests += 1;
        self.source.fetch(self.dialect, &self.request(window))
    }

    /// Handles the response for the next window.
    fn advance(&mut self) -> Result<Option<Step>, Error> {
        if self.max_requests.is_some_and(|max| self.requests > max) {
            return Ok(Some(Step::Scroll(TOO_FAST)));
        }
        let answer = match self.executor.next() {
            Some(answer) => {
                self.requests += 1;
                answer
            }
            None => match self.run.next_window() {
                Some(window) => self.fetch(window).map(|page| (window, page)),
                None => return Ok(Some(Step::Scroll(NO_MORE))),
            },
        };
        match answer {
            Ok((window, page)) => self.take(window, page),
            // A page may also be missing after leads were deleted.
            Err(Error::Refused(refused))
                if v1::is_page_limit(&refused)
                    || self.query.select == Select::All && refused.effective_status() == 404 =>
            {
                Ok(Some(Step::Scroll(NO_MORE)))
            }
            Err(error) => Err(error),
        }
    }

    fn push(&mut self, window: Window) {
        let (source, dialect, request) = (self.source.clone(), self.dialect, self.request(window));
        self.executor.push(Box::new(move |sender| {
            let page = source.fetch(dialect, &request)?;
            let _ = sender.send((window, page));
            Ok(())
        }));
    }

    fn take(&mut self, window: Window, page: Page) -> Result<Option<Step>, Error> {
        let window = window.answered_by(&page);
        if page.len() as u64 > u64::from(window.size) {
            return Ok(Some(Step::Scroll("the list has only one page size")));
        }
        match self.run.join(window, &page) {
            Joined::Yes => Ok(self.accept(window, page)),
            Joined::Unsorted => Ok(Some(Step::Scroll(UNSORTED))),
            Joined::Gap => self.bridge(window, page),
        }
    }

    /// Whether `page`, the response for `window`, is the last one.
    fn ends(window: Window, page: &Page) -> bool {
        !page.more || page.is_end_unknown && (page.len() as u64) < u64::from(window.size)
    }

    fn accept(&mut self, window: Window, mut page: Page) -> Option<Step> {
        self.totals.add(page.total);
        page.is_joined = true;
        let ends = Self::ends(window, &page);
        let (len, total) = (page.len() as u64, page.total);
        self.ready.push_back(page);
        // The server may count fewer leads than there are, so more may follow a full
        // page; a single page that has all of them is trusted.
        let is_all = self.requests == 1 && total == Some(len);
        let is_full = len >= u64::from(window.size) && !is_all;
        if !ends || is_full && self.run.next_window().is_some() {
            return None;
        }
        let is_limited = is_full || self.run.end() >= LIST_LIMIT;
        if is_limited && total.is_none_or(|total| total > self.run.end().into()) {
            return Some(Step::Scroll(NO_MORE));
        }
        self.stop();
        self.state = match total {
            _ if is_full => State::CheckingTail,
            // A single page needs no joining.
            _ if self.requests > 1 => State::RecheckingFront,
            Some(total) if len < total => State::RecheckingFront,
            _ => State::Whole,
        };
        None
    }

    /// Drops the requests that were planned.
    fn stop(&mut self) {
        self.executor = Executor::new(self.source.jobs + 1);
    }

    /// Closes the gap between the run and `page`, or continues with the scroll.
    fn bridge(&mut self, window: Window, page: Page) -> Result<Option<Step>, Error> {
        // If nothing was joined since the last attempt, another one would not help, as
        // with more leads of the same second than fit on a page.
        let last = self.run.last();
        if self.gap.after != last {
            self.gap = Gap {
                after: last,
                attempts: 0,
            };
        }
        self.gap.attempts += 1;
        if self.gap.attempts > MAX_ATTEMPTS {
            return Ok(Some(Step::Scroll(TOO_FAST)));
        }
        for bridge in self.run.bridges() {
            let found = self.fetch(bridge)?;
            let bridge = bridge.answered_by(&found);
            match self.run.join(bridge, &found) {
                Joined::Gap => continue,
                Joined::Unsorted => return Ok(Some(Step::Scroll(UNSORTED))),
                Joined::Yes => {}
            }
            let total = found.total.unwrap_or(0);
            if let Some(step) = self.accept(bridge, found) {
                return Ok(Some(step));
            }
            if self.state != State::Running {
                return Ok(None);
            }
            if self.run.join(window, &page) == Joined::Yes {
                return Ok(self.accept(window, page));
            }
            self.stop();
            self.plan(u32::try_from(total).unwrap_or(u32::MAX));
            return Ok(None);
        }
        Ok(Some(Step::Scroll(TOO_FAST)))
    }
}

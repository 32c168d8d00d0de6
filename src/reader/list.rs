//! API 1.x: the list by page numbers. Windows of it are asked for side by
//! side and joined by time ([`Run`]); what the list cannot prove is left to
//! the scroll.

use std::collections::VecDeque;

use super::executor::Executor;
use super::front::Front;
use super::run::{Joined, LIST_LIMIT, Run};
use super::seen::Seen;
use super::source::Source;
use super::totals::Totals;
use crate::intercom::{Dialect, Error, MIN_SIZE, Page, Request, Window, v1};
use crate::query::{Query, Select};

/// How often a gap at the same lead is closed.
const MAX_GAPS: u32 = 2;

const TOO_FAST: &str = "the list changed too fast to be read without a gap";
const UNSORTED: &str = "the list is not sorted newest first";
const TOO_FEW: &str = "the API sent fewer leads than it counts";

/// A list under way.
pub(super) struct Reading {
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
    /// The time of the first answer's first lead.
    newest: Option<i64>,
    /// Requests sent, and how many are too many.
    requests: u64,
    max_requests: u64,
    is_reread: bool,
    /// Where the last gap was, and how often in a row.
    gap: (Option<i64>, u32),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    First,
    Running,
    /// The first page is not sorted newest first.
    Unsorted,
    /// The end of the list was joined: the front is looked at once more.
    Looking,
    Whole,
}

/// What comes next of a reading.
pub(super) enum Step {
    Page(Page),
    /// Every lead was given out.
    Whole,
    /// The list proves no more, for the reason given: the scroll has to.
    Scroll(&'static str),
}

impl Reading {
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
            max_requests: u64::MAX,
            is_reread: false,
            gap: (None, 0),
        }
    }

    /// The totals that the API stated.
    pub(super) fn totals(&self) -> Totals {
        self.totals
    }

    /// The time of the first answer's first lead.
    pub(super) fn newest(&self) -> Option<i64> {
        self.newest
    }

    /// The largest page that the server grants, as far as is known.
    pub(super) fn max_size(&self) -> u32 {
        self.max_size
    }

    /// The next page. `seen` holds the leads of those before it.
    pub(super) fn next(&mut self, seen: &Seen) -> Result<Step, Error> {
        loop {
            if let Some(page) = self.ready.pop_front() {
                return Ok(Step::Page(page));
            }
            let done = match self.state {
                State::First => self.open()?,
                State::Running => self.advance()?,
                State::Unsorted => Some(Step::Scroll(UNSORTED)),
                State::Looking => self.look(seen)?,
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
        // Perhaps the size of a server that does not state it.
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
        self.max_requests = 100 + 20 * leads / u64::from(self.max_size);
        self.plan(total);
        Ok(step)
    }

    fn limit_size(&mut self, size: u32) {
        self.max_size = self.max_size.min(size);
        self.run.limit_size(size);
    }

    /// Asks for the windows that hold `total` leads, as far as they are wanted.
    fn plan(&mut self, total: u32) {
        // A reading for values is one of many side by side.
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

    /// A lead that does not carry its tags or segments is taken on the
    /// server's word, unless the server counts as many without the filter.
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

    /// Takes in the answer to the next window of the plan.
    fn advance(&mut self) -> Result<Option<Step>, Error> {
        if self.requests > self.max_requests {
            return Ok(Some(Step::Scroll(TOO_FAST)));
        }
        let answer = match self.executor.next() {
            Some(answer) => {
                self.requests += 1;
                answer
            }
            None => match self.run.next_window() {
                Some(window) => self.fetch(window).map(|page| (window, page)),
                None => return Ok(Some(Step::Scroll("the list serves no more"))),
            },
        };
        match answer {
            Ok((window, page)) => self.take(window, page),
            // A page may also be gone when leads were deleted.
            Err(Error::Refused(refused))
                if v1::is_page_limit(&refused)
                    || self.query.select == Select::All && refused.effective_status() == 404 =>
            {
                Ok(Some(Step::Scroll("the list serves no more")))
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
            return Ok(Some(Step::Scroll("the list serves one page size alone")));
        }
        match self.run.join(window, &page) {
            Joined::Yes => Ok(self.accept(window, page)),
            Joined::Unsorted => Ok(Some(Step::Scroll(UNSORTED))),
            Joined::Gap => self.bridge(window, page),
        }
    }

    /// Whether the list ends with `page`, the answer to `window`.
    fn ends(window: Window, page: &Page) -> bool {
        !page.more || page.is_end_unknown && (page.len() as u64) < u64::from(window.size)
    }

    fn accept(&mut self, window: Window, mut page: Page) -> Option<Step> {
        self.totals.add(page.total);
        page.is_joined = true;
        let ends = Self::ends(window, &page);
        let (len, total) = (page.len() as u64, page.total);
        self.ready.push_back(page);
        if !ends {
            return None;
        }
        if self.run.end() >= LIST_LIMIT && total.is_none_or(|total| total > LIST_LIMIT.into()) {
            return Some(Step::Scroll("the list serves no more"));
        }
        self.stop();
        self.state = match total {
            // One answer alone has no seams.
            _ if self.requests > 1 => State::Looking,
            Some(total) if len < total => State::Looking,
            _ => State::Whole,
        };
        None
    }

    /// Drops what was asked for ahead.
    fn stop(&mut self) {
        self.executor = Executor::new(self.source.jobs + 1);
    }

    /// Closes the gap between the run and a page, or leaves it to the scroll.
    fn bridge(&mut self, window: Window, page: Page) -> Result<Option<Step>, Error> {
        // Without progress since, as at more leads of one second than a page
        // holds, reading the front once more is of no use.
        let last = self.run.last();
        self.gap = match self.gap {
            (gap, times) if gap == last => (gap, times + 1),
            _ => (last, 1),
        };
        if self.gap.1 > MAX_GAPS {
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

    /// Looks at the front once more. A list sorted by something else can look
    /// sorted in every page; then old leads stand there that nobody saw.
    fn look(&mut self, seen: &Seen) -> Result<Option<Step>, Error> {
        let front = Front::of_list(self.newest, self.max_size, |window| {
            self.source.fetch(self.dialect, &self.request(window))
        })?;
        if !front.is_sorted {
            return Ok(Some(Step::Scroll(UNSORTED)));
        }
        let mut new = 0;
        for page in &front.pages {
            self.totals.add(page.total);
            for (id, time) in page.ids_and_times() {
                let is_seen = seen.contains(id);
                if !is_seen && time < self.newest {
                    return Ok(Some(Step::Scroll(UNSORTED)));
                }
                new += u64::from(front.is_new(time) || !is_seen);
            }
        }
        self.ready.extend(front.pages);
        let unseen = |page: &Page| page.ids().filter(|id| !seen.contains(id)).count() as u64;
        let received = seen.pass_len() + self.ready.iter().map(unseen).sum::<u64>();
        // Those that are new are in hand, too, and prove nothing of the others.
        if self.totals.are_met(received.saturating_sub(new), new) {
            self.state = State::Whole;
            return Ok(None);
        }
        if self.is_reread {
            return Err(Error::incomplete(TOO_FEW));
        }
        self.source
            .report
            .detail("the API sent fewer leads than it counts: reading the list again");
        self.is_reread = true;
        self.run = Run::new(self.max_size);
        self.first = Window::first(self.max_size);
        self.state = State::First;
        Ok(None)
    }
}

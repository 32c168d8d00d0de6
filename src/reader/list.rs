//! API 1.x: the list by page number. Windows of the list are requested in parallel
//! and joined by time ([`Run`]). Where they cannot be joined, the scroll continues.

use std::sync::Arc;

use super::context::Context;
use super::executor::Executor;
use super::front::Front;
use super::run::{Joined, LIST_LIMIT, Run};
use super::scroll::ScrollReader;
use super::tail;
use super::totals::TOO_FEW;
use crate::intercom::{Error, MIN_SIZE, Page, Request, Window, v1};
use crate::lead::id::Id;
use crate::query::{Query, Select};

/// The list changes too fast if it takes more requests than this, plus the second
/// number for each of its pages.
const MIN_MAX_REQUESTS: u64 = 20;
const REQUESTS_PER_PAGE: u64 = 20;

const TOO_FAST: &str = "the list changed too fast to be read without a gap";
const NO_MORE: &str = "the list has no more pages";
const UNSORTED: &str = "the list is not sorted newest first";

/// Reads a list.
pub(super) struct ListReader<'a> {
    context: &'a Context<'a>,
    run: Run,
    executor: Executor<(Window, Page)>,
    /// `created_at` of the first lead of the first response.
    newest: Option<i64>,
    /// The number of requests sent.
    requests: u64,
}

/// Why a list is not read further.
enum Exit {
    /// The scroll has to continue, for this reason.
    Scroll(&'static str),
    Failed(Error),
}

impl From<Error> for Exit {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

/// The last page of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// The only page, with as many leads as the server counts.
    Single,
    /// It was joined to the pages before it.
    Joined,
    /// It is full, so the list may end there in any case.
    Full,
}

impl<'a> ListReader<'a> {
    pub(super) fn new(context: &'a Context<'a>) -> Self {
        let max_size = context.query.page_size(context.dialect.max_page_size());
        Self {
            context,
            run: Run::new(max_size.max(MIN_SIZE)),
            executor: Executor::new(context.source.jobs + 1),
            newest: None,
            requests: 0,
        }
    }

    /// Reads the list. Returns the scroll that has to continue, if any.
    pub(super) async fn read(mut self) -> Result<Option<ScrollReader>, Error> {
        match self.read_list().await {
            Ok(()) => Ok(None),
            Err(Exit::Failed(error)) => Err(error),
            Err(Exit::Scroll(why)) => Ok(Some(ScrollReader {
                source: self.context.source.clone(),
                query: self.context.query.clone(),
                progress: Arc::clone(self.context.progress),
                newest: self.newest,
                list_size: self.run.max_size(),
                why,
            })),
        }
    }

    async fn read_list(&mut self) -> Result<(), Exit> {
        let Context { query, dialect, .. } = self.context;
        let first = Window::first(query.first_size(dialect.max_page_size()));
        if self.pass(first).await? {
            return Ok(());
        }
        let report = self.context.source.report;
        report.detail(&format!("{TOO_FEW}: reading the list again"));
        self.context.progress().begin_pass();
        self.run = Run::new(self.run.max_size());
        if self.pass(Window::first(self.run.max_size())).await? {
            return Ok(());
        }
        Err(Exit::Scroll(TOO_FEW))
    }

    /// Reads the list once, from `first` on. Returns whether as many leads were received as
    /// the server counts.
    async fn pass(&mut self, first: Window) -> Result<bool, Exit> {
        let (window, mut page) = self.open(first)?;
        let total = page.total;
        let leads = total.unwrap_or(0).clamp(1, LIST_LIMIT.into());
        let pages = leads / u64::from(self.run.max_size());
        let max_requests = MIN_MAX_REQUESTS + REQUESTS_PER_PAGE * pages;
        let is_joined = self.run.join(window, &page) == Joined::Yes;
        page.is_joined = is_joined;
        let mut end = self.end(window, &page)?;
        if is_joined && end.is_none() {
            self.plan(total);
        }
        // The newest leads of the scroll are returned, unless the limit is reached before.
        let is_enough = |limit| page.len() as u64 >= u64::from(limit);
        let is_unsorted = !is_joined && end.is_none();
        if !is_unsorted || self.context.query.limit.is_none_or(is_enough) {
            self.context.send(page).await;
        }
        if is_unsorted {
            return Err(Exit::Scroll(UNSORTED));
        }
        let end = loop {
            if let Some(end) = end {
                break end;
            }
            if self.requests > max_requests {
                return Err(Exit::Scroll(TOO_FAST));
            }
            let (window, page) = self.next_page()?;
            end = match self.run.join(window, &page) {
                Joined::Yes => self.accept(window, page).await?,
                Joined::Unsorted => return Err(Exit::Scroll(UNSORTED)),
                Joined::Gap => self.bridge(window, page).await?,
            };
        };
        self.check(end).await
    }

    /// Requests the first page. Finds out the maximum page size of the server.
    fn open(&mut self, first: Window) -> Result<(Window, Page), Exit> {
        let mut window = first;
        let page = match self.request(window) {
            Err(Error::Refused(refused))
                if window.size > v1::SAFE_SIZE && v1::is_size_refused(&refused) =>
            {
                self.run.limit_size(v1::SAFE_SIZE);
                window = Window::first(v1::SAFE_SIZE);
                self.request(window)?
            }
            page => page?,
        };
        self.check_filter(&page)?;
        let asked = window.size;
        window = window.answered_by(&page);
        let len = u32::try_from(page.len()).unwrap_or(u32::MAX);
        // If the server reports neither a page size nor an end, the next page has to show
        // whether this one was short.
        if page.more && len >= MIN_SIZE {
            window.size = window.size.min(len);
        }
        if window.size < asked {
            self.run.limit_size(window.size);
        }
        self.newest = page.times().flatten().next();
        Ok((window, page))
    }

    /// Leads without tags or segments are assumed to match the filter, unless the total
    /// is the same without it.
    fn check_filter(&self, page: &Page) -> Result<(), Error> {
        let query = self.context.query;
        if page.total.is_none() || page.leads().all(|lead| query.can_match_labels(lead)) {
            return Ok(());
        }
        let plain = self.window(&Query::default(), Window::first(1));
        if self.context.fetch(&plain)?.total == page.total {
            return Err(Error::FilterIgnored(query.narrowing.labels()));
        }
        Ok(())
    }

    /// The request for a window of the list for `query`.
    fn window(&self, query: &Query, window: Window) -> Request {
        let dialect = self.context.dialect;
        let request = dialect.window(query, window);
        request.unwrap_or_else(|| dialect.first(query))
    }

    /// Requests a window of the list.
    fn request(&mut self, window: Window) -> Result<Page, Error> {
        self.requests += 1;
        let request = self.window(self.context.query, window);
        self.context.fetch_counted(&request)
    }

    /// Starts to request a window of the list for `query`, after those before it.
    fn push(&self, query: &Query, window: Window) {
        let (source, dialect) = (self.context.source.clone(), self.context.dialect);
        let request = self.window(query, window);
        self.executor.push(Box::new(move |sender| {
            sender.send((window, source.fetch(dialect, &request)?))
        }));
    }

    /// Starts to request the windows for `total` leads, or for `--limit`, instead of
    /// those before.
    fn plan(&mut self, total: Option<u64>) {
        self.executor.clear();
        let query = self.context.query;
        // `find` already reads many values in parallel.
        if query.select != Select::All {
            return;
        }
        let total = total.map_or(0, |total| u32::try_from(total).unwrap_or(u32::MAX));
        let limit = query.limit.unwrap_or(u32::MAX);
        let mut end = self.run.end();
        for window in self.run.plan(total) {
            if end >= limit {
                break;
            }
            end = window.end();
            self.push(query, window);
        }
    }

    /// The next page: of the requests that were started, or after the last one.
    fn next_page(&mut self) -> Result<(Window, Page), Exit> {
        let Some(answer) = self.executor.next() else {
            let window = self.run.next_window().ok_or(Exit::Scroll(NO_MORE))?;
            let page = self.request(window);
            return self.read_answer(page.map(|page| (window, page)));
        };
        self.requests += 1;
        if let Ok((_, page)) = &answer {
            self.context.count(page);
        }
        self.read_answer(answer)
    }

    /// The page of an answer, with the window that the server applied.
    fn read_answer(&self, answer: Result<(Window, Page), Error>) -> Result<(Window, Page), Exit> {
        let is_all = self.context.query.select == Select::All;
        let (window, page) = match answer {
            // A page may also be missing after leads were deleted.
            Err(Error::Refused(refused))
                if v1::is_page_limit(&refused) || is_all && refused.effective_status() == 404 =>
            {
                return Err(Exit::Scroll(NO_MORE));
            }
            answer => answer?,
        };
        let window = window.answered_by(&page);
        if page.len() as u64 > u64::from(window.size) {
            return Err(Exit::Scroll("the list has only one page size"));
        }
        Ok((window, page))
    }

    /// Sends a joined page. Returns whether it is the last one.
    async fn accept(&mut self, window: Window, mut page: Page) -> Result<Option<End>, Exit> {
        let end = self.end(window, &page)?;
        if end.is_some() {
            self.executor.clear();
        }
        page.is_joined = true;
        self.context.send(page).await;
        Ok(end)
    }

    /// Whether `page`, the response for `window`, is the last one.
    fn end(&self, window: Window, page: &Page) -> Result<Option<End>, Exit> {
        let len = page.len() as u64;
        let is_short = len < u64::from(window.size);
        // The server may count fewer leads than there are, so more may follow a full
        // page; a single page that has all of them is trusted.
        let is_all = self.requests == 1 && page.total == Some(len);
        let is_full = !is_short && !is_all;
        let has_more = page.more && !(page.is_end_unknown && is_short);
        if has_more || is_full && self.run.next_window().is_some() {
            return Ok(None);
        }
        let is_limited = is_full || self.run.end() >= LIST_LIMIT;
        if is_limited && page.total.is_none_or(|total| total > self.run.end().into()) {
            return Err(Exit::Scroll(NO_MORE));
        }
        Ok(Some(match page.total {
            _ if is_full => End::Full,
            // A single page needs no joining.
            _ if self.requests > 1 => End::Joined,
            Some(total) if len < total => End::Joined,
            _ => End::Single,
        }))
    }

    /// Closes the gap between the run and `page`, the response for `window`: leads were
    /// deleted there.
    async fn bridge(&mut self, window: Window, page: Page) -> Result<Option<End>, Exit> {
        let last = self.run.last();
        for bridge in self.run.bridges() {
            let found = self.request(bridge).map(|page| (bridge, page));
            let (bridge, found) = self.read_answer(found)?;
            match self.run.join(bridge, &found) {
                Joined::Unsorted => return Err(Exit::Scroll(UNSORTED)),
                Joined::Gap => continue,
                Joined::Yes => {}
            }
            let total = found.total;
            let end = self.accept(bridge, found).await?;
            if end.is_some() {
                return Ok(end);
            }
            if self.run.join(window, &page) == Joined::Yes {
                return self.accept(window, page).await;
            }
            // Otherwise more leads have the time of the last one than fit on a page.
            if self.run.last() != last {
                self.plan(total);
                return Ok(None);
            }
        }
        Err(Exit::Scroll(TOO_FAST))
    }

    /// At the end of a pass: requests the first pages again, and after a full last page
    /// also the oldest leads.
    async fn check(&mut self, end: End) -> Result<bool, Exit> {
        let query = self.context.query;
        match end {
            End::Single => return Ok(true),
            End::Joined => {}
            End::Full => self.push(&tail::ascending(query), Window::first(self.run.max_size())),
        }
        let front = Front::of_list(self.newest, self.run.max_size(), |window| {
            self.context.fetch_counted(&self.window(query, window))
        })?;
        if end == End::Full {
            self.check_tail()?;
        }
        self.check_front(front).await
    }

    /// Checks that the oldest leads were received. Otherwise the list ended at the maximum
    /// of the API, which can also limit its total.
    fn check_tail(&self) -> Result<(), Exit> {
        let answer = self.executor.next();
        let progress = self.context.progress();
        let has = |id: &Id| progress.seen.contains(id);
        match answer {
            Some(Ok((_, page))) if tail::is_received(&page, self.run.last(), has) => Ok(()),
            Some(Err(error)) if !matches!(error, Error::Refused(_)) => Err(error.into()),
            _ => Err(Exit::Scroll(NO_MORE)),
        }
    }

    /// Sends the new leads of the first pages. A list in another order can look sorted on
    /// every page; then these have old leads that were never received.
    async fn check_front(&self, front: Front) -> Result<bool, Exit> {
        let is_missed =
            |(id, time): (&Id, _)| time < self.newest && !self.context.progress().seen.contains(id);
        if !front.is_sorted || front.leads().any(is_missed) {
            return Err(Exit::Scroll(UNSORTED));
        }
        let (old, new) = self.context.send_front(front).await;
        Ok(self.context.progress().totals.are_met(old, new))
    }
}

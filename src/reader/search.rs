//! API 2.x: reads a search in parallel parts, each compared with its own total, or, if
//! that is not possible, as a single chain of cursors.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use super::chain::{Chain, Pass, Shared};
use super::executor::Executor;
use super::front::Front;
use super::parts;
use super::passes::REPEATING;
use super::seen::Seen;
use super::source::Source;
use super::spool::{Buffered, Capacity};
use super::totals::Totals;
use crate::intercom::{Bounds, Dialect, Error, Page, Request};
use crate::query::{Query, Select};

/// How many pages may be in temporary files for each job.
const PAGES_PER_JOB: usize = 40;

/// The minimum and maximum number of pages for one part.
const SHARE_OF_PAGES: std::ops::RangeInclusive<u64> = 3..=40;

/// The year 9999. A search for leads created before finds all with a `created_at`.
const FAR_FUTURE: i64 = 253_370_764_800;

/// The maximum number of comparisons of the total with that of leads with a
/// `created_at`. A search by `created_at` omits the others.
const MAX_COMPARISONS: u32 = 3;

/// Reads a search.
pub(super) struct SearchReader {
    shared: Arc<Shared>,
    state: State,
    /// Totals of the whole search.
    totals: Totals,
    /// The newest `created_at` on the first page.
    newest: Option<i64>,
    /// Whether newer leads were received.
    has_new: bool,
    limit: Option<u64>,
}

enum State {
    First,
    /// The first page was returned; the others are read when needed.
    Opened(Box<Opened>),
    Parts(Executor<Buffered>),
    Whole(Executor<Buffered>),
    /// New leads, after everything else was returned.
    New(std::vec::IntoIter<Page>),
    Done,
}

/// The first page's information about the rest.
struct Opened {
    pass: Pass,
    next: Request,
    total: Option<u64>,
    times: Vec<Option<i64>>,
}

impl SearchReader {
    pub(super) fn new(source: &Source, dialect: &'static dyn Dialect, query: &Query) -> Self {
        let size = query.page_size(dialect.max_page_size());
        let shared = Shared {
            source: source.clone(),
            dialect,
            query: Query {
                limit: None,
                ..query.clone()
            },
            capacity: Arc::new(Capacity::new(PAGES_PER_JOB * source.jobs)),
            page_size: AtomicU32::new(size),
        };
        Self {
            shared: Arc::new(shared),
            state: State::First,
            totals: Totals::default(),
            newest: None,
            has_new: false,
            limit: query.limit.map(u64::from),
        }
    }

    /// The totals of the whole search.
    pub(super) fn totals(&self) -> Totals {
        self.totals
    }

    /// The next page; `None` when every lead was read. `seen` has the leads of the
    /// pages before it.
    pub(super) fn next(&mut self, seen: &Seen) -> Result<Option<Page>, Error> {
        loop {
            self.state = match std::mem::replace(&mut self.state, State::Done) {
                State::First => return self.open().map(Some),
                State::Opened(opened) => self.proceed(*opened),
                State::Parts(executor) => match executor.next() {
                    // For example, the server refuses or ignores the bounds.
                    Some(Err(error)) if is_of_parts(&error) => {
                        let report = self.shared.source.report;
                        report.detail(&format!("{error}: reading one page at a time"));
                        self.read_whole(None)
                    }
                    Some(buffered) => {
                        self.state = State::Parts(executor);
                        return buffered?.restore().map(Some);
                    }
                    None => self.recheck_front(seen)?,
                },
                State::Whole(executor) => match executor.next() {
                    // Incomplete passes may be complete together.
                    Some(Err(Error::Incomplete { why, .. }))
                        if why != REPEATING && self.is_calm_and_met(seen) =>
                    {
                        State::Done
                    }
                    Some(buffered) => {
                        self.state = State::Whole(executor);
                        let page = buffered?.restore()?;
                        self.totals.add(page.total);
                        self.has_new |= page.times().any(|time| time > self.newest);
                        return Ok(Some(page));
                    }
                    None => State::Done,
                },
                State::New(mut pages) => {
                    let page = pages.next();
                    self.state = State::New(pages);
                    return Ok(page);
                }
                State::Done => return Ok(None),
            };
        }
    }

    /// Requests the first page of the whole search.
    fn open(&mut self) -> Result<Page, Error> {
        let wanted = self.limit.and_then(|limit| u32::try_from(limit).ok());
        let (size, request, mut page) = loop {
            let size = self.shared.page_size();
            let size = wanted.map_or(size, |wanted| wanted.clamp(1, size));
            let request = self.shared.first(Bounds::NONE, size);
            match self.shared.fetch(&request) {
                Err(error) if self.shared.try_smaller_pages(&error, size) => {}
                page => break (size, request, page?),
            }
        };
        self.totals.add(page.total);
        self.newest = page.times().flatten().max();
        let mut pass = Pass::default();
        let total = page.total;
        let len = page.len() as u64;
        if let Some(smaller) = page.page_size.filter(|smaller| (1..size).contains(smaller)) {
            self.shared.page_size.store(smaller, Ordering::Relaxed);
        }
        match pass.add(&mut page, &request)? {
            Some(next) => {
                let times = page.times().collect();
                let opened = Opened {
                    pass,
                    next,
                    total,
                    times,
                };
                // With a limit, the first page may be enough.
                self.state = match self.limit {
                    None => self.proceed(opened),
                    Some(_) => State::Opened(Box::new(opened)),
                };
            }
            // A single page with fewer leads than the server counts.
            None if total.is_some_and(|total| len < total)
                || page.is_end_unknown && len >= u64::from(size) =>
            {
                self.state = self.read_whole(None);
            }
            None => {}
        }
        Ok(page)
    }

    /// Reads the pages after the first, in parts if that is faster.
    fn proceed(&self, opened: Opened) -> State {
        match self.divide(&opened) {
            Some(executor) => State::Parts(executor),
            None => self.read_whole(Some((opened.pass, opened.next))),
        }
    }

    /// Starts to read the search in parts; `None` if that is not faster.
    fn divide(&self, opened: &Opened) -> Option<Executor<Buffered>> {
        let total = opened.total;
        let jobs = self.shared.source.jobs as u64;
        let size = u64::from(self.shared.page_size());
        let wanted = total?.min(self.limit.unwrap_or(u64::MAX));
        let pages = wanted.div_ceil(size) / (3 * jobs);
        let share = pages.clamp(*SHARE_OF_PAGES.start(), *SHARE_OF_PAGES.end()) * size;
        if self.shared.query.select != Select::All || wanted < 2 * share {
            return None;
        }
        let since = self.shared.query.narrowing.created.since;
        let times = opened.times.clone();
        let divide =
            move |oldest| parts::divide(Bounds::NONE, total, times.iter().copied(), oldest, share);
        let parts = divide(since)?;
        let wants_all = Some(wanted) == total;
        let needs_oldest = wants_all && since.is_none();
        let needs_check = wants_all && self.shared.query.narrowing.created.is_open();
        // One more worker than requests, so that one can parse while the others wait.
        let workers = (jobs + 1).min(wanted.div_ceil(share) + 1);
        let executor = Executor::new(usize::try_from(workers).unwrap_or(1));
        let shared = Arc::clone(&self.shared);
        executor.push(Box::new(move |sender| {
            // The rate on the first page says little about older leads.
            let oldest = needs_oldest.then(|| oldest(&shared)).transpose()?;
            let (time, with_times) = oldest.unwrap_or_default();
            let parts = divide(time).filter(|_| time.is_some()).unwrap_or(parts);
            let part = |bounds| Chain::part(&shared, bounds, share);
            sender.push_behind(parts.into_iter().map(part).collect());
            if needs_check {
                check_times(&shared, total, with_times)?;
            }
            Ok(())
        }));
        Some(executor)
    }

    /// Whether the total never changed, and the passes together received as many leads.
    /// A single pass may not, if the order of leads of the same second differs between
    /// responses.
    fn is_calm_and_met(&self, seen: &Seen) -> bool {
        let is_calm = self.totals.rises() + self.totals.falls() == 0 && !self.has_new;
        is_calm && self.totals.last() == Some(seen.len())
    }

    /// Reads the whole search as one chain, from the first page or from `opened`.
    fn read_whole(&self, opened: Option<(Pass, Request)>) -> State {
        let executor = Executor::new(1);
        let chain = Chain {
            shared: Arc::clone(&self.shared),
            bounds: Bounds::NONE,
            share: None,
        };
        executor.push(Box::new(move |sender| chain.read(opened, sender)));
        State::Whole(executor)
    }

    /// After the parts: requests the first pages again, and compares the leads received
    /// with the total, not counting new leads.
    fn recheck_front(&mut self, seen: &Seen) -> Result<State, Error> {
        let first = self.shared.first(Bounds::NONE, self.shared.page_size());
        let front = Front::of_search(self.newest, first, |request| self.shared.fetch(request))?;
        for page in &front.pages {
            self.totals.add(page.total);
        }
        let ids = front.pages.iter().flat_map(Page::ids);
        let unseen = ids.filter(|id| !seen.contains(id)).count() as u64;
        let in_front = front.new_count();
        // New leads were received too, and must not hide missing ones.
        let old = (seen.pass_len() + unseen).saturating_sub(in_front);
        if self.totals.are_met(old, in_front) && !self.totals.are_exceeded(old, in_front) {
            return Ok(State::New(front.pages.into_iter()));
        }
        let report = self.shared.source.report;
        report.detail(
            "the parts do not have as many leads as the API counts: reading one page at a time",
        );
        Ok(self.read_whole(None))
    }
}

/// Checks that every lead has a `created_at`, because parts omit others: the totals
/// with and without that condition must agree. `whole` was requested before
/// `with_times`, and is requested again after it.
fn check_times(
    shared: &Shared,
    mut whole: Option<u64>,
    mut with_times: Option<u64>,
) -> Result<(), Error> {
    for _ in 0..MAX_COMPARISONS {
        let page = shared.ask(&shared.first(Bounds::NONE, 1))?;
        let after = page.and_then(|page| page.total);
        if whole.is_some() && whole == after {
            if with_times == whole {
                return Ok(());
            }
            break;
        }
        whole = after;
        with_times = oldest(shared)?.1;
    }
    Err(Error::incomplete("some leads may have no created_at"))
}

/// `created_at` of the oldest lead, and how many leads have one, if the server says so.
fn oldest(shared: &Shared) -> Result<(Option<i64>, Option<u64>), Error> {
    let bounds = Bounds {
        from: None,
        until: Some(FAR_FUTURE),
    };
    let page = shared.ask(&shared.oldest_first(bounds, 1))?;
    Ok(page.map_or((None, None), |page| {
        (page.times().next().flatten(), page.total)
    }))
}

/// Whether reading the search as one chain can avoid the error.
fn is_of_parts(error: &Error) -> bool {
    match error {
        Error::FilterIgnored(_) | Error::Incomplete { .. } => true,
        Error::Refused(refused) => matches!(refused.status, 400 | 422),
        _ => false,
    }
}

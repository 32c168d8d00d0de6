//! API 2.x: reads a search in parallel parts, each compared with its own total, or, if
//! that is not possible, as a single chain of cursors.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use super::chain::{self, Pass, Shared};
use super::context::Context;
use super::executor::Executor;
use super::front::Front;
use super::parts;
use super::passes::REPEATING;
use super::spool::{Buffered, Capacity};
use crate::intercom::{Bounds, Error, Page, Request};
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
pub(super) struct SearchReader<'a> {
    context: &'a Context<'a>,
    shared: Arc<Shared>,
    limit: Option<u64>,
    /// The newest `created_at` on the first page.
    newest: Option<i64>,
    /// Whether newer leads were received.
    has_new: bool,
}

impl<'a> SearchReader<'a> {
    pub(super) fn new(context: &'a Context<'a>) -> Self {
        let (source, dialect) = (context.source.clone(), context.dialect);
        let shared = Shared {
            capacity: Arc::new(Capacity::new(PAGES_PER_JOB * source.jobs)),
            source,
            dialect,
            query: Query {
                limit: None,
                ..context.query.clone()
            },
            page_size: AtomicU32::new(context.query.page_size(dialect.max_page_size())),
        };
        Self {
            context,
            shared: Arc::new(shared),
            limit: context.query.limit.map(u64::from),
            newest: None,
            has_new: false,
        }
    }

    /// Sends every lead once. Fails if that cannot be shown.
    pub(super) async fn read(mut self) -> Result<(), Error> {
        let (size, request, mut page) = self.open()?;
        let mut pass = Pass::default();
        let next = pass.add(&mut page, &request)?;
        self.newest = page.times().flatten().max();
        let (total, times) = (page.total, page.times().collect());
        let len = page.len() as u64;
        let is_cut =
            page.is_end_unknown && len >= u64::from(size) || total.is_some_and(|total| len < total);
        self.context.send(page).await;
        let opened = match next {
            None if !is_cut => return Ok(()),
            // A single page with fewer leads than the server counts.
            None => None,
            Some(next) => match self.divide(total, times) {
                None => Some((pass, next)),
                Some(parts) if self.read_parts(&parts).await? => return Ok(()),
                Some(_) => None,
            },
        };
        self.read_whole(opened).await
    }

    /// Requests the first page of the whole search. Returns its size and request as well.
    fn open(&self) -> Result<(u32, Request, Page), Error> {
        let wanted = self.limit.and_then(|limit| u32::try_from(limit).ok());
        loop {
            let size = self.shared.page_size();
            let size = wanted.map_or(size, |wanted| wanted.clamp(1, size));
            let request = self.shared.first(Bounds::NONE, size);
            let page = match self.context.fetch_counted(&request) {
                Err(error) if self.shared.try_smaller_pages(&error, size) => continue,
                page => page?,
            };
            let granted = page.page_size;
            if let Some(smaller) = granted.filter(|granted| (1..size).contains(granted)) {
                self.shared.page_size.store(smaller, Ordering::Relaxed);
            }
            return Ok((size, request, page));
        }
    }

    /// Starts to read the search in parts; `None` if that is not faster. `times` are those
    /// on the first page.
    fn divide(&self, total: Option<u64>, times: Vec<Option<i64>>) -> Option<Executor<Buffered>> {
        let total = total?;
        let jobs = self.shared.source.jobs as u64;
        let size = u64::from(self.shared.page_size());
        let wanted = total.min(self.limit.unwrap_or(u64::MAX));
        let pages = wanted.div_ceil(size) / (3 * jobs);
        let share = pages.clamp(*SHARE_OF_PAGES.start(), *SHARE_OF_PAGES.end()) * size;
        if self.shared.query.select != Select::All || wanted < 2 * share {
            return None;
        }
        let created = self.shared.query.narrowing.created;
        let divide = move |oldest| {
            let times = times.iter().copied();
            parts::divide(Bounds::NONE, Some(total), times, oldest, share)
        };
        let parts = divide(created.since)?;
        // One more worker than requests, so that one can parse while the others wait.
        let workers = (jobs + 1).min(wanted.div_ceil(share) + 1);
        let executor = Executor::new(usize::try_from(workers).unwrap_or(1));
        let wants_all = wanted == total && created.since.is_none();
        let shared = Arc::clone(&self.shared);
        executor.push(Box::new(move |sender| {
            let part = |bounds| chain::task(&shared, bounds, Some(share), None);
            let push = |parts: Vec<_>| sender.push_behind(parts.into_iter().map(part).collect());
            if !wants_all {
                push(parts);
                return Ok(());
            }
            // The rate on the first page says little about older leads.
            let (oldest, with_times) = oldest(&shared)?;
            let known = oldest.and_then(|oldest| divide(Some(oldest)));
            push(known.unwrap_or(parts));
            if created.is_open() {
                check_times(&shared, Some(total), with_times)?;
            }
            Ok(())
        }));
        Some(executor)
    }

    /// Sends the leads of the parts. Returns whether they are as many as the API counts.
    async fn read_parts(&mut self, parts: &Executor<Buffered>) -> Result<bool, Error> {
        let report = self.shared.source.report;
        while let Some(buffered) = parts.next() {
            match buffered {
                // For example, the server refuses or ignores the bounds.
                Err(error) if is_of_parts(&error) => {
                    report.detail(&format!("{error}: reading one page at a time"));
                    return Ok(false);
                }
                buffered => self.context.send(buffered?.restore()?).await,
            }
        }
        let first = self.shared.first(Bounds::NONE, self.shared.page_size());
        let fetch = |request: &Request| self.context.fetch_counted(request);
        let front = Front::of_search(self.newest, first, fetch)?;
        let (old, new) = self.context.send_front(front).await;
        self.has_new = new > 0;
        let totals = self.context.progress().totals;
        if totals.are_met(old, new) && !totals.are_exceeded(old, new) {
            return Ok(true);
        }
        report.detail(
            "the parts do not have as many leads as the API counts: reading one page at a time",
        );
        Ok(false)
    }

    /// Reads the whole search as one chain, from the first page or from `opened`.
    async fn read_whole(&mut self, opened: Option<(Pass, Request)>) -> Result<(), Error> {
        let executor = Executor::new(1);
        executor.push(chain::task(&self.shared, Bounds::NONE, None, opened));
        while let Some(buffered) = executor.next() {
            match buffered {
                // Incomplete passes may be complete together: the order of leads of the
                // same second can differ between responses.
                Err(Error::Incomplete { why, .. })
                    if why != REPEATING && !self.has_new && self.is_calm_and_met() =>
                {
                    return Ok(());
                }
                buffered => {
                    let page = buffered?.restore()?;
                    self.has_new |= page.times().any(|time| time > self.newest);
                    self.context.count(&page);
                    self.context.send(page).await;
                }
            }
        }
        Ok(())
    }

    /// Whether the total never changed, and as many leads were received.
    fn is_calm_and_met(&self) -> bool {
        let progress = self.context.progress();
        let totals = progress.totals;
        totals.rises + totals.falls == 0 && totals.last == Some(progress.seen.len())
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

//! Reads a search, or a part of it, from cursor to cursor, and compares the leads
//! received with its own totals.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use super::executor::{Stop, TaskFn};
use super::front::Front;
use super::parts;
use super::passes::{MAX_STALE, PassEnd, Passes, REPEATING};
use super::source::Source;
use super::spool::{Buffered, Capacity, Spool};
use super::tail;
use super::totals::{TOO_FEW, Totals};
use crate::intercom::{Bounds, Dialect, Error, Page, Request};
use crate::lead::id::Ids;
use crate::query::Query;

/// The smallest page size to try if larger ones fail.
const MIN_PAGE_SIZE: u32 = 15;

/// The number of leads that a search may be limited to: the default of Elasticsearch.
const SEARCH_LIMIT: u64 = 10_000;

const DAY: i64 = 86_400;

/// State that the chains of a search share.
pub(super) struct Shared {
    pub(super) source: Source,
    pub(super) dialect: &'static dyn Dialect,
    pub(super) query: Query,
    pub(super) capacity: Arc<Capacity>,
    /// The page size. Lowered if the server fails with it.
    pub(super) page_size: AtomicU32,
}

impl Shared {
    /// The first request of the search within `bounds`.
    pub(super) fn first(&self, bounds: Bounds, size: u32) -> Request {
        self.request(&self.query, bounds, size)
    }

    pub(super) fn page_size(&self) -> u32 {
        self.page_size.load(Ordering::Relaxed).max(1)
    }

    /// The first request of the search within `bounds`, in ascending order.
    pub(super) fn oldest_first(&self, bounds: Bounds, size: u32) -> Request {
        self.request(&tail::ascending(&self.query), bounds, size)
    }

    fn request(&self, query: &Query, bounds: Bounds, size: u32) -> Request {
        let within = self.dialect.within(query, bounds, size);
        within.unwrap_or_else(|| self.dialect.first(query))
    }

    pub(super) fn fetch(&self, request: &Request) -> Result<Page, Error> {
        self.source.fetch(self.dialect, request)
    }

    /// Lowers the page size, which was `size`, if `error` may be due to it.
    pub(super) fn try_smaller_pages(&self, error: &Error, size: u32) -> bool {
        let smaller = (size / 2).max(MIN_PAGE_SIZE);
        if !is_overload(error) || smaller >= size {
            return false;
        }
        // Parts can fail at the same time.
        if self.page_size.fetch_min(smaller, Ordering::Relaxed) > smaller {
            self.source.report.warn(&format!(
                "{error}; restarting the search with {smaller} leads per page (--per-page \
                 {smaller} avoids this)"
            ));
        }
        true
    }

    /// Sends a request; `None` if the server refuses it.
    pub(super) fn ask(&self, request: &Request) -> Result<Option<Page>, Error> {
        match self.fetch(request) {
            Ok(page) => Ok(Some(page)),
            Err(Error::Refused(refused)) if matches!(refused.status, 400 | 422) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// One chain: the leads of a query that were created within `bounds`.
struct Chain<'a> {
    shared: &'a Arc<Shared>,
    bounds: Bounds,
    /// The approximate number of leads to read, if other chains read the rest in
    /// parallel; `None` for a single chain.
    share: Option<u64>,
    spool: Spool<'a>,
}

/// The order of the leads of a pass.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Order {
    #[default]
    NewestFirst,
    /// Leads of one second were on both sides of a page border.
    TiedBorder,
    Unsorted,
}

/// One pass over a chain, from its first page.
#[derive(Default)]
pub(super) struct Pass {
    ids: Ids,
    totals: Totals,
    order: Order,
    /// Whether the totals count other contacts as well.
    has_users: bool,
    /// Whether a cursor did not name the last lead of its page.
    has_opaque_cursor: bool,
    /// The newest `created_at` on the first page.
    newest: Option<i64>,
    /// The number of newer leads after it.
    newer: u64,
    /// `created_at` of the last lead so far.
    last: Option<i64>,
    /// The first contact of each page.
    first_ids: Ids,
    /// The number of pages without new leads.
    stale: u32,
    /// Hashes of the requests so far.
    sent: HashSet<u64>,
}

impl Pass {
    /// Adds a page, the response for `request`. Returns the request for the next page.
    pub(super) fn add(
        &mut self,
        page: &mut Page,
        request: &Request,
    ) -> Result<Option<Request>, Error> {
        self.has_users |= page.has_users;
        self.totals.add(page.total);
        if self.ids.len() == 0 {
            self.newest = page.times().flatten().max();
        }
        let before = self.ids.len();
        for (id, time) in page.ids_and_times() {
            self.newer += u64::from(self.ids.insert(id) && time > self.newest);
        }
        // A page with only users has no leads, but its cursor is new.
        let advances = page
            .first
            .as_ref()
            .is_some_and(|id| self.first_ids.insert(id));
        self.stale += u32::from(!advances && self.ids.len() == before);
        // The order of leads of the same second can differ in the next response,
        // whatever the cursor names.
        let first = page.times().next().flatten();
        self.order = self.order.max(match self.last {
            _ if !page.is_newest_first() => Order::Unsorted,
            Some(last) if first > Some(last) => Order::Unsorted,
            Some(last) if first == Some(last) => Order::TiedBorder,
            _ => Order::NewestFirst,
        });
        self.last = page.times().next_back().flatten();
        let next = page.next.take();
        if let Some(next) = &next {
            self.has_opaque_cursor |= !page.next_is_key;
            let mut hasher = DefaultHasher::new();
            (&next.target, &next.body).hash(&mut hasher);
            if next == request || !self.sent.insert(hasher.finish()) {
                return Err(Error::NotUnderstood(
                    "a cursor that was already used".to_owned(),
                ));
            }
            if self.stale > MAX_STALE {
                return Err(Error::incomplete(REPEATING));
            }
        }
        Ok(next)
    }

    /// Whether more leads may follow a full last page: the server may have counted pages
    /// from which leads were deleted, or no more leads than it searches at most.
    fn may_be_cut(&self) -> bool {
        self.totals.falls > 0 || self.totals.last == Some(SEARCH_LIMIT)
    }

    /// Whether as many leads were received as the server counts. `new` leads come
    /// before the first one.
    ///
    /// A cursor that does not name a lead may be an offset. Then deleting leads before
    /// it shifts others past it, and leads of the same second at a page border can be
    /// missed. The count shows this only if no lead was removed, and at such borders
    /// only if none was added either, because an added lead could hide a removed one.
    fn is_whole(&self, new: u64) -> bool {
        let old = self.ids.len() as u64 - self.newer;
        let has_tied_border = self.order >= Order::TiedBorder;
        let has_entries = self.totals.rises + self.newer + new > 0;
        if self.has_users {
            // There is no total to compare with.
            true
        } else if self.has_opaque_cursor && has_tied_border && has_entries {
            false
        } else if self.has_opaque_cursor || has_tied_border && self.totals.falls == 0 {
            self.totals.falls == 0 && self.totals.last.is_none_or(|total| old + new >= total)
        } else {
            self.totals.are_met(old, new)
        }
    }
}

impl Chain<'_> {
    fn read(&self, mut opened: Option<(Pass, Request)>) -> Result<(), Stop> {
        let passes = Passes {
            name: "the search",
            // If a part fails, a single chain reads everything instead.
            max_rereads: if self.share.is_some() { 1 } else { 2 },
            max_restarts: 1,
            refused: "the API kept refusing its own cursors",
        };
        passes.run(self.shared.source.report, || {
            let size = self.shared.page_size();
            let (pass, request) = match opened.take() {
                Some(opened) => opened,
                None => (Pass::default(), self.shared.first(self.bounds, size)),
            };
            match self.pass(pass, request) {
                Ok(PassEnd::Lost(error)) | Err(Stop::Failed(error))
                    if self.shared.try_smaller_pages(&error, size) =>
                {
                    Ok(PassEnd::Changed)
                }
                outcome => outcome,
            }
        })
    }

    fn pass(&self, mut pass: Pass, mut request: Request) -> Result<PassEnd, Stop> {
        loop {
            let mut page = match self.shared.fetch(&request) {
                Err(Error::Refused(refused))
                    if request.is_continuation() && refused.is_about_cursor() =>
                {
                    return Ok(PassEnd::Lost(Error::Refused(refused)));
                }
                page => page?,
            };
            if self.share.is_some() && !page.times().flatten().all(|time| self.may_hold(time)) {
                return Err(Error::FilterIgnored("created_at".to_owned()).into());
            }
            let is_first = pass.ids.len() == 0;
            let next = pass.add(&mut page, &request)?;
            let is_full = page.len() as u64 >= self.shared.page_size().into();
            let is_cut = page.is_end_unknown && is_full;
            page.more = next.is_some() || self.share.is_some();
            let parts = match self.share {
                Some(share) if is_first && next.is_some() => self.divide(&page, share),
                _ => Vec::new(),
            };
            self.spool.send(page)?;
            if !parts.is_empty() {
                self.spool.sender.push_behind(parts);
                return Ok(PassEnd::Done);
            }
            match next {
                Some(next) => request = next,
                None if is_cut => {
                    let why = "the API reports neither the number of leads nor the last page";
                    return Ok(PassEnd::Short(why));
                }
                None if is_full && pass.may_be_cut() && !self.has_tail(&pass)? => {
                    return Ok(PassEnd::Short("the API ended the search on a full page"));
                }
                None => break,
            }
        }
        if pass.is_whole(0) {
            return Ok(PassEnd::Done);
        }
        if pass.has_opaque_cursor && pass.totals.falls > 0 {
            return Ok(PassEnd::Short("leads were deleted between two pages"));
        }
        self.recheck_front(pass)
    }

    /// Whether the oldest leads were received.
    fn has_tail(&self, pass: &Pass) -> Result<bool, Error> {
        let request = self
            .shared
            .oldest_first(self.bounds, self.shared.page_size());
        let page = self.shared.ask(&request)?;
        Ok(
            page.is_some_and(|page| {
                tail::is_received(&page, pass.last, |id| pass.ids.contains(id))
            }),
        )
    }

    /// Whether a server may send a lead of `time` for these bounds, which it compares by
    /// whole days in any time zone.
    fn may_hold(&self, time: i64) -> bool {
        let Bounds { from, until } = self.bounds;
        from.is_none_or(|from| time > from.saturating_sub(2 * DAY))
            && until.is_none_or(|until| time < until.saturating_add(DAY))
    }

    /// Requests the first pages again: leads before the first lead of the pass are new.
    fn recheck_front(&self, mut pass: Pass) -> Result<PassEnd, Stop> {
        let falls = pass.totals.falls;
        let first = self.shared.first(self.bounds, self.shared.page_size());
        let front = Front::of_search(pass.newest, first, |request| self.shared.fetch(request))?;
        let new = front.new_count();
        for page in front.pages {
            pass.totals.add(page.total);
            self.spool.send(page)?;
        }
        // A lead removed after the last page may have been received before.
        Ok(if pass.totals.falls == falls && pass.is_whole(new) {
            PassEnd::Done
        } else if pass.order == Order::Unsorted {
            PassEnd::Short(
                "the search is not sorted newest first, so new leads cannot be told apart",
            )
        } else {
            PassEnd::Short(TOO_FEW)
        })
    }

    /// Chains that read the leads of this one in parallel, if the first page shows far more
    /// than its `share`.
    fn divide(&self, page: &Page, share: u64) -> Vec<TaskFn<Buffered>> {
        parts::divide(self.bounds, page.total, page.times(), None, share)
            .unwrap_or_default()
            .into_iter()
            .map(|bounds| task(self.shared, bounds, Some(share), None))
            .collect()
    }
}

/// The task that reads the leads within `bounds`: about `share` of them, if others read
/// the rest in parallel. `opened` is a pass whose first page was already read, with the
/// next request.
pub(super) fn task(
    shared: &Arc<Shared>,
    bounds: Bounds,
    share: Option<u64>,
    opened: Option<(Pass, Request)>,
) -> TaskFn<Buffered> {
    let shared = Arc::clone(shared);
    Box::new(move |sender| {
        let chain = Chain {
            shared: &shared,
            bounds,
            share,
            spool: Spool::new(sender, Some(Arc::clone(&shared.capacity))),
        };
        chain.read(opened)
    })
}

/// Whether the page size may have been too large for the server: some searches always
/// fail with 150 leads per page.
fn is_overload(error: &Error) -> bool {
    matches!(error, Error::Refused(refused) if matches!(refused.status, 502 | 504))
}

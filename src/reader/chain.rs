//! A search, or a part of it, read from cursor to cursor on a worker thread,
//! and checked against its own totals.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use super::executor::{Sender, Work};
use super::front::Front;
use super::parts;
use super::passes::{Outcome, Passes};
use super::source::Source;
use super::spool::{Buffered, Spool};
use super::totals::Totals;
use crate::intercom::{Bounds, Dialect, Error, Page, Request};
use crate::lead::id::Ids;
use crate::query::Query;

/// Why a search without end was not read.
pub(super) const REPEATING: &str = "the pages repeat themselves without end";

/// Pages of a pass that may bring nothing new.
const MAX_STALE: u32 = 20;

/// Pages of one chain that may wait in a temporary file.
const SPOOLED_PAGES: usize = 40;

/// The smallest page to ask for when large ones fail.
const MIN_PAGE_SIZE: u32 = 15;

const DAY: i64 = 86_400;

/// What chains of one reading share.
pub(super) struct Shared {
    pub(super) source: Source,
    pub(super) dialect: &'static dyn Dialect,
    pub(super) query: Query,
    /// The page size, made smaller when the server fails at it.
    pub(super) page_size: AtomicU32,
}

impl Shared {
    /// The request that opens the search within `bounds`.
    pub(super) fn first(&self, bounds: Bounds, size: u32) -> Request {
        let within = self.dialect.within(&self.query, bounds, size);
        within.unwrap_or_else(|| self.dialect.first(&self.query))
    }

    pub(super) fn page_size(&self) -> u32 {
        self.page_size.load(Ordering::Relaxed).max(1)
    }

    pub(super) fn fetch(&self, request: &Request) -> Result<Page, Error> {
        self.source.fetch(self.dialect, request)
    }
}

/// One chain: the leads of a query that were created within `bounds`.
pub(super) struct Chain {
    pub(super) shared: Arc<Shared>,
    pub(super) bounds: Bounds,
    /// About how many leads it is to read when others read the rest side by
    /// side; `None` for a chain that reads alone.
    pub(super) share: Option<u64>,
}

/// A reading of a chain from its first page on, as far as it has come.
#[derive(Default)]
pub(super) struct Pass {
    ids: Ids,
    totals: Totals,
    /// Whether a page ended among leads of one second.
    has_tied_border: bool,
    /// Whether the totals count other contacts, too.
    has_users: bool,
    /// Whether a cursor did not name the last lead of its page.
    has_opaque_cursor: bool,
    /// The time of the first lead, and how many newer ones came after it.
    newest: Option<i64>,
    newer: u64,
    /// The time of the last lead so far.
    last: Option<i64>,
    /// With which contact each page began, and how many brought nothing new.
    firsts: Ids,
    stale: u32,
    asked: HashSet<u64>,
}

impl Pass {
    /// Takes in a page that answers `request`, and gives the request for the
    /// page after it.
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
        // A page of users alone brings nothing, but leads on.
        let leads_on = page.first.as_ref().is_some_and(|id| self.firsts.insert(id));
        self.stale += u32::from(!leads_on && self.ids.len() == before);
        // Where a page ends among leads of one second, their order may differ in
        // the next answer, whatever the cursor names.
        let first = page.times().next().flatten();
        self.has_tied_border |= first.is_some() && first == self.last;
        self.last = page.times().next_back().flatten();
        let next = page.next.take();
        if let Some(next) = &next {
            self.has_opaque_cursor |= !page.next_is_key;
            let mut hasher = DefaultHasher::new();
            (&next.target, &next.body).hash(&mut hasher);
            if next == request || !self.asked.insert(hasher.finish()) {
                return Err(Error::NotUnderstood("a cursor that leads back".to_owned()));
            }
            if self.stale > MAX_STALE {
                return Err(Error::incomplete(REPEATING));
            }
        }
        Ok(next)
    }

    /// Whether every lead came that the server counts, when `new` ones stand in
    /// front of the first.
    ///
    /// A cursor that does not name a lead may stand for a number of leads to
    /// skip: what leaves in front of it then hides others, and ties can fall
    /// between two pages. Without a lead that left, and with those that entered
    /// counted one by one, the count tells; where ties stand between two pages,
    /// only without a lead that entered, which could hide one that left.
    fn is_whole(&self, new: u64) -> bool {
        let old = self.ids.len() as u64 - self.newer;
        let has_entries = self.totals.rises() + self.newer + new > 0;
        if self.has_users {
            true
        } else if self.has_opaque_cursor && self.has_tied_border && has_entries {
            false
        } else if self.has_opaque_cursor || self.has_tied_border && self.totals.falls() == 0 {
            self.totals.falls() == 0 && self.totals.last().is_none_or(|total| old + new >= total)
        } else {
            self.totals.are_met(old, new)
        }
    }
}

impl Chain {
    /// Reads the chain and gives its pages to `sender`. `opened` is a pass
    /// whose first page was read elsewhere, and the request after it.
    pub(super) fn read(
        &self,
        mut opened: Option<(Pass, Request)>,
        sender: &Sender<Buffered>,
    ) -> Result<(), Error> {
        let passes = Passes {
            name: "the search",
            // Where parts do not hold, one chain is to read everything.
            max_rereads: if self.share.is_some() { 1 } else { 2 },
            max_restarts: 1,
        };
        let spool = Spool::new(sender, SPOOLED_PAGES);
        let report = self.shared.source.report;
        passes.run(report, || {
            let size = self.shared.page_size();
            let (pass, request) = match opened.take() {
                Some(opened) => opened,
                None => (Pass::default(), self.shared.first(self.bounds, size)),
            };
            match self.pass(pass, request, &spool) {
                Ok(Outcome::Lost(error)) | Err(error)
                    if is_overload(&error) && size > MIN_PAGE_SIZE =>
                {
                    let smaller = (size / 2).max(MIN_PAGE_SIZE);
                    self.shared.page_size.fetch_min(smaller, Ordering::Relaxed);
                    report.warn(&format!(
                        "{error}; restarting the search with {smaller} leads a page \
                         (--per-page {smaller} avoids this)"
                    ));
                    Ok(Outcome::Changed)
                }
                outcome => outcome,
            }
        })
    }

    fn pass(
        &self,
        mut pass: Pass,
        mut request: Request,
        spool: &Spool<'_>,
    ) -> Result<Outcome, Error> {
        let first = request.clone();
        loop {
            let mut page = match self.shared.fetch(&request) {
                Err(Error::Refused(refused))
                    if request.is_continuation() && refused.is_about_cursor() =>
                {
                    return Ok(Outcome::Lost(Error::Refused(refused)));
                }
                page => page?,
            };
            if self.share.is_some() && !page.times().flatten().all(|time| self.may_hold(time)) {
                return Err(Error::FilterIgnored("created_at".to_owned()));
            }
            let opens = pass.ids.len() == 0;
            let next = pass.add(&mut page, &request)?;
            let parts = if opens && next.is_some() {
                self.divide(&page)
            } else {
                Vec::new()
            };
            let is_cut = page.is_end_unknown && page.len() as u64 >= self.shared.page_size().into();
            page.more = next.is_some() || self.share.is_some();
            if spool.send(page)?.is_err() {
                return Ok(Outcome::Done);
            }
            if !parts.is_empty() {
                spool.sender.push_behind(parts);
                return Ok(Outcome::Done);
            }
            match next {
                Some(next) => request = next,
                None if is_cut => {
                    let why = "the API reports neither the number of leads nor the last page";
                    return Ok(Outcome::Short(why));
                }
                None => break,
            }
        }
        if pass.is_whole(0) {
            return Ok(Outcome::Done);
        }
        if pass.has_opaque_cursor && pass.totals.falls() > 0 {
            return Ok(Outcome::Short("leads were deleted between two pages"));
        }
        self.look(pass, first, spool)
    }

    /// Whether a server may send a lead of `time` for these bounds, which it
    /// compares by whole days somewhere in the world.
    fn may_hold(&self, time: i64) -> bool {
        let Bounds { from, until } = self.bounds;
        from.is_none_or(|from| time > from.saturating_sub(2 * DAY))
            && until.is_none_or(|until| time < until.saturating_add(DAY))
    }

    /// Looks at the front once more: what stands there before the first lead
    /// of the pass is new.
    fn look(&self, mut pass: Pass, first: Request, spool: &Spool<'_>) -> Result<Outcome, Error> {
        let falls = pass.totals.falls();
        // A pass that was opened elsewhere: the whole search is looked at there.
        let front = (!first.is_continuation())
            .then(|| Front::of_search(pass.newest, first, |request| self.shared.fetch(request)))
            .transpose()?;
        let new = front.as_ref().map_or(0, Front::new_leads);
        for page in front.into_iter().flat_map(|front| front.pages) {
            pass.totals.add(page.total);
            if spool.send(page)?.is_err() {
                return Ok(Outcome::Done);
            }
        }
        // What left since the last page was perhaps received before.
        Ok(if pass.totals.falls() == falls && pass.is_whole(new) {
            Outcome::Done
        } else {
            Outcome::Short("the API sent fewer leads than it counts")
        })
    }

    /// The chains that read this one's leads in its place, when the first
    /// page shows that there are far more than its share.
    fn divide(&self, page: &Page) -> Vec<Work<Buffered>> {
        let Some(share) = self.share else {
            return Vec::new();
        };
        parts::divide(self.bounds, page.total, page.times(), None, share)
            .unwrap_or_default()
            .into_iter()
            .map(|bounds| Self::part(&self.shared, bounds, share))
            .collect()
    }

    /// The task that reads the leads within `bounds`, of which there should be
    /// about `share`.
    pub(super) fn part(shared: &Arc<Shared>, bounds: Bounds, share: u64) -> Work<Buffered> {
        let chain = Self {
            shared: Arc::clone(shared),
            bounds,
            share: Some(share),
        };
        Box::new(move |sender| chain.read(None, sender))
    }
}

/// Whether a server was overloaded by the size of the pages: searches of some
/// days fail steadily at 150 leads a page (facts 9).
fn is_overload(error: &Error) -> bool {
    matches!(error, Error::Refused(refused) if matches!(refused.status, 502 | 504))
}

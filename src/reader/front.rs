//! The first pages of a list or a search, requested again after all others: new leads
//! are there.

use super::run::{Joined, Run};
use super::seen::Seen;
use crate::intercom::{Error, Page, Request, Window};
use crate::lead::id::Id;

/// The maximum number of pages.
const MAX_PAGES: usize = 20;

/// The first pages, up to the first lead that is not newer than those at the start.
pub(super) struct Front {
    pub(super) pages: Vec<Page>,
    /// Whether they are sorted newest first and joined.
    pub(super) is_sorted: bool,
    /// `created_at` of the first lead at the start.
    newest: Option<i64>,
    seen: Seen,
}

impl Front {
    /// Requests the front of a list, in windows of `size` leads.
    pub(super) fn of_list(
        newest: Option<i64>,
        size: u32,
        fetch: impl Fn(Window) -> Result<Page, Error>,
    ) -> Result<Self, Error> {
        let mut run = Run::new(size);
        let mut front = Self::new(newest);
        let mut next = Some(Window::first(size));
        while let Some(window) = next.take() {
            let page = fetch(window)?;
            front.is_sorted = run.join(window.answered_by(&page), &page) == Joined::Yes;
            if front.push(page) && front.is_sorted {
                next = run.next_window();
            }
        }
        Ok(front)
    }

    /// Requests the front of a search; `first` is the first request.
    pub(super) fn of_search(
        newest: Option<i64>,
        first: Request,
        fetch: impl Fn(&Request) -> Result<Page, Error>,
    ) -> Result<Self, Error> {
        let mut front = Self::new(newest);
        let mut next = Some(first);
        while let Some(request) = next.take() {
            let mut page = fetch(&request)?;
            let after = page.next.take();
            if front.push(page) {
                next = after;
            }
        }
        Ok(front)
    }

    fn new(newest: Option<i64>) -> Self {
        Self {
            pages: Vec::new(),
            is_sorted: true,
            newest,
            seen: Seen::default(),
        }
    }

    /// Adds a page. Returns whether the next one may have new leads.
    fn push(&mut self, mut page: Page) -> bool {
        let more = page.more && page.times().all(|time| self.is_new(time));
        page.more = false;
        // Pages overlap, and a lead counts once.
        self.seen.keep_new(&mut page);
        self.pages.push(page);
        more && self.pages.len() < MAX_PAGES
    }

    /// Whether a lead with this time is newer than those at the start.
    pub(super) fn is_new(&self, time: Option<i64>) -> bool {
        time > self.newest
    }

    /// The ids of the leads, with their `created_at`.
    pub(super) fn leads(&self) -> impl Iterator<Item = (&Id, Option<i64>)> {
        self.pages.iter().flat_map(Page::ids_and_times)
    }

    /// The number of new leads before the others.
    pub(super) fn new_count(&self) -> u64 {
        let times = self.leads().map(|(_, time)| time);
        times.take_while(|time| self.is_new(*time)).count() as u64
    }
}

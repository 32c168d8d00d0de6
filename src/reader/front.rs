//! The front of a list or a search, looked at once more when all else was
//! read: what is new stands there.

use super::run::{Joined, Run};
use crate::intercom::{Error, Page, Request, Window};

/// The most pages that are looked at.
const MAX_PAGES: usize = 20;

/// The pages from the first on, up to one that holds a lead as old as those
/// that the reading began with.
pub(super) struct Front {
    pub(super) pages: Vec<Page>,
    /// Whether they follow on each other newest first.
    pub(super) is_sorted: bool,
    /// The time of the first lead that the reading began with.
    newest: Option<i64>,
}

impl Front {
    /// Reads the front of a list in windows of `size` leads.
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

    /// Reads the front of a search from the page that answers `first` on.
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
        }
    }

    /// Takes in a page. Whether the one behind it may hold new leads, too.
    fn push(&mut self, mut page: Page) -> bool {
        let more = page.more && page.times().all(|time| self.is_new(time));
        page.more = false;
        self.pages.push(page);
        more && self.pages.len() < MAX_PAGES
    }

    /// Whether a lead of this time was created after the reading began.
    pub(super) fn is_new(&self, time: Option<i64>) -> bool {
        time > self.newest
    }

    /// How many leads in front of the others are new.
    pub(super) fn new_leads(&self) -> u64 {
        let times = self.pages.iter().flat_map(Page::times);
        times.take_while(|time| self.is_new(*time)).count() as u64
    }
}

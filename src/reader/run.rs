//! Joins pages of a list by time, while the list changes.
//!
//! Leads come newest first (the List Leads page). A page joins the run of pages before
//! it if its first lead is strictly newer than the last lead of the run. Then every
//! lead that exists throughout and is newer than the last lead of the page was
//! received. Proof: let t be `created_at` of the run's last lead, and u > t that of the
//! page's first lead. A page is a contiguous part of the list at one instant. A lead
//! created at u or later is newer than t, so it was received before; a lead between u
//! and the page's last lead is on the page. This holds for any order of leads of one
//! second, any leads created or deleted, and any time of the response. That a page is
//! sorted is checked.

use crate::intercom::{OVERLAP, Page, Window};

/// The API has no pages beyond this many leads (documented for the list of users;
/// leads have the same limit).
pub(super) const LIST_LIMIT: u32 = 10_000;

/// The pages joined so far: every lead newer than the last one was received.
#[derive(Clone, Debug)]
pub struct Run {
    max_size: u32,
    /// The position in the list after the last joined page.
    end: u32,
    /// `created_at` of the last lead; `None` before the first page.
    last: Option<i64>,
    /// The number of leads that the next window must share with the last page.
    overlap: u32,
    ties: Ties,
}

/// How many leads of the same second follow each other.
#[derive(Clone, Copy, Debug, Default)]
struct Ties {
    leads: u64,
    /// The sum, over these leads, of the number of leads of the same second.
    tied: u64,
}

/// Whether a page was joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joined {
    /// No lead can be missing between the run and the page.
    Yes,
    /// Leads may be missing between the run and the page.
    Gap,
    /// The page is not sorted newest first, so nothing can be concluded.
    Unsorted,
}

impl Run {
    /// An empty run, for pages of at most `max_size` leads.
    #[must_use]
    pub fn new(max_size: u32) -> Self {
        Self {
            max_size,
            end: 0,
            last: None,
            overlap: OVERLAP,
            ties: Ties::default(),
        }
    }

    pub(super) fn max_size(&self) -> u32 {
        self.max_size
    }

    /// Lowers the maximum page size, because the server sends smaller pages.
    pub(super) fn limit_size(&mut self, max_size: u32) {
        self.max_size = self.max_size.min(max_size);
    }

    /// Joins `page`, the response for `window`, if no lead can be missing before it.
    pub fn join(&mut self, window: Window, page: &Page) -> Joined {
        let first = page.times().next().flatten();
        let last = page.times().next_back().flatten();
        let at_front = window.start() == 0;
        let (Some(first), Some(last)) = (first, last) else {
            return match page.is_empty() {
                true if at_front => Joined::Yes,
                true => Joined::Gap,
                // A lead without a time can be anywhere.
                false => Joined::Unsorted,
            };
        };
        if !page.is_newest_first() {
            return Joined::Unsorted;
        }
        if !at_front && self.last.is_none_or(|end| first <= end) {
            return Joined::Gap;
        }
        let ties = Ties::of(page);
        self.ties.leads += ties.leads;
        self.ties.tied += ties.tied;
        let end = self.last.map_or(last, |end| end.min(last));
        self.last = Some(end);
        let len = u32::try_from(page.len()).unwrap_or(u32::MAX);
        self.end = window.start().saturating_add(len);
        // The next page must start with a lead that is newer than the last one.
        let at_end = page
            .times()
            .rev()
            .take_while(|time| *time == Some(end))
            .count();
        self.overlap = OVERLAP.max(u32::try_from(at_end).unwrap_or(u32::MAX).saturating_add(1));
        Joined::Yes
    }

    /// `created_at` of the last lead.
    pub(super) fn last(&self) -> Option<i64> {
        self.last
    }

    /// The position in the list after the last joined page.
    #[must_use]
    pub fn end(&self) -> u32 {
        self.end
    }

    /// The next window; `None` if the API has none that could join.
    #[must_use]
    pub fn next_window(&self) -> Option<Window> {
        let index = self.end.saturating_sub(self.overlap);
        Window::across(index, self.end, self.max_size, LIST_LIMIT)
    }

    /// The next windows, for `total` leads, if no page ends among more leads of the
    /// same second than is usual so far.
    pub fn plan(&self, total: u32) -> impl Iterator<Item = Window> + use<> {
        let next = self.next_window().filter(|_| self.end < total);
        let end = next.map_or(0, Window::end);
        let overlap = self
            .ties
            .usual()
            .saturating_add(1)
            .clamp(OVERLAP, OVERLAP.max(self.max_size / 2));
        let rest = Window::plan(end, total, overlap, self.max_size, LIST_LIMIT);
        next.into_iter().chain(rest)
    }

    /// Windows to close a gap: each starts further before the end of the run, because
    /// leads were deleted there.
    pub(super) fn bridges(&self) -> impl Iterator<Item = Window> + use<> {
        let Self { max_size, end, .. } = *self;
        let further = (0..MAX_BRIDGES - 1).filter_map(move |exponent| {
            let index = end.checked_sub(max_size * 4_u32.pow(exponent))?;
            Window::across(index, index + 1, max_size, LIST_LIMIT)
        });
        let front = Window::first(max_size);
        self.next_window()
            .into_iter()
            .chain(further)
            .chain([front])
            .take(MAX_BRIDGES as usize)
    }
}

/// The maximum number of windows to close a gap.
const MAX_BRIDGES: u32 = 5;

impl Ties {
    /// The ties on a sorted page. Leads without a time are skipped.
    fn of(page: &Page) -> Self {
        let times: Vec<i64> = page.times().flatten().collect();
        let same_second = times.chunk_by(|one, other| one == other);
        Self {
            leads: times.len() as u64,
            tied: same_second.map(|leads| (leads.len() as u64).pow(2)).sum(),
        }
    }

    /// The number of leads of the same second, for the average lead.
    fn usual(self) -> u32 {
        let usual = (self.tied + self.leads / 2) / self.leads.max(1);
        u32::try_from(usual).unwrap_or(u32::MAX)
    }
}

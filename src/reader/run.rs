//! A run of the list, joined by time: what is in hand of a list that is asked
//! for by page numbers while it changes.
//!
//! Leads come newest first (the List Leads page). A page joins the run when
//! its first lead is strictly newer than the run's last one; then every lead
//! that lives throughout and is newer than the page's last is in hand. Let t
//! be the time of the run's last lead, u > t that of the page's first. The
//! page is a stretch of the list at one instant. Leads of u or newer are newer
//! than t, so in hand; those between u and the page's last stand in the page.
//! Nothing is assumed of ties, of what comes or goes, or of when a page was
//! answered. That a page is sorted is checked.

use crate::intercom::{OVERLAP, Page, Window};

/// The list serves no page past this many leads (the users list page states
/// the limit, leads share it).
pub(super) const LIST_LIMIT: u32 = 10_000;

/// What is in hand: every lead that is newer than the last one of the run.
#[derive(Clone, Debug)]
pub struct Run {
    max_size: u32,
    limit: u32,
    /// Where the page that was joined last ended.
    end: u32,
    /// The time of the run's last lead; `None` while it is empty.
    last: Option<i64>,
    /// How many leads the next window has to share with that page.
    overlap: u32,
    /// The most leads of one second that stood in a row.
    longest_tie: u32,
}

/// Whether a page is part of the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joined {
    /// It is: nothing can be missing between the two.
    Yes,
    /// Leads may be missing between the run and the page.
    Gap,
    /// The page is not sorted newest first, so it proves nothing.
    Unsorted,
}

impl Run {
    /// A run that is empty, of pages of at most `max_size` leads.
    #[must_use]
    pub fn new(max_size: u32) -> Self {
        Self {
            max_size,
            limit: LIST_LIMIT,
            end: 0,
            last: None,
            overlap: OVERLAP,
            longest_tie: 1,
        }
    }

    /// The server serves smaller pages than were asked for.
    pub(super) fn limit_size(&mut self, max_size: u32) {
        self.max_size = self.max_size.min(max_size);
    }

    /// Takes in `page`, which answers `window`, if it joins the run.
    pub fn join(&mut self, window: Window, page: &Page) -> Joined {
        let mut times = page.times();
        let edges = if page.len() < 2 {
            let time = times.next().flatten();
            (time, time)
        } else {
            (times.next().flatten(), times.next_back().flatten())
        };
        let at_front = window.start() == 0;
        let (Some(first), Some(last)) = edges else {
            return match page.is_empty() {
                true if at_front => Joined::Yes,
                true => Joined::Gap,
                // Where a lead without a time stands is not known.
                false => Joined::Unsorted,
            };
        };
        let Some(longest_tie) = longest_tie(page) else {
            return Joined::Unsorted;
        };
        self.longest_tie = self.longest_tie.max(longest_tie);
        if !at_front && self.last.is_none_or(|end| first <= end) {
            return Joined::Gap;
        }
        let end = self.last.map_or(last, |end| end.min(last));
        self.last = Some(end);
        let len = u32::try_from(page.len()).unwrap_or(u32::MAX);
        self.end = window.start().saturating_add(len);
        // The next page has to begin with a lead that is newer than the end.
        let tied = page
            .times()
            .rev()
            .take_while(|time| *time == Some(end))
            .count();
        self.overlap = OVERLAP.max(u32::try_from(tied).unwrap_or(u32::MAX).saturating_add(1));
        Joined::Yes
    }

    /// The time of the run's last lead.
    pub(super) fn last(&self) -> Option<i64> {
        self.last
    }

    /// Where the page that was joined last ended: how far the list was read.
    #[must_use]
    pub fn end(&self) -> u32 {
        self.end
    }

    /// The next window; `None` when the list serves none that can join.
    #[must_use]
    pub fn next_window(&self) -> Option<Window> {
        let index = self.end.saturating_sub(self.overlap);
        Window::across(index, self.end, self.max_size, self.limit)
    }

    /// The windows that follow, as far as `total` tells, when no page ends
    /// among more leads of one second than were seen so far.
    pub fn plan(&self, total: u32) -> impl Iterator<Item = Window> + use<> {
        let next = self.next_window().filter(|_| self.end < total);
        let end = next.map_or(0, Window::end);
        let overlap = (self.longest_tie + 1).clamp(OVERLAP, OVERLAP.max(self.max_size / 2));
        let rest = Window::plan(end, total, overlap, self.max_size, self.limit);
        next.into_iter().chain(rest)
    }

    /// Windows that begin further and further in front of the run's end, for
    /// a list that lost leads there.
    pub(super) fn bridges(&self) -> impl Iterator<Item = Window> + use<> {
        let Self {
            max_size,
            limit,
            end,
            ..
        } = *self;
        let further = (0..MAX_BRIDGES - 1).filter_map(move |exponent| {
            let index = end.checked_sub(max_size * 4_u32.pow(exponent))?;
            Window::across(index, index + 1, max_size, limit)
        });
        let front = Window::first(max_size);
        self.next_window()
            .into_iter()
            .chain(further)
            .chain([front])
            .take(MAX_BRIDGES as usize)
    }
}

/// How many windows are tried to close a gap.
const MAX_BRIDGES: u32 = 5;

/// The most leads of one second that stand in a row; `None` when those with a
/// time do not stand newest first.
fn longest_tie(page: &Page) -> Option<u32> {
    let (mut longest, mut tie) = (0, 0);
    let mut before = None;
    for time in page.times().flatten() {
        match before {
            Some(before) if time > before => return None,
            Some(before) if time == before => tie += 1,
            _ => tie = 1,
        }
        before = Some(time);
        longest = longest.max(tie);
    }
    Some(longest)
}

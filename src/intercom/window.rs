//! Windows: stretches of a list that is asked for by page number and size.
//! Overlap comes from the choice of sizes, since a page number alone allows
//! none.

use super::page::Page;

/// The smallest page size that reads the list with overlaps.
pub const MIN_SIZE: u32 = 13;

/// Leads that a window shares with the one before it. Its first lead has to be
/// newer than the last one before, so one is not enough.
pub const OVERLAP: u32 = 2;

/// Page `page`, counted from 1, of a list cut into pages of `size` leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Number of the page, from 1.
    pub page: u32,
    /// Leads a page.
    pub size: u32,
}

impl Window {
    /// The front of the list.
    #[must_use]
    pub fn first(size: u32) -> Self {
        Self { page: 1, size }
    }

    /// Place in the list of the window's first lead, from 0.
    #[must_use]
    pub fn start(self) -> u32 {
        (self.page - 1).saturating_mul(self.size)
    }

    /// The place after that of the window's last lead.
    #[must_use]
    pub fn end(self) -> u32 {
        self.page.saturating_mul(self.size)
    }

    /// The window that the server answered with `page`: its own page size
    /// counts, stated or shown by a page that is short although more follow.
    #[must_use]
    pub fn answered_by(self, page: &Page) -> Self {
        let len = u32::try_from(page.len()).unwrap_or(u32::MAX);
        let shown = (page.more && !page.is_end_unknown && len >= MIN_SIZE).then_some(len);
        let size = shown.or(page.page_size);
        let size = size.filter(|size| (1..self.size).contains(size));
        Self {
            size: size.unwrap_or(self.size),
            ..self
        }
    }

    /// Of the windows that hold the lead at `index` and end behind `end`, the
    /// one that ends last: sizes up to `max_size`, none past `limit`. `None`
    /// when there is no such window.
    #[must_use]
    pub fn across(index: u32, end: u32, max_size: u32, limit: u32) -> Option<Self> {
        (1..=max_size)
            .map(|size| Self {
                page: index / size + 1,
                size,
            })
            .filter(|window| window.end() <= limit && window.end() > end)
            .max_by_key(|window| (window.end(), window.size))
    }

    /// The windows that continue from `end`, each sharing `overlap` leads with
    /// the one before it, until they hold `total` leads or none fits within
    /// `limit`.
    pub fn plan(
        end: u32,
        total: u32,
        overlap: u32,
        max_size: u32,
        limit: u32,
    ) -> impl Iterator<Item = Self> {
        let mut reached = end;
        std::iter::from_fn(move || {
            if reached == 0 || reached >= total {
                return None;
            }
            let window = Self::across(reached.saturating_sub(overlap), reached, max_size, limit)?;
            reached = window.end();
            Some(window)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_has_no_gap_and_every_window_overlaps_the_one_before() {
        for largest in 15..=60 {
            let mut end = largest;
            for window in Window::plan(largest, 10_000, OVERLAP, largest, 10_000) {
                assert!(window.start() + OVERLAP <= end, "{window:?} after {end}");
                assert!(window.end() > end && window.end() <= 10_000);
                assert!(window.size <= largest);
                end = window.end();
            }
            assert_eq!(end, 10_000, "sizes up to {largest} reach the wall");
        }
    }

    #[test]
    fn overlap_costs_less_than_a_fifth_more_requests() {
        let requests = 1 + Window::plan(60, 10_000, OVERLAP, 60, 10_000).count();
        assert!((168..=201).contains(&requests), "{requests}");
    }
}

//! Windows: ranges of a list that is requested by page number and size. Windows overlap
//! because of their different sizes; page numbers alone do not allow overlaps.

use super::page::Page;

/// The minimum page size that allows overlaps.
pub const MIN_SIZE: u32 = 13;

/// The number of leads that a window shares with the previous one. Its first lead must
/// be newer than the last lead of the previous one, so one is not enough.
pub const OVERLAP: u32 = 2;

/// Page `page`, counted from 1, of a list in pages of `size` leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The page number, from 1.
    pub page: u32,
    /// Leads per page.
    pub size: u32,
}

impl Window {
    /// The start of the list.
    #[must_use]
    pub fn first(size: u32) -> Self {
        Self { page: 1, size }
    }

    /// The index in the list of the window's first lead, from 0.
    #[must_use]
    pub fn start(self) -> u32 {
        (self.page - 1).saturating_mul(self.size)
    }

    /// The index after the window's last lead.
    #[must_use]
    pub fn end(self) -> u32 {
        self.page.saturating_mul(self.size)
    }

    /// The window of the response `page`: the server's page size counts, as stated, or
    /// as shown by a page that is short although more leads follow.
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

    /// The window with the lead at `index` and an end after `end` that ends last, with
    /// a size of up to `max_size`, and not past `limit`; `None` if there is none.
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

    /// The windows that continue from `end`, each sharing `overlap` leads with the
    /// previous one, until they contain `total` leads or none fits within `limit`.
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

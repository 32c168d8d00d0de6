//! Windows: stretches of a list that is asked for by page number and size.
//! Overlap comes from the choice of sizes, since a page number alone allows
//! none.

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

    /// Of the windows that hold place `place`, the one that reaches furthest
    /// behind it: sizes from 2 to `largest`, none past `wall`. `None` when no
    /// window holds both this place and the next.
    #[must_use]
    pub fn across(place: u32, largest: u32, wall: u32) -> Option<Self> {
        (2..=largest)
            .map(|size| Self {
                page: place / size + 1,
                size,
            })
            .filter(|window| window.end() <= wall && window.end() > place + 1)
            .max_by_key(|window| (window.end(), window.size))
    }

    /// The windows that go on from `end`, each sharing leads with the one
    /// before it, until they hold `total` leads or the wall stops them.
    pub fn plan(end: u32, total: u32, largest: u32, wall: u32) -> impl Iterator<Item = Self> {
        let mut reached = end;
        std::iter::from_fn(move || {
            if reached == 0 || reached >= total {
                return None;
            }
            let window = Self::across(reached - 1, largest, wall)?;
            reached = window.end();
            Some(window)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_has_no_gap_and_every_seam_shares_a_lead() {
        for largest in 12..=60 {
            let mut end = largest;
            for window in Window::plan(largest, 10_000, largest, 10_000) {
                assert!(window.start() < end, "{window:?} starts behind {end}");
                assert!(window.end() > end && window.end() <= 10_000);
                assert!(window.size <= largest);
                end = window.end();
            }
            assert_eq!(end, 10_000, "sizes up to {largest} reach the wall");
        }
    }

    #[test]
    fn overlap_costs_less_than_a_fifth_more_requests() {
        let requests = 1 + Window::plan(60, 9_500, 60, 10_000).count();
        assert!((159..=190).contains(&requests), "{requests}");
    }

    #[test]
    fn a_seam_that_no_window_bridges_is_said() {
        assert_eq!(Window::across(2519, 10, 10_000), None);
        assert!(Window::across(2519, 12, 10_000).is_some());
    }
}

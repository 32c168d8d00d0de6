//! The scroll over all leads. Only one can be open at a time (the
//! iterating-over-all-leads page).

use std::time::{Duration, Instant};

/// The page size, which clients cannot choose.
const PAGE: usize = 100;

pub(super) struct Scrolls {
    expiry: Duration,
    opened: i32,
    open: Option<Scroll>,
}

struct Scroll {
    parameter: String,
    /// The leads that existed when it was opened and are still unread, oldest first.
    unread: std::vec::IntoIter<i32>,
    used_at: Instant,
}

/// Why a scroll has no page.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum ScrollError {
    /// Another scroll is open.
    Exists,
    /// The scroll was never opened, has ended or has expired.
    NotFound,
}

impl Scrolls {
    pub(super) fn new(expiry: Duration) -> Self {
        Self {
            expiry,
            opened: 0,
            open: None,
        }
    }

    /// Opens a scroll over `leads`, and returns its parameter, which `parameter`
    /// computes from the number of scrolls so far.
    pub(super) fn open(
        &mut self,
        leads: Vec<i32>,
        parameter: impl Fn(i32) -> String,
    ) -> Result<String, ScrollError> {
        let is_open = |scroll: &Scroll| scroll.used_at.elapsed() < self.expiry;
        if self.open.as_ref().is_some_and(is_open) {
            return Err(ScrollError::Exists);
        }
        self.opened += 1;
        let parameter = parameter(self.opened);
        self.open = Some(Scroll {
            parameter: parameter.clone(),
            unread: leads.into_iter(),
            used_at: Instant::now(),
        });
        Ok(parameter)
    }

    /// The next page of the open scroll. An empty page ends it.
    pub(super) fn next_page(
        &mut self,
        parameter: &str,
        exists: impl Fn(i32) -> bool,
    ) -> Result<Vec<i32>, ScrollError> {
        let expiry = self.expiry;
        let is_valid =
            |scroll: &Scroll| scroll.parameter == parameter && scroll.used_at.elapsed() < expiry;
        let Some(scroll) = self.open.as_mut().filter(|scroll| is_valid(scroll)) else {
            return Err(ScrollError::NotFound);
        };
        scroll.used_at = Instant::now();
        // Deleted leads are replaced by the next ones: clients stop at an empty page,
        // so no page before the end may be empty.
        let leads = scroll.unread.by_ref().filter(|number| exists(*number));
        let page: Vec<_> = leads.take(PAGE).collect();
        if page.is_empty() {
            self.open = None;
        }
        Ok(page)
    }
}

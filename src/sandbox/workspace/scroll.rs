//! The one scroll that may be open over the leads (the iterating-over-all-leads
//! page).

use std::time::{Duration, Instant};

use super::Workspace;
use crate::sandbox::people::Part;

/// Leads in a page of a scroll; not for the caller to choose.
const SCROLL_PAGE: usize = 100;

/// An open scroll.
pub(super) struct Scroll {
    parameter: String,
    /// The leads there were when it was opened, oldest first.
    numbers: std::vec::IntoIter<i32>,
    used: Instant,
}

/// Why a scroll gives no page.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::sandbox) enum ScrollFault {
    /// Another one is open.
    Exists,
    /// It was never opened, has ended, or has lain unused for too long.
    NotFound,
}

impl Workspace {
    /// Opens a scroll: its parameter and its first page.
    pub(in crate::sandbox) fn open_scroll(
        &mut self,
        expiry: Duration,
    ) -> Result<(String, Vec<i32>), ScrollFault> {
        if self
            .scroll
            .as_ref()
            .is_some_and(|scroll| scroll.used.elapsed() < expiry)
        {
            return Err(ScrollFault::Exists);
        }
        self.scrolls += 1;
        let mut stream = self.people.stream(self.scrolls, Part::Scroll);
        let parameter = stream.uuid().to_string();
        let numbers: Vec<_> = self.living.iter().rev().copied().collect();
        self.scroll = Some(Scroll {
            parameter: parameter.clone(),
            numbers: numbers.into_iter(),
            used: Instant::now(),
        });
        let page = self.scroll_on(&parameter, expiry)?;
        Ok((parameter, page))
    }

    /// The next page of the open scroll. An empty one is its last, and the
    /// scroll is then over.
    pub(in crate::sandbox) fn scroll_on(
        &mut self,
        parameter: &str,
        expiry: Duration,
    ) -> Result<Vec<i32>, ScrollFault> {
        let living = &self.living;
        let open = self
            .scroll
            .as_mut()
            .filter(|scroll| scroll.parameter == parameter);
        let Some(scroll) = open else {
            return Err(ScrollFault::NotFound);
        };
        if scroll.used.elapsed() >= expiry {
            self.scroll = None;
            return Err(ScrollFault::NotFound);
        }
        scroll.used = Instant::now();
        // Leads deleted since are passed over rather than left out of a page,
        // or a page could be empty before the end.
        let page: Vec<_> = scroll
            .numbers
            .by_ref()
            .filter(|number| living.binary_search(number).is_ok())
            .take(SCROLL_PAGE)
            .collect();
        if page.is_empty() {
            self.scroll = None;
        }
        Ok(page)
    }
}

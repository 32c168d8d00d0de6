//! The end of a list: whether it is where the leads end, and what is new in front.

use super::{ListReader, NO_MORE, State, Step, UNSORTED};
use crate::intercom::{Error, Page, Window};
use crate::reader::front::Front;
use crate::reader::run::Run;
use crate::reader::seen::Seen;
use crate::reader::tail;
use crate::reader::totals::TOO_FEW;

impl ListReader {
    /// Requests the oldest leads. If not all of them were received, the list ended at the
    /// maximum of the API, which can also limit its total.
    pub(super) fn check_tail(&mut self, seen: &Seen) -> Result<Option<Step>, Error> {
        let ascending = tail::ascending(&self.query);
        let request = self
            .dialect
            .window(&ascending, Window::first(self.max_size));
        let page = request.map(|request| self.source.fetch(self.dialect, &request));
        let is_received =
            |page: &Page| tail::is_received(page, self.run.last(), |id| seen.contains(id));
        match page.transpose() {
            Ok(Some(page)) if is_received(&page) => {
                self.state = State::RecheckingFront;
                Ok(None)
            }
            Ok(_) | Err(Error::Refused(_)) => Ok(Some(Step::Scroll(NO_MORE))),
            Err(error) => Err(error),
        }
    }

    /// Requests the first pages again. A list in another order can look sorted on every
    /// page; then these have old leads that were never received.
    pub(super) fn recheck_front(&mut self, seen: &Seen) -> Result<Option<Step>, Error> {
        let front = Front::of_list(self.newest, self.max_size, |window| {
            self.source.fetch(self.dialect, &self.request(window))
        })?;
        if !front.is_sorted {
            return Ok(Some(Step::Scroll(UNSORTED)));
        }
        let mut new = 0;
        for page in &front.pages {
            self.totals.add(page.total);
            for (id, time) in page.ids_and_times() {
                let is_seen = seen.contains(id);
                if !is_seen && time < self.newest {
                    return Ok(Some(Step::Scroll(UNSORTED)));
                }
                new += u64::from(front.is_new(time) || !is_seen);
            }
        }
        self.ready.extend(front.pages);
        let unseen = |page: &Page| page.ids().filter(|id| !seen.contains(id)).count() as u64;
        let received = seen.pass_len() + self.ready.iter().map(unseen).sum::<u64>();
        // New leads were received too, and must not hide missing ones.
        if self.totals.are_met(received.saturating_sub(new), new) {
            self.state = State::Whole;
            return Ok(None);
        }
        if self.is_reread {
            return Ok(Some(Step::Scroll(TOO_FEW)));
        }
        self.source
            .report
            .detail(&format!("{TOO_FEW}: reading the list again"));
        self.is_reread = true;
        self.run = Run::new(self.max_size);
        self.first = Window::first(self.max_size);
        self.state = State::First;
        Ok(None)
    }
}

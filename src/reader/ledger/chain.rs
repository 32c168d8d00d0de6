//! The ledger of answers that lead on by themselves, a scroll or a search,
//! and the check of what they brought.

use super::recount::{Recount, Verdict};
use super::{Ledger, Phase, Way};
use crate::intercom::{Page, Window};

impl Ledger {
    /// A chain begins; true when it is the first one and goes on where the
    /// list ended.
    pub(crate) fn begin_chain(&mut self) -> bool {
        let leaves_the_list = self.way == Way::Numbered;
        if leaves_the_list {
            self.way = Way::NumberedThenChain;
        }
        leaves_the_list
    }

    /// Whether leads came by chain.
    pub(crate) fn is_chained(&self) -> bool {
        self.way != Way::Numbered
    }

    /// Takes a page of a scroll or a search, which rest on the server's own
    /// snapshot or key order.
    pub fn take_chained(&mut self, mut page: Page) -> Page {
        self.announced = page.total.or(self.announced);
        if self.read() == 0 {
            for id in page.ids() {
                self.front.insert(id);
            }
        }
        page.retain(|id, _| self.ids.insert(id));
        page
    }

    /// A shard is through, and the next one begins. It ended less than a page
    /// behind its seam, so what came before the last few pages comes no more.
    pub(crate) fn begin_shard(&mut self) {
        self.ids.turn_over(2 * self.largest as usize);
    }

    /// The chain has ended: what it brought is to be checked, unless it was
    /// one answer alone to the whole question, which has no seams. A shard
    /// that was `short` of its own total needs no check to be read again.
    pub(crate) fn chain_ended(&mut self, answers: u64, short: bool) {
        if short && !self.rechecked {
            self.rechecked = true;
            return self.read_again();
        }
        let enough = self.announced.is_none_or(|total| self.read() >= total);
        if self.way == Way::Chain && answers == 1 && enough {
            self.phase = Phase::Whole;
        } else {
            self.start_check();
        }
    }

    /// A first page that was asked for while the last leads were read. Old
    /// leads that it counts were there to be read, so when all are in hand
    /// that settles it; when not, they may have been deleted before their
    /// turn, and the check goes its way.
    pub(crate) fn look(&mut self, page: &Page) {
        let first = Window::first(self.largest);
        if let Phase::Check(_) = self.phase
            && Recount::default().take(first, page, &self.front, &self.ids, false)
                == Verdict::Enough
        {
            self.phase = Phase::Whole;
        }
    }

    pub(crate) fn start_check(&mut self) {
        self.phase = Phase::Check(Recount::default());
    }

    pub(crate) fn check(&mut self, window: Window, page: &Page) {
        let Phase::Check(recount) = &mut self.phase else {
            return;
        };
        let seams = self.way != Way::Chain;
        match recount.take(window, page, &self.front, &self.ids, seams) {
            Verdict::GoOn => {}
            Verdict::Enough => self.phase = Phase::Whole,
            // The joined pages are the list's proof, and this count only a
            // second look: one that shows nothing takes nothing away.
            Verdict::Unclear if self.way == Way::Numbered => self.phase = Phase::Whole,
            Verdict::Unclear => self.count_again(),
            Verdict::TooFew if self.rechecked => {
                self.phase = Phase::Short("fewer leads came than the API announced");
            }
            Verdict::TooFew => {
                self.rechecked = true;
                self.read_again();
            }
        }
    }

    /// Whether the chain is read for the second time.
    pub(crate) fn is_second(&self) -> bool {
        self.rechecked
    }

    /// Once more from the front; what was given out is dropped.
    fn read_again(&mut self) {
        if self.ids.recall().is_err() {
            self.phase = Phase::Short("a temporary file could not be read again");
            return;
        }
        self.phase = if self.way == Way::Numbered {
            self.end = 1;
            self.asked_again = false;
            Phase::Run
        } else {
            Phase::Wall
        };
    }

    fn count_again(&mut self) {
        self.start_check();
        self.tire();
    }
}

//! What an answer tells: whether a shard is of use, how far it has come, and
//! whether it is through.

use super::shard::{Head, Shard, created, lesser};
use super::{Shards, WHOLE, cut};
use crate::intercom::Page;
use crate::lead::id::Ids;

impl<T> Shards<T> {
    /// Takes the answer to a job: `left` leads follow it as the chain counts
    /// them, and it is the last of the chain or not. False when the page is
    /// not needed; else [`Shards::hold`] gets it next.
    pub(crate) fn answered(
        &mut self,
        shard: u64,
        page: &Page,
        left: Option<u64>,
        last: bool,
    ) -> bool {
        if self.trust.is_asked(shard) {
            self.trust.answered(page);
            if self.trust.is_settled() && !self.trust.is_proven() {
                self.give_up();
            }
        }
        let Some(place) = self.place(shard) else {
            return false;
        };
        self.clock += 1;
        let asked = self.list[place].asked.take();
        if let Some(cut) = self.list[place].enters
            && !self.enters(place, cut, page)
        {
            self.drop(place);
            return false;
        }
        self.goes_on(place, page, left);
        let next = self.entered_behind(place);
        let reached = next.is_some_and(|head| head.is_reached_by(page));
        if last || reached {
            let more = self.has_more(place, page, asked.unwrap_or(0));
            self.short |= more && shard != WHOLE;
            self.list[place].ended = true;
            // Where they would have entered was read by now.
            while self.list.get(place + 1).is_some_and(Shard::is_expected) {
                self.list.remove(place + 1);
            }
        }
        true
    }

    /// The server did not want to answer the first request of a shard.
    pub(crate) fn refused(&mut self, shard: u64) {
        self.cuts = false;
        if let Some(place) = self.place(shard) {
            self.drop(place);
        } else if self.trust.is_asked(shard) {
            self.trust.refused();
            self.give_up();
        }
    }

    /// Goes on with the one chain, if that is still possible.
    fn give_up(&mut self) {
        self.cuts = false;
        let whole = self.list.front();
        if whole.is_some_and(|shard| shard.key == WHOLE && !shard.ended) {
            self.list.truncate(1);
            self.split = false;
        }
    }

    /// Whether the first page of a shard lies between its neighbours, so that
    /// the shard is of use; notes what it tells in any case.
    fn enters(&mut self, place: usize, cut: i64, page: &Page) -> bool {
        self.vain += 1;
        self.cuts &= self.vain <= cut::VAIN + 2 * self.jobs;
        let time = created(page.leads().next());
        let is_obeyed = time.map_or(page.is_empty(), |time| {
            time < cut.saturating_add(cut::MARGIN)
        });
        self.cuts &= is_obeyed;
        let behind = self.entered_behind(place).map(|head| head.time);
        let Some(time) = time.filter(|time| behind.is_none_or(|behind| *time > behind)) else {
            // From the cut on there is nothing that the next shard has not.
            let before = &mut self.list[place - 1];
            before.floor = before.floor.max(Some(cut).filter(|_| is_obeyed));
            return false;
        };
        let mut before = self.list.iter().take(place).rev();
        let before = before.find(|shard| !shard.is_expected());
        if !is_obeyed
            || before
                .and_then(|shard| shard.time)
                .is_none_or(|before| time >= before)
        {
            return false;
        }
        let mut ids = Ids::default();
        for id in page.ids() {
            ids.insert(id);
        }
        self.vain = 0;
        self.split = true;
        let shard = &mut self.list[place];
        // These were guesses.
        (shard.enters, shard.time, shard.left) = (None, None, None);
        shard.head = Some(Head {
            ids,
            time,
            total: page.total,
            answered: self.clock,
        });
        true
    }

    /// Notes how far a shard has come.
    fn goes_on(&mut self, place: usize, page: &Page, left: Option<u64>) {
        let newest = created(page.leads().next());
        let oldest = created(page.leads().next_back());
        let is_first = self.size == 0;
        if is_first {
            self.opens(page, left);
            self.trust.begin(page);
        }
        let shard = &mut self.list[place];
        if let (Some(newest), Some(oldest)) = (newest, oldest) {
            // A list in another order has no places to enter at.
            self.cuts &= newest >= oldest;
            // Older leads are often denser, and a miss on this side is none.
            shard.span = newest.saturating_sub(oldest) / if is_first { 2 } else { 1 };
        }
        // One that had to begin again has been further than this page.
        shard.left = lesser(shard.left, left);
        shard.time = lesser(shard.time, oldest);
    }

    /// Whether a chain that ends with `page` had more to bring by its own
    /// count. What the next shard stated earlier is the most that can be
    /// behind its place now, since leads enter in front alone.
    fn has_more(&self, place: usize, page: &Page, asked: u64) -> bool {
        let Some(left) = self.list[place].left else {
            return false;
        };
        let Some(next) = self.entered_behind(place) else {
            return left > 0;
        };
        let shared = page.ids().position(|id| next.ids.contains(id));
        match (shared, next.total) {
            (Some(shared), Some(total)) if next.answered < asked => {
                left.saturating_add((page.len() - shared) as u64) > total
            }
            _ => false,
        }
    }

    /// Forgets a shard that was not entered; what it told stays.
    fn drop(&mut self, place: usize) {
        let Some(dropped) = self.list.remove(place) else {
            return;
        };
        // Only what stands behind another is ever dropped.
        if let Some(before) = place
            .checked_sub(1)
            .and_then(|place| self.list.get_mut(place))
        {
            before.floor = before.floor.max(dropped.floor);
            before.vain = before.vain.max(dropped.vain) + 1;
        }
    }
}

//! Shards: stretches of a search that are read side by side and given out one
//! after the other.
//!
//! A search comes newest first, and the search for what was created before
//! some day is the same list from a later place on. So a shard is a chain that
//! enters the list midway, and it ends where the next one entered: at a page
//! that holds a lead of the next one's first page, or that goes past it. What
//! lives in front of that place was read by the one shard, what lives behind
//! it by the other; new leads enter in front of the first shard alone. Which
//! seconds a day has in the workspace's time zone decides where a shard
//! enters, not what it reads: its first answer tells the place.

mod cut;
mod trust;

use std::collections::VecDeque;

use super::ids::Ids;
use super::page::Page;
use crate::query::SortField;
use trust::Trust;

/// The chain that was there first, and is asked for the whole query.
pub(super) const WHOLE: u64 = 0;

/// The first page of the whole query once more, for the check of what came:
/// it is asked for when a worker has nothing else to do.
pub(super) const LOOK: u64 = u64::MAX;

/// What a worker is to do.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Job {
    /// Whose next page to ask for.
    pub(super) shard: u64,
    /// Set for a shard that is to begin with what was created before this
    /// time, in Unix seconds.
    pub(super) before: Option<i64>,
}

/// What is given out next.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Turn<T> {
    /// A page, and the shard that it is of.
    Page(T, u64),
    /// One shard is through, the next begins.
    Seam,
    /// All of them are through.
    End,
}

/// See the module's text; `T` is a page as it is held until its turn.
#[derive(Debug)]
pub(super) struct Shards<T> {
    /// From the newest leads to the oldest.
    shards: VecDeque<Shard<T>>,
    jobs: usize,
    /// The most pages to hold and to ask for ahead of the reader.
    most: usize,
    /// Whether cutting is of any use.
    cuts: bool,
    /// Cuts in a row that brought nothing.
    vain: usize,
    /// Leads in a page.
    size: u64,
    /// The most pages from one cut to the next.
    stride: u64,
    /// Counts requests and answers, to know which came first.
    clock: u64,
    keys: u64,
    /// What the whole search stated last.
    total: Option<u64>,
    trust: Trust,
    look: Look,
    short: bool,
}

/// Whether the first page was asked for once more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Look {
    #[default]
    Open,
    Asked,
    Answered,
}

#[derive(Debug)]
struct Shard<T> {
    key: u64,
    /// While the first answer is not there: the time that it is to enter at.
    enters: Option<i64>,
    head: Option<Head>,
    /// When the lead that was received last was created, and how many follow
    /// it to the very end of the list, as far as is known.
    time: Option<i64>,
    left: Option<u64>,
    /// How many seconds the leads of the last page span.
    span: i64,
    /// A time that no lead of this stretch is older than.
    floor: Option<i64>,
    /// Cuts of this stretch that brought nothing.
    vain: u64,
    turns: VecDeque<T>,
    /// When the request under way was sent.
    asked: Option<u64>,
    ended: bool,
}

/// Where a shard entered the list: its first page.
#[derive(Debug)]
struct Head {
    ids: Ids,
    time: i64,
    /// How many leads there were from here on.
    total: Option<u64>,
    answered: u64,
}

impl<T> Shard<T> {
    fn new(key: u64) -> Self {
        Self {
            key,
            enters: None,
            head: None,
            time: None,
            left: None,
            span: 0,
            floor: None,
            vain: 0,
            turns: VecDeque::new(),
            asked: None,
            ended: false,
        }
    }
}

impl Head {
    fn is_reached_by(&self, page: &Page) -> bool {
        let passed = || created(page.leads().next_back()).is_some_and(|time| time < self.time);
        page.ids().any(|id| self.ids.contains(id)) || passed()
    }
}

fn created(lead: Option<crate::lead::Lead<'_>>) -> Option<i64> {
    SortField::CreatedAt.of(lead?)
}

/// The lesser of what was known before and what is known now.
fn lesser<N: Ord>(before: Option<N>, now: Option<N>) -> Option<N> {
    match before {
        None => now,
        Some(before) => now.map(|now| now.min(before)),
    }
}

impl<T> Shards<T> {
    /// One chain, which no more than `most` pages are read ahead of its
    /// reader.
    pub(super) fn uncut(most: usize) -> Self {
        Self {
            shards: VecDeque::from([Shard::new(WHOLE)]),
            jobs: 1,
            most,
            cuts: false,
            vain: 0,
            size: 0,
            stride: 0,
            clock: 0,
            keys: WHOLE,
            total: None,
            trust: Trust::default(),
            look: Look::default(),
            short: false,
        }
    }

    /// One chain, to be cut so that `jobs` workers have something to do.
    pub(super) fn of(jobs: usize) -> Self {
        Self {
            jobs,
            cuts: true,
            ..Self::uncut(jobs * cut::PAGES_A_WORKER)
        }
    }

    /// Whether a second worker would find something to do, now or later.
    pub(super) fn are_cut(&self) -> bool {
        self.shards.len() > 1 || self.cut(0).is_some()
    }

    /// Whether a shard stated more leads than it brought, or leads may be in
    /// none of them.
    pub(super) fn are_short(&self) -> bool {
        self.short
    }

    /// What to ask for now, if anything; `waits` says that the reader has
    /// nothing to read. The newest leads come first in this, too.
    pub(super) fn next(&mut self, waits: bool) -> Option<Job> {
        let pages = |shard: &Shard<T>| shard.turns.len() + usize::from(shard.asked.is_some());
        if self.shards.iter().map(pages).sum::<usize>() >= self.most {
            let front = self.shards.front()?;
            let is_wanted = waits && front.turns.is_empty();
            return (is_wanted && front.is_idle()).then(|| self.ask(0));
        }
        let Some((place, cut)) = self.most_urgent() else {
            return self.look();
        };
        let Some((time, left)) = cut else {
            return Some(self.ask(place));
        };
        self.keys += 1;
        if let Some(total) = self.total.filter(|_| self.trust.is_open()) {
            self.trust.ask(self.keys, total);
            return Some(Job {
                shard: self.keys,
                before: Some(trust::FAR),
            });
        }
        let new = Shard {
            enters: Some(time),
            time: Some(time),
            left: Some(left),
            span: self.shards[place].span,
            ..Shard::new(self.keys)
        };
        self.shards.insert(place + 1, new);
        Some(self.ask(place + 1))
    }

    /// The shard to go on with, or to cut: the first one, so that pages wait
    /// for their turn no longer than they must; but when all that is left may
    /// wait, the longest one, so that all end at about the same time.
    fn most_urgent(&self) -> Option<(usize, Option<(i64, u64)>)> {
        let mut choices = (0..self.shards.len()).filter_map(|place| {
            let shard = &self.shards[place];
            if shard.is_idle() {
                return Some((self.stretch(place), place, None));
            }
            let cut = self.cut(place)?;
            Some(((self.stretch(place) - self.size) / 2, place, Some(cut)))
        });
        let chosen = match self.all_may_wait() {
            true => choices.rev().max_by_key(|choice| choice.0),
            false => choices.next(),
        };
        chosen.map(|(_, place, cut)| (place, cut))
    }

    fn look(&mut self) -> Option<Job> {
        let is_due = self.look == Look::Open && self.trust.is_proven() && !self.are_through();
        is_due.then(|| {
            self.look = Look::Asked;
            Job {
                shard: LOOK,
                before: None,
            }
        })
    }

    /// The first page came once more.
    pub(super) fn looked(&mut self) {
        self.look = Look::Answered;
    }

    fn ask(&mut self, place: usize) -> Job {
        self.clock += 1;
        let shard = &mut self.shards[place];
        shard.asked = Some(self.clock);
        Job {
            shard: shard.key,
            before: shard.enters,
        }
    }

    /// Takes the answer to a job: `left` leads follow it as the chain counts
    /// them, and it is the last of the chain or not. False when the page is
    /// not needed; else [`Shards::hold`] gets it next.
    pub(super) fn answered(
        &mut self,
        shard: u64,
        page: &Page,
        left: Option<u64>,
        last: bool,
    ) -> bool {
        if self.trust.is_asked(shard) && !self.trust.answered(page) {
            self.give_up();
        }
        let Some(place) = self.place(shard) else {
            return false;
        };
        self.clock += 1;
        let asked = self.shards[place].asked.take();
        if let Some(cut) = self.shards[place].enters
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
            self.short |= last && shard != WHOLE && !self.trust.is_proven();
            self.shards[place].ended = true;
            // Where they would have entered was read by now.
            while self.shards.get(place + 1).is_some_and(Shard::is_expected) {
                self.shards.remove(place + 1);
            }
        }
        true
    }

    /// Keeps a page of a shard until its turn.
    pub(super) fn hold(&mut self, shard: u64, page: T) {
        if let Some(place) = self.place(shard) {
            self.shards[place].turns.push_back(page);
        }
    }

    /// Whether the next page of this shard is the next of all.
    pub(super) fn is_awaited(&self, shard: u64) -> bool {
        let front = self.shards.front();
        front.is_some_and(|front| front.key == shard && front.turns.is_empty())
    }

    /// Whether everything was asked for.
    pub(super) fn are_through(&self) -> bool {
        self.shards.iter().all(|shard| shard.ended)
    }

    /// Whether only so many pages are held.
    pub(super) fn are_bounded(&self) -> bool {
        self.most < usize::MAX
    }

    /// The server did not want to answer the first request of a shard.
    pub(super) fn refused(&mut self, shard: u64) {
        self.cuts = false;
        if let Some(place) = self.place(shard) {
            self.drop(place);
        } else if self.trust.is_asked(shard) {
            self.give_up();
        }
    }

    /// Goes on with the one chain, if that is still possible.
    fn give_up(&mut self) {
        self.cuts = false;
        let whole = self.shards.front();
        if whole.is_some_and(|shard| shard.key == WHOLE && !shard.ended) {
            self.shards.truncate(1);
        }
    }

    /// The next page, or why there is none; `None` while it is awaited.
    pub(super) fn take(&mut self) -> Option<Turn<T>> {
        let Some(front) = self.shards.front_mut() else {
            return Some(Turn::End).filter(|_| self.look != Look::Asked);
        };
        if let Some(page) = front.turns.pop_front() {
            return Some(Turn::Page(page, front.key));
        }
        if !front.ended {
            return None;
        }
        self.shards.pop_front();
        if self.shards.is_empty() {
            return self.take();
        }
        Some(Turn::Seam)
    }

    fn place(&self, key: u64) -> Option<usize> {
        self.shards.iter().position(|shard| shard.key == key)
    }

    fn entered_behind(&self, place: usize) -> Option<&Head> {
        let mut behind = self.shards.iter().skip(place + 1);
        behind.find_map(|shard| shard.head.as_ref())
    }

    /// Whether the first page of a shard lies between its neighbours, so that
    /// the shard is of use; notes what it tells in any case.
    fn enters(&mut self, place: usize, cut: i64, page: &Page) -> bool {
        self.vain += 1;
        self.cuts &= self.vain <= cut::VAIN + 2 * self.jobs;
        let time = created(page.leads().next());
        let is_obeyed = time.map_or(page.is_empty(), |time| time < cut + cut::MARGIN);
        self.cuts &= is_obeyed;
        let behind = self.entered_behind(place).map(|head| head.time);
        let Some(time) = time.filter(|time| behind.is_none_or(|behind| *time > behind)) else {
            // From the cut on there is nothing that the next shard has not.
            let before = &mut self.shards[place - 1];
            before.floor = before.floor.max(Some(cut).filter(|_| is_obeyed));
            return false;
        };
        let before = self.shards.iter().take(place).rev();
        let before = before.filter(|shard| !shard.is_expected()).next();
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
        let shard = &mut self.shards[place];
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
        if self.shards[place].key == WHOLE {
            self.total = page.total;
        }
        let shard = &mut self.shards[place];
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
        let Some(left) = self.shards[place].left else {
            return false;
        };
        let Some(next) = self.entered_behind(place) else {
            return left > 0;
        };
        let shared = page.ids().position(|id| next.ids.contains(id));
        match (shared, next.total) {
            (Some(shared), Some(total)) if next.answered < asked => {
                left + (page.len() - shared) as u64 > total
            }
            _ => false,
        }
    }

    /// Forgets a shard that was not entered; what it told stays.
    fn drop(&mut self, place: usize) {
        let Some(dropped) = self.shards.remove(place) else {
            return;
        };
        // Only what stands behind another is ever dropped.
        if let Some(before) = place
            .checked_sub(1)
            .and_then(|place| self.shards.get_mut(place))
        {
            before.floor = before.floor.max(dropped.floor);
            before.vain = before.vain.max(dropped.vain) + 1;
        }
    }
}

impl<T> Shard<T> {
    /// Whether its next page can be asked for.
    fn is_idle(&self) -> bool {
        self.asked.is_none() && !self.ended
    }

    /// Whether its first answer is still to come, and it is none that was
    /// there from the start.
    fn is_expected(&self) -> bool {
        self.enters.is_some()
    }
}

#[cfg(test)]
mod tests;

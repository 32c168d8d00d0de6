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

mod answer;
mod cut;
mod shard;
mod trust;

use std::collections::VecDeque;

use super::shards::shard::{Head, Shard};
use super::shards::trust::Trust;
use crate::intercom::Page;

/// The chain that was there first, and is asked for the whole query.
pub(crate) const WHOLE: u64 = 0;

/// The first page of the whole query once more, for the check of what came:
/// it is asked for when a worker has nothing else to do.
pub(crate) const LOOK: u64 = u64::MAX;

/// What a worker is to do.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Job {
    /// Whose next page to ask for.
    pub(crate) shard: u64,
    /// Set for a shard that is to begin with what was created before this
    /// time, in Unix seconds.
    pub(crate) before: Option<i64>,
}

/// What is given out next.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Turn<T> {
    /// A page, and the shard that it is of.
    Page(T, u64),
    /// One shard is through, the next begins.
    Seam,
    /// All of them are through.
    End,
}

/// See the module's text; `T` is a page as it is held until its turn.
#[derive(Debug)]
pub(crate) struct Shards<T> {
    /// From the newest leads to the oldest.
    list: VecDeque<Shard<T>>,
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
    trust: Trust,
    /// Whether there was more than the one chain.
    split: bool,
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

impl<T> Shards<T> {
    /// One chain, which no more than `most` pages are read ahead of its
    /// reader.
    pub(crate) fn uncut(most: usize) -> Self {
        Self {
            list: VecDeque::from([Shard::new(WHOLE)]),
            jobs: 1,
            most,
            cuts: false,
            vain: 0,
            size: 0,
            stride: 0,
            clock: 0,
            keys: WHOLE,
            trust: Trust::default(),
            split: false,
            look: Look::default(),
            short: false,
        }
    }

    /// One chain, to be cut so that `jobs` workers have something to do.
    pub(crate) fn of(jobs: usize) -> Self {
        Self {
            jobs,
            cuts: true,
            ..Self::uncut(jobs * cut::PAGES_A_WORKER)
        }
    }

    /// Whether a second worker would find something to do, now or later.
    pub(crate) fn are_cut(&self) -> bool {
        self.list.len() > 1 || self.cut(0).is_some()
    }

    /// Whether a shard stated more leads than it brought, or leads may be in
    /// none of them.
    pub(crate) fn are_short(&self) -> bool {
        self.short || self.split && !self.trust.is_proven()
    }

    /// What to ask for now, if anything; `waits` says that the reader has
    /// nothing to read. The newest leads come first in this, too.
    pub(crate) fn next(&mut self, waits: bool) -> Option<Job> {
        let pages = |shard: &Shard<T>| shard.turns.len() + usize::from(shard.asked.is_some());
        if self.list.iter().map(pages).sum::<usize>() >= self.most {
            let front = self.list.front()?;
            let is_wanted = waits && front.turns.is_empty();
            return (is_wanted && front.is_idle()).then(|| self.ask(0));
        }
        let Some((place, cut)) = self.most_urgent() else {
            return self.prove().or_else(|| self.look());
        };
        let Some((time, left)) = cut else {
            return Some(self.ask(place));
        };
        if let Some(job) = self.prove().or_else(|| self.look_for_proof()) {
            return Some(job);
        }
        self.keys += 1;
        let new = Shard {
            enters: Some(time),
            time: Some(time),
            left: Some(left),
            span: self.list[place].span,
            ..Shard::new(self.keys)
        };
        self.list.insert(place + 1, new);
        Some(self.ask(place + 1))
    }

    /// The shard to go on with, or to cut: the first one, so that pages wait
    /// for their turn no longer than they must; but when all that is left may
    /// wait, the longest one, so that all end at about the same time.
    fn most_urgent(&self) -> Option<(usize, Option<(i64, u64)>)> {
        let mut choices = (0..self.list.len()).filter_map(|place| {
            let shard = &self.list[place];
            if shard.is_idle() {
                return Some((self.stretch(place), place, None));
            }
            let cut = self.cut(place)?;
            Some(((self.stretch(place) - self.size) / 2, place, Some(cut)))
        });
        let chosen = if self.all_may_wait() {
            choices.rev().max_by_key(|choice| choice.0)
        } else {
            choices.next()
        };
        chosen.map(|(_, place, cut)| (place, cut))
    }

    /// Asks whether shards can be trusted, if that is open.
    fn prove(&mut self) -> Option<Job> {
        let shard = self.keys + 1;
        let is_due = !self.are_through() && self.trust.ask(shard);
        is_due.then(|| {
            self.keys = shard;
            Job {
                shard,
                before: Some(trust::FAR),
            }
        })
    }

    /// Asks for the first page once more, for the check or for the proof.
    fn look(&mut self) -> Option<Job> {
        if self.look == Look::Open && self.trust.is_proven() && !self.are_through() {
            return Some(self.look_now());
        }
        self.look_for_proof()
    }

    fn look_for_proof(&mut self) -> Option<Job> {
        let is_due = self.split && self.look != Look::Asked && self.trust.is_stale();
        is_due.then(|| self.look_now())
    }

    fn look_now(&mut self) -> Job {
        self.look = Look::Asked;
        Job {
            shard: LOOK,
            before: None,
        }
    }

    /// The first page came once more.
    pub(crate) fn looked(&mut self, page: &Page) {
        self.look = Look::Answered;
        self.trust.first(page);
    }

    fn ask(&mut self, place: usize) -> Job {
        self.clock += 1;
        let shard = &mut self.list[place];
        shard.asked = Some(self.clock);
        Job {
            shard: shard.key,
            before: shard.enters,
        }
    }

    /// Keeps a page of a shard until its turn.
    pub(crate) fn hold(&mut self, shard: u64, page: T) {
        if let Some(place) = self.place(shard) {
            self.list[place].turns.push_back(page);
        }
    }

    /// Whether this shard has more to be asked for.
    pub(crate) fn go_on(&self, shard: u64) -> bool {
        self.place(shard)
            .is_some_and(|place| !self.list[place].ended)
    }

    /// Whether the next page of this shard is the next of all.
    pub(crate) fn is_awaited(&self, shard: u64) -> bool {
        let front = self.list.front();
        front.is_some_and(|front| front.key == shard && front.turns.is_empty())
    }

    /// Whether everything was asked for.
    pub(crate) fn are_through(&self) -> bool {
        self.is_settled() && self.list.iter().all(|shard| shard.ended)
    }

    /// Whether it is known if all leads are in the shards.
    fn is_settled(&self) -> bool {
        !self.split || self.trust.is_settled()
    }

    /// Whether only so many pages are held.
    pub(crate) fn are_bounded(&self) -> bool {
        self.most < usize::MAX
    }

    /// The next page, or why there is none; `None` while it is awaited.
    pub(crate) fn take(&mut self) -> Option<Turn<T>> {
        let Some(front) = self.list.front_mut() else {
            let is_over = self.look != Look::Asked && self.is_settled();
            return is_over.then_some(Turn::End);
        };
        if let Some(page) = front.turns.pop_front() {
            return Some(Turn::Page(page, front.key));
        }
        if !front.ended {
            return None;
        }
        self.list.pop_front();
        if self.list.is_empty() {
            return self.take();
        }
        Some(Turn::Seam)
    }

    fn place(&self, key: u64) -> Option<usize> {
        self.list.iter().position(|shard| shard.key == key)
    }

    fn entered_behind(&self, place: usize) -> Option<&Head> {
        let mut behind = self.list.iter().skip(place + 1);
        behind.find_map(|shard| shard.head.as_ref())
    }
}

#[cfg(test)]
mod model;
#[cfg(test)]
mod tests;

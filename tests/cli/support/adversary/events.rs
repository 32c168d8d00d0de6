//! Changes of a workspace while it is read.

use super::lead::{Lead, NOW};
use super::workspace::Workspace;

#[derive(Clone, Copy)]
pub(crate) struct Event {
    pub(crate) when: When,
    pub(crate) change: Change,
}

/// Counted in responses with leads.
#[derive(Clone, Copy)]
pub(crate) enum When {
    /// After this response, once.
    At(u64),
    /// After each multiple of this number.
    Every(u64),
    /// After this page of a scroll, once.
    AtScroll(u64),
}

#[derive(Clone, Copy)]
pub(crate) enum Change {
    /// Creates leads, newer than all.
    Create(usize),
    /// Shows leads of any time that were not visible before, with the tag and just
    /// updated.
    Enter(usize),
    /// Deletes any leads.
    Delete(usize),
    /// Deletes leads that were in a response.
    DeleteRead(usize),
    /// Deletes neighbours by `created_at`, after a number of the newest.
    DeleteNeighbours {
        after: usize,
        count: usize,
    },
    /// Changes `created_at` of leads to any other time.
    Redate(usize),
    /// Swaps two neighbours at this distance in the list of API 1.x.
    Swap {
        distance: usize,
    },
    /// Hides leads; `Show` shows them again.
    Hide(usize),
    Show,
    /// Updates leads, as after activity.
    Touch(usize),
    /// Adds the tag to leads.
    Tag(usize),
}

impl Workspace {
    /// Applies the changes after a response with leads.
    pub(super) fn happen(&mut self, scrolled: bool) {
        self.answers += 1;
        self.scrolled += u64::from(scrolled);
        for event in self.events.clone() {
            let now = match event.when {
                When::At(answer) => self.answers == answer,
                When::Every(answers) => self.answers.is_multiple_of(answers),
                When::AtScroll(page) => scrolled && self.scrolled == page,
            };
            if now {
                self.change(event.change);
            }
        }
    }

    pub(super) fn change(&mut self, change: Change) {
        let next = self.at + 1;
        match change {
            Change::Create(count) => {
                for _ in 0..count {
                    let newest = self.leads.iter().filter_map(|lead| lead.created_at).max();
                    self.add(newest.unwrap_or(NOW) + 1);
                }
            }
            Change::Enter(count) => {
                for _ in 0..count {
                    let time = self.any_time();
                    self.add(time);
                }
            }
            Change::Delete(count) => self.end(count, |_| true),
            Change::DeleteRead(count) => self.end(count, |lead| lead.given),
            Change::DeleteNeighbours { after, count } => {
                for index in self.by_age().into_iter().skip(after).take(count) {
                    self.leads[index].until = Some(next);
                }
            }
            Change::Redate(count) => {
                for index in self.pick(count, |lead| lead.created_at.is_some()) {
                    let time = Some(self.any_time());
                    let lead = &mut self.leads[index];
                    (lead.created_at, lead.listed_at, lead.unsteady) = (time, time, true);
                }
            }
            Change::Swap { distance } => {
                let indices = self.by_age();
                if indices.len() > distance {
                    let first = self.random.index(indices.len() - distance);
                    let [one, other] = [indices[first], indices[first + distance]];
                    let time = self.leads[one].listed_at;
                    self.leads[one].listed_at = self.leads[other].listed_at;
                    self.leads[other].listed_at = time;
                }
            }
            Change::Hide(count) => {
                for index in self.pick(count, |_| true) {
                    self.leads[index].until = Some(next);
                    self.leads[index].unsteady = true;
                    self.hidden.push(index);
                }
            }
            Change::Show => {
                for index in std::mem::take(&mut self.hidden) {
                    (self.leads[index].since, self.leads[index].until) = (next, None);
                }
            }
            Change::Touch(count) => {
                for index in self.pick(count, |_| true) {
                    let time = NOW + self.answers.cast_signed();
                    let lead = &mut self.leads[index];
                    (lead.updated_at, lead.last_request_at) = (time, time);
                }
            }
            Change::Tag(count) => {
                for index in self.pick(count, |lead| !lead.tagged) {
                    self.leads[index].tagged = true;
                }
            }
        }
        self.orders.forget();
    }

    /// Adds a lead that is visible from the next request on.
    fn add(&mut self, created_at: i64) {
        let number = self.leads.len() as u64;
        let mut lead = Lead::new(number, Some(created_at));
        lead.since = self.at + 1;
        lead.updated_at = NOW + 1;
        lead.tagged = true;
        self.leads.push(lead);
    }

    /// Deletes some of the existing leads that are `eligible`.
    fn end(&mut self, count: usize, eligible: impl Fn(&Lead) -> bool) {
        for index in self.pick(count, eligible) {
            self.leads[index].until = Some(self.at + 1);
        }
    }

    /// The indices of some existing leads that are `eligible`.
    fn pick(&mut self, count: usize, eligible: impl Fn(&Lead) -> bool) -> Vec<usize> {
        let living = self
            .by_age()
            .into_iter()
            .filter(|&index| eligible(&self.leads[index]));
        let living = living.collect();
        self.random.choose(living, count)
    }

    /// The indices of the existing leads, newest first.
    fn by_age(&self) -> Vec<usize> {
        let living = |lead: &Lead| lead.until.is_none() && !lead.is_user;
        let indices = 0..self.leads.len();
        let mut indices: Vec<_> = indices
            .filter(|&index| living(&self.leads[index]))
            .collect();
        indices.sort_by_key(|&index| std::cmp::Reverse(self.leads[index].created_at));
        indices
    }

    /// A time between those of the oldest and the newest lead.
    fn any_time(&mut self) -> i64 {
        let times = || self.leads.iter().filter_map(|lead| lead.created_at);
        let (oldest, newest) = (times().min().unwrap_or(NOW), times().max().unwrap_or(NOW));
        let span = oldest.abs_diff(newest) + 1;
        oldest + self.random.within(0..span).cast_signed()
    }
}

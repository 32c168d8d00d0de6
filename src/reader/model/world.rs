//! The leads of a model, and their changes between two responses.

use std::collections::{HashMap, HashSet};

/// A lead of the model.
#[derive(Clone, Debug)]
pub(super) struct Lead {
    pub(super) id: u64,
    pub(super) created: i64,
}

/// The average number of changes between two responses.
#[derive(Clone, Debug, Default)]
pub(super) struct Rates {
    pub(super) create: f64,
    pub(super) delete: f64,
    /// Leads that are created with an old time.
    pub(super) move_back: f64,
    /// Leads that are invisible for some responses.
    pub(super) hide: f64,
    pub(super) change_time: f64,
    /// The number of deletions of many neighbours at once.
    pub(super) clean_ups: u32,
}

/// Random numbers, the same for the same seed.
#[derive(Debug)]
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub(super) fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 16
    }

    /// A number below `end`, which is not 0.
    pub(super) fn below(&mut self, end: usize) -> usize {
        let number = usize::try_from(self.next()).unwrap_or(0);
        number % end.max(1)
    }

    /// How often an event with this rate happens now.
    #[allow(clippy::cast_precision_loss)]
    pub(super) fn times(&mut self, rate: f64) -> u32 {
        let mut times = 0;
        let mut rate = rate;
        while rate > 0.0 && (self.next() % 10_000) as f64 / 10_000.0 < rate {
            times += 1;
            rate -= 1.0;
        }
        times
    }
}

/// The current leads.
#[derive(Debug)]
pub(super) struct World {
    pub(super) leads: Vec<Lead>,
    /// Invisible leads, with the number of responses that they stay so.
    hidden: HashMap<u64, u32>,
    /// Leads that existed, kept their time and were visible since the first request.
    owed: HashSet<u64>,
    next_id: u64,
    now: i64,
}

impl World {
    /// A workspace with this number of leads, `pace` seconds apart. If `ties` is not 0,
    /// that many leads share a second.
    pub(super) fn new(count: usize, pace: i64, ties: u32) -> Self {
        let now = 1_769_860_800;
        let mut created = now - 60;
        let leads: Vec<Lead> = (0..count as u64)
            .map(|id| {
                if ties == 0 || id % u64::from(ties) == 0 {
                    created -= pace;
                }
                Lead { id, created }
            })
            .collect();
        Self {
            owed: leads.iter().map(|lead| lead.id).collect(),
            next_id: count as u64,
            hidden: HashMap::new(),
            leads,
            now,
        }
    }

    pub(super) fn is_visible(&self, id: u64) -> bool {
        !self.hidden.contains_key(&id)
    }

    /// The leads that must be read.
    pub(super) fn owed(&self) -> impl Iterator<Item = u64> {
        self.owed.iter().copied()
    }

    /// Changes the leads between two responses.
    pub(super) fn change(&mut self, rates: &Rates, random: &mut Random) {
        self.now += 1;
        self.hidden.retain(|_, answers| {
            *answers -= 1;
            *answers > 0
        });
        for _ in 0..random.times(rates.create) {
            self.create(self.now);
        }
        for _ in 0..random.times(rates.move_back) {
            let ago = i64::try_from(random.below(1_000_000)).unwrap_or(0);
            self.create(self.now - ago);
        }
        for _ in 0..random.times(rates.delete) {
            if let Some(index) = self.any(random) {
                let lead = self.leads.swap_remove(index);
                self.owed.remove(&lead.id);
            }
        }
        for _ in 0..random.times(rates.hide) {
            if let Some(index) = self.any(random) {
                let id = self.leads[index].id;
                self.owed.remove(&id);
                let answers = u32::try_from(random.below(10)).unwrap_or(0) + 1;
                self.hidden.insert(id, answers);
            }
        }
        for _ in 0..random.times(rates.change_time) {
            if let Some(index) = self.any(random) {
                let ago = i64::try_from(random.below(1_000_000)).unwrap_or(0);
                self.leads[index].created = self.now - ago;
                let id = self.leads[index].id;
                self.owed.remove(&id);
            }
        }
    }

    /// Deletes many leads that were created in sequence.
    pub(super) fn clean_up(&mut self, random: &mut Random) {
        self.leads.sort_by_key(|lead| -lead.created);
        let Some(start) = self.any(random) else {
            return;
        };
        let count = random.below(self.leads.len() / 2 + 1);
        let end = self.leads.len().min(start + count);
        for lead in self.leads.drain(start..end) {
            self.owed.remove(&lead.id);
        }
    }

    fn create(&mut self, created: i64) {
        self.leads.push(Lead {
            id: self.next_id,
            created,
        });
        self.next_id += 1;
    }

    fn any(&self, random: &mut Random) -> Option<usize> {
        (!self.leads.is_empty()).then(|| random.below(self.leads.len()))
    }
}

//! A model of a search, with leads created and deleted before every answer,
//! and of the workers and the reader of its shards.

use std::collections::{BTreeSet, HashMap};
use std::fmt::Write as _;

use super::shard::created;
use super::*;

pub(crate) const DAY: i64 = 86_400;
pub(crate) const NOW: i64 = 1_769_860_800;

/// A made-up lead: when it was created, and its id.
pub(crate) type Made = (Option<i64>, u32);

/// A search whose leads come newest first; those without a time come last.
pub(crate) struct Search {
    pub(crate) leads: Vec<Made>,
    pub(crate) now: i64,
    pub(crate) newest: u32,
    pub(crate) state: u64,
    pub(crate) odds: Odds,
    pub(crate) gone: BTreeSet<u32>,
    /// The workspace's clock against UTC, in seconds.
    pub(crate) zone: i64,
    pub(crate) size: usize,
    /// Whether the server passes over times.
    pub(crate) ignores: bool,
    pub(crate) answers: u32,
}

#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Odds {
    pub(crate) created: f64,
    pub(crate) deleted: f64,
    /// That a chain loses its thread, once.
    pub(crate) lost: f64,
}

impl Search {
    /// Leads in stretches of so many, each so many seconds after the next.
    pub(crate) fn new(stretches: &[(usize, i64)], timeless: u32, seed: u64) -> Self {
        let mut time = NOW;
        let mut times = Vec::new();
        for (leads, apart) in stretches {
            for _ in 0..*leads {
                time -= apart;
                times.push(Some(time));
            }
        }
        times.extend((0..timeless).map(|_| None));
        let newest = u32::try_from(times.len()).unwrap();
        let ids = (1..=newest).rev();
        Self {
            leads: times.into_iter().zip(ids).collect(),
            now: NOW,
            newest,
            state: seed,
            odds: Odds::default(),
            gone: BTreeSet::new(),
            zone: 0,
            size: 10,
            ignores: false,
            answers: 0,
        }
    }

    pub(crate) fn random(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn happens(&mut self, odds: f64) -> bool {
        #[allow(clippy::cast_precision_loss)]
        let drawn = (self.random() >> 11) as f64 / (1_u64 << 53) as f64;
        drawn < odds
    }

    pub(crate) fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.random() % bound as u64).unwrap()
    }

    pub(crate) fn live(&mut self) {
        self.now += i64::try_from(self.below(7_200)).unwrap();
        if self.happens(self.odds.created) {
            self.newest += 1;
            self.leads.insert(0, (Some(self.now), self.newest));
        }
        if self.happens(self.odds.deleted) && !self.leads.is_empty() {
            let place = self.below(self.leads.len());
            self.gone.insert(self.leads.remove(place).1);
        }
    }

    /// The page behind `cursor` of what was created before the day of
    /// `before`.
    pub(crate) fn answer(&mut self, before: Option<i64>, cursor: Option<Made>) -> Page {
        self.live();
        self.answers += 1;
        let before = before.filter(|_| !self.ignores).map(|time| {
            let local = time + self.zone;
            local - local.rem_euclid(DAY) - self.zone
        });
        let asked = |lead: &&Made| before.is_none_or(|end| lead.0.is_some_and(|time| time < end));
        let found: Vec<Made> = self.leads.iter().filter(asked).copied().collect();
        let start = cursor.map_or(0, |cursor| found.partition_point(|lead| *lead >= cursor));
        let end = (start + self.size).min(found.len());
        Page {
            total: Some(found.len() as u64),
            granted: Some(u32::try_from(self.size).unwrap()),
            more: end < found.len(),
            ..page(&found[start..end])
        }
    }
}

pub(crate) fn page(leads: &[Made]) -> Page {
    let mut body = String::new();
    let mut spans = Vec::new();
    for (time, id) in leads {
        let start = body.len();
        let time = time.map_or("null".to_owned(), |time| time.to_string());
        let _ = write!(body, r#"{{"id":"{id:024x}","created_at":{time}}}"#);
        spans.push(start..body.len());
    }
    Page::new(body, &spans)
}

pub(crate) fn made(page: &Page) -> Vec<Made> {
    let leads = page.leads().map(|lead| {
        let id = u32::from_str_radix(&lead.id().unwrap(), 16).unwrap();
        (created(Some(lead)), id)
    });
    leads.collect()
}

/// A chain as a worker follows it.
#[derive(Default)]
pub(crate) struct Thread {
    pub(crate) before: Option<i64>,
    pub(crate) cursor: Option<Made>,
    pub(crate) received: u64,
    pub(crate) total: u64,
    pub(crate) was_lost: bool,
}

impl Thread {
    pub(crate) fn page(&mut self, search: &mut Search) -> Page {
        if self.cursor.is_some() && !self.was_lost && search.happens(search.odds.lost) {
            (self.cursor, self.received, self.was_lost) = (None, 0, true);
        }
        let page = search.answer(self.before, self.cursor);
        self.cursor = made(&page).last().copied().or(self.cursor);
        self.received += page.len() as u64;
        self.total = page.total.unwrap();
        page
    }

    pub(crate) fn left(&self) -> u64 {
        self.total.saturating_sub(self.received)
    }
}

/// The workers and the reader, and what each is at.
pub(crate) struct Crew {
    pub(crate) shards: Shards<Page>,
    pub(crate) jobs: usize,
    pub(crate) threads: HashMap<u64, Thread>,
    /// Asked and not answered, answered and not taken.
    pub(crate) sent: Vec<(Job, Thread)>,
    pub(crate) answered: Vec<(Job, Thread, Page)>,
    pub(crate) most_held: usize,
    pub(crate) waits: bool,
    pub(crate) look: Option<Page>,
}

impl Crew {
    pub(crate) fn new(shards: Shards<Page>, jobs: usize) -> Self {
        Self {
            shards,
            jobs,
            threads: HashMap::from([(WHOLE, Thread::default())]),
            sent: Vec::new(),
            answered: Vec::new(),
            most_held: 0,
            waits: false,
            look: None,
        }
    }

    /// A worker asks for a page, when there is one to ask for.
    pub(crate) fn send(&mut self) -> bool {
        let Some(job) = self.shards.next(self.waits) else {
            return false;
        };
        let is_new = job.before.is_some() || job.shard == LOOK;
        let entered = is_new.then(|| Thread {
            before: job.before,
            ..Thread::default()
        });
        let thread = entered.or_else(|| self.threads.remove(&job.shard));
        self.sent.push((job, thread.unwrap()));
        true
    }

    /// The server answers a request.
    pub(crate) fn answer(&mut self, place: usize, search: &mut Search) {
        let (job, mut thread) = self.sent.remove(place);
        let page = thread.page(search);
        self.answered.push((job, thread, page));
    }

    /// A worker has an answer; whether it is of use.
    pub(crate) fn deliver(&mut self, place: usize) -> bool {
        let (job, thread, page) = self.answered.remove(place);
        if job.shard == LOOK {
            self.shards.looked(&page);
            self.look = Some(page);
            return true;
        }
        let (left, last) = (Some(thread.left()), !page.more);
        let wanted = self.shards.answered(job.shard, &page, left, last);
        if wanted {
            self.threads.insert(job.shard, thread);
            self.shards.hold(job.shard, page);
        }
        wanted
    }

    /// One thing happens; gives back what the reader took.
    pub(crate) fn happen(&mut self, search: &mut Search) -> Option<Turn<Page>> {
        match search.below(4) {
            0 if self.sent.len() + self.answered.len() < self.jobs => {
                self.send();
            }
            1 if !self.sent.is_empty() => self.answer(search.below(self.sent.len()), search),
            2 if !self.answered.is_empty() => {
                self.deliver(search.below(self.answered.len()));
            }
            3 => {
                let turn = self.shards.take();
                self.waits = turn.is_none();
                return turn;
            }
            _ => {}
        }
        let held = self.shards.list.iter().map(|shard| shard.turns.len());
        self.most_held = self.most_held.max(held.sum());
        None
    }
}

//! A model of a search, with leads created and deleted before every answer,
//! read by shards in every order of requests and answers.

use std::collections::{BTreeSet, HashMap};
use std::fmt::Write as _;

use proptest::prelude::*;

use super::super::ledger::{Ledger, Step};
use super::*;

const DAY: i64 = 86_400;
const NOW: i64 = 1_769_860_800;

/// A made-up lead: when it was created, and its id.
type Made = (Option<i64>, u32);

/// A search whose leads come newest first; those without a time come last.
struct Search {
    leads: Vec<Made>,
    now: i64,
    newest: u32,
    state: u64,
    odds: Odds,
    gone: BTreeSet<u32>,
    /// The workspace's clock against UTC, in seconds.
    zone: i64,
    size: usize,
    /// Whether the server passes over times.
    ignores: bool,
    answers: u32,
}

#[derive(Clone, Copy, Debug, Default)]
struct Odds {
    created: f64,
    deleted: f64,
    /// That a chain loses its thread, once.
    lost: f64,
}

impl Search {
    /// Leads in stretches of so many, each so many seconds after the next.
    fn new(stretches: &[(usize, i64)], timeless: u32, seed: u64) -> Self {
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

    fn random(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn happens(&mut self, odds: f64) -> bool {
        #[allow(clippy::cast_precision_loss)]
        let drawn = (self.random() >> 11) as f64 / (1_u64 << 53) as f64;
        drawn < odds
    }

    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.random() % bound as u64).unwrap()
    }

    fn live(&mut self) {
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
    fn answer(&mut self, before: Option<i64>, cursor: Option<Made>) -> Page {
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

fn page(leads: &[Made]) -> Page {
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

fn made(page: &Page) -> Vec<Made> {
    let leads = page.leads().map(|lead| {
        let id = u32::from_str_radix(&lead.id().unwrap(), 16).unwrap();
        (created(Some(lead)), id)
    });
    leads.collect()
}

/// A chain as a worker follows it.
#[derive(Default)]
struct Thread {
    before: Option<i64>,
    cursor: Option<Made>,
    received: u64,
    total: u64,
    was_lost: bool,
}

impl Thread {
    fn page(&mut self, search: &mut Search) -> Page {
        if self.cursor.is_some() && !self.was_lost && search.happens(search.odds.lost) {
            (self.cursor, self.received, self.was_lost) = (None, 0, true);
        }
        let page = search.answer(self.before, self.cursor);
        self.cursor = made(&page).last().copied().or(self.cursor);
        self.received += page.len() as u64;
        self.total = page.total.unwrap();
        page
    }

    fn left(&self) -> Option<u64> {
        Some(self.total.saturating_sub(self.received))
    }
}

/// The workers and the reader, and what each is at.
struct Crew {
    shards: Shards<Page>,
    jobs: usize,
    threads: HashMap<u64, Thread>,
    /// Asked and not answered, answered and not taken.
    sent: Vec<(Job, Thread)>,
    answered: Vec<(Job, Thread, Page)>,
    most_held: usize,
    waits: bool,
    look: Option<Page>,
}

impl Crew {
    fn new(shards: Shards<Page>, jobs: usize) -> Self {
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
    fn send(&mut self) -> bool {
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
    fn answer(&mut self, place: usize, search: &mut Search) {
        let (job, mut thread) = self.sent.remove(place);
        let page = thread.page(search);
        self.answered.push((job, thread, page));
    }

    /// A worker has an answer; whether it is of use.
    fn deliver(&mut self, place: usize) -> bool {
        let (job, thread, page) = self.answered.remove(place);
        if job.shard == LOOK {
            self.shards.looked();
            self.look = Some(page);
            return true;
        }
        let (left, last) = (thread.left(), !page.more);
        let wanted = self.shards.answered(job.shard, &page, left, last);
        if wanted {
            self.threads.insert(job.shard, thread);
            self.shards.hold(job.shard, page);
        }
        wanted
    }

    /// One thing happens; gives back what the reader took.
    fn happen(&mut self, search: &mut Search) -> Option<Turn<Page>> {
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
        let held = self.shards.shards.iter().map(|shard| shard.turns.len());
        self.most_held = self.most_held.max(held.sum());
        None
    }
}

struct Outcome {
    shown: Vec<Made>,
    end: Step,
    was_read_twice: bool,
    most_held: usize,
}

fn read(search: &mut Search, jobs: usize) -> Outcome {
    let size = u32::try_from(search.size).unwrap();
    let mut ledger = Ledger::of_chain(size);
    let mut outcome = Outcome {
        shown: Vec::new(),
        end: Step::Whole,
        was_read_twice: false,
        most_held: 0,
    };
    let mut counted = None;
    loop {
        match ledger.step() {
            Step::Ask(window) => {
                let cursor = if window.page == 1 { None } else { counted };
                let page = search.answer(None, cursor);
                counted = made(&page).last().copied();
                assert!(ledger.take(window, page).is_empty());
            }
            Step::Wall => {
                ledger.begin_chain();
                outcome.was_read_twice = ledger.is_second();
                let mut crew = Crew::new(
                    match ledger.is_second() || jobs == 1 {
                        true => Shards::uncut(2),
                        false => Shards::of(jobs),
                    },
                    jobs,
                );
                loop {
                    assert!(search.answers < 20_000, "the reading does not end");
                    match crew.happen(search) {
                        None => {}
                        Some(Turn::Page(page, shard)) => {
                            let total = page.total.filter(|_| shard == WHOLE);
                            let page = ledger.take_chained(Page { total, ..page });
                            outcome.shown.extend(made(&page));
                        }
                        Some(Turn::Seam) => ledger.begin_shard(),
                        Some(Turn::End) => break,
                    }
                }
                outcome.most_held = outcome.most_held.max(crew.most_held);
                ledger.chain_ended(u64::from(search.answers), crew.shards.are_short());
                if let Some(page) = &crew.look {
                    ledger.look(page);
                }
            }
            step => {
                outcome.end = step;
                return outcome;
            }
        }
    }
}

/// How many readings to try; `PROPTEST_CASES` asks for more.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok())
        .unwrap_or(1000)
}

fn stretches() -> impl Strategy<Value = Vec<(usize, i64)>> {
    let apart = prop::sample::select(vec![0, 1, 60, 1_800, 7_200, 50_000, DAY, 20 * DAY]);
    prop::collection::vec((0_usize..400, apart), 1..5)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..Default::default() })]

    #[test]
    fn whatever_happens_no_lead_is_lost_or_doubled(
        stretches in stretches(),
        timeless in prop::sample::select(vec![0_u32, 0, 0, 1, 40]),
        seed: u64,
        (created, deleted) in prop::sample::select(vec![0.0, 0.02, 0.2, 1.0])
            .prop_flat_map(|pace| (0.0..=0.7 * pace, 0.0..=0.65 * pace)),
        lost in prop::sample::select(vec![0.0, 0.0, 0.02, 0.05]),
        jobs in 1_usize..=16,
        zone in -12_i64..=14,
        size in 3_usize..40,
        ignores in prop::sample::select(vec![false, false, false, true]),
    ) {
        let mut search = Search {
            odds: Odds { created, deleted, lost },
            zone: zone * 3_600,
            size,
            ignores,
            ..Search::new(&stretches, timeless, seed)
        };
        let there: Vec<u32> = search.leads.iter().map(|lead| lead.1).collect();
        let outcome = read(&mut search, jobs);
        let distinct: BTreeSet<u32> = outcome.shown.iter().map(|lead| lead.1).collect();
        prop_assert_eq!(distinct.len(), outcome.shown.len(), "a lead was shown twice");
        let lost: Vec<&u32> = there
            .iter()
            .filter(|lead| !search.gone.contains(lead) && !distinct.contains(lead))
            .collect();
        match outcome.end {
            Step::Whole => prop_assert!(lost.is_empty(), "lost {lost:?}"),
            Step::Short(why) => prop_assert!(created + deleted > 0.4, "gave up on a calm search: {why}"),
            step => prop_assert!(false, "{step:?}"),
        }
        // A lead that one shard still saw and the other no more may stand
        // behind its place.
        let living = outcome.shown.iter().filter(|lead| !search.gone.contains(&lead.1));
        let is_plain = !outcome.was_read_twice && search.odds.lost == 0.0;
        prop_assert!(!is_plain || living.is_sorted_by(|newer, older| newer > older));
        prop_assert!(outcome.most_held <= jobs * (cut::PAGES_A_WORKER + 1) + 2);
    }
}

/// Reads a calm search whose every answer takes as long; gives back how many
/// answers long that takes, and how many answers there were.
fn rounds(search: &mut Search, jobs: usize) -> (u32, u32) {
    let shards = match jobs {
        1 => Shards::uncut(2),
        _ => Shards::of(jobs),
    };
    let mut crew = Crew::new(shards, jobs);
    let mut rounds = 0;
    loop {
        crew.waits = true;
        while crew.sent.len() < jobs && crew.send() {}
        rounds += 1;
        for _ in 0..crew.sent.len() {
            crew.answer(0, search);
            crew.deliver(0);
        }
        while let Some(turn) = crew.shards.take() {
            if matches!(turn, Turn::End) {
                // Without a look that comes in time it takes one answer more.
                return (rounds + u32::from(crew.look.is_none()), search.answers);
            }
        }
    }
}

#[test]
fn eight_workers_take_a_fifth_of_the_time() {
    // The demo's density: many a day of old, fewer of late.
    for (leads, hour) in [(10_000, 0), (20_000, -8), (200_000, 14)] {
        let mut left = leads;
        let stretches = [(1_000, 7_200), (10_000, 1_800), (leads, 300)].map(|(most, apart)| {
            let stretch = left.min(most);
            left -= stretch;
            (stretch, apart)
        });
        let [alone, many] = [1, 8].map(|jobs| {
            let mut search = Search {
                size: 150,
                zone: hour * 3_600,
                ..Search::new(&stretches, 0, 1)
            };
            rounds(&mut search, jobs)
        });
        // The first answer of all is a refusal of the other generation.
        assert!(alone.0 + 1 >= 5 * (many.0 + 1), "{alone:?} {many:?}");
        assert!(5 * many.1 <= 6 * alone.1, "{alone:?} {many:?}");
    }
}

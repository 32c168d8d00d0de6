//! A model of the list, with leads created and deleted before every answer,
//! read through the ledger in every way that an executor may.

use std::collections::{BTreeSet, HashMap};
use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;

/// A list of made-up leads, newest first, that changes as it is read.
struct List {
    leads: VecDeque<u32>,
    newest: u32,
    state: u64,
    created: f64,
    deleted: f64,
    gone: BTreeSet<u32>,
}

impl List {
    fn new(size: u32, seed: u64, created: f64, deleted: f64) -> Self {
        Self {
            leads: (1..=size).rev().collect(),
            newest: size,
            state: seed,
            created,
            deleted,
            gone: BTreeSet::new(),
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
        if self.happens(self.created) {
            self.newest += 1;
            self.leads.push_front(self.newest);
        }
        if self.happens(self.deleted) && !self.leads.is_empty() {
            let place = self.below(self.leads.len());
            let lead = self.leads.remove(place).unwrap();
            self.gone.insert(lead);
        }
    }

    fn answer(&mut self, window: Window) -> Page {
        self.live();
        let total = self.leads.len();
        let start = (window.start() as usize).min(total);
        let end = (window.end() as usize).min(total);
        let shown: Vec<u32> = self.leads.range(start..end).copied().collect();
        Page {
            total: Some(total as u64),
            granted: Some(window.size),
            more: end < total,
            ..page(&shown)
        }
    }
}

fn page(leads: &[u32]) -> Page {
    let mut body = String::new();
    let mut spans = Vec::new();
    for lead in leads {
        let start = body.len();
        let _ = write!(body, r#"{{"id":"{lead:024x}"}}"#);
        spans.push(start..body.len());
    }
    Page::new(body, &spans)
}

fn numbers(page: &Page) -> Vec<u32> {
    page.leads()
        .map(|lead| u32::from_str_radix(&lead.id().unwrap(), 16).unwrap())
        .collect()
}

/// Reads `list` with `workers` answers in flight, taken in any order; gives
/// back what was shown and how it ended, or `None` for the wall.
fn read(list: &mut List, workers: usize, first: u32, largest: u32) -> (Vec<u32>, Step, u32) {
    let mut ledger = Ledger::new(Window::first(first), largest);
    let mut ready: HashMap<(u32, u32), Page> = HashMap::new();
    let mut shown = Vec::new();
    let mut requests = 0;
    loop {
        match ledger.step() {
            Step::Ask(window) => {
                let mut flight = vec![window];
                flight.extend(ledger.plan.iter().take(workers - 1));
                flight.retain(|window| !ready.contains_key(&(window.page, window.size)));
                while !flight.is_empty() {
                    let window = flight.swap_remove(list.below(flight.len()));
                    requests += 1;
                    ready.insert((window.page, window.size), list.answer(window));
                }
                let answer = ready.remove(&(window.page, window.size)).unwrap();
                for page in ledger.take(window, answer) {
                    shown.extend(numbers(&page));
                }
                assert!(requests < 20_000, "the reading does not end");
            }
            step => return (shown, step, requests),
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

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..Default::default() })]

    #[test]
    fn whatever_happens_no_lead_is_lost_or_doubled(
        size in 0_u32..1500,
        seed: u64,
        created in 0.0..0.7,
        deleted in 0.0..0.65,
        workers in 1_usize..=8,
        first in prop::sample::select(vec![1_u32, 5, 12, 50, 60]),
        largest in 12_u32..=60,
    ) {
        let mut list = List::new(size, seed, created, deleted);
        let (shown, end, _) = read(&mut list, workers, first.min(largest), largest);
        let distinct: BTreeSet<u32> = shown.iter().copied().collect();
        prop_assert_eq!(distinct.len(), shown.len(), "a lead was shown twice");
        let lost: Vec<u32> = (1..=size)
            .filter(|lead| !list.gone.contains(lead) && !distinct.contains(lead))
            .collect();
        match end {
            Step::Whole => prop_assert!(lost.is_empty(), "lost {lost:?}"),
            Step::Short(why) => prop_assert!(created + deleted > 0.4, "gave up on a calm list: {why}"),
            step => prop_assert!(false, "{step:?}"),
        }
    }
}

#[test]
fn a_whole_list_does_not_look_short_because_its_first_page_is_gone() {
    let mut list = List::new(
        1091,
        6_066_881_039_901_344_728,
        0.092_190_384_566_921_52,
        0.256_162_338_521_379_5,
    );
    let (shown, end, _) = read(&mut list, 3, 1, 12);
    assert_eq!(end, Step::Whole);
    let shown: BTreeSet<u32> = shown.into_iter().collect();
    assert!((1..=1091).all(|lead| list.gone.contains(&lead) || shown.contains(&lead)));
}

#[test]
fn a_calm_list_is_read_in_order_and_within_a_fifth_more_requests() {
    let mut list = List::new(9_500, 7, 0.0, 0.0);
    let (shown, end, requests) = read(&mut list, 1, 60, 60);
    assert_eq!(end, Step::Whole);
    assert!(shown.into_iter().eq((1..=9_500).rev()));
    assert!(requests <= 190, "{requests}");
}

#[test]
fn a_list_longer_than_the_wall_goes_on_by_scroll() {
    let mut list = List::new(10_001, 7, 0.0, 0.0);
    let (shown, end, _) = read(&mut list, 1, 60, 60);
    assert_eq!(end, Step::Wall);
    assert_eq!(shown.len(), 10_000);
    let mut list = List::new(10_000, 7, 0.0, 0.0);
    assert_eq!(read(&mut list, 1, 60, 60).1, Step::Whole);
}

/// Reads with answers that a closure makes up.
fn read_answers(mut answer: impl FnMut(Window) -> Page) -> (usize, Step) {
    let mut ledger = Ledger::new(Window::first(60), 60);
    let mut shown = 0;
    for _ in 0..1000 {
        match ledger.step() {
            Step::Ask(window) => {
                let pages = ledger.take(window, answer(window));
                shown += pages.iter().map(Page::len).sum::<usize>();
            }
            step => return (shown, step),
        }
    }
    panic!("the reading does not end");
}

#[test]
fn a_list_that_ends_before_its_own_total_is_not_called_whole() {
    let full: Vec<u32> = (1..=60).collect();
    let (shown, end) = read_answers(|window| Page {
        total: Some(100),
        more: window.page == 1 && window.size == 60,
        ..page(if window.page == 1 { &full } else { &[] })
    });
    assert_eq!(shown, 60);
    assert!(matches!(end, Step::Short(_)), "{end:?}");
}

#[test]
fn a_list_that_repeats_its_first_page_for_ever_ends() {
    let full: Vec<u32> = (1..=60).collect();
    let (shown, end) = read_answers(|_| Page {
        total: Some(5000),
        more: true,
        ..page(&full)
    });
    assert_eq!(shown, 60);
    assert_ne!(end, Step::Whole);
}

#[test]
fn a_list_without_a_total_ends_where_the_server_says_so() {
    let mut list = List::new(9_000, 1, 0.0, 0.0);
    let (shown, end) = read_answers(|window| Page {
        total: None,
        ..list.answer(window)
    });
    assert_eq!((shown, end), (9_000, Step::Whole));
}

#[test]
fn a_server_that_grants_smaller_pages_is_followed() {
    let mut list = List::new(500, 1, 0.0, 0.0);
    let (shown, end) = read_answers(|window| {
        let size = window.size.min(50);
        Page {
            granted: Some(size),
            ..list.answer(Window { size, ..window })
        }
    });
    assert_eq!((shown, end), (500, Step::Whole));
}

#[test]
fn leads_that_swap_places_between_answers_are_found_by_the_check() {
    // A bulk import gives many leads one second, and the server sorts them
    // anew for each answer: content joins, yet a lead slips through once.
    let mut list = List::new(100, 1, 0.0, 0.0);
    let mut calls = 0;
    let (shown, end) = read_answers(|window| {
        calls += 1;
        if calls == 2 {
            list.leads.swap(10, 80);
        }
        list.answer(window)
    });
    assert_eq!((shown, end), (100, Step::Whole));
}

#[test]
fn one_answer_that_is_short_of_its_own_total_is_not_called_whole() {
    let full: Vec<u32> = (1..=150).collect();
    let answer = || Page {
        total: Some(500),
        granted: Some(150),
        ..page(&full)
    };
    let mut ledger = Ledger::of_chain(150);
    let end = loop {
        match ledger.step() {
            Step::Ask(window) => {
                ledger.take(window, answer());
            }
            Step::Wall => {
                ledger.take_chained(answer());
                ledger.chain_ended(1, false);
            }
            step => break step,
        }
    };
    assert!(matches!(end, Step::Short(_)), "{end:?}");
}

#[test]
fn a_scroll_that_brings_too_little_is_scrolled_once_more_and_then_told() {
    let mut list = List::new(10_100, 1, 0.0, 0.0);
    let mut ledger = Ledger::new(Window::first(60), 60);
    let mut scrolls = 0;
    let end = loop {
        match ledger.step() {
            Step::Ask(window) => {
                ledger.take(window, list.answer(window));
            }
            Step::Wall => {
                ledger.begin_chain();
                scrolls += 1;
                ledger.take_chained(page(&[1, 2, 3]));
                ledger.chain_ended(1, false);
            }
            step => break step,
        }
    };
    assert_eq!(scrolls, 2);
    assert!(matches!(end, Step::Short(_)), "{end:?}");
    assert_eq!(ledger.read(), 10_003);
}

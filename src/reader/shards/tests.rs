//! A search that changes as it is read, by shards, in every order of requests
//! and answers.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::model::{Crew, DAY, Made, Odds, Search, made};
use super::*;
use crate::reader::ledger::{Ledger, Step};

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
                    if ledger.is_second() || jobs == 1 {
                        Shards::uncut(2)
                    } else {
                        Shards::of(jobs)
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

//! Models of the API in memory, against which whole readings are run: they
//! assume nothing but that the list and the search come newest first by
//! second. Ties come in any order; leads are created, deleted, moved, hidden
//! and dated anew at any time. A reading may give up, but one that ends well
//! holds every lead that lived, kept its time and could be seen throughout.

mod api;
mod world;

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::{Arc, Mutex};

use proptest::prelude::*;

use self::api::{Api, Settings};
use self::world::Rates;
use super::pages::Reader;
use super::source::Source;
use crate::intercom::{Dialect, Error, Version};
use crate::lead::Lead;
use crate::query::Query;
use crate::terminal::report::{Level, Report};

/// How a reading ended.
#[derive(Debug, PartialEq, Eq)]
enum End {
    Whole,
    GaveUp,
}

/// Reads all leads of a model, and checks what came of it.
fn read(settings: Settings) -> (End, u64) {
    let version = if settings.is_search { "2.16" } else { "1.4" };
    let version = Version::named(version).expect("a version");
    let dialect: &'static dyn Dialect = version.dialect();
    let jobs = settings.jobs;
    let api = Arc::new(Mutex::new(Api::new(settings)));
    let answers = Arc::clone(&api);
    let source = Source::new(jobs, Report::new(Level::Quiet), move |dialect, request| {
        let body = answers.lock().expect("no panic").answer(request)?;
        dialect.read(request, body.into_bytes())
    });
    let mut reading = Reader::new(&source, dialect, &Query::default());
    let mut listed = Vec::new();
    let end = loop {
        match reading.next() {
            Ok(Some(page)) => listed.extend(page.leads().filter_map(Lead::id).map(Cow::into_owned)),
            Ok(None) => break End::Whole,
            Err(Error::Incomplete { .. }) => break End::GaveUp,
            Err(error) => panic!("{error}"),
        }
    };
    let api = api.lock().expect("no panic");
    let once: HashSet<&String> = listed.iter().collect();
    assert_eq!(once.len(), listed.len(), "a lead is doubled");
    if end == End::Whole {
        for id in api.owed() {
            assert!(once.contains(&id), "lead {id} is lost");
        }
    }
    (end, api.requests())
}

fn rates() -> impl Strategy<Value = Rates> {
    let rate = || prop_oneof![3 => Just(0.0), 2 => 0.0..0.5, 1 => 0.0..3.0];
    (rate(), rate(), rate(), rate(), rate(), 0_u32..3).prop_map(
        |(create, delete, move_back, hide, date_anew, clean_ups)| Rates {
            create,
            delete,
            move_back,
            hide,
            date_anew,
            clean_ups,
        },
    )
}

fn settings(is_search: bool) -> impl Strategy<Value = Settings> {
    (
        0_usize..700,
        rates(),
        prop_oneof![Just(1_i64), Just(600), Just(43_200)],
        prop_oneof![3 => Just(0_u32), 1 => 1_u32..90],
        1_usize..6,
        any::<u64>(),
        any::<bool>(),
    )
        .prop_map(
            move |(leads, rates, pace, ties, jobs, seed, has_keys)| Settings {
                is_search,
                leads,
                // Where cursors do not name a lead, a deletion that an entry
                // behind it hides from the totals cannot be seen.
                rates: if is_search && !has_keys {
                    Rates {
                        move_back: 0.0,
                        hide: 0.0,
                        date_anew: 0.0,
                        ..rates
                    }
                } else {
                    rates
                },
                pace,
                ties,
                jobs,
                seed,
                has_keys,
                has_scroll: seed % 3 > 0,
            },
        )
}

proptest! {
    #[test]
    fn a_list_is_whole_or_given_up(settings in settings(false)) {
        read(settings);
    }

    #[test]
    fn a_search_is_whole_or_given_up(settings in settings(true)) {
        read(settings);
    }
}

/// How often readings give up, by the rate of change, as a table.
#[test]
#[ignore = "takes minutes; READINGS says how many a row"]
fn incomplete_runs() {
    let readings: u64 = std::env::var("READINGS")
        .ok()
        .and_then(|readings| readings.parse().ok())
        .unwrap_or(200);
    for is_search in [false, true] {
        for rate in [0.0, 0.1, 0.3, 1.0, 3.0, 10.0] {
            let mut whole = 0;
            let mut requests = 0;
            for seed in 0..readings {
                let settings = Settings {
                    is_search,
                    leads: 1_500,
                    rates: Rates {
                        create: rate / 2.0,
                        delete: rate / 2.0,
                        ..Rates::default()
                    },
                    pace: 600,
                    ties: 0,
                    jobs: 4,
                    seed,
                    has_keys: true,
                    has_scroll: true,
                };
                let (end, asked) = read(settings);
                whole += u64::from(end == End::Whole);
                requests += asked;
            }
            let way = if is_search { "search" } else { "list" };
            #[allow(clippy::print_stderr)]
            {
                eprintln!(
                    "| {way} | {rate} changes an answer | {readings} readings | {whole} whole | {} requests |",
                    requests / readings
                );
            }
        }
    }
}

//! Simulated APIs to test the reader with. They assume only that the list and the
//! search are sorted newest first by second. Leads of the same second are in any order;
//! leads are created, deleted, moved, hidden and get new times at any time. A run can
//! be incomplete, but a successful one has every lead that existed, kept its time and
//! was visible throughout.

mod api;
mod world;

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::{Arc, Mutex};

use proptest::prelude::*;

use self::api::{Api, Settings};
use self::world::Rates;
use super::context::Context;
use super::generator::Generator;
use super::pages::read_version;
use super::source::Source;
use crate::intercom::{Dialect, Error, Version};
use crate::lead::Lead;
use crate::query::Query;
use crate::terminal::report::{Level, Report};

/// The result of a run.
#[derive(Debug, PartialEq, Eq)]
enum End {
    Complete,
    Incomplete,
}

/// Reads all leads of a model, and checks the result.
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
    let mut pages = Generator::new(async move |output| {
        let context = Context {
            source,
            dialect,
            query: &Query::default(),
            progress: &Arc::default(),
            output: &output,
        };
        read_version(&context).await
    });
    let mut listed = Vec::new();
    let end = loop {
        match pages.next().transpose() {
            Ok(Some(page)) => listed.extend(page.leads().filter_map(Lead::id).map(Cow::into_owned)),
            Ok(None) => break End::Complete,
            Err(Error::Incomplete { .. }) => break End::Incomplete,
            Err(error) => panic!("{error}"),
        }
    };
    let api = api.lock().expect("no panic");
    let once: HashSet<&String> = listed.iter().collect();
    assert_eq!(once.len(), listed.len(), "a lead is duplicated");
    if end == End::Complete {
        for id in api.owed() {
            assert!(once.contains(&id), "lead {id} is lost");
        }
    }
    (end, api.requests())
}

fn rates() -> impl Strategy<Value = Rates> {
    let rate = || prop_oneof![3 => Just(0.0), 2 => 0.0..0.5, 1 => 0.0..3.0];
    (rate(), rate(), rate(), rate(), rate(), 0_u32..3).prop_map(
        |(create, delete, move_back, hide, change_time, clean_ups)| Rates {
            create,
            delete,
            move_back,
            hide,
            change_time,
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
                // If cursors do not name a lead, a deletion that a new lead hides in
                // the totals is not detected.
                rates: if is_search && !has_keys {
                    Rates {
                        move_back: 0.0,
                        hide: 0.0,
                        change_time: 0.0,
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
    fn a_list_is_never_silently_incomplete(settings in settings(false)) {
        read(settings);
    }

    #[test]
    fn a_search_is_never_silently_incomplete(settings in settings(true)) {
        read(settings);
    }
}

/// Prints a table of how often runs are incomplete, by the rate of changes.
#[test]
#[ignore = "takes minutes; RUNS sets the number per row"]
fn incomplete_runs() {
    let runs: u64 = std::env::var("RUNS")
        .ok()
        .and_then(|runs| runs.parse().ok())
        .unwrap_or(200);
    for is_search in [false, true] {
        for rate in [0.0, 0.1, 0.3, 1.0, 3.0, 10.0] {
            let mut complete = 0;
            let mut requests = 0;
            for seed in 0..runs {
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
                complete += u64::from(end == End::Complete);
                requests += asked;
            }
            let way = if is_search { "search" } else { "list" };
            #[allow(clippy::print_stderr)]
            {
                eprintln!(
                    "| {way} | {rate} changes per response | {runs} runs | {complete} complete | {} requests |",
                    requests / runs
                );
            }
        }
    }
}

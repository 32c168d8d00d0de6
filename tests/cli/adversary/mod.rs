//! The program against a separate workspace: behaviour that the API's documentation
//! leaves open, in the worst possible ways.
//!
//! Each scenario is a test with a few seeds, and a row of the campaign: `RUNS=200 cargo
//! test --release --test cli adversary_campaign -- --ignored --nocapture`.
//! `ONLY=deletion` selects scenarios by name.

use std::io::Write;

use crate::support::adversary::{Random, Setup};

/// Makes each function a scenario and a test with the same name.
macro_rules! scenarios {
    ($($(#[$doc:meta])* fn $name:ident($random:ident) $setup:block)*) => {
        pub(super) const SCENARIOS: &[crate::adversary::Scenario] = &[$(crate::adversary::Scenario {
            name: stringify!($name),
            setup: setups::$name,
        }),*];

        mod setups {
            #[allow(clippy::wildcard_imports)]
            use super::*;

            $($(#[$doc])* pub(super) fn $name($random: &mut Random) -> Setup $setup)*
        }

        $(#[test] fn $name() {
            crate::adversary::check(setups::$name);
        })*
    };
}

mod find;
mod list;
mod list_answers;
mod scroll;
mod search;
mod search_answers;
mod search_cost;
#[cfg(feature = "sqlite")]
mod sync;

/// A workspace, its events and a command, generated from a seed.
struct Scenario {
    name: &'static str,
    setup: fn(&mut Random) -> Setup,
}

/// The number of seeds in a test, which takes one to three seconds.
fn seeds(setup: &Setup) -> u64 {
    match setup.leads.len() {
        _ if setup.settings.makes_wait() => 2,
        0..1_000 => 10,
        1_000..5_000 => 4,
        _ => 3,
    }
}

#[track_caller]
fn check(setup: fn(&mut Random) -> Setup) {
    for seed in 0..seeds(&setup(&mut Random::new(0))) {
        setup(&mut Random::new(seed)).check(seed);
    }
}

/// The words of a command line.
fn words(line: &str) -> Vec<String> {
    line.split_whitespace().map(str::to_owned).collect()
}

/// The results of a scenario.
#[derive(Default)]
struct Row {
    whole: u64,
    incomplete: u64,
    other: u64,
    owed: usize,
    /// Leads lost in runs that claimed to be complete.
    lost: usize,
    duplicates: usize,
    broken: u64,
    unwanted: u64,
    requests: Vec<u64>,
}

#[test]
#[ignore = "takes minutes; RUNS says how many runs of each scenario"]
fn adversary_campaign() {
    let variable = |name| std::env::var(name).unwrap_or_default();
    let runs = variable("RUNS").parse().unwrap_or(20);
    let only = variable("ONLY");
    let mut out = std::io::stdout();
    writeln!(
        out,
        "| scenario | runs | exit 0 | exit 8 | other | owed | lost | duplicates | requests (median) | not as wanted |\n\
         |---|---|---|---|---|---|---|---|---|---|"
    )
    .unwrap();
    let all = [
        list::SCENARIOS,
        list_answers::SCENARIOS,
        scroll::SCENARIOS,
        search::SCENARIOS,
        search_answers::SCENARIOS,
        search_cost::SCENARIOS,
        find::SCENARIOS,
    ];
    let mut broken = Vec::new();
    for scenario in all
        .into_iter()
        .flatten()
        .filter(|scenario| scenario.name.contains(&only))
    {
        let row = scenario.runs(runs);
        writeln!(
            out,
            "| {} | {runs} | {} | {} | {} | {} | {} | {} | {} | {} |",
            scenario.name.replace('_', " "),
            row.whole,
            row.incomplete,
            row.other,
            row.owed,
            row.lost,
            row.duplicates,
            row.requests[row.requests.len() / 2],
            row.unwanted,
        )
        .unwrap();
        if row.broken > 0 {
            broken.push(scenario.name);
        }
    }
    assert!(
        broken.is_empty(),
        "leads were lost in silence, or printed twice: {broken:#?}"
    );
}

impl Scenario {
    fn runs(&self, runs: u64) -> Row {
        let mut row = Row::default();
        for seed in 0..runs {
            let setup = (self.setup)(&mut Random::new(seed));
            let (ending, limits) = (setup.ending, setup.limits.clone());
            let verdict = setup.run(seed);
            match verdict.exit {
                Some(0) => row.whole += 1,
                Some(8) => row.incomplete += 1,
                _ => row.other += 1,
            }
            row.owed += verdict.owed;
            row.lost += if matches!(verdict.exit, Some(0 | 1)) {
                verdict.lost.len()
            } else {
                0
            };
            row.duplicates += verdict.duplicates.len();
            row.broken += u64::from(verdict.breaks_promise(ending));
            row.unwanted += u64::from(!verdict.faults(ending, &limits).is_empty());
            row.requests.push(verdict.traffic.requests);
        }
        row.requests.sort_unstable();
        row
    }
}
